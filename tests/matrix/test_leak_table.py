"""The leak table, on every commit: no fact reaches whom it is not for, and each reaches whom it helps."""

import time
from dataclasses import replace

import pytest
from django.db import connection

from tests.architecture.addresses import addresses
from tests.matrix import duties, searches, table
from tests.matrix.browser import Browser
from tests.matrix.expected import NO_URL_SAMPLE

CHECKS: tuple[table.Check, ...] = (
    table.check_facts_shown,
    table.check_posted_forms,
    table.check_other_methods,
    table.check_records_of_another_program,
    table.check_unsigned_agreement,
    table.check_outsiders,
    table.check_pages_outside_programs,
    searches.check_lookups,
    searches.check_answers_to_new_charges,
    searches.check_list_searches,
    searches.check_notices,
    duties.check_disclosures_logged,
    duties.check_legal_holds,
    duties.check_charged_people_kept,
    duties.check_workers_named_by_lookup,
    duties.check_accounts_of_other_programs,
    duties.check_answers_to_forms_logged,
)


OPEN_EVERY_PAGE = (
    "program_manager",
    "officer",
    "district_attorney",
    "mobile_crisis",
    "treatment_provider",
    "probation_officer",
    "site_administrator",
)
"""Between them they open every page."""


@pytest.mark.once
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_leak_table(check, county, record_property):
    looks, cpu_started = Browser.looks, time.process_time()
    found = sorted(set(check(county)))
    used = time.process_time() - cpu_started
    record_property("looks", Browser.looks - looks)
    print(f"{check.__name__}: {Browser.looks - looks} looks, {used:.1f} s of processor", flush=True)
    assert not found, f"{len(found)} findings\n" + "\n".join(found[:60])


@pytest.mark.nightly
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite reads the whole table")
def test_row_level_security_hides_nothing_that_is_to_be_shown(county):
    """The table in small: the policies would hide what a missing filter shows, so the whole is read without them."""
    members = [each for each in county.members if each.name in OPEN_EVERY_PAGE]
    found = sorted(set(table.check_facts_shown(replace(county, members=members))))
    assert not found, f"{len(found)} findings\n" + "\n".join(found[:60])


def test_no_address_is_passed_over_that_is_no_longer_there():
    assert not set(NO_URL_SAMPLE) - {each.name for each in addresses()}
