"""Two people, or two tabs, write about one participant at a meeting: no words are lost (S2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import Discussion
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, PASSWORD, make_person
from handoff.testing.staffing import enroll


@pytest.mark.django_db
def test_words_that_someone_saved_meanwhile_are_read_before_they_are_replaced(client, clock):
    table = Table()
    person = make_person(table.program)
    enroll(person)
    meeting = make_meeting(table.program, *table.users.values())
    record_arrival(actor=table.actor(), meeting=meeting, user_id=table.user("case_manager").pk, at=AT)
    client.login(username=table.user("program_manager").username, password=PASSWORD)
    path = reverse("table:discuss", args=[table.program.slug, meeting.public_id, person.public_id])
    stale = {"said": "", "status": "keep", "opened": client.get(path).context["saved"] or ""}
    client.post(path, stale | {"said": "The landlord called."})
    clock.at = AT + timedelta(minutes=1)
    refused = client.post(path, stale | {"said": "Rent is paid."})
    page = refused.content.decode()
    assert "They wrote: “The landlord called.”" in page and "Rent is paid." in page
    assert Discussion.objects.get().said == "The landlord called."
    seen = {"opened": refused.context["saved"].version}
    client.post(path, stale | seen | {"said": "The landlord called. Rent is paid."})
    assert Discussion.objects.get().said == "The landlord called. Rent is paid."
    # Whoever writes the same words takes nothing away.
    same = client.post(path, stale | {"said": "The landlord called. Rent is paid.", "opened": "long ago"})
    assert same.status_code == 302
