"""Row-level security: PostgreSQL reads and writes the rows of one program only, whatever the application asks."""

import select
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from handoff.access.decorators import requires_sign_in
from handoff.audit.models import AuditEvent
from handoff.audit.queries import verify_chain
from handoff.config import urls
from handoff.config.row_level_security import CURRENT_PROGRAM, tenant_models
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.core.statements import Statement, asked_together
from handoff.core.tenancy import current_tenant, enter_tenant, tenant_context
from handoff.eligibility.engine.facts import EligibilityPathway
from handoff.notifications.models import Notice
from handoff.notifications.services import queue_notice
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.testing.casework import make_contact_point, make_waiting_person
from handoff.testing.programs import AT, make_member, make_person, make_program

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")
REFUSED = "row-level security"


@requires_sign_in("planted in a test: a page that forgot every filter")
def list_everyone(request, program):
    """List every person there is, and say how many rows of each kind."""
    names = [person.first_name for person in Person.objects.all()]
    counts = {model._meta.label: model._default_manager.count() for model in tenant_models()}
    return HttpResponse(f"{names} {counts['participants.Person']} {counts['participants.ContactPoint']}")


urlpatterns = [
    path("p/<slug:program>/everybody/", list_everyone, name="everybody"),
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
def two_programs(db):
    return make_two_programs()


def tenant_in_database():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {CURRENT_PROGRAM}, current_user")
        return cursor.fetchone()


def test_without_a_program_no_row_of_any_program_is_seen(two_programs):
    with tenant_context(None):
        assert {
            model._meta.label: model._default_manager.count() for model in tenant_models()
        } == dict.fromkeys([model._meta.label for model in tenant_models()], 0)
        assert Program.objects.count() == 2


def test_only_the_rows_of_the_program_are_seen_also_of_tables_that_do_not_name_it(two_programs):
    here, _there = two_programs
    with tenant_context(here.pk):
        assert [person.first_name for person in Person.objects.all()] == ["Ada"]
        assert [each.person.first_name for each in ContactPoint.objects.all()] == ["Ada"]
        assert Person.objects.filter(first_name="Ben").update(first_name="Eve") == 0
        assert Person.objects.filter(first_name="Ben")._raw_delete("default") == 0
    assert {person.first_name for person in Person.objects.all()} == {"Ada", "Ben"}


def test_a_statement_kept_by_the_server_reads_each_time_for_the_program_of_that_moment(two_programs):
    """Also once PostgreSQL keeps one plan for all keys, which it does from the sixth time on (ADR 0091)."""
    here, there = two_programs
    named = Statement(lambda pk: Person.objects.filter(pk__gt=pk).values_list("first_name", flat=True))
    everyone = set(named.rows(0))
    for _ in range(7):
        for program, seen in ((here, ["Ada"]), (there, ["Ben"]), (None, [])):
            with tenant_context(program and program.pk):
                assert named.rows(0) == seen
                with asked_together(named.of(0)):
                    assert named.rows(0) == seen
        assert set(named.rows(0)) == everyone == {"Ada", "Ben"}


def test_a_kept_connection_is_checked_only_once_something_came_on_it(two_programs, monkeypatch):
    kept = connection.copy()
    kept.connect()
    kept.health_check_enabled, kept.health_check_done = True, False
    with monkeypatch.context() as patch:
        patch.setattr(kept, "is_usable", lambda: pytest.fail("no one needed to ask"))
        kept.close_if_health_check_failed()
    assert kept.connection is not None and kept.health_check_done
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [kept.connection.info.backend_pid])
    wait_for_something(kept.connection)
    kept.health_check_done = False
    kept.close_if_health_check_failed()
    assert kept.connection is None


def wait_for_something(raw):
    waiting = select.poll()
    waiting.register(raw.fileno(), select.POLLIN)
    assert waiting.poll(10_000)


def test_no_row_is_written_into_another_program(two_programs):
    here, there = two_programs
    ben = Person.objects.get(program=there)
    with tenant_context(here.pk):
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            make_person(there)
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            Person.objects.update(program=there)
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            make_contact_point(ben)
    with tenant_context(None), pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        make_person(here)


def test_no_row_points_at_a_person_of_another_program(two_programs):
    here, there = two_programs
    referral = make_waiting_person(here)
    ben = Person.objects.get(program=there)
    with tenant_context(here.pk), pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(person=ben)


def test_the_servers_role_may_add_to_the_audit_trail_and_change_nothing_in_it(two_programs):
    here, _there = two_programs
    with tenant_context(here.pk):
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


def test_the_owner_of_the_tables_is_bound_by_the_policies_too(two_programs):
    here, _there = two_programs
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


def test_the_databases_tenant_follows_the_context_within_one_transaction(two_programs):
    here, there = two_programs
    with tenant_context(here.pk):
        assert tenant_in_database() == (here.pk, "handoff_restricted")
        with tenant_context(there.pk):
            assert tenant_in_database()[0] == there.pk
            assert Person.objects.get().first_name == "Ben"
        assert Person.objects.get().first_name == "Ada"
    assert tenant_in_database() == (None, "handoff")


def test_a_rollback_to_a_savepoint_keeps_the_current_tenant(two_programs):
    here, there = two_programs
    with tenant_context(here.pk), suppress(LookupError), transaction.atomic():
        assert Person.objects.get().first_name == "Ada"
        with tenant_context(there.pk):
            assert Person.objects.get().first_name == "Ben"
            with suppress(KeyError), transaction.atomic(), tenant_context(here.pk):
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
    with tenant_context(here.pk):
        assert Person.objects.get().first_name == "Ada"
        with transaction.atomic():
            assert tenant_in_database() == (here.pk, "handoff_restricted")
            assert [each.first_name for each in Person.objects.all().iterator()] == ["Ada"]
    with connection.connection.cursor() as bare:
        assert bare.execute(session).fetchone()[0] in {"", None}
        assert bare.execute("SELECT current_user").fetchone()[0] == "handoff"


@pytest.mark.django_db(transaction=True)
def test_many_statements_at_once_need_a_transaction_to_keep_the_setting_in():
    here, _there = make_two_programs()
    rows = [("Cleo",), ("Dora",)]
    statement = "UPDATE participants_person SET first_name = %s"
    with tenant_context(here.pk):
        with pytest.raises(Exception, match="transaction"), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
    assert {person.first_name for person in Person.objects.all()} == {"Dora", "Ben"}


@pytest.fixture
def leaky_urls(settings):
    settings.ROOT_URLCONF = __name__


def signed_in_client(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    return client


@pytest.mark.django_db(transaction=True)
def test_a_page_without_any_filter_shows_only_its_program_also_on_one_connection(leaky_urls):
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
def test_programs_in_threads_of_their_own_do_not_meet(leaky_urls):
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
def test_pages_that_belong_to_no_program_need_none(two_programs, client):
    here, there = two_programs
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


def test_no_tenant_is_left_after_the_request(two_programs, client):
    here, _there = two_programs
    assert current_tenant() is None
    client.force_login(make_member(here, "program_manager"))
    assert client.get(f"/p/{here.slug}/people/").status_code == 200
    assert client.get("/p/nowhere/people/").status_code == 404
    assert current_tenant() is None
    enter_tenant(here.pk)
    assert current_tenant() is None


@pytest.mark.django_db
def test_scheduled_jobs_run_in_each_programs_tenant_context(mailoutbox):
    programs = [make_program(), make_program()]
    for program in programs:
        officer = make_member(program, "officer")
        make_member(program, "case_manager")
        make_waiting_person(program, officer=officer, pathway=EligibilityPathway.ARREST_DIVERSION)
        queue_notice(program_id=program.pk, user=officer, kind="new_referral", path="/", key="a", at=AT)
    done = run_scheduled_jobs(at=AT + timedelta(days=12))
    assert done.sent >= 2
    assert {program for (program,) in Notice.objects.exclude(sent_at=None).values_list("program_id")} == {
        program.pk for program in programs
    }
    assert len(mailoutbox) == done.sent
    assert current_tenant() is None
