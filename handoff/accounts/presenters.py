"""Roles and permissions in words, for the page that says who may do what."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.access.roles import PARTICIPANT_DATA, ROLES, Role, Side
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import find_user_by_username, is_or_was_member, unended_memberships
from handoff.audit.definitions import AuditAction
from handoff.audit.queries import events_about
from handoff.core.sorting import by_name
from handoff.programs.models import Program

PERMISSION_LABELS: dict[P, Promise] = {
    P.PROGRAMS_ADD: _("Add programs."),
    P.ACCOUNTS_MANAGE: _("Add accounts, assign and remove roles, and publish the confidentiality agreement."),
    P.AGENCIES_MANAGE: _("Maintain the list of partners and their contacts, services, and agreements."),
    P.AUDIT_READ: _("See who did and viewed what."),
    P.BREACHES_MANAGE: _("Keep the breach log: what happened, the risk, who was notified, and by when."),
    P.CASELOADS_MANAGE: _("Balance caseloads and give participants another worker."),
    P.CHARGES_DECIDE_OWN: _(
        "Decide what to do about their own set-aside charges after the intake deadline passes."
    ),
    P.CHARGES_RECORD_NEW: _("Report a new charge against a participant so the team can discuss it."),
    P.CHARGES_REVIEW: _("See new charges and make recommendations."),
    P.CONSENT_RECORD: _("Record and revoke releases of information (ROI)."),
    P.COUNSELING_SUPERVISE: _("Read counseling notes as their supervisor."),
    P.CRITERIA_APPROVE_DA: _("Approve eligibility criteria for the district attorney's office."),
    P.CRITERIA_APPROVE_LAW: _("Approve eligibility criteria for their law enforcement agency."),
    P.CRITERIA_APPROVE_PARTNER: _("Approve eligibility criteria for a partner that the program asks."),
    P.CRITERIA_EDIT: _("Write eligibility criteria and propose them for approval."),
    P.CRITERIA_READ: _("See the eligibility criteria and their history."),
    P.DIRECTORY_EDIT: _("Keep the provider directory: add, change, check, and import services."),
    P.DIRECTORY_READ: _("Search the provider directory."),
    P.ELIGIBILITY_CHECK: _("Check whether someone is eligible."),
    P.EXCEPTION_DECIDE: _("Decide on exceptions to the criteria."),
    P.EXCEPTION_RECOMMEND: _("Recommend an exception to the criteria."),
    P.FUNDS_MANAGE: _("Keep the funds for urgent needs and the list of supplies."),
    P.HANDOFF_TAKE: _("Meet people handed off to their 24-hour service and start the intake."),
    P.FIGURES_READ: _("See the figures that the program shared, with small counts hidden."),
    P.HEAD_COUNTS_KEEP: _("Enter how many sworn officers their agency has."),
    P.INTAKE_DO: _("Do intakes and enroll participants."),
    P.LEGAL_REQUESTS_HANDLE: _("Log legal requests, and propose or approve the answer, but not both."),
    P.LOOKUP_ASK: _("Check whether someone is a participant and who to call, with a reason that's logged."),
    P.MEASURES_CLOSE: _("Close a month, so that its figures stay as they were presented."),
    P.MEASURES_READ: _("See the program's measures and open the records behind a figure."),
    P.NEW_CHARGE_DECIDE: _("Decide on a new charge after hearing from the team."),
    P.NOTES_READ_PROTECTED: _("Read case notes about health and substance use services."),
    P.OPPORTUNITY_RUN: _("Compare past arrests with the criteria."),
    P.OUTREACH_DO: _("Work the outreach list, and record contacts and help given."),
    P.PARTICIPANT_READ: _("Open participants' records."),
    P.PROGRAM_SETUP: _("Set up the program: hours, on-call shifts, policies, script, and questions."),
    P.RECORDS_CORRECT: _("Correct the details of records, with one reason a shift."),
    P.RECORDS_ERASE: _("Ask for a record to be erased, or approve it, but not both."),
    P.RECORDS_EXPORT: _("Give people a copy of everything we keep about them."),
    P.REFERRAL_MAKE: _("Make referrals."),
    P.REFERRAL_READ_ALL: _("See every referral."),
    P.REFERRAL_READ_OWN: _("Follow their own referrals; for a partner organization, also its colleagues'."),
    P.MEETINGS_ATTEND: _(
        "Go to staffing meetings, and see what participants' releases let your organization see."
    ),
    P.RETENTION_RUN: _("Set how long records are kept, and delete expired records."),
    P.SERVICES_ANSWER: _("Answer when participants are referred to your organization's services."),
    P.SHARED_READ: _("See what participants share with your agency."),
    P.STATUS_CHANGE: _("Mark a participant active or inactive."),
    P.SUPERVISION_ANSWER: _("Answer whether someone they supervise can be offered the program."),
}

SIDE_LABELS: dict[Side, Promise] = {
    Side.LAW: _("Law enforcement and prosecution"),
    Side.PARTNER: _("Partner organizations"),
    Side.CARE: _("Care team"),
    Side.PROGRAM: _("Program staff"),
}


@dataclass(frozen=True)
class RoleDescription:
    """One role as the page prints it: its permissions, and those that need the signed agreement."""

    role: Role
    side: Promise
    permissions: list[Promise]
    may_once_signed: list[Promise]


def role_descriptions() -> list[RoleDescription]:
    return [
        RoleDescription(
            role=role,
            side=SIDE_LABELS[role.side],
            permissions=[
                PERMISSION_LABELS[each] for each in P if each in role.permissions - PARTICIPANT_DATA
            ],
            may_once_signed=[
                PERMISSION_LABELS[each] for each in P if each in role.permissions & PARTICIPANT_DATA
            ],
        )
        for role in ROLES.values()
    ]


def role_title(name: str) -> str:
    """The role's title; an unknown role by its code."""
    return next((str(role.title) for key, role in ROLES.items() if key.value == name), name)


def who_changed_last(actor: Actor, subject: object, action: AuditAction, **details: str) -> str:
    """The colleague who last did this to a record; '' for the actor, a job, or a user who never had a role here."""
    about = events_about(actor.program_id, [str(subject)]).filter(action=action, outcome="done")
    row = about.filter(**{f"details__{name}": value for name, value in details.items()}).first()
    if row is None or row.user_id in {None, actor.user_id}:
        return ""
    user = find_user_by_username(row.username)
    return user.full_name if user is not None and is_or_was_member(user, actor.program_id) else ""


def roles_not_on_call_yet(program: Program, on: date) -> list[Membership]:
    """Roles of people who could be on call, but that wait for a second manager and count for nothing until then."""
    roles = [name for name, role in ROLES.items() if P.OUTREACH_DO in role.permissions]
    waiting = unended_memberships(program, on).filter(role__in=roles, user__is_active=True)
    rows = waiting.select_related("user").order_by(*by_name("user__full_name"), "pk")
    return [each for each in rows if each.waits_for_confirmation]


def who_to_call(program: Program, worker: User | None) -> tuple[str, str]:
    """The name and number that a partner calls: the worker, if they have a phone; otherwise the program (J3)."""
    if worker is not None and worker.phone:
        return worker.full_name, worker.phone
    return program.name, program.phone
