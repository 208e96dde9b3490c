"""K2, 5b: case notes are dated, carry a label that decides who reads them, and are corrected by a new version."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.casework.models import CaseNote, CaseNoteVersion
from handoff.casework.notes import services
from handoff.casework.notes.queries import (
    find_note,
    newest_rows,
    person_of_note,
    readable_notes,
    readable_versions,
)
from handoff.core.refusals import Refused
from handoff.testing.casework import make_note
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
LABELS = ("general", "health", "part2", "counseling")
READ_BY = {
    "peer_support": {"general", "health", "part2"},
    "case_manager": {"general", "health", "part2"},
    "program_manager": set(LABELS),
    "data_manager": {"general"},
}


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


def note_input(**fields):
    values = {"kind": "conversation", "label": "general", "words": "Talked.", "occurred_at": AT}
    return services.NoteInput(**{**values, **fields})


@pytest.mark.parametrize("role", list(RoleName))
def test_the_label_decides_who_reads_a_note(program, person, role):
    """C10, ADR 0046: law side and partners none; counseling only its author and the supervisor."""
    author = make_actor(program, "case_manager")
    for label in LABELS:
        make_note(person, author, label=label)
    reader = make_actor(program, role)
    assert {each.label for each in newest_rows(person, reader)} == READ_BY.get(role, set())
    for note in CaseNote.objects.all():
        found = find_note(program, reader, note.public_id)
        assert (found is not None) is (note.label in READ_BY.get(role, set()))


def test_the_author_reads_their_own_counseling_note(program, person, worker):
    note = make_note(person, worker, label="counseling", words="What was said in the session.")
    assert [each.public_id for each in newest_rows(person, worker)] == [note.public_id]
    assert find_note(make_program(), worker, note.public_id) is None


def test_a_note_is_read_in_its_own_program_alone(program, person, worker):
    note = make_note(person, worker)
    assert list(readable_notes(worker)) == [note]
    assert not readable_notes(make_actor(make_program(), "program_manager")).exists()


def test_each_label_keeps_the_words_in_its_own_field(person, worker):
    for label, field in (
        ("general", "text"),
        ("part2", "text"),
        ("health", "health_text"),
        ("counseling", "counseling_text"),
    ):
        version = make_note(person, worker, label=label, words=" Words ").current
        assert {name: getattr(version, name) for name in ("text", "health_text", "counseling_text")} == {
            **dict.fromkeys(("text", "health_text", "counseling_text"), ""),
            field: "Words",
        }
        other = "health_text" if field != "health_text" else "text"
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseNoteVersion.objects.filter(pk=version.pk).update(**{other: "Elsewhere"})


def test_a_correction_is_a_new_version_and_the_earlier_one_stays(person, worker):
    note = make_note(person, worker, words="Moved to Oak Street.")
    corrected = note_input(words="Moved to Elm Street.", kind="service")
    for _each in range(2):
        services.correct_note(actor=worker, note=note, note_input=corrected, at=LATER)
    assert [(each.number, each.words) for each in note.versions.all()] == [
        (1, "Moved to Oak Street."),
        (2, "Moved to Elm Street."),
    ]
    event = AuditEvent.objects.get(action="note.corrected")
    assert event.details == {"note": str(note.public_id)} and "Street" not in str(event.details)


def test_a_version_under_a_stricter_label_stays_under_it(program, person, worker):
    note = make_note(person, worker, label="counseling", words="From the session.")
    services.correct_note(actor=worker, note=note, note_input=note_input(words="Met today."), at=LATER)
    colleague = make_actor(program, "case_manager")
    found = find_note(program, colleague, note.public_id)
    assert [each.words for each in readable_versions(found, colleague)] == ["Met today."]
    assert len(readable_versions(found, worker)) == 2


def test_a_stricter_label_covers_the_earlier_versions(program, person, worker):
    note = make_note(person, worker)
    stricter = note_input(label="counseling")
    services.correct_note(actor=worker, note=note, note_input=stricter, at=LATER)
    assert find_note(program, make_actor(program, "case_manager"), note.public_id) is None


def test_only_the_author_corrects_a_note(program, person, worker):
    note = make_note(person, worker)
    with pytest.raises(Refused, match="new note"):
        services.correct_note(
            actor=make_actor(program, "program_manager"),
            note=note,
            note_input=note_input(words="No."),
            at=LATER,
        )


def test_the_same_form_sent_twice_makes_one_note(person, worker):
    """C-F03: a double tap and a resend make one note; Back and Save with other words is a correction of it."""
    key = str(uuid.uuid4())
    sent = {"actor": worker, "person": person, "key": key}
    first = services.add_note(note_input=note_input(), at=AT, **sent)
    again = services.add_note(note_input=note_input(occurred_at=LATER), at=LATER, **sent)
    assert first == again and first.versions.count() == 1
    services.add_note(note_input=note_input(words="Talked, and called the clinic."), at=LATER, **sent)
    assert CaseNote.objects.count() == 1 and first.versions.count() == 2


def test_an_outdated_page_writes_nothing_about_another_person(program, person, worker):
    sent = {"actor": worker, "note_input": note_input(), "key": str(uuid.uuid4()), "at": AT}
    services.add_note(person=person, **sent)
    with pytest.raises(Refused, match="out of date"):
        services.add_note(person=make_person(program), **sent)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "gossip"}, "about"),
        ({"label": "secret"}, "read"),
        ({"words": "  "}, "Enter the note"),
        ({"occurred_at": LATER}, "future"),
    ],
)
def test_a_note_has_kind_label_words_and_a_time_that_has_come(person, worker, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_note(person, worker, **fields)


@pytest.mark.parametrize(
    "role", [each for each in RoleName if each not in ("peer_support", "case_manager", "program_manager")]
)
def test_only_the_care_team_writes_notes(program, person, role):
    with pytest.raises(Refused, match="care team"):
        make_note(person, make_actor(program, role))


def test_an_identifier_leads_to_its_person(program, person, worker):
    note = make_note(person, worker)
    assert person_of_note(program.pk, note.public_id) == person
    assert person_of_note(make_program().pk, note.public_id) is None
