"""No link leads to a 404: the reader of a page may open what it links and posts to."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from handoff.access.roles import ROLES
from tests.architecture.addresses import Address
from tests.matrix.county import IN_PROGRAM, County, Member
from tests.matrix.table import takes_turn

pytestmark = pytest.mark.once
LINKS = re.compile(r'<a\b[^>]*\bhref="([^"#][^"]*)"')
FORMS = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BUTTONS = re.compile(r"<button\b([^>]*)>")
ACTION = re.compile(r'\b(?:form)?action="([^"]*)"')
PROGRAM = re.compile(r"/p/here/")


def linked_addresses(path: str, text: str) -> set[str]:
    """Return the addresses in the program that a page links or posts to."""
    found = LINKS.findall(text)
    for head, body in FORMS.findall(text):
        buttons = BUTTONS.findall(body)
        if buttons and all("disabled" in each for each in buttons):
            continue  # the sentence beside it says why not
        found += ACTION.findall(head) or [path]
        found += re.findall(r'\bformaction="([^"]*)"', body)
    paths = (urlsplit(urljoin(path, unescape(each))).path for each in found)
    return {each for each in paths if PROGRAM.match(each)}


def may_follow(path: str, permissions: frozenset) -> bool:
    """True if these permissions open the page at a path."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    return bool(view.access_rule.is_met_by(permissions))


MOST_RECORDS = {"people:person": 12}
"""Of most kinds of record one is opened; of people so many that intakes and both statuses are among them."""


def pages(county: County, member: Member) -> Iterator[tuple[Address, str]]:
    """The pages that a member may open: half of them on a commit, the other half the next role's."""
    place = county.members.index(member)
    for number, address in enumerate(IN_PROGRAM):
        if member.holds(address) and takes_turn(number + place, 2):
            found = county.samples[address.name]
            most = MOST_RECORDS.get(address.name, 1)
            for kwargs in found[:: max(1, len(found) // most)][:most]:
                yield address, county.path(address, kwargs)


def test_no_page_links_to_a_page_its_reader_may_not_open(county: County):
    closed: set[str] = set()
    for member in county.members:
        permissions = ROLES[member.role].permissions
        for address, path in pages(county, member):
            answer = member.browser.look(path)
            if answer.status != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            for target in linked_addresses(path, answer.content.decode()):
                if not may_follow(target, permissions):
                    closed.add(f"{member.role}: {address.name} leads to {resolve(target).view_name}")
    assert not closed, "\n".join(sorted(closed))
