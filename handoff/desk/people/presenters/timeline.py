"""One timeline of everything that happened with a person, by kind, searchable and in pages (K1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.appointments.presenters import appointment_entries
from handoff.casework.caseloads.presenters import worker_entries
from handoff.casework.goals.presenters import goal_entries
from handoff.casework.models import (
    AgreedPlan,
    Appointment,
    ContactAttempt,
    Goal,
    Need,
    PhoneStep,
    WorkerChange,
)
from handoff.casework.needs.presenters import milestone_entries, need_entries
from handoff.casework.needs.queries import milestones_of
from handoff.casework.notes.presenters import note_entries
from handoff.casework.notes.queries import newest_rows
from handoff.casework.phones.presenters import phone_entries
from handoff.casework.plans.presenters import plan_entries
from handoff.casework.situation.presenters import fact_entries
from handoff.casework.situation.queries import HeldFact
from handoff.consent.models import Release
from handoff.consent.presenters import signed_moment
from handoff.core.ui import TimelineEntry, newest_first
from handoff.desk.people.queries import CONTACTS, HELP_GIVEN, STATUS_PERIODS
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.programs.rules.folding import strip_accents
from handoff.referrals.models import Referral, ReferralEvent
from handoff.staffing.agendas.presenters import meeting_entries
from handoff.staffing.agendas.queries import discussed
from handoff.staffing.models import MeetingAction
from handoff.staffing.partners.presenters import partner_entries

How, Result = ContactAttempt.How, ContactAttempt.Result
SHOW_ALL = "all"
PARTS: dict[str, Promise] = {
    SHOW_ALL: gettext_lazy("Everything"),
    "contacts": gettext_lazy("Contacts"),
    "notes": gettext_lazy("Notes"),
    "goals": gettext_lazy("Goals"),
    "needs": gettext_lazy("Needs"),
    "appointments": gettext_lazy("Appointments"),
    "situation": gettext_lazy("How things stand"),
    "milestones": gettext_lazy("Milestones"),
    "help": gettext_lazy("Help given"),
    "phones": gettext_lazy("Free phone"),
    "referrals": gettext_lazy("Referrals"),
    "releases": gettext_lazy("Releases (ROI)"),
    "meetings": gettext_lazy("Staffing meetings"),
    "partners": gettext_lazy("From partners"),
    "workers": gettext_lazy("Workers"),
    "status": gettext_lazy("Status"),
}
"""The kinds of entries, by their name in the URL."""


@dataclass(frozen=True)
class TimelineFilter:
    """Which kind of entries is wanted, and which words they hold."""

    show: str = SHOW_ALL
    words: str = ""


@dataclass(frozen=True)
class TimelinePart:
    """One kind of entries to choose, and how many there are."""

    show: str
    label: Promise
    count: int


@dataclass(frozen=True)
class Timeline:
    """The entries of each kind about one person, newest first."""

    entries: dict[str, list[TimelineEntry]]
    program: Program

    @property
    def parts(self) -> list[TimelinePart]:
        """The kinds that hold something, after everything."""
        counts = {show: len(found) for show, found in self.entries.items() if found}
        return [
            TimelinePart(show, label, sum(counts.values()) if show == SHOW_ALL else counts[show])
            for show, label in PARTS.items()
            if show == SHOW_ALL or show in counts
        ]

    def filter(self, wanted: TimelineFilter) -> list[TimelineEntry]:
        """The entries of a kind that hold every word asked for, whatever its accents and capitals."""
        kinds = [wanted.show] if wanted.show in self.entries else list(self.entries)
        found = merge_timelines(*(self.entries[kind] for kind in kinds), program=self.program)
        asked = strip_accents(wanted.words.casefold()).split()
        return [each for each in found if all(word in text_of(each) for word in asked)] if asked else found


def text_of(entry: TimelineEntry) -> str:
    return strip_accents(f"{entry.title} {entry.by} {entry.text}".casefold())


@dataclass(frozen=True)
class TimelineSources:
    """What the page has read already, so that the timeline doesn't read it again."""

    referrals: list[Referral]
    enrollment: Enrollment | None
    releases: list[Release]
    goals: list[Goal]
    needs: list[Need]
    appointments: list[Appointment]
    worker_changes: list[WorkerChange]
    facts: list[HeldFact]
    today: date
    phone_steps: list[PhoneStep]
    plans: list[AgreedPlan]
    actions: list[MeetingAction]


def timeline_of(
    person: Person, program: Program, actor: Actor, names: dict[int, str], sources: TimelineSources
) -> Timeline:
    """Everything that an actor may read of what happened with a person. One query for each further table."""
    zone = time_zone_of(program)
    needs_url = reverse("needs:list", args=[program.slug, person.public_id])
    appointments_url = reverse("appointments:list", args=[program.slug, person.public_id])
    facts_url = reverse("situation:list", args=[program.slug, person.public_id])
    help_url = reverse("supplies:help", args=[program.slug, person.public_id])
    phone_url = reverse("phones:phone", args=[program.slug, person.public_id])
    plan_url = reverse("plans:show", args=[program.slug, person.public_id])
    goals_url = reverse("goals:list", args=[program.slug, person.public_id])
    entries: dict[str, Iterable[TimelineEntry]] = {
        "contacts": contact_entries(person, names),
        "notes": note_entries(newest_rows(person, actor), names, program.slug),
        "goals": chain(
            *(goal_entries(each, names, goals_url) for each in sources.goals),
            plan_entries(sources.plans, names, zone, plan_url),
        ),
        "needs": chain.from_iterable(need_entries(each, names, zone, needs_url) for each in sources.needs),
        "appointments": appointment_entries(sources.appointments, names, program, appointments_url),
        "milestones": milestone_entries(milestones_of(person), names, zone),
        "help": help_entries(person, names, help_url),
        "phones": phone_entries(sources.phone_steps, names, phone_url),
        "referrals": referral_entries(sources.referrals, names, program, actor),
        "meetings": meeting_entries(discussed(person, actor), sources.actions, names, program),
        "partners": partner_entries(person, actor, program, sources.today),
        "releases": release_entries(sources.releases, names, program),
        "status": status_entries(sources.enrollment, names, program),
        "situation": fact_entries(sources.facts, names, zone, sources.today, facts_url),
        "workers": worker_entries(sources.worker_changes, names),
    }
    return Timeline({kind: list(found) for kind, found in entries.items()}, program)


def merge_timelines(*entries: Iterable[TimelineEntry], program: Program) -> list[TimelineEntry]:
    """The histories of several subjects as one, newest first."""
    return newest_first(chain(*entries), time_zone_of(program))


def day_or_moment(at: datetime, program: Program) -> date:
    """The day alone, where nothing but the day is known: a program's own workbook seldom says a time, and then the very
    start of the day stands for it (ADR 0066).
    """
    local = at.astimezone(time_zone_of(program))
    return local.date() if local.time() == time() else at


def referral_entries(
    referrals: list[Referral], names: dict[int, str], program: Program, actor: Actor
) -> Iterator[TimelineEntry]:
    may_open = actor.can(Permission.REFERRAL_READ_ALL)
    for referral in referrals:
        url = reverse("referrals:show", args=[program.slug, referral.public_id]) if may_open else ""
        for event in referral.events.all():
            submitted = event.what == ReferralEvent.Kind.SUBMITTED
            yield TimelineEntry(
                at=day_or_moment(event.occurred_at, program),
                title=event.title,
                by=names.get(event.recorded_by_id or 0, ""),
                text=referral.get_pathway_display() if submitted else "",
                url=url if submitted else "",
            )


def contact_entries(person: Person, names: dict[int, str]) -> Iterator[TimelineEntry]:
    titles: dict[tuple[str, str], str] = {}
    for at, how, result, recorded_by_id, note in CONTACTS.rows(person.pk):
        if (how, result) not in titles:
            titles[how, result] = f"{How(how).label}: {Result(result).label}"
        yield TimelineEntry(
            at=at, title=titles[how, result], by=names.get(recorded_by_id or 0, ""), text=note
        )


def help_entries(person: Person, names: dict[int, str], url: str) -> Iterator[TimelineEntry]:
    titles: dict[tuple[str, int | None], str] = {}
    for help_given in HELP_GIVEN.rows(person.pk):
        kind = (help_given.kind, help_given.item_id)
        if kind not in titles:
            titles[kind] = _("Help given: %(what)s") % {"what": help_given.called}
        title = titles[kind]
        yield TimelineEntry(
            at=help_given.occurred_at,
            title=f"{title} × {help_given.quantity}" if help_given.quantity > 1 else title,
            by=names.get(help_given.recorded_by_id or 0, ""),
            text=help_given.note,
            url=url,
        )


def status_entries(
    enrollment: Enrollment | None, names: dict[int, str], program: Program
) -> Iterator[TimelineEntry]:
    """Enrollment and each later change of status."""
    if enrollment is None:
        return
    for period in STATUS_PERIODS.rows(enrollment.program_id, enrollment.person_id):
        first = period.starts_at == enrollment.enrolled_at
        title = (
            _("Enrolled")
            if first
            else _("Status changed to %(status)s") % {"status": period.get_status_display().lower()}
        )
        yield TimelineEntry(
            at=day_or_moment(period.starts_at, program),
            title=title,
            by=names.get(period.recorded_by_id or 0, ""),
            text=". ".join(str(each) for each in (period.get_reason_display(), period.note) if each),
        )


def release_entries(
    releases: list[Release], names: dict[int, str], program: Program
) -> Iterator[TimelineEntry]:
    for release in releases:
        by = names.get(release.recorded_by_id or 0, "")
        yield TimelineEntry(at=signed_moment(release, program), title=_("Release (ROI) signed"), by=by)
        if release.revoked_at is not None:
            by = names.get(release.revoked_by_id or 0, "")
            yield TimelineEntry(at=release.revoked_at, title=_("Release (ROI) ended"), by=by)
