"""The weeks of a month in words."""

from django.utils.translation import gettext_lazy as _

from handoff.staffing.meetings.rules import LAST

WEEKS = (
    ("1", _("First")),
    ("2", _("Second")),
    ("3", _("Third")),
    ("4", _("Fourth")),
    (str(LAST), _("Last")),
)
