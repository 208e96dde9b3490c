"""Worklists of the home page, one for each kind of work. They are queried, never stored, so they can't be outdated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.access.roles import RoleName
from handoff.accounts.queries import current_agreement, current_memberships
from handoff.desk.home.definitions import NEW_CHARGES, TASKS_SHOWN
from handoff.desk.home.presenters import (
    appointments,
    care,
    caseloads,
    collection,
    court,
    handovers,
    legal,
    linkages,
    meetings,
    news,
    safety,
    succession,
    turnover,
)
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import Task, Worklist, first_and_total
from handoff.desk.home.queries import accounts_to_vouch_for, incomplete_enrollments, roles_to_confirm_by
from handoff.eligibility.queries import agencies_awaited, waiting_version
from handoff.participants.merging.queries import waiting_duplicates
from handoff.programs.models import Program
from handoff.programs.queries import RosterGap, local_date, roster_gaps, time_zone_of
from handoff.referrals import queries as referrals
from handoff.referrals.presenters import draft_line
from handoff.referrals.supervision.queries import waiting_questions
from handoff.staffing.queries import undecided_charges

WorklistBuilder = Callable[[Actor, Program, datetime], Worklist]


@dataclass(frozen=True)
class FromDay:
    """A worklist made of what it shares with others of the same page."""

    make: Callable[[Day], Worklist]


def build_worklists(actor: Actor, program: Program, at: datetime) -> list[Worklist]:
    """The worklists for the actor's permissions, the most urgent kind first."""
    return list(_iter_worklists(actor, program, at))


def _iter_worklists(actor: Actor, program: Program, at: datetime) -> Iterator[Worklist]:
    day = Day(actor, program, at)
    for permissions, build in WORKLIST_BUILDERS:
        if not permissions or any(actor.can(permission) for permission in permissions):
            yield build.make(day) if isinstance(build, FromDay) else build(actor, program, at)
    # Few take over from anyone or have data to review: an empty list would only be noise.
    for rare in (collection.data_to_review, care.imported_without_roi, succession.work_to_take_over):
        worklist = rare(actor, program, at)
        if worklist.tasks:
            yield worklist


def agreement_to_sign(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The confidentiality agreement, until the actor has signed its current version (finding-I6, C4)."""
    agreement = None if actor.agreement_signed else current_agreement(program, at)
    url = reverse("accounts:sign_agreement", args=[program.slug])
    tasks = []
    if agreement is not None:
        text = _("You can't open participant data until you sign it.")
        tasks = [Task(title=_("Read and sign the confidentiality agreement"), url=url, text=text)]
    empty = _("You signed it.") if actor.agreement_signed else _("There's none to sign yet.")
    return Worklist(_("Confidentiality agreement"), empty, url, tasks, len(tasks))


def roles_to_confirm(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Roles that another manager granted and that wait for a second one (S2)."""
    waiting = roles_to_confirm_by(actor, program, at)
    tasks = [
        Task(
            title=_("Confirm a role of %(name)s") % {"name": each.user.full_name},
            url=reverse("accounts:member", args=[program.slug, each.user.public_id]),
            text=str(each.get_role_display()),
        )
        for each in waiting
    ]
    more = reverse("accounts:members", args=[program.slug])
    return Worklist(_("Roles to confirm"), _("No roles are waiting."), more, tasks[:TASKS_SHOWN], len(tasks))


def accounts_to_confirm(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Accounts that approve criteria and wait for a second manager to confirm whose hands they are in (S2)."""
    waiting = accounts_to_vouch_for(actor, program, at)
    tasks = [
        Task(
            title=_("Confirm the account of %(name)s") % {"name": each.full_name},
            url=reverse("accounts:member", args=[program.slug, each.public_id]),
            text=_("Another manager created it. Ask its owner whether they have it."),
        )
        for each in waiting
    ]
    more = reverse("accounts:members", args=[program.slug])
    empty = _("No accounts are waiting.")
    return Worklist(_("Accounts to confirm"), empty, more, tasks[:TASKS_SHOWN], len(tasks))


def duplicates_to_review(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Pairs of records that may be about one person (D6); the page compares them, so home names no one."""
    count = waiting_duplicates(program).count()
    url = reverse("duplicates:list", args=[program.slug])
    tasks = [Task(title=_("Compare possible duplicates"), url=url)] if count else []
    return Worklist(_("Possible duplicates"), _("No pairs to review."), url, tasks, count)


def records_to_complete(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Active participants whose record lacks what the program needs to reach them (finding-I7)."""
    incomplete, total = first_and_total(incomplete_enrollments(program))
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("people:person", args=[program.slug, each.person.public_id]),
            text=_("No birth date") if each.person.date_of_birth is None else _("No way to reach them"),
            about=each.person.public_id,
        )
        for each in incomplete
    ]
    more = reverse("people:people", args=[program.slug])
    empty = _("Every active participant has a birth date and a way to reach them.")
    return Worklist(_("Records to complete"), empty, more, tasks, total)


def managers_missing(actor: Actor, program: Program, at: datetime) -> Worklist:
    """For the site administrator: a program without a manager can't start (P6)."""
    held = current_memberships(local_date(program, at)).filter(program=program)
    missing = not held.filter(role=RoleName.PROGRAM_MANAGER).exists()
    url = reverse("accounts:add_member", args=[program.slug])
    tasks = [Task(title=_("Add a program manager"), url=url)] if missing else []
    return Worklist(_("Program manager"), _("The program has a manager."), url, tasks, len(tasks))


def passed_deadlines(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The officer's own referrals whose intake deadline has passed: they may now decide on the charge (I3)."""
    url = reverse("referrals:own", args=[program.slug])
    passed = referrals.own_lapsed_referrals(actor, at)
    tasks = [
        Task(
            title=each.person_name or _("Referral %(number)s") % {"number": each.referral.number},
            url=f"{url}#referral-{each.referral.public_id}",
            text=", ".join(each.charges),
            since=each.view.lapses_on,
            about=each.referral.audited_as,
        )
        for each in passed
    ]
    return Worklist(
        _("Intake deadline passed: your decision needed"),
        _("No intake deadline has passed."),
        url,
        tasks[:TASKS_SHOWN],
        len(tasks),
    )


def unfinished_drafts(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Referrals started but not sent. A draft that waits for the DA is not listed."""
    lines = [draft_line(draft) for draft in referrals.open_drafts(program, actor)]
    tasks = [
        Task(
            title=line.name or _("No name yet"),
            url=reverse("referrals:resume", args=[program.slug, line.draft.public_id]),
            text=str(line.step),
            since=line.draft.saved_at,
            about=line.draft.public_id,
        )
        for line in lines
        if not line.waits_for_da
    ]
    more = reverse("referrals:new", args=[program.slug])
    return Worklist(_("Drafts to finish"), _("No drafts."), more, tasks[:TASKS_SHOWN], len(tasks))


def pending_exceptions(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Exceptions awaiting the DA's decision (E4)."""
    waiting = list(referrals.open_exceptions(program))
    tasks = [
        Task(
            title=_("Exception for referral %(number)s") % {"number": each.referral.number},
            url=reverse("referrals:exception", args=[program.slug, each.public_id]),
            since=each.recommended_at,
        )
        for each in waiting
    ]
    more = reverse("referrals:exceptions", args=[program.slug])
    return Worklist(
        _("Exceptions to decide"), _("No exceptions waiting."), more, tasks[:TASKS_SHOWN], len(tasks)
    )


def _recommendation_count_text(count: int) -> str:
    return ngettext("%(count)d recommendation", "%(count)d recommendations", count) % {"count": count}


def pending_new_charges(actor: Actor, program: Program, at: datetime) -> Worklist:
    """New charges without a decision by the DA (J2)."""
    charges = list(undecided_charges(program, actor, at))
    tasks = [
        Task(
            title=each.shown_title,
            url=reverse("staffing:new_charge", args=[program.slug, each.public_id]),
            text=_recommendation_count_text(getattr(each, "views_given", 0)),
            since=each.occurred_on,
            about=each.person.public_id,
        )
        for each in charges
    ]
    more = reverse("staffing:new_charges", args=[program.slug])
    return Worklist(
        _("New charges to discuss"),
        _("No new charges waiting."),
        more,
        tasks[:TASKS_SHOWN],
        len(tasks),
        NEW_CHARGES,
    )


def criteria_awaiting_approval(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The criteria version that lacks the approval of the actor's own partner (E2)."""
    version = waiting_version(program)
    awaited = version is not None and bool(agencies_awaited(actor, version, at))
    more = reverse("eligibility:criteria", args=[program.slug])
    tasks = []
    if version is not None and awaited:
        url = reverse("eligibility:version", args=[program.slug, version.public_id])
        title = _("Criteria version %(number)s") % {"number": version.number}
        tasks = [Task(title=title, url=url, text=_("Proposed by the program"), since=version.proposed_at)]
    return Worklist(
        _("Criteria to approve"), _("No criteria are waiting for your approval."), more, tasks, len(tasks)
    )


def pending_eligibility_checks(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Community referrals awaiting law enforcement's eligibility check (R2)."""
    waiting = list(referrals.awaiting_eligibility_check(program, actor))
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
        _("Eligibility checks waiting"),
        _("No eligibility checks waiting."),
        more,
        tasks[:TASKS_SHOWN],
        len(tasks),
    )


def supervision_questions(actor: Actor, program: Program, at: datetime) -> Worklist:
    """What the supervising officer's own office is asked (E10). The names are on the page itself."""
    waiting = list(waiting_questions(actor))
    tasks = [
        Task(
            title=_("A question about someone you supervise"),
            url=reverse("referrals:answer_supervision", args=[program.slug, each.public_id]),
            since=each.asked_at,
        )
        for each in waiting
    ]
    more = reverse("referrals:supervision", args=[program.slug])
    return Worklist(
        _("Questions to your office"), _("No questions waiting."), more, tasks[:TASKS_SHOWN], len(tasks)
    )


def coming_roster_gaps(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Open hours of the next two weeks in which no one is on call, for whoever keeps the roster (H1)."""
    gaps = roster_gaps(program, at)
    url = reverse("accounts:on_call", args=[program.slug])
    tasks = [
        Task(title=_("No one is on call"), url=url, text=gap_text(gap, program)) for gap in gaps[:TASKS_SHOWN]
    ]
    empty = _("Someone is on call in all open hours of the next two weeks.")
    return Worklist(_("Gaps in the on-call roster"), empty, url, tasks, len(gaps))


def gap_text(gap: RosterGap, program: Program) -> str:
    zone = time_zone_of(program)
    begins, ends = (
        date_format(each.astimezone(zone), "DATETIME_FORMAT") for each in (gap.starts_at, gap.ends_at)
    )
    return _("From %(begins)s to %(ends)s") % {"begins": begins, "ends": ends}


def unanswered_messages(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Messages from the public page (R2)."""
    waiting = list(referrals.waiting_messages(program))
    url = reverse("referrals:messages", args=[program.slug])
    tasks = [
        Task(title=_("Web request"), url=f"{url}#message-{each.public_id}", since=each.received_at)
        for each in waiting
    ]
    return Worklist(
        _("Web requests to answer"), _("No web requests waiting."), url, tasks[:TASKS_SHOWN], len(tasks)
    )


CRITERIA_APPROVERS = (P.CRITERIA_APPROVE_LAW, P.CRITERIA_APPROVE_DA, P.CRITERIA_APPROVE_PARTNER)

WORKLIST_BUILDERS: tuple[tuple[tuple[P, ...], WorklistBuilder | FromDay], ...] = (
    ((), agreement_to_sign),
    ((P.BREACHES_MANAGE,), legal.breach_notices_due),
    ((P.LEGAL_REQUESTS_HANDLE,), legal.open_legal_requests),
    ((P.RECORDS_ERASE,), legal.erasure_requests_to_review),
    ((P.CHARGES_DECIDE_OWN,), passed_deadlines),
    ((P.REFERRAL_READ_OWN,), news.own_referrals_news),
    ((P.REFERRAL_MAKE,), unfinished_drafts),
    ((P.EXCEPTION_DECIDE,), pending_exceptions),
    ((P.SUPERVISION_ANSWER,), supervision_questions),
    ((P.HANDOFF_TAKE,), handovers.handoffs_to_partner),
    ((P.SERVICES_ANSWER,), linkages.referrals_to_answer),
    ((P.INTAKE_DO,), handovers.handoffs_to_take_over),
    ((P.INTAKE_DO, P.OUTREACH_DO), FromDay(appointments.todays_appointments)),
    ((P.OUTREACH_DO,), FromDay(appointments.outcomes_to_record)),
    ((P.OUTREACH_DO,), FromDay(appointments.coming_appointments)),
    ((P.OUTREACH_DO,), FromDay(court.court_dates)),
    ((P.OUTREACH_DO,), FromDay(court.court_orders)),
    ((P.OUTREACH_DO,), caseloads.new_participants),
    ((P.OUTREACH_DO,), caseloads.contacts_due),
    ((P.MEETINGS_ATTEND,), meetings.actions_from_meetings),
    ((P.OUTREACH_DO,), appointments.steps_due),
    ((P.OUTREACH_DO,), FromDay(linkages.services_to_follow_up)),
    ((P.NOTES_READ_PROTECTED,), safety.look_back),
    ((P.OUTREACH_DO,), turnover.people_to_cover),
    ((P.OUTREACH_DO,), turnover.introductions),
    ((P.OUTREACH_DO,), FromDay(care.people_new_or_at_scene)),
    ((P.OUTREACH_DO,), care.own_participants_referred),
    ((P.OUTREACH_DO,), FromDay(care.own_people_overdue)),
    ((P.OUTREACH_DO,), FromDay(care.others_to_reach)),
    ((P.INTAKE_DO,), FromDay(care.officers_to_tell)),
    ((P.INTAKE_DO,), FromDay(care.people_to_ask)),
    ((P.INTAKE_DO,), care.yes_by_link),
    ((P.INTAKE_DO,), FromDay(care.intakes_due)),
    ((P.PARTICIPANT_READ,), care.own_participants),
    ((P.REFERRAL_READ_ALL,), unanswered_messages),
    ((P.CHARGES_REVIEW, P.NEW_CHARGE_DECIDE), pending_new_charges),
    ((P.ELIGIBILITY_CHECK,), pending_eligibility_checks),
    (CRITERIA_APPROVERS, criteria_awaiting_approval),
    (CRITERIA_APPROVERS, succession.criteria_to_read),
    ((P.PARTICIPANT_READ,), care.expiring_rois),
    ((P.PROGRAMS_ADD,), managers_missing),
    ((P.ACCOUNTS_MANAGE,), roles_to_confirm),
    ((P.CASELOADS_MANAGE,), caseloads.caseloads_to_look_at),
    ((P.CASELOADS_MANAGE,), turnover.plans_to_finish),
    ((P.ACCOUNTS_MANAGE,), accounts_to_confirm),
    ((P.RECORDS_CORRECT,), duplicates_to_review),
    ((P.RECORDS_CORRECT,), records_to_complete),
    ((P.PROGRAM_SETUP,), coming_roster_gaps),
    ((P.ACCOUNTS_MANAGE,), succession.duties_left_behind),
)
"""Which worklists belong to which permissions (any of them; none: to everyone), in the order shown."""
