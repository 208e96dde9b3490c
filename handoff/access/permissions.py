"""What somebody may do. Named `subject:deed`; kept in alphabetical order."""

from enum import StrEnum


class Permission(StrEnum):
    """One door each. Roles are lists of these; views declare the one they need."""

    ACCOUNTS_MANAGE = "accounts:manage"
    AGENCIES_MANAGE = "agencies:manage"
    AUDIT_READ = "audit:read"
    CHARGES_DECIDE_OWN = "charges:decide_own"
    CHARGES_RECORD_NEW = "charges:record_new"
    CHARGES_REVIEW = "charges:review"
    CONSENT_RECORD = "consent:record"
    CRITERIA_APPROVE_DA = "criteria:approve_da"
    CRITERIA_APPROVE_LAW = "criteria:approve_law"
    CRITERIA_EDIT = "criteria:edit"
    CRITERIA_READ = "criteria:read"
    ELIGIBILITY_CHECK = "eligibility:check"
    EXCEPTION_DECIDE = "exception:decide"
    EXCEPTION_RECOMMEND = "exception:recommend"
    INTAKE_DO = "intake:do"
    LOOKUP_ASK = "lookup:ask"
    MEASURES_READ = "measures:read"
    NEW_CHARGE_DECIDE = "new_charge:decide"
    OPPORTUNITY_RUN = "opportunity:run"
    OUTREACH_DO = "outreach:do"
    PARTICIPANT_READ = "participant:read"
    PROGRAM_SETUP = "program:setup"
    REFERRAL_MAKE = "referral:make"
    REFERRAL_READ_ALL = "referral:read_all"
    REFERRAL_READ_OWN = "referral:read_own"
    STATUS_CHANGE = "status:change"
