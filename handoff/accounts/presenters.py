"""Roles and permissions in words, for the page that says who may do what."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission as P
from handoff.access.roles import PARTICIPANT_DATA, ROLES, Role, Side

PERMISSION_LABELS: dict[P, Promise] = {
    P.ACCOUNTS_MANAGE: _("Add accounts, give and end roles, publish the confidentiality agreement."),
    P.AGENCIES_MANAGE: _("Keep the list of partners, their contacts, services and agreements."),
    P.AUDIT_READ: _("Read who did and saw what."),
    P.BREACHES_MANAGE: _("Keep the register of breaches: what happened, the risk, who was told by when."),
    P.CHARGES_DECIDE_OWN: _("Decide about their own set-aside charges after the intake window has passed."),
    P.CHARGES_RECORD_NEW: _("Record a new charge against a participant, for the team to hear."),
    P.CHARGES_REVIEW: _("See new charges and give a view on them."),
    P.CONSENT_RECORD: _("Record and revoke releases of information (ROI)."),
    P.CRITERIA_APPROVE_DA: _("Approve eligibility criteria for the district attorney's office."),
    P.CRITERIA_APPROVE_LAW: _("Approve eligibility criteria for law enforcement."),
    P.CRITERIA_EDIT: _("Write eligibility criteria and propose them for approval."),
    P.CRITERIA_READ: _("Read the eligibility criteria and their history."),
    P.ELIGIBILITY_CHECK: _("Check whether somebody is eligible."),
    P.EXCEPTION_DECIDE: _("Approve an exception to the criteria, or not."),
    P.EXCEPTION_RECOMMEND: _("Recommend an exception to the criteria."),
    P.INTAKE_DO: _("Do intakes and enroll participants."),
    P.LEGAL_REQUESTS_HANDLE: _("Register legal requests and propose or approve the answer, never both."),
    P.LOOKUP_ASK: _("Ask whether somebody is a participant and whom to call, with a reason that is logged."),
    P.MEASURES_READ: _("Read the program's figures."),
    P.NEW_CHARGE_DECIDE: _("Decide on a new charge after hearing the team."),
    P.OPPORTUNITY_RUN: _("Run past arrests through the criteria."),
    P.OUTREACH_DO: _("Work the outreach queue and record contacts and help."),
    P.PARTICIPANT_READ: _("Open participants' records."),
    P.PROGRAM_SETUP: _("Set the program up: hours, on-call, policies, script, questions."),
    P.RECORDS_ERASE: _("Ask for a person to be erased, or approve it, never both."),
    P.RECORDS_EXPORT: _("Give a person a copy of everything held about them."),
    P.REFERRAL_MAKE: _("Make referrals."),
    P.REFERRAL_READ_ALL: _("See every referral."),
    P.REFERRAL_READ_OWN: _("Follow their own referrals."),
    P.RETENTION_RUN: _("Set how long records are kept, and run what is due."),
    P.SHARED_READ: _("See what participants share with your agency."),
    P.STATUS_CHANGE: _("Mark a participant active or inactive."),
}

SIDE_LABELS: dict[Side, Promise] = {
    Side.LAW: _("Law enforcement and prosecution"),
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
