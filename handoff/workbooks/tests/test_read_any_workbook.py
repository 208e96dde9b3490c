"""Any bytes give a clear sentence or a preview in which every row is counted once (Hypothesis)."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.testing.workbooks import make_workbook, read_sample
from handoff.workbooks import services
from handoff.workbooks.readers.looks import MOST_CELLS, read_looks
from handoff.workbooks.readers.sheets import read_workbook
from handoff.workbooks.tests.test_import_workbooks import AT, Desk

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
HEADINGS = (
    "Name",
    "DOB",
    "Gender",
    "Race",
    "Phone",
    "Referral Date",
    "Type",
    "Accepted",
    "Intake",
    "Notes",
    "Active?",
)
CELLS = st.one_of(
    st.text(max_size=12),
    st.integers(-10, 90_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        ["Y", "n", "?", "8/13/26", "2/30/1988", "Doe, Jane", "Roe, Ann", "1/1/1900", "inactive 9/1 - moved"]
    ),
)


def is_a_table_or_a_sentence(content):
    try:
        table = read_workbook(content).table
    except UnusableFile as refusal:
        return str(refusal).endswith(".")
    return len(table.rows) == len(table.lines) == len(table.marks)


@QUICK
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=200).map(lambda more: b"PK\x03\x04" + more)))
def test_any_bytes_are_a_table_or_a_sentence(content):
    assert is_a_table_or_a_sentence(content)


@QUICK
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=30))
def test_a_damaged_workbook_is_a_table_or_a_sentence(place, damage):
    content = read_sample("alder_participants.xlsx")
    content = content[:place] + damage + content[place + len(damage) :]
    assert is_a_table_or_a_sentence(content)


@pytest.mark.django_db
def test_any_cells_leave_every_row_in_one_counter_and_come_in():
    """Whatever stands in the cells, the preview counts each row once, and the import takes what the preview said."""
    desk = Desk()

    @QUICK
    @given(st.lists(st.tuples(*[CELLS] * len(HEADINGS)), min_size=1, max_size=4))
    def check(rows):
        first = ("Poe, Ida", "1990-03-05", "F", "W", "", "2026-07-01", "S", "Y", "", "", "")
        batch = desk.read(make_workbook(HEADINGS, first, *rows))
        plan = desk.plan(batch)
        counted = services.outcome_counts(plan)
        assert sum(counted.values()) == len(plan)
        assert services.import_file(actor=desk.actor, batch=batch, at=AT).counts == counted
        services.undo_file(actor=desk.actor, batch=batch, at=AT)

    check()


def with_part(content, name, text):
    """A workbook with another part of this name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part, text(old.read(part)) if part.filename == name else old.read(part))
    return out.getvalue()


def test_one_stray_cell_far_away_is_refused_before_it_fills_the_memory():
    """D-F41: a styled cell in the last row costs nothing; a value there is refused in a sentence."""
    sample, sheet = read_sample("cedar_mac_1904.xlsx"), "xl/worksheets/sheet1.xml"
    end = b"</sheetData>"
    styled = with_part(
        sample, sheet, lambda xml: xml.replace(end, b'<row r="1048576"><c r="XFD1048576" s="1"/></row>' + end)
    )
    assert len(read_workbook(styled).table.rows) == 10
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnusableFile, match="far away"):
        read_workbook(with_part(sample, sheet, lambda xml: xml.replace(end, cell + end)))
    assert MOST_CELLS < 1_048_576 * 16_384


def test_a_workbook_with_entities_of_its_own_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><workbook>&b;</workbook>'
    with pytest.raises(UnusableFile):
        read_looks(with_part(read_sample("cedar_mac_1904.xlsx"), "xl/workbook.xml", lambda _xml: bomb))
