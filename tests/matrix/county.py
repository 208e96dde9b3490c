"""The county in which the leak table is read: two programs, their members, and the outsiders."""

import os
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from handoff.access.decorators import AccessRule
from handoff.access.permissions import Permission
from handoff.access.roles import OUTSIDE, ROLES, RoleName, Side
from handoff.accounts.models import (
    KINDS_OF_ROLE,
    AgreementSignature,
    ConfidentialityAgreement,
    Departure,
    Membership,
    User,
)
from handoff.participants.models import Person
from handoff.participants.team.services import open_with_reason
from handoff.programs.models import Agency
from handoff.testing.programs import make_member, put_on_every_team
from tests.architecture.addresses import Address, addresses
from tests.matrix.browser import Browser, Seen
from tests.matrix.canaries import Canary, plant
from tests.matrix.consent_states import AGENCY_THAT_LEFT, make_states
from tests.matrix.oracle import may_see, unchanged
from tests.matrix.samples import Kwargs, samples
from tests.matrix.scenario.everything import make_scenario
from tests.matrix.scenario.participants import charge, record_intake
from tests.matrix.scenario.program import NOW, Scenario
from tests.matrix.scenario.referrals import divert

WHOLE_TABLE = os.environ.get("WHOLE_LEAK_TABLE") == "1"
"""`make nightly` asks every role everything; on a commit, roles that are answered by the same code take turns."""

IN_PROGRAM = [address for address in addresses() if address.in_program]
UNKNOWN_ID = uuid.UUID("0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11")

BUILT = "the county is built"
"""The line that ends its log, so that a log that took no line is no proof."""


@dataclass
class Member:
    """A user with one role in the county's first program, and a browser signed in as them."""

    name: str
    user: User
    role: RoleName
    browser: Browser
    agencies: set[int]
    known: set[str] = field(default_factory=set)

    @property
    def is_outside(self) -> bool:
        """True for police, prosecutor and other partners: an ROI decides what they learn."""
        return ROLES[self.role].side in OUTSIDE

    def holds(self, address: Address) -> bool:
        """True if the role carries the permissions that the address asks for."""
        return opens_to(address, ROLES[self.role].permissions)


@dataclass
class County:
    """Two programs, the facts in them, and a browser for everyone."""

    here: Scenario
    there: Scenario
    states: dict[str, Person]
    names: dict[int, tuple[str, str, str, date | None]]
    facts: dict[str, Canary] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    unsigned: dict[str, Browser] = field(default_factory=dict)
    outsiders: dict[str, Browser] = field(default_factory=dict)
    samples: dict[str, list[Kwargs]] = field(default_factory=dict)
    theirs: dict[str, Kwargs] = field(default_factory=dict)
    rows: dict[Any, Any] = field(default_factory=dict)
    answers: dict[tuple[str, str], Seen] = field(default_factory=dict)
    """What members found at addresses, by their name and the path: a page is read for all that is asked of it."""

    fields: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Which fields the pages of each address have shown, to anyone."""
    log: str = ""
    """All that was logged while it was made."""
    temporary: Path | None = None
    """The folder that temporary files were made in meanwhile."""

    def member(self, name: str) -> Member:
        return next(each for each in self.members if each.name == name)

    def path(self, address: Address, kwargs: Kwargs, program: str = "here") -> str:
        return reverse(address.name, kwargs={**kwargs, "program": program})


def roles_to_seat() -> list[RoleName]:
    """The roles at the table: every one at night, on a commit one of those with the same side and permissions."""
    seated: dict[tuple[Side, frozenset[Permission]] | RoleName, RoleName] = {}
    for name, role in ROLES.items():
        seated.setdefault(name if WHOLE_TABLE else (role.side, role.permissions), name)
    return list(seated.values())


def rule_of(address: Address) -> AccessRule:
    rule: AccessRule = address.view.access_rule  # type: ignore[attr-defined]
    return rule


def opens_to(address: Address, held: frozenset[Permission]) -> bool:
    """True if these permissions open an address that asks for some."""
    return bool(rule_of(address).permissions) and rule_of(address).is_met_by(held)


def refer_from_another_agency(scenario: Scenario, first_name: str, last_name: str) -> Any:
    """A participant whom an officer of another agency referred: what our police know of them is the ROI's to say."""
    who = scenario.new_person(first_name, last_name)
    referral = divert(scenario, "other_officer", NOW - timedelta(days=10), who)
    record_intake(scenario, referral, complete=True)
    return referral.person


def let_an_officer_leave(scenario: Scenario, successor: str) -> Person:
    """An officer of our police made a referral and left; only a successor of the same agency takes it over (P9)."""
    police = Agency.objects.get(program=scenario.program, name="Own police")
    officer = make_member(scenario.program, RoleName.OFFICER, police)
    scenario.members["officer who left"] = officer
    referral = divert(scenario, "officer who left", NOW - timedelta(days=12))
    del scenario.members["officer who left"]
    Membership.objects.filter(user=officer).update(ends_on=(NOW - timedelta(days=2)).date())
    Departure.objects.create(
        program=scenario.program,
        user=officer,
        leaves_on=(NOW - timedelta(days=2)).date(),
        stand_in=scenario.members[successor],
        planned_at=NOW - timedelta(days=5),
        planned_by_id=scenario.members["program_manager"].pk,
    )
    assert referral.person is not None
    return referral.person


def make_county() -> County:
    """Both programs with everything in them, one participant for every state of consent, and a word for every fact."""
    here, there = make_scenario("here"), make_scenario("there")
    add_agency_that_left(here)
    states = make_states(
        lambda first, last: refer_from_another_agency(here, first, last),
        lambda person: charge(here, person),
        here.members["district_attorney"].pk,
        NOW,
    )
    left = [let_an_officer_leave(here, each) for each in ("second_officer", "other_officer")]
    for person in (*states.values(), *left):
        for name in ("program_manager", "data_manager"):
            actor = here.actor(name, NOW)
            open_with_reason(
                actor=actor, person=person, reason="other", note="zqwords", at=NOW - timedelta(hours=1)
            )
    put_on_every_team(here.members["peer_support"], here.program)
    put_on_every_team(here.members["case_manager"], here.program)
    plain = ("pk", "first_name", "last_name", "preferred_name", "date_of_birth")
    names = {
        pk: (first, last, goes, born) for pk, first, last, goes, born in Person.objects.values_list(*plain)
    }
    county = County(here, there, states, names)
    publish_second_agreement(county)
    county.facts = plant()
    seat_members(county)
    add_outsiders(county)
    county.samples = {address.name: samples(address, here.program) for address in IN_PROGRAM}
    county.theirs = {address.name: samples(address, there.program)[0] for address in IN_PROGRAM}
    county.rows = rows_by_id(county)
    return county


def add_agency_that_left(scenario: Scenario) -> None:
    """Agencies that have left the program, and the memberships that no one has ended yet."""
    for name, role in scenario.roles.items():
        if ROLES[role].side in OUTSIDE:
            kind = min(KINDS_OF_ROLE[role])
            left, _ = Agency.objects.get_or_create(
                program=scenario.program, kind=kind, name=f"{AGENCY_THAT_LEFT}, {kind}", is_active=False
            )
            Membership.objects.create(
                user=scenario.members[name],
                program=scenario.program,
                agency=left,
                role=role,
                starts_on=date(2024, 1, 1),
                ends_on=date(2030, 1, 1),
            )


def publish_second_agreement(county: County) -> None:
    """A newer agreement takes effect: everyone at the table signs it, one of each role only the old one, one none."""
    for role in roles_to_seat():
        for version in ("none", "old"):
            user = make_member(county.here.program, role, signed=version == "old")
            county.unsigned[f"{role} who signed {version}"] = Browser(user)
    newer = ConfidentialityAgreement.objects.create(
        program=county.here.program, number=2, text="I still do.", effective_at=NOW - timedelta(days=1)
    )
    for user in county.here.members.values():
        AgreementSignature.objects.create(
            agreement=newer, user=user, typed_name=user.full_name, signed_at=NOW - timedelta(hours=1)
        )


def seat_members(county: County) -> None:
    """A browser for everyone at the table, and which facts the oracle lets them have."""
    with unchanged():
        for name, role in county.here.roles.items():
            if role not in roles_to_seat():
                continue
            user = county.here.members[name]
            agencies = {each for each in user.memberships.values_list("agency_id", flat=True) if each}
            known = {
                word
                for word, fact in county.facts.items()
                if fact.program_id == county.here.program.pk and may_see(user, role, agencies, fact, NOW)
            }
            county.members.append(Member(name, user, role, Browser(user), agencies, known))


def add_outsiders(county: County) -> None:
    """Who must find nothing: members of the other program, of the past and of tomorrow, and disabled accounts."""
    for name in roles_to_seat():
        user = county.there.members[name]
        county.outsiders[f"{name} of there"] = Browser(user)
    today = NOW.date()
    roles = (RoleName.PROGRAM_MANAGER, RoleName.OFFICER, RoleName.DISTRICT_ATTORNEY)
    held = {
        "left today": (date(2024, 1, 1), today),
        "comes tomorrow": (today + timedelta(days=1), None),
        "is disabled": (date(2024, 1, 1), None),
    }
    for role, (when, (starts_on, ends_on)) in zip(roles, held.items(), strict=True):
        user = make_member(county.here.program, role)
        sign_current_agreement(user)
        county.outsiders[f"{role} who {when}"] = Browser(user)
        Membership.objects.filter(user=user).update(starts_on=starts_on, ends_on=ends_on)
        User.objects.filter(pk=user.pk).update(is_active=when != "is disabled")
    county.outsiders["an anonymous visitor"] = Browser()


def sign_current_agreement(user: User) -> None:
    """Sign the current agreement, so that nothing but the standing keeps this user out."""
    newest = ConfidentialityAgreement.objects.filter(program__memberships__user=user).latest("number")
    AgreementSignature.objects.get_or_create(
        agreement=newest,
        user=user,
        defaults={"typed_name": user.full_name, "signed_at": NOW - timedelta(hours=1)},
    )


def rows_by_id(county: County) -> dict[Any, Any]:
    """Return the record behind every identifier in the samples."""
    wanted = {value for found in county.samples.values() for kwargs in found for value in kwargs.values()}
    rows: dict[Any, Any] = {}
    for model in apps.get_models():
        if any(each.name == "public_id" for each in model._meta.concrete_fields):
            for row in model._default_manager.filter(
                public_id__in=[each for each in wanted if isinstance(each, uuid.UUID)]
            ):
                rows[row.public_id] = row  # type: ignore[attr-defined]
    return rows


@contextmanager
def stop_clock() -> Iterator[None]:
    """Stop the clock of every request at NOW."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: NOW))
        yield
