"""Every fact about a person becomes a word of its own, so that a page that shows it is caught showing it.

Which fields hold such facts, and whose they are, is read from the labels of the models: a new field is in the test the
moment it is labeled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

from handoff.core.labels import Label, Labels, Origin
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral

AnyField = Any
"""A field of a model; its type takes arguments only when types are checked."""

CODES = {
    "LookupKey.key": "a digest, never shown",
    "CommunityMessage.address_hash": "a digest, never shown",
    "SetAsideCharge.offense_key": "a code of the list of offenses",
    "SetAsideCharge.drug": "a code of the list of drugs",
    "SetAsideCharge.unit": "a code of the list of units",
    "NewCharge.offense_key": "a code of the list of offenses",
    "ChargeReport.offense_key": "a code of the list of offenses",
}
"""Labeled fields whose text is a code the program works with, and why no word can stand in them."""

INSIDE = {
    "Intake.answers": lambda word: {"housing": {"housing_worry": word}},
    "IntakeUpdate.answers": lambda word: {"housing_worry": word},
    "ReferralDraft.answers": lambda word: {"who": {"first_name": [word], "last_name": [word]}},
}
"""Fields that hold several facts at once, and where in them the word goes."""

MOST_WORDS = 10_000
WORD = re.compile(r"zq00[0-9]{4}q")
"""No longer than the shortest field, and with two fixed digits: a random key on a page once read as a word of six."""
PHONE = re.compile(r"910\D{0,3}555\D{0,3}([2-9]\d{3})")


@dataclass(frozen=True)
class Canary:
    """One fact: the word that stands for it, its field, whose it is, and the row it was put in."""

    word: str
    field: str
    label: Label
    origin: Origin
    program_id: int
    row: models.Model

    @cached_property
    def person_id(self) -> int | None:
        found = nearest(self.row, Person)
        return found.pk if found else None

    def __str__(self) -> str:
        return f"{self.field} of row {self.row.pk}"


def nearest(row: Any, wanted: type[models.Model], depth: int = 4) -> Any:
    """Return the record of a kind that a row belongs to, following its relations upwards."""
    if isinstance(row, wanted):
        return row
    if depth == 0:
        return None
    for each in row._meta.concrete_fields:
        if isinstance(each, models.ForeignKey) and getattr(row, each.attname) is not None:
            found = nearest(getattr(row, each.name), wanted, depth - 1)
            if found is not None:
                return found
    return None


def facts_about_people() -> Iterator[tuple[type[models.Model], AnyField, Label, Origin]]:
    """Return every labeled field that can hold free text."""
    for model in apps.get_models():
        declared = model.__dict__.get("LABELS")
        if not isinstance(declared, Labels):
            continue
        for name, label in declared.fields.items():
            if label != Label.PLAIN:
                yield model, model._meta.get_field(name), label, declared.origin


def can_hold_word(model: type[models.Model], each: AnyField) -> bool:
    """Say whether a word can be put in a field."""
    name = f"{model.__name__}.{each.name}"
    text = isinstance(each, models.CharField | models.TextField) and not each.choices
    return name in INSIDE or (text and name not in CODES)


def plant() -> dict[str, Canary]:
    """Put a word of its own in every such field of every row, and return them by word."""
    planted: dict[str, Canary] = {}
    for model, each, label, origin in facts_about_people():
        if not can_hold_word(model, each):
            continue
        name = f"{model.__name__}.{each.name}"
        for row in model._default_manager.all():
            if not getattr(row, each.name) and name not in FILLED_ANYWAY:
                continue
            word = next_word(len(planted), row, each.name)
            value = INSIDE[name](word) if name in INSIDE else word
            if name == "ContactPoint.value" and row.kind == "phone":
                value = f"+1{word}"
            model._default_manager.filter(pk=row.pk).update(**{each.name: value})
            program = nearest(row, Program)
            program_id = program.pk if program else row.program_id
            planted[word] = Canary(word, name, label, origin, program_id, row)
    return planted


FILLED_ANYWAY = {"Person.middle_name", "Person.suffix", "Person.preferred_name", "Person.gender_words"}
"""Fields that no service of the scenario fills, and that hold a word all the same."""


def next_word(number: int, row: models.Model, name: str) -> str:
    """Return an unused word; for a phone, an unused number."""
    if isinstance(row, ContactPoint) and name == "value" and row.kind == "phone":
        return f"910555{2000 + row.pk}"
    assert number < MOST_WORDS, "more facts than words: give WORD one fixed digit less"
    return f"zq{number:06}q"


def find_canaries(text: str) -> set[str]:
    """Return the words that a text holds."""
    return set(WORD.findall(text)) | {f"910555{last}" for last in PHONE.findall(text)}


def referrals_about(canary: Canary) -> list[Referral]:
    """Return the referrals that a fact belongs to: its own, or those of its person."""
    own = nearest(canary.row, Referral)
    if own is not None:
        return [own]
    encounter = getattr(canary.row, "encounter", None)
    if encounter is not None:
        return list(Referral.objects.filter(encounter=encounter))
    if canary.person_id is None:
        return (
            list(Referral.objects.filter(eligibility=canary.row.pk)) if "Eligibility" in canary.field else []
        )
    return list(Referral.objects.filter(person_id=canary.person_id))
