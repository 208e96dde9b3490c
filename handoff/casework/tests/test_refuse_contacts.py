"""Who is refused when contacts are logged, changed or undone, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.casework import policies
from handoff.casework.models import ContactAttempt
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.testing.programs import AT


def actor(role=RoleName.PEER_SUPPORT, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


@pytest.mark.parametrize(
    ("acting", "occurred_at", "sentence"),
    [
        (actor(program_id=2), AT, "This person isn't in your program"),
        (actor(RoleName.OFFICER), AT, "Only the care team can write"),
        (actor(), AT + timedelta(minutes=1), "That time is in the future"),
    ],
)
def test_outreach_is_for_the_care_team_of_the_persons_program_and_never_ahead_of_time(
    acting, occurred_at, sentence
):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_do_outreach(acting, Person(program_id=1), occurred_at, AT)


@pytest.mark.parametrize(
    ("acting", "author", "sentence"),
    [
        (actor(program_id=2), 7, "This contact is in another program"),
        (actor(RoleName.OFFICER), 7, "Only the care team can log"),
        (actor(), 8, "Only the person who logged this contact"),
    ],
)
def test_a_contact_is_changed_only_by_its_author_on_the_care_team(acting, author, sentence):
    contact = ContactAttempt(program_id=1, recorded_by_id=author, recorded_at=AT)
    with pytest.raises(Refused, match=sentence):
        policies.check_is_contact_author(acting, contact)


def test_a_contact_can_be_undone_until_one_hour_has_passed():
    contact = ContactAttempt(program_id=1, recorded_by_id=7, recorded_at=AT)
    policies.check_can_undo_contact(actor(), contact, AT + timedelta(minutes=59))
    with pytest.raises(Refused, match="for one hour after you log it"):
        policies.check_can_undo_contact(actor(), contact, AT + timedelta(hours=1))
