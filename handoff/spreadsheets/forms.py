"""Which column of a file holds which fact."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form
from handoff.spreadsheets.facts import Columns, Table, TableShape

MOST_SHOWN = 60


class ColumnsForm(Form):
    """A choice of the file's columns for each fact, with the first cells of each so that one recognizes it."""

    def __init__(self, data: QueryDict | None, *, shape: TableShape, table: Table, columns: Columns) -> None:
        super().__init__(data, initial={fact: str(place) for fact, place in columns.items()})
        self.shape = shape
        choices = [("", gettext_lazy("Not in this file")), *column_choices(table)]
        for each in shape.fields:
            self.fields[each.name] = forms.ChoiceField(
                label=_(each.label),
                choices=choices,
                required=each.is_required or each.name in shape.asked,
                error_messages={"required": _("Choose the column for “%(fact)s.”") % {"fact": _(each.label)}},
            )

    @property
    def columns(self) -> dict[str, int]:
        """The chosen place of each fact that the file has."""
        chosen = {each.name: self.cleaned_data.get(each.name, "") for each in self.shape.fields}
        return {name: int(place) for name, place in chosen.items() if place}


def column_choices(table: Table) -> list[tuple[str, str]]:
    """Each column by its heading and its first cells; one without a heading goes by its number."""
    choices = []
    for place, heading in enumerate(table.headings):
        name = heading or _("Column %(number)s") % {"number": place + 1}
        cells = ", ".join(cell[:MOST_SHOWN] for cell in table.samples(place))
        choices.append((str(place), f"{name} ({cells})" if cells else name))
    return choices
