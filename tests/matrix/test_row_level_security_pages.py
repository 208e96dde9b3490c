"""Every page with the query filters switched off: only row-level security keeps the other program out."""

from collections.abc import Iterator
from itertools import islice

import pytest
from django.db import connection
from django.db.models import QuerySet

from handoff.access.roles import ROLES
from handoff.config.row_level_security import tenant_models
from handoff.core import statements
from handoff.core.statements import Statement, compile_sql
from handoff.core.tenancy import SITE, owner_context, tenant_context
from handoff.programs.models import Program
from tests.matrix.county import IN_PROGRAM, County, opens_to
from tests.matrix.looking import WITH_RECORDS, browser, look, path_of
from tests.matrix.table import ids_of_other_program
from tests.matrix.turns import takes_turn

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")
WHO = ("program_manager", "officer", "district_attorney")
"""Between them they open every page that shows people."""
OF_A_PROGRAM = ("program", "program_id", "program__in", "program_id__in", "program__pk")


@pytest.fixture
def without_query_filters(monkeypatch):
    """Have every query forget that it was to stay within a program, but for those on tables that all may read."""
    forgetful = {model for model in tenant_models() if not model._meta.label.startswith("audit.")}
    really_filter, forgotten = QuerySet.filter, set()

    def filter_without_program(self, *args, **kwargs):
        if self.model in forgetful:
            kept = {key: value for key, value in kwargs.items() if not asks_for_program(key)}
            forgotten.update(f"{self.model.__name__}.{key}" for key in kwargs.keys() - kept.keys())
            kwargs = kept
        return really_filter(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "filter", filter_without_program)
    # A kept statement would still hold the filters, and without them doesn't ask about its program.
    monkeypatch.setattr(Statement, "compiled", lambda self, keys: compile_sql(self._query_set_for, keys))
    monkeypatch.setattr(statements, "check_every_key_stands", lambda _count, _places: None)
    return forgotten


def asks_for_program(key: str) -> bool:
    return key in OF_A_PROGRAM or key.endswith(tuple(f"__{each}" for each in OF_A_PROGRAM))


def addresses_tried(county: County, name: str) -> Iterator[tuple[str, str]]:
    """The pages a role can open, on a commit by one role each: with a record of its own, with each stolen id."""
    permissions = ROLES[county.here.roles[name]].permissions
    for number, address in enumerate(IN_PROGRAM):
        if opens_to(address, permissions) and takes_turn(number + WHO.index(name), len(WHO)):
            yield address.name, path_of(address, county.here, county.samples[address.name][0])
            if address in WITH_RECORDS:
                for kwargs in ids_of_other_program(county, address):
                    yield address.name, path_of(address, county.here, kwargs)


def find_facts_of_other_program(county: County, *, raising: bool = True) -> Iterator[str]:
    """Open every page with own and with stolen identifiers; return for each where facts of the other program are shown,
    or nothing.
    """
    theirs = {word for word, fact in county.facts.items() if fact.program_id == county.there.program.pk}
    for name in WHO:
        client = browser(county.here.members[name])
        client.raise_request_exception = raising
        for address, path in addresses_tried(county, name):
            shown = look(client, path).words & theirs
            yield f"{name} at {address}: {len(shown)}" if shown else ""


def test_each_row_is_shown_to_its_own_program_and_to_no_other(county):
    """What the policies must not do either: hide a row from its own program."""
    programs, wrong = list(Program.objects.values_list("pk", flat=True)), []
    for model in tenant_models():
        with owner_context(SITE):
            rows = sorted(model._default_manager.values_list("pk", flat=True))
        with tenant_context(None):
            of_the_site = set(model._default_manager.values_list("pk", flat=True))
        shown = sorted(of_the_site)
        for program in programs:
            with tenant_context(program):
                shown += set(model._default_manager.values_list("pk", flat=True)) - of_the_site
        if sorted(shown) != rows:
            wrong.append(f"{model._meta.label}: {len(rows)} rows, {len(shown)} shown")
    assert not wrong, "\n".join(wrong)


def test_without_query_filters_no_fact_of_another_program_is_shown(county, without_query_filters):
    looks = list(find_facts_of_other_program(county))
    assert not any(looks), "\n".join(sorted(filter(None, looks)))
    assert len(looks) > 100
    assert len(without_query_filters) > 20, f"hardly a filter was switched off: {without_query_filters}"


def test_without_query_filters_and_row_level_security_they_are_shown(county, without_query_filters, settings):
    settings.ROW_SECURITY_ROLE = ""
    shown = islice(filter(None, find_facts_of_other_program(county, raising=False)), 6)
    assert len(list(shown)) == 6, "the query filters were not off, so the test before proves nothing"
