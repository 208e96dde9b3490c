"""K6: a free phone from the application to its replacement, and the person's numbers with it."""

import uuid
from datetime import timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.casework.models import PhoneStep
from handoff.casework.phones.presenters import phone_state
from handoff.casework.phones.queries import phone_steps_of, phones_of
from handoff.casework.phones.services import withdraw_phone_step
from handoff.core.refusals import Refused
from handoff.participants.models import ContactPoint
from handoff.testing.casework import make_contact_point, make_phone_step
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db

TODAY = AT.date()
NUMBER, NEW = "+19105550143", "+19105550144"


@pytest.fixture
def person():
    return make_person(make_program())


def works(person):
    return {each.value: each.works for each in phones_of(person)}


def test_a_phone_is_followed_and_the_numbers_with_it(person):
    assert phone_state(phone_steps_of(person)) is None
    make_phone_step(person, "applied", occurred_on=TODAY - timedelta(days=20))
    assert phone_state(phone_steps_of(person)).number == ""
    make_phone_step(
        person, "received", number=NUMBER, safe_to_text=True, occurred_on=TODAY - timedelta(days=9)
    )
    assert works(person) == {NUMBER: "yes"} and ContactPoint.objects.get().safe_to_text
    make_phone_step(person, "lost", occurred_on=TODAY - timedelta(days=2))
    assert works(person) == {NUMBER: "no"}
    make_phone_step(person, "works", point=ContactPoint.objects.get(), occurred_on=TODAY - timedelta(days=1))
    assert works(person) == {NUMBER: "yes"}
    make_phone_step(person, "replaced", number=NEW)
    assert works(person) == {NUMBER: "no", NEW: "yes"}
    state = phone_state(phone_steps_of(person))
    assert (state.words, state.since, state.number) == ("Replaced by another", TODAY, "(910) 555-0144")


def test_a_phone_replaced_with_its_number_keeps_it(person):
    point = make_contact_point(person)
    make_phone_step(person, "received", point=point)
    make_phone_step(person, "replaced", point=point)
    assert works(person) == {point.value: "yes"}


def test_the_same_form_sent_twice_makes_one_entry(person):
    key = str(uuid.uuid4())
    assert make_phone_step(person, key=key) == make_phone_step(person, key=key)
    with pytest.raises(Refused, match="already saved this form with other answers"):
        make_phone_step(person, note="Other words", key=key)
    with pytest.raises(Refused, match="out of date"):
        make_phone_step(make_person(person.program), key=key)
    received = str(uuid.uuid4())
    first = make_phone_step(person, "received", number=NUMBER, key=received)
    assert make_phone_step(person, "received", number=NUMBER, key=received) == first
    with pytest.raises(Refused, match="already saved this form with other answers"):
        make_phone_step(person, "received", number=NEW, key=received)


@pytest.mark.parametrize(
    ("what", "fields", "words"),
    [
        ("sold", {}, "what happened"),
        ("applied", {"occurred_on": TODAY + timedelta(days=1)}, "in the future"),
        ("applied", {"number": NUMBER}, "only for a phone they have"),
        ("received", {"number": NUMBER, "point": "own"}, "not both"),
        ("received", {"point": "other"}, "someone else's"),
    ],
)
def test_what_cannot_be_recorded(person, what, fields, words):
    points = {"own": make_contact_point(person), "other": make_contact_point(make_person(person.program))}
    if "point" in fields:
        fields = {**fields, "point": points[fields["point"]]}
    with pytest.raises(Refused, match=words):
        make_phone_step(person, what, **fields)
    assert not PhoneStep.objects.exists()


def test_an_entry_made_by_mistake_is_withdrawn_and_stays_on_record(person):
    step, worker = make_phone_step(person), make_actor(person.program, "peer_support")
    for _twice in range(2):
        withdraw_phone_step(actor=worker, step=step, at=AT)
    assert phone_steps_of(person) == [] and PhoneStep.objects.get().withdrawn_at == AT
    assert AuditEvent.objects.filter(action="phone.withdrawn").count() == 1
