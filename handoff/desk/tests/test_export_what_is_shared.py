"""What is shared with an agency, as a workbook and as a PDF."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure, Release
from handoff.testing.charges import TRESPASS
from handoff.testing.sharing import make_sharing_scenario, shared_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario(monkeypatch):
    scenario = make_sharing_scenario()
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone",
        SimpleNamespace(now=lambda: scenario.now + timedelta(minutes=1)),
    )
    return scenario


def logged_in_client(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


def test_the_workbook_holds_real_dates(scenario):
    """finding-F18: dates sort and filter in Excel."""
    response = logged_in_client(scenario.leader).get(shared_url(scenario, "workbook"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(1).to_python()
    row = next(each for each in rows if "Ana" in str(each[0]))
    assert row[-1] == Release.objects.get(person=scenario.ana).last_on


def test_the_excel_file_begins_with_the_notice_and_holds_exactly_the_list(scenario):
    response = logged_in_client(scenario.leader).post(shared_url(scenario, "workbook"), {"name": "rios"})
    assert "Ana" not in response["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    notice, rows = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    said = " ".join(str(cell) for row in notice for cell in row)
    assert "42 CFR part 2 prohibits" in said and "2.12(c)(5)" in said
    assert "Ana Ríos: " in said and "Charges set aside" in said
    assert [row[0] for row in rows] == ["Name", "Ana Ríos"]
    assert TRESPASS.title in str(rows[1][4])
    assert Disclosure.objects.get().what == "shared list exported"
    assert AuditEvent.objects.filter(action="shared.exported").exists()


def test_the_pdf_carries_the_notice_on_its_first_page_and_the_short_form_on_each(scenario):
    response = logged_in_client(scenario.leader).get(shared_url(scenario, "paper"))
    reader = PdfReader(io.BytesIO(response.content))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    whole = " ".join(pages)
    assert "2.12(c)(5)" in pages[0]
    assert all("42 CFR part 2 prohibits" in page for page in pages)
    assert (
        "Ana Ríos" in whole and "Ben Tidewater" in whole and "Unshared" not in whole and "Goesby" not in whole
    )
    assert scenario.leader.full_name in whole
    assert Disclosure.objects.filter(what="shared list printed").count() == 2


def test_exports_require_a_recent_sign_in(scenario):
    from handoff.desk.shared import views as shared_views

    assert (
        shared_views.download_workbook.requires_recent_sign_in
        and shared_views.download_pdf.requires_recent_sign_in
    )
    assert not getattr(shared_views.list_shared_people, "requires_recent_sign_in", False)
