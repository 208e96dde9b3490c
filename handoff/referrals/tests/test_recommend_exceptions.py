"""The DA's office recommends an exception, and an officer may still not offer the program (N21, E4, G8)."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import EligibilityPathway, Reply
from handoff.notifications.models import Notice
from handoff.referrals import policies, queries, services
from handoff.referrals.models import ExceptionRequest, Referral, ReferralDraft
from handoff.referrals.services import DraftLink, EligibilityCheckInput, EncounterInput
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import (
    COCAINE,
    clear_facts,
    make_community_referral,
    make_exception,
    make_not_now_input,
    make_ready_program,
    make_referral_input,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


@pytest.fixture
def da(program):
    return make_actor(program, "district_attorney")


def not_offered(program, officer, **facts):
    """An arrest diversion that an officer didn't offer, because the person lives elsewhere."""
    facts = clear_facts(**({"resident": Reply.NO} | facts))
    check = EligibilityCheckInput(facts=facts, decision="no_offer", reason="Lives elsewhere.")
    sent = replace(
        make_not_now_input(check=check, demographics={}), decline_reason="", pathway=str(facts.pathway)
    )
    return services.submit_not_now(
        actor=officer, program=program, not_now_input=sent, key=str(uuid.uuid4()), at=AT
    )


def recommend(actor, referral, words="The victim asks for it."):
    return services.recommend_exception(actor=actor, referral=referral, recommendation=words, at=LATER)


def decide(actor, asked, *, approved=True):
    return services.decide_exception(
        actor=actor, exception=asked, approved=approved, reason="Reviewed.", at=LATER
    )


def test_the_da_recommends_an_exception_that_no_one_asked_for(program, officer, da):
    """N21: handbook 3a names the DA's office beside law enforcement."""
    referral = not_offered(program, officer)
    asked = recommend(da, referral)
    referral.refresh_from_db()
    assert (asked.side, asked.recommended_by_id) == ("district_attorney", da.user_id)
    assert (referral.state, referral.keep_until) == ("exception_requested", None)
    assert AuditEvent.objects.filter(action="referral.exception_requested", subject=referral.public_id)
    assert not queries.recommendable_referrals(program).exists()


def test_the_one_who_recommended_leaves_the_decision_to_a_colleague(program, officer, da):
    asked = recommend(da, not_offered(program, officer))
    colleague = make_actor(program, "district_attorney")
    with pytest.raises(Refused, match="Someone else in your office"):
        decide(da, asked)
    assert decide(colleague, asked).outcome == "approved"


def test_the_only_prosecutor_decides_on_their_own_recommendation(program, officer, da):
    assert decide(da, recommend(da, not_offered(program, officer))).outcome == "approved"


def test_recommend_exception_refuses_everyone_else_and_whatever_was_asked_before(program, officer, da):
    referral = not_offered(program, officer)
    for actor in (officer, make_actor(program, "law_leader"), make_actor(program, "program_manager")):
        with pytest.raises(Refused, match="Only the district attorney's office"):
            recommend(actor, referral)
    with pytest.raises(Refused, match="few words"):
        recommend(da, referral, " ")
    with pytest.raises(Refused, match="another program"):
        recommend(make_actor(make_ready_program(), "district_attorney"), referral)
    waiting = make_exception(program, officer)
    with pytest.raises(Refused, match="wasn't eligible"):
        recommend(da, waiting.referral)
    decide(da, waiting, approved=False)
    with pytest.raises(Refused, match="nothing to recommend"):
        recommend(da, waiting.referral)


def test_no_exception_is_recommended_where_none_is_possible_or_no_one_is_known(program, officer):
    beyond = not_offered(program, officer, age=15)
    unknown = not_offered(program, officer, pathway=EligibilityPathway.OFFICER_SOCIAL)
    assert beyond.eligibility.advice == "not_eligible"
    assert unknown.eligibility.advice == "eligible_by_exception" and unknown.person is None
    assert not queries.recommendable_referrals(program).exists()


def test_a_check_whose_facts_were_erased_is_neither_recommended_nor_an_error(client, program, officer):
    """Retention empties the facts of old checks (finding of this work, in the demo county)."""
    referral = not_offered(program, officer)
    type(referral.eligibility).objects.filter(pk=referral.eligibility_id).update(facts={}, findings=[])
    asked = make_exception(program, officer)
    type(referral.eligibility).objects.filter(pk=asked.referral.eligibility_id).update(facts={}, findings=[])
    client.force_login(make_member(program, "district_attorney"))
    assert not queries.recommendable_referrals(program).exists()
    for name, ids in (("exceptions", []), ("exception", [asked.public_id])):
        assert client.get(reverse(f"referrals:{name}", args=[program.slug, *ids])).status_code == 200


def approved_again(program, officer, da):
    """A referral not offered, approved on the DA's own recommendation, and the officer's new draft."""
    referral = not_offered(program, officer)
    decide(da, recommend(da, referral))
    return ReferralDraft.objects.select_related("referral").get(referral=referral)


def test_the_officer_may_then_offer_and_hears_of_it(program, officer, da):
    draft = approved_again(program, officer, da)
    assert (draft.owner_id, draft.answers) == (officer.user_id, {})
    paths = dict(Notice.objects.filter(kind="exception_decided").values_list("recipient_user_id", "path"))
    assert paths == {
        officer.user_id: reverse("referrals:own", args=[program.slug]),
        da.user_id: reverse("referrals:exceptions", args=[program.slug]),
    }
    line = queries.own_referrals(officer, LATER)[0]
    assert line.view.may_continue
    sent = services.submit_referral(
        actor=officer,
        program=program,
        referral_input=make_referral_input(source=DraftLink(draft)),
        key="one",
        at=LATER,
    )
    assert (sent, sent.state) == (draft.referral, "handed_off")


def test_an_approval_holds_for_the_charges_that_the_da_saw(program, officer, da):
    draft = approved_again(program, officer, da)
    other = replace(COCAINE, offense_key="second-degree-trespass", title="Second-degree trespass", drug="")
    encounter = EncounterInput(occurred_at=AT, charges=(COCAINE, other), incident_number="26-0001")
    with pytest.raises(Refused, match="other charges"):
        services.submit_referral(
            actor=officer,
            program=program,
            referral_input=make_referral_input(source=DraftLink(draft), encounter=encounter),
            key="one",
            at=LATER,
        )
    with pytest.raises(Refused, match="other charges"):
        policies.check_same_charges(Referral(), ["anything"])


def test_outreach_hears_of_a_community_referral_that_the_da_recommended(program, officer, da):
    make_member(program, "peer_support")
    referral = make_community_referral(program)
    facts = clear_facts(pathway=EligibilityPathway.COMMUNITY, resident=Reply.NO)
    check = EligibilityCheckInput(facts=facts, decision="no_offer", reason="Lives elsewhere.")
    services.record_eligibility(actor=officer, referral=referral, check=check, at=AT)
    asked = recommend(da, referral)
    Notice.objects.all().delete()
    decide(da, asked)
    referral.refresh_from_db()
    assert referral.state == "submitted" and referral in queries.outreach_referrals(program)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"exception_decided", "new_referral"}
    assert not ReferralDraft.objects.exists()


def test_the_das_pages_list_what_may_be_recommended_without_a_name(client, program, officer):
    """N21."""
    referral = not_offered(program, officer)
    client.force_login(make_member(program, "district_attorney"))
    listed = client.get(reverse("referrals:exceptions", args=[program.slug])).content.decode()
    url = reverse("referrals:recommend_exception", args=[program.slug, referral.public_id])
    assert url in listed and "cocaine" in listed
    page = client.get(url).content.decode()
    assert "cocaine" in page and "Lives elsewhere" not in page
    assert client.post(url, {"recommendation": ""}).status_code == 200
    done = client.post(url, {"recommendation": "Good fit."}, follow=True)
    assert "Good fit." in done.content.decode() and "District attorney" in done.content.decode()
    assert ExceptionRequest.objects.get().side == "district_attorney"
    assert client.get(url).status_code == 404


def approved_draft(program, officer, da):
    """The officer's draft whose exception the DA approved, with the answers that were saved."""
    asked = make_exception(program, officer)
    decide(da, asked)
    return ReferralDraft.objects.create(
        program=program,
        owner_id=officer.user_id,
        started_at=AT,
        saved_at=AT,
        referral=asked.referral,
        answers={"who": {"first_name": ["Jordan"]}, "facts": {"resident": ["no"]}},
    )


def test_an_officer_need_not_offer_after_the_das_approval(client, program, da):
    """N21: an approval opens the offer and doesn't bind the officer (handbook 3a: always their discretion)."""
    user = make_member(program, "officer")
    officer = replace(make_actor(program, "officer"), user_id=user.pk)
    draft = approved_draft(program, officer, da)
    client.force_login(user)

    def url(page):
        return reverse("referrals:page", args=[program.slug, draft.public_id, page])

    offer = client.get(url("offer")).content.decode()
    assert 'value="other"' in offer
    answered = client.post(url("offer"), {"language": "en", "answer": "other"})
    assert answered.url == url("no_offer")
    assert "still your choice" in client.get(url("no_offer")).content.decode()
    assert client.post(url("no_offer"), {"reason": ""}).status_code == 200
    assert client.post(url("no_offer"), {"reason": "They had left."}).url == url("not_now")
    sent = client.post(url("not_now"), {}, follow=True).content.decode()
    assert "the program wasn&#x27;t offered" in sent.replace("’", "&#x27;") or "wasn't offered" in sent
    referral = Referral.objects.get()
    assert (referral.state, referral.person, referral.encounter) == ("ineligible", None, None)
    decision = referral.eligibility
    assert (decision.decision, decision.decision_reason) == ("no_offer", "They had left.")
    assert decision.facts["resident"] == "no" and decision.advice == "eligible_by_exception"
    assert queries.officer_view(referral, officer, LATER).state == "not_offered"
    draft.refresh_from_db()
    assert draft.answers == {} and draft.sent_at is not None


def test_not_offering_after_an_approval_is_recorded_once(program, officer, da):
    draft = approved_draft(program, officer, da)
    check = EligibilityCheckInput(facts=clear_facts(), decision="no_offer", reason="They had left.")
    sent = replace(make_not_now_input(source=DraftLink(draft)), check=check, decline_reason="")
    first, second = (
        services.submit_not_now(actor=officer, program=program, not_now_input=sent, key=key, at=LATER)
        for key in ("one", "two")
    )
    assert first == second and first.events.filter(what="not_offered").count() == 1


def test_an_officer_enters_the_person_and_the_charges_again(client, program, da):
    """The draft of an approval on the DA's own recommendation is empty: no name was kept (R4)."""
    user = make_member(program, "officer")
    officer = replace(make_actor(program, "officer"), user_id=user.pk)
    draft = approved_again(program, officer, da)
    client.force_login(user)
    resumed = client.get(reverse("referrals:resume", args=[program.slug, draft.public_id]))
    assert resumed.url.endswith("/who/")
    client.post(resumed.url, {"first_name": "Jordan"})
    again = client.get(reverse("referrals:resume", args=[program.slug, draft.public_id]))
    assert again.url.endswith("/charges/")
