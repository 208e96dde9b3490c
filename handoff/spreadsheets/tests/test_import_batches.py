"""A file is imported once in one step, undone once in one step, and its rows stay no longer than that (ADR 0061)."""

from datetime import timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.spreadsheets.batches import services
from handoff.spreadsheets.facts import (
    BatchChange,
    Preview,
    PreviewRow,
    RowOutcome,
    Table,
    TableField,
    TableShape,
)
from handoff.spreadsheets.models import ImportBatch, ImportedRecord, UploadedTable
from handoff.spreadsheets.queries import batches_of, chosen_columns, find_batch, uploaded_table
from handoff.spreadsheets.readers.tables import UnusableFile, read_lines, read_list
from handoff.spreadsheets.rules.fingerprints import fingerprint
from handoff.spreadsheets.rules.mapping import find_table, missing_fields
from handoff.spreadsheets.services import check_columns
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db

SHAPE = TableShape(
    "charges",
    (
        TableField("case", "Case number", ("case",), is_required=True),
        TableField("last", "Last name", ("last",)),
        TableField("name", "Full name", ("name",)),
    ),
    one_of=(("last", "name"),),
    never_kept=("notes",),
)
TABLE = Table(("Case", "Name", "Notes"), (("26-1", "ROE, ANA", "VICTIM: COLE"),), (4,))
CHANGE = BatchChange("charges.newcharge", "1", is_added=True, fingerprint="f")


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def actor(program):
    return make_actor(program, "crime_analyst")


def open_file(program, actor, content=b"one", at=AT, table=TABLE):
    return services.open_batch(
        actor=actor,
        program=program,
        shape=SHAPE,
        source_name=" Alder PD ",
        content=content,
        table=table,
        at=at,
    )


def choose(batch, actor):
    services.choose_batch_columns(
        actor=actor, batch=batch, shape=SHAPE, columns={"case": 0, "name": 1}, at=AT
    )


def take(batch, actor, changes=(), at=AT):
    def write(table):
        services.note_changes(batch, changes)
        return {"added": len(table.rows)}

    return services.import_batch(actor=actor, batch=batch, write=write, at=at)


def test_a_column_that_was_emptied_cant_be_chosen_later(program, actor):
    """Its cells would all be blank, and the import would say that the file holds nothing there."""
    batch = open_file(program, actor)
    services.choose_batch_columns(
        actor=actor, batch=batch, shape=SHAPE, columns={"case": 0, "last": 2}, at=AT
    )
    with pytest.raises(Refused, match="“Name” wasn't chosen the first time"):
        choose(batch, actor)
    assert chosen_columns(batch) == {"case": 0, "last": 2}
    # As the sentence says, the file is sent again, and then its columns are asked about again.
    again = open_file(program, actor)
    assert chosen_columns(again) == {} and uploaded_table(again).rows[0][:2] == ("26-1", "ROE, ANA")
    choose(again, actor)
    take(again, actor)
    assert chosen_columns(open_file(program, actor, b"two")) == {"case": 0, "name": 1}


def test_each_row_of_a_preview_has_exactly_one_outcome():
    rows = tuple(PreviewRow(place, outcome) for place, outcome in enumerate(RowOutcome))
    preview = Preview((*rows, PreviewRow(9, RowOutcome.REFUSED, "No name")))
    assert sum(preview.counts.values()) == len(preview.rows)
    assert preview.counts == {"added": 1, "changed": 1, "unchanged": 1, "review": 1, "refused": 2}
    assert [row.line for row in preview.of(RowOutcome.REFUSED)] == [4, 9]


def test_a_fingerprint_is_keyed_and_keeps_its_purposes_apart():
    one = fingerprint("key", "person", ["ROE", "ANA"])
    assert one == fingerprint("key", "person", ["ROE", "ANA"]) and len(one) == 64
    others = {fingerprint("other", "person", ["ROE", "ANA"]), fingerprint("key", "row", ["ROE", "ANA"])}
    assert one not in others | {fingerprint("key", "person", ["ROEANA", ""])}
    assert services.keyed_fingerprint("person", ["ROE"]) != fingerprint("", "person", ["ROE"])


def test_a_row_needs_one_of_the_columns_that_stand_for_each_other():
    assert [each.name for each in missing_fields(SHAPE, {"case": 0})] == ["last", "name"]
    assert missing_fields(SHAPE, {"case": 0, "name": 1}) == ()
    with pytest.raises(Refused, match="“Last name” or “Full name”"):
        check_columns(SHAPE, {"case": 0}, ["Case"])


def test_lines_of_a_report_keep_their_numbers_without_titles_pages_and_totals():
    content = b'Log,\n\nCase,"Full\nName"\n26-1,Roe\nPage 1 of 2,\nCase,"Full\nName"\n26-2,Cole\nTotal: 2,\n'
    lines = read_lines(content)
    shape = TableShape("x", (TableField("case", "Case", ("case",)), TableField("n", "N", ("full_name",))))
    table = find_table(
        shape, [each.cells for each in lines], [each.number for each in lines], has_totals=True
    )
    assert table.headings == ("Case", "Full Name")
    assert table.rows == (("26-1", "Roe"), ("26-2", "Cole")) and table.lines == (5, 9)


def test_a_list_that_is_no_table_is_refused():
    for content, sentence in ((b" ", "empty"), (b"one\ntwo", "isn't a table")):
        with pytest.raises(UnusableFile, match=sentence):
            read_list(content)


def test_the_rows_are_sealed_and_other_columns_never_kept(program, actor):  # C-F30
    batch = open_file(program, actor)
    assert uploaded_table(batch).rows == (("26-1", "ROE, ANA", ""),)
    assert b"ROE" not in bytes(UploadedTable.objects.get().content)
    assert chosen_columns(batch) == {}
    assert services.suggested_columns(batch, SHAPE) == {"case": 0, "name": 1}
    choose(batch, actor)
    assert services.suggested_columns(batch, SHAPE) == {"case": 0, "name": 1}
    later = open_file(program, actor, b"two")
    assert chosen_columns(later) == {"case": 0, "name": 1}
    assert find_batch(program.pk, "charges", later.public_id) == later
    assert list(batches_of(program.pk, "charges")) == [later, batch]
    UploadedTable.objects.filter(batch=later).update(content=b"HANDOFF-FILE-1\nnonsense")
    assert uploaded_table(later) is None


def test_the_same_file_twice_adds_nothing(program, actor):
    waiting = open_file(program, actor)
    batch = take(open_file(program, actor), actor)
    assert batch.counts == {"added": 1} and batch.imported_by_id == actor.user_id
    assert not UploadedTable.objects.filter(batch=batch).exists()
    for again in (lambda: take(batch, actor), lambda: choose(batch, actor)):
        with pytest.raises(Refused, match="has already been imported"):
            again()
    with pytest.raises(Refused, match=r"already imported on .*would add nothing"):
        take(waiting, actor)
    services.undo_batch(actor=actor, batch=batch, restore=bool, at=AT)
    with pytest.raises(Refused, match="has already been imported"):
        take(batch, actor)
    assert take(waiting, actor).counts == {"added": 1}


def test_a_file_whose_rows_are_gone_is_uploaded_again(program, actor):
    batch = open_file(program, actor)
    UploadedTable.objects.all().delete()
    assert chosen_columns(batch) == {} and services.suggested_columns(batch, SHAPE) == {}
    for act in (lambda: take(batch, actor), lambda: choose(batch, actor)):
        with pytest.raises(Refused, match="Upload it again"):
            act()


def test_a_failed_import_leaves_nothing(program, actor):
    batch = open_file(program, actor)

    def write(_table):
        services.note_changes(batch, [CHANGE])
        raise Refused("no")

    with pytest.raises(Refused, match="no"):
        services.import_batch(actor=actor, batch=batch, write=write, at=AT)
    assert not ImportedRecord.objects.exists() and uploaded_table(batch) is not None


def test_an_undo_keeps_what_people_did_since_and_is_one(program, actor):  # C-F39
    changes = [CHANGE, BatchChange("charges.newcharge", "2", is_added=False, fingerprint="g")]
    batch = take(open_file(program, actor), actor, changes)
    seen = []

    def restore(record):
        seen.append((record.table, record.record_id, record.is_added, record.fingerprint))
        return record.record_id == "1"

    for _twice in range(2):
        batch = services.undo_batch(actor=actor, batch=batch, restore=restore, at=AT)
    assert batch.undo_counts == {"undone": 1, "kept": 1} and batch.undone_by_id == actor.user_id
    assert seen == [("charges.newcharge", "2", False, "g"), ("charges.newcharge", "1", True, "f")]
    # The right file is taken at once: the undone one is no import anymore.
    assert take(open_file(program, actor), actor).imported_at == AT


def test_imports_of_a_source_are_undone_from_the_newest_back(program, actor):
    first = take(open_file(program, actor), actor)
    second = take(open_file(program, actor, b"two"), actor, at=AT + timedelta(hours=1))
    waiting = open_file(program, actor, b"three")
    for batch, sentence in ((first, "Undo that one first"), (waiting, "nothing to undo")):
        with pytest.raises(Refused, match=sentence):
            services.undo_batch(actor=actor, batch=batch, restore=bool, at=AT)
    services.undo_batch(actor=actor, batch=second, restore=bool, at=AT)
    assert services.undo_batch(actor=actor, batch=first, restore=bool, at=AT).undone_at == AT


def test_a_file_that_no_one_imported_is_deleted_after_a_day(program, actor):
    kept = take(open_file(program, actor), actor)
    open_file(program, actor, b"two")
    fresh = open_file(program, actor, b"three", at=AT + timedelta(hours=1))
    assert services.delete_unimported_batches(program=program, at=AT + timedelta(days=1)) == 1
    assert set(ImportBatch.objects.all()) == {kept, fresh}
