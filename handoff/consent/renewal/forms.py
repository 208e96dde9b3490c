"""When to meet about a renewal."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField
from handoff.programs.models import Program
from handoff.programs.queries import local_date


class VisitForm(Form):
    """The day of the visit."""

    planned_on = ThreePartDateField(label=_("Day of the visit"))

    def __init__(self, data: Any = None, *, program: Program, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, initial={"planned_on": local_date(program, at)}, **kwargs)
