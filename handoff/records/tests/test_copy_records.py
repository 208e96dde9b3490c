"""C9, C7: a person's own copy in both languages and three formats; the public table leaves diverted people out."""

import io
import json
from datetime import date, timedelta

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
from handoff.records.services.public_counts import publish_closed_quarters
from handoff.referrals.models import CommunityMessage, Referral
from handoff.testing.casework import (
    make_approach_note,
    make_contact,
    make_contact_point,
    make_fact,
    make_note,
)
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import (
    AT,
    actor_of,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)
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


@pytest.mark.parametrize(
    ("role", "whole"), [(RoleName.DATA_MANAGER, False), (RoleName.PROGRAM_MANAGER, True)]
)
def test_a_copy_that_lacks_notes_says_so(program, person, role, whole):
    """C9: the person learns who makes the whole copy."""
    client, keeper = Client(), make_member(program, role)
    put_on_every_team(keeper, program)
    client.force_login(keeper)
    where = f"/p/{program.slug}/records/people/{person.public_id}/copy/"
    assert ("a program manager makes the whole copy" in client.get(where).content.decode()) is not whole
    printed = download_copy(client, person, "print").content.decode()
    assert ("ask the program manager for the whole copy" in printed) is not whole
    pdf = PdfReader(io.BytesIO(download_copy(client, person, "pdf").content)).pages[0].extract_text()
    assert ("aren't in this copy" in pdf.replace("\u2019", "'")) is not whole
    assert json.loads(download_copy(client, person, "json").content)["every_case_note"] is whole


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


AFTER = AT.replace(month=4, day=2)


def publish(program, first=date(2026, 1, 1), last=date(2026, 12, 31), at=AFTER):
    publish_closed_quarters(program=program, at=at)
    return public_table(program, first, last, at)


def test_the_public_table_leaves_out_diverted_people_and_participants(program, person):
    make_referral(program, make_person(program))
    make_referral(program, person, pathway="officer_social")
    for _each in range(11):
        make_referral(program, make_person(program), pathway="officer_social", decision=None)
    table = publish(program)
    assert [each.starts_on for each in table.quarters] == [date(2026, 1, 1)]
    assert (table.quarters[0].counts, table.quarters[0].total) == ([0, 11, 0], 11)


def test_only_quarters_that_have_ended_are_published(program):  # finding-S13
    assert not publish(program, at=AT).quarters
    assert not publish(program, first=date(2026, 1, 2)).quarters
    assert not publish(program, last=date(2026, 3, 30)).quarters
    assert len(publish(program, last=date(2026, 3, 31)).quarters) == 1
    make_referral(program, make_person(program), pathway="community", decision=None, at=AT.replace(year=2025))
    years = publish(program, first=date(2025, 1, 1), at=AT.replace(year=2027, month=1, day=2)).quarters
    assert [each.starts_on.month for each in years][:4] == [1, 4, 7, 10] and len(years) == 8


def test_a_published_quarter_never_changes(program):  # finding-S13
    """One more referral, or one person fewer, would be found by subtracting the new table from the old one."""
    for _each in range(12):
        make_referral(program, make_person(program), pathway="community", decision=None)
    before = publish(program).quarters[0].counts
    make_referral(program, make_person(program), pathway="community", decision=None)
    assert publish(program, at=AFTER + timedelta(days=200)).quarters[0].counts == before == [0, 0, 12]


def test_a_quarter_is_the_same_in_every_period(program):  # finding-S13
    for number, month in ((12, 3), (3, 4)):
        for _each in range(number):
            make_referral(
                program, make_person(program), pathway="community", decision=None, at=AT.replace(month=month)
            )
    later = AT.replace(month=8)
    alone = publish(program, last=date(2026, 3, 31), at=later).quarters
    both = publish(program, last=date(2026, 6, 30), at=later).quarters
    assert (both[0].counts, both[0].total) == (alone[0].counts, alone[0].total)
    assert (both[1].counts[2], both[1].total) == (None, None)


def test_the_public_table_is_a_page_and_a_file_without_small_counts(program, client):
    for _each in range(3):
        make_referral(
            program,
            make_person(program),
            pathway="community",
            decision=None,
            at=AT.replace(year=AT.year - 1),
        )
    publish_closed_quarters(program=program, at=AFTER)
    assert publish_closed_quarters(program=program, at=AFTER) == 0
    where = f"/p/{program.slug}/records/public/"
    asked = "first_month=1&first_day=1&first_year=2025&last_month=3&last_day=31&last_year=2025"
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


def test_case_notes_are_in_a_copy_only_where_its_maker_may_read_them(program, person):
    """45 CFR 164.524(a)(1)(i), 42 CFR 2.11, ADR 0046: by the label, as on the page; the note's existence too."""
    author = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    make_note(person, author, label="counseling", words="zqcounseling")
    for label in ("general", "health", "part2"):
        make_note(person, author, label=label, words=f"zq{label}")
    make_fact(person, author, words="zqgeneral")
    make_fact(person, author, kind="treatment", code="methadone", words="zqhealth")

    def copied(role):
        maker = make_member(program, role)
        put_on_every_team(maker, program)
        held = copy_record(actor=actor_of(maker, program), person=person, at=AT)
        return str([each.rows for each in held])

    by_keeper, by_manager = copied(RoleName.DATA_MANAGER), copied(RoleName.PROGRAM_MANAGER)
    assert by_keeper.count("zqgeneral") == 2 and by_manager.count("zqhealth") == 2
    assert "methadone" not in by_keeper and "methadone" in by_manager  # ADR 0052
    for label in ("health", "part2", "counseling"):
        assert f"zq{label}" not in by_keeper and f"'label': '{label}'" not in by_keeper
        assert f"zq{label}" in by_manager
    kinds = [set(each.kinds) for each in Disclosure.objects.filter(person=person).order_by("pk")]
    assert ["counseling" in each for each in kinds] == [False, True]
