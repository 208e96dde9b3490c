"""A release as it is printed, and the rows of lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from handoff.accounts.queries import full_names_by_id
from handoff.consent.forms import fill_clause, offered_kinds
from handoff.consent.models import (
    TO_THE_PERSON,
    Disclosure,
    DisclosureContext,
    Release,
    RenewalVisit,
)
from handoff.consent.queries import discloser_of
from handoff.consent.wording.release_form import FORM_VERSION, Clause, Wording, wording
from handoff.core.languages import full_date
from handoff.core.sorting import sort_key
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies, time_zone_of

BLANK_LINE = "________________"


@dataclass(frozen=True)
class PrintedRecipient:
    """One agency on paper: its name, and each kind of information with whether it is checked."""

    name: str
    kinds: list[tuple[str, bool]]


@dataclass(frozen=True)
class PrintedRoi:
    """One form on paper, signed or blank."""

    wording: Wording
    clauses: list[Clause]
    version: str
    name: str = ""
    born_on: date | None = None
    discloser: str = ""
    recipients: list[PrintedRecipient] = field(default_factory=list)
    purposes: list[tuple[str, bool]] = field(default_factory=list)
    release: Release | None = None
    witness: str = ""
    statement: str = ""


def printed_release(release: Release, language: str) -> PrintedRoi:
    """A signed form in a language, in the wording of the version that was signed, with only what was agreed to."""
    words = wording(release.form_version, language)
    with override(words.language):
        start = full_date(local_date(release.program, release.starts_at))
        end = full_date(release.last_on)
    return PrintedRoi(
        wording=words,
        clauses=[
            fill_clause(clause, release.program, start=start, end=end) for clause in words.clauses.values()
        ],
        version=release.form_version,
        name=name_on_form(release.person),
        born_on=release.person.date_of_birth,
        discloser=release.discloser,
        recipients=[
            PrintedRecipient(
                row.agency.name, [(words.kinds[kind], True) for kind in words.kinds if kind in row.kinds]
            )
            for row in sorted(release.recipients.all(), key=lambda row: sort_key(row.agency.name))
        ],
        purposes=[(words.purposes[each], True) for each in words.purposes if each in release.purposes],
        release=release,
        statement=release.statement,
        witness=full_names_by_id([release.witnessed_by_id]).get(release.witnessed_by_id or 0, ""),
    )


def blank_release(program: Program, language: str) -> PrintedRoi:
    """The empty form with every partner agency and every kind, to be checked and signed with a pen."""
    words = wording(FORM_VERSION, language)
    return PrintedRoi(
        wording=words,
        clauses=[
            fill_clause(clause, program, start=BLANK_LINE, end=BLANK_LINE)
            for clause in words.clauses.values()
        ],
        version=FORM_VERSION,
        discloser=discloser_of(program),
        recipients=[
            PrintedRecipient(agency.name, [(text, False) for _kind, text in offered_kinds(words, agency)])
            for agency in partner_agencies(program).exclude(kind__in=Agency.COURT_KINDS)
        ],
        purposes=[(text, False) for text in words.purposes.values()],
    )


def name_on_form(person: Person) -> str:
    parts = (person.first_name, person.middle_name, person.last_name, person.suffix)
    return " ".join(part for part in parts if part)


def release_status(release: Release, at: datetime) -> Cell:
    if release.revoked_at is not None and release.revoked_at <= at:
        steps = {event.what for event in release.events.all()}
        ended = _("Ended at their death") if "died" in steps else _("Revoked")
        return Cell(_("Replaced") if "replaced" in steps else ended, kind="info")
    if release.ends_at <= at:
        return Cell(_("Expired"), kind="info")
    return Cell(pgettext("release", "Active"), kind="done")


def release_columns() -> list[Column]:
    return [
        Column(_("Signed")),
        Column(_("Expires")),
        Column(_("Status")),
        Column(_("Who we can share with")),
    ]


def release_row(release: Release, at: datetime) -> list[Cell]:
    program = release.program
    named = ", ".join(sorted((row.agency.name for row in release.recipients.all()), key=sort_key))
    signed = date_format(local_date(program, release.signed_at), "DATE_FORMAT")
    return [
        Cell(signed, url=reverse("consent:show", args=[program.slug, release.public_id])),
        Cell(date_format(release.last_on, "DATE_FORMAT")),
        release_status(release, at),
        Cell(named),
    ]


def signed_moment(release: Release, program: Program) -> date:
    """When it was signed: on paper only the day is known, and midnight would claim a time (finding-F36)."""
    if release.means == Release.Means.SCANNED:
        return local_date(program, release.signed_at)
    return release.signed_at


def release_history(release: Release) -> list[TimelineEntry]:
    """The events of a release, newest first."""
    words = {
        "signed": _("Signed"),
        "copy_given": _("The person got a copy"),
        "revoked": _("Revoked by the person. Nothing more is shared under it."),
        "replaced": _("Replaced by a newer release"),
        "died": _("Their death was recorded. Nothing more is shared under it."),
    }
    events = sorted(release.events.all(), key=lambda event: (event.occurred_at, event.pk), reverse=True)
    return [
        TimelineEntry(
            at=signed_moment(release, release.program) if event.what == "signed" else event.occurred_at,
            title=words[event.what],
        )
        for event in events
    ]


@dataclass(frozen=True)
class VisitLine:
    """One renewal visit; `open` is the record itself while the visit is still planned."""

    planned_on: date
    worker: str
    state: str
    open: RenewalVisit | None


def visit_lines(visits: Iterable[RenewalVisit], program: Program) -> list[VisitLine]:
    listed = list(visits)
    names = full_names_by_id(each.worker_id for each in listed)
    return [
        VisitLine(
            each.planned_on,
            names.get(each.worker_id or 0, ""),
            each.get_state_display(),
            each if each.state == RenewalVisit.State.PLANNED else None,
        )
        for each in listed
    ]


MAX_DISCLOSURES_SHOWN = 20


def disclosure_rows(rows: QuerySet[Disclosure], program: Program) -> list[str]:
    """What was shared under a release, newest first. It stays listed after the release is revoked."""
    listed = list(rows[:MAX_DISCLOSURES_SHOWN])
    names = full_names_by_id(row.to_user_id for row in listed)
    return [
        f"{disclosed_at_text(row, program)}: {recipient_text(row, names)}. {context_label(row.what)}."
        for row in listed
    ]


def context_label(what: str) -> str:
    return str(DisclosureContext(what).label) if what in DisclosureContext.values else what


def disclosed_at_text(row: Disclosure, program: Program) -> str:
    moment = row.disclosed_at.astimezone(time_zone_of(program))
    return f"{date_format(moment, 'DATE_FORMAT')}, {date_format(moment, 'TIME_FORMAT')}"


def recipient_text(row: Disclosure, names: dict[int, str]) -> str:
    """The agency, its address if known, and the user who looked."""
    if row.agency is None:
        return _("The person") if row.recipient == TO_THE_PERSON else row.recipient
    who = names.get(row.to_user_id or 0, "")
    return ", ".join(part for part in (row.agency.name, who, row.agency.address) if part)
