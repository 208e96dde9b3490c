"""A program of any size for measuring: rows written in batches, past the services.

The rows keep to every constraint of the database and carry lookup keys, but there are no notices, and the audit
chain holds only the creation of the program.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from django.db import models, transaction

from handoff.core.refusals import Refused
from handoff.core.statistics import take_stock
from handoff.core.wall import behind_wall
from handoff.demo.dates import DemoCalendar
from handoff.demo.organizations import ALDER, Organization
from handoff.demo.program import DemoProgram
from handoff.demo.setup import create_demo_program
from handoff.eligibility.queries import criteria_in_force
from handoff.participants.lookup.services import keys_of_names
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program
from handoff.programs.queries import policy_at
from tests.bench.bulk_rows import Batch, Frame

REFERRALS = 300
BATCH = 1_000
SLUG = "measure"
ALREADY_THERE = "The benchmark program already exists. Remove it first with: handoff demo --reset"


def bench_organization() -> Organization:
    """Alder's setup under another name, with its own accounts."""
    staff = tuple(replace(each, username=f"measure.{each.username}") for each in ALDER.staff)
    return replace(
        ALDER, slug=SLUG, name="Measure County Diversion", jurisdiction="Measure County", staff=staff
    )


def write_bulk(*, seed: int, today: date, scale: int) -> int:
    """Write `scale` times 300 referrals and their related rows into a separate program; returns the row count."""
    if Program.objects.filter(slug=SLUG).exists():
        raise Refused(ALREADY_THERE)
    days = DemoCalendar(today)
    with behind_wall(None), transaction.atomic():
        demo = create_demo_program(organization=bench_organization(), days=days, seed=seed)
    with behind_wall(demo.program.pk):
        rows = fill_program(demo, seed, scale * REFERRALS)
    take_stock()
    return rows


def fill_program(demo: DemoProgram, seed: int, wanted: int) -> int:
    """Write referrals into a program that has none; returns the row count."""
    frame = build_frame(demo)
    rng, rows = Random(f"{seed}:{SLUG}:bulk"), 0
    for start in range(0, wanted, BATCH):
        numbers = range(start + 1, min(start + BATCH, wanted) + 1)
        with transaction.atomic():
            rows += write_batch(Batch(frame, rng, numbers))
    return rows


def build_frame(demo: DemoProgram) -> Frame:
    days = demo.days
    version = criteria_in_force(demo.program, days.ends)
    assert version is not None
    return Frame(
        program=demo.program,
        agencies=tuple(demo.partners[key] for key in ("sheriff", "linden", "harrow")),
        officers=tuple(demo.users[each.username].pk for each in demo.staff.workers if each.role == "officer"),
        care_workers=tuple(
            demo.users[each.username].pk for each in demo.staff.workers if each.partner == "care"
        ),
        version=version,
        policy=policy_at(demo.program, days.today),
        days=days,
        discloser=demo.discloser,
    )


def write_batch(batch: Batch) -> int:
    """Write one batch, referenced rows first."""
    rows = insert(Person, batch.people())
    rows += insert(LookupKey, lookup_keys(batch.persons))
    for make in batch.makers():
        made = make()
        rows += insert(type(made[0]), made) if made else 0
    return rows


def insert(model: type[models.Model], made: Iterable[models.Model]) -> int:
    return len(model._default_manager.bulk_create(made, batch_size=BATCH))


def lookup_keys(people: Sequence[Person]) -> list[LookupKey]:
    return [
        LookupKey(program_id=person.program_id, person=person, key=key)
        for person in people
        for key in sorted(
            keys_of_names(
                person.first_name, person.last_name, person.preferred_name, (), person.date_of_birth
            )
        )
    ]
