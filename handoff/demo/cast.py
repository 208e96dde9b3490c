"""Everybody on the staff of a program, and who of them meets whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from handoff.access.roles import RoleName
from handoff.demo.names import LAST, MEN, WOMEN
from handoff.demo.organisation import Organisation, Worker


@dataclass(frozen=True)
class Cast:
    """The staff by what they do in a story. The first officers refer most, as everywhere."""

    workers: tuple[Worker, ...]

    def of(self, *roles: RoleName) -> list[Worker]:
        """Return who held a role from the start."""
        return [each for each in self.workers if each.role in roles and each.since_ago is None]

    def officer(self, rng: Random) -> str:
        """Draw an officer: some refer often, a third of them hardly ever."""
        officers = self.of(RoleName.OFFICER)
        weights = accumulate(1 / (place + 2) for place in range(len(officers)))
        return rng.choices(officers, cum_weights=list(weights))[0].username

    def carer(self, rng: Random, language: str) -> str:
        """Draw a peer support specialist or case manager, one who speaks Spanish where it is needed."""
        carers = self.of(RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)
        fluent = [each for each in carers if each.username in SPEAK_SPANISH]
        return rng.choice(fluent if language == "es" and fluent else carers).username

    def first(self, role: RoleName) -> str:
        return self.of(role)[0].username

    def any_of(self, rng: Random, role: RoleName) -> str:
        return rng.choice(self.of(role)).username


SPEAK_SPANISH = frozenset({"rocio.navarrete", "elena.cordero"})


def cast_of(organisation: Organisation, rng: Random) -> Cast:
    """Complete the named staff with officers until each agency has its number of them."""
    workers = list(organisation.staff)
    taken = {each.name for each in workers}
    for partner, wanted in organisation.officers.items():
        known = sum(1 for each in workers if each.partner == partner and each.role == RoleName.OFFICER)
        letter = partner[0].upper()
        for number in range(wanted - known):
            name = fresh_name(rng, taken)
            username = name.lower().replace(" ", ".")
            badge = f"{letter}-{140 + number * 7}"
            workers.append(Worker(username, name, RoleName.OFFICER, partner, badge=badge))
    return Cast(tuple(mixed(workers, rng)))


def fresh_name(rng: Random, taken: set[str]) -> str:
    """Return a name that nobody on the staff has."""
    while True:
        name = f"{rng.choice((*WOMEN, *MEN))} {rng.choice(LAST)}"
        if name not in taken:
            taken.add(name)
            return name


def mixed(workers: Sequence[Worker], rng: Random) -> Iterable[Worker]:
    """Keep the named staff in front and mix the other officers, so that all agencies refer."""
    officers = [
        each for each in workers if each.badge and "." in each.username and each.role == RoleName.OFFICER
    ]
    rng.shuffle(officers)
    known = {each.username for each in officers}
    return [*(each for each in workers if each.username not in known), *officers]
