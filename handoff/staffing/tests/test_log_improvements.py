"""The improvement log: measure, decision, change, measured again, each in its order (M11)."""

from datetime import date, timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.staffing.improvements import queries, services
from handoff.staffing.improvements.inputs import Figure
from handoff.testing.improvements import make_improvement
from handoff.testing.programs import AT, make_actor, make_program

TODAY = date(2026, 3, 2)
LATER = AT + timedelta(days=100)
APRIL = Figure("acceptance-rate", date(2026, 4, 1), 7, 8)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def actor(program):
    return make_actor(program, "program_manager")


@pytest.fixture
def line(program, actor):
    return make_improvement(program, actor, AT)


def change(line, actor, on=TODAY, at=AT, words="All four were trained"):
    services.record_change(actor=actor, improvement=line, change=words, changed_on=on, at=at)


def again(line, actor, figure=APRIL, at=LATER):
    services.record_again(actor=actor, improvement=line, figure=figure, learned="More said yes", at=at)


def test_a_decision_is_followed_until_it_is_measured_again(program, actor, line):
    assert list(queries.open_improvements(program)) == [line]
    change(line, actor)
    again(line, actor)
    line.refresh_from_db()
    assert (line.count, line.whole, line.again_count, line.again_whole) == (5, 9, 7, 8)
    assert (line.change, line.learned) == ("All four were trained", "More said yes")
    assert not queries.open_improvements(program)
    for act in (lambda: change(line, actor), lambda: again(line, actor)):
        with pytest.raises(Refused, match="meanwhile"):
            act()


@pytest.mark.parametrize("month", [date(2026, 3, 1), date(2026, 2, 1), date(2026, 6, 1)])
def test_it_is_measured_again_after_the_change_in_a_month_that_is_over(actor, line, month):
    with pytest.raises(Refused, match="what changed first"):
        again(line, actor)
    change(line, actor)
    with pytest.raises(Refused, match="comes after the change"):
        again(line, actor, Figure("acceptance-rate", month, 1, 2))
    with pytest.raises(ValueError, match="another measure"):
        again(line, actor, Figure("enrollment-rate", date(2026, 4, 1), 1, 2))


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_change_comes_between_the_decision_and_today(actor, line, on):
    with pytest.raises(Refused, match="from the decision on"):
        change(line, actor, on)


def test_what_isnt_there_yet_or_threatens_is_refused(program, actor):
    def decide(figure=APRIL, decision="Train", on=TODAY, by=actor):
        services.record_decision(
            actor=by, program=program, figure=figure, decision=decision, decided_on=on, at=AT
        )

    march = Figure("acceptance-rate", date(2026, 3, 1), 1, 2)
    with pytest.raises(Refused, match="hasn't started"):
        decide()
    with pytest.raises(Refused, match="in the future"):
        decide(march, on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="drug test"):
        decide(march, "Require a drug test each week")
    with pytest.raises(Refused, match="Only the program manager"):
        decide(march, by=make_actor(program, "peer_support"))
