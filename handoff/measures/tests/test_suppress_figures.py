"""M9: no count from 1 to 10 can be worked out of what is published; proved by linear programs over the whole set."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.measures.definitions import ACCEPTANCE, CHARGES, DEMOGRAPHICS, MEASURES
from handoff.measures.definitions.measure import Line, Result, Table, Unit
from handoff.measures.definitions.published import figure_set, hide_figures, shared_part
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period
from handoff.measures.rules.suppression import Earlier, FigureSet, Sum, suppress
from handoff.measures.tests.ranges import known_counts, ranges
from handoff.referrals.facts import Outcome, ReferralFact

JULY = Period(date(2026, 7, 1))


def figures_of(values, *sums, **more):
    return FigureSet(values, tuple(Sum(whole, tuple(parts)) for whole, parts in sums), **more)


def test_a_count_in_a_row_takes_the_smallest_other_with_it():
    """D-F22."""
    row = figures_of(
        {"total": 73, "accepted": 41, "declined": 9, "ineligible": 23},
        ("total", ["accepted", "declined", "ineligible"]),
    )
    hidden = suppress(row).hidden
    assert hidden == {"declined", "ineligible"}
    assert ranges(row, hidden, sorted(hidden)) == {"declined": (1, 10), "ineligible": (22, 31)}
    assert ranges(row, {"declined"}, ["declined"]) == {"declined": (9, 9)}


def test_two_tables_at_two_levels_protect_each_other():
    """D-F23."""
    levels = figures_of({"county": 29, "police": 21, "sheriff": 8}, ("county", ["police", "sheriff"]))
    hidden = suppress(levels).hidden
    assert hidden == {"police", "sheriff"}
    assert ranges(levels, hidden, sorted(hidden)) == {"police": (19, 28), "sheriff": (1, 10)}


def test_hidden_counts_alone_in_their_rows_take_a_pair_with_them():
    """D-F23."""
    groups = {
        "white": (60, 14, 20, 94),
        "black": (48, 8, 16, 72),
        "hispanic": (12, 3, 11, 26),
        "all": (120, 25, 47, 192),
    }
    answers = ("accepted", "declined", "other", "total")
    cells = {
        f"{answer} {group}": n
        for group, row in groups.items()
        for answer, n in zip(answers, row, strict=True)
    }
    table = figures_of(
        cells,
        *((f"total {group}", [f"{answer} {group}" for answer in answers[:3]]) for group in groups),
        *((f"{answer} all", [f"{answer} {group}" for group in list(groups)[:3]]) for answer in answers),
    )
    hidden = suppress(table).hidden
    assert ranges(table, hidden, sorted(hidden)) == {
        "declined black": (1, 10),
        "declined hispanic": (1, 10),
        "other black": (14, 23),
        "other hispanic": (4, 13),
    }


def test_two_editions_safe_alone_stay_safe_together():
    """D-F25: one late entry, and the group it belongs to isn't shown."""
    month = ("total", ["white", "hispanic", "black"])
    first = figures_of({"white": 30, "hispanic": 10, "black": 12, "total": 52}, month)
    hidden = suppress(first).hidden
    then = Earlier(first.values, frozenset(hidden))
    second = figures_of({"white": 30, "hispanic": 11, "black": 12, "total": 53}, month, earlier=(then,))
    again = suppress(second)
    assert again.hidden == hidden == {"hispanic", "black"} and not again.exposed
    assert known_counts(second, again.hidden) == []
    # Showing the 11, because it isn't small anymore, would say that there were 10.
    assert known_counts(second, again.hidden - {"hispanic", "black"}) == ["hispanic"]


def test_what_was_hidden_stays_hidden_even_as_zero():
    row = ("total", ["a", "b", "c"])
    first = figures_of({"a": 3, "b": 12, "c": 40, "total": 55}, row)
    then = Earlier(first.values, frozenset(suppress(first).hidden))
    later = figures_of({"a": 0, "b": 12, "c": 40, "total": 52}, row, earlier=(then,))
    assert suppress(later).hidden == {"a", "b"} and known_counts(later, {"a", "b"}) == []


@pytest.mark.parametrize("parts", [(1, 1, 1), (10, 10), (10, 10, 10), (1, 1)])
def test_the_labels_own_bounds_are_counted_with(parts):
    """Three counts from 1 to 10 that add up to 3 are known, and so are three that add up to 30."""
    names = [f"part {number}" for number in range(len(parts))]
    values = {**dict(zip(names, parts, strict=True)), "sum": sum(parts), "more": 40, "all": sum(parts) + 40}
    table = figures_of(values, ("sum", names), ("all", ["sum", "more"]))
    hidden = suppress(table).hidden
    assert "sum" in hidden and known_counts(table, hidden) == []
    assert len(known_counts(table, hidden - {"sum", "more", "all"})) >= len(parts)


def test_zero_stays_zero_and_large_counts_stay():
    table = figures_of({"a": 12, "b": 0, "c": 40, "total": 52}, ("total", ["a", "b", "c"]))
    assert suppress(table).hidden == set()


def test_an_agency_that_knows_its_own_figures_learns_no_other():
    own = {"total": 29, "police": 21, "sheriff": 8}
    table = figures_of(own, ("total", ["police", "sheriff"]), insiders=(frozenset({"police"}),))
    assert suppress(table).hidden == {"total", "police", "sheriff"}


def test_a_count_that_cannot_be_protected_is_named():
    """It was printed before that the two are 12, and one of them is 5 now: nothing can be hidden beside it."""
    row = ("total", ["a", "b"])
    before = Earlier({"a": 12, "b": 20, "total": 32}, frozenset())
    assert suppress(figures_of({"a": 5, "b": 20, "total": 32}, row, earlier=(before,))).exposed == ["a"]


CELLS = st.sampled_from([0, 0, 1, 2, 9, 10, 11, 12, 30, 90])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_table_with_totals_gives_a_small_count_away(rows):
    columns = range(3)
    values = {f"{i},{j}": value for i, row in enumerate(rows) for j, value in enumerate(row)}
    values |= {f"row {i}": sum(row) for i, row in enumerate(rows)}
    values |= {f"column {j}": sum(row[j] for row in rows) for j in columns}
    values["all"] = sum(map(sum, rows))
    table = figures_of(
        values,
        *((f"row {i}", [f"{i},{j}" for j in columns]) for i in range(len(rows))),
        *((f"column {j}", [f"{i},{j}" for i in range(len(rows))]) for j in columns),
        ("all", [f"row {i}" for i in range(len(rows))]),
        ("all", [f"column {j}" for j in columns]),
    )
    found = suppress(table)
    assert not found.exposed and known_counts(table, found.hidden) == []


REFERRALS = st.lists(
    st.tuples(
        st.sampled_from([1, 1, 1, 2, 3, None]),
        st.sampled_from([*Outcome][:4]),
        st.sampled_from(["white", "white", "black", "hispanic", "not_asked"]),
        st.sampled_from(["arrest_diversion", "arrest_diversion", "community"]),
    ),
    max_size=90,
)


def facts_of(rows):
    return Facts(
        referrals=[
            ReferralFact(
                referral=number,
                number=number,
                person=number,
                occurred_on=date(2026, 7, 2),
                recorded_on=date(2026, 7, 2),
                pathway=pathway,
                referrer="officer",
                agency=agency,
                officer=agency,
                outcome=outcome,
                answered_on=date(2026, 7, 2),
                decline_reason="not_ready" if number % 3 else "distrust_program",
                later_no_on=None,
                later_no_reason="",
                screened_on=date(2026, 7, 3) if outcome == Outcome.ACCEPTED and number % 2 else None,
                intake_by=date(2026, 7, 20),
                encounter=number,
                age=20 + number % 50,
                age_band="",
                gender="woman" if number % 2 else "man",
                races=(race,),
            )
            for number, (agency, outcome, race, pathway) in enumerate(rows, 1)
        ],
        read_on=date(2026, 8, 1),
        agencies=[1, 2, 3],
    )


@settings(max_examples=6, deadline=None)
@given(REFERRALS)
def test_no_measure_of_a_month_gives_a_small_count_away(rows):
    """All measures of a month together: figures that stand in several tables, rests, and people beside referrals."""
    figures = figure_set(shared_part([(each, each.count(facts_of(rows), JULY)) for each in MEASURES]))
    found = suppress(figures)
    assert not found.exposed and known_counts(figures, found.hidden) == []


def test_the_few_who_are_left_over_are_protected_too():
    """41 of 45 said yes: that the other four didn't follows from it."""
    rows = [(1, Outcome.ACCEPTED, "white", "community")] * 41
    rows += [(1, Outcome.DECLINED, "white", "community"), (1, Outcome.INELIGIBLE, "white", "community")] * 2
    figures = figure_set([(ACCEPTANCE, ACCEPTANCE.count(facts_of(rows), JULY))])
    assert suppress(figures).hidden >= {"answer/accepted", "answer/declined", "answer/ineligible"}


def test_a_finding_says_only_what_is_shown_beside_it():
    """The number of charges and of open intakes are figures of tables, and hidden with them."""
    charges = Result(
        JULY,
        Line("all", (), size=94, counted=33),
        (Table("offense", Unit.CHARGES, (Line("larceny", (), size=42, counted=42),)),),
    )
    [(_measure, shown)] = hide_figures([(CHARGES, charges)], frozenset())
    assert shown.notes == {"charges": 42}
    [(_measure, shown)] = hide_figures([(CHARGES, charges)], frozenset({"charges"}))
    assert shown.notes == {}


def test_a_hidden_number_is_nowhere_in_what_is_shown():
    """D-F27: no percentage, interval or index can be made of it, because it isn't there."""
    rows = [(1, Outcome.ACCEPTED, "white", "community")] * 23 + [
        (1, Outcome.DECLINED, "hispanic", "community")
    ] * 3
    counted = [(each, each.count(facts_of(rows), JULY)) for each in (ACCEPTANCE, DEMOGRAPHICS)]
    hidden = frozenset(suppress(figure_set(counted)).hidden)
    shown = {measure.key: result for measure, result in hide_figures(counted, hidden)}
    line = next(
        each for each in shown["demographics"].table("race:referred").lines if each.code == "hispanic"
    )
    assert line.share is None and line.whole == 26
    with pytest.raises(ValueError, match="hidden"):
        _ = line.count
    whole_hidden = next(
        each for each in shown["demographics"].table("race:declined").lines if each.code == "nh_white"
    )
    with pytest.raises(ValueError, match="hidden"):
        _ = whole_hidden.whole
