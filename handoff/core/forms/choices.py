"""Choices made with a thumb: radio tiles, checkbox tiles, and yes, no or unknown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.forms.base import Attrs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ChoiceHints = Mapping[str, "StrOrPromise"]
NO_ANSWER = pgettext_lazy("answer", "Not answered")


class HintedMixin:
    """Tiles that may each carry a line of explanation."""

    def __init__(self, *, hints: ChoiceHints | None = None, compact: bool = False) -> None:
        super().__init__()
        self.hints = hints or {}
        self.compact = compact

    def create_option(self, name: str, value: object, *args: object, **kwargs: object) -> Attrs:
        option: Attrs = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        return option

    def get_context(self, name: str, value: object, attrs: Attrs | None) -> Attrs:
        """Pass on whether the tiles are short enough to stand side by side on a phone."""
        context: Attrs = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["compact"] = self.compact
        return context


class Tiles(HintedMixin, forms.RadioSelect):
    """Radio buttons as large tiles. An optional question can be left, or set back, to no answer."""

    def optgroups(self, name: str, value: list[str], attrs: Attrs | None = None) -> list[Any]:
        """Add the choice of no answer: without it a radio button that was chosen could never be unset (A5)."""
        listed = super().optgroups(name, value, attrs)
        options = [option for _group, options, _index in listed for option in options]
        if self.is_required or any(not option["value"] for option in options):
            return listed
        chosen = not any(option["selected"] for option in options)
        none = self.create_option(name, "", NO_ANSWER, chosen, len(options), attrs=attrs)
        return [*listed, (None, [none], len(listed))]


class CheckboxTiles(HintedMixin, forms.CheckboxSelectMultiple):
    """Checkboxes as large tiles."""


class TilesField(forms.ChoiceField):
    """Choose one of a few: large tiles. `hints` maps a value to its line of explanation."""

    default_error_messages = {"required": _("Choose one of these.")}

    def __init__(self, *, hints: ChoiceHints | None = None, compact: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=Tiles(hints=hints, compact=compact), **kwargs)


class CheckboxTilesField(forms.MultipleChoiceField):
    """Choose any number of a few: large tiles with checkboxes. Returns the list of values."""

    default_error_messages = {"required": _("Choose at least one option.")}

    def __init__(self, *, hints: ChoiceHints | None = None, compact: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=CheckboxTiles(hints=hints, compact=compact), **kwargs)


class YesNoUnknown(TextChoices):
    """The three answers to a question of fact."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Unknown")


class YesNoUnknownField(TilesField):
    """Yes, no or unknown; unknown is always offered. Returns 'yes', 'no', 'unknown', or '' if blank."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("compact", True)
        super().__init__(choices=YesNoUnknown.choices, **kwargs)


class CheckboxField(forms.BooleanField):
    """One checkbox, as a tile."""

    default_error_messages = {"required": _("Check this box to continue.")}
