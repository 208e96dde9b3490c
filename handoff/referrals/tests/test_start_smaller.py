"""A program that starts with social referrals or misdemeanors says so and asks no one for an exception (N23, P7)."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import OffenseFact, Reply
from handoff.referrals import services
from handoff.referrals.models import ExceptionRequest, Pathway, Referral, ReferralDraft
from handoff.referrals.services import EligibilityCheckInput
from handoff.testing.programs import AT, make_actor, make_agency, make_member
from handoff.testing.referrals import (
    activate_criteria,
    clear_facts,
    make_exception,
    make_ready_program,
    make_referral_input,
    make_social_referral_input,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = make_ready_program(slug="here")
    activate_criteria(program, charges="none")
    return program


@pytest.fixture
def officer(program) -> Client:
    client = Client()
    client.force_login(make_member(program, "officer"))
    return client


def test_only_a_social_referral_can_be_started(program, officer):
    page = officer.get(reverse("referrals:new", args=["here"])).content.decode()
    assert "This program takes social referrals only for now" in page
    assert "Start an arrest diversion" not in page
    officer.post(reverse("referrals:new", args=["here"]), {"pathway": "arrest_diversion"})
    draft = ReferralDraft.objects.get()
    assert draft.pathway == Pathway.OFFICER_SOCIAL
    where = reverse("referrals:page", args=["here", draft.public_id, "who"])
    officer.post(where, {"switch": "arrest_diversion"})
    draft.refresh_from_db()
    assert draft.pathway == Pathway.OFFICER_SOCIAL
    assert "arrest diversion" not in officer.get(reverse("home:home", args=["here"])).content.decode().lower()


def test_a_charge_is_not_set_aside_whatever_the_form_sends(program):
    with pytest.raises(Refused, match="The criteria aren't met"):
        services.submit_referral(
            actor=make_actor(program, "officer"),
            program=program,
            referral_input=make_referral_input(
                check=EligibilityCheckInput(facts=clear_facts(), decision="offer", reason="They asked.")
            ),
            key=str(uuid.uuid4()),
            at=AT,
        )
    assert not Referral.objects.exists()


def test_misdemeanors_only_sets_no_felony_aside(program):
    activate_criteria(program, charges="misdemeanors")
    trespass = (OffenseFact("second-degree-trespass", "trespass", "14-159.13", False, False),)
    for facts, taken in (
        (clear_facts(), False),
        (clear_facts(offenses=trespass, amounts=()), True),
    ):
        check = EligibilityCheckInput(facts=facts, decision="offer", reason="They asked for it.")
        sent = {
            "actor": make_actor(program, "officer"),
            "program": program,
            "referral_input": make_referral_input(check=check),
            "key": str(uuid.uuid4()),
            "at": AT,
        }
        if taken:
            assert services.submit_referral(**sent)
        else:
            with pytest.raises(Refused):
                services.submit_referral(**sent)


def test_no_exception_is_asked_for_without_the_da(program):
    activate_criteria(program, charges="misdemeanors")
    with pytest.raises(Refused, match="The DA's office isn't a partner"):
        make_exception(program)
    asked = EligibilityCheckInput(
        facts=clear_facts(pathway="officer_social", resident=Reply.NO),
        decision="ask_exception",
        reason="Known to be doing well.",
    )
    with pytest.raises(Refused, match="The DA's office isn't a partner"):
        services.submit_social_referral(
            actor=make_actor(program, "officer"),
            program=program,
            referral_input=make_social_referral_input(check=asked),
            key=str(uuid.uuid4()),
            at=AT,
        )
    assert not ExceptionRequest.objects.exists()
    make_agency(program, "district_attorney")
    assert make_exception(program)
