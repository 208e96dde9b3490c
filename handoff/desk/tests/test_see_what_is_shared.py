"""Shared with us shows leaders and the DA exactly what live ROIs cover, and no trace of anything else."""

import io
import uuid
from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide
from handoff.consent.models import Disclosure, InformationKind, Release
from handoff.consent.services import revoke_release
from handoff.desk.shared.services import shared_people
from handoff.participants.lookup.services import rebuild_keys
from handoff.testing.charges import TRESPASS
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program
from handoff.testing.sharing import EVERYTHING, make_sharing_participant, make_sharing_scenario, shared_url

pytestmark = pytest.mark.django_db
Kind = InformationKind
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(make_sharing_scenario)


@pytest.fixture
def scenario(built, db, monkeypatch):
    scenario = deepcopy(built)
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


def test_leaders_and_the_da_see_only_people_whose_roi_names_their_agency(scenario):
    for user in (scenario.leader, scenario.prosecutor):
        page = text_of(logged_in_client(user).get(shared_url(scenario)))
        assert "Ana Ríos" in page and "Ben Tidewater" in page
        assert "Unshared" not in page
        assert "2 participants" in page
        assert "Wren Worker" in page
    other = make_agency(scenario.program, name="Other police")
    page = text_of(
        logged_in_client(make_member(scenario.program, RoleName.LAW_LEADER, other)).get(shared_url(scenario))
    )
    assert "Ana" not in page and "0 participants" in page


def test_each_field_needs_its_own_kind_of_information(scenario):
    client = logged_in_client(scenario.leader)
    ana, ben = (
        text_of(client.get(shared_url(scenario, "person", each.public_id)))
        for each in (scenario.ana, scenario.ben)
    )
    assert "Apr 5, 1986" in ana and TRESPASS.title in ana
    assert "Apr 5, 1986" not in ben and TRESPASS.title not in ben and "Not shared" in ben
    for page in (ana, ben):
        for hidden in ("Goesby", "bridge", "26-9Z"):
            assert hidden not in page


def test_an_roi_for_charges_alone_does_not_disclose_participation(scenario):
    dee = make_sharing_participant(scenario, "Dee", "Chargesonly", [Kind.CHARGES])
    client = logged_in_client(scenario.leader)
    assert "Chargesonly" not in text_of(client.get(shared_url(scenario)))
    assert client.get(shared_url(scenario, "person", dee.public_id)).status_code == 404


PARTNERS = {
    RoleName.PROBATION_OFFICER,
    RoleName.JAIL_STAFF,
    RoleName.TREATMENT_PROVIDER,
    RoleName.LME_MCO,
    RoleName.COMMUNITY_PARTNER,
    RoleName.HOSPITAL_EMS,
}


@pytest.mark.parametrize("role", sorted(PARTNERS))
def test_a_partner_sees_who_shares_with_their_own_organization_and_no_one_else(scenario, role):
    """P8: the roles of partners read the one list that live ROIs make."""
    user = make_member(scenario.program, role)
    agency = user.memberships.get().agency
    client = logged_in_client(user)
    assert client.get(shared_url(scenario, "person", scenario.ana.public_id)).status_code == 404
    make_release(scenario.ana, agency)
    assert scenario.ana.recorded_name in client.get(shared_url(scenario)).content.decode()
    seen = client.get(shared_url(scenario, "person", scenario.ana.public_id))
    assert seen.status_code == 200 and "Not shared" in seen.content.decode()


def test_an_officer_an_analyst_and_the_care_team_have_no_such_page(scenario):
    for role in set(RoleName) - {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY} - PARTNERS:
        client = logged_in_client(make_member(scenario.program, role))
        for address in (
            shared_url(scenario),
            shared_url(scenario, "workbook"),
            shared_url(scenario, "paper"),
            shared_url(scenario, "person", scenario.ana.public_id),
        ):
            assert client.get(address).status_code == 404, (role, address)


def test_a_person_not_shared_gets_the_same_404_as_an_unknown_one(scenario):
    client = logged_in_client(scenario.leader)
    elsewhere = make_participant(make_program()).person
    answers = {
        (response.status_code, response.content)
        for response in (
            client.get(shared_url(scenario, "person", public_id))
            for public_id in (scenario.cy.public_id, elsewhere.public_id, uuid.uuid4())
        )
    }
    assert len(answers) == 1 and next(iter(answers))[0] == 404
    assert not Disclosure.objects.exists()


def test_a_revocation_hides_the_person_at_the_next_click(scenario):
    client = logged_in_client(scenario.leader)
    address = shared_url(scenario, "person", scenario.ana.public_id)
    assert client.get(address).status_code == 200
    revoke_release(
        actor=actor_of(scenario.worker, scenario.program),
        release=Release.objects.get(person=scenario.ana),
        at=scenario.now + timedelta(minutes=1),
    )
    assert client.get(address).status_code == 404
    assert "Ana" not in text_of(client.get(shared_url(scenario)))
    assert b"Ana" not in client.get(shared_url(scenario, "workbook")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(shared_url(scenario, "workbook")).content))
    assert "Ana" not in repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_a_person_leaves_the_list_when_the_roi_ends(scenario):
    release = Release.objects.get(person=scenario.ben)
    scenario.now = release.ends_at - timedelta(minutes=1, microseconds=1)
    client = logged_in_client(scenario.leader)
    assert "Tidewater" in text_of(client.get(shared_url(scenario)))
    scenario.now = release.ends_at - timedelta(minutes=1)
    assert "Tidewater" not in text_of(client.get(shared_url(scenario)))
    assert client.get(shared_url(scenario, "person", scenario.ben.public_id)).status_code == 404


def test_the_search_uses_visible_names_and_never_appears_in_a_url(scenario):
    client = logged_in_client(scenario.leader)
    found = text_of(client.post(shared_url(scenario), {"name": "rios"}))
    assert "Ana Ríos" in found and "Tidewater" not in found and "1 participant" in found
    for hidden in ("Goesby", "Unshared", "1986", "bridge", "Wren"):
        assert "0 participants" in text_of(client.post(shared_url(scenario), {"name": hidden})), hidden
    assert "Ana Ríos" in text_of(client.get(shared_url(scenario) + "?name=Tidewater"))


def test_the_list_is_sorted_by_what_is_shown(scenario):
    make_sharing_participant(scenario, "Zoe", "Aaron", [Kind.PARTICIPATION], days=400 - 370)
    client = logged_in_client(scenario.leader)
    by_name, by_end = (text_of(client.get(shared_url(scenario) + sort)) for sort in ("", "?sort=until"))
    assert by_name.index("Zoe Aaron") < by_name.index("Ana Ríos")
    assert by_end.index("Zoe Aaron") < by_end.index("Ana Ríos")
    assert 'aria-sort="ascending"' in by_end


def test_each_view_is_audited_and_each_person_logged_once_a_day(scenario):
    client = logged_in_client(scenario.leader)
    for _ in range(3):
        client.get(shared_url(scenario))
    client.get(shared_url(scenario, "person", scenario.ana.public_id))
    client.get(shared_url(scenario, "person", scenario.ana.public_id))
    rows = Disclosure.objects.order_by("pk")
    assert [(each.person, each.what) for each in rows] == [
        (scenario.ana, "shared list opened"),
        (scenario.ben, "shared list opened"),
        (scenario.ana, "shared person opened"),
    ]
    first = rows[0]
    assert (first.agency, first.to_user_id, first.kinds) == (
        scenario.police,
        scenario.leader.pk,
        ["charges", "contact", "participation"],
    )
    assert first.release == Release.objects.get(person=scenario.ana) and first.purpose
    assert AuditEvent.objects.filter(action="shared.listed").count() == 3
    assert AuditEvent.objects.filter(action="shared.opened", subject=str(scenario.ana.public_id)).count() == 2
    scenario.now += ONE_DAY
    logged_in_client(scenario.leader).get(shared_url(scenario))
    assert Disclosure.objects.filter(what="shared list opened").count() == 4


def test_nothing_is_shown_or_registered_when_the_audit_row_cannot_be_written(scenario, monkeypatch):
    def fail(**fields):
        raise RuntimeError("disk full")

    monkeypatch.setattr("handoff.desk.shared.services.audit.record_read", fail)
    client = Client(raise_request_exception=False)
    client.force_login(scenario.leader)
    for address in (
        shared_url(scenario),
        shared_url(scenario, "person", scenario.ana.public_id),
        shared_url(scenario, "workbook"),
    ):
        response = client.get(address)
        assert response.status_code == 500 and b"Ana" not in response.content
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "prohibits unauthorized"), ("es", "El 42 CFR parte 2 prohíbe")]
)
def test_each_page_carries_the_notice_and_the_scope(language, words, scenario):
    client = logged_in_client(scenario.leader)
    client.cookies["django_language"] = language
    for address in (shared_url(scenario), shared_url(scenario, "person", scenario.ana.public_id)):
        page = text_of(client.get(address))
        assert words in page and "89 FR 12472" in page
    assert scenario.police.name in page


def test_the_number_of_queries_does_not_grow_with_the_people(scenario, django_assert_max_num_queries):
    client = logged_in_client(scenario.leader)
    for number in range(5):
        make_sharing_participant(scenario, f"More{number}", "People", EVERYTHING)
    client.get(shared_url(scenario))
    with django_assert_max_num_queries(40):
        assert "7 participants" in text_of(client.get(shared_url(scenario)))


def test_new_charges_on_the_das_pages_are_logged_and_carry_the_notice(scenario):
    home, charges = (
        reverse(name, args=[scenario.program.slug]) for name in ("home:home", "staffing:new_charges")
    )
    client = logged_in_client(scenario.prosecutor)
    for address in (home, charges, home):
        assert "42 CFR part 2 prohibits" in text_of(client.get(address)), address
    row = Disclosure.objects.get()
    assert (row.person, row.agency, row.what) == (scenario.ana, scenario.da, "new charges listed")
    care = logged_in_client(scenario.worker)
    for address in (home, charges):
        assert "42 CFR part 2 prohibits" not in text_of(care.get(address)), address
    assert Disclosure.objects.count() == 1


def test_only_an_answered_lookup_carries_the_redisclosure_notice(scenario):
    rebuild_keys(scenario.ana)
    officer = logged_in_client(make_member(scenario.program, RoleName.OFFICER, scenario.police))
    born = {"born_on_month": "4", "born_on_day": "5", "born_on_year": "1986"}
    asked = {"first_name": "Ana", "last_name": "Ríos", "reason": "stop", **born}
    address = reverse("lookup:ask", args=[scenario.program.slug])
    assert "42 CFR part 2 prohibits" in text_of(officer.post(address, asked))
    unknown = text_of(
        officer.post(address, {**asked, "first_name": "No one", "last_name": "Known", "born_on_year": "1950"})
    )
    assert "42 CFR part 2 prohibits" not in unknown


@pytest.mark.parametrize("page", ["people", "person"])
def test_an_roi_that_ends_before_the_disclosure_is_logged_shows_nothing(page, scenario, monkeypatch):
    release, by, asked = (
        Release.objects.get(person=scenario.ana),
        actor_of(scenario.worker, scenario.program),
        [],
    )

    def decide_then_revoke(actor, ids, at):
        found = decide(actor, ids, at)
        # The first decision is right when it is made. The revocation is rolled back with it, so it comes again.
        if asked:
            revoke_release(actor=by, release=release, at=AT)
            found = decide(actor, ids, at)
        else:
            revoke_release(actor=by, release=release, at=AT)
        asked.append(at)
        return found

    monkeypatch.setattr("handoff.desk.shared.services.decide", decide_then_revoke)
    answer = logged_in_client(scenario.leader).get(
        shared_url(scenario, page, *([scenario.ana.public_id] if page == "person" else []))
    )
    assert len(asked) == 2 and "Ríos" not in text_of(answer)
    assert answer.status_code == (404 if page == "person" else 200)
    assert not Disclosure.objects.filter(person=scenario.ana).exists()


def test_a_worker_without_a_phone_is_reached_through_the_program(scenario):
    scenario.worker.phone = ""
    scenario.worker.save()
    actor = actor_of(scenario.leader, scenario.program)
    called = {(each.call_name, each.call_phone) for each in shared_people(actor, scenario.program, AT)}
    assert called == {(scenario.program.name, scenario.program.phone)}
