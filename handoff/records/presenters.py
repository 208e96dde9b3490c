"""The registers as pages show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.templatetags.handoff import day
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.lookup.services import Candidate
from handoff.programs.models import Program
from handoff.programs.queries import zone
from handoff.records.models import (
    Breach,
    BreachDuty,
    ErasureRequest,
    FactKind,
    LegalPaper,
    LegalRequest,
    RetentionRun,
)
from handoff.records.queries.registers import PublicTable, names_of
from handoff.records.queries.retention import Due

HELD_BACK = "≤10*"
STATE_KINDS = {
    "received": "soon",
    "proposed": "soon",
    "approved": "soon",
    "released": "done",
    "refused": "done",
    "withdrawn": "info",
}


def columns(*names: str) -> list[Column]:
    return [Column(name) for name in names]


def kinds_in_words(kinds: Iterable[str]) -> str:
    chosen = set(kinds)
    return "; ".join(str(label) for value, label in FactKind.choices if value in chosen)


def request_columns() -> list[Column]:
    return columns(_("Request"), _("Kind"), _("From"), _("Received"), _("Due"), _("State"))


def request_row(request: LegalRequest, program: Program) -> list[Cell]:
    """Return one line of the register; who it is about stands on its own page only."""
    url = reverse("records:request", args=[program.slug, request.public_id])
    return [
        Cell(_("Number %(number)s") % {"number": request.number}, url=url),
        Cell(request.get_kind_display()),
        Cell(request.from_whom),
        Cell(day(request.received_on)),
        Cell(day(request.due_on) if request.due_on else _("No date")),
        Cell(request.get_state_display(), kind=STATE_KINDS[request.state]),
    ]


def request_facts(request: LegalRequest) -> list[tuple[str, Any]]:
    """Return what is known of a request, in the order in which counsel asks."""
    names = names_of({request.proposed_by_id, request.approved_by_id})
    about = request.person.full_name if request.person else _("Records in general")
    counsel = _("%(name)s, on %(day)s") % {"name": request.counsel_name, "day": day(request.counsel_on)}
    return [
        (_("Kind"), request.get_kind_display()),
        (_("About"), about),
        (_("Who asks?"), request.from_whom),
        (_("Received"), f"{day(request.received_on)} · {request.get_received_how_display()}"),
        (_("Answer due on"), day(request.due_on)),
        (_("What is asked for?"), request.scope_asked),
        (_("Notes"), request.notes),
        (_("Counsel asked"), counsel if request.counsel_on else _("Not yet")),
        (_("Answer"), request.get_answer_display()),
        (_("Kinds of facts to release"), kinds_in_words(request.kinds)),
        (_("Reason"), request.answer_reason),
        (_("Proposed by"), names.get(request.proposed_by_id or 0, "")),
        (_("Approved by"), names.get(request.approved_by_id or 0, "")),
        (_("Seal of the released paper (SHA-256)"), request.sha256),
    ]


def paper_rows(papers: Iterable[LegalPaper], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(each.get_kind_display()),
            Cell(each.issued_by or "—"),
            Cell(day(each.issued_on) or "—"),
            Cell(_("Open the scan"), url=reverse("documents:show", args=[program.slug, each.scan.public_id]))
            if each.scan
            else Cell(_("No scan")),
        ]
        for each in papers
    ]


def request_history(request: LegalRequest) -> list[TimelineEntry]:
    """Return the dated steps, newest first."""
    words = {
        "received": _("Received"),
        "paper_added": _("A paper was added"),
        "counsel_consulted": _("Counsel was asked"),
        "proposed": _("An answer was proposed"),
        "returned": _("The answer was sent back"),
        "approved": _("The answer was approved"),
        "released": _("Released, once"),
        "withdrawn": _("Withdrawn"),
    }
    return _entries(request.events.all(), words)


def _entries(events: Iterable[Any], words: dict[str, str]) -> list[TimelineEntry]:
    rows = sorted(events, key=lambda event: (event.occurred_at, event.pk), reverse=True)
    names = names_of({event.recorded_by_id for event in rows})
    return [
        TimelineEntry(
            at=event.occurred_at, title=words[event.what], by=names.get(event.recorded_by_id or 0, "")
        )
        for event in rows
    ]


def found_rows(found: Iterable[Candidate], program: Program) -> list[list[Cell]]:
    """Return the people a name may mean, each with what can be done."""
    return [
        [
            Cell(" ".join(part for part in (each.first_name, each.last_name, each.suffix) if part)),
            Cell(day(each.date_of_birth) or "—"),
            *(
                Cell(label, url=reverse(name, args=[program.slug, each.public_id]))
                for name, label in (
                    ("records:new_request_about", _("Register a legal request")),
                    ("records:own_record", _("Give a copy of the record")),
                    ("records:ask_erasure", _("Ask to erase")),
                )
            ),
        ]
        for each in found
    ]


def erasure_columns() -> list[Column]:
    return columns(_("Asked for"), _("Reason"), _("Asked by"), _("State"))


def erasure_rows(erasures: Iterable[ErasureRequest], program: Program) -> list[list[Cell]]:
    rows = list(erasures)
    names = names_of({each.requested_by_id for each in rows})
    return [
        [
            Cell(
                day(each.requested_at, program),
                url=reverse("records:erasure", args=[program.slug, each.public_id]),
            ),
            Cell(each.get_reason_display()),
            Cell(names.get(each.requested_by_id, "")),
            erasure_state(each),
        ]
        for each in rows
    ]


def erasure_state(erasure: ErasureRequest) -> Cell:
    if erasure.done_at:
        return Cell(_("Erased"), kind="done")
    if erasure.withdrawn_at:
        return Cell(_("Withdrawn"), kind="info")
    return Cell(_("Waits for a second person"), kind="soon")


def erasure_facts(erasure: ErasureRequest, program: Program) -> list[tuple[str, Any]]:
    names = names_of({erasure.requested_by_id, erasure.approved_by_id})
    return [
        (_("Person"), erasure.person.full_name),
        (_("Why?"), erasure.get_reason_display()),
        (_("In a few words"), erasure.words),
        (_("Asked by"), names.get(erasure.requested_by_id, "")),
        (_("Asked for"), day(erasure.requested_at, program)),
        (_("Approved by"), names.get(erasure.approved_by_id or 0, "")),
        (_("Done"), day(erasure.done_at, program)),
    ]


def due_columns() -> list[Column]:
    return [
        Column(_("Kind of record")),
        Column(_("Kept for"), number=True),
        Column(_("Past its time"), number=True),
        Column(_("Oldest")),
        Column(_("Held back by a legal request"), number=True),
        Column(_("Ground")),
    ]


def due_row(due: Due, program: Program) -> list[Cell]:
    """Return one kind of record: its rule, and how many are past it."""
    since = _("in force from %(day)s") % {"day": day(due.rule.since)} if due.rule.since else _("default")
    return [
        Cell(due.rule.kind.label),
        Cell(_("%(days)s days") % {"days": due.rule.days}),
        Cell(due.count),
        Cell(day(due.oldest, program) or "—"),
        Cell(due.held),
        Cell(f"{due.rule.source} ({since})"),
    ]


def run_rows(runs: Iterable[RetentionRun]) -> list[list[Cell]]:
    rows = list(runs)
    names = names_of({each.ran_by_id for each in rows})
    return [
        [
            Cell(day(each.ran_on)),
            Cell(names.get(each.ran_by_id or 0, _("The clock"))),
            Cell(sum(each.counts.values())),
            Cell(each.held),
        ]
        for each in rows
    ]


def breach_rows(breaches: Iterable[Breach], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(
                _("Number %(number)s") % {"number": each.number},
                url=reverse("records:breach", args=[program.slug, each.public_id]),
            ),
            Cell(day(each.discovered_at, program)),
            Cell(each.people_affected),
            Cell(each.get_conclusion_display()),
            open_duties(each),
        ]
        for each in breaches
    ]


def open_duties(breach: Breach) -> Cell:
    count = sum(1 for duty in breach.duties.all() if duty.outcome == BreachDuty.Outcome.OPEN)
    if count:
        return Cell(_("%(count)s still to be told") % {"count": count}, kind="soon")
    return Cell(_("Everybody told"), kind="done")


def breach_facts(breach: Breach, program: Program) -> list[tuple[str, Any]]:
    """Return what is known of a breach, and the four factors."""
    return [
        (_("Discovered on"), date_and_time(breach.discovered_at, program)),
        (_("Happened on, if known"), day(breach.happened_on)),
        (_("What happened?"), breach.what_happened),
        (_("What became known?"), kinds_in_words(breach.kinds)),
        (_("How many people?"), breach.people_affected),
        (_("What facts, and how easily is somebody told from them?"), breach.nature),
        (_("Who had or used them without leave?"), breach.recipient),
        (_("Were they really acquired or looked at?"), breach.acquired),
        (_("What has been done to lessen the risk?"), breach.mitigated),
        (_("What follows?"), breach.get_conclusion_display()),
    ]


def date_and_time(moment: Any, program: Program) -> str:
    return date_format(moment.astimezone(zone(program)), "DATETIME_FORMAT")


def duty_rows(breach: Breach, program: Program) -> list[list[Cell]]:
    """Return who must be told, by when, and whether they were."""
    rows = []
    for duty in sorted(breach.duties.all(), key=lambda each: (each.due_at, each.pk)):
        is_open = duty.outcome == BreachDuty.Outcome.OPEN
        url = reverse("records:settle_duty", args=[program.slug, breach.public_id, duty.public_id])
        rows.append(
            [
                Cell(duty.get_whom_display(), url=url if is_open else ""),
                Cell(date_and_time(duty.due_at, program)),
                Cell(duty.get_outcome_display(), kind="soon" if is_open else "done"),
                Cell(duty.reason or "—"),
            ]
        )
    return rows


def breach_history(breach: Breach) -> list[TimelineEntry]:
    words = {
        "recorded": _("Written down"),
        "assessed": _("The risk was assessed"),
        "duty_settled": _("Somebody was told, or need not be"),
    }
    return _entries(breach.events.all(), words)


def month_name(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")


def public_columns(table: PublicTable) -> list[Column]:
    doors = [Column(door.label, number=True) for door in table.doors]
    return [Column(_("Month")), *doors, Column(_("All"), number=True)]


def public_rows(table: PublicTable) -> list[list[Any]]:
    """Return the table with its sums; a count that is kept back says so."""
    shown = table.shown
    rows: list[list[Any]] = [
        [month_name(month), *map(_count, row), _count(whole)]
        for month, row, whole in zip(table.months, shown.rows, shown.row_sums, strict=True)
    ]
    return [*rows, [_("All"), *map(_count, shown.column_sums), _count(shown.total)]]


def _count(count: int | None) -> str:
    return HELD_BACK if count is None else str(count)
