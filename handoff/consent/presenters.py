"""A release as it is printed, and the lines of lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from handoff.accounts.queries import names_of
from handoff.consent.forms import filled, offered
from handoff.consent.models import (
    TO_THE_PERSON,
    Disclosure,
    Release,
    RenewalVisit,
    Shown,
)
from handoff.consent.queries import discloser_of
from handoff.consent.wording.release_form import FORM_VERSION, Clause, Wording, wording
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, partner_agencies, zone

BLANK_LINE = "________________"


@dataclass(frozen=True)
class PrintedRecipient:
    """One agency on paper: its name, and each kind with whether it is ticked."""

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


def printed(release: Release, language: str) -> PrintedRoi:
    """Return a signed form in a language, in the words of the version that was signed; only what was agreed
    is shown.
    """
    words = wording(release.form_version, language)
    with override(words.language):
        start = date_format(local_date(release.program, release.starts_at), "DATE_FORMAT")
        end = date_format(release.last_on, "DATE_FORMAT")
    return PrintedRoi(
        wording=words,
        clauses=[filled(clause, release.program, start=start, end=end) for clause in words.clauses.values()],
        version=release.form_version,
        name=written_name(release.person),
        born_on=release.person.date_of_birth,
        discloser=release.discloser,
        recipients=[
            PrintedRecipient(
                row.agency.name, [(words.kinds[kind], True) for kind in words.kinds if kind in row.kinds]
            )
            for row in sorted(release.recipients.all(), key=lambda row: row.agency.name)
        ],
        purposes=[(words.purposes[each], True) for each in words.purposes if each in release.purposes],
        release=release,
    )


def blank(program: Program, language: str) -> PrintedRoi:
    """Return the empty form with every partner agency and every kind, to be ticked and signed with a pen."""
    words = wording(FORM_VERSION, language)
    return PrintedRoi(
        wording=words,
        clauses=[
            filled(clause, program, start=BLANK_LINE, end=BLANK_LINE) for clause in words.clauses.values()
        ],
        version=FORM_VERSION,
        discloser=discloser_of(program),
        recipients=[
            PrintedRecipient(agency.name, [(text, False) for _kind, text in offered(words, agency)])
            for agency in partner_agencies(program)
        ],
        purposes=[(text, False) for text in words.purposes.values()],
    )


def written_name(person: Person) -> str:
    """Return the full name as a form carries it."""
    parts = (person.first_name, person.middle_name, person.last_name, person.suffix)
    return " ".join(part for part in parts if part)


def standing(release: Release, at: datetime) -> Cell:
    """Say in words where one release stands."""
    if release.revoked_at is not None and release.revoked_at <= at:
        replaced = any(event.what == "replaced" for event in release.events.all())
        return Cell(_("Replaced") if replaced else _("Revoked"), kind="info")
    if release.ends_at <= at:
        return Cell(_("Ended"), kind="info")
    return Cell(_("In force"), kind="done")


def release_columns() -> list[Column]:
    return [Column(_("Signed")), Column(_("Last day")), Column(_("State")), Column(_("With whom"))]


def release_row(release: Release, at: datetime) -> list[Cell]:
    """Return one line of a person's releases."""
    program = release.program
    named = ", ".join(sorted(row.agency.name for row in release.recipients.all()))
    signed = date_format(local_date(program, release.signed_at), "DATE_FORMAT")
    return [
        Cell(signed, url=reverse("consent:show", args=[program.slug, release.public_id])),
        Cell(date_format(release.last_on, "DATE_FORMAT")),
        standing(release, at),
        Cell(named),
    ]


def history(release: Release) -> list[TimelineEntry]:
    """Return what happened to a release, newest first."""
    words = {
        "signed": _("Signed"),
        "copy_given": _("A copy was given to the person"),
        "revoked": _("Revoked by the person. Nothing is shared under it any more."),
        "replaced": _("Replaced by a newer ROI"),
    }
    events = sorted(release.events.all(), key=lambda event: (event.recorded_at, event.pk), reverse=True)
    return [TimelineEntry(at=event.occurred_at, title=words[event.what]) for event in events]


@dataclass(frozen=True)
class VisitLine:
    """One renewal visit: on what day, with whom, how it went, and the record itself while it is planned."""

    planned_on: date
    worker: str
    state: str
    open: RenewalVisit | None


def visit_lines(visits: Iterable[RenewalVisit], program: Program) -> list[VisitLine]:
    """Return the renewal visits of a person, newest first."""
    listed = list(visits)
    names = names_of(each.worker_id for each in listed)
    return [
        VisitLine(
            each.planned_on,
            names.get(each.worker_id or 0, ""),
            each.get_state_display(),
            each if each.state == RenewalVisit.State.PLANNED else None,
        )
        for each in listed
    ]


MOST_SHARED = 20


def shared_lines(rows: QuerySet[Disclosure], program: Program) -> list[str]:
    """Return what was shared under a release, newest first: it stays shared when the release is revoked."""
    listed = list(rows[:MOST_SHARED])
    names = names_of(row.to_user_id for row in listed)
    return [f"{when(row, program)}: {recipient(row, names)}. {what_in_words(row.what)}." for row in listed]


def what_in_words(what: str) -> str:
    """Return what was shown, in the reader's language."""
    return str(Shown(what).label) if what in Shown.values else what


def when(row: Disclosure, program: Program) -> str:
    moment = row.disclosed_at.astimezone(zone(program))
    return f"{date_format(moment, 'DATE_FORMAT')}, {date_format(moment, 'TIME_FORMAT')}"


def recipient(row: Disclosure, names: dict[int, str]) -> str:
    """Return who received it: the agency, its address where it is known, and the person who looked."""
    if row.agency is None:
        return _("The person") if row.recipient == TO_THE_PERSON else row.recipient
    who = names.get(row.to_user_id or 0, "")
    return ", ".join(part for part in (row.agency.name, who, row.agency.address) if part)
