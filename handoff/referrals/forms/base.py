"""What the pages of the officer's way have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from handoff.core.forms import Form

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
    """Some fields of a page under one heading; folded ones open at a tap, or by themselves when they hold something."""

    names: Sequence[str]
    title: str | Promise = ""
    folded: bool = False


@dataclass(frozen=True)
class BoundFieldGroup:
    """A group as its template needs it."""

    title: str | Promise
    fields: list[BoundField]
    folded: bool
    open: bool


class StepForm(Form):
    """One page of the way. It knows what the earlier pages said."""

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
        """Fill in choices, and take away the fields that the earlier pages make needless."""

    def remove_fields(self, *names: str) -> None:
        """Take fields away."""
        for name in names:
            self.fields.pop(name, None)

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Return the groups with at least one field, and whether a folded one stands open."""
        groups = self.groups or (FieldGroup(tuple(self.fields)),)
        shown = []
        for group in groups:
            fields = [self[name] for name in group.names if name in self.fields]
            if fields:
                opened = any(field.errors or self.has_answer(field) for field in fields)
                shown.append(BoundFieldGroup(group.title, fields, group.folded, opened))
        return shown

    def has_answer(self, field: BoundField) -> bool:
        """Say whether something was already answered in a field."""
        value = field.value()
        blank = getattr(value, "is_blank", None)
        return bool(value) if blank is None else not blank

    def raw_answers(self) -> dict[str, list[str]]:
        """Return what was given, right or wrong, in a form fit to keep."""
        data = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict({})
        names = [
            name
            for name in data
            if name.split("-")[-1] not in {"csrfmiddlewaretoken", "submission_key", "go"}
        ]
        return {name: [str(value)[:60_000] for value in data.getlist(name)] for name in names}


def to_form_data(saved: SavedAnswers) -> MultiValueDict[str, str]:
    """Return kept answers as a form reads them."""
    return MultiValueDict({name: list(values) for name, values in saved.items()})
