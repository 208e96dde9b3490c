"""finding-A4: a name typed as the signature, beside the drawn one: its own kind, as typed, with who saw it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handoff.consent.models import Release
from handoff.consent.rules import is_same_name
from handoff.consent.services import sign_release
from handoff.core.refusals import Refused
from handoff.testing.consent import STROKES, make_release, make_release_input
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db


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
def peer(program):
    return make_member(program, "peer_support", full_name="Sam Okafor")


@pytest.fixture
def client(peer):
    client = Client()
    client.force_login(peer)
    return client


def sign_by_typing(person, police, **changes: Any) -> Release:
    fields: dict[str, Any] = {
        "signature": None,
        "signer_name": "Ana Ríos",
        "typed_name": " ana rios ",
        "witnessed": True,
    }
    return sign_release(
        actor=make_actor(person.program, "peer_support"),
        person=person,
        release_input=make_release_input(police, **(fields | changes)),
        key="one",
        at=AT,
    )


def test_a_typed_name_is_kept_as_typed_with_its_time_and_witness(person, police):
    release = sign_by_typing(person, police)
    assert (release.means, release.signature, release.typed_name) == ("typed", None, "ana rios")
    assert release.signed_at == AT
    assert release.witnessed_by_id == release.recorded_by_id is not None


def test_a_drawing_counts_before_a_typed_name(person, police):
    release = sign_by_typing(person, police, signature=STROKES)
    assert (release.means, release.typed_name, release.witnessed_by_id) == ("drawn", "", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"typed_name": "  "}, "isn't signed yet"),
        ({"typed_name": "Ana R"}, "Type your name the same"),
        ({"witnessed": False}, "Check this box if you saw them do it"),
    ],
)
def test_a_typed_name_is_refused_when_it_is_another_one_or_had_no_witness(change, sentence, person, police):
    with pytest.raises(Refused, match=sentence):
        sign_by_typing(person, police, **change)


def test_a_typed_name_has_todays_date(person, police):
    with pytest.raises(Refused, match="must have today's date"):
        sign_by_typing(person, police, signed_on=AT.date().replace(day=1))


@pytest.mark.parametrize("missing", [{"typed_name": ""}, {"witnessed_by_id": None}])
def test_the_database_keeps_no_typed_signature_without_name_or_witness(missing, person, police):
    release = sign_by_typing(person, police)
    with pytest.raises(IntegrityError, match="roi_is_signed"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**missing)


def test_accents_case_and_spaces_make_no_other_name():
    assert is_same_name("  ANA   rios", "Ana Ríos")
    assert not is_same_name("Ana", "Ana Ríos")


def form_data(police, **changes: str) -> dict[str, str]:
    return {
        f"to_{police.public_id.hex}": "on",
        f"kinds_{police.public_id.hex}": "participation",
        "purposes": "services",
        "lasts": "365",
        "signer": "self",
        "signer_name": "Ana Ríos",
        "signature": "",
        "submission_key": "k" * 32,
    } | changes


def test_typing_signs_without_javascript_and_the_copy_says_so(client, program, person, police):
    """The form is sent as a browser without JavaScript sends it: the drawing's field stays empty."""
    page = reverse("consent:new", args=[program.slug, person.public_id])
    sent = client.post(page, form_data(police, typed_name="Ana Rios", witnessed="on"))
    assert sent.status_code == 302, sent.content.decode()
    release = Release.objects.get()
    assert release.means == "typed"
    copy = client.get(reverse("consent:print", args=[program.slug, release.public_id])).content.decode()
    assert "Firmado escribiendo el nombre: Ana Rios" in copy and "En presencia de: Sam Okafor" in copy
    shown = client.get(sent["Location"]).content.decode()
    assert "Signed by typing the name: Ana Rios · Seen by Sam Okafor" in shown
    assert shown.count("Confirm with your attorney") == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Firme en la pantalla, escriba su nombre"),
        ({"typed_name": "Ana"}, "Escriba su nombre igual que en"),
        ({"typed_name": "Ana Ríos"}, "Marque esta casilla si usted lo vio"),
        ({"signer_name": "", "typed_name": "Ana"}, "Escriba el nombre de quien firma"),
        ({"lasts": ""}, "Elija cuánto tiempo"),
    ],
)
def test_errors_are_in_the_persons_language(change, sentence, client, program, person, police):
    """An English-speaking worker holds the page; the summary and the fields speak the signer's Spanish."""
    page = reverse("consent:new", args=[program.slug, person.public_id])
    shown = client.post(page, form_data(police, **change)).content.decode()
    summary = shown.split('<div lang="es">')[1].split('<div class="roi"')[0]
    assert sentence in summary and "Corrija" in summary
    assert "Enter" not in summary and "Choose" not in summary and "Fix" not in summary
    if typed := change.get("typed_name"):
        assert f'value="{typed}"' in shown


def test_a_release_signed_by_drawing_says_nothing_of_typing(client, program, person, police):
    release = make_release(person, police, at=timezone.now(), language="es")
    copy = client.get(reverse("consent:print", args=[program.slug, release.public_id])).content.decode()
    assert "Firmado escribiendo" not in copy and "En presencia" not in copy
