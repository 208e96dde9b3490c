"""Every action of the audit trail in words. A guard test finds code that records an action without words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from handoff.audit.definitions import AuditAction

READ_LABELS: dict[AuditAction, Promise] = {
    AuditAction.ACCESS_LISTED: _("Read who opened a person's record"),
    AuditAction.ACTIVITY_LISTED: _("Read what a user did"),
    AuditAction.AUDIT_LISTED: _("Read the audit trail"),
    AuditAction.DISCLOSURES_ACCOUNTED: _("Opened a person's account of disclosures"),
    AuditAction.DISCLOSURES_LISTED: _("Read the register of disclosures"),
    AuditAction.DISCLOSURES_PRINTED: _("Printed a person's account of disclosures"),
    AuditAction.ROI_VISIT_FORM_OPENED: _("Opened the form for a renewal visit"),
    AuditAction.SHARED_LISTED: _("Read the list of participants shared with their agency"),
    AuditAction.SHARED_OPENED: _("Opened what is shared of a participant with their agency"),
    AuditAction.BREACH_OPENED: _("Opened a breach"),
    AuditAction.BREACHES_LISTED: _("Read the list of breaches"),
    AuditAction.ERASURE_FORM_OPENED: _("Opened the form for an erasure"),
    AuditAction.ERASURE_OPENED: _("Opened an erasure"),
    AuditAction.ERASURES_LISTED: _("Read the list of erasures"),
    AuditAction.LEGAL_REQUEST_FORM_OPENED: _("Opened the form for a legal request"),
    AuditAction.LEGAL_REQUEST_OPENED: _("Opened a legal request"),
    AuditAction.LEGAL_REQUESTS_LISTED: _("Read the list of legal requests"),
    AuditAction.OWN_RECORD_OPENED: _("Made a person's copy of their own record"),
    AuditAction.PUBLIC_RECORDS_EXPORTED: _("Downloaded what is public"),
    AuditAction.PUBLIC_RECORDS_OPENED: _("Opened what is public"),
    AuditAction.RECORDS_SEARCHED: _("Searched for a person's record"),
    AuditAction.RETENTION_PREVIEWED: _("Looked at what is past its time"),
    AuditAction.SHARED_EXPORTED: _("Downloaded what is shared with their agency"),
    AuditAction.SHARED_PRINTED: _("Printed what is shared with their agency"),
    AuditAction.DRAFT_OPENED: _("Opened a draft of their own"),
    AuditAction.DRAFTS_LISTED: _("Read the list of their drafts"),
    AuditAction.ELIGIBILITY_LISTED: _("Read the list of eligibility checks that wait"),
    AuditAction.ELIGIBILITY_OPENED: _("Opened an eligibility check"),
    AuditAction.EXCEPTION_OPENED: _("Opened an exception"),
    AuditAction.EXCEPTIONS_LISTED: _("Read the list of exceptions"),
    AuditAction.FILE_OPENED: _("Downloaded a stored file"),
    AuditAction.HOME_OPENED: _("Read their list of work"),
    AuditAction.INTAKE_OPENED: _("Opened an intake"),
    AuditAction.INTAKES_LISTED: _("Read the list of intakes that wait"),
    AuditAction.LOOKUP_ASKED: _("Asked whether somebody is a participant"),
    AuditAction.MESSAGE_OPENED: _("Opened a message from the public page"),
    AuditAction.MESSAGES_LISTED: _("Read the messages from the public page"),
    AuditAction.NEW_CHARGE_OPENED: _("Opened a new charge"),
    AuditAction.NEW_CHARGES_OPENED: _("Read the list of new charges"),
    AuditAction.OUTREACH_OPENED: _("Read the outreach list"),
    AuditAction.OWN_REFERRALS_LISTED: _("Read the list of their own referrals"),
    AuditAction.PAGE_OPENED: _("Opened a page that can show participant data"),
    AuditAction.PERSON_OPENED: _("Opened a person's record"),
    AuditAction.REFERRAL_OPENED: _("Opened a referral"),
    AuditAction.REFERRALS_LISTED: _("Read the list of referrals"),
    AuditAction.REVIEW_OPENED: _("Opened the weekly access review"),
    AuditAction.ROI_EXPIRING_LISTED: _("Read the list of ROIs that end soon"),
    AuditAction.ROI_FORM_OPENED: _("Opened the form for an ROI"),
    AuditAction.ROI_LISTED: _("Read a person's ROIs"),
    AuditAction.ROI_OPENED: _("Opened an ROI"),
    AuditAction.ROI_PRINTED: _("Printed an ROI"),
    AuditAction.ROSTER_OPENED: _("Read the list of participants"),
    AuditAction.SILENCE_LISTED: _("Read the list of people not heard from"),
}

RECORD_LABELS: dict[AuditAction, Promise] = {
    AuditAction.DISCLOSED_OUTSIDE: _("Told somebody outside the table something under an ROI"),
    AuditAction.ROI_VISIT_CLOSED: _("Closed a renewal visit"),
    AuditAction.ROI_VISIT_PLANNED: _("Planned a renewal visit"),
    AuditAction.ERASURE_ASKED: _("Asked for a person's record to be erased"),
    AuditAction.ERASURE_DONE: _("Approved and carried out an erasure"),
    AuditAction.ERASURE_REPLAYED: _("Repeated an erasure after a restore"),
    AuditAction.ERASURE_WITHDRAWN: _("Withdrew a request to erase"),
    AuditAction.LEGAL_REQUEST_RECEIVED: _("Recorded a legal request"),
    AuditAction.LEGAL_REQUEST_PAPER_ADDED: _("Added a paper to a legal request"),
    AuditAction.LEGAL_REQUEST_COUNSEL_CONSULTED: _("Noted what counsel said about a legal request"),
    AuditAction.LEGAL_REQUEST_PROPOSED: _("Proposed an answer to a legal request"),
    AuditAction.LEGAL_REQUEST_APPROVED: _("Approved the answer to a legal request"),
    AuditAction.LEGAL_REQUEST_RETURNED: _("Sent the answer to a legal request back"),
    AuditAction.LEGAL_REQUEST_WITHDRAWN: _("Closed a legal request that was withdrawn"),
    AuditAction.LEGAL_REQUEST_RELEASED: _("Released records for a legal request"),
    AuditAction.BREACH_RECORDED: _("Recorded a breach"),
    AuditAction.BREACH_ASSESSED: _("Assessed a breach"),
    AuditAction.BREACH_DUTY_SETTLED: _("Settled whom to tell of a breach"),
    AuditAction.APPROACH_NOTE_WRITTEN: _("Wrote how to approach a person"),
    AuditAction.CHARGE_DIVERTED: _("A set-aside charge became diverted"),
    AuditAction.CHARGE_DROPPED: _("Dropped a set-aside charge"),
    AuditAction.CHARGE_HOLD_EXTENDED: _("Held a charge for longer"),
    AuditAction.CHARGE_REFERRED_TO_DA: _("Sent a set-aside charge to the DA"),
    AuditAction.CHARGE_SET_ASIDE: _("Set a charge aside"),
    AuditAction.COMMUNITY_MESSAGE_ANSWERED: _("Made a referral of a message"),
    AuditAction.COMMUNITY_MESSAGE_RESTORED: _("Brought a message back"),
    AuditAction.COMMUNITY_MESSAGE_DISMISSED: _("Put a message away"),
    AuditAction.COMMUNITY_MESSAGE_RECEIVED: _("A message came through the public page"),
    AuditAction.CONTACT_NOTED: _("Wrote a note to a contact"),
    AuditAction.CONTACT_RECORDED: _("Logged a contact"),
    AuditAction.CONTACT_WITHDRAWN: _("Took a contact back"),
    AuditAction.CONTACT_POINT_ADDED: _("Added a way to reach a person"),
    AuditAction.CONTACT_POINT_MARKED: _("Said whether a way to reach a person works"),
    AuditAction.DRAFT_STARTED: _("Began a referral"),
    AuditAction.DRAFT_DISCARDED: _("Threw a draft away"),
    AuditAction.DRAFT_RESTORED: _("Brought a draft back"),
    AuditAction.ELIGIBILITY_DECIDED: _("Decided on eligibility"),
    AuditAction.ENROLLMENT_ACTIVE: _("Made a participant active"),
    AuditAction.ENROLLMENT_INACTIVE: _("Made a participant inactive"),
    AuditAction.ENROLLMENT_OPENED: _("Enrolled a participant"),
    AuditAction.FILE_STORED: _("Stored a file"),
    AuditAction.HELP_PROVIDED: _("Gave help"),
    AuditAction.INTAKE_BOOKED: _("Made an appointment for an intake"),
    AuditAction.INTAKE_COMPLETED: _("Completed an intake"),
    AuditAction.INTAKE_SAVED: _("Saved a section of an intake"),
    AuditAction.INTAKE_STARTED: _("Began an intake"),
    AuditAction.NEW_CHARGE_REPORTED: _("Brought a new charge to the team"),
    AuditAction.NEW_CHARGE_DECIDED: _("Decided on a new charge"),
    AuditAction.NEW_CHARGE_RECORDED: _("Recorded a new charge"),
    AuditAction.NEW_CHARGE_RECOMMENDATION_RECORDED: _("Gave a view on a new charge"),
    AuditAction.PERSON_ADDED: _("Added a person"),
    AuditAction.PERSON_CORRECTED: _("Corrected who a person is"),
    AuditAction.REFERRAL_ACCEPTED: _("Recorded a yes to a referral"),
    AuditAction.REFERRAL_CHARGE_DROPPED: _("Chose to drop the charge of a referral"),
    AuditAction.REFERRAL_CHARGE_SENT_TO_DA: _("Chose to send the charge of a referral to the DA"),
    AuditAction.REFERRAL_DECLINED: _("Recorded a not now"),
    AuditAction.REFERRAL_ELIGIBILITY_RECORDED: _("Recorded the eligibility check of a referral"),
    AuditAction.REFERRAL_EXCEPTION_APPROVED: _("Approved an exception"),
    AuditAction.REFERRAL_EXCEPTION_NOT_APPROVED: _("Did not approve an exception"),
    AuditAction.REFERRAL_EXCEPTION_REQUESTED: _("Asked for an exception"),
    AuditAction.REFERRAL_HANDED_OFF: _("Recorded a handoff"),
    AuditAction.REFERRAL_NOT_OFFERED: _("Recorded that the program was not offered"),
    AuditAction.REFERRAL_SCREENED: _("Completed a screening form"),
    AuditAction.REFERRAL_SUBMITTED: _("Made a referral"),
    AuditAction.REFERRAL_TIME_CORRECTED: _("Corrected the time a referral took"),
    AuditAction.REFERRAL_WINDOW_EXTENDED: _("Gave more time for an intake"),
    AuditAction.REFERRAL_WITHDRAWN: _("Withdrew a referral"),
    AuditAction.ROI_COPY_PROVIDED: _("Noted that a person has their copy of the ROI"),
    AuditAction.ROI_DISCLOSED: _("Told a partner something under an ROI"),
    AuditAction.ROI_REPLACED: _("An ROI was replaced by a new one"),
    AuditAction.ROI_REVOKED: _("Revoked an ROI at the person's word"),
    AuditAction.ROI_SIGNED: _("Signed an ROI with a person"),
}

ACCESS_LABELS: dict[AuditAction, Promise] = {
    AuditAction.ACCOUNT_ADDED: _("Added an account"),
    AuditAction.ACCOUNT_DISABLED: _("Switched an account off"),
    AuditAction.ACCOUNT_ENABLED: _("Switched an account on"),
    AuditAction.ACCOUNT_PASSWORD_CHANGED: _("Changed their own password"),
    AuditAction.ACCOUNT_PASSWORD_ISSUED: _("Made a new first password for an account"),
    AuditAction.ACCOUNT_AGENCY_LINKED: _("Linked an account with its agency's sign-in"),
    AuditAction.ACCOUNT_AGENCY_UNLINKED: _("Ended an account's link with its agency's sign-in"),
    AuditAction.ACCOUNT_RELEASED: _("Let a locked account in again"),
    AuditAction.FACTOR_ADDED: _("Added a second step of signing in"),
    AuditAction.FACTOR_RECOVERY_RENEWED: _("Made new recovery codes"),
    AuditAction.FACTOR_RECOVERY_USED: _("Used a recovery code"),
    AuditAction.FACTOR_REMOVED: _("Removed a second step of signing in"),
    AuditAction.FACTOR_RESET: _("Reset the second step of an account"),
    AuditAction.INVITATION_MADE: _("Invited somebody"),
    AuditAction.INVITATION_USED: _("Used an invitation"),
    AuditAction.SESSION_ENDED: _("A session ended"),
    AuditAction.SESSION_REVOKED: _("Ended a session on another device"),
    AuditAction.SIGN_IN_AGENCY_REFUSED: _("Did not get in: the agency's sign-in was refused"),
    AuditAction.SIGN_IN_FACTOR_FAILED: _("Did not get in: the second step was wrong"),
    AuditAction.SIGN_IN_LOCKED: _("An account was locked after wrong tries"),
    AuditAction.SIGN_IN_PASSWORD: _("Gave the right password, before the second step"),
    AuditAction.SIGN_IN_PROVED: _("Proved again who they are"),
    AuditAction.SIGN_IN_REFUSED: _("Did not get in"),
    AuditAction.SIGN_IN_RELEASED: _("A lock on signing in was released"),
    AuditAction.AGREEMENT_PUBLISHED: _("Published a confidentiality agreement"),
    AuditAction.AGREEMENT_SIGNED: _("Signed the confidentiality agreement"),
    AuditAction.AUDIT_EXPORTED: _("Downloaded the audit trail"),
    AuditAction.CLOCK_ACCEPTED: _("Accepted the server's clock after it was put right"),
    AuditAction.CLOCK_BEHIND: _("The server's clock was found behind the audit trail"),
    AuditAction.DENIED: _("Asked for something that is not theirs, or does not exist"),
    AuditAction.RECORD_OPENED_WITH_REASON: _("Opened a record with a reason, from outside the team"),
    AuditAction.RECORD_REASON_ASKED: _("Was asked for a reason before opening a record"),
    AuditAction.REVIEW_SIGNED: _("Signed the weekly access review"),
    AuditAction.ROLE_ENDED: _("Ended a role"),
    AuditAction.ROLE_GRANTED: _("Gave a role"),
    AuditAction.SIGN_IN_DONE: _("Signed in"),
    AuditAction.SIGN_IN_FAILED: _("Did not get in: wrong user name or password"),
    AuditAction.SIGN_IN_WAITING: _("Had to wait after too many wrong passwords"),
    AuditAction.SIGN_OUT_DONE: _("Signed out"),
    AuditAction.TEAM_ADDED: _("Added somebody to a person's team"),
    AuditAction.TEAM_REMOVED: _("Took somebody off a person's team"),
}

PROGRAM_LABELS: dict[AuditAction, Promise] = {
    AuditAction.AGENCY_ADDED: _("Added a partner"),
    AuditAction.AGENCY_AGREEMENT_ADDED: _("Put a partner's agreement on file"),
    AuditAction.AGENCY_CHANGED: _("Changed a partner"),
    AuditAction.AGENCY_CONTACT_ADDED: _("Added a partner's contact"),
    AuditAction.AGENCY_CONTACT_REMOVED: _("Removed a partner's contact"),
    AuditAction.AGENCY_SERVICE_ADDED: _("Added a partner's service"),
    AuditAction.AGENCY_SERVICE_REMOVED: _("Removed a partner's service"),
    AuditAction.BACKUP_TAKEN: _("A backup was taken"),
    AuditAction.FILE_KEYS_ROTATED: _("The keys of stored files were changed"),
    AuditAction.RESTORE_DONE: _("A backup was restored"),
    AuditAction.RESTORE_REPLAYED: _("What a restore must not undo was done again"),
    AuditAction.TRAINING_COUNTY_BUILT: _("The training county was built"),
    AuditAction.CRITERIA_APPROVED: _("Approved eligibility criteria"),
    AuditAction.CRITERIA_PROPOSED: _("Proposed eligibility criteria"),
    AuditAction.CRITERIA_SAVED: _("Saved eligibility criteria"),
    AuditAction.CRITERIA_WITHDRAWN: _("Took proposed criteria back"),
    AuditAction.DAY_CLEARED: _("Set a day back to the usual hours"),
    AuditAction.DAY_SET: _("Opened or closed the program on a day"),
    AuditAction.HOURS_CHANGED: _("Changed the open hours"),
    AuditAction.OFFENSE_REVIEWED: _("Confirmed an entry of the list of offenses"),
    AuditAction.OFFENSES_INSTALLED: _("Installed the list of offenses"),
    AuditAction.ON_CALL_ADDED: _("Added an on-call shift"),
    AuditAction.ON_CALL_REMOVED: _("Removed an on-call shift"),
    AuditAction.OPPORTUNITY_COLUMNS_SAVED: _("Saved the columns of an arrest list"),
    AuditAction.OPPORTUNITY_DOWNLOADED: _("Downloaded the figures of an opportunity analysis"),
    AuditAction.OPPORTUNITY_RUN: _("Ran an opportunity analysis"),
    AuditAction.POLICY_ADDED: _("Added a policy version"),
    AuditAction.RETENTION_RULE_SET: _("Set how long records are kept"),
    AuditAction.RETENTION_RUN: _("What is past its time was taken away"),
    AuditAction.PROGRAM_CHANGED: _("Changed the program's settings"),
    AuditAction.PROGRAM_CREATED: _("Created the program"),
    AuditAction.QUESTION_ADDED: _("Added an intake question"),
    AuditAction.QUESTION_RESUMED: _("Asked an intake question again"),
    AuditAction.QUESTION_STOPPED: _("Stopped asking an intake question"),
    AuditAction.SCRIPT_PUBLISHED: _("Published the script"),
}

ACTION_KINDS: dict[str, tuple[Promise, dict[AuditAction, Promise]]] = {
    "looks": (_("Looks and searches"), READ_LABELS),
    "records": (_("Changes to records"), RECORD_LABELS),
    "access": (_("Sign-in, access and refusals"), ACCESS_LABELS),
    "program": (_("The program's settings"), PROGRAM_LABELS),
}
"""The kinds that the trail can be filtered by: a word for the URL, its title, and its actions."""

ACTION_LABELS: dict[str, Promise] = {
    action: words for _title, group in ACTION_KINDS.values() for action, words in group.items()
}

OUTCOME_LABELS: dict[str, Promise] = {
    "done": _("Done"),
    "seen": _("Seen"),
    "refused": _("Not let through"),
}


def action_label(action: str) -> str:
    """The words for an action; a code from a later version is shown as it is."""
    return str(ACTION_LABELS.get(action, action))


def outcome_label(outcome: str) -> str:
    return str(OUTCOME_LABELS.get(outcome, outcome))


FINDING_LABELS: dict[str, tuple[Promise, Promise]] = {
    "with_a_reason": (
        _("Opened with a reason, from outside the team"),
        _("Does the reason fit what you know of that day?"),
    ),
    "same_name": (
        _("Same last name as the person"),
        _("Relatives and neighbors share names. Ask whether they know each other."),
    ),
    "many_records": (
        _("Many records in a short time"),
        _("25 different records or more within one hour. Was there a task that needed it?"),
    ),
    "at_night": (
        _("Records opened between 10 at night and 6 in the morning"),
        _("Usual for who works at night; worth a question for others."),
    ),
    "lookups_alone": (
        _("Lookups, and no referral"),
        _("Five lookups or more in the week by somebody who referred nobody."),
    ),
    "refused_in_series": (
        _("Many refusals one after the other"),
        _("Eight or more within ten minutes. Somebody may be trying addresses, or a bookmark is old."),
    ),
    "switched_off": (
        _("Tries to sign in to an account that is switched off"),
        _("Has somebody else got the password? Or does a colleague need their account back?"),
    ),
    "exports": (
        _("Downloads and prints"),
        _("What left the screen. Where are the files and papers now?"),
    ),
}
"""The name of each rule of the weekly review, and the question it raises."""


def render_action_reference() -> str:
    """The reference page of every action, in Markdown."""
    parts = [
        "# What the audit trail records\n",
        "Made by `handoff audit events` from `handoff/audit/wording.py`; a test fails when it is out of date.\n",
    ]
    with override("en"):
        for title, group in ACTION_KINDS.values():
            parts += [f"## {title}\n", "| Action | In words |", "|---|---|"]
            parts += [f"| `{action}` | {words} |" for action, words in sorted(group.items())]
            parts.append("")
        parts += [
            "## What the weekly review looks for\n",
            "| Rule | Name | The question it raises |",
            "|---|---|---|",
        ]
        parts += [
            f"| `{rule}` | {title} | {question} |" for rule, (title, question) in FINDING_LABELS.items()
        ]
    return "\n".join(parts) + "\n"
