"""The staff of a program, and who takes which story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from handoff.access.roles import RoleName
from handoff.demo.organizations import Organization, StaffMember
from handoff.demo.people import LAST, MEN, WOMEN


@dataclass(frozen=True)
class Staff:
    """The first officers refer most."""

    workers: tuple[StaffMember, ...]

    def with_roles(self, *roles: RoleName) -> list[StaffMember]:
        """Staff who have held a role from the start."""
        return [each for each in self.workers if each.role in roles and each.since_ago is None]

    def officer(self, rng: Random) -> str:
        """Draw an officer: some refer often, a third hardly ever."""
        officers = self.with_roles(RoleName.OFFICER)
        weights = accumulate(1 / (place + 2) for place in range(len(officers)))
        return rng.choices(officers, cum_weights=list(weights))[0].username

    def care_worker(self, rng: Random, language: str) -> str:
        """Draw a peer support specialist or case manager, one who speaks Spanish when needed."""
        care_workers = self.with_roles(RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)
        fluent = [each for each in care_workers if each.username in SPEAK_SPANISH]
        return rng.choice(fluent if language == "es" and fluent else care_workers).username

    def first_with_role(self, role: RoleName) -> str:
        return self.with_roles(role)[0].username

    def random_with_role(self, rng: Random, role: RoleName) -> str:
        return rng.choice(self.with_roles(role)).username


SPEAK_SPANISH = frozenset({"rocio.navarrete", "elena.cordero"})


def build_staff(organization: Organization, rng: Random) -> Staff:
    """Add officers to the named staff until each agency has its number."""
    workers = list(organization.staff)
    taken = {each.name for each in workers}
    for partner, wanted in organization.officers.items():
        known = sum(1 for each in workers if each.partner == partner and each.role == RoleName.OFFICER)
        letter = partner[0].upper()
        for number in range(wanted - known):
            name = fresh_name(rng, taken)
            username = name.lower().replace(" ", ".")
            badge = f"{letter}-{140 + number * 7}"
            workers.append(StaffMember(username, name, RoleName.OFFICER, partner, badge=badge))
    return Staff(tuple(shuffle_officers(workers, rng)))


def fresh_name(rng: Random, taken: set[str]) -> str:
    while True:
        name = f"{rng.choice((*WOMEN, *MEN))} {rng.choice(LAST)}"
        if name not in taken:
            taken.add(name)
            return name


def shuffle_officers(workers: Sequence[StaffMember], rng: Random) -> Iterable[StaffMember]:
    """Keep named staff first and shuffle the other officers, so that all agencies refer."""
    officers = [
        each for each in workers if each.badge and "." in each.username and each.role == RoleName.OFFICER
    ]
    rng.shuffle(officers)
    known = {each.username for each in officers}
    return [*(each for each in workers if each.username not in known), *officers]
