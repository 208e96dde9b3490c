"""A correction that brings a record close to another asks whether the two are one person (D6)."""

from datetime import date

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import PossibleDuplicate
from handoff.testing.forms import as_browser
from handoff.testing.programs import make_member, make_person, make_program, put_on_every_team

pytestmark = pytest.mark.django_db

QUESTION = "Is it one of these people?"
CORRECTED = {"first_name": "Marisol", "last_name": "Quintanila", "middle_name": "Luz"}


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def known(program):
    return make_keyed(program, first_name="Marisol", last_name="Quintanilla")


@pytest.fixture
def corrected(program):
    return make_keyed(program, first_name="Theodore", last_name="Blackwell")


def make_keyed(program, **fields):
    person = make_person(program, date_of_birth=date(1990, 3, 4), **fields)
    rebuild_keys(person)
    return person


@pytest.fixture
def page(client, program, known, corrected):
    user = make_member(program, RoleName.CASE_MANAGER)
    put_on_every_team(user, program)
    client.force_login(user)
    return reverse("people:correct", args=[program.slug, corrected.public_id])


def save(client, page, **fields):
    shown = client.get(page)
    return client.post(page, {**as_browser(shown.context["form"]), **fields})


def test_yes_saves_and_puts_the_two_side_by_side(client, program, known, corrected, page):  # D6
    asked = save(client, page, **CORRECTED).content.decode()
    assert QUESTION in asked and 'value="Luz"' in asked
    event = AuditEvent.objects.get(action="matches.shown")
    assert event.details["people"] == [str(known.public_id)]
    corrected.refresh_from_db()
    assert corrected.last_name == "Blackwell"
    saved = save(client, page, **CORRECTED, same_person=str(known.public_id))
    pair = [corrected.public_id, known.public_id]
    assert saved.url == reverse("duplicates:compare", args=[program.slug, *pair])
    corrected.refresh_from_db()
    assert (corrected.last_name, corrected.middle_name) == ("Quintanila", "Luz")


def test_no_saves_and_is_not_asked_again(client, program, known, corrected, page):
    answer = f"someone_else:{known.public_id}"
    saved = save(client, page, **CORRECTED, same_person=answer)
    assert saved.url == reverse("people:person", args=[program.slug, corrected.public_id])
    assert PossibleDuplicate.objects.get().decision == "different"
    assert save(client, page, first_name="Marisól").status_code == 302


def test_a_correction_of_something_else_asks_nothing(client, program, known, corrected, page):
    save(client, page, **CORRECTED, same_person=f"someone_else:{known.public_id}")
    PossibleDuplicate.objects.update(decision="waiting")
    assert save(client, page, preferred_name="Mari").status_code == 302
