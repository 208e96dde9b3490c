"""The line for the next shift."""

from django.utils.translation import gettext_lazy as _

from handoff.casework.models.shifts import MOST_WORDS
from handoff.core.forms import Form, LongTextField
from handoff.core.instructions import InstructedForm


class LineForm(Form):
    """What the next shift needs beside what Handoff shows by itself."""

    instructed = InstructedForm("shift-line", _("Line for the next shift"))
    kept_while_typed = True

    words = LongTextField(
        label=_("A line for the next shift"),
        max_length=MOST_WORDS,
        rows=2,
        help_text=_(
            "Don't name participants: their records say the rest. For example: the van is at the shop."
        ),
        error_messages={"required": _("Enter a line for the next shift.")},
    )
