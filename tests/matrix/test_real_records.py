"""Records that exist and are not the reader's answer as ones that do not; a form from elsewhere changes nothing."""

import uuid

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from handoff.charges.models import NewCharge
from handoff.referrals.models import Referral, ReferralDraft
from tests.architecture.addresses import addresses
from tests.matrix.county import UNKNOWN_ID, County, Member
from tests.matrix.looking import REFUSAL, WITH_RECORDS, browser, look, path_of
from tests.matrix.oracle import may_open
from tests.matrix.scenario.program import NOW
from tests.matrix.table import ids_of_other_program

pytestmark = pytest.mark.once

METHODS = ("GET", "POST")


def test_a_form_from_elsewhere_changes_nothing(county):
    careful: Client = browser(county.here.members["program_manager"], enforce_csrf_checks=True)
    for address in addresses():
        if address.in_program:
            path = path_of(address, county.here, county.samples[address.name][0])
        else:
            path = reverse(address.name, kwargs=dict.fromkeys(address.converters, "never-was"))
        seen = look(careful, path, "post")
        assert seen.status == 403 and not seen.written - REFUSAL, f"{address}: {seen.status}"


@pytest.mark.nightly
def test_a_record_of_another_program_answers_as_one_that_never_was(county):
    """Every role, both methods; the leak table tries GET and POST in turn on every commit."""
    found: set[str] = set()
    for member in county.members:
        for address in WITH_RECORDS:
            if not member.holds(address):
                continue
            for kwargs in ids_of_other_program(county, address):
                ids = {name for name, value in kwargs.items() if isinstance(value, uuid.UUID)}
                nowhere = {**kwargs, **dict.fromkeys(ids, UNKNOWN_ID)}
                for method in METHODS if ids else ():
                    seen = member.browser.look(county.path(address, kwargs), method)
                    never = member.browser.look(county.path(address, nowhere), method)
                    if seen.answer() != never.answer() or seen.words or seen.written != never.written:
                        found.add(f"{member.name} {method} {address}: {seen.status}, not {never.status}")
    assert not found, "\n".join(sorted(found))


def records_closed_to(county: County, member: Member) -> dict[str, list[Model]]:
    """The records that a member has no page of, by the oracle; by the name of the identifier in the URL."""
    kinds: dict[str, type[Model]] = {
        "referral_id": Referral,
        "draft_id": ReferralDraft,
        "charge_id": NewCharge,
    }
    return {
        identifier: [
            row
            for row in kind._default_manager.filter(program=county.here.program)
            if not may_open(member.user, member.role, member.agencies, row, NOW)
        ]
        for identifier, kind in kinds.items()
    }


@pytest.mark.nightly
def test_a_record_that_is_not_theirs_answers_officer_and_da_as_one_that_never_was(county):
    found: set[str] = set()
    law = [each for each in county.members if each.is_outside]
    for member in law:
        closed = records_closed_to(county, member)
        for address in WITH_RECORDS:
            for identifier, rows in closed.items():
                if identifier not in address.converters or address.name.startswith("referrals:check"):
                    continue
                ours = county.samples[address.name][0]
                for row in rows:
                    for method in METHODS:
                        seen, never = (
                            member.browser.look(county.path(address, {**ours, identifier: each}), method)
                            for each in (row.public_id, UNKNOWN_ID)
                        )
                        if seen.answer() != never.answer() or seen.written - REFUSAL:
                            found.add(f"{member.name} {method} {address}: {seen.status}, not {never.status}")
    assert not found, "\n".join(sorted(found))
