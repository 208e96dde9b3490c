"""The pages and files of the measures: figures, the records behind them, closed months, head counts (M1–M7)."""

import io
import re
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.measures import queries
from handoff.measures.definitions import MEASURES
from handoff.measures.models import MonthClosing
from handoff.measures.presenters.words import line_heading
from handoff.measures.rules.periods import Period, period_of
from handoff.measures.tests.worked_example import CLOSED, facts_on
from handoff.programs.models import AgencyHeadCount
from handoff.programs.queries import local_date
from handoff.referrals.services import submit_not_now
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_agency, make_member
from handoff.testing.referrals import make_not_now_input, make_ready_program

pytestmark = pytest.mark.django_db
MARCH = "2026-03"


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(make_measured_program)


@pytest.fixture
def program(built, db):
    return deepcopy(built)


def make_measured_program():
    """Two participants, one yes without an intake, one decline without a name: all of March 2, 2026."""
    program = make_ready_program(county_fips="37001")
    for _each in range(2):
        make_participant(program)
    make_referral(program)
    submit_not_now(
        actor=make_actor(program, "officer"),
        program=program,
        not_now_input=make_not_now_input(),
        key="declined",
        at=AT,
    )
    return program


def client_of(program, role="data_manager"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


@pytest.fixture
def client(program):
    return client_of(program)


def get(client, program, name, *args, **query):
    response = client.get(reverse(f"measures:{name}", args=[program.slug, *args]), query)
    assert response.status_code == 200, response
    return response


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def test_the_overview_shows_each_measure_with_its_figure_and_interval(program, client):
    shown = text_of(get(client, program, "list", period=MARCH))
    assert "3 of 4 · 75.0% (30.1–95.4)" in shown
    for measure in MEASURES:
        # A data manager's work isn't care: overdoses and deaths are read where they are shared.
        assert (measure.title in shown) is not measure.is_health
    assert "The head count is missing, so there is no share." in shown


def test_a_measure_prints_its_definition_beside_the_figure(program, client):
    shown = text_of(get(client, program, "show", "acceptance-rate", period=MARCH))
    assert "Handbook 7d; definition acceptance-rate/1" in shown
    assert "Referrals to which the person&#x27;s first answer was yes" in shown
    assert "1 of 4 : Said “not now” 25.0% (4.6–69.9)" in shown


def test_a_figure_opens_its_records_and_the_list_is_audited_by_name(program, client):
    page = get(client, program, "show", "acceptance-rate", period=MARCH).content.decode()
    link = re.search(r'href="([^"]+records[^"]+line=accepted)"', page).group(1).replace("&amp;", "&")
    shown = client.get(link)
    people = {str(each.person.public_id) for each in program.referrals.filter(person__isnull=False)}
    assert len(people) == 3 and all(
        f"{each.person.full_name}" in shown.content.decode()
        for each in program.referrals.exclude(person=None)
    )
    (event,) = AuditEvent.objects.filter(action="measure_records.listed")
    assert set(event.details["people"]) == people and event.details["line"] == "accepted"


def test_people_without_a_name_are_counted_and_not_listed(program, client):
    shown = text_of(
        get(client, program, "records", "demographics", period=MARCH, table="age:referred", line="25_34")
    )
    assert "1 more whose name wasn't kept." in shown
    assert "Referred: age: 25 to 34: 4" in shown


@pytest.mark.parametrize(
    ("measure", "query", "words"),
    [
        ("officers-who-referred", {}, "Officers"),
        ("charges-of-active-participants", {"table": "offense"}, "Day it was set aside"),
    ],
)
def test_officers_and_charges_have_their_lists(program, client, measure, query, words):
    if query:
        charge = program.referrals.exclude(encounter=None)[0].encounter.set_aside_charges.get()
        query = {**query, "line": charge.offense_key}
    else:
        AgencyHeadCount.objects.create(
            agency=program.referrals.exclude(agency=None)[0].agency,
            counted_on=AT.date(),
            officers=40,
            recorded_at=AT,
        )
    assert words in text_of(get(client, program, "records", measure, period=MARCH, **query))


def test_a_line_or_measure_that_is_not_there_is_not_found(program, client):
    url = reverse("measures:records", args=[program.slug, "acceptance-rate"])
    assert client.get(url, {"period": MARCH, "table": "answer", "line": "unheard_of"}).status_code == 404
    assert client.get(reverse("measures:show", args=[program.slug, "unheard-of"])).status_code == 404
    assert client.get(reverse("measures:month", args=[program.slug, "2026-13"])).status_code == 404


def test_a_page_is_narrowed_to_a_kind_or_an_agency_and_ignores_nonsense(program, client):
    agency = program.referrals.exclude(agency=None)[0].agency
    narrowed = text_of(get(client, program, "list", period=MARCH, pathway="community"))
    assert "No referrals in this period." in narrowed
    assert "3 of 4" in text_of(get(client, program, "list", period=MARCH, agency=agency.pk))
    today = period_of(local_date(program, datetime.now(UTC)))
    nonsense = get(client, program, "list", period="soon", pathway="x", agency="-1")
    assert nonsense.context["chosen"].period == today
    assert "This period isn&#x27;t over." in text_of(nonsense)


def test_months_before_the_program_are_not_yet_running(program, client):
    """M5, D-F15: no figure of zero for months in which there was no program."""
    assert "The program wasn&#x27;t running yet." in text_of(get(client, program, "list", period="2020-01"))


def test_a_month_is_closed_from_its_page_and_later_entries_are_looked_for(program, client):
    url = reverse("measures:close", args=[program.slug, MARCH])
    assert "Not closed" in text_of(get(client, program, "month", MARCH))
    assert client.get(reverse("measures:late", args=[program.slug, MARCH])).status_code == 302
    assert client.post(url, follow=True).status_code == 200
    assert "no figure you can see reads differently" in text_of(get(client, program, "late", MARCH))
    submit_not_now(
        actor=make_actor(program, "officer"),
        program=program,
        not_now_input=make_not_now_input(),
        key="late",
        at=AT,
    )
    late = program.referrals.get(key="late")
    shown = text_of(get(client, program, "late", MARCH))
    assert "Revision 1, closed on" in shown and "Since this month was closed" in shown
    assert (
        f"By first answer: Said “not now”: closed with 1 of 4, now 2 of 5 (+referral {late.number}, entered"
        in shown
    )
    client.post(url)
    assert "Revision 2, closed on" in text_of(get(client, program, "month", MARCH))
    assert "1 of 4" in text_of(get(client, program, "month", MARCH, revision=1))
    assert "Closed, revision 2" in text_of(get(client, program, "months"))


def test_a_closed_month_is_shown_without_counting_and_says_what_was_entered_since(
    program, client, monkeypatch
):
    """ADR 0081: a page that counted a large program again took half a second."""
    client.post(reverse("measures:close", args=[program.slug, MARCH]))
    closing = MonthClosing.objects.get()
    monkeypatch.setattr(queries, "load_facts", None)
    assert "were entered since" not in text_of(get(client, program, "month", MARCH))
    MonthClosing.objects.update(closed_at=AT - timedelta(hours=1))
    shown = text_of(get(client, program, "month", MARCH))
    assert "4 referrals of this month were entered since." in shown and "3 of 4" in shown
    late = f"{reverse('measures:late', args=[program.slug, MARCH])}?revision={closing.number}"
    assert late in get(client, program, "month", MARCH).content.decode()
    assert get(client, program, "download", MARCH, "xlsx").content


def test_each_tables_rows_have_a_heading_of_their_own(program, client):
    shown = text_of(get(client, program, "show", "acceptance-rate", period=MARCH))
    assert "First answer" in shown and "Agency that referred" in shown
    groups = text_of(get(client, program, "show", "demographics", period=MARCH))
    assert "Race and ethnicity" in groups
    keys = {
        table.key
        for each in MEASURES
        for table in each.count(facts_on(CLOSED), Period(date(2026, 7, 1))).tables
    }
    assert all(line_heading(key) for key in keys)


def test_the_summary_as_excel_has_numbers_and_empty_cells(program, client):
    response = get(client, program, "download", MARCH, "xlsx")
    assert response["Content-Disposition"] == f'attachment; filename="measures-{program.slug}-{MARCH}.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Read first", "Figures", "Definitions"]
    rows = book.get_sheet_by_name("Figures").to_python()
    headline = next(row for row in rows if row[0] == "Acceptance rate" and row[3] == "All")
    assert headline[5:10] == [3.0, 4.0, 75.0, 30.1, 95.4]
    # No head count: neither 0 nor an error (D-F15).
    officers = next(row for row in rows if row[0] == "Officers who referred" and row[3] == "All")
    assert officers[6:10] == ["", "", "", ""]
    assert AuditEvent.objects.filter(action="measures.exported").exists()


def test_the_summary_as_pdf_is_tagged_and_holds_the_findings(program, client):
    content = get(client, program, "download", MARCH, "pdf").content
    reader = PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Of 4 referrals, the first answer was yes to 3: 75.0% (30.1–95.4)." in words
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content
    missing = reverse("measures:download", args=[program.slug, MARCH, "docx"])
    assert client.get(missing).status_code == 404


def test_plots_are_clean_under_the_policy_and_hold_their_words(program, client):
    page = get(client, program, "show", "acceptance-rate", period=MARCH).content.decode()
    drawings = re.findall(r"<svg xmlns.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 2 and not any("style" in each or "<script" in each for each in drawings)
    assert "<title>By first answer</title>" in drawings[0] and "Said yes: 3 of 4" in drawings[0]


@pytest.mark.parametrize(
    "role", ["officer", "law_leader", "district_attorney", "evaluator", "site_administrator"]
)
def test_exact_figures_are_for_those_who_may_open_the_records(program, role):
    """M9: a small number can name someone, so no one else sees it."""
    client = client_of(program, role)
    for name, *args in [
        ("list",),
        ("show", "demographics"),
        ("records", "demographics"),
        ("months",),
        ("month", MARCH),
        ("late", MARCH),
    ]:
        assert client.get(reverse(f"measures:{name}", args=[program.slug, *args])).status_code == 404
    assert client.post(reverse("measures:close", args=[program.slug, MARCH])).status_code == 404


def test_leadership_enters_the_head_count_of_its_own_agency_alone(program):
    own = make_agency(program, name="Oak Police")
    client = Client()
    client.force_login(make_member(program, "law_leader", own))
    url = reverse("measures:head_counts", args=[program.slug])
    form = client.get(url).context["form"]
    assert list(form.agencies.values()) == [own]
    sent = {"agency": str(own.public_id), "officers": "40"}
    day = {"counted_on_month": "3", "counted_on_day": "1", "counted_on_year": "2026"}
    answered = client.post(url, {**sent, **day, "counted_on_year": "2199"})
    assert "be in the future" in text_of(answered) and not own.head_counts.exists()
    assert client.post(url, {**sent, **day}).status_code == 302
    assert own.head_counts.get().officers == 40
    assert "Oak Police March 1, 2026 40" in text_of(client.get(url))


def test_the_facts_of_a_program_take_a_fixed_number_of_queries(
    program, client, django_assert_max_num_queries
):
    url = reverse("measures:show", args=[program.slug, "demographics"])
    client.get(url)
    for _each in range(2):
        make_participant(program)
    with django_assert_max_num_queries(45):
        client.get(url)


def test_nothing_of_another_program_is_counted(program, client):
    make_participant(make_ready_program(slug="elsewhere"))
    assert "3 of 4" in text_of(get(client, program, "list", period=MARCH))
