"""Who is refused when offenses and new charges are written, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.charges import policies
from handoff.charges.models import Offense
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.testing.programs import AT


def actor(role, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


HERE, ELSEWHERE = Person(program_id=1), Person(program_id=2)


@pytest.mark.parametrize(
    ("acting", "person", "agency", "occurred_at", "sentence"),
    [
        (actor(RoleName.OFFICER, 2), HERE, None, AT, "This charge isn't in your program"),
        (actor(RoleName.PEER_SUPPORT), HERE, None, AT, "Only an officer can set a charge aside"),
        (actor(RoleName.OFFICER), ELSEWHERE, None, AT, "This person or agency isn't in your program"),
        (actor(RoleName.OFFICER), HERE, Agency(program_id=2), AT, "This person or agency isn't in your"),
        (actor(RoleName.OFFICER), HERE, None, AT + timedelta(minutes=1), "can't be in the future"),
    ],
)
def test_a_charge_is_set_aside_by_an_officer_of_the_program(acting, person, agency, occurred_at, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_set_aside(acting, Program(pk=1), person, agency, occurred_at, AT)


@pytest.mark.parametrize(
    ("acting", "person", "agency", "sentence"),
    [
        (actor(RoleName.PEER_SUPPORT), HERE, None, "doesn't include recording new charges"),
        (actor(RoleName.OFFICER), ELSEWHERE, None, "This person or agency isn't in your program"),
        (actor(RoleName.OFFICER), HERE, Agency(program_id=2), "This person or agency isn't in your program"),
    ],
)
def test_a_new_charge_is_recorded_by_police_in_their_own_program(acting, person, agency, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_record_new_charge(acting, Program(pk=1), person, agency)


@pytest.mark.parametrize(
    ("title", "how", "days", "sentence"),
    [
        (" ", "arrest", 0, "Enter the charge"),
        ("Larceny", "letter", 0, "Choose how the person was charged"),
        ("Larceny", "arrest", 1, "The date can't be in the future"),
    ],
)
def test_a_new_charge_has_a_name_a_kind_and_a_day_that_has_come(title, how, days, sentence):
    today = AT.date()
    with pytest.raises(Refused, match=sentence):
        policies.check_new_charge(title, how, ["arrest"], today + timedelta(days=days), today)


def test_an_offense_is_reviewed_by_a_program_manager_who_names_the_reviewer():
    offense = Offense(program_id=1)
    policies.check_can_review_offense(actor(RoleName.PROGRAM_MANAGER), offense, "County attorney")
    with pytest.raises(Refused, match="Enter who reviewed this entry"):
        policies.check_can_review_offense(actor(RoleName.PROGRAM_MANAGER), offense, " ")
    with pytest.raises(Refused, match="Only a program manager can change the list"):
        policies.check_can_review_offense(actor(RoleName.OFFICER), offense, "County attorney")
