"""The command: same seed, same county; never beside real people; quick the second time."""

import socket
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.demo.builder import days_until
from handoff.demo.management.commands import demo
from handoff.demo.organizations import ALDER
from handoff.demo.reset import remove_county
from handoff.demo.staff import build_staff
from handoff.demo.stories.history import write_history
from handoff.demo.tests.conftest import SMALL, TODAY
from handoff.demo.tests.digest import digest
from handoff.notifications.models import Notice
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.testing.programs import make_member, make_person, make_program

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", "--today", TODAY.isoformat(), "--size", str(SMALL), *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.once
def test_one_seed_makes_one_county_and_a_second_run_keeps_it(county_digest, monkeypatch):
    """One story, so that a county is built once and no more: the other one is this folder's own."""
    make_program(slug="real-county")
    said = run()
    assert "Building the demo county… 100%" in said and "Built in" in said
    assert digest() == county_digest
    said = run()
    assert "is ready" in said
    assert "casemanager" in said
    assert "/p/alder/outreach/" in said
    assert digest() == county_digest
    with monkeypatch.context() as newer:
        check_what_is_built_again(newer)
    remove_county()
    assert list(Program.objects.values_list("slug", flat=True)) == ["real-county"]
    for model in (Person, LookupKey, Referral, User, AuditEvent, Notice):
        assert not model.objects.exists()


def check_what_is_built_again(monkeypatch):
    """A county of another day or of older code is built again, unless it is to be kept; one broken off always is."""
    builds = []
    monkeypatch.setattr(demo, "remove_county", lambda: None)
    monkeypatch.setattr(demo.Command, "build", lambda self, *arguments: builds.append(arguments))
    tomorrow = TODAY + timedelta(days=1)
    run("--today", tomorrow.isoformat(), "--keep")
    assert builds == []
    run("--today", tomorrow.isoformat())
    monkeypatch.setattr(demo, "recipe", lambda: "newer code")
    run("--keep")
    run()
    assert builds == [(1, tomorrow, SMALL), (1, TODAY, SMALL)]
    AuditEvent.objects.filter(action="county.built").update(action="broken off")
    run("--keep")
    assert builds[2:] == [(1, TODAY, SMALL)]


def test_another_seed_tells_other_stories():
    days = days_until(TODAY)
    details = [
        write_history(seed=seed, slug="alder", days=days, staff=build_staff(ALDER, Random(seed)), size=SMALL)
        for seed in (1, 1, 2)
    ]
    assert details[0].events == details[1].events
    assert details[0].events != details[2].events


def test_it_refuses_a_database_with_real_people():
    real = make_program(slug="real-county")
    make_person(real)
    with pytest.raises(CommandError, match="real-county"):
        run()
    with pytest.raises(CommandError, match="real people"):
        run("--reset")
    assert Person.objects.count() == 1


def test_it_refuses_the_accounts_of_a_program_that_is_not_for_training():
    make_member(make_program(slug="real-county"), "program_manager", username="manager")
    with pytest.raises(CommandError, match="The account manager"):
        run()
    assert not Program.objects.filter(is_demo=True).exists()


def test_it_refuses_the_address_of_a_program_that_is_not_for_training():
    make_program(slug="alder")
    with pytest.raises(CommandError, match="isn't for training"):
        run()


def test_a_port_in_use_is_said_before_any_work():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            call_command("demo", "--serve", "--port", str(port))
    assert not Program.objects.exists()
