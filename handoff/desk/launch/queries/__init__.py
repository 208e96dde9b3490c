"""What a program still needs for its first referral, read from its records each time (finding-I6, P3, P6)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import AgreementSignature, CredentialIssue
from handoff.accounts.queries import (
    current_agreement,
    current_memberships,
    unended_memberships,
)
from handoff.audit.definitions import AuditAction
from handoff.audit.queries import events_about
from handoff.charges.models import Offense
from handoff.eligibility.engine.criteria import ChargeClass, Criteria
from handoff.eligibility.queries import (
    APPROVES,
    agencies_asked,
    approval_permission,
    criteria_versions,
    current_criteria,
)
from handoff.programs.models import Agency, AgencyAgreement, OnCallShift, PolicyVersion, Program
from handoff.programs.queries import (
    approving_agencies,
    local_date,
    partner_agencies,
    scripts_of,
    weekly_hours,
)
from handoff.referrals.models import Referral

CARE_ROLES = (RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in a sentence, and the page where it is done."""

    sentence: str
    page: str


Finder = Callable[[Program, datetime], Iterator[Missing]]


@dataclass(frozen=True)
class StepDefinition:
    """One step of the guide: the page where it is done, the other pages that belong to it, and what it asks."""

    key: str
    title: Promise
    why: Promise
    page: str
    more_pages: tuple[str, ...]
    find_missing: Finder
    needed: bool = True


@dataclass(frozen=True)
class LaunchStep:
    """A step as it stands now: one sentence for each thing that is missing."""

    definition: StepDefinition
    missing: tuple[Missing, ...]

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def blocks(self) -> bool:
        """True while the program can't take a referral because of this step."""
        return bool(self.missing) and self.definition.needed


def launch_steps(program: Program, at: datetime) -> list[LaunchStep]:
    """Every step in the order of the guide, done or not."""
    return [LaunchStep(each, tuple(each.find_missing(program, at))) for each in STEPS]


def is_starting(program: Program) -> bool:
    """True until the program has its first referral: the time in which the guide leads."""
    return not Referral.objects.filter(program=program).exists()


def missing_details(program: Program, at: datetime) -> Iterator[Missing]:
    if not PolicyVersion.objects.filter(program=program, effective_on__lte=local_date(program, at)).exists():
        yield Missing(_("No policy is active yet. Add a policy version."), "programs:policy")
    # Setup makes a program with starting values: they are only a guess until someone here has saved them.
    own = (AuditAction.PROGRAM_CHANGED, AuditAction.POLICY_ADDED)
    if not events_about(program.pk, [program.slug]).filter(action__in=own).exists():
        sentence = _("No one has checked the starting values yet. Open the details, correct them, and save.")
        yield Missing(sentence, "programs:edit_program")


def missing_partners(program: Program, at: datetime) -> Iterator[Missing]:
    kinds = set(partner_agencies(program).values_list("kind", flat=True))
    add = "programs:add_partner"
    if Agency.Kind.LAW_ENFORCEMENT not in kinds:
        yield Missing(_("No law enforcement partner yet. Add the agency whose officers refer people."), add)
    if Agency.Kind.CASE_MANAGEMENT not in kinds:
        yield Missing(
            _("No case management or peer support partner yet. Add the agency that meets people."), add
        )


def missing_partner_agreements(program: Program, at: datetime) -> Iterator[Missing]:
    signed = AgencyAgreement.objects.filter(agency__program=program).values("agency")
    kinds = (Agency.Kind.LAW_ENFORCEMENT, Agency.Kind.CASE_MANAGEMENT, Agency.Kind.DISTRICT_ATTORNEY)
    partners = partner_agencies(program).filter(kind__in=kinds)
    if not partners.exists():
        yield Missing(_("No partner has signed an agreement yet."), "programs:partners")
    for agency in partners.exclude(pk__in=signed):
        sentence = _("No agreement with %(agency)s is on file. Add it on the partner's page.")
        yield Missing(sentence % {"agency": agency}, "programs:partners")


def missing_accounts(program: Program, at: datetime) -> Iterator[Missing]:
    today = local_date(program, at)
    held = list(current_memberships(today).filter(program=program).values_list("role", "agency_id"))
    roles = {role for role, _agency in held}
    unended = unended_memberships(program, today)
    add = "accounts:add_member"
    if RoleName.PROGRAM_MANAGER not in roles:
        yield Missing(_("No program manager yet. A site administrator adds one under Accounts."), add)
    if RoleName.OFFICER not in roles:
        yield Missing(_("No officer has an account yet. Add one under Accounts."), add)
    waiting = unended.filter(role__in=CARE_ROLES, needs_confirmation=True, confirmed_at=None)
    if not roles & set(CARE_ROLES) and waiting.exists():
        sentence = _("The care team's roles are waiting. A second manager confirms them under Accounts.")
        yield Missing(sentence, "accounts:members")
    elif not roles & set(CARE_ROLES):
        sentence = _("No peer support specialist or case manager has an account yet. Add one under Accounts.")
        yield Missing(sentence, add)
    for agency in agencies_without_leader(program, held):
        sentence = _("No one can approve criteria for %(agency)s yet. Add its leader's account.")
        yield Missing(sentence % {"agency": agency}, add)
    count = sum(not each.fits_kind for each in unended.select_related("agency"))
    if count:  # N16: such roles are older than the rule that roles follow the kind of partner
        sentence = ngettext(
            "%(count)d role doesn't match the type of partner and has no effect. Replace it under Accounts.",
            "%(count)d roles don't match the type of partner and have no effect. Replace them under Accounts.",
            count,
        )
        yield Missing(sentence % {"count": count}, "accounts:members")


def agencies_without_leader(program: Program, held: Sequence[tuple[str, int | None]]) -> list[Agency]:
    """The partners that must approve criteria and have no account that can."""
    speaks = {
        (agency_id, permission)
        for role, agency_id in held
        for permission in ROLES[RoleName(role)].permissions
    }
    return [
        each for each in approving_agencies(program) if (each.pk, approval_permission(each)) not in speaks
    ]


def missing_signatures(program: Program, at: datetime) -> Iterator[Missing]:
    agreement = current_agreement(program, at)
    if agreement is None:
        sentence = _("No confidentiality agreement yet. Publish one, so that people can sign it.")
        yield Missing(sentence, "accounts:publish_agreement")
        return
    signed = AgreementSignature.objects.filter(agreement=agreement).values("user")
    held = current_memberships(local_date(program, at)).filter(program=program)
    signers = set(held.filter(user__in=signed).values_list("role", flat=True))
    if RoleName.OFFICER not in signers:
        sentence = _("No officer has signed it yet. We ask for it when they first sign in.")
        yield Missing(sentence, "accounts:members")
    if not signers & set(CARE_ROLES):
        sentence = _("No one on the care team has signed it yet. We ask for it when they first sign in.")
        yield Missing(sentence, "accounts:members")


def missing_hours(program: Program, at: datetime) -> Iterator[Missing]:
    if not weekly_hours(program):
        yield Missing(
            _("No business hours yet. Enter when officers can reach the program."), "programs:hours"
        )
    # Any shift counts: gaps in the roster of a program that runs are a worklist, not a reason to start over.
    if not OnCallShift.objects.filter(program=program).exists():
        yield Missing(_("No on-call shift yet. Add one to the on-call roster."), "accounts:on_call")


def missing_script(program: Program, at: datetime) -> Iterator[Missing]:
    if not scripts_of(program, "en").exists():
        yield Missing(_("No officer script in English yet. Publish one."), "programs:script")
    if "es" in program.languages and not scripts_of(program, "es").exists():
        yield Missing(_("No officer script in Spanish yet. Publish one."), "programs:script")


def missing_criteria(program: Program, at: datetime) -> Iterator[Missing]:
    current = current_criteria(program, at)
    charges = Criteria.from_plain(current.criteria).charges if current else ChargeClass.ALL
    if charges is not ChargeClass.NONE and not Offense.objects.filter(program=program).exists():
        sentence = _("No offense list yet. Add the North Carolina entries under Offenses.")
        yield Missing(sentence, "charges:offenses")
    if current is None:
        yield Missing(say_how_criteria_stand(program), "eligibility:criteria")
        count = count_approvers_of_one_hand(program, at)
        if count:
            sentence = _(
                "One manager created the %(count)d accounts that approve the criteria. Under Accounts, a second "
                "manager confirms that each is in its owner's hands; until then they don't count as two people."
            )
            yield Missing(sentence % {"count": count}, "accounts:members")


def approvers_of_one_hand(program: Program, at: datetime) -> dict[int, set[int]]:
    """Accounts that approve criteria and that no second manager vouched for, by the manager who made them (S2).

    One that stands alone under its manager is left out: it counts as a person of its own.
    """
    approving = [name for name, role in ROLES.items() if role.permissions & frozenset(APPROVES)]
    held = current_memberships(local_date(program, at)).filter(program=program, role__in=approving)
    issues = CredentialIssue.objects.filter(user_id__in=held.values("user_id"), vouched_at__isnull=True)
    made_by: dict[int, set[int]] = {}
    for issuer, user in issues.values_list("issued_by_id", "user_id"):
        made_by.setdefault(issuer, set()).add(user)
    return {issuer: users for issuer, users in made_by.items() if len(users) > 1}


def count_approvers_of_one_hand(program: Program, at: datetime) -> int:
    """The most accounts that approve criteria and are in one manager's hands; 0 if each is alone."""
    return max((len(users) for users in approvers_of_one_hand(program, at).values()), default=0)


def say_how_criteria_stand(program: Program) -> str:
    """What the first criteria wait for: to be written, proposed, approved, or their date."""
    newest = next((each for each in criteria_versions(program) if each.withdrawn_at is None), None)
    if newest is None:
        return _("No eligibility criteria yet. Start from the handbook's example.")
    if newest.proposed_at is None:
        return _("The criteria are a draft. Propose them, so that the partners can approve them.")
    if newest.approved_at is None:
        approved = {each.agency_id for each in newest.approvals.all()}
        waiting = [each.name for each in agencies_asked(newest) if each.pk not in approved]
        return _("The criteria are waiting for approval: %(agencies)s.") % {"agencies": ", ".join(waiting)}
    day = date_format(newest.effective_on, "DATE_FORMAT")
    return _("The criteria are approved. They become active on %(day)s.") % {"day": day}


STEPS = (
    StepDefinition(
        "details",
        gettext_lazy("Program details and policy"),
        gettext_lazy("Check the phone number on the card, the residence rule, and the deadlines."),
        "programs:setup",
        ("programs:edit_program", "programs:policy", "programs:new_policy"),
        missing_details,
    ),
    StepDefinition(
        "partners",
        gettext_lazy("Partners"),
        gettext_lazy("Who refers people, and who meets them. The DA's office can join later."),
        "programs:partners",
        ("programs:add_partner", "programs:edit_partner", "programs:partner"),
        missing_partners,
    ),
    StepDefinition(
        "accounts",
        gettext_lazy("Accounts"),
        gettext_lazy("An account for each officer, each person on the care team, and each partner's leader."),
        "accounts:members",
        ("accounts:add_member", "accounts:member"),
        missing_accounts,
    ),
    StepDefinition(
        "confidentiality",
        gettext_lazy("Confidentiality agreement"),
        gettext_lazy("No one opens participant data before they sign it."),
        "accounts:publish_agreement",
        ("accounts:sign_agreement",),
        missing_signatures,
    ),
    StepDefinition(
        "hours",
        gettext_lazy("Hours and on-call"),
        gettext_lazy("Decides whether officers are offered a call now, a 24-hour partner, or the card."),
        "programs:hours",
        ("accounts:on_call",),
        missing_hours,
    ),
    StepDefinition(
        "script",
        gettext_lazy("Officer script"),
        gettext_lazy("What officers read aloud. Partners read it before they approve the criteria."),
        "programs:script",
        (),
        missing_script,
    ),
    StepDefinition(
        "criteria",
        gettext_lazy("Eligibility criteria"),
        gettext_lazy("Who can be offered the program. Each partner that must approve does so for itself."),
        "eligibility:criteria",
        ("eligibility:edit_criteria", "eligibility:version", "charges:offenses"),
        missing_criteria,
    ),
    StepDefinition(
        "agreements",
        gettext_lazy("Agreements with partners"),
        gettext_lazy("Signed by each partner so that they can share information (handbook 4a)."),
        "programs:partners",
        ("programs:add_agreement",),
        missing_partner_agreements,
        needed=False,
    ),
)
"""The steps in order. The last is recommended: a referral doesn't wait for it."""
STEP_OF_PAGE = {page: each.key for each in reversed(STEPS) for page in (each.page, *each.more_pages)}
"""The step that a page belongs to; where two share a page, the first."""
