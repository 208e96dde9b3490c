"""A person on probation or parole: the supervising officer is asked, and only their answer counts (E10)."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import EligibilityPathway, Reply, Supervision
from handoff.notifications.models import Notice
from handoff.programs.models import Agency
from handoff.referrals import services
from handoff.referrals.models import Pathway, Referral, ReferralDraft, SupervisionQuestion
from handoff.referrals.services import EligibilityCheckInput, SupervisionAnswerInput
from handoff.referrals.supervision import queries
from handoff.referrals.supervision.queries import AskedOf
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program
from handoff.testing.referrals import (
    clear_facts,
    make_community_referral,
    make_not_now_input,
    make_ready_program,
    make_referral_input,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
BORN = date(1991, 6, 15)
SUPERVISED = {
    "all_true": "yes",
    "convictions": "none",
    "supervision": "supervised_probation",
}


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def office(program):
    return make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "Supervision North")


@pytest.fixture
def supervising(program, office):
    return actor_of(make_member(program, "probation_officer", office), program)


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


@pytest.fixture
def draft(program, officer):
    return services.start_draft(
        actor=officer, program=program, pathway=Pathway.ARREST_DIVERSION, key=str(uuid.uuid4()), at=AT
    )


def ask(actor, program, asked_of, agency, **fields):
    asked = {"name": "Jordan Rivers", "born": BORN, "ok_to_ask": True, "at": AT} | fields
    return services.ask_supervising_officer(
        actor=actor, program=program, asked_of=asked_of, agency=agency, **asked
    )


def answer(actor, question, words="agrees"):
    return services.answer_supervision(actor=actor, question=question, answer=words, at=LATER)


def supervised(reply, **source):
    facts = clear_facts(supervision=Supervision.SUPERVISED_PROBATION, supervising_officer_agrees=reply)
    return EligibilityCheckInput(
        facts=facts, decision="offer", supervision=SupervisionAnswerInput(**source) if source else None
    )


def test_ask_supervising_officer_shows_the_office_a_name_and_a_birth_date_only(
    program, officer, office, supervising, draft
):
    colleague, elsewhere = make_member(program, "probation_officer", office), make_agency(program)
    asked = ask(officer, program, AskedOf(draft=draft), office)
    assert (asked.answer, asked.consent_at, asked.consent_recorded_by_id) == ("waiting", AT, officer.user_id)
    notices = Notice.objects.filter(kind="supervision_asked")
    assert set(notices.values_list("recipient_user_id", flat=True)) == {supervising.user_id, colleague.pk}
    assert set(notices.values_list("path", flat=True)) == {
        reverse("referrals:supervision", args=[program.slug])
    }
    assert list(queries.waiting_questions(supervising)) == [asked]
    other_office = make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "Supervision South")
    other_officer = actor_of(make_member(program, "probation_officer", other_office), program)
    assert not queries.waiting_questions(other_officer).exists()
    assert AuditEvent.objects.filter(action="supervision.asked", subject=asked.public_id).exists()
    assert ask(officer, program, AskedOf(draft=draft), elsewhere) == asked


def test_ask_supervising_officer_refuses_without_the_persons_ok_or_a_certain_name(
    program, officer, office, supervising, draft
):
    asked_of = AskedOf(draft=draft)
    with pytest.raises(Refused, match="Ask the person first"):
        ask(officer, program, asked_of, office, ok_to_ask=False)
    for fields in ({"name": " "}, {"born": None}):
        with pytest.raises(Refused, match="name and date of birth"):
            ask(officer, program, asked_of, office, **fields)
    for actor in (make_actor(program, "peer_support"), make_actor(make_program(), "officer")):
        with pytest.raises(Refused, match="Only law enforcement"):
            ask(actor, program, asked_of, office)
    for agency in (None, make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "No accounts")):
        with pytest.raises(Refused, match="Call them"):
            ask(officer, program, asked_of, agency)
    assert not SupervisionQuestion.objects.exists()


@pytest.mark.parametrize("words", ["agrees", "disagrees", "not_ours"])
def test_answer_supervision_names_no_one_anymore_and_notifies_who_asked(
    program, officer, office, supervising, draft, words
):
    asked = ask(officer, program, AskedOf(draft=draft), office)
    done = answer(supervising, asked, words)
    assert (done.answer, done.answered_by_id, done.answered_at) == (words, supervising.user_id, LATER)
    assert (done.name, done.date_of_birth) == ("", None)
    notice = Notice.objects.get(kind="supervision_answered")
    assert notice.recipient_user_id == officer.user_id
    assert notice.path == reverse("referrals:resume", args=[program.slug, draft.public_id])
    assert not queries.waiting_questions(supervising).exists()
    with pytest.raises(Refused, match="already answered"):
        answer(supervising, asked)


def test_answer_supervision_refuses_other_offices_and_other_words(
    program, officer, office, supervising, draft
):
    asked = ask(officer, program, AskedOf(draft=draft), office)
    south = make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "Supervision South")
    for actor in (actor_of(make_member(program, "probation_officer", south), program), officer):
        with pytest.raises(Refused, match="Only the office"):
            answer(actor, asked)
    with pytest.raises(Refused, match="Choose your answer"):
        answer(supervising, asked, "withdrawn")


def test_no_notice_goes_to_an_officer_who_left(program, officer, office, supervising, draft):
    asked = ask(officer, program, AskedOf(draft=draft), office)
    User.objects.filter(pk=officer.user_id).update(is_active=False)
    answer(supervising, asked)
    assert not Notice.objects.filter(kind="supervision_answered").exists()


def submit(program, officer, check, key="one"):
    return services.submit_referral(
        actor=officer, program=program, referral_input=make_referral_input(check=check), key=key, at=LATER
    )


def test_an_answer_in_handoff_meets_the_criterion_and_is_kept_with_the_check(
    program, officer, office, supervising, draft
):
    asked = answer(supervising, ask(officer, program, AskedOf(draft=draft), office))
    check = submit(program, officer, supervised(Reply.YES, question=asked)).eligibility
    assert check.advice == "eligible"
    assert list(check.supervision_questions.all()) == [asked]


def test_an_answer_by_phone_is_recorded_with_who_answered_when_and_by_whom(program, officer):
    source = {"answered_by": " T. Ingold, Supervision North ", "ok_to_ask": True}
    check = submit(program, officer, supervised(Reply.YES, **source)).eligibility
    kept = check.supervision_questions.get()
    assert (kept.how, kept.answer, kept.answered_by_name) == (
        "by_phone",
        "agrees",
        "T. Ingold, Supervision North",
    )
    assert (kept.answered_at, kept.asked_by_id, kept.consent_at) == (LATER, officer.user_id, LATER)
    refused = EligibilityCheckInput(
        facts=supervised(Reply.NO).facts,
        decision="no_offer",
        reason="No.",
        supervision=SupervisionAnswerInput(**source),
    )
    services.submit_not_now(
        actor=officer,
        program=program,
        not_now_input=replace(make_not_now_input(check=refused), decline_reason=""),
        key="two",
        at=LATER,
    )
    assert SupervisionQuestion.objects.latest("pk").answer == "disagrees"


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"answered_by": " ", "ok_to_ask": True},
        {"answered_by": "T. Ingold", "ok_to_ask": False},
    ],
)
def test_no_one_answers_for_the_supervising_officer(program, officer, source):
    """E10: the officer's own word meets nothing."""
    for reply in (Reply.YES, Reply.NO):
        with pytest.raises(Refused, match="own answer counts"):
            submit(program, officer, supervised(reply, **source))


def test_an_open_or_a_different_answer_meets_nothing(program, officer, office, supervising, draft):
    asked = ask(officer, program, AskedOf(draft=draft), office)
    with pytest.raises(Refused, match="own answer counts"):
        submit(program, officer, supervised(Reply.YES, question=asked))
    asked = answer(supervising, asked, "disagrees")
    with pytest.raises(Refused, match="own answer counts"):
        submit(program, officer, supervised(Reply.YES, question=asked))


def test_a_draft_that_is_discarded_asks_no_longer(program, officer, office, supervising, draft):
    asked = ask(officer, program, AskedOf(draft=draft), office)
    services.discard_draft(actor=officer, draft=draft, at=LATER)
    asked.refresh_from_db()
    assert (asked.answer, asked.name, asked.date_of_birth) == ("withdrawn", "", None)
    assert queries.latest_question(AskedOf(draft=draft)) is None


def test_a_recorded_desk_check_asks_no_longer(program, officer, office, supervising):
    referral = make_community_referral(program)
    asked = ask(officer, program, AskedOf(referral=referral), office)
    facts = clear_facts(pathway=EligibilityPathway.COMMUNITY, supervision=Supervision.SUPERVISED_PROBATION)
    check = EligibilityCheckInput(facts=facts, decision="social")
    services.record_eligibility(actor=officer, referral=referral, check=check, at=LATER)
    asked.refresh_from_db()
    referral.refresh_from_db()
    assert asked.answer == "withdrawn" and referral.eligibility.advice == "more_information"


def test_the_database_keeps_no_name_with_an_answer(program, officer, office, supervising, draft):
    asked = answer(supervising, ask(officer, program, AskedOf(draft=draft), office))
    questions = SupervisionQuestion.objects.filter(pk=asked.pk)
    for wrong in ({"name": "Jordan"}, {"how": "by_phone"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            questions.update(**wrong)


def test_the_office_answers_on_its_own_pages(client, program, officer, office, draft):
    user = make_member(program, "probation_officer", office)
    asked = ask(officer, program, AskedOf(draft=draft), office)
    client.force_login(user)
    listed = client.get(reverse("referrals:supervision", args=[program.slug])).content.decode()
    url = reverse("referrals:answer_supervision", args=[program.slug, asked.public_id])
    assert "Jordan Rivers" in listed and url in listed
    assert url in client.get(reverse("home:home", args=[program.slug])).content.decode()
    page = client.get(url).content.decode()
    assert "Jordan Rivers" in page and "cocaine" not in page.lower()
    assert client.post(url, {}).status_code == 200
    done = client.post(url, {"answer": "agrees"}, follow=True).content.decode()
    assert "Answer recorded" in done and "Jordan Rivers" not in done
    assert client.get(url).status_code == 404


def facts_url(program, draft):
    return reverse("referrals:page", args=[program.slug, draft.public_id, "facts"])


@pytest.fixture
def own_draft(client, program):
    """A signed-in officer's draft up to the facts."""
    user = make_member(program, "officer")
    client.force_login(user)
    who = {"first_name": ["Jordan"], "last_name": ["Rivers"]}
    born = {"date_of_birth_month": ["6"], "date_of_birth_day": ["15"], "date_of_birth_year": ["1991"]}
    return ReferralDraft.objects.create(
        program=program,
        owner_id=user.pk,
        pathway=Pathway.OFFICER_SOCIAL,
        answers={"who": who | born},
        started_at=AT,
        saved_at=AT,
    )


def test_the_wizard_asks_in_handoff_and_shows_the_answer(client, program, office, supervising, own_draft):
    url = facts_url(program, own_draft)
    assert 'value="ask_supervision"' in client.get(url).content.decode()
    typed = {**SUPERVISED, "go": "ask_supervision"}
    refused = client.post(url, typed).content.decode()
    assert "Ask the person first" in refused and not SupervisionQuestion.objects.exists()
    asked = client.post(url, {**typed, "ok_to_ask": "on"}, follow=True).content.decode()
    assert "No answer yet" in asked and 'value="ask_supervision"' not in asked
    question = SupervisionQuestion.objects.get()
    assert (question.name, question.date_of_birth) == ("Jordan Rivers", BORN)
    answer(supervising, question)
    page = client.get(url).content.decode()
    assert "The supervising officer agrees." in page and "by phone" not in page
    client.post(url, SUPERVISED)
    decide = client.get(reverse("referrals:page", args=[program.slug, own_draft.public_id, "decide"]))
    assert "The supervising officer agrees" in decide.content.decode()


def test_an_office_that_does_not_supervise_them_leaves_it_open(
    client, program, office, supervising, own_draft
):
    url = facts_url(program, own_draft)
    client.post(url, {**SUPERVISED, "ok_to_ask": "on", "go": "ask_supervision"})
    answer(supervising, SupervisionQuestion.objects.get(), "not_ours")
    page = client.get(url).content.decode()
    assert "That office doesn&#x27;t supervise them" in page and 'value="ask_supervision"' in page


def test_one_of_several_offices_is_chosen(client, program, office, supervising, own_draft):
    south = make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "Supervision South")
    make_member(program, "probation_officer", south)
    url = facts_url(program, own_draft)
    typed = {**SUPERVISED, "ok_to_ask": "on", "go": "ask_supervision"}
    assert "Call them" in client.post(url, typed).content.decode()
    client.post(url, {**typed, "supervising_agency": str(south.public_id)})
    assert SupervisionQuestion.objects.get().agency == south


def test_an_answer_by_phone_needs_the_ok_and_a_name(client, program, own_draft):
    url = facts_url(program, own_draft)
    page = client.get(url).content.decode()
    assert 'value="ask_supervision"' not in page and "by phone" in page
    sent = client.post(url, {**SUPERVISED, "supervising_officer_agrees": "yes"}).content.decode()
    assert "Ask the person first" in sent and "Enter the name and office" in sent
    complete = {
        **SUPERVISED,
        "supervising_officer_agrees": "yes",
        "ok_to_ask": "on",
        "supervising_officer_name": "T. Ingold",
    }
    assert client.post(url, complete).status_code == 302


def test_a_desk_check_asks_and_keeps_what_was_typed(client, program, office, supervising):
    client.force_login(make_member(program, "law_leader"))
    referral = make_community_referral(program)
    url = reverse("referrals:check_eligibility", args=[program.slug, referral.public_id])
    typed = {**SUPERVISED, "go": "ask_supervision"}
    assert "Ask the person first" in client.post(url, typed).content.decode()
    page = client.post(url, {**typed, "ok_to_ask": "on"}).content.decode()
    assert "No answer yet" in page and "Their answer will show on this page." in page
    question = SupervisionQuestion.objects.get()
    assert (question.referral, question.name) == (referral, "Jordan Rivers")
    answer(supervising, question)
    assert Notice.objects.get(kind="supervision_answered").path == reverse(
        "referrals:checks", args=[program.slug]
    )
    decided = client.post(url, {**SUPERVISED, "go": "decide", "decision": "social"})
    assert decided.status_code == 302
    check = Referral.objects.get(pk=referral.pk).eligibility
    assert (
        check.facts["supervising_officer_agrees"] == "yes" and check.supervision_questions.get() == question
    )
