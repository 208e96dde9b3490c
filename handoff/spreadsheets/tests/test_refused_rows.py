"""Rows that an import doesn't take, in sentences."""

from handoff.spreadsheets.facts import RefusedRow
from handoff.spreadsheets.presenters import MOST_SPANS, refused_sentences


def test_a_reason_is_said_once_with_all_its_lines():
    dates = [RefusedRow(line, "The date can't be read.") for line in (2, 3, 4, 7, 9, 10)]
    assert refused_sentences([*dates[:3], RefusedRow(5, "The row names no one."), *dates[3:]]) == [
        "Lines 2\u20134, 7, 9\u201310: The date can't be read.",
        "Line 5: The row names no one.",
    ]


def test_a_list_of_lines_that_no_one_reads_to_its_end_is_cut_short():
    rows = [RefusedRow(line, "Too young.") for line in range(2, 2 + 2 * MOST_SPANS + 6, 2)]
    assert refused_sentences(rows)[0].endswith(f"{2 * MOST_SPANS} and 3 more: Too young.")
