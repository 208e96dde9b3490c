"""Who may learn which fact: said once more, independently of the program, in as few lines as it can be said."""

from datetime import datetime

from handoff.access.roles import ROLES, RoleName, Side
from handoff.accounts.models import User
from handoff.consent.models import Release
from handoff.core.labels import Origin
from handoff.enrollment.models import Enrollment
from handoff.referrals.models import Referral
from tests.matrix.canaries import Canary, referrals_about

NOBODYS = {RoleName.EVALUATOR, RoleName.SITE_ADMINISTRATOR}
OF_EXCEPTIONS = {"ExceptionRequest.recommendation", "ExceptionRequest.decision_reason"}
OF_NEW_CHARGES = {"NewCharge.title", "NewCharge.statute", "NewCharge.incident_number"}
OF_THE_TEAM = {"ChargeView.words", "ChargeDecision.reason"}
NAMES = {"Person.first_name", "Person.last_name", "Person.suffix"}
OF_SHARED = {"SetAsideCharge.title", "SetAsideCharge.statute", "NewCharge.title", "NewCharge.statute"}
READS_SHARED = {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY}
GOES_BY = "Person.preferred_name"


def may_see(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a member of the fact's program, in one role, for some agencies, may be shown it."""
    if role in NOBODYS:
        return False
    if fact.field == "ReferralDraft.answers":
        return bool(fact.row.owner_id == user.pk)  # type: ignore[attr-defined]
    if ROLES[role].side != Side.LAW:
        return True
    by_roi = OF_NEW_CHARGES | OF_THE_TEAM | NAMES | {GOES_BY}
    if fact.field in by_roi and allowed_by_roi(user, role, agencies, fact, at):
        return True
    if role in READS_SHARED and fact.field in NAMES | OF_SHARED and shared_with(agencies, fact, at):
        return True
    return fact.field not in OF_NEW_CHARGES | OF_THE_TEAM and wrote_it(user, role, fact)


def shared_with(agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a live ROI shares a participant's fact with an agency: the name under participation, charges too
    where both kinds were ticked.
    """
    kinds: set[str] = set()
    for release in Release.objects.filter(person_id=fact.person_id):
        if release.starts_at <= at < release.ends_at and not release.revoked_at:
            kinds |= {
                k for each in release.recipients.all() if each.agency_id in agencies for k in each.kinds
            }
    wanted = {"participation"} if fact.field in NAMES else {"participation", "charges"}
    return wanted <= kinds and Enrollment.objects.filter(person_id=fact.person_id).exists()


def wrote_it(user: User, role: RoleName, fact: Canary) -> bool:
    """Say whether the fact is the law side's own, and this reader's among them."""
    if fact.field == GOES_BY:
        return False
    if fact.field in OF_EXCEPTIONS:
        return role == RoleName.DISTRICT_ATTORNEY
    if fact.field == "ContactPoint.value":
        return bool(fact.row.added_by_id == user.pk)  # type: ignore[attr-defined]
    about = referrals_about(fact) if fact.origin == Origin.POLICE else []
    waiting = any(each.state == Referral.State.SUBMITTED and each.eligibility_id is None for each in about)
    if waiting and fact.field in NAMES and role in {RoleName.OFFICER, RoleName.LAW_LEADER}:
        return True
    return any(each.referrer_user_id == user.pk for each in about)


def allowed_by_roi(user: User, role: RoleName, agencies: set[int], fact: Canary, at: datetime) -> bool:
    """Say whether a live ROI lets the agency know of a new charge, and whether the charge is this reader's to know."""
    kind = "charges" if fact.field in OF_THE_TEAM else "participation"
    for release in Release.objects.filter(person_id=fact.person_id):
        live = release.starts_at <= at < release.ends_at and not release.revoked_at
        named = [
            each for each in release.recipients.all() if each.agency_id in agencies and kind in each.kinds
        ]
        if live and named:
            if role == RoleName.DISTRICT_ATTORNEY:
                return True
            person = release.person
            return any(user.pk in {made.officer_id, made.recorded_by_id} for made in person.new_charges.all())
    return False
