"""The form that plans a renewal visit."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField
from handoff.core.instructions import InstructedForm
from handoff.programs.models import Program
from handoff.programs.queries import local_date


class VisitForm(Form):
    """The day of the visit."""

    instructed = InstructedForm("roi-visit", _("Release of information (ROI): next visit"))

    planned_on = ThreePartDateField(
        label=_("Date of the visit"),
        help_text=_("A visit before the release expires. For example: their next appointment."),
        error_messages={"required": _("Enter the month, day, and year of the visit.")},
    )

    def __init__(self, data: QueryDict | None = None, *, program: Program, at: datetime) -> None:
        super().__init__(data, initial={"planned_on": local_date(program, at)})
