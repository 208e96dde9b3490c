"""People are found despite mistakes, in their own program only, in a constant number of statements."""

import csv
import logging
from copy import deepcopy
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.core.refusals import Refused
from handoff.participants.lookup import services
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import CandidateIndex, find_candidates, rebuild_all, rebuild_keys
from handoff.participants.models import LookupKey, Person, PersonName
from handoff.programs.models import Program

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BORN = date(1985, 4, 12)


def make_county(slug: str) -> Program:
    return Program.objects.create(
        slug=slug, name=slug, jurisdiction=slug, phone="910-555-0100", created_at=AT
    )


def add(program: Program, first: str, last: str, dob: date | None = BORN, **fields: Any) -> Person:
    person = Person.objects.create(
        program=program, first_name=first, last_name=last, date_of_birth=dob, added_at=AT, **fields
    )
    rebuild_keys(person)
    return person


@pytest.fixture(scope="module")
def built(build_once) -> Program:
    return build_once(make_six)


@pytest.fixture
def county(built: Program, db: None) -> Program:
    return deepcopy(built)


def make_six() -> Program:
    program = make_county("one")
    for number, (first, last) in enumerate(
        [
            ("Mary", "Jones"),
            ("Carlos", "Reyes"),
            ("Ann", "Lee"),
            ("Peter", "Brown"),
            ("Rosa", "Díaz"),
            ("Tom", "Hill"),
        ]
    ):
        add(program, first, last, date(1970 + number, 1 + number, 13 + number))
    return program


def found(
    program: Program, first: str, last: str, dob: date | None = None, year: int | None = None
) -> list[int]:
    return [each.person_id for each in find_candidates(program.pk, LookupQuery(first, last, dob, year))]


@pytest.mark.parametrize(
    ("first", "last", "dob"),
    [
        pytest.param("Francisco", "Hernández López", BORN, id="as recorded"),
        pytest.param("francisco", "hernandez lopez", BORN, id="accents and capitals lost"),
        pytest.param("Paco", "Hernández", BORN, id="Spanish nickname"),
        pytest.param("Frank", "Hernández", BORN, id="English nickname"),
        pytest.param("Hernandez", "Francisco", BORN, id="names swapped"),
        pytest.param("Francisco", "Lopez", BORN, id="second surname only"),
        pytest.param("Francisco", "Lopez Hernandez", BORN, id="surnames in the other order"),
        pytest.param("Francisco", "Hernandez-Lopez", BORN, id="hyphenated"),
        pytest.param("Fransisco", "Ernandes", BORN, id="spelled by ear"),
        pytest.param("Frnacisco", "Hernadnez", BORN, id="two slips"),
        pytest.param("rancisco", "Hernandez", BORN, id="first letter lost"),
        pytest.param("Francisco", "Hernandez", date(1985, 12, 4), id="day and month swapped"),
        pytest.param("Francisco", "Hernandez", date(1995, 4, 12), id="wrong digit in the year"),
        pytest.param("Francisco", "Hernandez", date(1985, 4, 21), id="wrong day"),
        pytest.param("Paco", "Hernadez", date(1984, 4, 12), id="nickname, slip and wrong year"),
        pytest.param("Francisco", "Hernandez", None, id="no date"),
        pytest.param("Francisco", "Hernadnez", None, id="no date and a slip"),
        pytest.param("Paco", "Lopez", None, id="no date and a nickname"),
        pytest.param("", "Hernandez", None, id="one word"),
        pytest.param("Paco", "", None, id="a nickname alone"),
        pytest.param("Lopez", "", BORN, id="one word in the wrong box, and a date"),
    ],
)
def test_a_person_is_found_despite_one_mistake_of_any_kind(
    county: Program, first: str, last: str, dob: date | None
) -> None:
    person = add(county, "Francisco", "Hernández López")
    assert found(county, first, last, dob)[0] == person.pk


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        ("Seán", "O'Brien", ("Sean", "OBrien")),
        ("Sean", "OBrien", ("Seán", "O’Brien")),
        ("Alberto", "de la Cruz", ("Beto", "Cruz")),
        ("Alberto", "Delacruz", ("Alberto", "De La Cruz")),
        ("Anne-Marie", "Smith", ("Annmarie", "Smith")),
        ("María José", "Núñez", ("Jose", "Nunez")),
        ("Jesús", "Muñoz", ("Chuy", "Munos")),
        ("Nguyễn", "Thị Ánh", ("Nguyen", "Thi Anh")),
        ("محمد", "علي", ("محمد", "علي")),
        ("William", "King III", ("Bill", "King")),
        ("王", "伟", ("伟", "王")),
    ],
)
def test_names_of_many_shapes_are_found(
    county: Program, first: str, last: str, asked: tuple[str, str]
) -> None:
    person = add(county, first, last)
    assert found(county, *asked, BORN)[0] == person.pk
    assert person.pk in found(county, *asked)


def test_a_record_without_a_date_of_birth_is_found_by_a_query_with_one(county: Program) -> None:
    person = add(county, "Dolores", "Whitfield", None)
    assert found(county, "Lola", "Whitfeild", BORN) == [person.pk]


def test_an_age_a_year_off_still_finds_the_person(county: Program) -> None:
    person = add(county, "Dolores", "Whitfield")
    assert found(county, "Dolores", "Whitfeld", year=1986)[0] == person.pk


def test_other_and_preferred_names_find_the_person(county: Program) -> None:
    person = add(county, "Robert", "Marsh", preferred_name="Skip")
    PersonName.objects.create(person=person, first_name="Bobby", last_name="Calloway")
    PersonName.objects.create(person=person, last_name="Underwood")
    rebuild_keys(person)
    for first, last in [("Skip", "Marsh"), ("Bob", "Calloway"), ("Robert", "Underwood")]:
        assert found(county, first, last, BORN)[0] == person.pk
        assert found(county, first, last)[0] == person.pk


def test_the_better_match_comes_first_and_no_more_than_asked_for(county: Program) -> None:
    near = [add(county, "William", "Smith", date(1985, 4, day)) for day in (11, 13, 14, 15, 16, 17)]
    exact = add(county, "William", "Smith")
    candidates = find_candidates(county.pk, LookupQuery("William", "Smith", BORN), limit=3)
    assert [candidates[0].person_id, len(candidates)] == [exact.pk, 3]
    assert candidates[0].score > candidates[1].score
    assert candidates[0].public_id == exact.public_id
    assert candidates[0].date_of_birth == BORN
    assert {each.person_id for each in candidates[1:]} < {person.pk for person in near}


def test_people_of_another_program_are_never_found(county: Program) -> None:
    other = make_county("two")
    add(other, "Francisco", "Hernández")
    assert found(county, "Francisco", "Hernández", BORN) == []
    assert found(county, "Francisco", "Hernández") == []


def test_an_unknown_person_is_not_taken_for_another(county: Program) -> None:
    assert found(county, "Ignatius", "Pomfret", date(1999, 9, 9)) == []


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE participants_person; --", "%", "100%s", '"', "\\", "{}", "a\x00b"]
)
def test_names_that_look_like_code_do_no_harm(county: Program, name: str) -> None:
    before = Person.objects.count()
    for query in (LookupQuery(name, "Jones"), LookupQuery("Jones", name, BORN)):
        find_candidates(county.pk, query)
    assert Person.objects.count() == before


@pytest.mark.parametrize("query", [LookupQuery(), LookupQuery(" ", "--"), LookupQuery(dob=BORN)])
def test_a_query_without_a_name_is_refused_with_a_sentence(county: Program, query: LookupQuery) -> None:
    with pytest.raises(Refused, match="Enter a first or last name"):
        find_candidates(county.pk, query)


def test_one_statement_answers_however_many_are_found(county: Program) -> None:
    for day in range(1, 25):
        add(county, "Maria Guadalupe", "Garcia Lopez", date(1985, 4, day))
    for query in (LookupQuery("Lupe", "Lopez"), LookupQuery("Ignatius", "Pomfret", BORN)):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            find_candidates(county.pk, query)
        assert len(statements) == 1


def test_a_corrected_name_is_found_and_the_old_one_is_not(county: Program) -> None:
    person = add(county, "Dolores", "Whitfield")
    person.first_name, person.last_name, person.date_of_birth = "Susan", "Adkins", date(1991, 11, 30)
    person.save()
    rebuild_keys(person)
    assert found(county, "Susan", "Adkins", date(1991, 11, 30)) == [person.pk]
    assert found(county, "Dolores", "Whitfield", BORN) == []


def test_rebuilding_all_keys_gives_the_same_keys_and_leaves_other_programs_alone(county: Program) -> None:
    person = add(county, "Robert", "Marsh", preferred_name="Skip")
    PersonName.objects.create(person=person, first_name="Bobby", last_name="Calloway")
    rebuild_keys(person)
    other = add(make_county("two"), "Ann", "Lee")
    before = set(LookupKey.objects.values_list("program_id", "key", "person_id"))
    LookupKey.objects.filter(program_id=county.pk).delete()
    assert rebuild_all(county.pk) == Person.objects.filter(program=county).count()
    assert set(LookupKey.objects.values_list("program_id", "key", "person_id")) == before
    assert LookupKey.objects.filter(person=other).exists()


def test_no_name_is_logged(county: Program, caplog: pytest.LogCaptureFixture) -> None:
    add(county, "Dolores", "Whitfield")
    with caplog.at_level(logging.INFO):
        found(county, "Dolores", "Whitfield", BORN)
    assert "hitfield" not in caplog.text.lower()


def field_lookups() -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / "lookups.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", field_lookups(), ids=lambda row: f"{row['asked_first']}-{row['asked_last']}")
def test_a_name_as_it_is_asked_in_the_field_is_answered(county: Program, row: dict[str, str]) -> None:
    """finding-F01, finding-F02, finding-F03, finding-F04, finding-F38: a human is asked to call."""
    person = add(
        county,
        row["first"],
        row["last"],
        date_or_none(row["born"]),
        suffix=row["suffix"],
        preferred_name=row["preferred"],
    )
    asked = LookupQuery(row["asked_first"], row["asked_last"], date_or_none(row["asked_born"]))
    levels = {each.person_id: each.level.name.lower() for each in find_candidates(county.pk, asked)}
    assert levels.get(person.pk, "nothing") == row["answer"]


def test_the_migration_writes_the_keys_that_the_application_writes(county: Program) -> None:
    migration = import_module("handoff.participants.migrations.0004_renew_lookup_keys")
    person = add(county, "Jesús", "Tecuapetla", preferred_name="Chuy")
    PersonName.objects.create(person=person, first_name="", last_name="Rojas")
    rebuild_keys(person)
    before = set(LookupKey.objects.values_list("person_id", "key"))
    LookupKey.objects.filter(person=person).delete()
    migration.renew_keys(apps, None)
    assert set(LookupKey.objects.values_list("person_id", "key")) == before


def test_namesakes_by_one_word_crowd_no_one_out_who_agrees_in_more(county, monkeypatch):
    """Without a date of birth the surname is looked under as well: in a large county hundreds have it."""
    monkeypatch.setattr(services, "MOST_PEOPLE_A_KEY", 6)
    monkeypatch.setattr(services, "MOST_PEOPLE_SCORED", 5)
    services._statement.cache_clear()
    for first in ("Beth", "Carl", "Dora", "Emil", "Fay", "Gus", "Hal"):
        add(county, first, "Williams", date(1980, 1, 1))
    meant = add(county, "Andrew", "Williams", date(1990, 2, 2))
    assert meant.pk in found(county, "ndrew", "Williams")


def test_many_who_agree_in_what_is_common_crowd_no_one_out_who_alone_agrees_in_what_is_rare(
    county, monkeypatch
):
    """A slip in the first letter leaves only the other name and two letters to look under."""
    monkeypatch.setattr(services, "MOST_PEOPLE_SCORED", 5)
    for _number in range(8):
        add(county, "Ann", "Kaltos", date(1980, 1, 1))
    meant = add(county, "Toni", "Caolds", date(1990, 2, 2))
    assert meant.pk in found(county, "oni", "Caolds")
    query = LookupQuery("oni", "Caolds")
    assert CandidateIndex(county.pk).find(query) == find_candidates(county.pk, query)


def test_of_names_that_sound_alike_the_one_with_the_fewest_other_letters_comes_first(county):
    for last in ("Hurez", "Arias", "Haarez", "Hiris"):
        add(county, "Brandon", last)
    meant = add(county, "Brandon", "Harris")
    assert found(county, "Brandon", "Hiarris")[0] == meant.pk
    assert found(county, "Hiarris", "Brandon")[0] == meant.pk
