"""Each role's work of the day, pulled from what the apps below know. Nothing is stored, so nothing goes stale."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.casework.queries import outreach_queue
from handoff.consent.models import Release, RenewalVisit
from handoff.consent.queries import EXPIRY_STEPS
from handoff.consent.renewal.queries import planned_visits
from handoff.core.templatetags.handoff import day
from handoff.desk.home.definitions import NEW_CHARGES, SHOWN
from handoff.desk.home.queries import releases_ending
from handoff.eligibility.models import CriteriaApproval
from handoff.eligibility.queries import waiting_version
from handoff.enrollment.queries import awaiting_intake
from handoff.programs.models import Program
from handoff.records.queries import registers
from handoff.referrals import queries as referrals
from handoff.referrals.presenters import draft_line
from handoff.staffing.queries import undecided_charges

ROI_RUNWAY_DAYS = 90


@dataclass(frozen=True)
class Task:
    """One thing to do: in words, where, by when, or since when it waits."""

    title: str
    url: str
    text: str = ""
    due: object = None
    since: object = None


@dataclass(frozen=True)
class Worklist:
    """Some tasks of one kind, most urgent first; `more` leads to all of them."""

    title: str | Promise
    empty: str
    more: str = ""
    tasks: list[Task] = field(default_factory=list)
    total: int = 0
    kind: str = ""


Maker = Callable[[Actor, Program, datetime], Worklist]


def worklists(actor: Actor, program: Program, at: datetime) -> list[Worklist]:
    """Return what the actor's roles have to do in the program, most urgent kind first."""
    return list(_worklists(actor, program, at))


def _worklists(actor: Actor, program: Program, at: datetime) -> Iterator[Worklist]:
    for permissions, make in MAKERS:
        if any(actor.can(permission) for permission in permissions):
            yield make(actor, program, at)


def choices_to_make(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals whose window has passed: the officer may choose (I3)."""
    url = reverse("referrals:own", args=[program.slug])
    passed = referrals.own_lapsing(actor, at)
    tasks = [
        Task(
            title=each.person_name or _("Referral %(number)s") % {"number": each.referral.number},
            url=f"{url}#referral-{each.referral.public_id}",
            text=", ".join(each.charges),
            since=each.view.lapses_on,
        )
        for each in passed
    ]
    return Worklist(
        _("The window has passed: you may choose"), _("No window has passed."), url, tasks[:SHOWN], len(tasks)
    )


def drafts_to_finish(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals begun and not sent."""
    lines = [draft_line(draft) for draft in referrals.open_drafts(program, actor)]
    tasks = [
        Task(
            title=line.name or _("No name yet"),
            url=reverse("referrals:resume", args=[program.slug, line.draft.public_id]),
            text=str(line.step),
            since=line.draft.saved_at,
        )
        for line in lines
        if not line.waits_for_da
    ]
    more = reverse("referrals:new", args=[program.slug])
    return Worklist(_("Referrals to finish"), _("No referral is half-done."), more, tasks[:SHOWN], len(tasks))


def exceptions_to_decide(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Exceptions that wait for the DA (E4)."""
    waiting = list(referrals.exception_queue(program))
    tasks = [
        Task(
            title=_("Exception for referral %(number)s") % {"number": each.referral.number},
            url=reverse("referrals:exception", args=[program.slug, each.public_id]),
            since=each.recommended_at,
        )
        for each in waiting
    ]
    more = reverse("referrals:exceptions", args=[program.slug])
    return Worklist(_("Exceptions to decide"), _("No exception is waiting."), more, tasks[:SHOWN], len(tasks))


def _views_in_words(count: int) -> str:
    return ngettext("%(count)d view given", "%(count)d views given", count) % {"count": count}


def charges_to_discuss(actor: Actor, program: Program, at: datetime) -> Worklist:
    """New charges that the DA has not decided (J2)."""
    charges = list(undecided_charges(program, actor, at))
    tasks = [
        Task(
            title=each.title,
            url=reverse("staffing:new_charge", args=[program.slug, each.public_id]),
            text=_views_in_words(getattr(each, "views_given", 0)),
            since=each.occurred_on,
        )
        for each in charges
    ]
    more = reverse("staffing:new_charges", args=[program.slug])
    return Worklist(
        _("New charges to discuss"),
        _("No new charge is waiting."),
        more,
        tasks[:SHOWN],
        len(tasks),
        NEW_CHARGES,
    )


def criteria_to_approve(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The criteria version that waits for this side's approval (E2)."""
    version = waiting_version(program)
    given = {approval.side for approval in version.approvals.all()} if version else set()
    sides = {
        CriteriaApproval.Side.LAW_ENFORCEMENT.value: P.CRITERIA_APPROVE_LAW,
        CriteriaApproval.Side.DISTRICT_ATTORNEY.value: P.CRITERIA_APPROVE_DA,
    }
    awaited = version is not None and any(actor.can(sides[side]) for side in sides if side not in given)
    more = reverse("eligibility:criteria", args=[program.slug])
    tasks = []
    if version is not None and awaited:
        url = reverse("eligibility:version", args=[program.slug, version.public_id])
        title = _("Criteria version %(number)s") % {"number": version.number}
        tasks = [Task(title=title, url=url, since=version.proposed_at)]
    return Worklist(_("Criteria to approve"), _("No criteria are waiting for you."), more, tasks, len(tasks))


def checks_to_make(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals from the community that wait for law enforcement's eligibility check (R2)."""
    waiting = list(referrals.eligibility_queue(program))
    tasks = [
        Task(
            title=_("Referral %(number)s") % {"number": each.number},
            url=reverse("referrals:check_eligibility", args=[program.slug, each.public_id]),
            since=each.submitted_at,
        )
        for each in waiting
    ]
    more = reverse("referrals:checks", args=[program.slug])
    return Worklist(
        _("Eligibility to check"), _("Nobody is waiting for a check."), more, tasks[:SHOWN], len(tasks)
    )


def people_to_reach(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals not yet in contact, oldest first (H3)."""
    queue = outreach_queue(program)
    url = reverse("casework:outreach", args=[program.slug])
    tasks = [
        Task(
            title=each.person.full_name if each.person else "",
            url=f"{url}#referral-{each.public_id}",
            due=each.contact_due_at,
        )
        for each in queue[:SHOWN]
    ]
    return Worklist(
        _("People to reach"), _("Everybody referred has been reached."), url, tasks, queue.count()
    )


def intakes_to_finish(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Accepted referrals without a completed intake, nearest window first (I3)."""
    waiting = awaiting_intake(program)
    url = reverse("enrollment:waiting", args=[program.slug])
    tasks = [
        Task(title=each.person.full_name if each.person else "", url=url, due=each.intake_due_on)
        for each in waiting[:SHOWN]
    ]
    return Worklist(_("Intakes to complete"), _("No intake is waiting."), url, tasks, waiting.count())


def renewal_in_words(release: Release, visit: RenewalVisit | None, at: datetime) -> str:
    """Say how long an ROI still has, in the steps of 30, 60 and 90 days, and when somebody meets the person."""
    days = next(
        (step for step in EXPIRY_STEPS if release.ends_at <= at + timedelta(days=step)), ROI_RUNWAY_DAYS
    )
    ends = _("Ends within %(days)s days") % {"days": days}
    if visit is None:
        return _("%(ends)s. No visit is planned.") % {"ends": ends}
    return _("%(ends)s. Visit planned for %(day)s.") % {"ends": ends, "day": day(visit.planned_on)}


def releases_to_renew(actor: Actor, program: Program, at: datetime) -> Worklist:
    """ROIs that end within 90, 60 or 30 days, with the visit that is planned (C3)."""
    ending = releases_ending(actor, program, at, days=ROI_RUNWAY_DAYS)
    soonest = list(ending[:SHOWN])
    visits = planned_visits([each.person_id for each in soonest])
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("consent:releases", args=[program.slug, each.person.public_id]),
            text=renewal_in_words(each, visits.get(each.person_id), at),
            due=each.ends_at,
        )
        for each in soonest
    ]
    more = reverse("consent:expiring", args=[program.slug])
    return Worklist(_("ROIs to renew"), _("No ROI ends in the next 90 days."), more, tasks, ending.count())


def messages_to_answer(actor: Actor, program: Program, at: datetime) -> Worklist:
    """What came through the public page (R2)."""
    waiting = list(referrals.waiting_messages(program))
    url = reverse("referrals:messages", args=[program.slug])
    tasks = [
        Task(title=_("Message from the public page"), url=url, since=each.received_at) for each in waiting
    ]
    return Worklist(_("Messages to answer"), _("No message is waiting."), url, tasks[:SHOWN], len(tasks))


def requests_to_answer(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Legal requests that wait for a proposal, for a second person, or for the release (C7)."""
    waiting = registers.requests_waiting(program)
    tasks = [
        Task(
            title=_("Legal request %(number)s") % {"number": each.number},
            url=reverse("records:request", args=[program.slug, each.public_id]),
            text=each.get_state_display(),
            due=each.due_on,
            since=each.received_on,
        )
        for each in waiting[:SHOWN]
    ]
    more = reverse("records:requests", args=[program.slug])
    return Worklist(
        _("Legal requests to answer"), _("No legal request is waiting."), more, tasks, waiting.count()
    )


def erasures_to_approve(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Wishes to erase somebody that wait for a second person (C9)."""
    waiting = registers.erasures_waiting(program)
    tasks = [
        Task(
            title=_("Somebody is to be erased"),
            url=reverse("records:erasure", args=[program.slug, each.public_id]),
            since=each.requested_at,
        )
        for each in waiting[:SHOWN]
    ]
    more = reverse("records:erasures", args=[program.slug])
    return Worklist(
        _("Erasures to approve"), _("No erasure waits for a second person."), more, tasks, waiting.count()
    )


def breaches_to_tell(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Who must still be told of a breach, the most urgent first (C9)."""
    waiting = registers.duties_open(program)
    tasks = [
        Task(
            title=_("Breach %(number)s") % {"number": each.breach.number},
            url=reverse("records:breach", args=[program.slug, each.breach.public_id]),
            text=each.get_whom_display(),
            due=each.due_at,
        )
        for each in waiting[:SHOWN]
    ]
    more = reverse("records:breaches", args=[program.slug])
    return Worklist(
        _("To be told of a breach"), _("Nobody has to be told of a breach."), more, tasks, waiting.count()
    )


MAKERS: tuple[tuple[tuple[P, ...], Maker], ...] = (
    ((P.BREACHES_MANAGE,), breaches_to_tell),
    ((P.LEGAL_REQUESTS_HANDLE,), requests_to_answer),
    ((P.RECORDS_ERASE,), erasures_to_approve),
    ((P.CHARGES_DECIDE_OWN,), choices_to_make),
    ((P.REFERRAL_MAKE,), drafts_to_finish),
    ((P.EXCEPTION_DECIDE,), exceptions_to_decide),
    ((P.OUTREACH_DO,), people_to_reach),
    ((P.INTAKE_DO,), intakes_to_finish),
    ((P.REFERRAL_READ_ALL,), messages_to_answer),
    ((P.CHARGES_REVIEW, P.NEW_CHARGE_DECIDE), charges_to_discuss),
    ((P.ELIGIBILITY_CHECK,), checks_to_make),
    ((P.CRITERIA_APPROVE_LAW, P.CRITERIA_APPROVE_DA), criteria_to_approve),
    ((P.PARTICIPANT_READ,), releases_to_renew),
)
"""Which work belongs to which permissions, in the order shown."""
