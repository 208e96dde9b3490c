"""The register of disclosures and a person's accounting of them (42 CFR 2.25, 45 CFR 164.528), in both languages."""

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
from handoff.consent.models import Disclosure, InformationKind, Shown
from handoff.consent.services import Showing, disclose, register_showings, revoke_release
from handoff.testing.consent import make_release
from handoff.testing.worlds import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
Kind = InformationKind


@pytest.fixture
def world(monkeypatch):
    program = make_program()
    police = make_agency(program, address="1 Main Street", name="Alder Police")
    da = make_agency(program, "district_attorney", name="Alder DA")
    world = SimpleNamespace(program=program, police=police, da=da)
    world.officer = make_member(program, "officer", police, full_name="Deputy Kestrel")
    world.worker = make_member(program, "case_manager")
    world.ana = make_person(program, first_name="Ana", last_name="Ríos", language="es")
    world.ben = make_person(program, first_name="Ben", last_name="Tidewater")
    for person in (world.ana, world.ben):
        make_release(person, police, da, at=AT - timedelta(days=60))
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: AT))
    tell(world, world.ana, police, AT - timedelta(days=50), Shown.LOOKUP, "officer's lookup: stop")
    tell(world, world.ana, da, AT - timedelta(days=10), Shown.CHARGE, "decide together on a new charge")
    tell(world, world.ben, police, AT - timedelta(days=5), Shown.INTAKE, "invented purpose")
    return world


def tell(world, person, agency, at, what, purpose):
    disclose(
        actor=actor_of(world.officer, world.program),
        person=person,
        agency=agency,
        kinds={Kind.PARTICIPATION},
        what=what.value,
        purpose=purpose,
        to_user_id=world.officer.pk,
        at=at,
    )


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(world, name, *args):
    return reverse(f"consent:{name}", args=[world.program.slug, *args])


def on(**days):
    """Days as the three boxes of a form send them."""
    parts = ("month", "day", "year")
    return {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in parts}


def page(world, name, *args, **query):
    response = browser(world.worker).get(url(world, name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_register_says_when_to_whom_what_why_and_under_which_roi(world):
    shown = page(world, "register")
    for words in ("Ana Ríos", "Alder Police, Deputy Kestrel, 1 Main Street", "whom to call", "ROI signed"):
        assert words in shown, words
    assert shown.index("Ben Tidewater") < shown.index("Alder DA, ")
    assert AuditEvent.objects.get(action="disclosures.listed").details == {"count": 3}


def test_the_register_is_filtered_by_day_agency_and_person(world):
    day = (AT - timedelta(days=10)).date()
    rows = page(world, "register", **on(first=day, last=day))
    assert "1 entry" in rows
    assert "2 entries" in page(world, "register", agency=world.police.pk)
    only = page(world, "register", person=world.ana.public_id)
    assert "2 entries" in only and "Only about Ana Ríos" in only and "Tidewater" not in only


def test_the_accounting_prints_in_the_persons_language_and_in_the_other(world):
    spanish = page(world, "accounting", world.ana.public_id)
    assert 'lang="es"' in spanish and "Que participo" in spanish
    english = page(world, "accounting", world.ana.public_id, language="en")
    for words in (
        "Accounting of disclosures",
        "Ana Ríos",
        "Alder Police, Deputy Kestrel, 1 Main Street",
        "2 entries",
    ):
        assert words in english, words
    assert "Tidewater" not in english
    assert english.index("Alder Police") < english.index("Alder DA")
    rows = AuditEvent.objects.filter(action="disclosures.accounted", subject=str(world.ana.public_id))
    assert rows.count() == 2 and rows[0].details["count"] == 2


def test_the_accounting_is_for_any_period_both_days_included(world):
    first = (AT - timedelta(days=50)).date()
    shown = page(world, "accounting", world.ana.public_id, language="en", **on(first=first, last=first))
    assert "1 entry" in shown and "Alder DA" not in shown
    later = on(first=first + timedelta(days=1))
    assert "Alder Police" not in page(world, "accounting", world.ana.public_id, language="en", **later)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Accounting of disclosures"), ("es", "Que participo")]
)
def test_the_accounting_as_pdf_holds_every_element(language, words, world):
    address = url(world, "accounting_paper", world.ana.public_id)
    response = browser(world.worker).get(address, {"language": language})
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    for expected in (words, "Ana Ríos", "Alder Police", "Deputy Kestrel", "1 Main Street", "164.528"):
        assert expected in text, expected
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert "Ana" not in response["Content-Disposition"]
    assert AuditEvent.objects.filter(action="disclosures.printed", subject=str(world.ana.public_id)).exists()


def test_the_accounting_on_paper_asks_for_a_fresh_sign_in():
    from handoff.consent.register import views as views_register

    assert views_register.accounting_paper.fresh


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in RoleName
        if ROLES[role].side == Side.LAW or role in {"evaluator", "site_administrator"}
    ],
)
def test_the_law_side_and_who_sees_no_person_have_no_register(role, world):
    client = browser(make_member(world.program, role))
    for address in (url(world, "register"), url(world, "accounting", world.ana.public_id)):
        assert client.get(address).status_code == 404


def test_a_person_of_another_program_answers_as_one_that_never_was(world):
    other = make_program()
    client = browser(make_member(other, "case_manager"))
    addresses = [
        reverse("consent:accounting", args=[other.slug, world.ana.public_id]),
        reverse("consent:accounting", args=[other.slug, "0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11"]),
    ]
    assert len({(client.get(each).status_code, client.get(each).content) for each in addresses}) == 1
    listed = client.get(reverse("consent:register", args=[other.slug]), {"person": world.ana.public_id})
    assert "Ana" not in listed.content.decode() and "0 entries" in listed.content.decode()


def test_what_is_shown_again_the_same_day_is_registered_once_and_a_new_roi_counts_anew(world):
    actor = actor_of(world.officer, world.program)

    def show(at, kinds=("participation",)):
        showing = Showing(person=world.ana, agency=world.police, kinds=frozenset(kinds))
        register_showings(actor=actor, showings=[showing], what=Shown.CHARGES, at=at)
        return Disclosure.objects.filter(what=Shown.CHARGES).count()

    assert [show(AT), show(AT + timedelta(hours=1)), show(AT + timedelta(days=1))] == [1, 1, 2]
    worker = actor_of(world.worker, world.program)
    revoke_release(actor=worker, release=world.ana.releases.get(), at=AT + timedelta(days=1, hours=1))
    make_release(world.ana, world.police, at=AT + timedelta(days=1, hours=2))
    assert show(AT + timedelta(days=1, hours=3)) == 3


def test_a_purpose_that_was_written_otherwise_is_shown_as_it_is(world):
    assert "invented purpose" in page(world, "register")
