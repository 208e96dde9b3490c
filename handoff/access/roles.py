"""The roles, as code: each with the one sentence that the roles page prints and the permissions it carries."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission as P


class Side(StrEnum):
    """Law, partner, care or program. Nothing of care's reaches the law side or a partner except through the ROI."""

    LAW = "law"
    PARTNER = "partner"
    CARE = "care"
    PROGRAM = "program"


OUTSIDE: frozenset[Side] = frozenset({Side.LAW, Side.PARTNER})
"""The sides that learn about a person only from what they recorded themselves and what an ROI shares."""


class RoleName(StrEnum):
    """The roles. A person may hold several, in several programs."""

    OFFICER = "officer"
    LAW_LEADER = "law_leader"
    DISTRICT_ATTORNEY = "district_attorney"
    CRIME_ANALYST = "crime_analyst"
    PROBATION_OFFICER = "probation_officer"
    JAIL_STAFF = "jail_staff"
    TREATMENT_PROVIDER = "treatment_provider"
    LME_MCO = "lme_mco"
    COMMUNITY_PARTNER = "community_partner"
    HOSPITAL_EMS = "hospital_ems"
    MOBILE_CRISIS = "mobile_crisis"
    PEER_SUPPORT = "peer_support"
    CASE_MANAGER = "case_manager"
    PROGRAM_MANAGER = "program_manager"
    DATA_MANAGER = "data_manager"
    EVALUATOR = "evaluator"
    FUNDER = "funder"
    SITE_ADMINISTRATOR = "site_administrator"


@dataclass(frozen=True)
class Role:
    """One role: its title, the sentence about it, its side, and its permissions."""

    name: RoleName
    title: Promise
    sentence: Promise
    side: Side
    permissions: frozenset[P]


def role(name: RoleName, title: Promise, side: Side, sentence: Promise, *permissions: P) -> Role:
    return Role(name=name, title=title, sentence=sentence, side=side, permissions=frozenset(permissions))


REFERRING = (
    P.CRITERIA_APPROVE_PARTNER,
    P.CRITERIA_READ,
    P.MEETINGS_ATTEND,
    P.REFERRAL_MAKE,
    P.REFERRAL_READ_OWN,
    P.SHARED_READ,
)
ANSWERING = (*REFERRING, P.SERVICES_ANSWER)
REFERS = _(
    "Refers people, follows the referrals of their own organization, answers when participants are referred to "
    "its services, and sees what they share with it."
)
REFERS_AND_REPORTS = _(
    "Refers people, follows the referrals of their own organization, reports new charges, and sees what "
    "participants share with it."
)

ROLES: dict[RoleName, Role] = {
    each.name: each
    for each in (
        role(
            RoleName.OFFICER,
            _("Officer"),
            Side.LAW,
            _(
                "Checks eligibility, refers people, follows their own referrals, and checks "
                "whether someone is a participant and who to call."
            ),
            P.CHARGES_DECIDE_OWN,
            P.CHARGES_RECORD_NEW,
            P.CONSENT_RECORD,
            P.CRITERIA_READ,
            P.ELIGIBILITY_CHECK,
            P.EXCEPTION_RECOMMEND,
            P.LOOKUP_ASK,
            P.MEETINGS_ATTEND,
            P.REFERRAL_MAKE,
            P.REFERRAL_READ_OWN,
        ),
        role(
            RoleName.LAW_LEADER,
            _("Law enforcement leadership"),
            Side.LAW,
            _(
                "Approves the eligibility criteria for law enforcement, recommends exceptions to the DA, keeps the "
                "agency's head count, and sees what participants share with the agency."
            ),
            P.CRITERIA_APPROVE_LAW,
            P.CRITERIA_READ,
            P.ELIGIBILITY_CHECK,
            P.EXCEPTION_RECOMMEND,
            P.FIGURES_READ,
            P.HEAD_COUNTS_KEEP,
            P.LOOKUP_ASK,
            P.MEETINGS_ATTEND,
            P.OPPORTUNITY_RUN,
            P.SHARED_READ,
        ),
        role(
            RoleName.DISTRICT_ATTORNEY,
            _("District attorney's office"),
            Side.LAW,
            _(
                "Approves the eligibility criteria, recommends and decides on exceptions, decides on new "
                "charges after hearing from the team, and sees what participants share with the "
                "office."
            ),
            P.CHARGES_REVIEW,
            P.CRITERIA_APPROVE_DA,
            P.CRITERIA_READ,
            P.EXCEPTION_DECIDE,
            P.FIGURES_READ,
            P.MEETINGS_ATTEND,
            P.NEW_CHARGE_DECIDE,
            P.OPPORTUNITY_RUN,
            P.SHARED_READ,
        ),
        role(
            RoleName.CRIME_ANALYST,
            _("Crime analyst"),
            Side.LAW,
            _("Reports new charges to the team and runs the opportunity analysis on past arrests."),
            P.CHARGES_RECORD_NEW,
            P.CRITERIA_READ,
            P.FIGURES_READ,
            P.MEETINGS_ATTEND,
            P.OPPORTUNITY_RUN,
        ),
        role(
            RoleName.PROBATION_OFFICER,
            _("Probation or parole officer"),
            Side.LAW,
            _(
                "Answers whether someone they supervise can be offered the program, refers people, follows the "
                "referrals of their own organization, reports new charges, and sees what participants share "
                "with it."
            ),
            *REFERRING,
            P.CHARGES_RECORD_NEW,
            P.SUPERVISION_ANSWER,
        ),
        role(
            RoleName.JAIL_STAFF,
            _("Jail staff"),
            Side.LAW,
            REFERS_AND_REPORTS,
            *REFERRING,
            P.CHARGES_RECORD_NEW,
        ),
        role(
            RoleName.TREATMENT_PROVIDER,
            _("Treatment provider"),
            Side.PARTNER,
            REFERS,
            *ANSWERING,
        ),
        role(
            RoleName.LME_MCO,
            _("LME/MCO care coordinator"),
            Side.PARTNER,
            REFERS,
            *ANSWERING,
            P.FIGURES_READ,
        ),
        role(
            RoleName.COMMUNITY_PARTNER,
            _("Community partner"),
            Side.PARTNER,
            REFERS,
            *ANSWERING,
        ),
        role(
            RoleName.HOSPITAL_EMS,
            _("Hospital or EMS"),
            Side.PARTNER,
            REFERS,
            *ANSWERING,
        ),
        role(
            RoleName.MOBILE_CRISIS,
            _("Mobile crisis worker"),
            Side.PARTNER,
            _(
                "Meets people an officer handed off to their 24-hour service, and starts the intake. Sees no one "
                "else, and only until program staff take over."
            ),
            P.HANDOFF_TAKE,
        ),
        role(
            RoleName.PEER_SUPPORT,
            _("Peer support specialist"),
            Side.CARE,
            _(
                "Meets people where they are: works the outreach list, completes screening forms "
                "and releases of information (ROI), and gives urgent help."
            ),
            P.CHARGES_REVIEW,
            P.CONSENT_RECORD,
            P.CRITERIA_READ,
            P.DIRECTORY_READ,
            P.INTAKE_DO,
            P.MEASURES_READ,
            P.MEETINGS_ATTEND,
            P.NOTES_READ_PROTECTED,
            P.OUTREACH_DO,
            P.PARTICIPANT_READ,
            P.REFERRAL_MAKE,
            P.REFERRAL_READ_ALL,
            P.STATUS_CHANGE,
        ),
        role(
            RoleName.CASE_MANAGER,
            _("Case manager"),
            Side.CARE,
            _("Does intakes and coordinates services for participants."),
            P.CHARGES_REVIEW,
            P.CONSENT_RECORD,
            P.CRITERIA_READ,
            P.DIRECTORY_EDIT,
            P.DIRECTORY_READ,
            P.INTAKE_DO,
            P.MEASURES_READ,
            P.MEETINGS_ATTEND,
            P.NOTES_READ_PROTECTED,
            P.OUTREACH_DO,
            P.PARTICIPANT_READ,
            P.REFERRAL_MAKE,
            P.REFERRAL_READ_ALL,
            P.STATUS_CHANGE,
        ),
        role(
            RoleName.PROGRAM_MANAGER,
            _("Program manager"),
            Side.PROGRAM,
            _(
                "Sets up the program, keeps partners and policies current, makes sure no one is "
                "forgotten, balances caseloads, and supervises counseling notes."
            ),
            P.ACCOUNTS_MANAGE,
            P.AGENCIES_MANAGE,
            P.AUDIT_READ,
            P.BREACHES_MANAGE,
            P.CASELOADS_MANAGE,
            P.CHARGES_REVIEW,
            P.CONSENT_RECORD,
            P.COUNSELING_SUPERVISE,
            P.CRITERIA_EDIT,
            P.CRITERIA_READ,
            P.DIRECTORY_EDIT,
            P.DIRECTORY_READ,
            P.FIGURES_READ,
            P.FUNDS_MANAGE,
            P.HEAD_COUNTS_KEEP,
            P.INTAKE_DO,
            P.LEGAL_REQUESTS_HANDLE,
            P.MEASURES_CLOSE,
            P.MEASURES_READ,
            P.MEETINGS_ATTEND,
            P.NOTES_READ_PROTECTED,
            P.OPPORTUNITY_RUN,
            P.OUTREACH_DO,
            P.PARTICIPANT_READ,
            P.PROGRAM_SETUP,
            P.RECORDS_ERASE,
            P.RECORDS_EXPORT,
            P.REFERRAL_MAKE,
            P.REFERRAL_READ_ALL,
            P.RETENTION_RUN,
            P.STATUS_CHANGE,
        ),
        role(
            RoleName.DATA_MANAGER,
            _("Data manager"),
            Side.PROGRAM,
            _("Keeps records complete and correct, counts the measures, and runs analyses."),
            P.BREACHES_MANAGE,
            P.CRITERIA_READ,
            P.DIRECTORY_READ,
            P.FIGURES_READ,
            P.LEGAL_REQUESTS_HANDLE,
            P.MEASURES_CLOSE,
            P.MEASURES_READ,
            P.MEETINGS_ATTEND,
            P.OPPORTUNITY_RUN,
            P.PARTICIPANT_READ,
            P.RECORDS_CORRECT,
            P.RECORDS_ERASE,
            P.RECORDS_EXPORT,
            P.REFERRAL_READ_ALL,
            P.RETENTION_RUN,
        ),
        role(
            RoleName.EVALUATOR,
            _("Evaluator"),
            Side.PROGRAM,
            _(
                "Compares past arrests with the criteria, and reads the figures that the program shares, in totals. "
                "Never sees individual people."
            ),
            P.CRITERIA_READ,
            P.FIGURES_READ,
            P.OPPORTUNITY_RUN,
        ),
        role(
            RoleName.FUNDER,
            _("Funder"),
            Side.PROGRAM,
            _(
                "Reads the figures that the program shares, with small counts hidden. Never sees individual people."
            ),
            P.FIGURES_READ,
        ),
        role(
            RoleName.SITE_ADMINISTRATOR,
            _("Site administrator"),
            Side.PROGRAM,
            _("Adds programs and accounts, and assigns roles. Can't see any participant."),
            P.ACCOUNTS_MANAGE,
            P.AUDIT_READ,
            P.PROGRAMS_ADD,
        ),
    )
}

PARTICIPANT_DATA: frozenset[P] = frozenset(
    {
        P.BREACHES_MANAGE,
        P.CASELOADS_MANAGE,
        P.CHARGES_DECIDE_OWN,
        P.CHARGES_RECORD_NEW,
        P.CHARGES_REVIEW,
        P.CONSENT_RECORD,
        P.COUNSELING_SUPERVISE,
        P.ELIGIBILITY_CHECK,
        P.EXCEPTION_DECIDE,
        P.EXCEPTION_RECOMMEND,
        P.FUNDS_MANAGE,
        P.HANDOFF_TAKE,
        P.INTAKE_DO,
        P.LEGAL_REQUESTS_HANDLE,
        P.LOOKUP_ASK,
        P.MEASURES_CLOSE,
        P.MEASURES_READ,
        P.MEETINGS_ATTEND,
        P.NEW_CHARGE_DECIDE,
        P.NOTES_READ_PROTECTED,
        P.OUTREACH_DO,
        P.PARTICIPANT_READ,
        P.RECORDS_CORRECT,
        P.RECORDS_ERASE,
        P.RECORDS_EXPORT,
        P.REFERRAL_MAKE,
        P.REFERRAL_READ_ALL,
        P.REFERRAL_READ_OWN,
        P.RETENTION_RUN,
        P.SERVICES_ANSWER,
        P.SHARED_READ,
        P.STATUS_CHANGE,
        P.SUPERVISION_ANSWER,
    }
)
"""Permissions that open participant data: closed until the confidentiality agreement is signed (handbook 7c, C4)."""
