"""Which column holds which fact: suggested by headings, checked, remembered for each source (ADR 0057)."""

from dataclasses import replace

import pytest

from handoff.core.refusals import Refused
from handoff.spreadsheets.facts import Table, TableField, TableShape
from handoff.spreadsheets.forms import ColumnsForm
from handoff.spreadsheets.models import ColumnMapping
from handoff.spreadsheets.queries import saved_columns
from handoff.spreadsheets.rules.mapping import (
    columns_of,
    find_table,
    has_required,
    missing_fields,
    normalize_heading,
    propose_columns,
    suggest_columns,
    to_save,
)
from handoff.spreadsheets.services import remember_columns
from handoff.testing.programs import AT, make_actor, make_program

SHAPE = TableShape(
    "charges",
    (
        TableField("case", "Case number", ("case", "case_number"), is_required=True),
        TableField("statute", "Statute", ("statute", "law")),
        TableField("day", "Day", ("date", "day")),
    ),
)


@pytest.mark.parametrize(
    ("heading", "plain"),
    [("ZIP code", "zip_code"), ("Teléfono", "telefono"), (" Case  No. ", "case_no"), ("", "")],
)
def test_a_heading_is_known_however_it_is_written(heading, plain):
    assert normalize_heading(heading) == plain


def test_columns_are_suggested_by_heading_and_none_for_two_facts():
    assert suggest_columns(SHAPE, ["Law", "Case Number", "Law"]) == {"case": 1, "statute": 0}
    twice = TableShape("x", (SHAPE.fields[0], TableField("other", "Other", ("case",))))
    assert suggest_columns(twice, ["Case"]) == {"case": 0}
    assert not has_required(SHAPE, {"case": 0}) and not has_required(SHAPE, {"statute": 0, "day": 1})
    assert has_required(SHAPE, {"case": 0, "day": 1})


@pytest.mark.parametrize("heading", ["Case No.", "CASE NO", "Case Num", "case_nbr", "Case #", "Case Number"])
def test_a_number_is_known_by_its_short_word_too(heading):
    by_number = TableShape("x", (TableField("case", "Case number", ("case_number",)),))
    assert suggest_columns(by_number, ["Law", heading]) == {"case": 1}


def test_a_fact_that_is_asked_for_is_missed_though_the_table_is_recognized_without_it():
    asking = replace(SHAPE, asked=("day",))
    headings, saved = ["Case", "Law", "When"], {"case": "case", "statute": "law"}
    assert has_required(asking, {"case": 0, "statute": 1})
    assert [each.name for each in missing_fields(asking, {"case": 0, "statute": 1})] == ["day"]
    assert columns_of(SHAPE, saved, headings) == {"case": 0, "statute": 1}
    assert columns_of(asking, saved, headings) is None
    assert columns_of(asking, {**saved, "day": "when"}, headings) == {"case": 0, "statute": 1, "day": 2}


def test_the_headings_are_found_below_a_title_and_their_repetitions_left_out():
    rows = [["Monthly list"], ["Case", "Law"], ["26-1", "90-95"], ["Case", "Law"], ["26-2"]]
    table = find_table(SHAPE, rows)
    assert table.headings == ("Case", "Law") and table.lines == (3, 5)
    assert table.rows == (("26-1", "90-95"), ("26-2", ""))
    assert table.samples(1) == ["90-95"] and table.cells(table.rows[0], {"case": 0, "day": 9}) == {
        "case": "26-1"
    }


def test_without_known_headings_the_fullest_row_of_the_top_heads_the_table():
    table = find_table(SHAPE, [["List"], ["Aktenzeichen", "Gesetz"], ["26-1", "90-95"]])
    assert table.headings == ("Aktenzeichen", "Gesetz")
    assert find_table(SHAPE, []) == Table((), ())


def test_saved_columns_are_found_in_another_order_and_not_where_one_is_gone():
    saved = {"case": "case", "statute": "law"}
    assert columns_of(SHAPE, saved, ["Law", "Case"]) == {"case": 1, "statute": 0}
    assert columns_of(SHAPE, saved, ["Case", "Day"]) is None and columns_of(SHAPE, {}, ["Case"]) is None


def test_a_fact_that_no_file_of_the_source_had_is_asked_about_and_one_left_out_is_not():
    headings = ["Case", "Statute"]
    saved = to_save(SHAPE, {"case": 0}, headings[:1])
    assert columns_of(SHAPE, saved, headings) is None
    assert propose_columns(SHAPE, saved, headings) == {"case": 0, "statute": 1}
    assert columns_of(SHAPE, to_save(SHAPE, {"case": 0}, headings), headings) == {"case": 0}


def test_what_was_saved_is_proposed_before_what_the_headings_say():
    assert propose_columns(SHAPE, {"case": "ref", "statute": "gone"}, ["Case", "Ref", "Statute"]) == {
        "case": 1,
        "statute": 2,
    }


@pytest.mark.django_db
def test_columns_are_remembered_for_each_kind_and_source_of_a_program():
    program = make_program()
    actor, headings = make_actor(program, "case_manager"), ["Ref", "Law"]
    for columns in ({"case": 0}, {"case": 0, "statute": 1}):
        remember_columns(
            actor=actor, shape=SHAPE, source_name=" DA ", columns=columns, headings=headings, at=AT
        )
    assert ColumnMapping.objects.count() == 1
    assert saved_columns(program.pk, SHAPE, "DA", ["Law", "Ref"]) == {"case": 1, "statute": 0}
    assert saved_columns(program.pk, SHAPE, "Police", headings) is None
    assert saved_columns(make_program().pk, SHAPE, "DA", headings) is None
    assert saved_columns(program.pk, TableShape("directory", ()), "DA", headings) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"statute": 1}, "Choose the column for “Case number.”"),
        ({"case": 0, "statute": 0}, "one column for two things"),
        ({"case": 7}, "doesn't have this column"),
        ({"case": 0, "name": 1}, "doesn't have this column"),
    ],
)
def test_wrong_columns_are_refused_with_a_sentence_and_not_remembered(columns, sentence):
    actor = make_actor(make_program(), "case_manager")
    with pytest.raises(Refused, match=sentence):
        remember_columns(
            actor=actor, shape=SHAPE, source_name="DA", columns=columns, headings=["A", "B"], at=AT
        )
    assert not ColumnMapping.objects.exists()


def test_the_form_shows_each_column_with_its_first_cells():
    table = Table(("Case", ""), (("26-1", "90-95"), ("26-2", "90-95")))
    form = ColumnsForm(None, shape=SHAPE, table=table, columns={"case": 0})
    html = form.as_p()
    assert "Case (26-1, 26-2)" in html and "Column 2 (90-95)" in html and "Not in this file" in html
    assert ColumnsForm(None, shape=SHAPE, table=Table(("A",), ()), columns={}).fields["day"].required is False
