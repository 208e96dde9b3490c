"""The form with which a partner adds a fact of its own."""

from collections.abc import Iterable
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.programs.models import Agency
from handoff.staffing.models.partners import KINDS_OF
from handoff.staffing.partners.services import FactInput


class FactForm(Form):
    """What the user's agency knows, from the list for its kind, with its day."""

    instructed = InstructedForm("partner-fact", _("Partner's fact about a participant"))

    what = TilesField(
        label=_("What do you add?"), error_messages={"required": _("Choose what you add from the list.")}
    )
    day = ThreePartDateField(
        label=_("Which day?"), error_messages={"required": _("Enter the month, day, and year.")}
    )

    def __init__(self, data: QueryDict | None, *, agencies: Iterable[Agency], today: date) -> None:
        super().__init__(data, initial={"day": today})
        listed = list(agencies)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (f"{each.pk}:{kind}", f"{kind.label} ({each.name})" if len(listed) > 1 else kind.label)
            for each in listed
            for kind in KINDS_OF[each.kind]
        ]

    def fact_input(self) -> FactInput:
        agency, _colon, kind = self.cleaned_data["what"].partition(":")
        return FactInput(int(agency), kind, self.cleaned_data["day"])
