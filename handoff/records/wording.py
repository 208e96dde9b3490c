"""Names of fields as a copy prints them, and the legal texts, dated and sourced. Confirm with counsel."""

from django.utils.translation import gettext_lazy as _

NOTICE_2_32 = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part "
    "2). These rules prohibit you from using or disclosing this record, or testimony that describes the "
    "information contained in this record, in any civil, criminal, administrative, or legislative proceedings"
    " by any Federal, State, or local authority, against the patient, unless authorized by the consent of the"
    " patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR "
    "2.64 or 2.65. In addition, the Federal rules prohibit you from making any other use or disclosure of "
    "this record unless at least one of the following applies: (i) Further use or disclosure is expressly "
    "permitted by the written consent of the individual whose information is being disclosed in this record "
    "or as otherwise permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have"
    " received the record for the purpose of treatment, payment, or health care operations. (iii) You have "
    "received the record from a covered entity or business associate as permitted by 45 CFR part 164, "
    "subparts A and E. A general authorization for the release of medical or other information is NOT "
    "sufficient to meet the required elements of written consent to further use or redisclose the record (see"
    " 42 CFR 2.31)."
)
"""42 CFR 2.32(a)(1), 2024 rule; the beginning was read, the rest is remembered: compare with the eCFR."""
NOTICE_SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""42 CFR 2.32(a)(2): the short form, on each page."""

FIELD_NAMES = {
    "added_at": _("Written down"),
    "advice": _("Advice"),
    "agency": _("Organization"),
    "answered_at": _("Answered"),
    "answers": _("Answers"),
    "appointment_at": _("Appointment"),
    "appointment_place": _("Place of the appointment"),
    "approximate_age": _("Age, about"),
    "called_name": _("Who was called"),
    "completed_at": _("Completed"),
    "criteria_met": _("Criteria met"),
    "date_of_birth": _("Date of birth"),
    "decided_at": _("Decided"),
    "decision": _("Decision"),
    "decision_reason": _("Reason of the decision"),
    "decline_reason": _("Why not now"),
    "demographics": _("What they said of themselves"),
    "disclosed_at": _("When"),
    "discloser": _("Who may share"),
    "done_at": _("Done"),
    "door": _("Came through"),
    "drug": _("Drug"),
    "ends_at": _("Ends"),
    "enrolled_on": _("Enrolled"),
    "facts": _("Facts checked"),
    "findings": _("What the check found"),
    "first_name": _("First name"),
    "for_self": _("Wrote for themselves"),
    "gender": _("Gender, as they say it"),
    "gender_words": _("In their own words"),
    "help_wanted": _("Help wanted"),
    "how": _("How"),
    "how_to_reach": _("How to reach them"),
    "incident_number": _("Incident number"),
    "intake_due_on": _("Intake due"),
    "kind": _("Kind"),
    "kinds": _("Kinds of information"),
    "language": _("Language"),
    "lapses_on": _("Last day of the hold"),
    "last_name": _("Last name"),
    "middle_name": _("Middle name"),
    "note": _("Note"),
    "number": _("Number"),
    "occurred_at": _("When"),
    "occurred_on": _("Day"),
    "offense_key": _("Code of the offense"),
    "outcome": _("Outcome"),
    "person_name": _("Name"),
    "preferred_name": _("Name they go by"),
    "purpose": _("Purpose"),
    "purposes": _("Purposes"),
    "quantity": _("Quantity"),
    "race_ethnicity": _("Race and ethnicity, as they say it"),
    "reached": _("Reached"),
    "reason": _("Reason"),
    "received_at": _("Received"),
    "recipient_name": _("Recipient"),
    "recommendation": _("Recommendation"),
    "recommended_at": _("Recommended"),
    "requested_at": _("Asked for"),
    "result": _("Result"),
    "revoked_at": _("Revoked"),
    "role": _("Role"),
    "safe_to_leave_word": _("Leaving word is safe"),
    "safe_to_text": _("Text messages are safe"),
    "services_wanted": _("Services wanted"),
    "set_aside_at": _("Set aside"),
    "signed_at": _("Signed"),
    "signer_name": _("Signed by"),
    "started_at": _("Begun"),
    "starts_at": _("Begins"),
    "state": _("State"),
    "status": _("Status"),
    "statute": _("Statute"),
    "suffix": _("Suffix"),
    "text": _("Words"),
    "title": _("Title"),
    "transport": _("Transport"),
    "unit": _("Unit"),
    "value": _("Number, address or place"),
    "value_dollars": _("Value in dollars"),
    "what": _("What"),
    "withdraw_reason": _("Why withdrawn"),
    "words": _("Words"),
    "works": _("Works"),
    "written_at": _("Written"),
}
