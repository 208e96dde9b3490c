"""N5: in the referral itself the person may say yes to one fact, in one signature (ADR 0029)."""

from datetime import timedelta

import pytest

from handoff.consent.models import InformationKind, Release
from handoff.consent.wording.release_form import INTAKE_DONE_FORM
from handoff.enrollment import services as enrollment
from handoff.referrals.models import Referral
from handoff.referrals.queries import officer_view
from handoff.testing.enrollment import make_intake
from handoff.testing.programs import PASSWORD, actor_of, make_actor, make_member
from handoff.testing.referrals import make_ready_program
from handoff.testing.wizard import SCREENING, SIGNATURE, TO_OFFER, YES, Walk

pytestmark = pytest.mark.django_db

SIGNED = {"signs": "one_question", "signer_name": "Jordan Rivers", "signature": SIGNATURE}


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program, client):
    user = make_member(program, "officer")
    client.login(username=user.username, password=PASSWORD)
    return user


@pytest.fixture
def walk(client, program, officer):
    walk = Walk(client, program)
    walk.through({**TO_OFFER, "offer": YES, "screening": SCREENING})
    return walk


def test_the_one_question_is_signed_in_the_referral_and_ends_the_hold(program, officer, walk):  # N5
    assert "form=one_question" in walk.client.get(walk.url("roi")).content.decode()
    asked = walk.client.get(walk.url("roi") + "?form=one_question").content.decode()
    assert "May we tell the officer that your intake is done?" in asked
    assert 'name="purposes"' not in asked
    walk.through({"roi": SIGNED, "handoff": {"called": "card"}})
    referral, release = Referral.objects.get(), Release.objects.get()
    assert (release.form_version, release.person) == (INTAKE_DONE_FORM, referral.person)
    row = release.recipients.get()
    assert (row.agency, row.kinds) == (referral.agency, [InformationKind.INTAKE_DONE.value])
    worker, later = make_actor(program, "case_manager"), release.starts_at + timedelta(days=2)
    enrollment.complete_intake(actor=worker, intake=make_intake(referral, worker), at=later)
    referral = Referral.objects.get()
    assert officer_view(referral, actor_of(officer, program), later).state == "responsibility_ended"


def test_what_is_missing_is_said_on_the_same_form_and_the_whole_one_stays_near(walk):
    shown = walk.client.post(walk.url("roi"), {"signs": "one_question", "signer_name": "Jordan Rivers"})
    body = shown.content.decode()
    assert "isn&#x27;t signed yet" in body and 'name="purposes"' not in body
    whole = walk.client.get(walk.url("roi") + "?form=whole").content.decode()
    assert 'name="purposes"' in whole
    assert not Release.objects.exists()


def test_a_typed_name_needs_the_witness_here_too(walk):
    typed = {"signs": "one_question", "signer_name": "Jordan Rivers", "typed_name": "Jordan Rivers"}
    assert walk.client.post(walk.url("roi"), typed).status_code == 200
    walk.through({"roi": {**typed, "witnessed": "on"}, "handoff": {"called": "card"}})
    assert Release.objects.get().means == "typed"


def test_the_question_comes_in_the_language_the_person_reads(walk):
    walk.client.post(walk.url("screening"), {**SCREENING, "language": "es"})
    asked = walk.client.get(walk.url("roi") + "?form=one_question").content.decode()
    assert "¿Podemos avisarle al agente" in asked
