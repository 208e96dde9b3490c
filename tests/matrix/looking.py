"""Django's own client, and everything that one look with it brings."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import Address
from tests.matrix.browser import record_writes
from tests.matrix.canaries import find_canaries
from tests.matrix.county import IN_PROGRAM
from tests.matrix.samples import identifiers
from tests.matrix.scenario.program import Scenario

WITH_RECORDS = [address for address in IN_PROGRAM if identifiers(address)]
REFUSAL = {"audit_auditevent", "audit_auditchain"}
"""A refusal of someone signed in is written down, for what is not theirs and for what never was alike."""


@dataclass
class Seen:
    """What one look brought: the answer, the facts in it, and the tables it wrote to."""

    status: int
    headers: tuple[tuple[str, str], ...]
    words: set[str]
    written: set[str] = field(default_factory=set)


def look(client: Client, path: str, method: str = "get") -> Seen:
    """Open an address and read everything in the answer, headers too."""
    with record_writes() as tables:
        response: HttpResponse = getattr(client, method)(path)
    headers = tuple(sorted((name, value) for name, value in response.items()))
    text = response.content.decode("utf-8", "replace") + repr(headers) + response.cookies.output()
    return Seen(response.status_code, headers, find_canaries(text), set(tables))


def path_of(address: Address, scenario: Scenario, kwargs: dict[str, Any]) -> str:
    return reverse(address.name, kwargs={**kwargs, "program": scenario.program.slug})


def browser(user: Any, **how: Any) -> Client:
    client = Client(raise_request_exception=True, **how)
    client.force_login(user)
    return client
