"""Every action of the audit log in words. A guard test finds code that records an action without words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from handoff.audit.definitions import AuditAction

READ_LABELS: dict[AuditAction, Promise] = {
    AuditAction.ACCESS_LISTED: _("Viewed who opened a person's record"),
    AuditAction.ACTIVITY_LISTED: _("Viewed what a user did"),
    AuditAction.AUDIT_LISTED: _("Viewed the audit log"),
    AuditAction.DISCLOSURES_ACCOUNTED: _("Viewed a person's accounting of disclosures"),
    AuditAction.DISCLOSURES_LISTED: _("Viewed the disclosure log"),
    AuditAction.DISCLOSURES_PRINTED: _("Printed a person's accounting of disclosures"),
    AuditAction.ROI_VISIT_FORM_OPENED: _("Opened the form for a renewal visit"),
    AuditAction.SHARED_LISTED: _("Viewed the list of participants shared with their agency"),
    AuditAction.SHARED_OPENED: _("Viewed what a participant shares with their agency"),
    AuditAction.BREACH_OPENED: _("Opened a breach"),
    AuditAction.BREACHES_LISTED: _("Viewed the list of breaches"),
    AuditAction.ERASURE_FORM_OPENED: _("Opened the form for an erasure request"),
    AuditAction.ERASURE_OPENED: _("Opened an erasure request"),
    AuditAction.ERASURES_LISTED: _("Viewed the list of erasure requests"),
    AuditAction.LEGAL_REQUEST_FORM_OPENED: _("Opened the form for a legal request"),
    AuditAction.LEGAL_REQUEST_OPENED: _("Opened a legal request"),
    AuditAction.LEGAL_REQUESTS_LISTED: _("Viewed the list of legal requests"),
    AuditAction.OWN_RECORD_OPENED: _("Made a copy of a person's own record for them"),
    AuditAction.PUBLIC_RECORDS_EXPORTED: _("Downloaded public figures"),
    AuditAction.PUBLIC_RECORDS_OPENED: _("Viewed public figures"),
    AuditAction.RECORDS_SEARCHED: _("Searched for a person's record"),
    AuditAction.RETENTION_PREVIEWED: _("Viewed expired records"),
    AuditAction.SENT_CHARGES_LISTED: _("Viewed the list of charges from officers"),
    AuditAction.SHARED_EXPORTED: _("Downloaded what's shared with their agency"),
    AuditAction.SHARED_PRINTED: _("Printed what's shared with their agency"),
    AuditAction.CHARGE_REPORT_OPENED: _("Compared a reported charge with participants"),
    AuditAction.CHARGE_REPORTS_LISTED: _("Viewed the list of reported charges to compare"),
    AuditAction.DRAFT_OPENED: _("Opened their own draft"),
    AuditAction.DRAFTS_LISTED: _("Viewed the list of their drafts"),
    AuditAction.ELIGIBILITY_LISTED: _("Viewed the list of waiting eligibility checks"),
    AuditAction.ELIGIBILITY_OPENED: _("Opened an eligibility check"),
    AuditAction.EXCEPTION_OPENED: _("Opened an exception"),
    AuditAction.EXCEPTIONS_LISTED: _("Viewed the list of exceptions"),
    AuditAction.FILE_OPENED: _("Downloaded a stored file"),
    AuditAction.HOME_OPENED: _("Viewed their task list"),
    AuditAction.INTAKE_OPENED: _("Opened an intake"),
    AuditAction.INTAKES_LISTED: _("Viewed the list of waiting intakes"),
    AuditAction.LOOKUP_ASKED: _("Checked whether someone is a participant"),
    AuditAction.MESSAGE_OPENED: _("Opened a web request"),
    AuditAction.MESSAGES_LISTED: _("Viewed the web requests"),
    AuditAction.NEW_CHARGE_OPENED: _("Opened a new charge"),
    AuditAction.NEW_CHARGES_OPENED: _("Viewed the list of new charges"),
    AuditAction.OUTREACH_OPENED: _("Viewed the outreach list"),
    AuditAction.HANDOFFS_LISTED: _("Viewed the list of handoffs to their organization"),
    AuditAction.OWN_REFERRALS_LISTED: _("Viewed the list of their own referrals"),
    AuditAction.PAGE_OPENED: _("Opened a page that can show participant data"),
    AuditAction.MATCHES_SHOWN: _("Was asked whether someone they entered is on record already"),
    AuditAction.DUPLICATES_LISTED: _("Opened the list of possible duplicates"),
    AuditAction.NOTE_OPENED: _("Opened a case note"),
    AuditAction.PERSON_OPENED: _("Opened a person's record"),
    AuditAction.REFERRAL_OPENED: _("Opened a referral"),
    AuditAction.REFERRALS_LISTED: _("Viewed the list of referrals"),
    AuditAction.REVIEW_OPENED: _("Opened the weekly access review"),
    AuditAction.ROI_EXPIRING_LISTED: _("Viewed the list of releases (ROI) that expire soon"),
    AuditAction.ROI_FORM_OPENED: _("Opened the form for a release (ROI)"),
    AuditAction.ROI_LISTED: _("Viewed a person's releases (ROI)"),
    AuditAction.ROI_OPENED: _("Opened a release (ROI)"),
    AuditAction.ROI_PRINTED: _("Printed a release (ROI)"),
    AuditAction.ROSTER_OPENED: _("Viewed the list of participants"),
    AuditAction.SUPERVISION_LISTED: _("Viewed the list of questions about people under supervision"),
    AuditAction.SUPERVISION_OPENED: _("Opened a question about someone under supervision"),
    AuditAction.SILENCE_LISTED: _("Viewed the list of people who are out of touch"),
}

RECORD_LABELS: dict[AuditAction, Promise] = {
    AuditAction.DISCLOSED_OUTSIDE: _(
        "Shared information with someone outside the program's partners, under a release (ROI)"
    ),
    AuditAction.ROI_VISIT_CLOSED: _("Closed a renewal visit"),
    AuditAction.ROI_VISIT_PLANNED: _("Scheduled a renewal visit"),
    AuditAction.ERASURE_ASKED: _("Asked for a person's record to be erased"),
    AuditAction.ERASURE_DONE: _("Approved and carried out an erasure"),
    AuditAction.ERASURE_REPLAYED: _("Repeated an erasure after a restore"),
    AuditAction.ERASURE_WITHDRAWN: _("Withdrew an erasure request"),
    AuditAction.LEGAL_REQUEST_RECEIVED: _("Logged a legal request"),
    AuditAction.LEGAL_REQUEST_PAPER_ADDED: _("Added a document to a legal request"),
    AuditAction.LEGAL_REQUEST_COUNSEL_CONSULTED: _("Noted what the attorney said about a legal request"),
    AuditAction.LEGAL_REQUEST_PROPOSED: _("Proposed an answer to a legal request"),
    AuditAction.LEGAL_REQUEST_APPROVED: _("Approved the answer to a legal request"),
    AuditAction.LEGAL_REQUEST_RETURNED: _("Sent back the answer to a legal request"),
    AuditAction.LEGAL_REQUEST_WITHDRAWN: _("Closed a legal request that was withdrawn"),
    AuditAction.LEGAL_REQUEST_RELEASED: _("Released records for a legal request"),
    AuditAction.BREACH_RECORDED: _("Recorded a breach"),
    AuditAction.BREACH_ASSESSED: _("Assessed a breach"),
    AuditAction.BREACH_DUTY_SETTLED: _("Decided who to notify of a breach"),
    AuditAction.APPOINTMENT_CHANGED: _("Moved an appointment, or recorded what became of it"),
    AuditAction.APPOINTMENT_MADE: _("Made an appointment"),
    AuditAction.APPROACH_NOTE_WRITTEN: _("Wrote approach and safety notes for a person"),
    AuditAction.CHARGE_DIVERTED: _("A set-aside charge became diverted"),
    AuditAction.CHARGE_DROPPED: _("Dropped a set-aside charge"),
    AuditAction.CHARGE_HOLD_EXTENDED: _("Extended the hold on a charge"),
    AuditAction.CHARGE_RECEIVED_BY_DA: _("Marked a charge as received by the DA's office"),
    AuditAction.CHARGE_REFERRED_TO_DA: _("Chose to pursue a set-aside charge"),
    AuditAction.CHARGE_SET_ASIDE: _("Set a charge aside"),
    AuditAction.COMMUNITY_MESSAGE_ANSWERED: _("Created a referral from a web request"),
    AuditAction.COMMUNITY_MESSAGE_RESTORED: _("Restored a web request"),
    AuditAction.COMMUNITY_MESSAGE_DISMISSED: _("Archived a web request"),
    AuditAction.COMMUNITY_MESSAGE_RECEIVED: _("A request came in from the public page"),
    AuditAction.CONTACT_NOTED: _("Added a note to a contact"),
    AuditAction.CONTACT_RECORDED: _("Logged a contact"),
    AuditAction.CONTACT_WITHDRAWN: _("Undid a contact"),
    AuditAction.CONTACT_POINT_ADDED: _("Added contact information for a person"),
    AuditAction.CONTACT_POINT_MARKED: _("Marked whether contact information works"),
    AuditAction.DRAFT_STARTED: _("Started a referral"),
    AuditAction.DRAFT_DISCARDED: _("Deleted a draft"),
    AuditAction.DRAFT_RESTORED: _("Restored a draft"),
    AuditAction.ELIGIBILITY_DECIDED: _("Decided on eligibility"),
    AuditAction.ENROLLMENT_ACTIVE: _("Marked a participant active"),
    AuditAction.ENROLLMENT_INACTIVE: _("Marked a participant inactive"),
    AuditAction.ENROLLMENT_OPENED: _("Enrolled a participant"),
    AuditAction.FILE_STORED: _("Stored a file"),
    AuditAction.GOAL_ADDED: _("Wrote down a participant's goal"),
    AuditAction.GOAL_ENDED: _("Recorded a goal as reached or set aside"),
    AuditAction.GOAL_MOVED: _("Moved a goal in the participant's order"),
    AuditAction.GOAL_REWORDED: _("Reworded a participant's goal"),
    AuditAction.GOAL_STEP_ADDED: _("Added a next step to a goal"),
    AuditAction.GOAL_STEP_CHANGED: _("Changed a next step of a goal"),
    AuditAction.GOAL_TAKEN_UP: _("Recorded a goal as taken up again"),
    AuditAction.MILESTONE_ADDED: _("Recorded a milestone"),
    AuditAction.MILESTONE_WITHDRAWN: _("Removed a milestone recorded by mistake"),
    AuditAction.NEED_ADDED: _("Recorded a need"),
    AuditAction.NEED_CHANGED: _("Recorded a need as met, no longer wanted, or wanted again"),
    AuditAction.NEED_REFERRED: _("Referred a participant to a service"),
    AuditAction.SERVICE_REFERRAL_CHANGED: _("Recorded what became of a referral to a service"),
    AuditAction.NOTE_ADDED: _("Wrote a case note"),
    AuditAction.NOTE_CORRECTED: _("Corrected a case note"),
    AuditAction.HELP_PROVIDED: _("Recorded help given"),
    AuditAction.INTAKE_BOOKED: _("Made an intake appointment"),
    AuditAction.INTAKE_COMPLETED: _("Completed an intake"),
    AuditAction.INTAKE_SAVED: _("Saved an intake section"),
    AuditAction.INTAKE_UPDATED: _("Added new answers to a completed intake"),
    AuditAction.INTAKE_STARTED: _("Started an intake"),
    AuditAction.NEW_CHARGE_REPORTED: _("Reported a new charge to the team"),
    AuditAction.NEW_CHARGE_DECIDED: _("Decided on a new charge"),
    AuditAction.NEW_CHARGE_COMPARED: _("Decided whether a reported charge is about a participant"),
    AuditAction.NEW_CHARGE_DECISION_CHANGED: _("Changed the decision on a new charge"),
    AuditAction.NEW_CHARGE_RECORDED: _("Recorded a new charge"),
    AuditAction.NEW_CHARGE_RECOMMENDATION_RECORDED: _("Made a recommendation on a new charge"),
    AuditAction.DUPLICATE_DECIDED: _("Decided whether two records are about one person"),
    AuditAction.PERSON_ADDED: _("Added a person"),
    AuditAction.PERSON_MERGED: _("Merged two records"),
    AuditAction.PERSON_SEPARATED: _("Separated two merged records"),
    AuditAction.PERSON_CORRECTED: _("Edited a person's identifying details"),
    AuditAction.REFERRAL_ACCEPTED: _("Recorded a yes to a referral"),
    AuditAction.REFERRAL_CHARGE_DROPPED: _("Chose to drop a referral's charge"),
    AuditAction.REFERRAL_CHARGE_SENT_TO_DA: _("Chose to pursue a referral's charge"),
    AuditAction.REFERRAL_DECLINED: _("Recorded “not now”"),
    AuditAction.REFERRAL_ELIGIBILITY_RECORDED: _("Recorded the eligibility check of a referral"),
    AuditAction.REFERRAL_EXCEPTION_APPROVED: _("Approved an exception"),
    AuditAction.REFERRAL_EXCEPTION_NOT_APPROVED: _("Didn't approve an exception"),
    AuditAction.REFERRAL_EXCEPTION_REQUESTED: _("Asked for an exception"),
    AuditAction.REFERRAL_HANDED_OFF: _("Recorded a handoff"),
    AuditAction.REFERRAL_HELP_ARRIVED: _("Recorded when help arrived"),
    AuditAction.REFERRAL_NOT_OFFERED: _("Recorded that the program wasn't offered"),
    AuditAction.REFERRAL_PARTNER_ARRIVED: _("Recorded that the 24-hour partner arrived"),
    AuditAction.REFERRAL_PARTNER_MET: _("Recorded that the 24-hour partner talked with the person"),
    AuditAction.REFERRAL_PARTNER_STOPPED: _("Closed a referral to the 24-hour partner"),
    AuditAction.REFERRAL_SCREENED: _("Completed a screening form"),
    AuditAction.REFERRAL_SUBMITTED: _("Made a referral"),
    AuditAction.REFERRAL_TAKEN_OVER: _("Took over from the 24-hour partner"),
    AuditAction.REFERRAL_TIME_CORRECTED: _("Changed the time spent on a referral"),
    AuditAction.REFERRAL_WINDOW_EXTENDED: _("Extended an intake deadline"),
    AuditAction.REFERRAL_WITHDRAWN: _("Withdrew a referral"),
    AuditAction.ROI_COPY_PROVIDED: _("Recorded that a person got their copy of the release (ROI)"),
    AuditAction.ROI_DISCLOSED: _("Shared information with a partner under a release (ROI)"),
    AuditAction.ROI_REPLACED: _("A release (ROI) was replaced by a new one"),
    AuditAction.ROI_REVOKED: _("Revoked a release (ROI) at the person's request"),
    AuditAction.QUESTION_LINK_ANSWERED: _("The person answered by the link sent to them"),
    AuditAction.QUESTION_LINK_MADE: _("Made a link to ask the person one question"),
    AuditAction.QUESTION_LINK_WRONG: _("Someone opened the person's link with another name or birth date"),
    AuditAction.ROI_SIGNED: _("Signed a release (ROI) with a person"),
    AuditAction.SUPERVISION_ANSWERED: _("Recorded a supervising officer's answer"),
    AuditAction.SUPERVISION_ASKED: _("Asked a supervising officer"),
}

ACCESS_LABELS: dict[AuditAction, Promise] = {
    AuditAction.ACCOUNT_ADDED: _("Added an account"),
    AuditAction.ACCOUNT_DISABLED: _("Turned off an account"),
    AuditAction.ACCOUNT_ENABLED: _("Turned on an account"),
    AuditAction.ACCOUNT_PASSWORD_CHANGED: _("Changed their own password"),
    AuditAction.ACCOUNT_PASSWORD_ISSUED: _("Created a new temporary password for an account"),
    AuditAction.ACCOUNT_AGENCY_LINKED: _("Linked an account to its agency's sign-in"),
    AuditAction.ACCOUNT_AGENCY_UNLINKED: _("Unlinked an account from its agency's sign-in"),
    AuditAction.ACCOUNT_RELEASED: _("Unlocked an account"),
    AuditAction.ACCOUNT_VOUCHED: _("Confirmed that an account is its owner's"),
    AuditAction.FACTOR_ADDED: _("Added a two-step verification method"),
    AuditAction.FACTOR_RECOVERY_RENEWED: _("Got new recovery codes"),
    AuditAction.FACTOR_RECOVERY_USED: _("Used a recovery code"),
    AuditAction.FACTOR_REMOVED: _("Removed a two-step verification method"),
    AuditAction.FACTOR_RESET: _("Reset an account's two-step verification"),
    AuditAction.INVITATION_MADE: _("Invited someone"),
    AuditAction.INVITATION_USED: _("Used an invitation"),
    AuditAction.SESSION_ENDED: _("A session ended"),
    AuditAction.SESSION_REVOKED: _("Ended a session on another device"),
    AuditAction.SIGN_IN_AGENCY_REFUSED: _("Sign-in failed: the agency's sign-in was rejected"),
    AuditAction.SIGN_IN_FACTOR_FAILED: _("Sign-in failed: wrong code or passkey"),
    AuditAction.SIGN_IN_LOCKED: _("An account was locked after failed attempts"),
    AuditAction.SIGN_IN_PASSWORD: _("Entered the right password, before two-step verification"),
    AuditAction.SIGN_IN_PROVED: _("Confirmed their identity again"),
    AuditAction.SIGN_IN_REFUSED: _("Sign-in failed"),
    AuditAction.SIGN_IN_RELEASED: _("A sign-in lock was released"),
    AuditAction.AGREEMENT_PUBLISHED: _("Published a confidentiality agreement"),
    AuditAction.AGREEMENT_SIGNED: _("Signed the confidentiality agreement"),
    AuditAction.AUDIT_EXPORTED: _("Downloaded the audit log"),
    AuditAction.CLOCK_ACCEPTED: _("Accepted the server's clock after it was corrected"),
    AuditAction.CLOCK_BEHIND: _("The server's clock was behind the audit log"),
    AuditAction.DENIED: _("Tried to open something they can't access, or that doesn't exist"),
    AuditAction.RECORD_OPENED_WITH_REASON: _("Opened a record from outside the team, with a reason"),
    AuditAction.RECORD_REASON_ASKED: _("Was asked for a reason before opening a record"),
    AuditAction.REVIEW_SIGNED: _("Signed the weekly access review"),
    AuditAction.ROLE_ENDED: _("Removed a role"),
    AuditAction.ROLE_CONFIRMED: _("Confirmed a role that opens records"),
    AuditAction.ROLE_GRANTED: _("Assigned a role"),
    AuditAction.DEPARTURE_PLANNED: _("Planned who takes over from someone who leaves"),
    AuditAction.SIGN_IN_DONE: _("Signed in"),
    AuditAction.SIGN_IN_FAILED: _("Sign-in failed: wrong user name or password"),
    AuditAction.SIGN_IN_WAITING: _("Had to wait after too many wrong passwords"),
    AuditAction.SIGN_OUT_DONE: _("Signed out"),
    AuditAction.TEAM_ADDED: _("Added someone to a person's team"),
    AuditAction.TEAM_REMOVED: _("Removed someone from a person's team"),
}

PROGRAM_LABELS: dict[AuditAction, Promise] = {
    AuditAction.AGENCY_ADDED: _("Added a partner"),
    AuditAction.AGENCY_AGREEMENT_ADDED: _("Added a partner's agreement"),
    AuditAction.AGENCY_CHANGED: _("Edited a partner"),
    AuditAction.AGENCY_CONTACT_ADDED: _("Added a partner's contact"),
    AuditAction.AGENCY_CONTACT_REMOVED: _("Removed a partner's contact"),
    AuditAction.AGENCY_SERVICE_ADDED: _("Added a partner's service"),
    AuditAction.AGENCY_SERVICE_REMOVED: _("Removed a partner's service"),
    AuditAction.BACKUP_TAKEN: _("A backup was made"),
    AuditAction.FILE_KEYS_ROTATED: _("The encryption keys of stored files were changed"),
    AuditAction.RESTORE_DONE: _("A backup was restored"),
    AuditAction.RESTORE_REPLAYED: _("Repeated actions that a restore must not undo"),
    AuditAction.TRAINING_COUNTY_BUILT: _("The training site was built"),
    AuditAction.CRITERIA_APPROVED: _("Approved eligibility criteria"),
    AuditAction.CRITERIA_PROPOSED: _("Proposed eligibility criteria"),
    AuditAction.CRITERIA_READ: _("Read the criteria that a predecessor approved"),
    AuditAction.CRITERIA_SAVED: _("Saved eligibility criteria"),
    AuditAction.CRITERIA_WITHDRAWN: _("Withdrew proposed criteria"),
    AuditAction.DAY_CLEARED: _("Set a day back to regular hours"),
    AuditAction.DAY_SET: _("Opened or closed the program for a day"),
    AuditAction.DIRECTORY_ADDED: _("Added a service to the directory"),
    AuditAction.DIRECTORY_CHANGED: _("Changed a service in the directory"),
    AuditAction.DIRECTORY_CHECKED: _("Checked a service in the directory"),
    AuditAction.DIRECTORY_IMPORTED: _("Imported a file of services"),
    AuditAction.DIRECTORY_IMPORT_UNDONE: _("Undid an import of services"),
    AuditAction.HOURS_CHANGED: _("Changed the business hours"),
    AuditAction.OFFENSE_REVIEWED: _("Confirmed an entry on the offense list"),
    AuditAction.OFFENSES_INSTALLED: _("Installed the offense list"),
    AuditAction.ON_CALL_ADDED: _("Added an on-call shift"),
    AuditAction.ON_CALL_REMOVED: _("Removed an on-call shift"),
    AuditAction.OPPORTUNITY_COLUMNS_SAVED: _("Saved the column settings for an arrest list"),
    AuditAction.OPPORTUNITY_DOWNLOADED: _("Downloaded the figures of an opportunity analysis"),
    AuditAction.OPPORTUNITY_RUN: _("Ran an opportunity analysis"),
    AuditAction.POLICY_ADDED: _("Added a policy version"),
    AuditAction.RETENTION_REMOVED: _("Deleted an expired record"),
    AuditAction.RETENTION_RULE_APPROVED: _("Approved how long records are kept"),
    AuditAction.RETENTION_RULE_SET: _("Proposed how long records are kept"),
    AuditAction.RETENTION_RUN: _("Deleted expired records"),
    AuditAction.PROGRAM_CHANGED: _("Changed the program's settings"),
    AuditAction.PROGRAM_CREATED: _("Created the program"),
    AuditAction.INSTRUCTION_WRITTEN: _("Changed an instruction at a field"),
    AuditAction.QUESTION_ADDED: _("Added an intake question"),
    AuditAction.QUESTION_RESUMED: _("Turned an intake question back on"),
    AuditAction.QUESTION_STOPPED: _("Turned off an intake question"),
    AuditAction.SCRIPT_PUBLISHED: _("Published the script"),
}

ACTION_KINDS: dict[str, tuple[Promise, dict[AuditAction, Promise]]] = {
    "looks": (_("Views and searches"), READ_LABELS),
    "records": (_("Changes to records"), RECORD_LABELS),
    "access": (_("Sign-in, access, and denied access"), ACCESS_LABELS),
    "program": (_("Program settings"), PROGRAM_LABELS),
}
"""The kinds that the trail can be filtered by: a word for the URL, its title, and its actions."""

ACTION_LABELS: dict[str, Promise] = {
    action: words for _title, group in ACTION_KINDS.values() for action, words in group.items()
}

OUTCOME_LABELS: dict[str, Promise] = {
    "done": _("Done"),
    "seen": _("Viewed"),
    "refused": _("Denied"),
}


def action_label(action: str) -> str:
    """The words for an action; a code from a later version is shown as it is."""
    return str(ACTION_LABELS.get(action, action))


def outcome_label(outcome: str) -> str:
    return str(OUTCOME_LABELS.get(outcome, outcome))


FINDING_LABELS: dict[str, tuple[Promise, Promise]] = {
    "with_a_reason": (
        _("Opened from outside the team, with a reason"),
        _("Does the reason match what you know about that day?"),
    ),
    "same_name": (
        _("Same last name as the person"),
        _("Relatives and neighbors share names. Ask if they know each other."),
    ),
    "many_records": (
        _("Many records in a short time"),
        _("25 or more different records within an hour. Did a task require it?"),
    ),
    "at_night": (
        _("Records opened between 10 PM and 6 AM"),
        _("Normal for people who work nights. Worth asking others about."),
    ),
    "lookups_alone": (
        _("Lookups with no referral"),
        _("Five or more lookups in the week by someone who referred no one."),
    ),
    "refused_in_series": (
        _("Many denied attempts in a row"),
        _(
            "Eight or more within 10 minutes. Someone may be guessing addresses, or a bookmark may "
            "be outdated."
        ),
    ),
    "switched_off": (
        _("Attempts to sign in to an account that's turned off"),
        _("Does someone else have the password? Or does a colleague need their account back?"),
    ),
    "exports": (
        _("Downloads and prints"),
        _("Information that left the system. Where are the files and printouts now?"),
    ),
}
"""The name of each rule of the weekly review, and the question it raises."""


def render_action_reference() -> str:
    """The reference page of every action, in Markdown."""
    parts = [
        "# What the audit log records\n",
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
