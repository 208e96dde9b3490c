"""Scenario 3 of the handbook, from a file to the court: import, court date, the team, the DA's decision, the end.

Through the pages without a browser, so that it costs little on both databases.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.casework.models import CourtCase
from handoff.charges.models import Disposition, NewCharge
from handoff.notifications.models import Notice
from handoff.spreadsheets.models import ImportBatch
from handoff.staffing.models import ChargeDecision, ChargeReport
from handoff.testing.programs import AT, put_on_every_team
from handoff.testing.staffing import ChargeScenario

pytestmark = pytest.mark.django_db
HEADINGS = "case_id,lastname,firstname,dob,date_arr,arr_type,chrgdesc,court_date,court_name"
TEAM = (RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)


class Walk:
    """The scenario's people, each at their own page."""

    def __init__(self, client) -> None:
        self.client, self.scene = client, ChargeScenario()
        for role in TEAM:
            put_on_every_team(self.scene.user(role), self.scene.program)

    def enter(self, role: RoleName) -> None:
        self.client.force_login(self.scene.user(role))

    def path(self, name: str, *args: object) -> str:
        return reverse(f"staffing:{name}", args=[self.scene.program.slug, *args])

    def post(self, name: str, *args: object, **sent: object) -> str:
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()

    def send_file(self) -> None:
        """The analyst reads, shows and sends an export with one participant and someone else."""
        born, on = self.scene.person.date_of_birth, AT.date() - timedelta(days=2)
        court = AT.date() + timedelta(days=10)
        rows = (
            HEADINGS,
            f"26-1,TIDEWATER,ROWAN,{born},{on},S,SHOPLIFTING,{court} 09:00,DISTRICT COURT",
            f"26-2,QUILLFEATHER,ODA,1961-07-04,{on},O,AFFRAY,{court} 14:00,DISTRICT COURT",
        )
        self.enter(RoleName.CRIME_ANALYST)
        file = SimpleUploadedFile("export.csv", "\n".join(rows).encode(), content_type="text/csv")
        self.post("import_charges", source_name="Alder PD", upload=file)
        batch = ImportBatch.objects.get().public_id
        chosen = self.client.get(self.path("charge_columns", batch)).context["form"].initial
        self.post("charge_columns", batch, **chosen)
        assert "New: 2" in self.post("charge_file", batch, do="send")


@pytest.fixture
def walk(client, clock):
    return Walk(client)


def test_a_charge_of_a_file_is_confirmed_decided_and_closed_by_the_court(walk):
    walk.send_file()
    walk.enter(RoleName.CASE_MANAGER)
    report = ChargeReport.objects.get()
    assert "Court date in the file" in walk.client.get(walk.path("likely_matches")).content.decode()
    walk.post("likely_matches", reports=[str(report.public_id)], court_dates="on")
    charge, case = NewCharge.objects.get(), CourtCase.objects.get()
    assert charge.person == case.person == walk.scene.person
    assert (case.on, case.time.hour) == (AT.date() + timedelta(days=10), 9)
    da = walk.scene.user(RoleName.DISTRICT_ATTORNEY)
    assert Notice.objects.filter(kind="new_charge", recipient_user_id=da.pk).exists()
    for role in TEAM:
        walk.enter(role)
        walk.post("give_view", charge.public_id, advice="dismiss", comment=f"Kept every plan, says {role}.")
    walk.enter(RoleName.DISTRICT_ATTORNEY)
    page = walk.client.get(walk.path("new_charge", charge.public_id)).content.decode()
    assert all(f"Kept every plan, says {role}." in page for role in TEAM)
    walk.post("decide", charge.public_id, outcome="continue", reason="Until the next date.")
    assert ChargeDecision.objects.get().outcome == "continue"
    closed = {"code": "VD", "disposed_on_month": 3, "disposed_on_day": 2, "disposed_on_year": 2026}
    walk.post("disposition", charge.public_id, **closed, verdict="", sentence="", words="")
    assert Disposition.objects.get().code == "VD"
    # The decision stays beside how the court closed it, and no one who wasn't a participant left a trace.
    page = walk.client.get(walk.path("new_charge", charge.public_id)).content.decode()
    assert "Continued" in page and "Dismissed without leave" in page
    assert not ChargeReport.objects.exists() and NewCharge.objects.count() == 1
