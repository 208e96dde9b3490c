"""C9: erasing takes two people, waits for a hold, leaves no word of the person, and is repeated after a restore."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.accounts.models import TypedPage
from handoff.accounts.services.typed import Author, keep_typed
from handoff.audit.journal.services import JournalEntry
from handoff.audit.models import AuditEvent
from handoff.casework.models import HandoverItem, LetterLink
from handoff.casework.models.notes import NoteLabel
from handoff.charges.models import SetAsideCharge
from handoff.config.replay import erase_person
from handoff.consent.models import Disclosure, Release
from handoff.consent.services import record_outside_disclosure
from handoff.core.labels import Labels
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, QuestionLink, StatusPeriod
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.merging.queries import waiting_duplicates
from handoff.participants.merging.services import merge_people
from handoff.participants.models import ContactPoint, LookupKey, Person, PossibleDuplicate
from handoff.records.models import ErasureRequest, LegalRequest
from handoff.records.queries.held import legal_hold, people_on_hold, records_held_about
from handoff.records.queries.holding import ERASED
from handoff.records.services import erasure as services
from handoff.records.services import replay_erasure
from handoff.records.services.legal import withdraw_request
from handoff.records.services.retention import run_retention
from handoff.referrals.models import Referral
from handoff.testing.casework import (
    follow_up,
    make_appointment,
    make_approach_note,
    make_contact,
    make_contact_point,
    make_fact,
    make_goal,
    make_handover_plan,
    make_help,
    make_milestone,
    make_need,
    make_note,
    make_service_referral,
    make_step,
    record_outcome,
)
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import (
    AT,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)
from handoff.testing.records import make_legal_request
from tests.matrix.scenario.program import picture

WORD = "zqword"
WRITTEN = (models.CharField, models.TextField, models.JSONField)


@pytest.fixture
def program(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    return make_program()


@pytest.fixture
def manager(program):
    return actor_of(make_member(program, RoleName.PROGRAM_MANAGER), program)


@pytest.fixture
def keeper(program):
    return actor_of(make_member(program, RoleName.DATA_MANAGER), program)


@pytest.fixture
def person(program):
    """A participant with a word in every kind of record, and no charge that is still held."""
    person = make_person(program, first_name="Zqfirst", last_name="Zqlast", preferred_name=WORD)
    rebuild_keys(person)
    worker = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    enrollment = make_participant(program, person, worker)
    intake = enrollment.intake
    intake.answers, intake.transport = {"housing": {"housing_worry": WORD}}, WORD
    intake.save()
    make_contact(person, actor=worker, note=WORD)
    make_help(person, worker, note=WORD)
    make_approach_note(person, WORD)
    make_contact_point(person, note=WORD)
    make_release(person, make_agency(program), actor=worker, signature=None, scan=picture(), days=300)
    person.referrals.update(reason=WORD)
    SetAsideCharge.objects.filter(encounter__person=person).update(state="diverted")
    return person


def request_erasure(actor, person) -> ErasureRequest:
    return services.request_erasure(actor=actor, person=person, reason="wish", words="Their wish.", at=AT)


IDENTITY = (WORD, "Zqfirst", "Zqlast", "1991", "9105550142", "Jordan Rivers", "26-0001")
"""What identifies the participant: names, birth date, phone, signer, case number."""


def words_left(person: Person) -> str:
    return repr([each.rows for each in records_held_about(person)])


def test_no_one_approves_their_own_erasure_request(program, person, manager, keeper):
    wish = request_erasure(manager, person)
    with pytest.raises(Refused, match="Someone else"):
        services.approve_erasure(actor=manager, erasure=wish, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=wish.pk).update(approved_by_id=manager.user_id, done_at=AT)
    person.refresh_from_db()
    assert person.last_name == "Zqlast"
    with pytest.raises(Refused, match="already a request to erase"):
        request_erasure(keeper, person)


@pytest.mark.django_db(transaction=True)
def test_an_approved_erasure_leaves_no_word_and_no_bytes(program, person, manager, keeper):
    record_outside_disclosure(
        actor=manager, person=person, recipient_name="Court", kinds={"contact"}, what="x", purpose="y", at=AT
    )
    scan = Release.objects.get(person=person).scan
    assert default_storage.exists(scan.storage_name)
    wish = services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    assert wish.done_at == AT and wish.approved_by_id == keeper.user_id
    text = words_left(person)
    assert not [word for word in IDENTITY if word in text]
    assert not LookupKey.objects.filter(person=person).exists()
    assert not ContactPoint.objects.filter(person=person).exists()
    assert not default_storage.exists(scan.storage_name)
    assert "Possession of cocaine" in text, "the police-side fact stays under a number"
    assert Disclosure.objects.filter(person=person, recipient_name="Court").exists()
    assert Release.objects.get(person=person).revoked_at == AT
    assert StatusPeriod.objects.get(enrollment__person=person, ends_at=None).status == "inactive"
    row = AuditEvent.objects.get(action="erasure.done")
    assert row.details["asked_by"] == manager.user_id and row.details["approved_by"] == keeper.user_id


def test_an_erasure_ends_the_links_to_the_person(program, person, manager, keeper):
    link = QuestionLink.objects.create(
        program=program,
        referral=Referral.objects.filter(person=person).latest("pk"),
        token_digest="digest",
        made_at=AT,
        ends_at=AT + timedelta(days=7),
    )
    letter = LetterLink.objects.create(
        program=program,
        referral=make_service_referral(make_need(person)),
        agency=make_agency(program, "community"),
        token_digest="digest",
        code_digest="digest",
        made_at=AT,
        ends_at=AT + timedelta(days=7),
    )
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    for each in (link, letter):
        each.refresh_from_db()
        assert each.ends_at == AT


def test_an_erasure_is_journaled(program, person, manager, keeper, settings):
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    line = json.loads(Path(settings.JOURNAL_FILE).read_text())
    assert (line["deed"], line["subject"]) == ("person.erased", str(person.public_id))


def test_a_restored_person_is_erased_again_once(program, person, manager):
    request_erasure(manager, person)
    assert replay_erasure(person.public_id, AT)
    assert not ErasureRequest.objects.exists()
    text = words_left(person)
    assert not [word for word in IDENTITY if word in text]
    person.refresh_from_db()
    assert person.first_name == ERASED
    assert not replay_erasure(str(person.public_id), AT)
    assert AuditEvent.objects.filter(action="erasure.replayed").count() == 1
    assert not replay_erasure("0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11", AT)


def test_the_restore_command_finds_it(program, person):
    line = JournalEntry(
        at=AT.isoformat(), event="person.erased", program_id=program.pk, subject=str(person.public_id)
    )
    assert erase_person(line, AT) == "done"
    assert WORD not in words_left(person)


def test_an_open_legal_request_holds_the_records(program, person, manager, keeper):
    wish = request_erasure(manager, person)
    request = make_legal_request(program, person, manager)
    with pytest.raises(Refused, match=f"Legal request {request.number}"):
        services.approve_erasure(actor=keeper, erasure=wish, at=AT)
    withdraw_request(actor=manager, legal_request=request, at=AT)
    assert services.approve_erasure(actor=keeper, erasure=wish, at=AT).done_at


def test_a_legal_request_holds_the_records_until_it_is_answered(program, manager, keeper):
    """One whose answer is approved has not been answered yet: its paper is still to be made."""
    person = make_person(program)
    request = make_legal_request(program, person, manager)
    approved = {"proposed_by_id": manager.user_id, "approved_by_id": keeper.user_id, "approved_at": AT}
    sealed = {"answer": "release", "sha256": "0" * 64, "ended_at": AT}
    for state in LegalRequest.State.values:
        LegalRequest.objects.filter(pk=request.pk).update(state=state, **approved, **sealed)
        waits = state in ("received", "proposed", "approved")
        assert (legal_hold(person.pk) == request) is waits, state
        assert (person.pk in people_on_hold(program)) is waits, state


def test_a_charge_still_set_aside_holds_the_records(program, person, manager):
    SetAsideCharge.objects.filter(encounter__person=person).update(state="held")
    with pytest.raises(Refused, match="still set aside"):
        request_erasure(manager, person)


def test_a_withdrawn_erasure_request_is_not_carried_out(program, person, manager, keeper):
    wish = services.withdraw_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    for act in (services.approve_erasure, services.withdraw_erasure):
        with pytest.raises(Refused, match="completed or withdrawn"):
            act(actor=keeper, erasure=wish, at=AT)


def fields_holding(word: str) -> list[str]:
    """Every column of ours that holds a word, whatever the table of holdings says."""
    found = []
    for model in (each for each in apps.get_models() if isinstance(each.__dict__.get("LABELS"), Labels)):
        names = [each.name for each in model._meta.concrete_fields if isinstance(each, WRITTEN)]
        rows = model._default_manager.values_list(*names) if names else ()
        found += {
            f"{model.__name__}.{name}"
            for row in rows
            for name, value in zip(names, row, strict=True)
            if word in str(value)
        }
    return found


def test_an_erasure_leaves_no_word_that_care_wrote(program, manager, keeper):
    """C10: neither counseling notes, nor goals with their steps, needs, appointments or what a handover says."""
    person = make_person(program)
    worker = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    for label in NoteLabel.values:
        make_note(person, worker, label=label, words=WORD)
    make_step(make_goal(person, WORD, worker), worker, words=WORD)
    referral = make_service_referral(make_need(person, worker, words=WORD), worker, provider=WORD)
    follow_up(referral, "connected", worker, outcome=WORD)
    make_milestone(person, worker, words=WORD)
    appointment = make_appointment(person, worker, place=WORD, provider=WORD)
    record_outcome(appointment, "kept", worker, next_step=WORD)
    make_participant(program, person, worker)
    SetAsideCharge.objects.filter(encounter__person=person).update(state="diverted")
    plan = make_handover_plan(program, worker, manager)
    HandoverItem.objects.filter(plan=plan).update(must_know=WORD)
    for kind, code in (("housing", "335"), ("treatment", "methadone")):
        make_fact(person, worker, kind=kind, code=code, words=WORD)
    before = fields_holding(WORD)
    assert len(before) == 16, before
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    assert not fields_holding(WORD)


def test_other_programs_and_other_roles_cannot_erase(program, person):
    for actor in (
        actor_of(make_member(program, RoleName.CASE_MANAGER), program),
        actor_of(make_member(there := make_program(), RoleName.DATA_MANAGER), there),
    ):
        with pytest.raises(Refused):
            request_erasure(actor, person)


def test_no_one_is_erased_when_the_journal_cannot_be_written(program, person, manager, keeper, monkeypatch):
    def breaks(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("handoff.records.services.erasure.append_event", breaks)
    with pytest.raises(OSError):  # noqa: PT011
        services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    person.refresh_from_db()
    assert person.last_name == "Zqlast" and WORD in words_left(person)


def test_the_pages_still_open_after_an_erasure(program, person, manager, keeper):
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    run_retention(actor=keeper, program=program, at=AT)
    client = Client()
    reader = make_member(program, RoleName.PROGRAM_MANAGER)
    put_on_every_team(reader, program)
    client.force_login(reader)
    for page in (f"people/{person.public_id}/", "people/", "records/erasures/", "referrals/"):
        response = client.get(f"/p/{program.slug}/{page}")
        assert response.status_code == 200 and b"Zqlast" not in response.content, page


def test_an_erasure_is_requested_for_one_of_the_reasons(person, manager):
    with pytest.raises(Refused, match="Choose a reason"):
        services.request_erasure(actor=manager, person=person, reason="annoyed", words="", at=AT)
    assert not ErasureRequest.objects.exists()


def merge_another_into(person, program) -> Person:
    other = make_person(program, first_name="Zqfirst", last_name="Zqother")
    merge_people(
        actor=actor_of(make_member(program, RoleName.CASE_MANAGER), program), kept=person, merged=other, at=AT
    )
    return other


def test_erasing_a_person_erases_the_records_merged_into_theirs(program, person, manager, keeper):
    """D6: the journal names each, as a backup may be older than the merge."""
    other = merge_another_into(person, program)
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    other.refresh_from_db()
    assert other.first_name == ERASED
    journal = Path(settings.JOURNAL_FILE).read_text(encoding="utf-8")
    assert str(person.public_id) in journal and str(other.public_id) in journal


def test_a_legal_request_about_a_merged_record_holds_the_person(program, person, manager):
    other = make_person(program, first_name="Zqfirst", last_name="Zqother")
    make_legal_request(program, person=other)
    merge_people(actor=manager, kept=person, merged=other, at=AT)
    with pytest.raises(Refused):
        request_erasure(manager, person)


def test_an_erased_person_is_no_longer_on_the_list_of_duplicates(program, person, manager, keeper):
    one, other = sorted((person, make_person(program)), key=lambda each: each.pk)
    PossibleDuplicate.objects.create(
        program=program, one=one, other=other, score=80, reasons=[], noticed_at=AT
    )
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    assert not waiting_duplicates(program).exists()


def test_an_erasure_deletes_what_was_typed_about_the_person_and_not_saved(program, person, manager, keeper):
    """On the pages of their record and of every other record of theirs (ADR 0035)."""
    user, other = make_member(program, RoleName.CASE_MANAGER), make_person(program)
    intake = Enrollment.objects.get(person=person).intake
    about = [("people:correct", person), ("enrollment:intake", intake), ("people:correct", other)]
    paths = [reverse(name, args=[program.slug, record.public_id]) for name, record in about]
    paths.append(reverse("turnover:item", args=[program.slug, uuid.uuid4(), person.public_id]))
    for path in [*paths, f"/p/{program.slug}/refer/"]:
        author = Author(user=user, program=program, path=path)
        assert keep_typed(author=author, sent=QueryDict(f"note={WORD}"), files=[], at=AT)
    services.approve_erasure(actor=keeper, erasure=request_erasure(manager, person), at=AT)
    left = {
        Author(user=user, program=program, path=path).page for path in (paths[2], f"/p/{program.slug}/refer/")
    }
    assert set(TypedPage.objects.values_list("page", flat=True)) == left
