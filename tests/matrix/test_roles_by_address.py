"""Every role at every address: what is not yours answers, byte for byte, as what never existed.

The addresses come from Django's resolver, so that a new page is in the matrix the moment it exists. Identifiers in them
are made up: which records a role may open is the business of each app's own tests.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from handoff.access.roles import ROLES, RoleName
from handoff.testing.programs import make_member, make_program
from tests.architecture.addresses import Address, addresses
from tests.matrix.county import WHOLE_TABLE, opens_to, rule_of
from tests.matrix.turns import takes_turn

pytestmark = pytest.mark.once

SAMPLES = {
    "UUIDConverter": uuid.UUID("0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11"),
    "SlugConverter": "sample",
    "StringConverter": "sample",
}
METHODS = ("get", "post")


def in_program() -> list[Address]:
    return [address for address in addresses() if address.in_program]


def opened_by(role: RoleName) -> list[Address]:
    """What a role may open: on a commit an eighth of it, another eighth the next role."""
    place = list(RoleName).index(role)
    held = ROLES[role].permissions
    return [
        address
        for number, address in enumerate(in_program())
        if opens_to(address, held) and takes_turn(number + place, 8)
    ]


def refused_to(role: RoleName) -> Iterator[tuple[Address, str]]:
    """What a role may not open: on a commit each address is asked by two of those who may not, each by one method."""
    for number, address in enumerate(in_program()):
        shut = [each for each in RoleName if not opens_to(address, ROLES[each].permissions)]
        for place, method in enumerate(METHODS) if shut and rule_of(address).permissions else ():
            if role in shut if WHOLE_TABLE else role == shut[(number + place) % len(shut)]:
                yield address, method


def path_of(address: Address, program: str) -> str:
    values = {name: SAMPLES[kind] for name, kind in address.converters.items()}
    return reverse(address.name, kwargs={**values, "program": program})


def answer(client: Client, method: str, path: str) -> tuple[int, bytes]:
    response = getattr(client, method)(path)
    return response.status_code, response.content


@pytest.fixture
def program(db):
    return make_program(slug="here")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", RoleName)
def test_a_role_finds_nothing_where_it_may_not_go(role, program):
    client = client_of(make_member(program, role))
    missing = answer(client, "get", f"/p/{program.slug}/never-was-there/")
    assert missing[0] == 404
    for address, method in refused_to(role):
        assert answer(client, method, path_of(address, program.slug)) == missing, f"{role} {method} {address}"


@pytest.mark.parametrize("role", RoleName)
def test_a_role_breaks_nothing_where_it_may_go(role, program):
    client = client_of(make_member(program, role))
    for address in opened_by(role):
        status, _ = answer(client, "get", path_of(address, program.slug))
        assert status in {200, 302, 404, 405}, f"{role} {address}: {status}"


def test_an_anonymous_visitor_is_asked_to_sign_in(program):
    client = Client()
    for number, address in enumerate(in_program()):
        if rule_of(address).signed_in:
            for method in METHODS if WHOLE_TABLE else (METHODS[number % 2],):
                response = getattr(client, method)(path_of(address, program.slug))
                assert response.status_code == 302, f"{method} {address}: {response.status_code}"
                assert response["Location"].startswith(reverse(settings.LOGIN_URL)), address
