"""A file of charges before and after it was sent, and likely matches to confirm."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import NewCharge
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import birthday, day
from handoff.core.ui import Cell, Column
from handoff.programs.queries import time_zone_of
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.facts import Preview
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.presenters import refused_sentences
from handoff.spreadsheets.queries import chosen_columns, rows_left_out, uploaded_table
from handoff.staffing.imports import policies, queries, services
from handoff.staffing.imports.facts import ChargeFile, IncomingCharge, Kind
from handoff.staffing.imports.rules.planning import PlannedCharge, preview_of
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.presenters import (
    compared_person,
    court_date_words,
    reported_birth,
    reported_name,
)
from handoff.staffing.reports.queries import named_person
from handoff.staffing.reports.rules.matching import middle_agreement
from handoff.staffing.reports.rules.probability import probability_of

FIRST_READ = 10
"""So many charges of a file are shown as they were read."""
KINDS = ("arrest", "citation", "warrant")
LONGEST_IMPORT = timedelta(minutes=10)
"""After that, an import that says nothing more was cut off: it wrote nothing, and can be started again."""


@dataclass(frozen=True)
class FilePage:
    """A file before it is sent, or what became of it. Who is a participant is on no page but the care team's."""

    batch: ImportBatch
    sentences: list[str]
    progress: str = ""
    refused: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    send_refusal: str | None = None
    undo_refusal: str | None = None
    compares: bool = False
    waiting: int = 0
    kept: list[NewCharge] = field(default_factory=list)
    read: list[list[Cell]] = field(default_factory=list)
    """The first charges as they were read, for whoever sent the file."""

    @property
    def rows_are_gone(self) -> bool:
        """True if rows weren't taken when the file was sent and they aren't listed anymore."""
        batch = self.batch
        return bool(
            batch.imported_at and not batch.undone_at and batch.counts["refused"] and not self.refused
        )

    @property
    def read_columns(self) -> list[Column]:
        """The headings of `read`."""
        names = (
            _("Line"),
            _("Last name"),
            _("First name"),
            _("Date of birth"),
            _("Date charged"),
            _("Charge"),
        )
        return [Column(name) for name in names]


def file_page(batch: ImportBatch, actor: Actor, at: datetime) -> FilePage:
    compares = policies.can_compare(actor)
    if progress := progress_sentence(batch, at):
        return FilePage(batch, [], progress=progress)
    if batch.imported_at is None:
        return preview_page(batch, actor, at)
    return FilePage(
        batch,
        [outcome_sentence(batch.counts)],
        refused=refused_sentences(rows_left_out(batch)),
        undo_refusal=refusal_message(policies.check_can_undo_file, actor, batch),
        compares=compares,
        waiting=queries.count_waiting(batch) if compares else 0,
        kept=queries.worked_with(batch) if compares else [],
    )


def progress_sentence(batch: ImportBatch, at: datetime) -> str:
    """How far an import is that someone started a few minutes ago at most; blank where none is going on."""
    if batch.imported_at is not None or batch.sending_at is None or at - batch.sending_at > LONGEST_IMPORT:
        return ""
    return _("%(done)s of %(of)s charges read and compared. Nothing is sent before all of them are.") % {
        "done": batch.rows_done,
        "of": batch.rows_of,
    }


def preview_page(batch: ImportBatch, actor: Actor, at: datetime) -> FilePage:
    """What sending the file would do. Nothing here depends on who is a participant."""
    file = services.charges_in(batch, at)
    known = queries.known_charges(batch.program, batch.source_name)
    plan = services.plan_charges(batch.program, file.charges, known)
    preview = preview_of(file, plan)
    refusal = refusal_message(check_can_import, batch)
    if not refusal and not file.charges:
        refusal = _("No charge in this file can be read. Change the columns, or export the file again.")
    return FilePage(
        batch,
        [*file_sentences(file, preview, plan), *number_sentences(batch), outcome_sentence(preview.counts)],
        refused=refused_sentences(file.refused),
        unread=unread_headings(batch),
        send_refusal=refusal,
        read=read_rows(file, time_zone_of(batch.program)) if batch.read_by_id == actor.user_id else [],
    )


def read_rows(file: ChargeFile, zone: ZoneInfo) -> list[list[Cell]]:
    """The first charges of a file as they were read, beside their lines: names, dates, and charges in their places."""
    return [
        [
            Cell(str(each.line)),
            Cell(" ".join(filter(None, (each.person.last, each.person.suffix)))),
            Cell(" ".join(filter(None, (each.person.first, each.person.middle)))),
            Cell(born_words(each)),
            Cell(charged_words(each, zone)),
            Cell(" ".join(filter(None, (each.statute, each.words, kind_words(each))))),
        ]
        for each in file.charges[:FIRST_READ]
    ]


def born_words(charge: IncomingCharge) -> str:
    if charge.person.born_on is not None:
        return birthday(charge.person.born_on)
    return _("Age %(age)s") % {"age": charge.person.age} if charge.person.age is not None else _("Not given")


def charged_words(charge: IncomingCharge, zone: ZoneInfo) -> str:
    on = date_format(charge.occurred_on, "SHORT_DATE_FORMAT")
    if charge.occurred_at is None:
        return on
    return f"{on}, {date_format(charge.occurred_at.astimezone(zone), 'TIME_FORMAT')}"


def kind_words(charge: IncomingCharge) -> str:
    return f"({NewCharge.How(charge.kind.value).label})" if charge.kind is not Kind.NOT_KNOWN else ""


def file_sentences(file: ChargeFile, preview: Preview, plan: dict[str, PlannedCharge]) -> list[str]:
    """How the file was read: rows, charges by kind, and rows that are no charge of their own."""
    kinds = Counter(each.kind.value for each in file.charges)
    sentences = [
        _("Rows read: %(lines)s. Charges: %(charges)s. Arrests and citations: %(arrests)s.")
        % {"lines": file.lines, "charges": len(plan), "arrests": file.arrests},
    ]
    if any(kinds[each] for each in KINDS):
        sentences.append(
            _("Charges by kind: new-offense arrest %(arrest)s, citation %(citation)s, warrant %(warrant)s.")
            % {each: kinds[each] for each in KINDS}
        )
    if kinds["not_known"]:
        sentences.append(
            ngettext(
                "For %(count)d charge the file doesn't say whether it was an arrest or a citation.",
                "For %(count)d charges the file doesn't say whether it was an arrest or a citation.",
                kinds["not_known"],
            )
            % {"count": kinds["not_known"]}
        )
    return [*sentences, *row_sentences(file)]


def row_sentences(file: ChargeFile) -> list[str]:
    """Rows that were read otherwise than as one charge of their own."""
    sentences = []
    if twice := len(file.printed_twice):
        sentences.append(
            ngettext("%(count)d row is printed twice.", "%(count)d rows are printed twice.", twice)
            % {"count": twice}
        )
    if spoiled := len(file.without_spoiled):
        sentences.append(
            ngettext(
                "A spreadsheet changed a number in %(count)d row; the row is read without it.",
                "A spreadsheet changed a number in %(count)d rows; the rows are read without it.",
                spoiled,
            )
            % {"count": spoiled}
        )
    if continued := len(file.continued):
        sentences.append(
            ngettext(
                "%(count)d row names only a charge. It's read as one of the arrest above it.",
                "%(count)d rows name only a charge. They're read as charges of the arrest above them.",
                continued,
            )
            % {"count": continued}
        )
    if empty := len(file.without_charge):
        sentences.append(
            ngettext("%(count)d row names no charge.", "%(count)d rows name no charge.", empty)
            % {"count": empty}
        )
    return sentences


def number_sentences(batch: ImportBatch) -> list[str]:
    """A warning where no number tells one arrest from another: the next export couldn't correct this one."""
    if {"booking_number", "case_number"} & set(chosen_columns(batch)):
        return []
    return [
        _(
            "No column with a number of the arrest or the case is chosen. Without one, a row that your next export "
            "corrects comes in again as another charge."
        )
    ]


def outcome_sentence(counts: dict[str, int]) -> str:
    return (
        _("New: %(added)s. Changed: %(changed)s. As before: %(unchanged)s. Rows not taken: %(refused)s.")
        % counts
    )


def unread_headings(batch: ImportBatch) -> list[str]:
    """The columns that no fact is read from. Their cells aren't kept."""
    table, used = uploaded_table(batch), set(chosen_columns(batch).values())
    headings = table.headings if table is not None else ()
    return [name for place, name in enumerate(headings) if place not in used and name]


def likely_choices(matches: Iterable[services.LikelyMatch], at: datetime) -> list[tuple[str, str]]:
    """Each likely match as one line: the charge, the name and birth date in the file, and the participant."""
    return [
        (
            str(each.report.public_id),
            " ".join(part for part in (likely_line(each), court_line(each.report, at)) if part),
        )
        for each in matches
    ]


def offers_court_dates(actor: Actor, matches: Iterable[services.LikelyMatch], at: datetime) -> bool:
    """Whether any line names a court date, to someone who writes in the records."""
    return actor.can(Permission.OUTREACH_DO) and any(court_line(each.report, at) for each in matches)


def court_line(report: ChargeReport, at: datetime) -> str:
    """The court date that the file states beside a charge, if it is ahead."""
    words = court_date_words(report, at)
    return _("Court date in the file: %(words)s.") % {"words": words} if words else ""


def likely_line(match: services.LikelyMatch) -> str:
    report = match.report
    found = match.candidate
    middle = middle_agreement(named_person(report), found.first_name, found.middle_name)
    person = compared_person(match.candidate, named_person(report), report.occurred_on)
    line = _(
        "%(charge)s, %(day)s: %(reported)s, %(born)s. Participant: %(name)s, %(participant_born)s. Of matches like "
        "this one, %(right)d of 1,000 are right."
    ) % {
        "charge": report.shown_title,
        "day": day(report.occurred_on),
        "reported": reported_name(report),
        "born": reported_birth(report),
        "name": person.name,
        "participant_born": birthday(person.date_of_birth) if person.date_of_birth else "",
        "right": int(probability_of(found.match, middle) * 1000),
    }
    return " ".join([line, *person.differences])
