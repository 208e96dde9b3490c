"""The care team's own day: appointments, people to reach, their participants, intakes and releases."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.queries import (
    SHOW_MINE,
    SHOW_NEW,
    OutreachPlace,
    Urgency,
    last_reached,
    referrals_of_own_participants,
)
from handoff.consent.models import Release, RenewalVisit
from handoff.consent.queries import EXPIRY_STEPS
from handoff.consent.renewal.queries import planned_visits
from handoff.core.templatetags import handoff as shown
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import Task, Worklist, first_and_total
from handoff.desk.home.queries import (
    own_active_enrollments,
    releases_ending,
)
from handoff.enrollment.queries import answers_by_link, awaiting_intake, reported_at, split_unreported
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.workbooks.queries import people_without_roi

RENEWAL_HORIZON_DAYS = 90
ANSWERS_SHOWN = timedelta(days=7)
"""How long a yes by link stays on the home page of whoever sent the link."""


def outreach_task(referral: Referral, url: str, *, at_scene: bool) -> Task:
    """A person on the outreach list; the link opens their row."""
    return Task(
        title=referral.person.full_name if referral.person else "",
        url=f"{url}?open={referral.public_id}#referral-{referral.public_id}",
        text=scene_text(referral) if at_scene else pathway_text(referral),
        due=None if at_scene else stricter_deadline(referral),
        about=referral.audited_as,
    )


def stricter_deadline(referral: Referral) -> date | datetime:
    """The first contact or the intake of one person, whichever is due first: their row has one date."""
    contact = referral.contact_due_at
    intake = referral.intake_due_on
    return intake if intake is not None and intake < local_date(referral.program, contact) else contact


def pathway_text(referral: Referral) -> str:
    """The kind of referral, with the day the intake is due if there is one."""
    if referral.intake_due_on is None:
        return str(referral.get_pathway_display())
    words = {"pathway": referral.get_pathway_display(), "day": shown.day(referral.intake_due_on)}
    return _("%(pathway)s, intake by %(day)s") % words


def scene_text(referral: Referral) -> str:
    """Whether the officer still waits with the person. The handoffs come with the list."""
    arrived = any(each.arrived_at is not None for each in referral.handoffs.all())
    return _("Help arrived. Log the contact.") if arrived else _("At the scene now")


def outreach_worklist(
    title: str, empty: str, day: Day, places: list[OutreachPlace], show: str = ""
) -> Worklist:
    url = reverse("casework:outreach", args=[day.program.slug])
    tasks = [
        outreach_task(row, url, at_scene=place.urgency == Urgency.SCENE)
        for place, row in day.rows_of(places[:TASKS_SHOWN])
    ]
    return Worklist(title, empty, f"{url}?show={show}" if show else url, tasks, len(places))


def is_new(place: OutreachPlace) -> bool:
    return place.urgency in (Urgency.SCENE, Urgency.NEW)


def is_own_overdue(place: OutreachPlace) -> bool:
    return place.is_own and place.urgency == Urgency.OVERDUE


def people_new_or_at_scene(day: Day) -> Worklist:
    """People at the scene now, then those referred and not tried yet (W2)."""
    found = [each for each in day.outreach if is_new(each)]
    return outreach_worklist(_("New people to reach"), _("No one new to reach."), day, found, SHOW_NEW)


def own_people_overdue(day: Day) -> Worklist:
    """People the worker tried to reach before, or on whose team they are, and whose first contact is late (W2)."""
    found = [each for each in day.outreach if is_own_overdue(each)]
    title, empty = _("Your people to reach, overdue"), _("None of your people to reach is overdue.")
    return outreach_worklist(title, empty, day, found, SHOW_MINE)


def others_to_reach(day: Day) -> Worklist:
    """Everyone else who has not been reached, overdue first (H3)."""
    found = [each for each in day.outreach if not is_new(each) and not is_own_overdue(each)]
    return outreach_worklist(_("Others to reach"), _("No one else to reach."), day, found)


def own_participants(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The worker's own active participants, those not reached for longest first (W2)."""
    enrollments = list(own_active_enrollments(actor, program))
    reached = last_reached([each.person_id for each in enrollments])
    since = {each.pk: reached.get(each.person_id, each.enrolled_at) for each in enrollments}
    enrollments.sort(key=lambda each: since[each.pk])
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("people:person", args=[program.slug, each.person.public_id]),
            text=_("Last contact") if each.person_id in reached else _("No contact since enrollment"),
            since=since[each.pk],
            about=each.person.public_id,
        )
        for each in enrollments[:TASKS_SHOWN]
    ]
    more = reverse("people:people", args=[program.slug]) + "?worker=mine"
    empty = _("You're not the worker of any active participant.")
    return Worklist(_("Your participants"), empty, more, tasks, len(enrollments))


def own_participants_referred(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals of the worker's own participants, until someone has reached them (R9)."""
    referred, total = first_and_total(referrals_of_own_participants(program, actor.user_id or 0))
    tasks = [
        Task(
            title=each.person.full_name if each.person else "",
            url=reverse("referrals:show", args=[program.slug, each.public_id]),
            text=each.get_pathway_display(),
            due=each.contact_due_at,
            about=each.audited_as,
        )
        for each in referred
    ]
    empty = _("None of your participants was referred again.")
    return Worklist(_("Your participants, referred again"), empty, "", tasks, total)


def intakes_due(day: Day) -> Worklist:
    """Accepted referrals without a completed intake, the earliest deadline on top (I3).

    Whoever is still to be reached stands among those to reach, and whoever comes today among today's appointments: no
    one has two rows.
    """
    waiting = awaiting_intake(day.program).exclude(intake__in=[each.pk for each in day.intakes_today])
    if day.actor.can(Permission.OUTREACH_DO):
        waiting = waiting.exclude(pk__in=[each.referral_id for each in day.outreach])
    found, total = first_and_total(waiting)
    url = reverse("enrollment:waiting", args=[day.program.slug])
    tasks = [
        Task(
            title=each.person.full_name if each.person else "",
            url=intake_url(each, day.program),
            due=each.intake_due_on,
            about=each.audited_as,
        )
        for each in found
    ]
    return Worklist(_("Intakes to complete"), _("No intakes waiting."), url, tasks, total)


def people_to_ask(day: Day) -> Worklist:
    """Participants whose charge is on hold until they let the program report their intake: the worker's own, and those
    of no worker (N5).
    """
    _allowed, waiting = split_unreported(day.unreported_intakes, day.at)
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("enrollment:ask", args=[day.program.slug, each.referral.public_id]),
            text=_("May we tell the officer that intake is done?"),
            since=each.completed_at,
            about=each.person.public_id,
        )
        for each in waiting[:TASKS_SHOWN]
    ]
    more = reverse("enrollment:waiting", args=[day.program.slug])
    empty = _("No one's charge is waiting for their answer.")
    return Worklist(_("Ask: may we tell the officer?"), empty, more, tasks, len(waiting))


def officers_to_tell(day: Day) -> Worklist:
    """Participants whose charge is on hold though their release lets the program tell the officer now."""
    allowed, _waiting = split_unreported(day.unreported_intakes, day.at)
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("enrollment:intake", args=[day.program.slug, each.public_id]) + "#agency",
            text=_("Their release (ROI) allows it."),
            since=each.completed_at,
            about=each.person.public_id,
        )
        for each in allowed[:TASKS_SHOWN]
    ]
    more = reverse("enrollment:waiting", args=[day.program.slug])
    empty = _("No officer is waiting to hear from you.")
    return Worklist(_("Tell the officer that intake is done"), empty, more, tasks, len(allowed))


def yes_by_link(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Who said yes on a link that the worker sent, and what followed from it (N5)."""
    answered = answers_by_link(program, actor.user_id or 0, at - ANSWERS_SHOWN)
    tasks = [
        Task(
            title=each.referral.person.full_name,
            url=intake_url(each.referral, program),
            text=yes_text(each.referral),
            since=each.answered_at,
            about=each.referral.person.public_id,
        )
        for each in answered[:TASKS_SHOWN]
        if each.referral.person is not None
    ]
    empty = _("No one has answered yes on a link in the last 7 days.")
    return Worklist(_("Answers to your links"), empty, "", tasks, len(answered))


def yes_text(referral: Referral) -> str:
    """A yes tells the agency at once if the intake is complete; else completing it does."""
    agency = {"agency": referral.agency.name if referral.agency else ""}
    if reported_at(referral) is not None:
        return _("Said yes. We told %(agency)s that intake is done.") % agency
    return _("Said yes. Next: complete the intake, and we tell %(agency)s.") % agency


def intake_url(referral: Referral, program: Program) -> str:
    """The intake that was started, or the referral from which it starts."""
    intake = getattr(referral, "intake", None)
    if intake is not None:
        return reverse("enrollment:intake", args=[program.slug, intake.public_id])
    return reverse("referrals:show", args=[program.slug, referral.public_id])


def renewal_text(release: Release, visit: RenewalVisit | None, at: datetime) -> str:
    """How long the ROI still lasts, in steps of 30, 60 and 90 days, and when a visit to renew it is planned."""
    days = next(
        (step for step in EXPIRY_STEPS if release.ends_at <= at + timedelta(days=step)), RENEWAL_HORIZON_DAYS
    )
    ends = _("Expires within %(days)s days") % {"days": days}
    if visit is None:
        return _("%(ends)s. No visit scheduled.") % {"ends": ends}
    return _("%(ends)s. Visit scheduled for %(day)s.") % {"ends": ends, "day": shown.day(visit.planned_on)}


def imported_without_roi(actor: Actor, program: Program, at: datetime) -> Worklist:
    """How many participants a workbook brought have no active release; the page names them."""
    # Officers record releases as well, and learn nothing of who is a participant.
    may = actor.can(Permission.CONSENT_RECORD) and actor.can(Permission.PARTICIPANT_READ)
    count = len(people_without_roi(program, at)) if may else 0
    url = reverse("workbooks:without_roi", args=[program.slug])
    tasks = [Task(title=_("Ask for releases (ROI) when you next meet"), url=url)] if count else []
    return Worklist(_("From a workbook, without a release (ROI)"), _("Everyone has one."), url, tasks, count)


def expiring_rois(actor: Actor, program: Program, at: datetime) -> Worklist:
    """ROIs that end within 90, 60 or 30 days, with the planned visit (C3)."""
    ending = releases_ending(actor, program, at, days=RENEWAL_HORIZON_DAYS)
    soonest, total = first_and_total(ending)
    visits = planned_visits([each.person_id for each in soonest])
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("consent:releases", args=[program.slug, each.person.public_id]),
            text=renewal_text(each, visits.get(each.person_id), at),
            due=each.ends_at,
            about=each.person.public_id,
        )
        for each in soonest
    ]
    more = reverse("consent:expiring", args=[program.slug])
    return Worklist(
        _("Releases (ROI) to renew"),
        _("No releases (ROI) expire in the next 90 days."),
        more,
        tasks,
        total,
    )
