"""What one row of the table of holdings says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from handoff.core.labels import Label
from handoff.participants.models import ERASED_NAME

ERASED = ERASED_NAME
"""What stands in place of words that an erasure removed and that can't be blank."""


@dataclass(frozen=True)
class Holding:
    """One kind of row: how it leads to its person, its fields in the order of a copy, and what erasure does.

    `existence` is the kind of fact that such a row exists at all: a care-side row reveals that the person is in the
    program, which 42 CFR 2.13(c) protects, so it is released only with the kind part2. `blank` holds what each field
    becomes; `delete` removes the whole row. `hidden` and `kept` give a reason for each labeled field that a copy does
    not show, or that erasure leaves. `participation` says that such a row, whatever it is about, also reveals that the
    person is in the program, so that the kind part2 is needed as well.
    """

    model: type[models.Model]
    path: str
    title: Promise
    existence: Label
    shown: str = ""
    only: Q = field(default_factory=Q)
    blank: Mapping[str, object] = field(default_factory=dict)
    delete: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    participation: bool = False

    @property
    def needed(self) -> frozenset[Label]:
        """The kinds of fact that an answer has to contain before such a row may be in it."""
        return frozenset({self.existence, Label.PART2} if self.participation else {self.existence})

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.shown.split())
