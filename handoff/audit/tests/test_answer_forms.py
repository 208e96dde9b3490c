"""A page that answers a form is a look at participant data like one that is opened."""

import pytest
from django.urls import reverse

from handoff.audit.definitions import AuditLook
from handoff.audit.models import AuditEvent
from handoff.testing.programs import make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_whose_view_records_nothing_has_its_row_however_it_is_asked_for(client, method):
    program = make_program()
    user = make_member(program, "officer")
    client.force_login(user)
    answer = getattr(client, method)(reverse("lookup:ask", args=[program.slug]))
    assert answer.status_code == 200
    seen = AuditEvent.objects.get(user_id=user.pk, outcome="seen")
    assert seen.action == AuditLook.PAGE_OPENED
    assert seen.details == {"route": "lookup:ask"}
