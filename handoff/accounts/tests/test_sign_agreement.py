"""No one opens participant data before signing the current agreement; a new version asks again (C4)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts import queries, services
from handoff.accounts.models import AgreementSignature, ConfidentialityAgreement
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def officer(program):
    return make_member(program, "officer", signed=False, full_name="Robin Hayes")


def sign(officer, program, name="robin  hayes", at=AT, number=None):
    actor = actor_of(officer, program, at)
    return services.sign_agreement(
        actor=actor, user=officer, program=program, typed_name=name, at=at, number=number
    )


def test_permissions_on_participant_data_open_with_the_signature(program, officer):
    assert not actor_of(officer, program).can(Permission.REFERRAL_MAKE)
    assert actor_of(officer, program).can(Permission.CRITERIA_READ)
    sign(officer, program)
    assert actor_of(officer, program).can(Permission.REFERRAL_MAKE)
    assert AuditEvent.objects.get().action == "agreement.signed"


def test_a_new_version_asks_again_from_its_instant(program, officer):
    sign(officer, program)
    manager = make_actor(program, "program_manager")
    later = AT + timedelta(hours=1)
    services.publish_agreement(actor=manager, program=program, text="New words.", text_es="", at=later)
    assert actor_of(officer, program, later - timedelta(microseconds=1)).agreement_signed
    assert not actor_of(officer, program, later).agreement_signed
    sign(officer, program, at=later)
    assert actor_of(officer, program, later).agreement_signed


def test_a_signature_is_ones_own_name_under_what_was_read_once(program, officer):
    with pytest.raises(Refused, match="Type your name as it appears"):
        sign(officer, program, name="Somebody Else")
    with pytest.raises(Refused, match="newer agreement"):
        sign(officer, program, number=2)
    sign(officer, program, number=1)
    with pytest.raises(Refused, match="already signed"):
        sign(officer, program)
    assert AgreementSignature.objects.count() == 1


def test_without_an_agreement_no_one_sees_anything(program, officer):
    ConfidentialityAgreement.objects.all().delete()
    with pytest.raises(Refused, match="no confidentiality agreement"):
        sign(officer, program)
    assert not actor_of(officer, program).agreement_signed


def test_only_managers_publish_and_never_nothing(program):
    with pytest.raises(Refused, match="Only a program manager"):
        services.publish_agreement(
            actor=make_actor(program, "case_manager"), program=program, text="x", text_es="", at=AT
        )
    manager = make_actor(program, "program_manager")
    with pytest.raises(Refused, match="Enter the text of the agreement"):
        services.publish_agreement(actor=manager, program=program, text=" ", text_es="", at=AT)


def test_a_page_of_participant_data_asks_for_the_agreement_first(program, officer):
    client = Client()
    client.force_login(officer)
    wanted = reverse("referrals:own", args=[program.slug])
    answer = client.get(wanted)
    gate = reverse("accounts:sign_agreement", args=[program.slug])
    assert answer.status_code == 302 and answer["Location"].startswith(f"{gate}?next=")
    page = client.get(answer["Location"])
    form = page.context["form"]
    sent = {"typed_name": "Robin Hayes", "number": form["number"].value(), "next": form["next"].value()}
    assert client.post(gate, sent)["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_a_wrong_name_keeps_the_next_page(program, officer):
    client = Client()
    client.force_login(officer)
    gate = reverse("accounts:sign_agreement", args=[program.slug])
    page = client.post(gate, {"typed_name": "Robin", "number": "1", "next": f"/p/{program.slug}/roles/"})
    text = page.content.decode()
    assert (
        "Type your name as it appears" in text
        and 'value="Robin"' in text
        and f"/p/{program.slug}/roles/" in text
    )
    trap = {"typed_name": "Robin Hayes", "number": "1", "next": "https://example.org/"}
    assert client.post(gate, trap)["Location"] == "/"


def test_the_text_is_in_the_readers_language(program, officer):
    ConfidentialityAgreement.objects.update(text_es="Guardo lo que sé.")
    client = Client()
    client.force_login(officer)
    gate = reverse("accounts:sign_agreement", args=[program.slug])
    client.cookies["django_language"] = "es"
    assert "Guardo lo que sé." in client.get(gate).content.decode()
    client.cookies["django_language"] = "en"
    assert "I keep what I learn to myself." in client.get(gate).content.decode()


def test_a_manager_publishes_and_sees_who_has_not_signed(program):
    user = make_member(program, "program_manager")
    client = Client()
    client.force_login(user)
    where = reverse("accounts:publish_agreement", args=[program.slug])
    assert b"I keep what I learn" in client.get(where).content
    assert client.post(where, {"text": "Version two", "text_es": "Versión dos"}).status_code == 302
    assert b"hasn't signed" in client.get(reverse("accounts:members", args=[program.slug])).content
    assert queries.agreement_versions(program)[0].number == 2


@pytest.mark.parametrize(
    ("text", "text_es"), [("You must attend treatment.", ""), ("Fine.", "Si no firma, irá a la cárcel.")]
)
def test_an_agreement_that_threatens_or_requires_is_never_published(program, text, text_es):
    """N20."""
    manager = make_actor(program, "program_manager")
    before = ConfidentialityAgreement.objects.count()
    with pytest.raises(Refused, match="Words to change"):
        services.publish_agreement(actor=manager, program=program, text=text, text_es=text_es, at=AT)
    assert ConfidentialityAgreement.objects.count() == before
