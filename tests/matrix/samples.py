"""A real record for every identifier that an address takes."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from handoff.accounts.models import Membership, User
from handoff.accounts.queries import hash_token
from handoff.casework.models import (
    AgreedPlan,
    Appointment,
    CalendarFeed,
    CaseNote,
    ContactAttempt,
    CourtCase,
    CourtOrder,
    DatedFact,
    Fund,
    FundEntry,
    Goal,
    GoalStep,
    HandoverItem,
    HandoverPlan,
    HelpGiven,
    LetterLink,
    Milestone,
    Need,
    PhoneStep,
    ServiceReferral,
    SupplyItem,
)
from handoff.casework.needs.queries import agency_of
from handoff.charges.models import Encounter, NewCharge, Offense
from handoff.consent.models import Release, RenewalVisit
from handoff.directory.models import (
    CostOption,
    DirectoryImport,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from handoff.documents.models import StoredFile
from handoff.eligibility.models import CriteriaVersion
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.enrollment.models import Intake, LookBack, QuestionLink, SafetyAction, SafetyEvent
from handoff.measures.definitions import MEASURES
from handoff.measures.models import (
    DataSource,
    FiguresEdition,
    OwnMeasure,
    SavedView,
    SurveyComment,
    SurveyQuestion,
    SurveyRound,
)
from handoff.participants.models import ContactPoint, Person, PersonMerge, TeamMember
from handoff.programs.models import Agency, AgencyAgreement, IntakeQuestion, Program
from handoff.records.models import Breach, BreachDuty, ErasureRequest, LegalRequest, RetentionRule
from handoff.referrals.forms.wizard import STEP_FORMS
from handoff.referrals.models import (
    CommunityMessage,
    ExceptionRequest,
    Referral,
    ReferralDraft,
    SupervisionQuestion,
)
from handoff.spreadsheets.models import ImportBatch
from handoff.staffing.models import (
    ChargeReport,
    Discussion,
    GoodNews,
    Improvement,
    Meeting,
    MeetingAction,
    ParticipationSummary,
    PartnerFact,
)
from tests.architecture.addresses import Address

Kwargs = dict[str, Any]
Sampler = Callable[[Program], Iterable[Kwargs]]


def each(name: str, model: Any, where: str = "program") -> Sampler:
    """Return every record of a kind in a program, under the name the addresses give it."""

    def sample(program: Program) -> Iterable[Kwargs]:
        rows = model.objects.filter(**{where: program.pk}).order_by("pk")
        return [{name: public_id} for public_id in rows.values_list("public_id", flat=True)]

    return sample


def pairs(first: str, second: str, model: Any, owner: str) -> Sampler:
    """Return every record of a kind together with the record it lies under."""

    def sample(program: Program) -> Iterable[Kwargs]:
        rows = model.objects.filter(**{f"{owner}__program": program}).order_by("pk")
        return [{first: a, second: b} for a, b in rows.values_list(f"{owner}__public_id", "public_id")]

    return sample


def with_words(sample: Sampler, name: str, words: Iterable[str]) -> Sampler:
    """Return each record with each of the words an address may end in."""
    return lambda program: [{**one, name: word} for one in sample(program) for word in words]


def memberships(program: Program) -> Iterable[Kwargs]:
    rows = Membership.objects.filter(program=program).order_by("pk")
    return [{"user_id": user, "role": role} for user, role in rows.values_list("user__public_id", "role")]


def two_people(program: Program) -> Iterable[Kwargs]:
    rows = Person.objects.filter(program=program, merged_into__isnull=True).order_by("pk")
    ids = list(rows.values_list("public_id", flat=True)[:3])
    return [{"person_id": ids[0], "other_id": other} for other in ids[1:]]


def question_links(program: Program) -> Iterable[Kwargs]:
    """A one-time link that still works."""
    token = f"sample-of-program-{program.pk}"
    referral = Referral.objects.filter(program=program, agency__isnull=False, person__isnull=False).first()
    QuestionLink.objects.get_or_create(
        token_digest=hash_token(token),
        defaults={
            "program": program,
            "referral": referral,
            "made_at": datetime(2024, 1, 1, tzinfo=UTC),
            "ends_at": datetime(2040, 1, 1, tzinfo=UTC),
        },
    )
    return [{"token": token}]


def letter_links(program: Program) -> Iterable[Kwargs]:
    """A link to a letter that still works; its code is asked first."""
    token = f"letter-of-program-{program.pk}"
    referral = ServiceReferral.objects.filter(
        need__program=program, service__organization__agency__isnull=False
    ).first()
    assert referral is not None
    LetterLink.objects.get_or_create(
        token_digest=hash_token(token),
        defaults={
            "program": program,
            "referral": referral,
            "agency": agency_of(referral),
            "code_digest": hash_token(f"{token}:00000000"),
            "made_at": datetime(2024, 1, 1, tzinfo=UTC),
            "ends_at": datetime(2040, 1, 1, tzinfo=UTC),
        },
    )
    return [{"letter_token": token}]


def calendar_feeds(program: Program) -> Iterable[Kwargs]:
    """The feed of someone on the care team."""
    secret = f"sample-of-program-{program.pk}"
    member = Membership.objects.filter(program=program, role="case_manager").order_by("pk").first()
    made = datetime(2024, 1, 1, tzinfo=UTC)
    CalendarFeed.objects.get_or_create(
        secret_digest=hash_token(secret),
        defaults={
            "program": program,
            "user_id": member.user_id if member else 0,
            "made_at": made,
            "counted_since": made,
        },
    )
    return [{"secret": secret}]


def discussed(program: Program) -> Iterable[Kwargs]:
    """Everyone who was discussed at the meeting that is going on."""
    rows = Discussion.objects.filter(meeting__program=program, meeting__state=Meeting.State.OPEN)
    pairs = rows.values_list("meeting__public_id", "person__public_id")
    return [{"meeting_id": meeting, "discussed_id": person} for meeting, person in pairs]


PEOPLE = each("person_id", Person)
REFERRALS = each("referral_id", Referral)
DRAFTS = each("draft_id", ReferralDraft)
INTAKES = each("intake_id", Intake)
EDITIONS = each("edition_id", FiguresEdition)
OWN_MEASURES = each("own_measure_id", OwnMeasure)
AGENCIES = each("agency_id", Agency)
FUNDS = each("fund_id", Fund)

BY_IDENTIFIERS: dict[frozenset[str], Sampler] = {
    frozenset({"person_id"}): PEOPLE,
    # Two records that may be one person: the first person's record beside the others'.
    frozenset({"person_id", "other_id"}): two_people,
    frozenset({"merge_id"}): each("merge_id", PersonMerge),
    frozenset({"person_id", "point_id"}): pairs("person_id", "point_id", ContactPoint, "person"),
    frozenset({"referral_id"}): REFERRALS,
    frozenset({"referral_id", "choice"}): with_words(REFERRALS, "choice", ("send", "drop")),
    frozenset({"referral_id", "key"}): with_words(REFERRALS, "key", SECTION_KEYS[:2]),
    frozenset({"referral_id", "act"}): with_words(REFERRALS, "act", ("arrived", "stop")),
    frozenset({"draft_id"}): DRAFTS,
    frozenset({"draft_id", "page"}): with_words(DRAFTS, "page", tuple(STEP_FORMS)[:2]),
    frozenset({"intake_id"}): INTAKES,
    frozenset({"token"}): question_links,
    frozenset({"letter_token"}): letter_links,
    frozenset({"secret"}): calendar_feeds,
    frozenset({"intake_id", "key"}): with_words(INTAKES, "key", SECTION_KEYS[:2]),
    frozenset({"news_id"}): each("news_id", GoodNews),
    frozenset({"heard_id"}): each("heard_id", GoodNews),
    frozenset({"summary_id"}): each("summary_id", ParticipationSummary),
    frozenset({"received_id"}): each("received_id", ParticipationSummary),
    frozenset({"agreed_plan_id"}): each("agreed_plan_id", AgreedPlan),
    frozenset({"appointment_id"}): each("appointment_id", Appointment),
    frozenset({"plan_id"}): each("plan_id", HandoverPlan),
    frozenset({"plan_id", "person_id"}): lambda program: [
        {"plan_id": plan, "person_id": person}
        for plan, person in HandoverItem.objects.filter(plan__program=program).values_list(
            "plan__public_id", "person__public_id"
        )
    ],
    frozenset({"help_id"}): each("help_id", HelpGiven),
    frozenset({"case_id"}): each("case_id", CourtCase),
    frozenset({"court_order_id"}): each("court_order_id", CourtOrder),
    frozenset({"look_back_id"}): each("look_back_id", LookBack),
    frozenset({"own_measure_id"}): OWN_MEASURES,
    frozenset({"table"}): lambda _program: [{"table": "referral"}],
    frozenset({"safety_event_id"}): each("safety_event_id", SafetyEvent),
    frozenset({"safety_action_id"}): each("safety_action_id", SafetyAction, "event__program"),
    frozenset({"phone_step_id"}): each("phone_step_id", PhoneStep),
    frozenset({"fund_id"}): FUNDS,
    frozenset({"fund_id", "kind"}): with_words(FUNDS, "kind", ("csv", "xlsx")),
    frozenset({"entry_id"}): each("entry_id", FundEntry),
    frozenset({"item_id"}): each("item_id", SupplyItem),
    frozenset({"contact_id"}): each("contact_id", ContactAttempt),
    frozenset({"goal_id"}): each("goal_id", Goal),
    frozenset({"need_id"}): each("need_id", Need),
    frozenset({"service_referral_id"}): each("service_referral_id", ServiceReferral, "need__program"),
    frozenset({"partner_fact_id"}): each("partner_fact_id", PartnerFact),
    frozenset({"fact_id"}): each("fact_id", DatedFact),
    frozenset({"person_id", "kind"}): with_words(PEOPLE, "kind", ("housing", "treatment")),
    frozenset({"milestone_id"}): each("milestone_id", Milestone),
    frozenset({"note_id"}): each("note_id", CaseNote),
    frozenset({"step_id"}): each("step_id", GoalStep, "goal__program"),
    frozenset({"release_id"}): each("release_id", Release),
    frozenset({"visit_id"}): each("visit_id", RenewalVisit),
    frozenset({"file_id"}): each("file_id", StoredFile, "program_id"),
    frozenset({"message_id"}): each("message_id", CommunityMessage),
    frozenset({"asked_id"}): each("asked_id", SupervisionQuestion),
    frozenset({"exception_id"}): each("exception_id", ExceptionRequest, "referral__program"),
    frozenset({"charge_id"}): each("charge_id", NewCharge),
    frozenset({"charge_file_id"}): each("charge_file_id", ImportBatch),
    frozenset({"look_back_file_id"}): each("look_back_file_id", ImportBatch),
    frozenset({"court_file_id"}): each("court_file_id", ImportBatch),
    frozenset({"workbook_id"}): each("workbook_id", ImportBatch),
    frozenset({"report_id"}): each("report_id", ChargeReport),
    frozenset({"meeting_id"}): each("meeting_id", Meeting),
    frozenset({"meeting_id", "discussed_id"}): discussed,
    frozenset({"action_id"}): each("action_id", MeetingAction),
    frozenset({"encounter_id"}): each("encounter_id", Encounter),
    frozenset({"version_id"}): each("version_id", CriteriaVersion),
    frozenset({"request_id"}): each("request_id", LegalRequest),
    frozenset({"erasure_id"}): each("erasure_id", ErasureRequest),
    frozenset({"rule_id"}): each("rule_id", RetentionRule),
    frozenset({"breach_id"}): each("breach_id", Breach),
    frozenset({"breach_id", "duty_id"}): pairs("breach_id", "duty_id", BreachDuty, "breach"),
    frozenset({"question_id"}): each("question_id", IntakeQuestion),
    frozenset({"agency_id"}): AGENCIES,
    frozenset({"agency_id", "agreement_id"}): pairs("agency_id", "agreement_id", AgencyAgreement, "agency"),
    frozenset({"check_key"}): lambda program: [{"check_key": "birth"}, {"check_key": "odd_name"}],
    frozenset({"view_id"}): each("view_id", SavedView),
    frozenset({"edition_id"}): EDITIONS,
    frozenset({"edition_id", "kind"}): with_words(EDITIONS, "kind", ("pdf", "xlsx")),
    frozenset({"edition_id", "measure"}): with_words(
        EDITIONS, "measure", ("acceptance-rate", "demographics")
    ),
    frozenset({"improvement_id"}): each("improvement_id", Improvement),
    frozenset({"outside_file_id"}): each("outside_file_id", ImportBatch),
    frozenset({"source_id"}): each("source_id", DataSource),
    frozenset({"preparation"}): lambda program: [{"preparation": "training"}, {"preparation": "manual"}],
    frozenset({"survey_id"}): each("survey_id", SurveyRound),
    frozenset({"survey_question_id"}): each("survey_question_id", SurveyQuestion, "survey__program"),
    frozenset({"comment_id"}): lambda program: [
        {"comment_id": pk}
        for pk in SurveyComment.objects.filter(survey__program=program).values_list("pk", flat=True)[:2]
    ],
    frozenset({"survey_token"}): lambda program: [
        {"survey_token": token}
        for token in SurveyRound.objects.filter(program=program).values_list("token", flat=True)
    ],
    frozenset({"import_id"}): each("import_id", DirectoryImport),
    frozenset({"organization_id"}): each("organization_id", Organization),
    frozenset({"service_id"}): each("service_id", Service),
    frozenset({"service_id", "phone_id"}): pairs("service_id", "phone_id", Phone, "service"),
    frozenset({"service_id", "place_id"}): pairs("service_id", "place_id", ServiceAtLocation, "service"),
    frozenset({"service_id", "hours_id"}): pairs("service_id", "hours_id", Schedule, "service"),
    frozenset({"service_id", "cost_id"}): pairs("service_id", "cost_id", CostOption, "service"),
    frozenset({"user_id"}): lambda program: [{"user_id": one["user_id"]} for one in memberships(program)],
    frozenset({"user_id", "role"}): memberships,
    frozenset({"person_id", "user_id"}): lambda program: [
        {"person_id": person, "user_id": User.objects.get(pk=user).public_id}
        for person, user in TeamMember.objects.filter(person__program=program)
        .order_by("pk")
        .values_list("person__public_id", "user_id")
    ],
    frozenset({"form_name"}): lambda program: [{"form_name": "contact"}, {"form_name": "referral-screening"}],
    frozenset({"kind"}): lambda program: [{"kind": "csv"}, {"kind": "xlsx"}],
    frozenset({"measure"}): lambda program: [{"measure": each.key} for each in MEASURES],
    frozenset({"month"}): lambda program: [{"month": "2026-02"}, {"month": "2026-03"}],
    frozenset({"month", "kind"}): lambda program: [
        {"month": "2026-03", "kind": kind} for kind in ("pdf", "xlsx")
    ],
    frozenset({"week"}): lambda program: [{"week": "2026-03-23"}, {"week": "2026-03-30"}],
    frozenset({"key"}): lambda program: [
        {"key": key} for key in Offense.objects.filter(program=program).values_list("key", flat=True)
    ],
}


def identifiers(address: Address) -> frozenset[str]:
    """Return what an address takes beside its program."""
    return frozenset(address.converters) - {"program"}


def samples(address: Address, program: Program) -> list[Kwargs]:
    """The sample values for an address; an address without samples fails the test."""
    wanted = identifiers(address)
    if not wanted:
        return [{}]
    if wanted not in BY_IDENTIFIERS:
        raise LookupError(f"{address} takes {sorted(wanted)}: name its records in tests/matrix/samples.py")
    found = list(BY_IDENTIFIERS[wanted](program))
    if not found:
        raise LookupError(f"{address}: the scenario holds no record for it")
    return found
