"""Who opens which record where: everyone everything at night; on a commit, what the same code answers, in turn."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from handoff.accounts.models import User
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from tests.architecture.addresses import Address
from tests.matrix import county as whole
from tests.matrix.county import UNKNOWN_ID, WHOLE_TABLE, County, Member
from tests.matrix.expected import WHOLE
from tests.matrix.oracle import may_open
from tests.matrix.samples import Kwargs
from tests.matrix.scenario.program import NOW

OF_NO_RECORD = {"kind", "measure", "month", "week"}
"""What an address may take that names no record: the kind of a file, the week of a review."""

EVERY_STATE = {"staffing:new_charge", "shared:person", "providers:show", "summaries:read", "news:read"}
"""The pages of which consent decides: here the law side opens the record of every state."""

OF_EVERYONE = {"staffing:new_charge", "shared:person"}
"""Those that any participant's record may be asked for at: of those in no state of consent each role opens a third."""

BY_LABEL = ("access:", "notes:", "people:", "calendar:", "referrals:")
"""The pages on which the care team's roles are shown different things: each opens one record of each.
Which notes a role reads by their label, the tests of `casework` ask of every label."""

PLACES = {address.name: number for number, address in enumerate(whole.IN_PROGRAM)}
"""The place of each address among all, which is the same where the table is read at a few of them only."""


def takes_turn(number: int, of: int) -> bool:
    """True for one in so many on a commit, and always at night."""
    return WHOLE_TABLE or number % of == 0


def openers(county: County, address: Address, number: int) -> list[Member]:
    """Who opens an address: everyone who may, or in turn one of the law side and one of the care side."""
    holders = [each for each in county.members if each.holds(address)]
    if WHOLE_TABLE:
        return holders
    sides = ([each for each in holders if each.is_outside is law] for law in (True, False))
    return [side[number % len(side)] for side in sides if side]


def samples_for(county: County, member: Member, address: Address) -> list[Kwargs]:
    """The records a user opens where an access rule lets them in; one where it refuses.

    On the law side: every record of theirs where consent decides or the page shows most, else one, other ones at each
    place of the table; and of those closed to them that of every state where consent decides, else two.
    All on the care side open the same records by the same access rules, so one of them opens several on the pages that
    show most, and the others one; what is on none of those is looked for by `further_samples`.
    """
    found = county.samples[address.name]
    if not member.holds(address):
        return found[:1] if member.name == member.role else []
    if not member.is_outside:
        return of_care(county, member, address, found)
    closed = [each for each in found if is_closed(county, member, each)]
    mine = [each for each in found if each not in closed]
    place = county.members.index(member)
    if address.name in EVERY_STATE:
        others = [each for each in closed if address.name in OF_EVERYONE and not is_of_state(county, each)]
        return (
            mine
            + [each for each in closed if each not in others]
            + others[0 if WHOLE_TABLE else place % 3 :: 1 if WHOLE_TABLE else 3]
        )
    return some(mine, len(mine) if address.name in WHOLE else 2 if WHOLE_TABLE else 1, place) + some(
        closed, 2, place
    )


def is_of_state(county: County, kwargs: Kwargs) -> bool:
    """Say whether the record belongs to one of those who stand for a state of consent."""
    people = {each.pk for each in county.states.values()}
    rows = [county.rows[value] for value in kwargs.values() if value in county.rows]
    return any((each.pk if isinstance(each, Person) else each.person_id) in people for each in rows)


def of_care(county: County, member: Member, address: Address, found: list[Kwargs]) -> list[Kwargs]:
    """The records that someone of the care team opens; the manager opens every page, the others take turns."""
    if member.name == "program_manager":
        most = len(found) if WHOLE_TABLE else 4
        return some(found, most) if address.name in WHOLE else found[:1]
    place = PLACES[address.name] + county.members.index(member)
    closed = [each for each in found[:1] if is_closed(county, member, each)]
    is_asked = closed or address.name.startswith(BY_LABEL) or takes_turn(place, 2)
    return found[:1] if is_asked else []


def some(found: list[Kwargs], most: int, place: int = 0) -> list[Kwargs]:
    """Return at most some of the samples, from the first to nearly the last; other places at the table, other ones."""
    if not found:
        return []
    step = max(1, -(-len(found) // (most * 4 if WHOLE_TABLE else most)))
    return found[place % step :: step]


def further_samples(
    county: County, member: Member, found_at: list[Address]
) -> Iterator[tuple[Address, Kwargs]]:
    """The records of the pages that show most that a member has not opened yet."""
    for address in found_at:
        if address.name in WHOLE and member.holds(address):
            opened = samples_for(county, member, address)
            yield from ((address, each) for each in county.samples[address.name] if each not in opened)


OF_MANY = (Program, Agency, User)
"""What records of several people belong to."""


Record = tuple[type[Model], Any]


def records_of(row: Any, depth: int = 4) -> set[Record]:
    """A record and those it belongs to."""
    found = {(type(row), row.pk)}
    for each in row._meta.concrete_fields if depth else ():
        if isinstance(each, ForeignKey) and each.related_model not in OF_MANY:
            parent = getattr(row, each.name)
            found |= records_of(parent, depth - 1) if parent is not None else set()
    return found


def with_unknown_id(address: Address, kwargs: Kwargs) -> Kwargs:
    """Return the same identifiers with one that no record has in place of the record's own."""
    own = [name for name in address.converters if isinstance(kwargs.get(name), uuid.UUID)]
    return {**kwargs, own[-1]: UNKNOWN_ID} if own else kwargs


def is_closed(county: County, member: Member, kwargs: Kwargs) -> bool:
    """Say whether, by the oracle, an address leads to a record of which this member has no page."""
    rows = [county.rows[value] for value in kwargs.values() if value in county.rows]
    return any(not may_open(member.user, member.role, member.agencies, row, NOW) for row in rows)
