"""A statement is written once: the same rows as the query set's own, read anew, in each thread."""

import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef
from django.db.models.sql.compiler import SQLCompiler

from handoff.core.statements import Statement
from handoff.participants.models import ContactPoint, Person
from handoff.testing.casework import make_contact_point
from handoff.testing.programs import make_person, make_program

pytestmark = pytest.mark.django_db


def points_of(program_id, person_id):
    return ContactPoint.objects.filter(person__program_id=program_id, person_id=person_id)


@pytest.fixture
def two_people():
    program = make_program()
    people = make_person(program), make_person(program)
    for each in people:
        make_contact_point(each)
    return people


def test_each_key_gets_its_own_rows_with_all_that_the_query_set_asks_for(two_people):
    points = Statement(
        lambda program_id, person_id: (
            points_of(program_id, person_id)
            .select_related("person")
            .prefetch_related("person__team")
            .annotate(alone=~Exists(Person.objects.filter(pk__gt=OuterRef("person_id"))))
        )
    )
    values = Statement(lambda *keys: points_of(*keys).values_list("person_id", "added_at"))
    for alone, person in enumerate(two_people):
        keys, expected = (person.program_id, person.pk), person.contact_points.get()
        (found,) = points.rows(*keys)
        assert (found, found.person.public_id, found.alone) == (expected, person.public_id, bool(alone))
        assert values.rows(*keys) == [(person.pk, expected.added_at)]
    assert points.first(two_people[0].program_id + 1, two_people[0].pk) is None


def test_the_words_are_written_once_and_the_answer_read_each_time(two_people, monkeypatch):
    written, statement = [], Statement(points_of)
    really_write = SQLCompiler.as_sql

    def write(*args, **kwargs):
        written.append(args)
        return really_write(*args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", write)
    person = two_people[0]
    assert len(statement.rows(person.program_id, person.pk)) == 1
    make_contact_point(person)
    written.clear()
    assert len(statement.rows(person.program_id, person.pk)) == 2 and not written


def test_another_thread_asks_through_a_connection_of_its_own(two_people):
    statement, person, seen = Statement(points_of), two_people[0], []
    statement.rows(person.program_id, person.pk)

    def ask():
        # What a test has written isn't committed: another connection sees none of it, or has no such table.
        with suppress(DatabaseError):
            seen.extend(statement.rows(person.program_id, person.pk))
        asked_through.append(connection.connection is not None)
        connection.close()

    asked_through = []
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert asked_through == [True] and not seen


def test_a_key_that_the_statement_never_asks_about_is_refused():
    forgetful = Statement(lambda program_id, person_id: Person.objects.filter(program_id=program_id))
    with pytest.raises(ValueError, match="doesn't stand"):
        forgetful.rows(1, 2)
