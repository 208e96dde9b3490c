"""The pages of a person's ROIs: open to the program's care team only."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from handoff.access.roles import RoleName
from handoff.accounts.middleware import access as middleware
from handoff.accounts.models import User
from handoff.accounts.services.sessions import store_assurance
from handoff.audit.models import AuditEvent
from handoff.consent.models import Release
from handoff.testing.consent import make_release
from handoff.testing.programs import make_agency, make_member, make_person, make_program, put_on_every_team
from handoff.testing.sign_in import fully_signed_in

pytestmark = pytest.mark.django_db
CARE = {"peer_support", "case_manager", "program_manager"}
SIGNED = "[[[10,10],[200,90],[400,20]]]"


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program, first_name="Ana", last_name="Ríos", language="es")


@pytest.fixture
def police(program):
    return make_agency(program)


@pytest.fixture
def release(person, police):
    return make_release(person, police, at=timezone.now(), language="es")


def client_of(program, role="peer_support"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def url(name, program, *args):
    return reverse(f"consent:{name}", args=[program.slug, *args])


def form_data(police, **changes):
    return {
        f"to_{police.public_id.hex}": "on",
        f"kinds_{police.public_id.hex}": ["participation"],
        "purposes": ["services"],
        "lasts": "365",
        "signer": "self",
        "signer_name": "Ana Ríos",
        "signature": SIGNED,
        "submission_key": "11111111-1111-4111-8111-111111111111",
        **changes,
    }


def test_an_roi_is_signed_on_its_page_once(program, person, police):
    client, page = client_of(program), url("new", program, person.public_id)
    opened = client.get(page).content.decode()
    assert "Para qué" in opened or "se puede usar" in opened
    for _ in range(2):
        response = client.post(page, form_data(police))
        release = Release.objects.get()
        assert response["Location"] == url("show", program, release.public_id)
    assert release.language == "es" and release.signer_name == "Ana Ríos"
    assert AuditEvent.objects.filter(action="roi.form_opened").count() == 1


def test_input_is_kept_when_something_is_missing(program, person, police):
    response = client_of(program).post(
        url("new", program, person.public_id) + "?language=en",
        form_data(police, signature="", lasts="90", submission_key="a-key"),
    )
    page = response.content.decode()
    assert response.status_code == 200 and "Sign on the screen" in page
    assert 'value="a-key"' not in page
    assert page.count("checked") >= 4 and not Release.objects.exists()


def test_revoking_names_the_person_and_the_organizations_first(program, release):  # N7
    client, page = client_of(program), url("revoke", program, release.public_id)
    asked = client.get(page)
    words = asked.content.decode()
    assert "Ana Ríos" in words and "stops sharing with" in words
    assert all(each.name in words for each in asked.context["printed"].recipients)
    assert not Release.objects.filter(revoked_at__isnull=False).exists()
    assert client.post(page).status_code == 302
    assert Release.objects.filter(revoked_at__isnull=False).exists()
    again = client.get(page).content.decode()
    assert "no longer active" in again and "Revoke this release<" not in again


def test_signing_a_release_asks_no_code_in_front_of_the_person(program, person, monkeypatch):  # W7
    client, page = client_of(program), url("new", program, person.public_id)
    start = middleware.timezone.now()
    session = client.session
    for hours, status in ((3, 200), (5, 302)):
        at = start + timedelta(hours=hours)
        monkeypatch.setattr(middleware, "timezone", SimpleNamespace(now=lambda at=at: at))
        seen = replace(fully_signed_in(start), seen_at=at)
        store_assurance(session, seen)
        session.save()
        assert client.get(page).status_code == status


def test_the_release_is_shown_printed_and_revoked_with_one_button(program, person, release):
    client = client_of(program)
    shown = client.get(url("show", program, release.public_id)).content.decode()
    assert "Ana Ríos" in shown and "Revoke this release" in shown
    assert re.search(
        r">\s*Active\s*<", client.get(url("releases", program, person.public_id)).content.decode()
    )
    response = client.post(url("revoke", program, release.public_id), follow=True)
    assert "nothing is shared under it" in response.content.decode()
    release.refresh_from_db()
    assert release.revoked_at is not None
    assert "Revoke this release" not in response.content.decode()
    actions = list(
        AuditEvent.objects.order_by("pk")
        .filter(subject=str(release.public_id))
        .values_list("action", flat=True)
    )
    assert actions == ["roi.signed", "roi.opened", "roi.revoked", "roi.opened"]


def test_the_copy_is_in_the_persons_language_and_in_the_other_when_asked(program, release):
    client, page = client_of(program), url("print", program, release.public_id)
    spanish = client.get(page).content.decode()
    assert '<html lang="es"' in spanish and "Permiso para compartir" in spanish
    english = client.get(page + "?language=en").content.decode()
    assert '<html lang="en"' in english and "Permission to share" in english
    assert AuditEvent.objects.filter(action="roi.printed").count() == 2
    client.post(url("give_copy", program, release.public_id))
    release.refresh_from_db()
    assert release.copy_given


def test_an_empty_form_is_printed_with_every_agency(program, police):
    page = client_of(program).get(url("blank", program) + "?language=es").content.decode()
    assert police.name in page and "Firme aquí" in page and "☐" in page and "☒" not in page


def test_the_list_of_expiring_rois_names_the_people_to_meet(program, person, police):
    make_release(person, police, at=timezone.now(), days=20)
    page = client_of(program).get(url("expiring", program)).content.decode()
    assert "Ana Ríos" in page and "Within 30 days" in page
    assert AuditEvent.objects.get(action="roi.expiring_listed").details == {
        "count": 1,
        "people": [str(person.public_id)],
    }


def pages(program, person, release):
    return [
        ("get", url("releases", program, person.public_id)),
        ("get", url("new", program, person.public_id)),
        ("post", url("new", program, person.public_id)),
        ("get", url("show", program, release.public_id)),
        ("get", url("print", program, release.public_id)),
        ("post", url("revoke", program, release.public_id)),
        ("post", url("give_copy", program, release.public_id)),
    ]


@pytest.mark.parametrize("role", [role.value for role in RoleName if role.value not in CARE])
def test_the_pages_do_not_exist_for_the_law_side_and_read_only_roles(role, program, person, release):
    client = client_of(program, role)
    missing = client.get(f"/p/{program.slug}/nothing-here/")
    readable = set()
    if role == "data_manager":
        put_on_every_team(User.objects.latest("pk"), program)
        readable = {url("releases", program, person.public_id)}
        readable |= {url(name, program, release.public_id) for name in ("show", "print")}
    for method, page in pages(program, person, release):
        response = getattr(client, method)(page)
        if page in readable:
            assert response.status_code == 200
        else:
            assert (response.status_code, response.content) == (404, missing.content), (role, method, page)
    release.refresh_from_db()
    assert release.revoked_at is None and Release.objects.count() == 1


def test_for_another_program_and_for_unknown_records_the_pages_do_not_exist(program, person, release):
    elsewhere = make_program()
    client = client_of(elsewhere)
    missing = client.get(f"/p/{elsewhere.slug}/nothing-here/")
    for method, page in pages(elsewhere, person, release):
        response = getattr(client, method)(page)
        assert (response.status_code, response.content) == (404, missing.content)
    own = client_of(program)
    assert own.get(url("show", program, uuid.uuid4())).status_code == 404
    assert own.get(url("releases", program, uuid.uuid4())).status_code == 404


def test_a_longer_list_of_rois_asks_no_more_questions(program, person, police):
    client, page = client_of(program), url("releases", program, person.public_id)
    asked = []
    for more in (1, 3):
        for _ in range(more):
            make_release(person, police, at=timezone.now())
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_person_signs_in_their_own_language_and_nothing_is_ticked(program, person, police):
    """finding-A4: an English-speaking worker holds the page, a Spanish-speaking person signs."""
    opened = client_of(program).get(url("new", program, person.public_id)).content.decode()
    signing = opened.split('<div class="roi"')[1].split("The form was signed on paper")[0]
    for words in ("Borrar la firma", "Sin firmar todavía", "días"):
        assert words in signing, words
    assert "Clear signature" not in signing and "Not signed yet" not in signing
    purposes = signing.split('name="purposes"')[1:]
    assert len(purposes) == 4 and not any("checked" in each.split(">")[0] for each in purposes)
    assert "Confirme" not in signing and "attorney" not in signing
    assert opened.count("Confirm it with your attorney") == 1


def test_the_persons_copy_ends_with_the_form_and_not_with_a_note_to_lawyers(program, person, release):
    """finding-A4."""
    paper = client_of(program).get(url("print", program, release.public_id)).content.decode()
    assert (
        "attorney" not in paper.split("<article")[1]
        and "abogado" not in paper.split("<article")[1].split("roi-paper__foot")[1]
    )
