"""The form of a program's own measure: its words, and conditions chosen from the columns of one table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form
from handoff.measures.definitions.own import Condition
from handoff.measures.models import OwnMeasureVersion
from handoff.measures.own.inputs import OwnInput
from handoff.measures.readers.columns import columns_of, condition_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BASE = ("base_1", "base_2")
COUNTED = ("counted_1", "counted_2", "counted_3")
Choices = list[tuple[str, "StrOrPromise | list[tuple[str, StrOrPromise]]"]]


class OwnMeasureForm(Form):
    """Each list holds every condition, under its column."""

    title = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a name.")},
        help_text=gettext_lazy("For example: Social referrals that led to a yes."),
    )
    sentence = forms.CharField(
        label=gettext_lazy("What it shows, in a sentence"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what it shows.")},
    )

    def __init__(
        self, data: QueryDict | None, *, table: str, version: OwnMeasureVersion | None = None
    ) -> None:
        super().__init__(data, initial=initial_of(version) if version else None)
        self.table = table
        choices = grouped_choices(table)
        labels = {
            "base_1": gettext_lazy("Out of: only those with (leave open to count out of all)"),
            "base_2": gettext_lazy("Out of: and also"),
            "counted_1": gettext_lazy("Count those with"),
            "counted_2": gettext_lazy("Count: and also"),
            "counted_3": gettext_lazy("Count: and also (third)"),
        }
        for name, label in labels.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=name == "counted_1",
                choices=choices,
                error_messages={"required": gettext_lazy("Choose a condition.")},
            )

    def own_input(self) -> OwnInput:
        sent = self.cleaned_data
        return OwnInput(
            sent["title"],
            sent["sentence"],
            self.table,
            conditions([sent[name] for name in BASE]),
            conditions([sent[name] for name in COUNTED]),
        )


def grouped_choices(table: str) -> Choices:
    found: Choices = [("", _("Choose"))]
    for column in columns_of(table):
        group = [
            (f"{column.key}={code}", f"{column.label}: {label}") for code, label in condition_choices(column)
        ]
        found.append((str(column.label), [*group]))
    return found


def conditions(sent: Sequence[str]) -> list[Condition]:
    split = [each.partition("=") for each in sent if each]
    return list(dict.fromkeys((column, value) for column, _equals, value in split))


def initial_of(version: OwnMeasureVersion) -> dict[str, str]:
    found = {"title": version.title, "sentence": version.sentence}
    for names, rows in ((BASE, version.base), (COUNTED, version.counted)):
        found |= {name: f"{column}={value}" for name, (column, value) in zip(names, rows, strict=False)}
    return found
