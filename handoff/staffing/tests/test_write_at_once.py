"""Two people, or two tabs, write about one participant at a meeting: nothing that one saved is lost (S2, D7)."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import Discussion
from handoff.testing.forms import as_browser
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, PASSWORD, make_person
from handoff.testing.staffing import enroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_tab(client, clock):
    """The page of one person, as a tab shows it: what it sends, and the client and path to send it with."""
    table = Table()
    person = make_person(table.program)
    enroll(person)
    meeting = make_meeting(table.program, *table.users.values())
    record_arrival(actor=table.actor(), meeting=meeting, user_id=table.user("case_manager").pk, at=AT)
    client.login(username=table.user("program_manager").username, password=PASSWORD)
    path = reverse("table:discuss", args=[table.program.slug, meeting.public_id, person.public_id])
    clock.at = AT + timedelta(minutes=1)
    return client, path, client.get(path).context["form"]


def test_words_that_someone_saved_meanwhile_are_read_before_they_are_replaced(open_tab):
    client, path, stale = open_tab
    client.post(path, as_browser(stale, said="The landlord called."))
    refused = client.post(path, as_browser(stale, said="Rent is paid."))
    page = refused.content.decode()
    assert "Now saved: The landlord called." in page and "Rent is paid." in page
    assert Discussion.objects.get().said == "The landlord called."
    both = as_browser(refused.context["form"], said="The landlord called. Rent is paid.")
    assert client.post(path, both).status_code == 302
    assert Discussion.objects.get().said == both["said"]


def test_a_status_that_someone_decided_meanwhile_is_not_undone_by_a_page_that_never_showed_it(open_tab):
    client, path, stale = open_tab
    client.post(path, as_browser(stale, status="inactive", reason="moved"))
    refused = client.post(path, as_browser(stale, said="Call their sister."))
    assert "You hadn't changed it" in unescape(refused.content.decode())
    client.post(path, as_browser(refused.context["form"]))
    kept = Discussion.objects.get()
    assert (kept.said, kept.status, kept.reason) == ("Call their sister.", "inactive", "moved")
