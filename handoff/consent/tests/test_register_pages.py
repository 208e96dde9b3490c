"""The disclosure log and a person's accounting of it (42 CFR 2.25, 45 CFR 164.528), in both languages."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from handoff.access.roles import ROLES, RoleName, Side
from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide_about
from handoff.consent.models import Disclosure, DisclosureContext, InformationKind
from handoff.consent.services import DisclosureItem, disclose, record_daily_disclosures, revoke_release
from handoff.participants.models import TeamMember
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
Kind = InformationKind


@pytest.fixture
def scenario(monkeypatch):
    program = make_program()
    police = make_agency(program, address="1 Main Street", name="Alder Police")
    da = make_agency(program, "district_attorney", name="Alder DA")
    scenario = SimpleNamespace(program=program, police=police, da=da)
    scenario.officer = make_member(program, "officer", police, full_name="Deputy Kestrel")
    scenario.worker = make_member(program, "case_manager")
    scenario.ana = make_person(program, first_name="Ana", last_name="Ríos", language="es")
    scenario.ben = make_person(program, first_name="Ben", last_name="Tidewater")
    for person in (scenario.ana, scenario.ben):
        make_release(person, police, da, at=AT - timedelta(days=60))
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: AT))
    disclose_to(
        scenario,
        scenario.ana,
        police,
        AT - timedelta(days=50),
        DisclosureContext.LOOKUP,
        "officer's lookup: stop",
    )
    disclose_to(
        scenario,
        scenario.ana,
        da,
        AT - timedelta(days=10),
        DisclosureContext.CHARGE,
        "decide on a new charge together",
    )
    disclose_to(
        scenario, scenario.ben, police, AT - timedelta(days=5), DisclosureContext.INTAKE, "invented purpose"
    )
    return scenario


def disclose_to(scenario, person, agency, at, what, purpose):
    disclose(
        actor=actor_of(scenario.officer, scenario.program),
        person=person,
        agency=agency,
        decision=decide_about(agency, person.pk, at),
        kinds={Kind.PARTICIPATION},
        what=what.value,
        purpose=purpose,
        to_user_id=scenario.officer.pk,
        at=at,
    )


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(scenario, name, *args):
    return reverse(f"consent:{name}", args=[scenario.program.slug, *args])


def date_fields(**days):
    """A date as the form's three inputs send it."""
    parts = ("month", "day", "year")
    return {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in parts}


def page(scenario, name, *args, **query):
    response = browser(scenario.worker).get(url(scenario, name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_log_shows_date_recipient_content_purpose_and_roi(scenario):
    shown = page(scenario, "register")
    for words in ("Ana Ríos", "Alder Police, Deputy Kestrel, 1 Main Street", "who to call", "Release signed"):
        assert words in shown, words
    assert shown.index("Ben Tidewater") < shown.index("Alder DA, ")
    assert AuditEvent.objects.get(action="disclosures.listed").details["count"] == 3


def test_the_register_by_person_asks_for_a_reason_as_their_record_does(scenario):  # finding-S7
    program, ana = scenario.program, scenario.ana
    TeamMember.objects.create(
        person=ana, user_id=scenario.worker.pk, why="added", starts_at=AT, added_by_id=scenario.worker.pk
    )
    colleague = make_member(program, RoleName.CASE_MANAGER)
    where = f"{url(scenario, 'register')}?person={ana.public_id}"
    asked = browser(colleague).get(where)
    assert (
        asked.status_code == 302 and reverse("people:open", args=[program.slug, ana.public_id]) in asked.url
    )
    assert browser(scenario.worker).get(where).status_code == 200
    row = AuditEvent.objects.get(action="disclosures.listed")
    assert row.details["people"] == [str(ana.public_id)]


def test_the_register_is_filtered_by_day_agency_and_person(scenario):
    day = (AT - timedelta(days=10)).date()
    rows = page(scenario, "register", **date_fields(first=day, last=day))
    assert "1 entry" in rows
    assert "2 entries" in page(scenario, "register", agency=scenario.police.pk)
    only = page(scenario, "register", person=scenario.ana.public_id)
    assert "2 entries" in only and "Showing only Ana Ríos" in only and "Tidewater" not in only


def test_the_accounting_prints_in_the_persons_language_and_in_the_other(scenario):
    spanish = page(scenario, "accounting", scenario.ana.public_id)
    assert 'lang="es"' in spanish and "Que estoy en el programa" in spanish
    english = page(scenario, "accounting", scenario.ana.public_id, language="en")
    for words in (
        "List of what was shared (accounting of disclosures)",
        "Ana Ríos",
        "Alder Police, Deputy Kestrel, 1 Main Street",
        "2 entries",
    ):
        assert words in english, words
    assert "Tidewater" not in english
    assert english.index("Alder Police") < english.index("Alder DA")
    rows = AuditEvent.objects.filter(action="disclosures.accounted", subject=str(scenario.ana.public_id))
    assert rows.count() == 2 and rows[0].details["count"] == 2


def test_the_accounting_is_for_any_period_both_days_included(scenario):
    first = (AT - timedelta(days=50)).date()
    shown = page(
        scenario, "accounting", scenario.ana.public_id, language="en", **date_fields(first=first, last=first)
    )
    assert "1 entry" in shown and "Alder DA" not in shown
    later = date_fields(first=first + timedelta(days=1))
    assert "Alder Police" not in page(scenario, "accounting", scenario.ana.public_id, language="en", **later)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "List of what was shared (accounting of disclosures)"), ("es", "Que estoy en el programa")],
)
def test_the_accounting_as_pdf_holds_every_element(language, words, scenario):
    address = url(scenario, "accounting_paper", scenario.ana.public_id)
    response = browser(scenario.worker).get(address, {"language": language})
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    for expected in (words, "Ana Ríos", "Alder Police", "Deputy Kestrel", "1 Main Street", "164.528"):
        assert expected in text, expected
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert "Ana" not in response["Content-Disposition"]
    assert AuditEvent.objects.filter(
        action="disclosures.printed", subject=str(scenario.ana.public_id)
    ).exists()


def test_the_printed_accounting_asks_for_a_recent_sign_in():
    from handoff.consent.register import views as views_register

    assert views_register.download_accounting.requires_recent_sign_in


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in RoleName
        if ROLES[role].side == Side.LAW or role in {"evaluator", "site_administrator"}
    ],
)
def test_roles_that_see_no_person_have_no_disclosure_log(role, scenario):
    client = browser(make_member(scenario.program, role))
    for address in (url(scenario, "register"), url(scenario, "accounting", scenario.ana.public_id)):
        assert client.get(address).status_code == 404


def test_a_person_of_another_program_gets_the_404_of_an_unknown_one(scenario):
    other = make_program()
    client = browser(make_member(other, "case_manager"))
    addresses = [
        reverse("consent:accounting", args=[other.slug, scenario.ana.public_id]),
        reverse("consent:accounting", args=[other.slug, "0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11"]),
    ]
    assert len({(client.get(each).status_code, client.get(each).content) for each in addresses}) == 1
    listed = client.get(reverse("consent:register", args=[other.slug]), {"person": scenario.ana.public_id})
    assert "Ana" not in listed.content.decode() and "0 entries" in listed.content.decode()


def show_ana(scenario, user, at) -> int:
    """Show a user that Ana is in the program; returns the number of rows in the disclosure log afterward."""
    item = DisclosureItem(
        person=scenario.ana,
        agency=scenario.police,
        kinds=frozenset({Kind.PARTICIPATION.value}),
        decision=decide_about(scenario.police, scenario.ana.pk, at),
    )
    record_daily_disclosures(
        actor=actor_of(user, scenario.program), items=[item], what=DisclosureContext.CHARGES, at=at
    )
    return Disclosure.objects.filter(what=DisclosureContext.CHARGES).count()


def test_a_disclosure_is_logged_for_each_reader_even_on_the_same_day(scenario):
    colleague = make_member(scenario.program, "officer", scenario.police)
    assert [show_ana(scenario, scenario.officer, AT), show_ana(scenario, colleague, AT)] == [1, 2]
    assert set(
        Disclosure.objects.filter(what=DisclosureContext.CHARGES).values_list("to_user_id", flat=True)
    ) == {scenario.officer.pk, colleague.pk}


def test_a_repeated_disclosure_is_logged_once_a_day_and_again_under_a_new_roi(scenario):
    def show(at):
        return show_ana(scenario, scenario.officer, at)

    assert [show(AT), show(AT + timedelta(hours=1)), show(AT + timedelta(days=1))] == [1, 1, 2]
    worker = actor_of(scenario.worker, scenario.program)
    revoke_release(actor=worker, release=scenario.ana.releases.get(), at=AT + timedelta(days=1, hours=1))
    make_release(scenario.ana, scenario.police, at=AT + timedelta(days=1, hours=2))
    assert show(AT + timedelta(days=1, hours=3)) == 3


def test_an_unknown_purpose_is_shown_as_stored(scenario):
    assert "invented purpose" in page(scenario, "register")


def test_repeated_disclosures_share_a_line_with_first_and_last_date_and_number(scenario):
    """finding-W12: 45 CFR 164.528(b)(3). The register keeps every row, and each can be listed."""
    colleague = make_member(scenario.program, "officer", scenario.police, full_name="Deputy Merlin")
    for day in range(4):
        show_ana(scenario, colleague if day == 3 else scenario.officer, AT - timedelta(days=4 - day))
    grouped = page(scenario, "accounting", scenario.ana.public_id, language="en")
    assert grouped.count("<tr>") == 1 + 3
    for words in (
        "4 times: first Thu, Feb 26, 2026, 10:00 AM, last Sun, Mar 1, 2026, 10:00 AM",
        "Alder Police, Deputy Kestrel, Deputy Merlin, 1 Main Street",
        "6 entries. Repeated disclosures share a line: 3 lines.",
    ):
        assert words in grouped, words
    every = page(scenario, "accounting", scenario.ana.public_id, language="en", each="1")
    assert every.count("<tr>") == 1 + 6 and "4 times" not in every
    assert page(scenario, "register", person=scenario.ana.public_id).count("Deputy Merlin") == 1


def test_disclosures_under_another_roi_or_for_another_reason_have_their_own_line(scenario):
    """finding-W12: only disclosures alike in recipient, content, purpose and ROI share a line."""
    show_ana(scenario, scenario.officer, AT - timedelta(days=2))
    worker = actor_of(scenario.worker, scenario.program)
    revoke_release(actor=worker, release=scenario.ana.releases.get(), at=AT - timedelta(days=1))
    make_release(scenario.ana, scenario.police, at=AT - timedelta(hours=2))
    show_ana(scenario, scenario.officer, AT)
    shown = page(scenario, "accounting", scenario.ana.public_id, language="en")
    assert "4 entries" in shown and "share a line" not in shown


def test_the_printed_accounting_groups_as_the_page_does(scenario):  # finding-W12
    for day in range(3):
        show_ana(scenario, scenario.officer, AT - timedelta(days=3 - day))
    address = url(scenario, "accounting_paper", scenario.ana.public_id)
    texts = []
    for query in ({"language": "en"}, {"language": "en", "each": "1"}):
        content = browser(scenario.worker).get(address, query).content
        texts.append(
            " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())
        )
    assert "3 times" in texts[0] and "3 times" not in texts[1]
