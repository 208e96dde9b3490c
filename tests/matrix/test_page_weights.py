"""An officer at the roadside has a weak signal: each page they can reach is at most 80 kB from an empty cache."""

import pytest
from django.urls import reverse

from handoff.charges.services import install_offenses
from handoff.testing.programs import actor_of
from tests.architecture.addresses import Address, addresses
from tests.matrix.county import IN_PROGRAM, WHOLE_TABLE, County, Member
from tests.matrix.looking import browser
from tests.matrix.samples import Kwargs
from tests.matrix.scenario.program import NOW
from tests.matrix.turns import is_closed, some
from tests.matrix.weights import cold_weight

pytestmark = pytest.mark.once
MOST_BYTES = 80_000
EVERYWHERE = {each.name for each in addresses() if not each.in_program and not each.converters}


def paths_of_an_officer(county: County) -> dict[str, str]:
    """Every page of the program that an officer may open, with two records of each kind, and their own settings."""
    officer = county.member("officer")
    paths = {
        f"{each.name} {number}": county.path(each, kwargs)
        for each in IN_PROGRAM
        if officer.holds(each)
        for number, kwargs in enumerate(records_of_officer(county, officer, each))
    }
    return paths | {name: reverse(name) for name in EVERYWHERE if name.startswith("accounts:")}


def records_of_officer(county: County, officer: Member, address: Address) -> list[Kwargs]:
    """Every record of theirs at night, two on a commit: the same page weighs much the same with other records."""
    found = [each for each in county.samples[address.name] if not is_closed(county, officer, each)]
    return found if WHOLE_TABLE else some(found, 2)


def heavy_pages(county: County, language: str, paths: dict[str, str]) -> dict[str, int]:
    """Open each page in a language as the officer, and return those that weigh too much."""
    client = browser(county.here.members["officer"])
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    weights = {}
    for name, path in paths.items():
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            weights[name] = cold_weight(answer)
    assert len(weights) > 30, sorted(weights)
    return {f"{name} in {language}": weight for name, weight in weights.items() if weight > MOST_BYTES}


def test_every_page_of_an_officer_weighs_at_most_80_kilobytes(county):
    """finding-A8: HTML, style sheets, scripts, images and fonts, with the whole list of offenses in the program.

    On a commit they are weighed in Spanish, whose sentences are longer.
    """
    program = county.here.program
    manager = actor_of(county.here.members["program_manager"], program, NOW)
    install_offenses(actor=manager, program=program, at=NOW)
    paths = paths_of_an_officer(county)
    for language in ("en", "es") if WHOLE_TABLE else ("es",):
        assert not heavy_pages(county, language, paths)
