"""Reading a table with a row for each event, or for each look that found none, of a participant by their number."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from handoff.core.text import mark_for_translation, uuid_or_none
from handoff.enrollment.look_back.files.facts import EventFile, ListedLook
from handoff.enrollment.models import LookBack
from handoff.spreadsheets.facts import Columns, RefusedRow, Table, TableField, TableShape
from handoff.spreadsheets.readers.tables import read_list
from handoff.spreadsheets.rules.cells import read_date
from handoff.spreadsheets.rules.mapping import TOTAL, find_table, normalize_heading

Kind = LookBack.Kind
SHAPE = TableShape(
    kind="look_backs",
    fields=(
        TableField(
            "number",
            mark_for_translation("Participant's number (Handoff ID)"),
            ("handoff_id", "participant_number", "participant_id", "id", "identificador_de_handoff"),
            is_required=True,
        ),
        TableField(
            "kind",
            mark_for_translation("Kind of event"),
            ("kind_of_event", "kind", "event", "event_type", "type", "tipo"),
            is_required=True,
        ),
        TableField(
            "first_on",
            mark_for_translation("Looked through from"),
            ("looked_through_from", "from", "from_date", "covered_from", "start", "start_date", "desde"),
            is_required=True,
        ),
        TableField(
            "last_on",
            mark_for_translation("Looked through until"),
            ("looked_through_until", "until", "to", "to_date", "covered_until", "end", "end_date", "hasta"),
            is_required=True,
        ),
        TableField(
            "day",
            mark_for_translation("Day on which it happened (blank: none in this time)"),
            ("day", "date", "event_date", "day_of_event", "happened_on", "dia", "fecha"),
            is_required=True,
        ),
    ),
    never_kept=(
        "first_name",
        "last_name",
        "full_name",
        "birth",
        "dob",
        "ssn",
        "social_security",
        "charge",
        "diagnos",
    ),
)
WORDS: Mapping[str, str] = {
    word: kind.value
    for kind, words in (
        (Kind.ARREST, "arrest arrested arrests citation arrest_or_citation"),
        (Kind.BOOKING, "booking bookings booked jail jail_booking"),
        (Kind.ED_VISIT, "ed_visit ed er er_visit emergency_department_visit"),
        (Kind.AMBULANCE, "ambulance ambulance_call ems ems_call"),
        (Kind.MEDICATION, "medication medication_for_opioid_use moud mat"),
    )
    for word in words.split()
}
"""How a table may name each kind, beside the words of the form in the reader's language."""

_Key = tuple[UUID, str, date, date]


def read_table(content: bytes) -> Table:
    """The table of a file, without its title and its totals. Raises `UnusableFile` for what is no table."""
    lines = read_list(content)
    return find_table(SHAPE, [each.cells for each in lines], [each.number for each in lines], has_totals=True)


def events_in(table: Table, columns: Columns) -> EventFile:
    """The looks of a table by its chosen columns. A row that can't be read refuses every row of its participant."""
    found, days, lines = EventFile(), defaultdict[_Key, list[date]](list), defaultdict[_Key, list[int]](list)
    unread: set[UUID] = set()
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = table.cells(row, columns)
        if not any(cells.values()) or TOTAL.match(cells["number"]):
            continue
        read = _read_row(cells)
        if isinstance(read, str):
            found.refused.append(RefusedRow(line, read))
            if (number := uuid_or_none(cells["number"])) is not None:
                unread.add(number)
            continue
        key, day = read
        lines[key].append(line)
        days[key] += [] if day is None else [day]
    found.looks = [ListedLook(*key, tuple(sorted(set(days[key]))), tuple(lines[key])) for key in lines]
    found.refuse(unread, _("Another row of this participant can't be read, so none of theirs is taken."))
    return found


def _read_row(cells: Mapping[str, str]) -> tuple[_Key, date | None] | str:
    """What a row says, or the sentence why it isn't taken."""
    number, kind = uuid_or_none(cells["number"]), read_kind(cells["kind"])
    first, last = read_date(cells["first_on"]), read_date(cells["last_on"])
    day = read_date(cells["day"]) if cells["day"].strip() else None
    if number is None:
        return unknown_number()
    if kind is None:
        kinds = ", ".join(str(each) for each in Kind.labels)
        return _("The kind of event can't be read. Write one of: %(kinds)s.") % {"kinds": kinds}
    if first is None or last is None:
        return _("The days looked through can't be read. Write both as 3/14/2026.")
    if day is None and cells["day"].strip():
        return _("The day on which it happened can't be read. Write it as 3/14/2026.")
    return (number, kind, first, last), day


def unknown_number() -> str:
    """The same sentence for a number that can't be read, that no one has, and of another program."""
    return _(
        "No participant has this number. Take it from the column “Handoff ID” of the participant database."
    )


def read_kind(cell: str) -> str | None:
    """The kind that a cell names: by its word in the form, or by one that tables use."""
    word = normalize_heading(cell)
    labels = {normalize_heading(str(label)): kind for kind, label in Kind.choices}
    return labels.get(word) or WORDS.get(word)
