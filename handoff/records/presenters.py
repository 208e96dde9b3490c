"""The registers as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.accounts.queries import full_names_by_id
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import birthday, day
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.lookup.services import Candidate
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.records import policies
from handoff.records.models import (
    Breach,
    BreachDuty,
    BreachEvent,
    ErasureRequest,
    FactKind,
    LegalPaper,
    LegalRequest,
    LegalRequestEvent,
    RetentionRule,
    RetentionRun,
)
from handoff.records.queries.registers import PublicTable
from handoff.records.queries.retention import RecordsDue

HELD_BACK = "≤10*"
STATE_KINDS = {
    "received": "soon",
    "proposed": "soon",
    "approved": "soon",
    "released": "done",
    "refused": "done",
    "withdrawn": "info",
}


def columns_named(*names: str) -> list[Column]:
    return [Column(name) for name in names]


def kinds_text(kinds: Iterable[str]) -> str:
    chosen = set(kinds)
    return "; ".join(str(label) for value, label in FactKind.choices if value in chosen)


def request_columns() -> list[Column]:
    return columns_named(_("Request"), _("Type"), _("From"), _("Received"), _("Due"), _("Status"))


def request_row(legal_request: LegalRequest, program: Program) -> list[Cell]:
    """One row of the register. The person it is about is named only on the request's own page."""
    url = reverse("records:request", args=[program.slug, legal_request.public_id])
    return [
        Cell(_("Number %(number)s") % {"number": legal_request.number}, url=url),
        Cell(legal_request.get_kind_display()),
        Cell(legal_request.from_whom),
        Cell(day(legal_request.received_on)),
        Cell(day(legal_request.due_on) if legal_request.due_on else _("No date")),
        Cell(legal_request.get_state_display(), kind=STATE_KINDS[legal_request.state]),
    ]


def request_facts(legal_request: LegalRequest) -> list[tuple[str, object]]:
    """What is known of a request, in the order in which counsel asks."""
    names = full_names_by_id({legal_request.proposed_by_id, legal_request.approved_by_id})
    about = legal_request.person.full_name if legal_request.person else _("Records in general")
    counsel = _("%(name)s, on %(day)s") % {
        "name": legal_request.counsel_name,
        "day": day(legal_request.counsel_on),
    }
    return [
        (_("Type"), legal_request.get_kind_display()),
        (_("About"), about),
        (_("Who is asking?"), legal_request.from_whom),
        (_("Received"), f"{day(legal_request.received_on)} · {legal_request.get_received_how_display()}"),
        (_("Answer due on"), day(legal_request.due_on)),
        (_("What are they asking for?"), legal_request.scope_asked),
        (_("Notes"), legal_request.notes),
        (_("Attorney asked"), counsel if legal_request.counsel_on else _("Not yet")),
        (_("Answer"), legal_request.get_answer_display()),
        (_("Kinds of information to release"), kinds_text(legal_request.kinds)),
        (_("Reason"), legal_request.answer_reason),
        (_("Proposed by"), names.get(legal_request.proposed_by_id or 0, "")),
        (_("Approved by"), names.get(legal_request.approved_by_id or 0, "")),
        (_("Seal of the released document (SHA-256)"), legal_request.sha256),
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


def request_history(legal_request: LegalRequest) -> list[TimelineEntry]:
    """The dated steps, newest first."""
    words = {
        "received": _("Received"),
        "paper_added": _("Document added"),
        "counsel_consulted": _("Attorney consulted"),
        "proposed": _("An answer was proposed"),
        "returned": _("Answer sent back"),
        "approved": _("Answer approved"),
        "released": _("Released (one time)"),
        "withdrawn": _("Withdrawn"),
    }
    return _timeline_entries(legal_request.events.all(), words)


def _timeline_entries(
    events: Iterable[LegalRequestEvent | BreachEvent], words: dict[str, str]
) -> list[TimelineEntry]:
    rows = sorted(events, key=lambda event: (event.occurred_at, event.pk), reverse=True)
    names = full_names_by_id({event.recorded_by_id for event in rows})
    return [
        TimelineEntry(
            at=event.occurred_at, title=words[event.what], by=names.get(event.recorded_by_id or 0, "")
        )
        for event in rows
    ]


def found_rows(found: Iterable[Candidate], program: Program) -> list[list[Cell]]:
    """The people a name may mean, each with the actions available."""
    return [
        [
            Cell(" ".join(part for part in (each.first_name, each.last_name, each.suffix) if part)),
            Cell(birthday(each.date_of_birth) or "—"),
            *(
                Cell(label, url=reverse(name, args=[program.slug, each.public_id]))
                for name, label in (
                    ("records:new_request_about", _("Record a legal request")),
                    ("records:own_record", _("Give a copy of the record")),
                    ("records:ask_erasure", _("Request erasure")),
                )
            ),
        ]
        for each in found
    ]


def erasure_columns() -> list[Column]:
    return columns_named(_("Requested"), _("Reason"), _("Requested by"), _("Status"))


def erasure_rows(erasures: Iterable[ErasureRequest], program: Program) -> list[list[Cell]]:
    rows = list(erasures)
    names = full_names_by_id({each.requested_by_id for each in rows})
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
    return Cell(_("Waiting for a second person"), kind="soon")


def erasure_facts(erasure: ErasureRequest, program: Program) -> list[tuple[str, object]]:
    names = full_names_by_id({erasure.requested_by_id, erasure.approved_by_id})
    return [
        (_("Person"), erasure.person.full_name),
        (_("Why?"), erasure.get_reason_display()),
        (_("Briefly"), erasure.words),
        (_("Requested by"), names.get(erasure.requested_by_id, "")),
        (_("Requested"), day(erasure.requested_at, program)),
        (_("Approved by"), names.get(erasure.approved_by_id or 0, "")),
        (_("Done"), day(erasure.done_at, program)),
    ]


def due_columns() -> list[Column]:
    return [
        Column(_("Kind of record")),
        Column(_("Kept for"), number=True),
        Column(_("Expired records"), number=True),
        Column(_("Oldest")),
        Column(_("Kept for a legal hold"), number=True),
        Column(_("Legal basis")),
    ]


def due_row(due: RecordsDue, program: Program) -> list[Cell]:
    since = _("active from %(day)s") % {"day": day(due.rule.since)} if due.rule.since else _("default")
    return [
        Cell(due.rule.kind.label),
        Cell(ngettext("%(count)d day", "%(count)d days", due.rule.days) % {"count": due.rule.days}),
        Cell(due.count),
        Cell(day(due.oldest, program) or "—"),
        Cell(due.held),
        Cell(f"{_(due.rule.source)} ({since})"),
    ]


@dataclass(frozen=True)
class WaitingRule:
    """A proposed rule: what it says, who proposed it, and why this reader can't approve it, if they can't."""

    rule: RetentionRule
    text: str
    refusal: str | None


def waiting_rules(rules: Iterable[RetentionRule], actor: Actor) -> list[WaitingRule]:
    rows = list(rules)
    names = full_names_by_id({each.made_by_id for each in rows})
    return [
        WaitingRule(
            rule=each,
            text=ngettext(
                "%(kind)s: kept %(count)d day from %(day)s. %(source)s. Proposed by %(name)s.",
                "%(kind)s: kept %(count)d days from %(day)s. %(source)s. Proposed by %(name)s.",
                each.days,
            )
            % {
                "kind": each.get_kind_display(),
                "count": each.days,
                "day": day(each.effective_on),
                "source": each.source.rstrip("."),
                "name": names.get(each.made_by_id, "—"),
            },
            refusal=refusal_message(policies.check_can_approve_rule, actor, each),
        )
        for each in rows
    ]


def run_rows(runs: Iterable[RetentionRun]) -> list[list[Cell]]:
    rows = list(runs)
    names = full_names_by_id({each.ran_by_id for each in rows})
    return [
        [
            Cell(day(each.ran_on)),
            Cell(names.get(each.ran_by_id or 0, _("Automatic"))),
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
        return Cell(_("%(count)s still to notify") % {"count": count}, kind="soon")
    return Cell(_("Everyone notified"), kind="done")


def breach_facts(breach: Breach, program: Program) -> list[tuple[str, object]]:
    return [
        (_("Date discovered"), format_moment(breach.discovered_at, program)),
        (_("Date it happened, if known"), day(breach.happened_on)),
        (_("What happened?"), breach.what_happened),
        (_("What information got out?"), kinds_text(breach.kinds)),
        (_("How many people?"), breach.people_affected),
        (_("What information, and how easily could it identify someone?"), breach.nature),
        (_("Who got or used it without permission?"), breach.recipient),
        (_("Did anyone actually get it or look at it?"), breach.acquired),
        (_("What has been done to reduce the risk?"), breach.mitigated),
        (_("What do you conclude?"), breach.get_conclusion_display()),
    ]


def format_moment(moment: datetime, program: Program) -> str:
    return date_format(moment.astimezone(time_zone_of(program)), "DATETIME_FORMAT")


def duty_rows(breach: Breach, program: Program) -> list[list[Cell]]:
    """Who must be notified, by when, and whether they were."""
    rows = []
    for duty in sorted(breach.duties.all(), key=lambda each: (each.due_at, each.pk)):
        is_open = duty.outcome == BreachDuty.Outcome.OPEN
        url = reverse("records:settle_duty", args=[program.slug, breach.public_id, duty.public_id])
        rows.append(
            [
                Cell(duty.get_whom_display(), url=url if is_open else ""),
                Cell(format_moment(duty.due_at, program)),
                Cell(duty.get_outcome_display(), kind="soon" if is_open else "done"),
                Cell(duty.reason or "—"),
            ]
        )
    return rows


def breach_history(breach: Breach) -> list[TimelineEntry]:
    words = {
        "recorded": _("Logged"),
        "assessed": _("Risk assessed"),
        "duty_settled": _("Marked as notified or not needed"),
    }
    return _timeline_entries(breach.events.all(), words)


def month_name(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")


def public_columns(table: PublicTable) -> list[Column]:
    pathways = [Column(pathway.label, number=True) for pathway in table.pathways]
    return [Column(_("Quarter")), *pathways, Column(_("All"), number=True)]


def public_rows(table: PublicTable) -> list[list[str]]:
    """The table, a row for each quarter; a suppressed count is marked."""
    return [
        [quarter_name(each.starts_on), *map(_count_text, each.counts), _count_text(each.total)]
        for each in table.quarters
    ]


def quarter_name(start: date) -> str:
    """The first and last month of a quarter."""
    last = start.replace(month=start.month + 2)
    return _("%(first)s to %(last)s") % {"first": month_name(start), "last": month_name(last)}


def _count_text(count: int | None) -> str:
    return HELD_BACK if count is None else str(count)
