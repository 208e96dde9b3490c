"""Who may learn which fact: said once more, independently of the program, in as few lines as it can be said."""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handoff.access.roles import OUTSIDE, ROLES, RoleName
from handoff.accounts.models import Departure, Membership, User
from handoff.casework.models import (
    AgreedPlan,
    Appointment,
    CaseNote,
    CaseNoteVersion,
    ContactAttempt,
    CourtCase,
    CourtOrder,
    DatedFact,
    Fund,
    FundEntry,
    Goal,
    GoalStep,
    HandoverPlan,
    HelpGiven,
    Milestone,
    Need,
    PhoneStep,
    ProviderAnswer,
    ServiceReferral,
    SupplyItem,
)
from handoff.charges.models import Encounter, NewCharge, SetAsideCharge
from handoff.consent.models import Release, ReleaseRecipient
from handoff.core.labels import Origin
from handoff.documents.models import StoredFile
from handoff.enrollment.models import Enrollment, Intake, LookBack, SafetyAction, SafetyEvent
from handoff.participants.models import ContactPoint, Person
from handoff.referrals.models import (
    CommunityMessage,
    ExceptionRequest,
    Referral,
    ReferralDraft,
    SupervisionQuestion,
)
from handoff.staffing.models import ChargeReport, GoodNews, ParticipationSummary
from tests.matrix.canaries import Canary, referrals_about

NOBODYS = {RoleName.EVALUATOR, RoleName.FUNDER, RoleName.SITE_ADMINISTRATOR}
OF_EXCEPTIONS = {"ExceptionRequest.recommendation", "ExceptionRequest.decision_reason"}
OF_NEW_CHARGES = {"NewCharge.title", "NewCharge.statute", "NewCharge.incident_number"}
OF_THE_TEAM = {"TeamRecommendation.comment", "ChargeDecision.reason", "Disposition.words"}
NAMES = {"Person.first_name", "Person.last_name", "Person.suffix"}
OF_SENT = {"SetAsideCharge.title", "SetAsideCharge.statute", "Encounter.incident_number"}
OF_SHARED = {"SetAsideCharge.title", "SetAsideCharge.statute", "NewCharge.title", "NewCharge.statute"}
PARTNERS = {
    RoleName.PROBATION_OFFICER,
    RoleName.JAIL_STAFF,
    RoleName.TREATMENT_PROVIDER,
    RoleName.LME_MCO,
    RoleName.COMMUNITY_PARTNER,
    RoleName.HOSPITAL_EMS,
}
READS_SHARED = {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY} | PARTNERS
ANSWERING = PARTNERS - {RoleName.PROBATION_OFFICER, RoleName.JAIL_STAFF}
OF_NEED = {"housing": "needs", "substance_use": "treatment"}
OF_HANDOFF = {"Referral.entered_name", "Referral.entered_phone", "HandoffRecord.scene"}
GOES_BY = "Person.preferred_name"
AT_MEETINGS = READS_SHARED | {RoleName.OFFICER, RoleName.CRIME_ANALYST}


def may_see(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a member of the fact's program, in one role, for some agencies, may be shown it."""
    if role in NOBODYS:
        return False
    if fact.field == "ReferralDraft.answers":
        return bool(fact.row.owner_id == user.pk)  # type: ignore[attr-defined]
    if isinstance(fact.row, CaseNoteVersion):
        return may_read_note(user, role, fact.row.note, fact.row.label) and may_read_note(
            user, role, fact.row.note
        )
    if isinstance(fact.row, SupervisionQuestion) and ROLES[role].side in OUTSIDE:
        return is_asked(role, agencies, fact.row)
    return ROLES[role].side not in OUTSIDE or may_outsider_see(user, role, agencies, fact, at)


def may_outsider_see(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a member of the law side or of a partner may be shown a fact."""
    if role == RoleName.MOBILE_CRISIS:
        open_now = any(is_handed_to(agencies, each) for each in referrals_of(fact))
        return open_now and (fact.field in OF_HANDOFF or is_saved_by_partner(agencies, fact.row))
    # The name a person goes by is care's, whatever an ROI shares (finding-S6).
    if fact.field == GOES_BY:
        return False
    if isinstance(fact.row, GoodNews):
        return may_hear_news(user, agencies, fact.row, at)
    if role in ANSWERING and is_known_to_provider(agencies, fact, at):
        return True
    if is_on_agenda(role, agencies, fact, at) or is_said_in_a_case(role, agencies, fact, at):
        return True
    return may_see_without_meetings(user, role, agencies, fact, at)


def is_on_agenda(role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a partner's packet for a staffing meeting may hold a fact (ADR 0060); it needn't for ever."""
    wanted = NAMES | {"NewCharge.title"}
    return role in AT_MEETINGS and fact.field in wanted and is_shared_with(agencies, fact, at)


def may_hear_news(user: User, agencies: set[int], row: GoodNews, at: datetime) -> bool:
    """Say whether good news is of the reader's own referral, wasn't withdrawn, and a live ROI covers it (T3)."""
    agency = row.referral.agency_id
    if row.referral.referrer_user_id != user.pk or row.taken_back_at is not None or agency not in agencies:
        return False
    return {"participation", "progress"} <= disclosed_kinds(row.person_id, {agency}, at)


def is_said_in_a_case(role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether someone agreed that the DA's office reads a fact in their case: their name, and what they signed."""
    if role != RoleName.DISTRICT_ATTORNEY or fact.field not in NAMES | {"Release.statement"}:
        return False
    found = ParticipationSummary.objects.filter(person_id=fact.person_id).select_related("release")
    read = [each for each in found if is_read_in_a_case(role, agencies, each, at)]
    if fact.field == "Release.statement":
        return any(each.release_id == fact.row.pk for each in read)
    return bool(read)


def is_read_in_a_case(role: RoleName, agencies: set[int], row: ParticipationSummary, at: datetime) -> bool:
    """Say whether a summary is for this office, and its own consent is live."""
    if role != RoleName.DISTRICT_ATTORNEY or row.agency_id not in agencies or row.release is None:
        return False
    ended = row.release.revoked_at or row.release.ends_at
    return row.release.starts_at <= at < min(ended, row.release.ends_at)


def may_see_without_meetings(
    user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime
) -> bool:
    """Say the same of all pages but those of staffing meetings, which hold what is new."""
    by_roi = OF_NEW_CHARGES | OF_THE_TEAM | NAMES
    if fact.field in by_roi and allowed_by_roi(user, role, agencies, fact, at):
        return True
    if role in READS_SHARED and fact.field in NAMES | OF_SHARED and is_shared_with(agencies, fact, at):
        return True
    if role == RoleName.DISTRICT_ATTORNEY and fact.field in OF_SENT and is_sent_to_da(fact.row):
        return True
    return fact.field not in OF_NEW_CHARGES | OF_THE_TEAM and is_own_or_colleagues(
        user, role, agencies, fact, at
    )


def is_known_to_provider(agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether an agency may be shown a fact because someone was referred to its service: who they are, what the
    service was called, a phone where they share how to reach them, and always what the agency itself answered (P8).
    """
    if isinstance(fact.row, ProviderAnswer):
        return fact.row.agency_id in agencies
    if isinstance(fact.row, ServiceReferral):
        return is_asked_under(agencies, fact.row, at)
    if fact.person_id is None or fact.field not in NAMES | {"ContactPoint.value"}:
        return False
    wanted = set() if fact.field in NAMES else {"contact"}
    if wanted and fact.row.kind != "phone":  # type: ignore[attr-defined]
        return False
    asked = ServiceReferral.objects.filter(need__person_id=fact.person_id)
    return any(is_asked_under(agencies, each, at, wanted) for each in asked)


def is_asked_under(
    agencies: set[int], referral: ServiceReferral, at: datetime, more: Collection[str] = ()
) -> bool:
    """Say whether a referral is addressed to one of these agencies, and a live ROI that names it covers the need."""
    organization = referral.service.organization if referral.service is not None else None
    if organization is None or organization.agency_id not in agencies:
        return False
    kinds = {"participation", OF_NEED[referral.need.kind], *more}
    return kinds <= disclosed_kinds(referral.need.person_id, {organization.agency_id}, at)


def is_handed_to(agencies: set[int], referral: Referral) -> bool:
    """Say whether the last handoff of a referral is to one of these 24-hour partners, agreed to and still open (H5)."""
    last = referral.handoffs.order_by("-pk").first()
    return (
        referral.state == Referral.State.HANDED_OFF
        and last is not None
        and last.partner_id in agencies
        and last.partner.is_active
        and last.partner.takes_handoffs_all_hours
        and last.taken_over_at is None
        and last.agreement_ended_at is None
        and not Intake.objects.filter(referral=referral, completed_at__isnull=False).exists()
    )


def is_saved_by_partner(agencies: set[int], row: Any) -> bool:
    """Say whether these are the answers of an intake that one of these 24-hour partners started itself (H5)."""
    return isinstance(row, Intake) and row.handoff is not None and row.handoff.partner_id in agencies


def may_read_note(user: User, role: RoleName, note: CaseNote, label: str = "") -> bool:
    """Say who reads a case note: no one outside, on the care side by its label, a counselor's with the supervisor."""
    label = label or note.label
    if label == "counseling":
        return role == RoleName.PROGRAM_MANAGER or note.added_by_id == user.pk
    wanted = {RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER, RoleName.PROGRAM_MANAGER}
    return role in (wanted | {RoleName.DATA_MANAGER} if label == "general" else wanted)


def is_asked(role: RoleName, agencies: set[int], row: SupervisionQuestion) -> bool:
    """Say whether a question about someone under supervision waits for this reader's office (E10)."""
    return role == RoleName.PROBATION_OFFICER and row.agency_id in agencies and row.answer == "waiting"


def is_sent_to_da(row: Any) -> bool:
    """Say whether an officer chose to pursue a charge of this encounter: what they wrote of it is then the DA's too."""
    encounter = row if isinstance(row, Encounter) else row.encounter
    return bool(encounter.set_aside_charges.filter(state=SetAsideCharge.State.REFERRED_TO_DA).exists())


def is_shared_with(agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a live ROI shares a participant's fact with an agency: the name under participation, charges too
    where both kinds were ticked.
    """
    if fact.person_id is None:
        return False
    wanted = {"participation"} if fact.field in NAMES else {"participation", "charges"}
    disclosed = wanted <= disclosed_kinds(fact.person_id, agencies, at)
    return disclosed and Enrollment.objects.filter(person_id=fact.person_id).exists()


def is_own_or_colleagues(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether the fact is the law side's or a partner's own, and this reader's or their colleague's among them."""
    if fact.field in OF_EXCEPTIONS:
        return role == RoleName.DISTRICT_ATTORNEY
    if fact.field == "ContactPoint.value":
        return bool(fact.row.added_by_id == user.pk)  # type: ignore[attr-defined]
    about = referrals_of(fact) if fact.origin == Origin.POLICE else []
    waiting = any(
        each.state == Referral.State.SUBMITTED
        and each.eligibility_id is None
        and each.checking_agency_id in {None, *agencies}
        for each in about
    )
    if waiting and fact.field == "Referral.entered_name" and role in {RoleName.OFFICER, RoleName.LAW_LEADER}:
        return True
    # Whose record it is may be spelled otherwise than the referrer typed it: they read their own words (finding-S5).
    if fact.field in NAMES:
        return False
    if fact.field == "Referral.entered_name" and any(
        each.referrer_kind == Referral.ReferrerKind.PARTNER and each.agency_id in agencies for each in about
    ):
        return True
    return any(is_own_or_taken_over(user, agencies, each, at) for each in about)


def is_own_or_taken_over(user: User, agencies: set[int], referral: Referral, at: datetime) -> bool:
    """Say whether a reader made a referral, or takes over from an officer of their agency who has left (P9)."""
    if referral.referrer_user_id == user.pk:
        return True
    if referral.agency_id not in agencies:
        return False
    today = at.astimezone(ZoneInfo(referral.program.time_zone)).date()
    leaves = Departure.objects.filter(user_id=referral.referrer_user_id, stand_in=user, leaves_on__lte=today)
    if not leaves.exists():
        return False
    roles = Membership.objects.filter(user_id=referral.referrer_user_id, starts_on__lte=today)
    return not any(each.ends_on is None or each.ends_on > today for each in roles)


def allowed_by_roi(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a live ROI lets the agency know of a new charge, and whether the charge is this reader's to know.

    What the team said of it, or another agency decided, needs the consent to share charges; one's own words do not.
    """
    own = user.pk in {getattr(fact.row, name, None) for name in ("written_by_id", "decided_by_id")}
    kinds = {"participation"} if own or fact.field not in OF_THE_TEAM else {"participation", "charges"}
    if fact.person_id is None or not kinds <= disclosed_kinds(fact.person_id, agencies, at):
        return False
    if role == RoleName.DISTRICT_ATTORNEY:
        return True
    charges = NewCharge.objects.filter(person_id=fact.person_id)
    return any(user.pk in {made.officer_id, made.recorded_by_id} for made in charges)


def disclosed_kinds(person_id: int, agencies: set[int], at: datetime) -> set[str]:
    """The kinds of information that a person's live ROIs let some agencies have: the end instant is excluded, and so is
    every agency that has left the program.
    """
    found: set[str] = keep(
        (person_id, frozenset(agencies), at), lambda: read_disclosed_kinds(person_id, agencies, at)
    )
    return found


def referrals_of(fact: Canary) -> list[Referral]:
    """The referrals that a fact belongs to."""
    found: list[Referral] = keep(fact.word, lambda: referrals_about(fact))
    return found


kept_answers: list[dict[Hashable, Any]] = []


def keep(question: Hashable, read: Callable[[], Any]) -> Any:
    """Return what was read before, while nothing changes; else read it."""
    if not kept_answers:
        return read()
    if question not in kept_answers[-1]:
        kept_answers[-1][question] = read()
    return kept_answers[-1][question]


@contextmanager
def unchanged() -> Iterator[None]:
    """Read each ROI and each referral once: for thousands of questions in a row between which nothing changes."""
    kept_answers.append({})
    try:
        yield
    finally:
        kept_answers.pop()


def read_disclosed_kinds(person_id: int, agencies: set[int], at: datetime) -> set[str]:
    recipients = ReleaseRecipient.objects.filter(release__person_id=person_id, agency_id__in=agencies)
    kinds: set[str] = set()
    for each in recipients.exclude(agency__is_active=False).select_related("release"):
        release = each.release
        ended = release.revoked_at or release.ends_at
        if release.starts_at <= at < min(ended, release.ends_at):
            kinds.update(each.kinds)
    return kinds


def may_open(user: User, role: RoleName, agencies: set[int], row: Any, at: datetime) -> bool:
    """Say whether there is a page of a record for a member of its program; where not, it answers as if it never was."""
    if isinstance(row, ReferralDraft):
        return bool(row.owner_id == user.pk)
    if isinstance(row, SupervisionQuestion):
        return is_asked(role, agencies, row)
    if isinstance(row, StoredFile) and row.kind == StoredFile.Kind.AGREEMENT:
        return role == RoleName.PROGRAM_MANAGER
    if ROLES[role].side not in OUTSIDE:
        return not isinstance(row, CaseNote) or may_read_note(user, role, row)
    if isinstance(row, Referral):
        waiting = row.state == Referral.State.SUBMITTED and row.eligibility_id is None and row.person_id
        checks = role in {RoleName.OFFICER, RoleName.LAW_LEADER}
        asked = row.checking_agency_id in {None, *agencies}
        recommends = role == RoleName.DISTRICT_ATTORNEY and may_be_recommended(row)
        handed = role == RoleName.MOBILE_CRISIS and is_handed_to(agencies, row)
        own = is_own_or_taken_over(user, agencies, row, at)
        return bool(own or (waiting and checks and asked) or recommends or handed)
    if isinstance(row, NewCharge):
        disclosed = "participation" in disclosed_kinds(row.person_id, agencies, at)
        return disclosed and (
            role == RoleName.DISTRICT_ATTORNEY or user.pk in {row.officer_id, row.recorded_by_id}
        )
    if isinstance(row, Person) and role in READS_SHARED:
        disclosed = "participation" in disclosed_kinds(row.pk, agencies, at)
        return disclosed and Enrollment.objects.filter(person=row).exists()
    if isinstance(row, GoodNews):
        return may_hear_news(user, agencies, row, at)
    if isinstance(row, ExceptionRequest | Encounter | ParticipationSummary):
        return may_open_in_the_da_office(role, agencies, row, at)
    asked = role in ANSWERING and isinstance(row, ServiceReferral) and is_asked_under(agencies, row, at)
    return asked or not isinstance(row, OF_CARE)


def may_open_in_the_da_office(
    role: RoleName, agencies: set[int], row: ExceptionRequest | Encounter | ParticipationSummary, at: datetime
) -> bool:
    """Say whether the DA's office has a page of an exception, of a charge sent to it, or of a summary for a case."""
    if isinstance(row, ParticipationSummary):
        return is_read_in_a_case(role, agencies, row, at)
    sent = not isinstance(row, Encounter) or is_sent_to_da(row)
    return role == RoleName.DISTRICT_ATTORNEY and sent


def may_be_recommended(row: Referral) -> bool:
    """Say whether the DA's office has a page of a referral's charge and facts to recommend an exception on (N21)."""
    asked = ExceptionRequest.objects.filter(referral=row).exists()
    advice = row.eligibility.advice if row.eligibility is not None else ""
    return row.state == Referral.State.INELIGIBLE and advice == "eligible_by_exception" and not asked


OF_CARE = (
    AgreedPlan,
    DatedFact,
    Person,
    ContactPoint,
    Appointment,
    CaseNote,
    ContactAttempt,
    Goal,
    GoalStep,
    Fund,
    FundEntry,
    HandoverPlan,
    HelpGiven,
    Intake,
    Milestone,
    Need,
    CourtCase,
    CourtOrder,
    PhoneStep,
    LookBack,
    SafetyAction,
    SafetyEvent,
    SupplyItem,
    ServiceReferral,
    Release,
    StoredFile,
    CommunityMessage,
    ChargeReport,
)
"""Records that only the care team and the program's staff have pages of."""
