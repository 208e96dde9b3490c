"""Every role at every address with real records: no fact reaches whom it is not for, and each reaches who helps."""

import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from handoff.access.doors import Door
from handoff.access.roles import PARTICIPANT_DATA, ROLES, Side
from handoff.accounts.models import AgreementSignature
from handoff.charges.models import NewCharge
from handoff.referrals.models import Referral, ReferralDraft
from tests.architecture.addresses import Address, addresses
from tests.matrix.canaries import Canary, plant, shown_in
from tests.matrix.oracle import may_see
from tests.matrix.samples import Kwargs, identifiers, samples
from tests.matrix.world import NOW, World, make_world

IN_PROGRAM = [address for address in addresses() if address.in_program]
WITH_RECORDS = [address for address in IN_PROGRAM if identifiers(address)]
NOBODY = uuid.UUID("0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
MAY_BE_WRITTEN_BY_LOOKING = {
    "audit_auditevent": "every look is written down",
    "audit_auditchain": "with the head of its chain",
    "consent_disclosure": "what is told under an ROI is registered",
    "django_session": "a message shown once is taken off",
}
REFUSAL = {"audit_auditevent", "audit_auditchain"}
"""A refusal of somebody signed in is written down, for what is not theirs and for what never was alike."""
ALSO_WRITTEN = {
    "referrals:page": {"referrals_referraldraft": "the officer's own time begins when the page is shown"}
}

WHOLE = {
    "people:person",
    "people:access",
    "people:correct",
    "people:write_approach",
    "referrals:show",
    "referrals:message",
    "referrals:page",
    "enrollment:intake",
    "enrollment:section",
    "enrollment:book",
    "enrollment:status",
    "consent:show",
    "consent:print",
    "casework:write_note",
    "staffing:new_charge",
    "records:request",
    "records:erasure",
    "records:breach",
}
"""The pages that show most of a record; here every record is opened."""

SHOWN_NOWHERE = {
    "Encounter.incident_number": "kept for the agency's own files",
    "NewCharge.incident_number": "kept for the agency's own files",
    "EligibilityDecision.decision_reason": "shown to the DA, as the recommendation, where an exception is asked for",
    "ExceptionRequest.recommendation": "for the DA alone",
    "ExceptionRequest.decision_reason": "for the DA alone",
    "PersonName.first_name": "found by the lookup, not shown yet",
    "PersonName.last_name": "found by the lookup, not shown yet",
    "Referral.withdraw_reason": "kept, not shown yet",
    "ReferralDraft.answers": "a draft thrown away is shown no more",
}
"""Facts that the care team need not find on a page, and why."""


def was_taken_back(fact: Canary) -> bool:
    """Say whether a contact was logged by mistake and taken back."""
    return fact.field == "ContactAttempt.note" and hasattr(fact.row, "correction")


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


@contextmanager
def noting_writes() -> Iterator[set[str]]:
    """Collect the tables written to meanwhile."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found:
            tables.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


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

    def paths(self, name: str) -> Iterator[tuple[Address, str]]:
        """Return what somebody opens: every record behind a door of theirs, one behind every other door.

        All on the care side open the same records by the same doors, so that one of them opens every record on the
        pages that show most, and a few on the others.
        """
        role = self.here.roles[name]
        for address in IN_PROGRAM:
            found = self.samples[address.name]
            mine = door_of(address).permissions & ROLES[role].permissions
            if not mine:
                found = found[:1]
            elif ROLES[role].side != Side.LAW:
                most = len(found) if name == "program_manager" and address.name in WHOLE else 3
                found = found[:: max(1, len(found) // most)][:most]
            for kwargs in found:
                yield address, path_of(address, self.here, kwargs)

    def agencies(self, name: str) -> set[int]:
        user = self.here.members[name]
        return {each for each in user.memberships.values_list("agency_id", flat=True) if each}


def door_of(address: Address) -> Door:
    door: Door = address.view.door  # type: ignore[attr-defined]
    return door


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
    monkeypatch.setattr("handoff.accounts.middleware.timezone", SimpleNamespace(now=lambda: NOW))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    clients = {name: browser(user) for name, user in here.members.items()}
    found = {address.name: samples(address, here.program) for address in IN_PROGRAM}
    return County(here, there, facts, clients, found)


def test_a_fact_is_shown_to_who_may_know_it_and_to_nobody_else(county):
    leaks: set[str] = set()
    unwritten: set[str] = set()
    written: set[str] = set()
    reached: set[str] = set()
    known = {
        name: {
            word
            for word, fact in county.facts.items()
            if fact.program_id == county.here.program.pk
            and may_see(county.here.members[name], role, county.agencies(name), fact, NOW)
        }
        for name, role in county.here.roles.items()
    }
    for name, role in county.here.roles.items():
        for address, path in county.paths(name):
            seen = look(county.clients[name], path)
            for word in seen.words - known[name]:
                leaks.add(f"{name} at {address}: {county.facts[word]} ({county.facts[word].origin})")
            if seen.words and "audit_auditevent" not in seen.written:
                unwritten.add(f"shown without an audit row: {name} at {address}")
            allowed = {*MAY_BE_WRITTEN_BY_LOOKING, *ALSO_WRITTEN.get(address.name, {})}
            if seen.written - allowed:
                written.add(f"written by looking: {name} at {address}: {seen.written - allowed}")
            if ROLES[role].side != Side.LAW:
                reached |= seen.words
    wanted = {
        word
        for word in known["program_manager"]
        if county.facts[word].field not in SHOWN_NOWHERE and not was_taken_back(county.facts[word])
    }
    missing = {f"never shown: {county.facts[word]}" for word in wanted - reached}
    found = leaks | unwritten | written | missing
    assert not found, "\n".join(sorted(found))


def stolen(county: County, address: Address) -> Iterator[Kwargs]:
    """Return identifiers of the other program's records, alone and mixed with this program's own."""
    theirs = samples(address, county.there.program)[0]
    ours = county.samples[address.name][0]
    for name in theirs:
        if isinstance(theirs[name], uuid.UUID):
            yield {**ours, name: theirs[name]}
    yield theirs


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


def test_without_a_signed_agreement_no_page_shows_anybody(county):
    AgreementSignature.objects.all().delete()
    found: set[str] = set()
    for name, role in county.here.roles.items():
        for address in IN_PROGRAM:
            path = path_of(address, county.here, county.samples[address.name][0])
            seen = look(county.clients[name], path)
            if seen.words:
                found.add(f"{name} at {address}: {len(seen.words)} facts")
            wanted = door_of(address).permissions & ROLES[role].permissions
            asked = dict(seen.headers).get("Location", "").startswith("/p/here/agreement/")
            if wanted and wanted <= PARTICIPANT_DATA and not asked:
                found.add(f"{name} at {address}: {seen.status}, not the agreement")
    assert not found, "\n".join(sorted(found))


def test_nobody_else_finds_anything(county):
    found: set[str] = set()
    clients = {
        name: browser(county.there.members[name])
        for name in ("program_manager", "officer", "site_administrator")
    }
    for name, client in [*clients.items(), ("a stranger", Client())]:
        for address in IN_PROGRAM:
            if not door_of(address).signed_in and name != "a stranger":
                continue
            seen = look(client, path_of(address, county.here, county.samples[address.name][-1]))
            if seen.words or seen.written - (REFUSAL if name in clients else set()):
                found.add(f"{name} at {address}: {seen.words} {seen.written}")
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
