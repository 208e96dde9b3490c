"""Drafts are saved at every step, visible only to their owner, discarded and restored, and timed."""

import uuid
from datetime import timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.referrals import queries, services
from handoff.referrals.models import ReferralDraft
from handoff.testing.programs import AT, make_actor, make_program
from handoff.testing.referrals import activate_criteria, make_exception

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


def begin(program, officer, key=None, at=AT):
    key = key or str(uuid.uuid4())
    return services.start_draft(actor=officer, program=program, pathway="arrest_diversion", key=key, at=at)


def save(officer, draft, at, **answers):
    return services.save_draft(
        actor=officer,
        draft=draft,
        step="who",
        answers={k: [v] for k, v in answers.items()},
        following="what",
        at=at,
    )


def test_begin_draft_twice_with_one_key_is_one_draft(program, officer):
    key = str(uuid.uuid4())
    assert begin(program, officer, key) == begin(program, officer, key)


def test_save_draft_keeps_each_step_and_where_it_stopped(program, officer):
    draft = begin(program, officer)
    save(officer, draft, AT, first_name="Jordan")
    kept = queries.open_drafts(program, officer).get()
    assert (kept.answers, kept.step) == ({"who": {"first_name": ["Jordan"]}}, "what")


@pytest.mark.parametrize(("seconds", "counted"), [(40, 40), (300, 300), (301, 300), (3600, 300)])
def test_the_time_of_a_step_is_counted_up_to_five_minutes(program, officer, seconds, counted):
    draft = begin(program, officer)
    services.start_step_timer(draft=draft, at=AT)
    assert save(officer, draft, AT + timedelta(seconds=seconds)).seconds == counted


def test_the_times_of_the_steps_add_up(program, officer):
    draft = begin(program, officer)
    for step in range(3):
        shown = AT + timedelta(minutes=10 * step)
        services.start_step_timer(draft=draft, at=shown)
        draft = save(officer, draft, shown + timedelta(seconds=20))
    assert draft.seconds == 60


def test_a_draft_is_its_owners_alone(program, officer):
    draft, other = begin(program, officer), make_actor(program, "officer")
    assert queries.find_draft(program, other, draft.public_id) is None
    assert not queries.open_drafts(program, other)
    with pytest.raises(Refused, match="someone else"):
        save(other, draft, AT)


def test_a_sent_draft_can_not_be_changed(program, officer):
    draft = begin(program, officer)
    ReferralDraft.objects.update(sent_at=AT)
    with pytest.raises(Refused, match="already sent"):
        save(officer, draft, AT)


def test_a_discarded_draft_can_be_restored_for_a_day(program, officer):
    draft = begin(program, officer)
    services.discard_draft(actor=officer, draft=draft, at=AT)
    assert not queries.open_drafts(program, officer)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="was deleted"):
        save(officer, draft, AT)
    services.restore_draft(actor=officer, draft=draft, at=AT)
    assert queries.open_drafts(program, officer).get() == draft


@pytest.mark.parametrize(("hours", "left"), [(24, 1), (25, 0)])
def test_a_discarded_draft_is_erased_after_a_day(program, officer, hours, left):
    services.discard_draft(actor=officer, draft=begin(program, officer), at=AT)
    services.erase_discarded_drafts(program=program, at=AT + timedelta(hours=hours))
    assert ReferralDraft.objects.count() == left


def test_whoever_makes_no_referrals_begins_none(program):
    with pytest.raises(Refused):
        begin(program, make_actor(program, "evaluator"))
    with pytest.raises(Refused, match="another program"):
        begin(make_program(), make_actor(program, "officer"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sent_at": AT}, "already sent"),
        ({"referral": True}, "waiting for the DA. Withdraw the referral first"),
    ],
)
def test_a_draft_that_was_sent_or_waits_for_the_da_is_not_discarded(program, officer, changes, sentence):
    draft = begin(program, officer)
    if "referral" in changes:
        activate_criteria(program)
        changes = {"referral": make_exception(program, officer).referral}
    ReferralDraft.objects.update(**changes)
    with pytest.raises(Refused, match=sentence):
        services.discard_draft(actor=officer, draft=draft, at=AT)
    draft.refresh_from_db()
    assert draft.discarded_at is None
