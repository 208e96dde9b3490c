"""The list of participants as Excel or CSV holds what the page shows, on all pages."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.enrollment.models import StatusPeriod
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_member, make_person, make_program
from handoff.testing.sign_in import login_with_second_factor

pytestmark = pytest.mark.django_db


def test_the_file_holds_the_filtered_rows_with_real_dates_and_its_row_names_them(client):
    # D-F54
    program = make_program()
    active = make_participant(program, make_person(program, last_name="Bell"))
    other = make_participant(program, make_person(program, last_name="Moss"))
    StatusPeriod.objects.filter(enrollment=other).update(status="inactive", reason="moved")
    login_with_second_factor(client, make_member(program, RoleName.CASE_MANAGER))
    page = client.get(reverse("people:people", args=[program.slug]), {"status": "active"}).content.decode()
    address = reverse("people:download", args=[program.slug, "xlsx"])
    assert f"{address}?status=active" in page
    response = client.get(address, {"status": "active", "name": "Moss"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    heads, *rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Bell"]
    assert rows[0][heads.index("Enrolled")] == active.enrolled_on
    seen = AuditEvent.objects.filter(action="roster.exported").get()
    assert seen.details["people"] == [str(active.person.public_id)]
    lines = client.get(address.replace("xlsx", "csv")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert client.get(address.replace("xlsx", "pdf")).status_code == 404


def test_a_search_by_name_offers_no_file_and_officers_find_none(client):
    program = make_program()
    make_participant(program, make_person(program, last_name="Bell"))
    address = reverse("people:people", args=[program.slug])
    login_with_second_factor(client, make_member(program, RoleName.CASE_MANAGER))
    assert "list.xlsx" not in client.post(address, {"name": "Bell"}).content.decode()
    login_with_second_factor(client, make_member(program, RoleName.OFFICER))
    assert client.get(reverse("people:download", args=[program.slug, "csv"])).status_code == 404
