"""The choices that a cell may name, and their words in English and the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, override

from handoff.directory.wording import LANGUAGE_LABELS, NEED_LABELS
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import Gender, RaceEthnicity
from handoff.referrals.models import Pathway, Referral, ServiceWanted
from handoff.workbooks.rules.words import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = tuple[tuple[str, "StrOrPromise"], ...]

GENDER_CHOICES: Choices = tuple(Gender.choices)
RACE_CHOICES: Choices = tuple(RaceEthnicity.choices)
LANGUAGE_CHOICES: Choices = tuple(LANGUAGE_LABELS.items())
PATHWAY_CHOICES: Choices = tuple(Pathway.choices)
STATE_CHOICES: Choices = tuple(Referral.State.choices)
DECLINE_CHOICES: Choices = tuple(Referral.DeclineReason.choices)
SERVICE_CHOICES: Choices = tuple(ServiceWanted.choices)
NEED_CHOICES: Choices = tuple(NEED_LABELS.items())
STATUS_CHOICES: Choices = tuple(StatusPeriod.Status.choices)
REASON_CHOICES: Choices = tuple(StatusPeriod.InactiveReason.choices)


_BY_WORDS: dict[tuple[int, str], dict[str, str]] = {}
"""The codes of a list by their words: thousands of cells ask for the same few."""


def _by_words(choices: Choices, language: str) -> dict[str, str]:
    key = (id(choices), language)
    if key not in _BY_WORDS:
        with override(language):
            _BY_WORDS[key] = {fold(each): code for code, label in choices for each in (code, str(label))}
    return _BY_WORDS[key]


def code_by_label(text: str, choices: Choices) -> str:
    """The code that a cell names by its words, as Handoff's own workbook does; "" for none."""
    wanted = fold(text)
    own = _by_words(choices, get_language() or "en").get(wanted, "")
    return own or _by_words(choices, "en").get(wanted, "")


def codes_by_label(text: str, choices: Choices) -> tuple[str, ...] | None:
    """The codes of several choices, separated by semicolons; None if one isn't known."""
    found = [code_by_label(part, choices) for part in text.split(";") if part.strip()]
    return tuple(dict.fromkeys(found)) if found and all(found) else None
