"""`handoff measures`: the figures of the pages, under the same gate."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from handoff.audit.models import AuditEvent
from handoff.measures import services
from handoff.measures.definitions import MEASURES
from handoff.measures.rules.periods import Period
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_actor, make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_participant(make_program(slug="oak")).program


READ = [each for each in MEASURES if not each.is_health]


def run(capsys, role="data_manager", *more, program="oak", first="2026-03", last="2026-04", user=None):
    if user is None:
        user = make_member(Program.objects.get(slug="oak"), role).username
    call_command("measures", "--program", program, "--from", first, "--to", last, "--as", user, *more)
    return capsys.readouterr().out


def test_every_measure_of_every_month_is_printed_with_its_definition(program, capsys):
    printed = json.loads(run(capsys, "data_manager", "--json"))
    assert printed["program"] == "oak"
    listed = printed["measures"]
    assert [each["definition"] for each in listed] == [each.id for each in READ] * 2
    first, april = listed[0], listed[len(READ)]
    assert (first["numerator"], first["denominator"], first["percent"]) == (1, 1, 100.0)
    assert first["interval"] == [20.7, 100.0] and first["period"] == "2026-03"
    assert first["tables"]["answer"]["lines"][0]["label"] == "Said yes"
    assert (april["denominator"], april["percent"], april["interval"]) == (0, None, None)
    (event,) = AuditEvent.objects.filter(action="measures.exported")
    assert event.details == {"from": "2026-03", "to": "2026-04", "kind": "json"}


def test_without_json_the_findings_are_printed(program, capsys):
    assert "M1 Acceptance rate: Of 1 referral, the first answer was yes to 1" in run(capsys)


def test_closed_months_are_printed_as_they_were_closed_and_others_named(program, capsys):
    closer = make_actor(program, "data_manager")
    at = datetime(2026, 4, 2, 14, tzinfo=UTC)
    services.close_month(actor=closer, program=program, month=Period(date(2026, 3, 1)), at=at)
    Referral.objects.filter(program=program).update(state="withdrawn")
    user = make_member(program, "data_manager").username
    call_command(
        "measures",
        "--program",
        "oak",
        "--from",
        "2026-03",
        "--to",
        "2026-05",
        "--as",
        user,
        "--closed",
        "--json",
    )
    printed = capsys.readouterr()
    listed = json.loads(printed.out)["measures"]
    assert [(each["definition"], each["period"]) for each in listed] == [
        (each.id, "2026-03") for each in READ
    ]
    assert (listed[0]["numerator"], listed[0]["denominator"]) == (1, 1)
    assert printed.err == "Not closed or not shared: 2026-04, 2026-05\n"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"program": "unheard-of"}, "no program called"),
        ({"first": "2026-05"}, "the earlier one first"),
        ({"first": "July"}, "the earlier one first"),
        ({"first": "1990-01"}, "at most 240"),
        ({"user": "unknown"}, "doesn't include"),
    ],
)
def test_what_cannot_be_answered_is_refused(program, capsys, asked, words):
    with pytest.raises(CommandError, match=words):
        run(capsys, **asked)


@pytest.mark.parametrize("role", ["officer", "site_administrator"])
def test_a_role_that_may_not_open_the_records_is_refused(program, capsys, role):
    with pytest.raises(CommandError, match="doesn't include"):
        run(capsys, role)
