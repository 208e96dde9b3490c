"""The second wall: PostgreSQL itself shows and takes the rows of one program only, whatever the application asks."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from handoff.access.doors import signed_in
from handoff.audit.models import AuditEvent
from handoff.audit.queries import verify_chain
from handoff.config import urls
from handoff.config.clock import tick
from handoff.config.wall import HERE, walled_models
from handoff.core.wall import behind_wall, step_behind_wall, where_we_stand
from handoff.eligibility.engine.facts import Door
from handoff.notifications.models import Notice
from handoff.notifications.services import queue
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.testing.casework import make_contact_point, make_waiting_person
from handoff.testing.worlds import AT, make_member, make_person, make_program

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall")
REFUSED = "row-level security"


@signed_in("planted in a test: a page that forgot every filter")
def everybody(request, program):
    """List every person there is, and say how many rows of each kind."""
    names = [person.first_name for person in Person.objects.all()]
    counts = {model._meta.label: model._default_manager.count() for model in walled_models()}
    return HttpResponse(f"{names} {counts['participants.Person']} {counts['participants.ContactPoint']}")


urlpatterns = [
    path("p/<slug:program>/everybody/", everybody, name="everybody"),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500


def make_two_programs():
    """Two programs with one person in each, who has a phone."""
    programs = make_program(slug="here"), make_program(slug="there")
    for program, name in zip(programs, ("Ada", "Ben"), strict=True):
        make_contact_point(make_person(program, first_name=name))
    return programs


@pytest.fixture
def two(db):
    return make_two_programs()


def said_to_database():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HERE}, current_user")
        return cursor.fetchone()


def test_without_a_program_no_row_of_any_program_is_seen(two):
    with behind_wall(None):
        assert {
            model._meta.label: model._default_manager.count() for model in walled_models()
        } == dict.fromkeys([model._meta.label for model in walled_models()], 0)
        assert Program.objects.count() == 2


def test_only_the_rows_of_the_program_are_seen_also_of_tables_that_do_not_name_it(two):
    here, _there = two
    with behind_wall(here.pk):
        assert [person.first_name for person in Person.objects.all()] == ["Ada"]
        assert [each.person.first_name for each in ContactPoint.objects.all()] == ["Ada"]
        assert Person.objects.filter(first_name="Ben").update(first_name="Eve") == 0
        assert Person.objects.filter(first_name="Ben")._raw_delete("default") == 0
    assert {person.first_name for person in Person.objects.all()} == {"Ada", "Ben"}


def test_no_row_is_written_into_another_program(two):
    here, there = two
    ben = Person.objects.get(program=there)
    with behind_wall(here.pk):
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            make_person(there)
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            Person.objects.update(program=there)
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            make_contact_point(ben)
    with behind_wall(None), pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        make_person(here)


def test_no_row_points_at_a_person_of_another_program(two):
    here, there = two
    referral = make_waiting_person(here)
    ben = Person.objects.get(program=there)
    with behind_wall(here.pk), pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(person=ben)


def test_the_servers_role_may_add_to_the_audit_trail_and_change_nothing_in_it(two):
    here, _there = two
    with behind_wall(here.pk):
        for statement in (
            "UPDATE audit_auditevent SET username = 'nobody'",
            "DELETE FROM audit_auditevent",
            "DELETE FROM audit_auditchain",
            "TRUNCATE participants_person CASCADE",
            "ALTER TABLE participants_person DISABLE ROW LEVEL SECURITY",
            "DROP POLICY handoff_wall ON participants_person",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_the_owner_of_the_tables_stands_before_the_same_wall(two):
    here, _there = two
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE handoff_plain_owner NOSUPERUSER")
        cursor.execute("GRANT USAGE, CREATE ON SCHEMA public TO handoff_plain_owner")
        cursor.execute("ALTER TABLE participants_person OWNER TO handoff_plain_owner")
        cursor.execute("SET LOCAL ROLE handoff_plain_owner")
        cursor.execute("SELECT count(*) FROM participants_person")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('handoff.program', %s, true)", [str(here.pk)])
        cursor.execute("SELECT first_name FROM participants_person")
        assert cursor.fetchall() == [("Ada",)]


def test_what_the_database_was_told_follows_the_work_within_one_transaction(two):
    here, there = two
    with behind_wall(here.pk):
        assert said_to_database() == (here.pk, "handoff_behind_wall")
        with behind_wall(there.pk):
            assert said_to_database()[0] == there.pk
            assert Person.objects.get().first_name == "Ben"
        assert Person.objects.get().first_name == "Ada"
    assert said_to_database() == (None, "handoff")


def test_a_rollback_to_a_savepoint_takes_nobody_behind_another_wall(two):
    here, there = two
    with behind_wall(here.pk), suppress(LookupError), transaction.atomic():
        assert Person.objects.get().first_name == "Ada"
        with behind_wall(there.pk):
            assert Person.objects.get().first_name == "Ben"
            with suppress(KeyError), transaction.atomic(), behind_wall(here.pk):
                assert Person.objects.get().first_name == "Ada"
                raise KeyError
            assert Person.objects.get().first_name == "Ben"
            with suppress(ProgrammingError), transaction.atomic():
                connection.cursor().execute("SELECT nothing_of_the_kind")
            assert Person.objects.get().first_name == "Ben"
        raise LookupError
    assert Person.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_setting_is_gone_with_its_transaction():
    here, _there = make_two_programs()
    session = "SELECT current_setting('handoff.program', true)"
    with behind_wall(here.pk):
        assert Person.objects.get().first_name == "Ada"
        with transaction.atomic():
            assert said_to_database() == (here.pk, "handoff_behind_wall")
            assert [each.first_name for each in Person.objects.all().iterator()] == ["Ada"]
    with connection.connection.cursor() as bare:
        assert bare.execute(session).fetchone()[0] in {"", None}
        assert bare.execute("SELECT current_user").fetchone()[0] == "handoff"


@pytest.mark.django_db(transaction=True)
def test_many_statements_at_once_need_a_transaction_to_keep_the_setting_in():
    here, _there = make_two_programs()
    rows = [("Cleo",), ("Dora",)]
    statement = "UPDATE participants_person SET first_name = %s"
    with behind_wall(here.pk):
        with pytest.raises(Exception, match="transaction"), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
    assert {person.first_name for person in Person.objects.all()} == {"Dora", "Ben"}


@pytest.fixture
def planted(settings):
    settings.ROOT_URLCONF = __name__


def signed_in_client(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    return client


@pytest.mark.django_db(transaction=True)
def test_a_page_without_any_filter_shows_only_its_program_also_on_one_connection(planted):
    here, there = make_two_programs()
    clients = {program: signed_in_client(program) for program in (here, there)}
    backend = set()
    for _round in range(3):
        for program, name in ((here, "Ada"), (there, "Ben")):
            answer = clients[program].get(f"/p/{program.slug}/everybody/")
            assert answer.content.decode() == f"['{name}'] 1 1"
            backend.add(connection.connection.info.backend_pid)
        assert clients[here].get("/").status_code == 302
        assert Client().get("/sign-in/", follow=True).status_code == 200
    assert len(backend) == 1


@pytest.mark.django_db(transaction=True)
def test_programs_in_threads_of_their_own_do_not_meet(planted):
    here, there = make_two_programs()
    answers = {here.pk: set(), there.pk: set()}

    def ask(program, client):
        for _round in range(8):
            answers[program.pk].add(client.get(f"/p/{program.slug}/everybody/").content.decode())
        connection.close()

    threads = [
        threading.Thread(target=ask, args=(program, signed_in_client(program)))
        for program in (here, there, here, there)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == {here.pk: {"['Ada'] 1 1"}, there.pk: {"['Ben'] 1 1"}}


@pytest.mark.django_db
def test_pages_that_belong_to_no_program_need_none(two, client):
    here, there = two
    user = make_member(here, "program_manager")
    make_member(there, "officer", user=user)
    assert client.get(reverse("accounts:sign_in")).status_code == 200
    signed = client.post(
        reverse("accounts:sign_in"), {"username": user.username, "password": "a long training password"}
    )
    assert signed.status_code == 302
    assert AuditEvent.objects.filter(program_id=0, user_id=user.pk).exists()
    client.force_login(user)
    start = client.get(reverse("desk:start")).content.decode()
    assert here.name in start and there.name in start
    own = client.get(reverse("accounts:settings")).content.decode()
    assert here.name in own and there.name in own
    assert verify_chain(0).broken_at is None


def test_the_request_ends_behind_no_wall(two, client):
    here, _there = two
    assert where_we_stand() is None
    client.force_login(make_member(here, "program_manager"))
    assert client.get(f"/p/{here.slug}/people/").status_code == 200
    assert client.get("/p/nowhere/people/").status_code == 404
    assert where_we_stand() is None
    step_behind_wall(here.pk)
    assert where_we_stand() is None


@pytest.mark.django_db
def test_the_clock_works_behind_each_programs_wall(mailoutbox):
    programs = [make_program(), make_program()]
    for program in programs:
        officer = make_member(program, "officer")
        make_member(program, "case_manager")
        make_waiting_person(program, officer=officer, door=Door.ARREST_DIVERSION)
        queue(program_id=program.pk, user=officer, kind="new_referral", path="/", key="a", at=AT)
    done = tick(at=AT + timedelta(days=12))
    assert done.sent >= 2
    assert {program for (program,) in Notice.objects.exclude(sent_at=None).values_list("program_id")} == {
        program.pk for program in programs
    }
    assert len(mailoutbox) == done.sent
    assert where_we_stand() is None
