"""C9, C7: a person's own copy in both languages and three formats; the public table leaves diverted people out."""

import io
import json
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.participants.models import ContactPoint
from handoff.records.queries.held import HeldRecords
from handoff.records.queries.holdings import HOLDINGS
from handoff.records.queries.registers import public_table
from handoff.records.services.copying import copy_record
from handoff.records.services.papers import paper_sections, value_text
from handoff.referrals.models import CommunityMessage, Referral
from handoff.testing.casework import make_approach_note, make_contact, make_contact_point
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, actor_of, make_member, make_person, make_program, put_on_every_team
from handoff.testing.referrals import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def client(program, person):
    client, keeper = Client(), make_member(program, RoleName.DATA_MANAGER)
    put_on_every_team(keeper, program)
    client.force_login(keeper)
    return client


@pytest.fixture
def person(program):
    person = make_person(program, first_name="Zqfirst", last_name="Zqlast")
    worker = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    enrollment = make_participant(program, person, worker)
    enrollment.intake.answers = {"housing": {"housing_worry": "zqanswer"}}
    enrollment.intake.save()
    make_contact(person, actor=worker, note="zqnote")
    make_approach_note(person, "zqapproach")
    make_contact_point(person, kind=ContactPoint.Kind.THROUGH, value="zqsister")
    message = make_message(program, AT, referrer_name="zqneighbor", help_wanted="zqwanted", for_self=False)
    CommunityMessage.objects.filter(pk=message.pk).update(referral=person.referrals.first())
    return person


def download_copy(client, person, form, language="en"):
    where = f"/p/{person.program.slug}/records/people/{person.public_id}/copy/"
    assert client.get(where).status_code == 200
    return client.post(where, {"form": form, "language": language})


def test_a_copy_holds_everything_of_theirs_and_nothing_of_others(client, person):
    texts = [
        download_copy(client, person, "print").content.decode(),
        " ".join(
            page.extract_text()
            for page in PdfReader(io.BytesIO(download_copy(client, person, "pdf").content)).pages
        ),
        json.dumps(json.loads(download_copy(client, person, "json").content)),
    ]
    for text in texts:
        for word in ("Zqlast", "zqanswer", "zqnote", "zqapproach", "zqsister", "zqwanted"):
            assert word in text, word
        assert "zqneighbor" not in text


def test_a_copy_is_registered_and_audited_under_a_file_name_without_a_persons_name(client, person):
    response = download_copy(client, person, "pdf", "es")
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Su expediente" in text and "Zq" not in response["Content-Disposition"]
    entry = Disclosure.objects.get(person=person)
    assert (entry.what, entry.recipient) == ("own_record", "the person")
    assert AuditEvent.objects.filter(action="disclosed_outside", subject=str(person.public_id)).exists()
    assert AuditEvent.objects.filter(action="own_record.opened").exists()


def test_no_copy_is_made_without_a_disclosure_row(client, person, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.records.services.copying.record_outside_disclosure", breaks)
    client.raise_request_exception = False
    assert download_copy(client, person, "json").status_code == 500
    assert not Disclosure.objects.exists()


def test_other_roles_and_other_programs_make_no_copy(program, person):
    case_manager = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    with pytest.raises(Refused):
        copy_record(actor=case_manager, person=person, at=AT)
    other = make_program()
    outsider = Client()
    outsider.force_login(make_member(other, RoleName.DATA_MANAGER))
    never = outsider.get(f"/p/{other.slug}/records/people/0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11/copy/")
    theirs = outsider.get(f"/p/{other.slug}/records/people/{person.public_id}/copy/")
    assert (theirs.status_code, theirs.content) == (404, never.content)


def test_the_public_table_leaves_out_diverted_people_and_participants(program, person):
    make_referral(program, make_person(program))
    make_referral(program, person, pathway="officer_social")
    for _each in range(11):
        make_referral(program, make_person(program), pathway="officer_social", decision=None)
    table = public_table(program, date(2026, 3, 1), date(2026, 4, 30))
    assert [month.month for month in table.months] == [3, 4]
    assert table.shown.rows[0] == [0, 11, 0] and table.shown.total == 11


def test_the_public_table_is_a_page_and_a_file_without_small_counts(program, client):
    for _each in range(3):
        make_referral(program, make_person(program), pathway="community", decision=None)
    where = f"/p/{program.slug}/records/public/"
    asked = "first_month=3&first_day=1&first_year=2026&last_month=3&last_day=31&last_year=2026"
    page = client.get(f"{where}?{asked}").content.decode()
    assert "≤10*" in page and "left out" in page
    sheet = client.get(f"{where}csv/?{asked}").content.decode()
    assert "≤10*" in sheet and "3" not in sheet.split("\n")[1]
    assert AuditEvent.objects.filter(action="public_records.exported").exists()


def test_a_list_within_a_value_is_written_out_and_empty_records_are_left_out(program):
    said = {"race_ethnicity": ["black", "native"], "gender": "", "said": "Twice."}
    assert (
        value_text(Referral, "demographics", said, program) == "race ethnicity: black, native; said: Twice."
    )
    holding = next(each for each in HOLDINGS if each.model is ContactPoint)
    empty, full = HeldRecords(holding, [{"value": ""}]), HeldRecords(holding, [{"value": "Shelter desk"}])
    assert [each.rows for each in paper_sections([empty, full], program)] == [
        [[("Number, address, or place", "Shelter desk")]]
    ]
