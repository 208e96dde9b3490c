"""No answer without its row, no record without team or reason, no decision by a wrong clock: over every address."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from handoff.access.roles import OUTSIDE, PARTICIPANT_DATA, ROLES, RoleName
from handoff.accounts.models import User
from handoff.audit.chain.services import append_to_chain
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.services import accept_clock
from handoff.notifications.models import Notice
from handoff.notifications.services import send_queued_notices
from handoff.participants.gate import person_finder_for
from handoff.participants.models import Person, RecordOpening
from handoff.participants.queries import is_open_to_outreach
from handoff.testing.programs import make_member, make_user
from tests.matrix.county import IN_PROGRAM, UNKNOWN_ID, WHOLE_TABLE, opens_to, rule_of, sign_current_agreement
from tests.matrix.looking import REFUSAL, WITH_RECORDS, browser, look, path_of
from tests.matrix.scenario.program import NOW, Scenario
from tests.matrix.turns import some, takes_turn

NO_REASON = {
    "people:open": "the page that asks",
    "matching:choose": "shows the manager what was said for this choice, and opens no record (ADR 0083)",
    "supplies:charge": "shows the manager one line of the list of unpaid help, and opens no record (ADR 0083)",
}
"""The addresses of a participant that open to their roles without a reason; their own tests say what they show."""
NEEDS_TEAM = (
    RoleName.CASE_MANAGER,
    RoleName.PEER_SUPPORT,
    RoleName.PROGRAM_MANAGER,
    RoleName.DATA_MANAGER,
)


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    frozen = SimpleNamespace(at=NOW)
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: frozen.at))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    return frozen


@pytest.fixture
def scenario(county, clock) -> Scenario:
    return county.here


def new_member(scenario: Scenario, role: RoleName) -> User:
    """A member who has signed the current agreement and is on no team."""
    user = make_member(scenario.program, role)
    sign_current_agreement(user)
    return user


def rows() -> Any:
    return AuditEvent.objects.order_by("-pk")


def leads_to_participant(program_id: int) -> Callable[[str, Any], bool]:
    """Return a function that says whether an identifier leads to a person who has a worker, and asks once for each."""

    @cache
    def leads(name: str, value: Any) -> bool:
        finder = person_finder_for(name)
        person = finder(program_id, value) if finder else None
        return person is not None and not is_open_to_outreach(person)

    return leads


@pytest.mark.once
def test_off_the_team_every_address_of_a_record_asks_for_a_reason_and_shows_nothing(county, scenario):
    """On a commit one role asks at each address, in turn."""
    found, asked = set(), 0
    clients = {role: browser(new_member(scenario, role)) for role in NEEDS_TEAM}
    leads = leads_to_participant(scenario.program.pk)
    for number, address in enumerate(each for each in WITH_RECORDS if each.name not in NO_REASON):
        roles = [role for role in NEEDS_TEAM if opens_to(address, ROLES[role].permissions)]
        every = [
            kwargs for kwargs in county.samples[address.name] if any(leads(*each) for each in kwargs.items())
        ]
        for place, role in enumerate(roles):
            if not takes_turn(number + place, len(roles)):
                continue
            for kwargs in some(every, 1, number):
                asked += 1
                method = ("get", "post")[asked % 2]
                seen = look(clients[role], path_of(address, scenario, kwargs), method)
                where = dict(seen.headers).get("Location", "")
                if seen.status == 404 and not seen.words:
                    continue
                if seen.status != 302 or "/open/" not in where or seen.words or seen.written != REFUSAL:
                    found.add(f"{role} {method} {address}: {seen.status} {where} {seen.words} {seen.written}")
    assert asked > 100
    assert not found, "\n".join(sorted(found))


@pytest.mark.once
def test_the_page_that_asks_shows_nothing_of_the_person(scenario):
    client = browser(new_member(scenario, RoleName.CASE_MANAGER))
    people = Person.objects.filter(program=scenario.program, team__isnull=False).order_by("pk").distinct()
    for person in people[:: 1 if WHOLE_TABLE else 8]:
        seen = look(client, f"/p/here/people/{person.public_id}/open/")
        assert seen.status == 200 and not seen.words


@pytest.mark.once
def test_who_is_refused_is_written_down_alike_for_what_is_there_and_for_what_never_was(scenario):
    person = Person.objects.filter(program=scenario.program).first()
    assert person is not None
    client = browser(scenario.members["officer"])
    answers, written = [], []
    for each in (person.public_id, UNKNOWN_ID):
        before = AuditEvent.objects.count()
        response = client.get(f"/p/here/people/{each}/?name=Zqfirst1")
        answers.append((response.status_code, response.content, sorted(response.items())))
        assert AuditEvent.objects.count() == before + 1
        written.append(rows().first())
    assert answers[0] == answers[1] and answers[0][0] == 404
    for row, each in zip(written, (person.public_id, UNKNOWN_ID), strict=True):
        assert (row.action, row.outcome, row.program_id) == ("denied", "refused", scenario.program.pk)
        assert row.user_id == scenario.members["officer"].pk and row.subject == str(each)
        assert row.details == {"route": "people:person", "method": "GET", "ids": {"person_id": str(each)}}


@pytest.mark.once
def test_an_address_that_is_none_is_written_down_without_what_was_typed(scenario):
    client = browser(scenario.members["officer"])
    assert client.get("/p/here/people/zqwords/").status_code == 404
    row = rows().first()
    assert row.action == "denied" and row.subject == "" and "zqwords" not in str(row.details)


@pytest.mark.once
def test_who_is_no_member_is_written_down_in_the_installations_chain(scenario):
    client = browser(make_user())
    for path in ("/p/here/people/", "/p/never-was-there/people/"):
        before = AuditEvent.objects.filter(program_id=scenario.program.pk).count()
        assert client.get(path).status_code == 404
        assert rows().first().program_id == 0 and rows().first().action == "denied"
        assert AuditEvent.objects.filter(program_id=scenario.program.pk).count() == before


NO_MORE = {
    "sqlite": "CREATE TRIGGER no_more BEFORE INSERT ON audit_auditevent BEGIN SELECT RAISE(ABORT, 'no more'); END",
    "postgresql": "ALTER TABLE audit_auditevent ADD CONSTRAINT no_more CHECK (number < 0) NOT VALID",
}


FOUR_ROLES = ("case_manager", "officer", "district_attorney", "program_manager")


@pytest.fixture
def broken_audit_table(county, scenario, monkeypatch):
    """The audit table takes no row more; it can still be read.

    A row is tried in a savepoint: a statement that fails would else end the transaction that the test runs in.
    """
    monkeypatch.setattr("handoff.audit.services.append_to_chain", transaction.atomic(append_to_chain))
    clients = {name: browser(scenario.members[name]) for name in FOUR_ROLES}
    paths = [(address, path_of(address, scenario, county.samples[address.name][0])) for address in IN_PROGRAM]
    with connection.cursor() as cursor:
        cursor.execute(NO_MORE[connection.vendor])
    return clients, paths


def test_without_its_row_no_page_is_shown(broken_audit_table):
    """On a commit one of four roles asks at each address, in turn."""
    clients, paths = broken_audit_table
    found, refused = set(), 0
    for place, name in enumerate(FOUR_ROLES):
        for number, (address, path) in enumerate(paths):
            if not rule_of(address).permissions & PARTICIPANT_DATA or not takes_turn(number + place, 4):
                continue
            status = clients[name].get(path).status_code
            refused += status == 503
            if status not in {503, 302, 405}:
                found.add(f"{name} at {address}: {status}")
    assert refused > 20
    assert not found, "\n".join(sorted(found))


@pytest.mark.once
def test_with_the_clock_set_back_the_law_side_is_shown_nothing_and_no_one_writes(county, scenario, clock):
    clock.at = NOW - timedelta(days=30)
    found = set()
    for place, (name, role) in enumerate(scenario.roles.items()):
        client = browser(scenario.members[name])
        for number, address in enumerate(IN_PROGRAM):
            if not opens_to(address, ROLES[role].permissions) or not takes_turn(number + place, 4):
                continue
            path = path_of(address, scenario, county.samples[address.name][0])
            for method in ("get", "post"):
                if method == "get" and ROLES[role].side not in OUTSIDE:
                    continue
                seen = look(client, path, method)
                if seen.status != 503 or seen.words or seen.written - REFUSAL - {"notifications_notice"}:
                    found.add(f"{name} {method} {address}: {seen.status} {seen.words} {seen.written}")
    assert not found, "\n".join(sorted(found))


@pytest.mark.once
def test_with_the_clock_set_back_care_still_reads_and_the_managers_are_notified_once(scenario, clock):
    Notice.objects.all().delete()
    clock.at = NOW - timedelta(minutes=2)
    assert browser(scenario.members["case_manager"]).get("/p/here/people/").status_code == 200
    officer = browser(scenario.members["officer"])
    for _each in range(3):
        assert officer.get("/p/here/lookup/").status_code == 503
    assert "clock" in officer.get("/p/here/lookup/").content.decode()
    assert AuditEvent.objects.filter(action="clock.behind").count() == 1
    send_queued_notices(at=NOW)
    clock_mails = [each for each in mail.outbox if "clock" in each.subject]
    managers = User.objects.filter(
        memberships__program=scenario.program,
        memberships__role__in=[RoleName.PROGRAM_MANAGER, RoleName.SITE_ADMINISTRATOR],
        memberships__ends_on=None,
    )
    assert sorted(each.to[0] for each in clock_mails) == sorted(each.email for each in managers)
    assert scenario.members["program_manager"] in managers
    clock.at = NOW
    assert officer.get("/p/here/lookup/").status_code == 200


@pytest.mark.once
def test_a_clock_that_was_ahead_is_accepted_by_the_operator(scenario, clock):
    AuditEvent.objects.filter(program_id=scenario.program.pk, number=1).update(at=NOW + timedelta(days=900))
    officer = browser(scenario.members["officer"])
    assert officer.get("/p/here/lookup/").status_code == 503
    accept_clock(actor=scenario.actor("program_manager", NOW), at=NOW)
    assert officer.get("/p/here/lookup/").status_code == 200


@pytest.mark.once
def test_a_minute_is_forgiven(scenario, clock):
    clock.at = NOW - timedelta(seconds=60)
    assert browser(scenario.members["officer"]).get("/p/here/lookup/").status_code == 200


def test_the_trail_of_all_this_is_whole_and_every_action_in_it_has_words(scenario):
    from handoff.audit.queries import verify_chain
    from handoff.audit.wording import ACTION_LABELS

    assert {row.action for row in AuditEvent.objects.all()} <= set(ACTION_LABELS)
    assert AuditChain.objects.get(program_id=scenario.program.pk).length > 100
    assert verify_chain(scenario.program.pk).broken_at is None
    assert RecordOpening.objects.exists()
