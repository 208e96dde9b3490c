"""The pages of a file of charges: the sender never learns who is a participant; the care team confirms (J1)."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.spreadsheets.batches.services import delete_unimported_batches
from handoff.spreadsheets.models import ImportBatch
from handoff.staffing.imports import services
from handoff.staffing.imports.services.writing import Writing
from handoff.staffing.models import ChargeReport
from handoff.staffing.services import record_recommendation
from handoff.testing.programs import AT
from handoff.testing.staffing import ChargeScenario, make_charge_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    return ChargeScenario()


def sign_in(client, scenario, role):
    client.force_login(scenario.user(role))


def page(scenario, name, *args):
    return reverse(f"staffing:{name}", args=[scenario.program.slug, *args])


def upload(client, scenario, content, source="Alder PD"):
    file = SimpleUploadedFile("export.csv", content, content_type="text/csv")
    return client.post(page(scenario, "import_charges"), {"source_name": source, "upload": file}, follow=True)


def file_for(scenario):
    return make_charge_file(scenario.person, AT.date())


def test_an_analyst_reads_shows_and_sends_a_file_and_learns_no_names(client, scenario):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    shown = upload(client, scenario, file_for(scenario))
    assert shown.redirect_chain[-1][0].endswith("/columns/")
    columns = {
        name: place for place, name in enumerate(("case_number", "full_name", "born_on", "occurred_at"))
    }
    chosen = {**columns, "arrest_type": 4, "words": 5}
    here = page(scenario, "charge_file", ImportBatch.objects.get().public_id)
    response = client.post(f"{here}columns/", chosen, follow=True)
    text = response.content.decode()
    assert "Rows read: 3. Charges: 2. Arrests and citations: 2" in text and "younger than 18" in text
    assert "Line 4" in text and "Nothing is sent yet" in text
    assert "The first charges as we read them" in text and "TIDEWATER" in text.upper()
    response = client.post(here, {"do": "send"}, follow=True)
    text = response.content.decode()
    assert "New: 2. Changed: 0. As before: 0. Rows not taken: 1" in text
    assert "Tidewater" not in text and "TIDEWATER" not in text.upper() and "Compare the charges" not in text
    assert (
        "Line 4: The person is younger than 18" in text and client.get(f"{here}columns/").status_code == 404
    )
    read_at = ImportBatch.objects.latest("imported_at").read_at
    delete_unimported_batches(program=scenario.program, at=read_at + timedelta(days=2))
    text = client.get(here).content.decode()
    assert "Line 4" not in text and "listed anymore" in text
    again = upload(client, scenario, file_for(scenario)).content.decode()
    assert "already imported" in again and "New: 0. Changed: 0. As before: 2" in again


def test_a_file_without_a_date_column_is_asked_for_it_once_and_not_row_by_row(client, scenario):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    upload(client, scenario, b'Name,Charge,When\n"ROE, ANA",LARCENY,11/02/2026\n')
    columns = f"{page(scenario, 'charge_file', ImportBatch.objects.get().public_id)}columns/"
    response = client.post(columns, {"full_name": 0, "words": 1})
    sentence = "Choose the column for “Date charged.”"
    assert response.context["form"].errors == {"occurred_at": [sentence]}
    response = client.post(columns, {"full_name": 0, "words": 1, "occurred_at": 2}, follow=True)
    assert "Rows read: 1. Charges: 1" in response.content.decode()


def test_the_team_confirms_likely_matches_from_its_list(client, scenario):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    send(scenario, file_for(scenario))
    likely = page(scenario, "likely_matches")
    assert client.get(likely).status_code in {403, 404}
    sign_in(client, scenario, RoleName.CASE_MANAGER)
    assert "Confirm 1 likely match" in client.get(page(scenario, "reports")).content.decode()
    text = client.get(likely).content.decode()
    assert "Rowan Tidewater" in text and "of 1,000 are right" in text
    listed = AuditEvent.objects.filter(action="charge_reports.listed").last()
    assert listed.details["people"] == [str(scenario.person.public_id)]
    assert "Check at least one" in client.post(likely, {"sent": "1"}).content.decode()
    report = ChargeReport.objects.get()
    assert client.get(likely).context["form"].initial == {"reports": []}
    assert client.get(f"{likely}?all=1").context["form"].initial == {"reports": [str(report.public_id)]}
    client.post(likely, {"reports": [str(report.public_id)]}, follow=True)
    charge = NewCharge.objects.get()
    assert charge.person == scenario.person and charge.how == "citation"
    assert "No likely matches now" in client.get(likely).content.decode()


def send(scenario, content):
    return services.send_content(
        actor=scenario.actor(RoleName.CRIME_ANALYST),
        program=scenario.program,
        source_name="Alder PD",
        content=content,
        at=AT,
    )


def test_an_undo_says_to_the_team_alone_what_it_kept(client, scenario):
    send(scenario, file_for(scenario))
    sign_in(client, scenario, RoleName.CASE_MANAGER)
    report = ChargeReport.objects.get()
    client.post(page(scenario, "likely_matches"), {"reports": [str(report.public_id)]})
    charge = NewCharge.objects.get()
    record_recommendation(
        actor=scenario.actor(RoleName.CASE_MANAGER), charge=charge, advice="dismiss", comment="", at=AT
    )
    here = page(scenario, "charge_file", ImportBatch.objects.get().public_id)
    assert "An undo keeps these" in client.get(here).content.decode()
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    text = client.post(here, {"do": "undo"}, follow=True).content.decode()
    assert "The import was undone" in text and "Kept, because" not in text and charge.title not in text
    sign_in(client, scenario, RoleName.CASE_MANAGER)
    assert "Kept, because someone has worked with them" in client.get(here).content.decode()


def test_a_file_is_its_senders_and_the_teams(client, scenario):
    send(scenario, file_for(scenario))
    batch = ImportBatch.objects.get()
    for role, status in (
        (RoleName.OFFICER, 404),
        (RoleName.DISTRICT_ATTORNEY, 404),
        (RoleName.CRIME_ANALYST, 200),
        (RoleName.PROGRAM_MANAGER, 200),
    ):
        sign_in(client, scenario, role)
        assert client.get(page(scenario, "charge_file", batch.public_id)).status_code == status, role
    assert client.get(page(scenario, "charge_columns", batch.public_id)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\x00\x01\x02\x03", "isn&#x27;t a text file"),
        (b"one\ntwo\n", "isn&#x27;t a table"),
        (b"PK\x03\x04half a workbook", "couldn&#x27;t read the spreadsheet"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(client, scenario, content, sentence):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    assert sentence in upload(client, scenario, content).content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_without_a_number_of_its_arrests_says_what_that_costs(client, scenario):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    for number, warns in (("Ref", True), ("Booking No.", False)):
        rows = f"{number},Name,Arrest Date,Charge\n1,TIDE SAM,2/20/2026,LARCENY\n"
        upload(client, scenario, rows.encode(), source=number)
        here = page(scenario, "charge_file", ImportBatch.objects.latest("pk").public_id)
        suggested = client.get(f"{here}columns/").context["form"].initial
        text = client.post(f"{here}columns/", suggested, follow=True).content.decode()
        assert ("comes in again as another charge" in text) is warns
        assert "Charges by kind" not in text


def test_a_file_without_readable_charges_is_not_sent(client, scenario):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    upload(client, scenario, b"case_id,name,date_arr,chrgdesc\n1,,,\n2,,,\n")
    here = page(scenario, "charge_file", ImportBatch.objects.get().public_id)
    assert "No charge in this file can be read" in client.get(here).content.decode()


def test_the_command_counts_and_sends_only_as_a_user_who_may(scenario, tmp_path, capsys):
    path = tmp_path / "export.csv"
    path.write_bytes(file_for(scenario))
    slug = scenario.program.slug
    call_command("import_charges", str(path), "--program", slug, "--dry-run", "--json")
    counts = json.loads(capsys.readouterr().out)
    assert counts == {
        "rows": 3, "charges": 2, "matched": 1, "to_review": 0, "new": 1, "refused": 1,
        "added": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert not ChargeReport.objects.exists() and not ImportBatch.objects.exists()
    for wrong in (
        [str(path), "--program", slug],
        [str(path), "--program", slug, "--user", scenario.user(RoleName.DISTRICT_ATTORNEY).username],
        [str(path), "--program", "nowhere", "--dry-run"],
        [str(tmp_path / "gone.csv"), "--program", slug, "--dry-run"],
    ):
        with pytest.raises(SystemExit):
            call_command("import_charges", *wrong)
    analyst = scenario.user(RoleName.CRIME_ANALYST).username
    call_command("import_charges", str(path), "--program", slug, "--user", analyst)
    assert "added: 2" in capsys.readouterr().out and ChargeReport.objects.count() == 1


def test_the_page_says_how_far_an_import_is_until_it_is_done_or_was_cut_off(
    client, scenario, monkeypatch, clock
):
    sign_in(client, scenario, RoleName.CRIME_ANALYST)
    send_columns = {"case_number": 0, "full_name": 1, "born_on": 2, "occurred_at": 3, "arrest_type": 4}
    upload(client, scenario, file_for(scenario))
    batch = ImportBatch.objects.get()
    here = page(scenario, "charge_file", batch.public_id)
    client.post(f"{here}columns/", {**send_columns, "words": 5})
    seen = []
    matched = Writing.match

    def look(self, planned):
        seen.append(client.get(here).content.decode())
        return matched(self, planned)

    monkeypatch.setattr(Writing, "match", look)
    monkeypatch.setattr("handoff.staffing.imports.services.importing.PROGRESS_EVERY", 1)
    actor = scenario.actor(RoleName.CRIME_ANALYST)
    services.import_file(actor=actor, batch=batch, at=AT)
    assert "0 of 2 charges read and compared" in seen[0] and "1 of 2 charges read and compared" in seen[1]
    assert "Look again" in seen[0] and "Send to the care team" not in seen[0]
    text = client.get(here).content.decode()
    assert "read and compared" not in text and "New: 2" in text
    ImportBatch.objects.update(imported_at=None, sending_at=AT - timedelta(minutes=11))
    assert "read and compared" not in client.get(here).content.decode()
