"""Shared with us: exactly what live ROIs let leadership and the DA learn; everything else is not there at all."""

import io
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.charges.services import record_new_charge
from handoff.consent.gate import decide
from handoff.consent.models import Disclosure, InformationKind, Release
from handoff.consent.services import revoke_release
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.services import add_contact_point
from handoff.testing.charges import TRESPASS
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.worlds import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
Kind = InformationKind
EVERYTHING = [Kind.PARTICIPATION, Kind.CONTACT, Kind.CHARGES]
ONE_DAY = timedelta(days=1)


def participant(world, first, last, kinds, *agencies, **fields):
    person = make_person(
        world.program,
        first_name=first,
        last_name=last,
        preferred_name="Goesby",
        date_of_birth=date(1986, 4, 5),
    )
    enrollment = make_participant(world.program, person)
    enrollment.primary_worker_id = world.worker.pk
    enrollment.save()
    if kinds:
        make_release(person, *(agencies or (world.police, world.da)), kinds=kinds, **fields)
    return person


@pytest.fixture
def world(monkeypatch):
    program = make_program()
    world = SimpleNamespace(
        program=program, police=make_agency(program), da=make_agency(program, "district_attorney"), now=AT
    )
    world.worker = make_member(program, "case_manager", full_name="Wren Worker", phone="+19105550166")
    world.leader = make_member(program, RoleName.LAW_LEADER, world.police)
    world.prosecutor = make_member(program, RoleName.DISTRICT_ATTORNEY, world.da)
    world.ana = participant(world, "Ana", "Ríos", EVERYTHING)
    world.ben = participant(world, "Ben", "Tidewater", [Kind.PARTICIPATION])
    world.cy = participant(world, "Cy", "Unshared", None)
    add_contact_point(
        actor=actor_of(world.worker, program),
        person=world.ana,
        kind="place",
        value="under the Fifth Street bridge",
        safe_to_text=False,
        note="",
        at=AT,
    )
    record_new_charge(
        actor=actor_of(make_member(program, RoleName.CRIME_ANALYST, world.police), program),
        program=program,
        person=world.ana,
        agency=world.police,
        officer_id=None,
        charge=TRESPASS,
        how="citation",
        incident_number="26-9",
        occurred_on=AT.date(),
        key=str(uuid.uuid4()),
        at=AT,
    )
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone",
        SimpleNamespace(now=lambda: world.now + timedelta(minutes=1)),
    )
    return world


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(world, name="people", *args):
    return reverse(f"shared:{name}", args=[world.program.slug, *args])


def text_of(response):
    return response.content.decode()


def test_leadership_and_the_da_see_who_named_their_agency_and_nobody_else(world):
    for user in (world.leader, world.prosecutor):
        page = text_of(browser(user).get(url(world)))
        assert "Ana Ríos" in page and "Ben Tidewater" in page
        assert "Unshared" not in page
        assert "2 participants" in page
        assert "Wren Worker" in page
    other = make_agency(world.program, name="Other police")
    page = text_of(browser(make_member(world.program, RoleName.LAW_LEADER, other)).get(url(world)))
    assert "Ana" not in page and "0 participants" in page


def test_each_field_needs_its_own_kind(world):
    client = browser(world.leader)
    ana, ben = (text_of(client.get(url(world, "person", each.public_id))) for each in (world.ana, world.ben))
    assert "Apr 5, 1986" in ana and TRESPASS.title in ana
    assert "Apr 5, 1986" not in ben and TRESPASS.title not in ben and "Not shared" in ben
    for page in (ana, ben):
        for hidden in ("Goesby", "bridge", "26-9"):
            assert hidden not in page


def test_charges_alone_do_not_tell_that_somebody_takes_part(world):
    dee = participant(world, "Dee", "Chargesonly", [Kind.CHARGES])
    client = browser(world.leader)
    assert "Chargesonly" not in text_of(client.get(url(world)))
    assert client.get(url(world, "person", dee.public_id)).status_code == 404


def test_an_officer_an_analyst_and_the_care_team_have_no_such_page(world):
    for role in set(RoleName) - {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY}:
        client = browser(make_member(world.program, role))
        for address in (
            url(world),
            url(world, "workbook"),
            url(world, "paper"),
            url(world, "person", world.ana.public_id),
        ):
            assert client.get(address).status_code == 404, (role, address)


def test_who_is_not_shared_answers_as_somebody_who_never_was(world):
    client = browser(world.leader)
    elsewhere = make_participant(make_program()).person
    answers = {
        (response.status_code, response.content)
        for response in (
            client.get(url(world, "person", public_id))
            for public_id in (world.cy.public_id, elsewhere.public_id, uuid.uuid4())
        )
    }
    assert len(answers) == 1 and next(iter(answers))[0] == 404
    assert not Disclosure.objects.exists()


def test_a_page_already_open_is_gone_at_the_next_click_after_a_revocation(world):
    client = browser(world.leader)
    address = url(world, "person", world.ana.public_id)
    assert client.get(address).status_code == 200
    revoke_release(
        actor=actor_of(world.worker, world.program),
        release=Release.objects.get(person=world.ana),
        at=world.now + timedelta(minutes=1),
    )
    assert client.get(address).status_code == 404
    assert "Ana" not in text_of(client.get(url(world)))
    assert b"Ana" not in client.get(url(world, "workbook")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url(world, "workbook")).content))
    assert "Ana" not in repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_an_roi_drops_from_the_page_the_instant_it_ends(world):
    release = Release.objects.get(person=world.ben)
    world.now = release.ends_at - timedelta(minutes=1, microseconds=1)
    client = browser(world.leader)
    assert "Tidewater" in text_of(client.get(url(world)))
    world.now = release.ends_at - timedelta(minutes=1)
    assert "Tidewater" not in text_of(client.get(url(world)))
    assert client.get(url(world, "person", world.ben.public_id)).status_code == 404


def test_the_search_finds_among_shown_names_only_and_never_stands_in_an_address(world):
    client = browser(world.leader)
    found = text_of(client.post(url(world), {"name": "rios"}))
    assert "Ana Ríos" in found and "Tidewater" not in found and "1 participant" in found
    for hidden in ("Goesby", "Unshared", "1986", "bridge", "Wren"):
        assert "0 participants" in text_of(client.post(url(world), {"name": hidden})), hidden
    assert "Ana Ríos" in text_of(client.get(url(world) + "?name=Tidewater"))


def test_the_list_is_sorted_by_what_is_shown(world):
    participant(world, "Zoe", "Aaron", [Kind.PARTICIPATION], days=400 - 370)
    client = browser(world.leader)
    by_name, by_end = (text_of(client.get(url(world) + sort)) for sort in ("", "?sort=until"))
    assert by_name.index("Zoe Aaron") < by_name.index("Ana Ríos")
    assert by_end.index("Zoe Aaron") < by_end.index("Ana Ríos")
    assert 'aria-sort="ascending"' in by_end


def test_each_look_is_an_audit_row_and_each_person_is_registered_once_a_day(world):
    client = browser(world.leader)
    for _ in range(3):
        client.get(url(world))
    client.get(url(world, "person", world.ana.public_id))
    client.get(url(world, "person", world.ana.public_id))
    rows = Disclosure.objects.order_by("pk")
    assert [(each.person, each.what) for each in rows] == [
        (world.ana, "shared list opened"),
        (world.ben, "shared list opened"),
        (world.ana, "shared person opened"),
    ]
    first = rows[0]
    assert (first.agency, first.to_user_id, first.kinds) == (
        world.police,
        world.leader.pk,
        ["charges", "contact", "participation"],
    )
    assert first.release == Release.objects.get(person=world.ana) and first.purpose
    assert AuditEvent.objects.filter(action="shared.listed").count() == 3
    assert AuditEvent.objects.filter(action="shared.opened", subject=str(world.ana.public_id)).count() == 2
    world.now += ONE_DAY
    browser(world.leader).get(url(world))
    assert Disclosure.objects.filter(what="shared list opened").count() == 4


def test_nothing_is_shown_or_registered_when_the_audit_row_cannot_be_written(world, monkeypatch):
    def breaks(**fields):
        raise RuntimeError("disk full")

    monkeypatch.setattr("handoff.desk.shared.services.audit.record_read", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(world.leader)
    for address in (url(world), url(world, "person", world.ana.public_id), url(world, "workbook")):
        response = client.get(address)
        assert response.status_code == 500 and b"Ana" not in response.content
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "prohibits unauthorized"), ("es", "El 42 CFR parte 2 prohíbe")]
)
def test_each_page_carries_the_notice_and_the_scope(language, words, world):
    client = browser(world.leader)
    client.cookies["django_language"] = language
    for address in (url(world), url(world, "person", world.ana.public_id)):
        page = text_of(client.get(address))
        assert words in page and "89 FR 12472" in page
    assert world.police.name in page


def test_the_excel_file_begins_with_the_notice_and_holds_exactly_the_list(world):
    response = browser(world.leader).post(url(world, "workbook"), {"name": "rios"})
    assert "Ana" not in response["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    notice, rows = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    said = " ".join(str(cell) for row in notice for cell in row)
    assert "42 CFR part 2 prohibits" in said and "2.12(c)(5)" in said
    assert "Ana Ríos: " in said and "The charges set aside" in said
    assert [row[0] for row in rows] == ["Name", "Ana Ríos"]
    assert TRESPASS.title in str(rows[1][4])
    assert Disclosure.objects.get().what == "shared list exported"
    assert AuditEvent.objects.filter(action="shared.exported").exists()


def test_the_paper_carries_the_notice_on_its_first_page_and_the_short_form_on_each(world):
    response = browser(world.leader).get(url(world, "paper"))
    reader = PdfReader(io.BytesIO(response.content))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    whole = " ".join(pages)
    assert "2.12(c)(5)" in pages[0]
    assert all("42 CFR part 2 prohibits" in page for page in pages)
    assert (
        "Ana Ríos" in whole and "Ben Tidewater" in whole and "Unshared" not in whole and "Goesby" not in whole
    )
    assert world.leader.full_name in whole
    assert Disclosure.objects.filter(what="shared list printed").count() == 2


def test_exports_ask_for_a_fresh_sign_in(world):
    from handoff.desk.shared import views as shared_views

    assert shared_views.workbook.fresh and shared_views.paper.fresh
    assert not hasattr(shared_views.people, "fresh")


def test_the_number_of_queries_does_not_grow_with_the_people(world, django_assert_max_num_queries):
    client = browser(world.leader)
    for number in range(5):
        participant(world, f"More{number}", "People", EVERYTHING)
    client.get(url(world))
    with django_assert_max_num_queries(40):
        assert "7 participants" in text_of(client.get(url(world)))


def test_new_charges_on_the_das_home_and_list_are_registered_and_carry_the_notice(world):
    home, charges = (
        reverse(name, args=[world.program.slug]) for name in ("home:home", "staffing:new_charges")
    )
    client = browser(world.prosecutor)
    for address in (home, charges, home):
        assert "42 CFR part 2 prohibits" in text_of(client.get(address)), address
    row = Disclosure.objects.get()
    assert (row.person, row.agency, row.what) == (world.ana, world.da, "new charges listed")
    care = browser(world.worker)
    for address in (home, charges):
        assert "42 CFR part 2 prohibits" not in text_of(care.get(address)), address
    assert Disclosure.objects.count() == 1


def test_a_lookup_that_is_answered_carries_the_notice_and_one_that_is_not_does_not(world):
    rebuild_keys(world.ana)
    officer = browser(make_member(world.program, RoleName.OFFICER, world.police))
    born = {"born_on_month": "4", "born_on_day": "5", "born_on_year": "1986"}
    asked = {"first_name": "Ana", "last_name": "Ríos", "reason": "stop", **born}
    address = reverse("lookup:ask", args=[world.program.slug])
    assert "42 CFR part 2 prohibits" in text_of(officer.post(address, asked))
    unknown = text_of(
        officer.post(address, {**asked, "first_name": "Nobody", "last_name": "Known", "born_on_year": "1950"})
    )
    assert "42 CFR part 2 prohibits" not in unknown


@pytest.mark.parametrize("page", ["people", "person"])
def test_a_release_that_ends_between_the_answer_of_the_gate_and_the_register_shows_nothing(
    page, world, monkeypatch
):
    release, by, asked = Release.objects.get(person=world.ana), actor_of(world.worker, world.program), []

    def decided(actor, ids, at):
        found = decide(actor, ids, at)
        if asked:  # the first answer was right when it was given; what somebody else wrote since stays
            revoke_release(actor=by, release=release, at=AT)
            found = decide(actor, ids, at)
        else:
            revoke_release(actor=by, release=release, at=AT)
        asked.append(at)
        return found

    monkeypatch.setattr("handoff.desk.shared.services.decide", decided)
    answer = browser(world.leader).get(url(world, page, *([world.ana.public_id] if page == "person" else [])))
    assert len(asked) == 2 and "Ríos" not in text_of(answer)
    assert answer.status_code == (404 if page == "person" else 200)
    assert not Disclosure.objects.filter(person=world.ana).exists()
