"""Issue 10, walk: names with accents stood after Z. Both databases sort names as people look for them."""

import pytest

from handoff.accounts.models import User
from handoff.core.sorting import by_name, sort_key
from handoff.directory.queries import organizations_of
from handoff.enrollment.queries import roster
from handoff.programs.queries import partner_agencies
from handoff.testing.directory import make_organization
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_agency, make_person, make_program, make_user

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "Abel",
    "Álvarez",
    "Alvarez Ruiz",
    "de la Cruz",
    "De León",
    "Delgado",
    "Eaton",
    "Élan",
    "Ellis",
    "Muñoz",
    "Munroe",
    "Núñez",
    "O'Brien",
    "Ochoa",
    "Öztürk",
    "Zapata",
    "zimmer",
]


def test_a_list_in_memory_is_in_that_order():
    mixed = IN_ORDER[::-1]
    assert sorted(mixed, key=sort_key) == IN_ORDER


def test_a_list_of_the_database_is_in_the_same_order():
    for name in reversed(IN_ORDER):
        make_user(full_name=name)
    assert list(User.objects.order_by(*by_name("full_name")).values_list("full_name", flat=True)) == IN_ORDER


def test_names_that_differ_by_accent_or_case_alone_always_come_in_the_same_order():
    alike = ["resume", "Resume", "résumé"]
    for name in reversed(alike):
        make_user(full_name=name)
    assert list(User.objects.order_by(*by_name("full_name")).values_list("full_name", flat=True)) == alike


def test_people_partners_and_organizations_are_listed_so():
    program = make_program()
    for name in ("Zamora", "Élan", "Eaton"):
        make_participant(program, make_person(program, last_name=name))
        make_agency(program, "community", name=name)
        make_organization(program, name=name)
    expected = ["Eaton", "Élan", "Zamora"]
    assert [each.person.last_name for each in roster(program)] == expected
    assert [each.name for each in partner_agencies(program) if each.name in expected] == expected
    assert [each.name for each in organizations_of(program)] == expected
