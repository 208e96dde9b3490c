"""The opportunity page: a list goes in, figures come out, the list is gone (E7)."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.audit.models import AuditEvent
from handoff.documents.engines.workbooks import safe_text
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import ArrestListMapping
from handoff.opportunity.forms import sign_headings
from handoff.opportunity.presenters.figures_file import FIGURES_SALT
from handoff.opportunity.views import analyze_list
from handoff.testing.criteria import make_criteria
from handoff.testing.programs import make_member, make_program

pytestmark = pytest.mark.django_db

CHAPEL_HILL = Path(__file__).parents[3] / "tests" / "data" / "chapel_hill_arrests_2014_2016.csv"
ODD = (
    b"Off Cd;Off Tx;When;Rpt\n90-113.22;DRUG PARAPHERNALIA;2016-01-02;1\n14-33A;SIMPLE ASSAULT;2016-03-05;2\n"
)
NAMED = {"statute": "Off Cd", "description": "Off Tx", "date": "When", "case": "Rpt"}


@pytest.fixture
def program():
    return make_program()


def client_of(program, role="crime_analyst"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


@pytest.fixture
def client(program):
    return client_of(program)


def page_url(program, name="opportunity"):
    return reverse(f"opportunity:{name}", args=[program.slug])


def send_list(client, program, content, **more):
    upload = SimpleUploadedFile("arrests.csv", content)
    return client.post(page_url(program), {"file": upload, "do": "run", **more})


def download(client, program, page, kind):
    answer = client.post(
        page_url(program, "download_figures"), {"figures": page.context["figures"], "kind": kind}
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="opportunity-{program.slug}.{kind}"'
    return answer.content.decode("utf-8-sig")


def errors(page):
    return page.context["form"].errors.as_text()


@pytest.mark.parametrize("role", RoleName)
def test_only_those_who_run_the_analysis_open_the_page(role, program):
    client = client_of(program, role)
    allowed = Permission.OPPORTUNITY_RUN in ROLES[role].permissions
    assert client.get(page_url(program)).status_code == (200 if allowed else 404)
    assert send_list(client, program, ODD).status_code == (200 if allowed else 404)
    shown = page_url(program) in client.get(f"/p/{program.slug}/").content.decode()
    assert shown is allowed


def test_another_program_is_not_there(client):
    other = make_program()
    assert client.get(page_url(other)).status_code == 404
    assert client.post(page_url(other, "download_figures")).status_code == 404
    assert client.post(page_url(other, "save_columns")).status_code == 404


def test_the_page_gives_the_figures_of_the_command(client, program, capsys):
    make_criteria(program)
    page = send_list(client, program, CHAPEL_HILL.read_bytes())
    assert "Up to 50 of 318 encounters (16\u00a0%) could have been diverted under criteria version 1." in (
        page.content.decode()
    )
    call_command("opportunity", str(CHAPEL_HILL), "--json")
    ours = json.loads(download(client, program, page, "json"))
    theirs = json.loads(capsys.readouterr().out)
    assert ours.pop("criteria") == "criteria version 1"
    assert theirs.pop("criteria")
    assert ours.pop("headline").split(" under ")[0] == theirs.pop("headline").split(" under ")[0]
    assert ours == theirs


def test_the_csv_holds_every_table_of_the_page(client, program):
    page = send_list(client, program, CHAPEL_HILL.read_bytes())
    rows = list(csv.reader(io.StringIO(download(client, program, page, "csv"))))
    shown = page.context["shown"]
    assert rows[0] == [shown.headline]
    for section in shown.sections:
        for row in section.rows:
            assert row in rows


def test_without_criteria_in_force_the_example_is_used_and_said(client, program):
    page = send_list(client, program, ODD.replace(b"Off Cd", b"Statute"))
    assert "under the handbook's North Carolina example" in page.context["shown"].headline
    assert "no active criteria yet" in page.content.decode()


def test_the_programs_own_criteria_are_used(client, program):
    make_criteria(program, replace(NORTH_CAROLINA, minimum_age=99))
    page = send_list(client, program, CHAPEL_HILL.read_bytes())
    assert (
        page.context["shown"].headline
        == "None of the 318 encounters could have been diverted under criteria version 1."
    )


def test_a_run_is_audited_with_counts_only(client, program):
    send_list(client, program, CHAPEL_HILL.read_bytes())
    event = AuditEvent.objects.get(action="opportunity.run")
    assert event.details == {
        "rows": 333, "encounters": 318, "divertible": 50, "unmapped_rows": 1, "criteria": 0
    }  # fmt: skip


def test_a_download_is_audited(client, program):
    page = send_list(client, program, CHAPEL_HILL.read_bytes())
    download(client, program, page, "csv")
    assert AuditEvent.objects.get(action="opportunity.downloaded").details == {"kind": "csv"}


def test_nothing_of_the_list_is_kept(client, program, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a file on disk")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", never)
    large = CHAPEL_HILL.read_bytes() + b",,,,,,,,,,,,,\n" * 200_000
    assert len(large) > 2 * 1024 * 1024
    assert send_list(client, program, large).context["run"].result.encounters == 318


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"one column\nonly\n", "The file isn&#x27;t a table"),
        (b"PK\x03\x04 no workbook", "We couldn&#x27;t read the spreadsheet"),
        (b"\x00\x01\x02\x03" * 50, "This isn&#x27;t a text file or a spreadsheet"),
        (b"statute,description\n", "The file isn&#x27;t a table"),
    ],
)
def test_an_unusable_file_is_refused_in_a_sentence(client, program, content, sentence):
    page = send_list(client, program, content)
    assert page.status_code == 200
    assert sentence in errors(page)
    assert not AuditEvent.objects.filter(action="opportunity.run").exists()


def test_a_form_without_a_file_says_so(client, program):
    page = client.post(page_url(program), {"do": "run"})
    assert "Choose the list" in errors(page)


def test_a_file_that_is_too_large_is_not_even_read(client, program, monkeypatch):
    monkeypatch.setattr("handoff.opportunity.views.MOST_SENT", 100)
    monkeypatch.setattr(analyze_list, "uploads_in_memory_up_to", 100)
    page = send_list(client, program, CHAPEL_HILL.read_bytes())
    assert "larger than 50 megabytes" in errors(page)


def test_unknown_headings_are_asked_about(client, program):
    page = send_list(client, program, ODD)
    assert page.templates[0].name == "opportunity/columns.html"
    assert [key for key, _ in page.context["form"].fields["statute"].choices] == [
        "",
        "Off Cd",
        "Off Tx",
        "When",
        "Rpt",
    ]


def test_columns_can_be_chosen_even_if_they_were_detected(client, program):
    page = send_list(client, program, CHAPEL_HILL.read_bytes(), do="columns")
    assert page.context["form"].initial["statute"] == "arr_chrg"


def test_said_columns_are_saved_and_chosen_for_the_file_sent_again(client, program):
    page = send_list(client, program, ODD)
    headings = page.context["form"].initial["headings"]
    answer = client.post(
        page_url(program, "save_columns"),
        {**NAMED, "headings": headings, "name": " Haywood   CAD "},
        follow=True,
    )
    saved = ArrestListMapping.objects.get()
    assert (saved.name, saved.columns) == ("Haywood CAD", NAMED)
    assert answer.context["form"].initial == {"mapping": str(saved.public_id)}
    assert AuditEvent.objects.get(action="opportunity.columns_saved").details == {"facts": sorted(NAMED)}
    page = send_list(client, program, ODD, mapping=str(saved.public_id))
    assert page.context["shown"].headline.startswith("Up to 1 of 2 encounters (50\u00a0%)")
    assert "Columns saved as" in page.content.decode()


def saved_mappings(program, **fields):
    return ArrestListMapping.objects.create(
        **{"program": program, "name": "CAD", "columns": NAMED, "saved_at": program.created_at, **fields}
    )


def test_saved_columns_of_another_file_are_refused_and_stay_chosen(client, program):
    mapping = saved_mappings(program)
    page = send_list(client, program, CHAPEL_HILL.read_bytes(), mapping=str(mapping.public_id))
    assert "The file has no column called Off Cd." in errors(page)
    assert page.context["form"]["mapping"].value() == str(mapping.public_id)


def test_saved_columns_of_another_program_cannot_be_chosen(client, program):
    mapping = saved_mappings(make_program())
    page = send_list(client, program, ODD, mapping=str(mapping.public_id))
    assert "mapping" in page.context["form"].errors


def test_the_same_name_again_replaces_the_columns(client, program):
    saved_mappings(program, columns={"statute": "Rpt"})
    sent = {**NAMED, "headings": sign_headings(list(NAMED.values())), "name": "CAD"}
    client.post(page_url(program, "save_columns"), sent)
    assert ArrestListMapping.objects.get().columns == NAMED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statute": "", "description": ""}, "Choose the column for the statute"),
        ({"description": "Off Cd"}, "You already chose this column for something else"),
        ({"name": " "}, "Enter a name for these columns"),
        ({"date": "Elsewhere"}, "Select a valid choice"),
    ],
)
def test_columns_that_cannot_be_are_refused_and_what_was_chosen_stays(client, program, changes, sentence):
    sent = {**NAMED, "headings": sign_headings(list(NAMED.values())), "name": "CAD", **changes}
    page = client.post(page_url(program, "save_columns"), sent)
    assert sentence in errors(page)
    assert page.context["form"]["case"].value() == "Rpt"
    assert not ArrestListMapping.objects.exists()


def test_headings_that_are_not_ours_ask_for_the_file_again(client, program):
    answer = client.post(page_url(program, "save_columns"), {**NAMED, "headings": "x", "name": "CAD"})
    assert answer["Location"] == page_url(program)


def test_figures_that_are_not_of_this_program_make_no_file(client, program):
    for figures in ("x", signing.dumps({"program": program.pk + 1}, salt=FIGURES_SALT), ""):
        answer = client.post(page_url(program, "download_figures"), {"figures": figures})
        assert answer["Location"] == page_url(program)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", " ="])
def test_no_cell_begins_as_a_formula(start):
    assert safe_text(f"{start}1+1")[0] == "'"


def test_a_charge_text_that_is_a_formula_is_written_as_text(client, program):
    page = send_list(client, program, b"statute,description\n,=HYPERLINK(1)\n@SUM(1),+1\n")
    for row in csv.reader(io.StringIO(download(client, program, page, "csv"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "=HYPERLINK(1)" in download(client, program, page, "json")


def test_unrecognized_texts_are_listed_as_typed_and_escaped(client, program):
    page = send_list(
        client, program, b"statute,description\n,<b>ODD</b>\n,<b>ODD</b>\n90-113.22,DRUG PARAPHERNALIA\n"
    )
    assert page.context["shown"].unmapped.rows[0][:3] == ["<b>ODD</b>", "(blank)", "2"]
    assert "<b>ODD" not in page.content.decode()


def test_small_numbers_are_warned_about(client, program):
    assert (
        "Small numbers can identify someone"
        in send_list(client, program, CHAPEL_HILL.read_bytes()).content.decode()
    )
    many = b"statute,case,sex,race,age,date\n" + b"".join(
        b"90-113.22,%d,F,B,30,2016-01-02\n" % number for number in range(11)
    )
    assert "Small numbers" not in send_list(client, program, many).content.decode()


def test_long_tables_are_cut_in_the_open(client, program):
    rows = b"".join(b"90-113.22,%d,Street %d\n" % (number, number) for number in range(600))
    page = send_list(client, program, b"statute,case,place\n" + rows)
    assert "Showing the 500 most common of 600." in page.content.decode()
    assert page.context["run"].result.encounters == 600


def test_the_chart_draws_every_month_between(client, program):
    page = send_list(client, program, ODD.replace(b"Off Cd", b"Statute").replace(b"When", b"Date"))
    bars = page.context["shown"].bars.bars
    assert [bar.words for bar in bars] == [
        "January 2016: 1 of 1",
        "February 2016: 0 of 0",
        "March 2016: 0 of 1",
    ]
    assert 'style="' not in page.content.decode()


def test_one_stray_year_does_not_stretch_the_chart(client, program):
    page = send_list(client, program, b"statute,date\n90-113.22,1905-01-02\n90-113.22,2016-01-02\n")
    assert len(page.context["shown"].bars.bars) == 2


def test_a_list_without_dates_has_no_chart(client, program):
    page = send_list(client, program, b"statute,description\n90-113.22,DRUG PARAPHERNALIA\n")
    assert page.context["shown"].bars.bars == ()
    assert "no chart by month" in page.content.decode()


def test_the_page_speaks_spanish_where_the_reader_does(client, program):
    with translation.override("es"):
        client.cookies["django_language"] = "es"
        page = send_list(client, program, CHAPEL_HILL.read_bytes())
    assert "julio de 2014" in page.content.decode()
    assert "Posesión de cocaína" in page.content.decode()


def test_a_list_of_another_state_shows_no_figure_on_the_page_either(
    client, program
):  # finding-O4, finding-F31
    virginia = b"Case,Statute,Charge\n1,18.2-250,POSSESS COCAINE\n2,18.2-95,LARCENY\n3,18.2-57,ASSAULT\n"
    page = send_list(client, program, virginia)
    shown = page.content.decode()
    assert "We can&#x27;t give a figure for this list" in shown
    assert "Up to" not in shown
    assert "By charge" not in shown
    assert "so we used the handbook" not in shown
    assert [section.key for section in page.context["shown"].sections] == ["unmapped"]
    assert json.loads(download(client, program, page, "json"))["divertible"] is None
    details = AuditEvent.objects.get(action="opportunity.run").details
    assert details["withheld"] == "other_state"
    assert "divertible" not in details


def test_the_page_and_the_command_say_the_same_of_any_layout(
    client, program, capsys, tmp_path
):  # finding-F29, finding-I8
    content = (
        b"Incident Nbr,Arrest Date,Arrest Type,Race,Ethnicity,Charge 1,Charge 2,Officer\n"
        b"1,2025-10-01T02:30:00Z,On-View,W,H,LARCENY; TRESPASS,ASSAULT,Smith\n,,,,,SHOPLIFTING,,\n"
        b"2,10/2/2025,Warrant/OFA,B,N,LARCENY,,Smith\n3,10/2/2025,Summons/Cited,B,N,LARCENY,,Smith\n"
    )
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    page = send_list(client, program, content)
    ours = json.loads(download(client, program, page, "json"))
    call_command("opportunity", str(path), "--json")
    assert ours == json.loads(capsys.readouterr().out)
    assert (ours["charges"], ours["encounters"], ours["divertible"]) == (6, 3, 1)
    call_command("opportunity", str(path))
    said = capsys.readouterr().out
    for shown in (said, page.content.decode().replace("&#x27;", "'")):
        assert "Columns we didn't use: Officer." in shown
        assert "Charge 1, Charge 2" in shown
        assert "People recorded as Hispanic" in shown or shown is said
