"""Everything held about one person, or only the kinds that an answer may contain."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import models

from handoff.charges.models import SetAsideCharge
from handoff.core.labels import Label
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.records.models import LegalRequest
from handoff.records.queries.holding import Holding
from handoff.records.queries.holdings import HOLDINGS

EVERY_KIND = frozenset(Label)


@dataclass(frozen=True)
class HeldRecords:
    """The rows of one kind, each a mapping from field to stored value."""

    holding: Holding
    rows: list[dict[str, object]]


def records_held_about(
    person: Person, kinds: Collection[Label] = EVERY_KIND, without: Collection[Holding] = ()
) -> Iterator[HeldRecords]:
    """What is held about a person, limited to rows and fields of the given kinds, and without some holdings.

    A row is included only if the kind of its existence is, and a field only if its own kind is as well. Plain fields go
    with their row.
    """
    wanted = {Label(kind) for kind in kinds}
    for holding in HOLDINGS:
        if not holding.needed <= wanted or holding in without:
            continue
        names = [name for name in holding.fields if label_of(holding.model, name) in wanted | {Label.PLAIN}]
        rows = holding_rows(holding, person)
        if names and rows:
            yield HeldRecords(holding, [{name: value_of(row, name) for name in names} for row in rows])


def holding_rows(holding: Holding, person: Person) -> list[models.Model]:
    """A person's rows of one kind, oldest first."""
    found = holding.model._default_manager.filter(holding.only, **{holding.path: person.pk})
    return list(found.order_by("pk"))


def label_of(model: type[models.Model], name: str) -> Label:
    """The kind of fact that a field holds."""
    declared: dict[str, Label] = model.LABELS.fields  # type: ignore[attr-defined]
    return declared[name]


def value_of(row: models.Model, name: str) -> object:
    """A field's value; for a related record, its name."""
    value: object = getattr(row, name)
    return str(value) if isinstance(value, models.Model) else value


def legal_hold(person_id: int) -> LegalRequest | None:
    """The oldest unanswered legal request about a person: it holds their records in place."""
    return open_requests().filter(person_id=person_id).order_by("received_on", "pk").first()


def people_on_hold(program: Program) -> set[int]:
    """The people whose records a legal request holds in place."""
    rows = open_requests().filter(program=program, person__isnull=False)
    return {each for each in rows.values_list("person_id", flat=True) if each is not None}


def open_requests() -> "models.QuerySet[LegalRequest]":
    states = LegalRequest.State
    return LegalRequest.objects.filter(state__in=[states.RECEIVED, states.PROPOSED, states.APPROVED])


def charge_on_hold(person_id: int) -> SetAsideCharge | None:
    """A set-aside charge of the person that is not decided yet."""
    held = SetAsideCharge.objects.filter(encounter__person_id=person_id, state=SetAsideCharge.State.HELD)
    return held.order_by("lapses_on", "pk").first()
