"""The table of states, and its reference page."""

import pytest
from django.core.management import CommandError, call_command

from handoff.referrals.models import Referral
from handoff.referrals.states import (
    BY_VERB,
    NEW,
    OPEN,
    TRANSITIONS,
    State,
    as_markdown,
    refusal_sentence,
    target_state,
)


def test_the_states_are_those_that_are_stored():
    assert {str(state) for state in State} == set(Referral.State.values)


def test_every_state_can_be_reached_and_only_by_known_verbs():
    assert {str(each.target) for each in TRANSITIONS} == {str(state) for state in State}
    assert len(BY_VERB) == len(TRANSITIONS)


@pytest.mark.parametrize("each", TRANSITIONS, ids=lambda each: each.verb)
def test_a_verb_is_allowed_from_its_sources_and_refused_from_everywhere_else(each):
    for state in [NEW, *State]:
        allowed = state in each.sources
        assert (refusal_sentence(each.verb, state) is None) is allowed
    assert target_state(each.verb) == each.target


def test_who_said_not_now_may_always_say_yes():
    assert refusal_sentence("accept", State.DECLINED) is None


def test_no_state_means_graduated_or_expelled():
    words = " ".join(State).lower()
    assert not any(word in words for word in ("graduat", "fail", "terminat", "expel", "compl"))


def test_what_has_ended_is_not_open():
    assert frozenset({State.DECLINED, State.INELIGIBLE, State.WITHDRAWN}) == frozenset(State) - OPEN


def test_the_reference_page_is_up_to_date():
    call_command("referral_states", check=True)


def test_an_outdated_page_is_found_and_written_again(tmp_path):
    page = tmp_path / "states.md"
    page.write_text("old")
    with pytest.raises(CommandError, match="out of date"):
        call_command("referral_states", check=True, page=page)
    call_command("referral_states", page=page)
    assert page.read_text() == as_markdown()
