"""A program of any size for measuring: rows written in batches, past the services.

The rows keep to every constraint of the database and carry lookup keys, but there are no notices, and the audit
chain holds only the founding of the program.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from django.db import models, transaction

from handoff.core.refusals import Refused
from handoff.core.statistics import take_stock
from handoff.core.wall import behind_wall
from handoff.demo.bulk_rows import Batch, Frame
from handoff.demo.organisation import ALDER, Organisation
from handoff.demo.setup import found_program
from handoff.demo.times import Days
from handoff.demo.world import World
from handoff.eligibility.queries import criteria_in_force
from handoff.participants.lookup.services import keys_of_names
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program
from handoff.programs.queries import policy_at

REFERRALS = 300
BATCH = 1_000
SLUG = "measure"
TOO_MANY_AGAIN = "The measuring program is there already. Take it away first with: handoff demo --reset"


def measuring_organisation() -> Organisation:
    """Return Alder's tables under another name, with accounts of their own."""
    staff = tuple(replace(each, username=f"measure.{each.username}") for each in ALDER.staff)
    return replace(
        ALDER, slug=SLUG, name="Measure County Diversion", jurisdiction="Measure County", staff=staff
    )


def write_bulk(*, seed: int, today: date, scale: int) -> int:
    """Write `scale` times 300 referrals with all that hangs on them into a program of their own; returns the rows."""
    if Program.objects.filter(slug=SLUG).exists():
        raise Refused(TOO_MANY_AGAIN)
    days = Days(today)
    with behind_wall(None), transaction.atomic():
        world = found_program(organisation=measuring_organisation(), days=days, seed=seed)
    with behind_wall(world.program.pk):
        rows = fill_program(world, seed, scale * REFERRALS)
    take_stock()
    return rows


def fill_program(world: World, seed: int, wanted: int) -> int:
    """Write so many referrals into a program that has none; returns the rows."""
    frame = frame_of(world)
    rng, rows = Random(f"{seed}:{SLUG}:bulk"), 0
    for start in range(0, wanted, BATCH):
        numbers = range(start + 1, min(start + BATCH, wanted) + 1)
        with transaction.atomic():
            rows += write_batch(Batch(frame, rng, numbers))
    return rows


def frame_of(world: World) -> Frame:
    """Return what every batch refers to."""
    days = world.days
    version = criteria_in_force(world.program, days.ends)
    assert version is not None
    return Frame(
        program=world.program,
        agencies=tuple(world.partners[key] for key in ("sheriff", "linden", "harrow")),
        officers=tuple(
            world.users[each.username].pk for each in world.cast.workers if each.role == "officer"
        ),
        carers=tuple(world.users[each.username].pk for each in world.cast.workers if each.partner == "care"),
        version=version,
        policy=policy_at(world.program, days.today),
        days=days,
        discloser=world.discloser,
    )


def write_batch(batch: Batch) -> int:
    """Write one batch, those that are pointed at first."""
    rows = insert(Person, batch.people())
    rows += insert(LookupKey, lookup_keys(batch.persons))
    for make in batch.makers():
        made = make()
        rows += insert(type(made[0]), made) if made else 0
    return rows


def insert(model: type[models.Model], made: Iterable[models.Model]) -> int:
    """Write rows of one model and give them their ids."""
    return len(model._default_manager.bulk_create(made, batch_size=BATCH))


def lookup_keys(people: Sequence[Person]) -> list[LookupKey]:
    """Return the keys under which people are looked up."""
    return [
        LookupKey(program_id=person.program_id, person=person, key=key)
        for person in people
        for key in sorted(
            keys_of_names(
                person.first_name, person.last_name, person.preferred_name, (), person.date_of_birth
            )
        )
    ]
