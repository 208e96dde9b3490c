"""The program's offense list: installed once, dated, and confirmed by name."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.charges.definitions import north_carolina_offenses
from handoff.charges.models import Offense
from handoff.charges.queries import entries_of, offenses_effective_on
from handoff.charges.services import install_offenses, review_offense
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, make_actor, make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def client_of(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def test_the_offense_list_is_installed_once_and_keeps_changes(program, manager):
    added = install_offenses(actor=manager, program=program, at=AT)
    assert added == len(north_carolina_offenses()) == Offense.objects.filter(program=program).count()
    changed = Offense.objects.filter(program=program).order_by("pk")[0]
    review_offense(actor=manager, offense=changed, reviewed_by=" County attorney ", at=AT)
    assert install_offenses(actor=manager, program=program, at=AT) == 0
    changed.refresh_from_db()
    assert changed.reviewed_by == "County attorney"
    assert AuditEvent.objects.filter(action="offenses.installed").count() == 1
    assert AuditEvent.objects.filter(action="offense.reviewed").count() == 1


def test_fentanyl_is_graded_by_the_law_on_that_day(program, manager):
    install_offenses(actor=manager, program=program, at=AT)

    def felony(day):
        return [row.felony for row in offenses_effective_on(program, day) if row.key == "possess-fentanyl"]

    assert felony(date(2021, 11, 30)) == [False]
    assert felony(date(2021, 12, 1)) == [True]


def test_only_a_user_who_edits_criteria_changes_the_list(program, manager):
    install_offenses(actor=manager, program=program, at=AT)
    offense = Offense.objects.filter(program=program).order_by("pk")[0]
    for role in ("officer", "district_attorney", "case_manager"):
        actor = make_actor(program, role)
        with pytest.raises(Refused, match="Only a program manager"):
            install_offenses(actor=actor, program=program, at=AT)
        with pytest.raises(Refused, match="Only a program manager"):
            review_offense(actor=actor, offense=offense, reviewed_by="me", at=AT)
    with pytest.raises(Refused, match="isn't in your program"):
        install_offenses(actor=make_actor(make_program(), "program_manager"), program=program, at=AT)
    with pytest.raises(Refused, match="Enter who"):
        review_offense(actor=manager, offense=offense, reviewed_by=" ", at=AT)


def test_the_page_shows_dates_and_that_counsel_has_not_confirmed(program, manager):
    client = client_of(program, "officer")
    url = reverse("charges:offenses", args=[program.slug])
    assert b"The list is empty" in client.get(url).content
    install_offenses(actor=manager, program=program, at=AT)
    page = client.get(url, {"words": "fentanyl"}).content.decode()
    assert "Confirm with your attorney" in page and "Possession of fentanyl" in page and "Dec 1, 2021" in page
    assert "missing" not in page
    detail = client.get(reverse("charges:offense", args=[program.slug, "possess-fentanyl"])).content.decode()
    assert "nccriminallaw.sog.unc.edu" in detail and "Confirm an entry" not in detail


def test_a_manager_fills_the_list_and_confirms_an_entry(program):
    client = client_of(program, "program_manager")
    client.post(reverse("charges:install_offenses", args=[program.slug]))
    url = reverse("charges:offense", args=[program.slug, "possess-fentanyl"])
    assert client.post(url, {"entry": "2021-12-01", "reviewed_by": ""}).status_code == 200
    assert client.post(url, {"entry": "2021-12-01", "reviewed_by": "DA's office"}).status_code == 302
    assert [row.reviewed_by for row in entries_of(program, "possess-fentanyl")] == ["", "DA's office"]
    undated = reverse("charges:offense", args=[program.slug, "possess-cocaine"])
    assert client.post(undated, {"entry": "", "reviewed_by": "DA's office"}).status_code == 302
    assert entries_of(program, "possess-cocaine")[0].reviewed_by == "DA's office"


def test_users_without_the_permission_get_the_same_404(program, manager):
    install_offenses(actor=manager, program=program, at=AT)
    url = reverse("charges:offense", args=[program.slug, "possess-cocaine"])
    officer = client_of(program, "officer")
    missing = officer.get(f"/p/{program.slug}/nothing-here/")
    for response in (
        officer.post(url, {"entry": "", "reviewed_by": "me"}),
        officer.post(reverse("charges:install_offenses", args=[program.slug])),
        officer.get(reverse("charges:offense", args=[program.slug, "no-such-offense"])),
        client_of(make_program(), "program_manager").get(url),
        client_of(program, "site_administrator").get(url),
    ):
        assert (response.status_code, response.content) == (404, missing.content)


def test_an_offense_is_found_by_its_title_in_the_readers_language_or_its_statute(program, manager):
    """finding-A8: the list stands on pages that a phone can load."""
    install_offenses(actor=manager, program=program, at=AT)
    officer = client_of(program, "officer")
    url = reverse("charges:offenses", args=[program.slug])

    def titles(words):
        found = officer.get(url, {"words": words} if words else {})
        return {row[0].text for row in found.context["rows"]}, found.context["page"].paginator.count

    every = titles("")
    assert len(every[0]) <= 20 and every[1] == Offense.objects.filter(program=program).count()
    found, count = titles("LARCENY")
    assert found and count == len([*filter(None, found)]) and all("larceny" in each.lower() for each in found)
    assert titles("90-95")[1] and titles("no such words") == (set(), 0)
    assert "No entry has all these words" in officer.get(url, {"words": "no such words"}).content.decode()
    officer.cookies["django_language"] = "es"
    assert titles("POSESION")[1] and not titles("larceny")[1]
