"""Import a records system's export of charges: read, show, send to the care team, and undo (J1, ADR 0062)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.models import SourceCharge
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.queries import current_criteria
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.batches.services import (
    choose_batch_columns,
    end_progress,
    import_batch,
    keyed_fingerprint,
    note_progress,
    open_batch,
    undo_batch,
)
from handoff.spreadsheets.facts import Columns, RowOutcome, Table
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, uploaded_table
from handoff.spreadsheets.readers.tables import CUT_OFF, UnusableFile, read_list
from handoff.spreadsheets.rules.mapping import find_table
from handoff.staffing.imports import policies, queries
from handoff.staffing.imports.facts import ChargeFile, IncomingCharge
from handoff.staffing.imports.readers.charges import Reading, read_charges
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.rules.planning import (
    EACH_FACT,
    SILENT,
    PlannedCharge,
    Prints,
    outcome_of,
    preview_of,
    read_beside,
)
from handoff.staffing.imports.services.undoing import Undoing
from handoff.staffing.imports.services.writing import Writing
from handoff.staffing.policies import check_can_report_charge
from handoff.staffing.reports.services import notify_readers

ADULT = 18
PROGRESS_EVERY = 250
MOST_CHARGES = 50_000
"""Rows of one file: more take longer than a server waits for an answer."""


def table_in(content: bytes) -> Table:
    """The table of charges in a file. Raises `UnusableFile`."""
    lines = read_list(content)
    if len(lines) > MOST_CHARGES:
        raise UnusableFile(
            _("The file has more than 50,000 rows. Send it in parts, for example one year at a time.")
        )
    rows, numbers = [line.cells for line in lines], [line.number for line in lines]
    table = find_table(SHAPE, rows, numbers, has_totals=True)
    cut_off = {line.number for line in lines if line.is_cut_off}
    return replace(table, marks=tuple(CUT_OFF if number in cut_off else "" for number in table.lines))


@transaction.atomic
def read_file(
    *, actor: Actor, program: Program, source_name: str, content: bytes, at: datetime
) -> ImportBatch:
    """Keep a file, sealed and without columns that no charge needs, until it is sent or a day has passed."""
    check_can_report_charge(actor, program.pk)
    return open_batch(
        actor=actor,
        program=program,
        shape=SHAPE,
        source_name=source_name,
        content=content,
        table=table_in(content),
        at=at,
    )


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, columns: Columns, at: datetime) -> None:
    check_can_report_charge(actor, batch.program_id)
    choose_batch_columns(actor=actor, batch=batch, shape=SHAPE, columns=columns, at=at)


def reading_of(program: Program, at: datetime) -> Reading:
    """What the rows of a file are read against. The criteria in effect say who is too young (handbook 3a)."""
    version = current_criteria(program, at)
    minimum_age = Criteria.from_plain(version.criteria).minimum_age if version is not None else ADULT
    return Reading(program.time_zone, minimum_age, local_date(program, at))


def charges_in(batch: ImportBatch, at: datetime) -> ChargeFile:
    """The charges of a file that isn't imported yet, by its chosen columns; none without them."""
    table, columns = uploaded_table(batch), chosen_columns(batch)
    if table is None or not columns:
        return ChargeFile()
    return read_charges(table, columns, reading_of(batch.program, at))


def plan_charges(
    program: Program, charges: Iterable[IncomingCharge], known: Mapping[str, SourceCharge]
) -> dict[str, PlannedCharge]:
    """Each charge with its fingerprints and its outcome, by the fingerprint of its identity."""
    plan, prints_known = {}, prints_of(known)
    for charge in charges:
        identity = keyed_fingerprint(f"charge:{program.pk}", charge.identity)
        before = prints_known.get(identity)
        prints = read_beside(
            prints_of_charge(program, identity, charge),
            before,
            has_birth_date=charge.person.born_on is not None,
        )
        plan[identity] = PlannedCharge(charge, identity, prints, outcome_of(prints, before))
    return plan


def prints_of_charge(program: Program, identity: str, charge: IncomingCharge) -> Prints:
    """The fingerprints of a charge. Those of its facts are its own: equal facts of two charges have different ones."""
    content = (
        keyed_fingerprint(f"fact:{program.pk}:{place}", (identity, fact))[:EACH_FACT] if fact else SILENT
        for place, fact in enumerate(charge.content)
    )
    return Prints(
        keyed_fingerprint(f"person:{program.pk}", charge.person.identity),
        keyed_fingerprint(f"names:{program.pk}", charge.person.names),
        "".join(content),
    )


def import_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Send the charges of a file to the care team to compare, and keep nothing of anyone who is no participant.

    The file is read and its people are matched before anything is locked: others keep working, and the page says how
    far it is. What is written is written in one transaction.
    """
    check_can_report_charge(actor, batch.program_id)
    check_can_import(batch)
    try:
        prepared = prepare(Writing(actor, batch, at))
        return write_file(prepared, actor=actor, batch=batch, at=at)
    finally:
        end_progress(batch)


@dataclass(frozen=True)
class Prepared:
    """A file as it was read before it is written: its charges, what they mean, and who they may be about."""

    columns: Columns
    file: ChargeFile
    known: Mapping[str, Prints]
    plan: Mapping[str, PlannedCharge]
    writing: Writing


def prints_of(known: Mapping[str, SourceCharge]) -> dict[str, Prints]:
    return {
        key: Prints(each.person_print, each.names_print, each.content_print) for key, each in known.items()
    }


def prepare(writing: Writing) -> Prepared:
    """Read a file and match its people, and note after every few how far that is."""
    batch, at = writing.batch, writing.at
    file = charges_in(batch, at)
    known = queries.known_charges(batch.program, batch.source_name)
    plan = plan_charges(batch.program, file.charges, known)
    for number, planned in enumerate(plan.values()):
        if number % PROGRESS_EVERY == 0:
            note_progress(batch, number, len(plan), at)
        if planned.outcome is not RowOutcome.UNCHANGED:
            writing.match(planned)
    return Prepared(chosen_columns(batch), file, prints_of(known), plan, writing)


@transaction.atomic
def write_file(prepared: Prepared, *, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Write what was prepared. If the columns or the source's charges changed meanwhile, they are read again."""

    left_out = dict[int, str]()

    def write(table: Table) -> dict[str, int]:
        columns, file, plan, writing = chosen_columns(batch), prepared.file, prepared.plan, prepared.writing
        known = queries.known_charges(batch.program, batch.source_name)
        if columns != prepared.columns:
            file = read_charges(table, columns, reading_of(batch.program, at))
        if columns != prepared.columns or prints_of(known) != prepared.known:
            plan = plan_charges(batch.program, file.charges, known)
        writing.write(plan, known)
        if writing.waits:
            notify_readers(batch.program, f"import:{batch.public_id}", at)
        left_out.update((each.line, each.reason) for each in file.refused)
        return preview_of(file, plan).counts

    # Of a row that isn't taken nothing but its line and the reason stays: it may be a minor's.
    batch = import_batch(actor=actor, batch=batch, write=write, at=at, left_out=left_out, keeps_cells=False)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.NEW_CHARGES_IMPORTED,
        subject=batch.public_id,
        details=dict(batch.counts),
    )
    return batch


@transaction.atomic
def undo_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Undo an import in one step, and keep what people have done since (C-F39)."""
    policies.check_can_open_file(actor, batch)
    if batch.undone_at is not None:
        return batch
    batch = undo_batch(actor=actor, batch=batch, restore=Undoing(actor, batch, at).restore, at=at)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.NEW_CHARGES_IMPORT_UNDONE,
        subject=batch.public_id,
        details=dict(batch.undo_counts),
    )
    return batch
