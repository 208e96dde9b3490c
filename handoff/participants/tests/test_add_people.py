"""Adding and correcting people: one row per person, the same person found again, every contact point kept."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.participants import services
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import find_candidates
from handoff.participants.models import ContactPoint, LookupKey, Person
from handoff.participants.services import PersonInput
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db

PERSON_INPUT = PersonInput(first_name="José", last_name="Núñez", date_of_birth=date(1986, 4, 5))


def add(program, actor, person_input=PERSON_INPUT, key="one", existing=None) -> Person:
    return services.find_or_add_person(
        actor=actor, program=program, person_input=person_input, existing=existing, key=key, at=AT
    )


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def actor(program):
    return make_actor(program, RoleName.PEER_SUPPORT)


def test_a_person_is_added_with_keys_and_an_audit_row(program, actor):
    person = add(program, actor)
    assert LookupKey.objects.filter(person=person).exists()
    assert AuditEvent.objects.get(action="person.added").subject == str(person.public_id)


def test_the_same_form_sent_twice_adds_one_person(program, actor):
    assert add(program, actor) == add(program, actor, replace(PERSON_INPUT, last_name="Typed again"))
    assert Person.objects.count() == 1


def test_the_same_name_and_birth_date_are_the_same_person_accents_apart(program, actor):
    first = add(program, actor)
    assert (
        add(program, actor, replace(PERSON_INPUT, first_name="jose", last_name="NUNEZ"), key="two") == first
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(PERSON_INPUT, date_of_birth=date(1986, 5, 4)),
        replace(PERSON_INPUT, date_of_birth=None),
        replace(PERSON_INPUT, last_name="Nunes"),
    ],
)
def test_anything_less_certain_is_never_linked_silently(program, actor, other):
    assert add(program, actor) != add(program, actor, other, key="two")


def test_no_guess_is_made_between_two_similar_people(program, actor):
    make_person(program, first_name="José", last_name="Núñez", date_of_birth=date(1986, 4, 5))
    make_person(program, first_name="Jose", last_name="Nunez", date_of_birth=date(1986, 4, 5))
    add(program, actor)
    assert Person.objects.count() == 3


def test_a_chosen_person_is_taken_and_another_programs_is_not(program, actor):
    known = make_person(program)
    assert add(program, actor, existing=known.public_id) == known
    outsider = make_person(make_program())
    assert add(program, actor, key="two", existing=outsider.public_id) != outsider
    assert add(program, actor, key="three", existing=uuid.uuid4()) != outsider


def test_people_of_another_program_are_never_matched(program, actor):
    make_person(make_program(), first_name="José", last_name="Núñez", date_of_birth=date(1986, 4, 5))
    assert add(program, actor).program == program


def test_a_name_is_needed(program, actor):
    with pytest.raises(Refused):
        add(program, actor, replace(PERSON_INPUT, first_name="  ", last_name=""))
    assert not Person.objects.exists()


@pytest.mark.parametrize("blank", ["first_name", "last_name"])
def test_one_name_is_enough(program, actor, blank):  # finding-F10
    assert getattr(add(program, actor, replace(PERSON_INPUT, **{blank: ""})), blank) == ""


def test_nothing_is_added_when_the_audit_row_fails(program, actor, monkeypatch):
    def broken(**_values: object) -> None:
        raise RuntimeError("no audit row")

    monkeypatch.setattr(services.audit, "record", broken)
    with pytest.raises(RuntimeError):
        add(program, actor)
    assert not Person.objects.exists()
    assert not LookupKey.objects.exists()


def test_a_correction_renews_the_keys_and_names_fields_not_words(program, actor):
    person = add(program, actor)
    services.correct_person(
        actor=actor, person=person, person_input=replace(PERSON_INPUT, last_name="Quiñones"), at=AT
    )
    found = find_candidates(program.pk, LookupQuery(first="Jose", last="Quinones", dob=date(1986, 4, 5)))
    assert [each.person_id for each in found] == [person.pk]
    assert AuditEvent.objects.get(action="person.corrected").details == {"fields": ["last_name"]}


def test_a_correction_leaves_no_person_without_a_name(program, actor):
    person, nameless = add(program, actor), replace(PERSON_INPUT, first_name=" ", last_name="")
    with pytest.raises(Refused, match="Enter at least one name"):
        services.correct_person(actor=actor, person=person, person_input=nameless, at=AT)
    person.refresh_from_db()
    assert (person.first_name, person.last_name) == (PERSON_INPUT.first_name, PERSON_INPUT.last_name)


def test_another_programs_person_is_not_corrected_reached_or_described(program, actor):
    outsider = make_person(make_program())
    with pytest.raises(Refused):
        services.correct_person(actor=actor, person=outsider, person_input=PERSON_INPUT, at=AT)
    with pytest.raises(Refused):
        services.add_contact_point(actor=actor, person=outsider, kind="phone", value="910-555-0100", at=AT)
    with pytest.raises(Refused):
        services.write_approach_note(actor=actor, person=outsider, text="Come alone.", at=AT)
    point = ContactPoint.objects.create(
        person=outsider, kind="phone", value="+19105550100", safe_to_text=True, added_at=AT
    )
    with pytest.raises(Refused):
        services.forbid_texts(actor=actor, point=point, at=AT)


def test_a_contact_point_is_kept_once_with_its_owner(program, actor):
    person = add(program, actor)
    for _time in range(2):
        services.add_contact_point(actor=actor, person=person, kind="place", value=" Shelter desk ", at=AT)
    point = ContactPoint.objects.get()
    assert (point.value, point.from_care) == ("Shelter desk", True)
    officer = make_actor(program, RoleName.OFFICER)
    mine = services.add_contact_point(actor=officer, person=person, kind="phone", value="910-555-0100", at=AT)
    assert not mine.from_care


def test_a_blank_contact_point_is_refused(program, actor):
    with pytest.raises(Refused):
        services.add_contact_point(actor=actor, person=add(program, actor), kind="phone", value=" ", at=AT)


def test_marking_a_contact_point_is_audited(program, actor):
    point = services.add_contact_point(
        actor=actor, person=add(program, actor), kind="phone", value="1", at=AT
    )
    services.mark_contact_point(actor=actor, point=point, works="no", at=AT)
    assert AuditEvent.objects.get(action="contact_point.marked").details == {"works": "no"}
    elsewhere = make_actor(make_program(), RoleName.PEER_SUPPORT)
    with pytest.raises(Refused):
        services.mark_contact_point(actor=elsewhere, point=point, works="yes", at=AT)


def test_only_the_care_team_writes_approach_notes(program, actor):
    person = add(program, actor)
    services.write_approach_note(actor=actor, person=person, text=" Afternoons. ", at=AT)
    assert person.approach_notes.get().text == "Afternoons."
    with pytest.raises(Refused):
        services.write_approach_note(actor=actor, person=person, text=" ", at=AT)
    officer = make_actor(program, RoleName.OFFICER)
    with pytest.raises(Refused):
        services.write_approach_note(actor=officer, person=person, text="Armed.", at=AT)


@pytest.mark.parametrize(
    "placeholder",
    [
        PersonInput("John", "Doe", date_of_birth=date(1985, 4, 12)),
        PersonInput("Ana", "Paz", date_of_birth=date(1990, 1, 1)),
        PersonInput("Unknown", "Paz", date_of_birth=date(1985, 4, 12)),
    ],
)
def test_a_name_or_date_written_where_none_is_known_never_joins(program, actor, placeholder):
    """finding-N14: John Doe, 1/1/1990, entered twice, is two people until someone says otherwise."""
    assert add(program, actor, placeholder) != add(program, actor, placeholder, key="two")


def test_father_and_son_with_different_suffixes_are_not_joined(program, actor):
    junior = replace(PERSON_INPUT, suffix="Jr.")
    assert add(program, actor, junior) != add(program, actor, replace(PERSON_INPUT, suffix="III"), key="two")
    assert Person.objects.count() == 2
