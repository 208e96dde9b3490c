"""C7: a count from 1 to 10 cannot be read from the table, nor found by subtraction."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.records.rules.suppression import suppress_small_counts

TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 5, 10, 11, 12, 30, 90]), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def shown_values(shown):
    return [
        *(count for row in shown.rows for count in row),
        *shown.row_sums,
        *shown.column_sums,
        shown.total,
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts):
    shown = suppress_small_counts(counts)
    assert not [each for each in shown_values(shown) if each is not None and 1 <= each <= 10]
    for row, shown_row in zip(counts, shown.rows, strict=True):
        assert all(value in {None, count} for count, value in zip(row, shown_row, strict=True))


def fits(table, values) -> bool:
    """Say whether another table would produce the same output, so that a reader cannot tell them apart."""
    sums = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    cells = [*(count for row in table for count in row), *sums, *columns, sum(sums)]
    return all(
        (shown is None and count > 0) or shown == count for count, shown in zip(cells, values, strict=True)
    )


SMALL = st.lists(
    st.lists(st.sampled_from([0, 1, 2, 10, 11, 12]), min_size=2, max_size=2), min_size=2, max_size=2
)


@settings(max_examples=60)
@given(SMALL)
def test_a_small_count_held_back_could_be_another_one(counts):
    """Tried out by brute force: every other table of such a size that fits what is shown."""
    shown = suppress_small_counts(counts)
    values = shown_values(shown)
    small = {(i, j): set() for i, j in product(range(2), repeat=2) if 1 <= counts[i][j] <= 10}
    for a, b, c, d in product(range(15), repeat=4):
        if all(len(possible) > 1 for possible in small.values()):
            break
        if fits(table := [[a, b], [c, d]], values):
            for (i, j), possible in small.items():
                possible.add(table[i][j])
    for possible in small.values():
        assert len(possible) > 1, (counts, shown)


def test_a_table_without_small_counts_is_shown_whole():
    shown = suppress_small_counts([[20, 0], [30, 40]])
    assert (shown.rows, shown.row_sums, shown.total) == ([[20, 0], [30, 40]], [20, 70], 90)
