"""What the pages of the referral wizard share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from handoff.core.forms import Form
from handoff.core.typed import NEVER_KEPT

if TYPE_CHECKING:
    from handoff.referrals.forms.wizard import ReferralWizard

SavedAnswers = Mapping[str, list[str]]
FormData = MultiValueDict[str, str]
FormFiles: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"
Choice = tuple[str, str | Promise]
"""The value of a choice and what it is called."""
CleanedAnswers = Mapping[str, Any]
"""Django's `cleaned_data` of one page, or nothing where its answers are missing or invalid."""


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading. A folded group opens with a tap, or by itself if a field in it has an answer or an
    error. A group that follows up on another answer names that field and the values after which it is asked; without
    JavaScript it always shows.
    """

    names: Sequence[str]
    title: str | Promise = ""
    folded: bool = False
    asked_after: str = ""
    asked_values: Sequence[str] = ()


@dataclass(frozen=True)
class BoundFieldGroup:
    """A field group bound to a form, as its template needs it."""

    title: str | Promise
    fields: list[BoundField]
    folded: bool = False
    open: bool = True
    asked_after: str = ""
    asked_values: str = ""
    note: AskNote | None = None


@dataclass(frozen=True)
class AskNote:
    """What stands with the question about a supervising officer: what is known, and whether they can be asked."""

    sentence: str
    can_ask: bool = False


class StepForm(Form):
    """The form of one wizard page. It can read the valid answers of the pages before it."""

    groups: ClassVar[Sequence[FieldGroup]] = ()

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        wizard: ReferralWizard,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.wizard = wizard
        super().__init__(data, files, initial=initial)
        self.adapt_fields()

    def adapt_fields(self) -> None:
        """Fill in choices, and remove fields that earlier answers make unnecessary."""

    def remove_fields(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """The groups that have fields, and whether a folded one is open."""
        groups = self.groups or (FieldGroup(tuple(self.fields)),)
        shown = []
        for group in groups:
            fields = [self[name] for name in group.names if name in self.fields]
            if fields:
                opened = any(field.errors or self.has_answer(field) for field in fields)
                values = " ".join(group.asked_values)
                shown.append(
                    BoundFieldGroup(group.title, fields, group.folded, opened, group.asked_after, values)
                )
        return shown

    def has_answer(self, field: BoundField) -> bool:
        value = field.value()
        blank = getattr(value, "is_blank", None)
        return bool(value) if blank is None else not blank

    def raw_answers(self) -> dict[str, list[str]]:
        """What was sent, valid or not, in a form that a draft can store."""
        data = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict({})
        names = [name for name in data if name.split("-")[-1] not in NEVER_KEPT | {"switch", "exit"}]
        return {name: [str(value)[:60_000] for value in data.getlist(name)] for name in names}


def to_form_data(saved: SavedAnswers) -> MultiValueDict[str, str]:
    return MultiValueDict({name: list(values) for name, values in saved.items()})
