"""Sharing a period's figures: editions with small counts hidden, their pages and files, and the public page (M9)."""

import io
import json
import re
from contextlib import nullcontext
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.definitions.published import figure_set
from handoff.measures.editions import services
from handoff.measures.editions.policies import check_can_make_edition
from handoff.measures.models import FiguresEdition
from handoff.measures.rules.periods import read_period
from handoff.measures.rules.suppression import FigureSet
from handoff.measures.services import close_month
from handoff.measures.tests.ranges import known_counts
from handoff.referrals.services import submit_not_now
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_member, make_program
from handoff.testing.referrals import make_not_now_input, make_ready_program

pytestmark = pytest.mark.django_db
MARCH = read_period("2026-03")
LATER = AT + timedelta(days=200)


def decline(program, number):
    officer = make_actor(program, "officer")
    for each in range(number):
        submit_not_now(
            actor=officer,
            program=program,
            not_now_input=make_not_now_input(),
            key=f"no {each} {number}",
            at=AT,
        )


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(make_measured_program)


@pytest.fixture
def program(built, db):
    return deepcopy(built)


def make_measured_program():
    """Two participants and twelve who declined without a name, all on March 2, 2026."""
    program = make_ready_program(county_fips="37001")
    for _each in range(2):
        make_participant(program)
    decline(program, 12)
    return program


def close(program, month=MARCH):
    close_month(actor=make_actor(program, "data_manager"), program=program, month=month, at=LATER)


def share(program, period=MARCH, role="data_manager"):
    return services.make_edition(actor=make_actor(program, role), program=program, period=period, at=LATER)


@pytest.fixture
def edition(program):
    close(program)
    return share(program)


def client_of(program, role="evaluator"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def text_of(response):
    assert response.status_code == 200, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def url(name, edition, *more):
    return reverse(f"editions:{name}", args=[edition.program.slug, edition.public_id, *more])


@pytest.mark.parametrize("role", ["evaluator", "funder", "law_leader", "data_manager"])
def test_small_counts_are_hidden_on_every_page_of_an_edition(edition, role):
    """M9: also from those who could read the exact figures elsewhere, so that they see what others see."""
    client = client_of(edition.program, role)
    assert "March 2026, edition 1" in text_of(
        client.get(reverse("editions:list", args=[edition.program.slug]))
    )
    page = client.get(url("show", edition))
    shown = text_of(page)
    assert "Said yes hidden of 14 hidden" in shown and "“Hidden” stands for a count from 1 to 10" in shown
    # 2 of 14 and 12 of 14: neither the share nor its interval stands anywhere, nor in a plot (D-F27).
    for given_away in ("14.3", "85.7", "2 of 14", "12 of 14"):
        assert given_away not in page.content.decode()
    # A true zero is printed as one (D-F29).
    assert "Not eligible or not offered 0 of 14 0.0%" in shown
    assert "records" not in page.content.decode().partition("<main")[2].partition("</main")[0]


def test_a_measure_of_an_edition_has_its_definition_and_tables(edition):
    client = client_of(edition.program)
    shown = text_of(client.get(url("measure", edition, "acceptance-rate")))
    assert "definition acceptance-rate/1" in shown and "hidden of 14" in shown
    assert client.get(url("measure", edition, "unheard-of")).status_code == 404
    assert AuditEvent.objects.filter(action="figures.listed").exists()


def test_a_second_period_makes_a_trend(program, edition):
    decline_in_april = read_period("2026-04")
    close(program, decline_in_april)
    share(program, decline_in_april)
    shown = text_of(client_of(program).get(url("measure", edition, "demographics")))
    assert "April 2026 0 of 0 March 2026 0 of 14" in shown


def test_excel_and_pdf_hold_the_numbers_of_the_page_and_no_others(edition):
    client = client_of(edition.program, "funder")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url("download", edition, "xlsx")).content))
    rows = book.get_sheet_by_name("Figures").to_python()
    said_yes = next(row for row in rows if row[3] == "Said yes")
    assert said_yes[5:10] == ["hidden", 14.0, "hidden", "hidden", "hidden"]
    ineligible = next(row for row in rows if row[3] == "Not eligible or not offered")
    assert ineligible[5:7] == [0.0, 14.0]
    # A head count that was never entered is an empty cell: no 0, and not hidden.
    officers = next(row for row in rows if row[0] == "Officers who referred" and row[3] == "All")
    assert officers[6] == ""
    assert any("It isn't zero" in str(row[0]) for row in book.get_sheet_by_name("Read first").to_python())
    pages = PdfReader(io.BytesIO(client.get(url("download", edition, "pdf")).content)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "hidden of 14" in words and "14.3" not in words and "2 of 14" not in words
    assert client.get(url("download", edition, "csv")).status_code == 404


def test_the_command_hides_small_counts_from_an_evaluator(edition, capsys):
    user = make_member(edition.program, "evaluator").username
    options = ["--program", edition.program.slug, "--from", "2026-02", "--to", "2026-05", "--as", user]
    call_command("measures", *options, "--json")
    first = json.loads(capsys.readouterr().out)["measures"][0]
    assert (first["numerator"], first["denominator"], first["percent"]) == (None, 14, None)
    assert first["hidden"] == ["numerator"] and first["period"] == "2026-03"
    call_command("measures", *options)
    assert "Acceptance rate: A small count is hidden" in capsys.readouterr().out


def test_a_program_with_fewer_than_11_learns_why_it_sees_nothing():
    """D-F30: neither the number nor "no data"."""
    program = make_ready_program()
    decline(program, 8)
    close(program)
    edition = share(program)
    services.publish_edition(actor=make_actor(program, "program_manager"), edition=edition, at=LATER)
    why = "Figures appear from 11 on."
    for client, address in (
        (client_of(program), url("show", edition)),
        (Client(), reverse("editions:public", args=[program.slug])),
    ):
        shown = text_of(client.get(address))
        assert why in shown and "8" not in shown.partition(why)[2].partition("Acceptance rate")[2][:400]
    assert "running since" in shown and "Ask for help" in shown


def test_later_editions_are_checked_against_the_earlier_ones(program, edition):
    """D-F25: what was hidden stays hidden, and both together give nothing away."""
    with pytest.raises(Refused, match="Nothing has changed"):
        share(program)
    decline(program, 1)
    close(program)
    second = share(program)
    assert second.number == 2 and set(edition.figures["hidden"]) <= set(second.figures["hidden"])
    counted = services.all_results_of(second)
    figures: FigureSet = figure_set(counted, [services.earlier_of(edition)])
    assert known_counts(figures, second.figures["hidden"]) == []
    # A line that no longer counts anyone stays, as one that is hidden.
    program.referrals.filter(decline_reason="not_ready").update(decline_reason="distrust_program")
    close(program)
    third = share(program)
    reasons = {measure.key: result for measure, result in services.results_of(third)}["decline-reasons"]
    assert [line.code for line in reasons.table("reason").lines if line.count_hidden] == ["not_ready"]


def test_figures_that_cannot_be_protected_stay(program, monkeypatch):
    close(program)
    monkeypatch.setattr(
        services, "suppress", lambda figures: services.Suppression(set(), ["answer/accepted"])
    )
    with pytest.raises(Refused, match="could be worked out"):
        share(program)
    assert not FiguresEdition.objects.exists()


@pytest.mark.parametrize(
    ("period", "role", "words"),
    [
        ("2026-03", "evaluator", "Only the program manager and the data manager"),
        ("2019-02", "data_manager", "wasn't running yet"),
        ("2026-09", "data_manager", "isn't over yet"),
        ("2026-04", "data_manager", "Close this month first"),
    ],
)
def test_what_cannot_be_shared_is_refused(program, period, role, words):
    with pytest.raises(Refused, match=words):
        share(program, read_period(period), role)


def test_a_period_is_over_the_day_after_its_last(program):
    actor = make_actor(program, "data_manager")
    for today, is_over in ((MARCH.last, False), (MARCH.last + timedelta(days=1), True)):
        with nullcontext() if is_over else pytest.raises(Refused, match="isn't over yet"):
            check_can_make_edition(actor, program.pk, MARCH, today, MARCH.first)


def test_periods_that_overlap_are_not_shared(program, edition):
    """A year to date, or a quarter beside two of its months, would give the third away."""
    with pytest.raises(Refused, match="Some of these days"):
        share(program, read_period("2026-Q1"))
    shown = client_of(program, "data_manager").get(reverse("editions:list", args=[program.slug]))
    offered = [value for _label, choices in shown.context["period_groups"] for value, _words in choices]
    assert "2026-03" in offered and not {"2026-Q1", "FY2026"} & set(offered)
    assert share(program, read_period("2026-Q2")).period == "2026-Q2"


def test_what_others_will_see_is_shown_before_it_is_shared(program):
    close(program)
    client = client_of(program, "data_manager")
    address = reverse("editions:make", args=[program.slug])
    shown = text_of(client.get(address, {"period": "2026-03"}))
    assert "Share these figures" in shown and "Said yes hidden of 14" in shown
    assert "Close this month first" in text_of(client.get(address, {"period": "2026-04"}))
    assert client.get(address, {"period": "someday"}).status_code == 404
    assert "Shared." in text_of(client.post(address, {"period": "2026-03"}, follow=True))
    assert "Nothing has changed" in text_of(client.get(address, {"period": "2026-03"}))
    assert client_of(program).get(address, {"period": "2026-03"}).status_code == 404


def test_the_public_page_is_off_until_the_program_manager_publishes_an_edition(program, edition):
    visitor, address = Client(), reverse("editions:public", args=[program.slug])
    assert visitor.get(address).status_code == 404
    manager = client_of(program, "program_manager")
    assert "Anyone can read this edition now." in text_of(manager.post(url("publish", edition), follow=True))
    shown = text_of(visitor.get(address))
    assert "March 2026, edition 1" in shown and "hidden of 14" in shown and "running since" in shown
    assert "public already" in text_of(manager.post(url("publish", edition), follow=True))
    assert "Removed from the public page." in text_of(manager.post(url("withdraw", edition), follow=True))
    assert visitor.get(address).status_code == 404
    assert "isn&#x27;t public" in text_of(manager.post(url("withdraw", edition), follow=True))
    assert client_of(program, "data_manager").post(url("publish", edition)).status_code == 404


def test_the_public_page_offers_the_newest_edition_of_each_period(program, edition):
    manager = make_actor(program, "program_manager")
    april = read_period("2026-04")
    close(program, april)
    for each in (edition, share(program, april)):
        services.publish_edition(actor=manager, edition=each, at=LATER)
    address = reverse("editions:public", args=[program.slug])
    assert "April 2026, edition 2" in Client().get(address).context["page"].title
    chosen = Client().get(address, {"edition": str(edition.public_id)})
    assert "March 2026, edition 1" in chosen.context["page"].title


def test_only_a_manager_of_the_program_publishes(program, edition):
    for actor in (
        make_actor(program, "data_manager"),
        make_actor(make_program(slug="other"), "program_manager"),
    ):
        with pytest.raises(Refused, match="Only the program manager"):
            services.publish_edition(actor=actor, edition=edition, at=LATER)


@pytest.mark.parametrize("role", ["officer", "peer_support", "site_administrator", "treatment_provider"])
def test_a_role_without_shared_figures_finds_no_edition(edition, role):
    client = client_of(edition.program, role)
    assert client.get(url("show", edition)).status_code == 404
    neighbor = client_of(make_program(slug="neighbor"))
    assert neighbor.get(url("show", edition)).status_code == 404


def test_an_edition_that_names_no_period_is_an_error(program):
    with pytest.raises(ValueError, match="has no period"):
        services.shared_periods([FiguresEdition(number=1, period="someday")])
