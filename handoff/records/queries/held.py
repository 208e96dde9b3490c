"""Everything held about one person, or the kinds of it that an answer may hold."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from handoff.charges.models import SetAsideCharge
from handoff.core.labels import Label
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.records.models import LegalRequest
from handoff.records.queries.holdings import HOLDINGS, Holding

EVERY_KIND = frozenset(Label)


@dataclass(frozen=True)
class Held:
    """The rows of one kind: each a mapping from field to value, the raw value beside its words where it has some."""

    holding: Holding
    rows: list[dict[str, Any]]


def find_person(program: Program, public_id: uuid.UUID) -> Person | None:
    """Return one person of the program."""
    return Person.objects.filter(program=program, public_id=public_id).select_related("program").first()


def everything_held(person: Person, kinds: Collection[Label] = EVERY_KIND) -> Iterator[Held]:
    """Return what is held of a person, only rows and fields of the kinds given.

    A row is there only if the kind of its existence is; a field only if its own kind is as well. Plain fields go with
    their row.
    """
    wanted = {Label(kind) for kind in kinds}
    for holding in HOLDINGS:
        if holding.existence not in wanted:
            continue
        names = [name for name in holding.fields if label_of(holding.model, name) in wanted | {Label.PLAIN}]
        rows = rows_of(holding, person)
        if names and rows:
            yield Held(holding, [{name: value_of(row, name) for name in names} for row in rows])


def rows_of(holding: Holding, person: Person) -> list[models.Model]:
    """Return a person's rows of one kind, in the order in which they were made."""
    found = holding.model._default_manager.filter(holding.only, **{holding.path: person.pk})
    return list(found.order_by("pk"))


def label_of(model: type[models.Model], name: str) -> Label:
    """Return the kind of fact that a field holds."""
    declared: dict[str, Label] = model.LABELS.fields  # type: ignore[attr-defined]
    return declared[name]


def value_of(row: models.Model, name: str) -> Any:
    """Return a field's value; a partner by its name."""
    value = getattr(row, name)
    return str(value) if isinstance(value, models.Model) else value


def legal_hold(person_id: int) -> LegalRequest | None:
    """Return the oldest legal request about a person that is not answered yet: it holds their records in place."""
    return open_requests().filter(person_id=person_id).order_by("received_on", "pk").first()


def people_on_hold(program: Program) -> set[int]:
    """Return the people whose records a legal request holds in place."""
    rows = open_requests().filter(program=program, person__isnull=False)
    return {each for each in rows.values_list("person_id", flat=True) if each is not None}


def open_requests() -> "models.QuerySet[LegalRequest]":
    """Return the legal requests that still wait for something."""
    states = LegalRequest.State
    return LegalRequest.objects.filter(state__in=[states.RECEIVED, states.PROPOSED, states.APPROVED])


def charge_on_hold(person_id: int) -> SetAsideCharge | None:
    """Return a set-aside charge of a person that nobody has decided about yet."""
    held = SetAsideCharge.objects.filter(encounter__person_id=person_id, state=SetAsideCharge.State.HELD)
    return held.order_by("lapses_on", "pk").first()
