"""What the weekly review finds, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
