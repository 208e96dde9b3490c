"""P8: a partner's packet holds what its organization is asked, and its answer is before the team at the table."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.testing.meetings import make_meeting
from handoff.testing.programs import AT, PASSWORD, make_member
from handoff.testing.providers import Shelter

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelter(clock):
    return Shelter()


def path(shelter, name, *args):
    return reverse(f"table:{name}", args=[shelter.program.slug, *args])


def test_a_partner_answers_from_its_packet_and_the_table_reads_it(shelter):
    lead = make_member(shelter.program, "program_manager")
    meeting = make_meeting(shelter.program, lead, shelter.user)
    packet = path(shelter, "agenda", meeting.public_id)
    browser = shelter.browser()
    page = browser.get(packet).content.decode()
    assert "What you're asked" in page and shelter.path() in page
    assert Disclosure.objects.filter(what="service referrals listed", agency=shelter.agency).count() == 1
    assert AuditEvent.objects.filter(action="service_referrals.listed").count() == 1
    paper = PdfReader(io.BytesIO(browser.get(path(shelter, "packet", meeting.public_id)).content))
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    assert "What you're asked" in text.replace("’", "'") and "Harbor Light" in text
    shelter.answer("accepted", at=AT, words="A bed from Thursday.")
    assert "What you're asked" not in browser.get(packet).content.decode()
    browser.login(username=lead.username, password=PASSWORD)
    table = browser.get(
        path(shelter, "discuss", meeting.public_id, shelter.person.public_id)
    ).content.decode()
    assert "Answers from organizations" in table and "A bed from Thursday." in table


def test_a_revoked_release_takes_the_question_off_the_packet(shelter):
    meeting = make_meeting(shelter.program, make_member(shelter.program, "program_manager"), shelter.user)
    shelter.revoke(at=AT)
    page = shelter.browser().get(path(shelter, "agenda", meeting.public_id)).content.decode()
    assert shelter.person.recorded_name not in page and "you're asked" not in page
    assert not Disclosure.objects.exists()
