"""Two small programs with real records; what a record that is not theirs answers, and a form from elsewhere."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from handoff.access.roles import ROLES, Side
from handoff.charges.models import NewCharge
from handoff.referrals.models import Referral, ReferralDraft
from tests.architecture.addresses import Address, addresses
from tests.matrix.browser import noting_writes
from tests.matrix.canaries import Canary, plant, shown_in
from tests.matrix.county import IN_PROGRAM, NOBODY, door_of
from tests.matrix.samples import Kwargs, identifiers, samples
from tests.matrix.world import NOW, World, make_world

WITH_RECORDS = [address for address in IN_PROGRAM if identifiers(address)]
REFUSAL = {"audit_auditevent", "audit_auditchain"}
"""A refusal of somebody signed in is written down, for what is not theirs and for what never was alike."""


@dataclass
class Seen:
    """What one look brought: the answer, the facts in it, and the tables it wrote to."""

    status: int
    content: bytes
    headers: tuple[tuple[str, str], ...]
    words: set[str]
    written: set[str] = field(default_factory=set)

    @property
    def answer(self) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
        return self.status, self.content, self.headers


def look(client: Client, path: str, method: str = "get") -> Seen:
    """Open an address and read everything in the answer, headers too."""
    with noting_writes() as tables:
        response: HttpResponse = getattr(client, method)(path)
    headers = tuple(sorted((name, value) for name, value in response.items()))
    cookies = response.cookies.output()
    text = response.content.decode("utf-8", "replace") + repr(headers) + cookies
    return Seen(response.status_code, response.content, headers, shown_in(text), set(tables))


@dataclass
class County:
    """Two programs, the facts in them, and a browser for everybody."""

    here: World
    there: World
    facts: dict[str, Canary]
    clients: dict[str, Client]
    samples: dict[str, list[Kwargs]]


def path_of(address: Address, world: World, kwargs: dict[str, Any]) -> str:
    return reverse(address.name, kwargs={**kwargs, "program": world.program.slug})


def browser(user: Any, **how: Any) -> Client:
    client = Client(raise_request_exception=True, **how)
    client.force_login(user)
    return client


@pytest.fixture
def county(db, settings, monkeypatch) -> County:
    settings.MEDIA_ROOT = settings.DATA_FOLDER / "matrix"
    here, there = make_world("here"), make_world("there")
    facts = plant()
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: NOW))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    clients = {name: browser(user) for name, user in here.members.items()}
    found = {address.name: samples(address, here.program) for address in IN_PROGRAM}
    return County(here, there, facts, clients, found)


def stolen(county: County, address: Address) -> Iterator[Kwargs]:
    """Return identifiers of the other program's records, alone and mixed with this program's own."""
    theirs = samples(address, county.there.program)[0]
    ours = county.samples[address.name][0]
    for name in theirs:
        if isinstance(theirs[name], uuid.UUID):
            yield {**ours, name: theirs[name]}
    yield theirs


@pytest.mark.once
def test_a_record_of_another_program_answers_as_one_that_never_was(county):
    found: set[str] = set()
    for name, role in county.here.roles.items():
        for address in WITH_RECORDS:
            if not door_of(address).permissions & ROLES[role].permissions:
                continue
            for kwargs in stolen(county, address):
                if not any(isinstance(value, uuid.UUID) for value in kwargs.values()):
                    continue
                nobody = {
                    key: NOBODY if isinstance(value, uuid.UUID) else value for key, value in kwargs.items()
                }
                for method in ("get", "post"):
                    seen = look(county.clients[name], path_of(address, county.here, kwargs), method)
                    never = look(county.clients[name], path_of(address, county.here, nobody), method)
                    if seen.answer != never.answer or seen.words or seen.written != never.written:
                        found.add(f"{name} {method} {address}: {seen.status}, not {never.status}")
    assert not found, "\n".join(sorted(found))


def test_a_record_that_is_not_theirs_answers_officer_and_da_as_one_that_never_was(county):
    found: set[str] = set()
    others = {
        "referral_id": Referral.objects.filter(program=county.here.program).exclude(
            referrer_user_id=county.here.members["officer"].pk
        ),
        "draft_id": ReferralDraft.objects.filter(program=county.here.program).exclude(
            owner_id=county.here.members["officer"].pk
        ),
        "charge_id": NewCharge.objects.filter(program=county.here.program).exclude(
            person__releases__revoked_at=None
        ),
    }
    law = [name for name, role in county.here.roles.items() if ROLES[role].side == Side.LAW]
    for name in {*law} - {"second_officer", "other_officer"}:
        for address in WITH_RECORDS:
            for identifier, rows in others.items():
                if identifier not in address.converters or address.name.startswith("referrals:check"):
                    continue
                for row in rows:
                    ours = county.samples[address.name][0]
                    for method in ("get", "post"):
                        paths = [
                            path_of(address, county.here, {**ours, identifier: each})
                            for each in (row.public_id, NOBODY)
                        ]
                        seen, never = (look(county.clients[name], path, method) for path in paths)
                        if seen.answer != never.answer or seen.written - REFUSAL:
                            found.add(f"{name} {method} {address}: {seen.status}, not {never.status}")
    assert not found, "\n".join(sorted(found))


def test_a_form_from_elsewhere_changes_nothing(county):
    careful = browser(county.here.members["program_manager"], enforce_csrf_checks=True)
    for address in addresses():
        if address.in_program:
            path = path_of(address, county.here, county.samples[address.name][0])
        else:
            path = reverse(address.name, kwargs=dict.fromkeys(address.converters, "never-was"))
        seen = look(careful, path, "post")
        assert seen.status == 403 and not seen.written - REFUSAL, f"{address}: {seen.status}"
