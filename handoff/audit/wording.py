"""Every action of the audit trail, in words. A guard test finds the code that writes an action without words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LOOKS: dict[str, Promise] = {
    "access.listed": _("Read who opened a person's record"),
    "activity.listed": _("Read what a user did"),
    "audit.listed": _("Read the audit trail"),
    "disclosures.accounted": _("Opened a person's account of disclosures"),
    "disclosures.listed": _("Read the register of disclosures"),
    "disclosures.printed": _("Printed a person's account of disclosures"),
    "roi.visit_form_opened": _("Opened the form for a renewal visit"),
    "shared.listed": _("Read the list of participants shared with their agency"),
    "shared.opened": _("Opened what is shared of a participant with their agency"),
    "breach.opened": _("Opened a breach"),
    "breaches.listed": _("Read the list of breaches"),
    "erasure.form_opened": _("Opened the form for an erasure"),
    "erasure.opened": _("Opened an erasure"),
    "erasures.listed": _("Read the list of erasures"),
    "legal_request.form_opened": _("Opened the form for a legal request"),
    "legal_request.opened": _("Opened a legal request"),
    "legal_requests.listed": _("Read the list of legal requests"),
    "own_record.opened": _("Made a person's copy of their own record"),
    "public_records.exported": _("Downloaded what is public"),
    "public_records.opened": _("Opened what is public"),
    "records.searched": _("Searched for a person's record"),
    "retention.previewed": _("Looked at what is past its time"),
    "shared.exported": _("Downloaded what is shared with their agency"),
    "shared.printed": _("Printed what is shared with their agency"),
    "draft.opened": _("Opened a draft of their own"),
    "drafts.listed": _("Read the list of their drafts"),
    "eligibility.listed": _("Read the list of eligibility checks that wait"),
    "eligibility.opened": _("Opened an eligibility check"),
    "exception.opened": _("Opened an exception"),
    "exceptions.listed": _("Read the list of exceptions"),
    "file.opened": _("Downloaded a stored file"),
    "home.opened": _("Read their list of work"),
    "intake.opened": _("Opened an intake"),
    "intakes.listed": _("Read the list of intakes that wait"),
    "lookup.asked": _("Asked whether somebody is a participant"),
    "message.opened": _("Opened a message from the public page"),
    "messages.listed": _("Read the messages from the public page"),
    "new_charge.opened": _("Opened a new charge"),
    "new_charges.opened": _("Read the list of new charges"),
    "outreach.opened": _("Read the outreach list"),
    "own_referrals.listed": _("Read the list of their own referrals"),
    "page.opened": _("Opened a page that can show participant data"),
    "person.opened": _("Opened a person's record"),
    "referral.opened": _("Opened a referral"),
    "referrals.listed": _("Read the list of referrals"),
    "review.opened": _("Opened the weekly access review"),
    "roi.expiring_listed": _("Read the list of ROIs that end soon"),
    "roi.form_opened": _("Opened the form for an ROI"),
    "roi.listed": _("Read a person's ROIs"),
    "roi.opened": _("Opened an ROI"),
    "roi.printed": _("Printed an ROI"),
    "roster.opened": _("Read the list of participants"),
    "silence.listed": _("Read the list of people not heard from"),
}

RECORDS: dict[str, Promise] = {
    "disclosed_outside": _("Told somebody outside the table something under an ROI"),
    "roi.visit_closed": _("Closed a renewal visit"),
    "roi.visit_planned": _("Planned a renewal visit"),
    "erasure.asked": _("Asked for a person's record to be erased"),
    "erasure.done": _("Approved and carried out an erasure"),
    "erasure.replayed": _("Repeated an erasure after a restore"),
    "erasure.withdrawn": _("Withdrew a request to erase"),
    "legal_request.received": _("Recorded a legal request"),
    "legal_request.paper_added": _("Added a paper to a legal request"),
    "legal_request.counsel_consulted": _("Noted what counsel said about a legal request"),
    "legal_request.proposed": _("Proposed an answer to a legal request"),
    "legal_request.approved": _("Approved the answer to a legal request"),
    "legal_request.returned": _("Sent the answer to a legal request back"),
    "legal_request.withdrawn": _("Closed a legal request that was withdrawn"),
    "legal_request.released": _("Released records for a legal request"),
    "breach.recorded": _("Recorded a breach"),
    "breach.assessed": _("Assessed a breach"),
    "breach.duty_settled": _("Settled whom to tell of a breach"),
    "approach_note.written": _("Wrote how to approach a person"),
    "charge.diverted": _("A set-aside charge became diverted"),
    "charge.dropped": _("Dropped a set-aside charge"),
    "charge.hold_extended": _("Held a charge for longer"),
    "charge.referred_to_da": _("Sent a set-aside charge to the DA"),
    "charge.set_aside": _("Set a charge aside"),
    "community_message.answered": _("Made a referral of a message"),
    "community_message.brought_back": _("Brought a message back"),
    "community_message.put_away": _("Put a message away"),
    "community_message.received": _("A message came through the public page"),
    "contact.noted": _("Wrote a note to a contact"),
    "contact.recorded": _("Logged a contact"),
    "contact.taken_back": _("Took a contact back"),
    "contact_point.added": _("Added a way to reach a person"),
    "contact_point.marked": _("Said whether a way to reach a person works"),
    "draft.begun": _("Began a referral"),
    "draft.discarded": _("Threw a draft away"),
    "draft.restored": _("Brought a draft back"),
    "eligibility.decided": _("Decided on eligibility"),
    "enrollment.active": _("Made a participant active"),
    "enrollment.inactive": _("Made a participant inactive"),
    "enrollment.opened": _("Enrolled a participant"),
    "file.stored": _("Stored a file"),
    "help.given": _("Gave help"),
    "intake.booked": _("Made an appointment for an intake"),
    "intake.completed": _("Completed an intake"),
    "intake.saved": _("Saved a section of an intake"),
    "intake.started": _("Began an intake"),
    "new_charge.brought": _("Brought a new charge to the team"),
    "new_charge.decided": _("Decided on a new charge"),
    "new_charge.recorded": _("Recorded a new charge"),
    "new_charge.view_given": _("Gave a view on a new charge"),
    "person.added": _("Added a person"),
    "person.corrected": _("Corrected who a person is"),
    "referral.accepted": _("Recorded a yes to a referral"),
    "referral.charge_dropped": _("Chose to drop the charge of a referral"),
    "referral.charge_sent_to_da": _("Chose to send the charge of a referral to the DA"),
    "referral.declined": _("Recorded a not now"),
    "referral.eligibility_recorded": _("Recorded the eligibility check of a referral"),
    "referral.exception_approved": _("Approved an exception"),
    "referral.exception_not_approved": _("Did not approve an exception"),
    "referral.exception_requested": _("Asked for an exception"),
    "referral.handed_off": _("Recorded a handoff"),
    "referral.not_offered": _("Recorded that the program was not offered"),
    "referral.screened": _("Completed a screening form"),
    "referral.submitted": _("Made a referral"),
    "referral.time_corrected": _("Corrected the time a referral took"),
    "referral.window_extended": _("Gave more time for an intake"),
    "referral.withdrawn": _("Withdrew a referral"),
    "roi.copy_given": _("Noted that a person has their copy of the ROI"),
    "roi.disclosed": _("Told a partner something under an ROI"),
    "roi.replaced": _("An ROI was replaced by a new one"),
    "roi.revoked": _("Revoked an ROI at the person's word"),
    "roi.signed": _("Signed an ROI with a person"),
}

ACCESS: dict[str, Promise] = {
    "account.added": _("Added an account"),
    "account.disabled": _("Switched an account off"),
    "account.enabled": _("Switched an account on"),
    "account.password_changed": _("Changed their own password"),
    "account.password_issued": _("Made a new first password for an account"),
    "account.agency_linked": _("Linked an account with its agency's sign-in"),
    "account.agency_unlinked": _("Ended an account's link with its agency's sign-in"),
    "account.released": _("Let a locked account in again"),
    "factor.added": _("Added a second step of signing in"),
    "factor.recovery_renewed": _("Made new recovery codes"),
    "factor.recovery_used": _("Used a recovery code"),
    "factor.removed": _("Removed a second step of signing in"),
    "factor.reset": _("Reset the second step of an account"),
    "invitation.made": _("Invited somebody"),
    "invitation.used": _("Used an invitation"),
    "session.ended": _("A session ended"),
    "session.revoked": _("Ended a session on another device"),
    "sign_in.agency_refused": _("Did not get in: the agency's sign-in was refused"),
    "sign_in.factor_failed": _("Did not get in: the second step was wrong"),
    "sign_in.locked": _("An account was locked after wrong tries"),
    "sign_in.password": _("Gave the right password, before the second step"),
    "sign_in.proved": _("Proved again who they are"),
    "sign_in.refused": _("Did not get in"),
    "sign_in.released": _("A lock on signing in was released"),
    "agreement.published": _("Published a confidentiality agreement"),
    "agreement.signed": _("Signed the confidentiality agreement"),
    "audit.exported": _("Downloaded the audit trail"),
    "clock.accepted": _("Accepted the server's clock after it was put right"),
    "clock.behind": _("The server's clock was found behind the audit trail"),
    "denied": _("Asked for something that is not theirs, or does not exist"),
    "record.opened_with_reason": _("Opened a record with a reason, from outside the team"),
    "record.reason_asked": _("Was asked for a reason before opening a record"),
    "review.signed": _("Signed the weekly access review"),
    "role.ended": _("Ended a role"),
    "role.granted": _("Gave a role"),
    "sign_in.done": _("Signed in"),
    "sign_in.failed": _("Did not get in: wrong user name or password"),
    "sign_in.waiting": _("Had to wait after too many wrong passwords"),
    "sign_out.done": _("Signed out"),
    "team.added": _("Added somebody to a person's team"),
    "team.removed": _("Took somebody off a person's team"),
}

PROGRAM: dict[str, Promise] = {
    "agency.added": _("Added a partner"),
    "agency.agreement_added": _("Put a partner's agreement on file"),
    "agency.changed": _("Changed a partner"),
    "agency.contact_added": _("Added a partner's contact"),
    "agency.contact_removed": _("Removed a partner's contact"),
    "agency.service_added": _("Added a partner's service"),
    "agency.service_removed": _("Removed a partner's service"),
    "backup.taken": _("A backup was taken"),
    "file.keys_rotated": _("The keys of stored files were changed"),
    "restore.done": _("A backup was restored"),
    "restore.replayed": _("What a restore must not undo was done again"),
    "county.built": _("The training county was built"),
    "criteria.approved": _("Approved eligibility criteria"),
    "criteria.proposed": _("Proposed eligibility criteria"),
    "criteria.saved": _("Saved eligibility criteria"),
    "criteria.withdrawn": _("Took proposed criteria back"),
    "day.cleared": _("Set a day back to the usual hours"),
    "day.set": _("Opened or closed the program on a day"),
    "hours.changed": _("Changed the open hours"),
    "offense.reviewed": _("Confirmed an entry of the list of offenses"),
    "offenses.installed": _("Installed the list of offenses"),
    "on_call.added": _("Added an on-call shift"),
    "on_call.removed": _("Removed an on-call shift"),
    "opportunity.columns_saved": _("Saved the columns of an arrest list"),
    "opportunity.downloaded": _("Downloaded the figures of an opportunity analysis"),
    "opportunity.run": _("Ran an opportunity analysis"),
    "policy.added": _("Added a policy version"),
    "retention.rule_set": _("Set how long records are kept"),
    "retention.run": _("What is past its time was taken away"),
    "program.changed": _("Changed the program's settings"),
    "program.created": _("Created the program"),
    "question.added": _("Added an intake question"),
    "question.resumed": _("Asked an intake question again"),
    "question.stopped": _("Stopped asking an intake question"),
    "script.published": _("Published the script"),
}

KINDS: dict[str, tuple[Promise, dict[str, Promise]]] = {
    "looks": (_("Looks and searches"), LOOKS),
    "records": (_("Changes to records"), RECORDS),
    "access": (_("Sign-in, access and refusals"), ACCESS),
    "program": (_("The program's settings"), PROGRAM),
}
"""The kinds that the trail can be narrowed to: a word for the address, its title, and its actions."""

WORDS: dict[str, Promise] = {
    action: words for _title, group in KINDS.values() for action, words in group.items()
}

OUTCOMES: dict[str, Promise] = {
    "done": _("Done"),
    "seen": _("Seen"),
    "refused": _("Not let through"),
}


def in_words(action: str) -> str:
    """Return what an action is called; one that is new to this version by its code."""
    return str(WORDS.get(action, action))


def outcome_in_words(outcome: str) -> str:
    """Return what an outcome is called."""
    return str(OUTCOMES.get(outcome, outcome))


FINDINGS: dict[str, tuple[Promise, Promise]] = {
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
"""What each rule of the weekly review is called, and the question it puts."""


def as_markdown() -> str:
    """Write the reference page of every action."""
    parts = [
        "# What the audit trail writes down\n",
        "Made by `handoff audit events` from `handoff/audit/wording.py`; a test fails when it is out of date.\n",
    ]
    with override("en"):
        for title, group in KINDS.values():
            parts += [f"## {title}\n", "| Action | In words |", "|---|---|"]
            parts += [f"| `{action}` | {words} |" for action, words in sorted(group.items())]
            parts.append("")
        parts += [
            "## What the weekly review looks for\n",
            "| Rule | Called | The question it puts |",
            "|---|---|---|",
        ]
        parts += [f"| `{rule}` | {title} | {question} |" for rule, (title, question) in FINDINGS.items()]
    return "\n".join(parts) + "\n"
