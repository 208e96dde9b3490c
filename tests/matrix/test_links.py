"""No link leads to a 404: the reader of a page may open what it links and posts to."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from handoff.access.roles import ROLES
from handoff.programs.models import Agency
from tests.architecture.addresses import Address
from tests.matrix.county import IN_PROGRAM, County, Member
from tests.matrix.turns import takes_turn

pytestmark = pytest.mark.once
LINKS = re.compile(r'<a\b[^>]*\bhref="([^"#][^"]*)"')
FORMS = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BUTTONS = re.compile(r"<button\b([^>]*)>")
ACTION = re.compile(r'\b(?:form)?action="([^"]*)"')
PROGRAM = re.compile(r"/p/here/")


def find_links(path: str, text: str) -> set[str]:
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
    """The pages that a member may open: a third of them on a commit, another third the next role's."""
    place = county.members.index(member)
    for number, address in enumerate(IN_PROGRAM):
        if member.holds(address) and takes_turn(number + place, 3):
            found = county.samples[address.name]
            most = MOST_RECORDS.get(address.name, 1)
            for kwargs in found[:: max(1, len(found) // most)][:most]:
                yield address, county.path(address, kwargs)


@pytest.fixture(scope="module")
def opened(built_county: County) -> list[tuple[Member, Address, str, str]]:
    """What each member finds on the pages that they may open: member, address, path and page.

    The leak table has opened most of them already.
    """
    found = []
    with transaction.atomic():
        for member in built_county.members:
            for address, path in pages(built_county, member):
                answer = built_county.answers.get((member.name, path)) or member.browser.look(path)
                if answer.status == 200 and "html" in answer.headers["Content-Type"]:
                    found.append((member, address, path, answer.content.decode()))
        transaction.set_rollback(True)
    return found


def test_no_page_links_to_a_page_its_reader_may_not_open(opened):
    closed: set[str] = set()
    for member, address, path, page in opened:
        permissions = ROLES[member.role].permissions
        for target in find_links(path, page):
            if not may_follow(target, permissions):
                closed.add(f"{member.role}: {address.name} leads to {resolve(target).view_name}")
    assert not closed, "\n".join(sorted(closed))


UNSEEN = re.compile(r"<(script|style|code|pre|textarea)\b.*?</\1>|<[^>]*>", re.DOTALL)
RAW = re.compile(r"\+1\d{10}|(?<![$,\d])\b\d+\.0{2,3}\b(?! ?%)|\b12:00 AM\b|\b[a-z]{2,}(?:_[a-z]+)+\b")
"""A phone number, a weight or a day as a machine stores it, and the code of a choice. Dollars have their cents."""


def raw_values(page: str) -> set[str]:
    """What a page shows as it is stored and not as people write it (W5)."""
    return set(RAW.findall(unescape(UNSEEN.sub(" ", page))))


def test_no_page_shows_what_is_stored_instead_of_words(opened):
    """finding-W5. The county's partners are named by their kind, which is no raw value."""
    kinds = set(Agency.Kind.values)
    raw = {
        f"{address.name}: {each}" for _m, address, _path, page in opened for each in raw_values(page) - kinds
    }
    assert not raw, "\n".join(sorted(raw))


@pytest.mark.parametrize("value", ["leave_word", "+19105550142", "1.000", "12:00 AM"])
def test_a_raw_value_is_found(value):
    assert raw_values(f"<p class='a_b'>Shown: {value}.</p>") == {value}
    assert not raw_values(f"<p data-value='{value}'>(910) 555-0142, 1 gram, 9:00 AM</p><code>{value}</code>")
