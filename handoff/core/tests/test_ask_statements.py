"""A statement is written once: the same rows as the query set's own, read anew, in each thread, many in one message."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef
from django.db.models.sql.compiler import SQLCompiler
from django.utils.safestring import SafeString

from handoff.core.statements import MOST_AT_ONCE, ListStatement, Statement, asked_together
from handoff.participants.models import ContactPoint, Person
from handoff.testing.casework import make_contact_point
from handoff.testing.programs import AT, make_person, make_program

pytestmark = pytest.mark.django_db


def points_of(program_id, person_id):
    return ContactPoint.objects.filter(person__program_id=program_id, person_id=person_id)


def points_of_all(program_id):
    return ContactPoint.objects.filter(person__program_id=program_id)


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


@pytest.mark.parametrize("key", [True, SafeString("here"), None])
def test_a_key_of_another_kind_is_refused_on_either_database(key):
    statement = Statement(lambda key: Person.objects.filter(pk=key))
    with pytest.raises(TypeError, match="keys are of"):
        statement.rows(key)


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


def test_a_statement_whose_rows_would_hold_one_column_more_is_refused():
    sorted_by_another = Statement(
        lambda pk: Person.objects.filter(pk=pk).order_by("last_name").values_list("first_name").distinct()
    )
    with pytest.raises(ValueError, match="sorts by"):
        sorted_by_another.rows(1)


def test_texts_identifiers_and_moments_are_keys_too(two_people):
    of_kinds = Statement(
        lambda slug, public_id, at: Person.objects.filter(
            program__slug=slug, public_id=public_id, added_at__lte=at
        )
    )
    slug = two_people[0].program.slug
    for person in two_people:
        assert of_kinds.rows(slug, person.public_id, person.added_at) == [person]
        assert not of_kinds.rows(slug, person.public_id, person.added_at - timedelta(microseconds=1))
    assert not of_kinds.rows(f"{slug}'; --", two_people[0].public_id, AT)


def test_what_is_asked_together_is_one_message_and_answers_once(two_people, django_assert_num_queries):
    points, person = Statement(points_of), two_people[0]
    names = Statement(lambda person_id: Person.objects.filter(pk=person_id).values_list("first_name"))
    keys, other = (person.program_id, person.pk), (person.program_id, two_people[1].pk)
    points.rows(*keys), names.rows(person.pk)
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        together = asked_together(points.of(*keys), names.of(person.pk))
        together.__enter__()
    with django_assert_num_queries(0):
        (first,) = points.rows(*keys)
        assert names.rows(person.pk) == [(person.first_name,)]
    make_contact_point(person)
    with django_assert_num_queries(2):
        assert first in points.rows(*keys) and len(points.rows(*keys)) == 2
    with django_assert_num_queries(1):
        assert len(points.rows(*other)) == 1
    together.__exit__(None, None, None)


def test_no_answer_is_left_after_the_block(two_people):
    points, person = Statement(points_of), two_people[0]
    with asked_together(points.of(person.program_id, person.pk)):
        make_contact_point(person)
    assert len(points.rows(person.program_id, person.pk)) == 2


def test_related_rows_are_read_with_the_same_keys_and_handed_out(two_people, django_assert_num_queries):
    people = Statement(
        lambda program_id: Person.objects.filter(program_id=program_id).order_by("pk"),
        related={
            "contact_points": lambda program_id: ContactPoint.objects.filter(person__program_id=program_id)
        },
    )
    make_contact_point(two_people[0])
    people.rows(two_people[0].program_id)
    with django_assert_num_queries(2):
        found = people.rows(two_people[0].program_id)
        assert [len(each.contact_points.all()) for each in found] == [2, 1]
        assert all(point.person is each for each in found for point in each.contact_points.all())
    # What is asked further is asked about this row alone.
    assert [each.contact_points.filter(ended_at=None).count() for each in found] == [2, 1]


def test_a_list_of_any_length_is_asked_with_its_own_ids(two_people, django_assert_num_queries):
    listed = ListStatement(lambda program_id, *ids: points_of_all(program_id).filter(person_id__in=ids))
    program_id, ids = two_people[0].program_id, [each.pk for each in two_people]
    for asked in (ids[:1], ids, [*ids, *range(10**9, 10**9 + MOST_AT_ONCE)]):
        assert {each.person_id for each in listed.about(asked, program_id)} == set(asked) & set(ids)
    with asked_together(listed.of_all(ids, program_id)), django_assert_num_queries(0):
        assert len(listed.about(ids, program_id)) == 2
    with django_assert_num_queries(0):
        assert not listed.about([], program_id) and not listed.of_all([], program_id)
