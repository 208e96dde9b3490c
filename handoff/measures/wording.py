"""The words of the lines and tables of measures, and how their numbers are written."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

RACE_GROUPS: dict[str, Promise] = {
    "hispanic": _("Hispanic or Latino, of any race"),
    "nh_white": _("White, not Hispanic"),
    "nh_black": _("Black or African American, not Hispanic"),
    "nh_native": _("American Indian or Alaska Native, not Hispanic"),
    "nh_asian": _("Asian, not Hispanic"),
    "nh_pacific": _("Native Hawaiian or Pacific Islander, not Hispanic"),
    "nh_two_plus": _("Two or more, not Hispanic"),
    "middle_eastern": _("Middle Eastern or North African, not Hispanic"),
}
INTAKE_STATES: dict[str, Promise] = {
    "enrolled": _("Intake completed, enrolled"),
    "open": _("Still within the intake deadline"),
    "said_no": _("Said no after the yes"),
    "past": _("Deadline passed without an intake"),
}
OVERDOSE_ENDS: dict[str, Promise] = {
    "given": _("Survived, naloxone given"),
    "not_given": _("Survived, no naloxone given"),
    "unknown": _("Survived, naloxone not known"),
    "died": _("Died of it"),
}
CAUSES: dict[str, Promise] = {
    "overdose": _("Overdose"),
    "other": _("Something else"),
    "unknown": _("Not known"),
}
STAGES: dict[str, Promise] = {
    "referred": _("Referred"),
    "accepted": _("Said yes"),
    "declined": _("Said “not now”"),
    "enrolled": _("Enrolled in the period"),
    "active": _("Active on the last day"),
}
DIMENSIONS: dict[str, Promise] = {
    "race": _("race and ethnicity"),
    "gender": _("gender"),
    "age": _("age"),
}
TABLES: dict[str, Promise] = {
    "answer": _("By first answer"),
    "agency": _("By agency that referred"),
    "pathway": _("By kind of referral"),
    "reason": _("Reasons for “not now”"),
    "later_reason": _("Reasons for a no after a yes, by the day of the no"),
    "intake": _("What became of the intake"),
    "officer_agency": _("By agency"),
    "offense": _("By charge"),
    "new_offense": _("New charges by type"),
    "new_how": _("New charges by how they came about"),
    "before_after": _("With at least one event"),
    "left_out": _("Left out"),
    "overdose": _("How overdoses ended"),
    "death": _("Deaths by cause"),
    "reversal": _("Overdoses of others"),
}
LINES: dict[str, Promise] = {
    "answer": _("First answer"),
    "agency": _("Agency that referred"),
    "pathway": _("Kind of referral"),
    "reason": _("Reason"),
    "later_reason": _("Reason"),
    "intake": _("Intake"),
    "officer_agency": _("Agency"),
    "offense": _("Charge"),
    "new_offense": _("Type of charge"),
    "new_how": _("How it came about"),
    "before_after": _("Kind of event"),
    "left_out": _("Why they're left out"),
    "overdose": _("How it ended"),
    "death": _("Cause"),
    "reversal": _("What happened"),
}
"""What the rows of each table are, for the heading above them."""
UNITS: dict[str, Promise] = {
    "referrals": _("referrals"),
    "people": _("people"),
    "officers": _("officers"),
    "charges": _("charges"),
    "new charges": _("new charges"),
    "events": _("events"),
}


def rounded(value: float, places: int = 1) -> str:
    # Django's number_format cuts digits off instead of rounding.
    return number_format(round(value, places), places)


def percent(value: float) -> str:
    return gettext("%(number)s%%") % {"number": rounded(value)}
