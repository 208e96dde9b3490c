"""Forms with which the facilitator changes a meeting's agenda."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, TilesField
from handoff.participants.models import Person
from handoff.staffing.agendas.policies import WHY_OFF, WHY_ON


class PutOnForm(Form):
    """Someone to talk about who has no news."""

    person = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose who.")})
    why = TilesField(
        label=_("Why?"),
        choices=[(each.value, each.label) for each in WHY_ON],
        compact=True,
        error_messages={"required": _("Choose why.")},
    )

    def __init__(self, data: QueryDict | None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {str(each.public_id): each for each in people}
        named = [(public_id, each.full_name) for public_id, each in self.people.items()]
        self.fields["person"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class TakeOffForm(Form):
    """Why someone isn't talked about on this date."""

    why = TilesField(
        label=_("Why not on this date?"),
        choices=[(each.value, each.label) for each in WHY_OFF],
        compact=True,
        error_messages={"required": _("Choose why.")},
    )
