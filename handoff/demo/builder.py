"""Build the fictional county: plan it first, then run the events through the services in time order."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import F

from handoff.access.actor import system_actor
from handoff.audit import services as audit
from handoff.core.tenancy import tenant_context
from handoff.demo.dates import HISTORY_DAYS, DemoCalendar
from handoff.demo.directory import fill_directory
from handoff.demo.handlers import (
    care,
    caseloads,
    casework,
    database,
    drafts,
    legal,
    matching,
    measures,
    meetings,
    plans,
    providers,
    referrals,
    safety,
    shifts,
    situation,
    supplies,
    surveys,
)
from handoff.demo.handlers.charge_files import send_charge_files
from handoff.demo.handlers.court import add_court_dates
from handoff.demo.handlers.dispositions import close_charges
from handoff.demo.handlers.good_news import tell_officers
from handoff.demo.handlers.measures import define_own_measures, enter_ages
from handoff.demo.handlers.partner_facts import add_partner_facts
from handoff.demo.handlers.summaries import write_summaries
from handoff.demo.milestones import milestones
from handoff.demo.organizations import ALDER, BIRCH, Organization
from handoff.demo.program import DemoProgram, StoryRecords
from handoff.demo.record_access import unusual_week
from handoff.demo.reset import BUILT, recipe
from handoff.demo.setup import create_demo_program
from handoff.demo.stories.history import write_history
from handoff.demo.stories.kinds import KINDS, Kind
from handoff.demo.stories.story import StoryEvent
from handoff.enrollment.jobs import queue_intake_reminders
from handoff.notifications.models import Notice
from handoff.programs.queries import state_holidays
from handoff.referrals.jobs import queue_lapse_notices
from handoff.referrals.services import dismiss_message

Report = Callable[[int], None]
Handler = Callable[[DemoProgram, StoryEvent, StoryRecords], None]
HANDLERS: dict[str, Handler] = {
    "accept": referrals.accept_referral,
    "active": care.make_active,
    "approach": care.add_approach_note,
    "ask_da": referrals.ask_da,
    "book": care.book_intake,
    "check": referrals.check_eligibility,
    "check_and_ask_da": referrals.check_and_ask_da,
    "choose": referrals.choose_charge,
    "complete_intake": care.complete_intake,
    "contact": care.log_contact,
    "da_decides": referrals.da_decides,
    "decide_charge": care.decide_charge,
    "decline": referrals.decline_referral,
    "divert": referrals.submit_diversion,
    "extend": referrals.extend_deadline,
    "follow_up": casework.follow_up,
    "goals": casework.add_goals,
    "help": care.log_help,
    "inactive": care.make_inactive,
    "message": referrals.receive_message,
    "need": casework.record_need,
    "new_charge": care.new_charge,
    "note": casework.write_note,
    "not_now": referrals.submit_not_now,
    "progress": casework.follow_goals,
    "refer_community": referrals.refer_community,
    "refer_social": referrals.refer_social,
    "revoke": care.revoke_rois,
    "save_section": care.save_section,
    "screen": referrals.complete_screening,
    "sign": care.sign_roi,
    "start_intake": care.start_intake,
    "view": care.recommend,
    "withdraw": referrals.withdraw_referral,
}
AT_ONCE = 100
"""Events per transaction: fewer wait on the disk, more make PostgreSQL scan dead row versions."""
BIRCH_SIZE = 0.08
MOST_OF_IT = 95
"""Percent of the work done once Alder County's history is written."""
COMMON = tuple(kind for kind in KINDS if kind.count >= 9)


def ignore_progress(percent: int) -> None:
    pass


def build_county(
    *, seed: int, today: date, size: float = 1.0, report: Report = ignore_progress
) -> list[DemoProgram]:
    """Build Alder County and its small neighbor, and report progress in percent.

    The `BUILT` audit row comes last: it marks the build as complete.
    """
    days = days_until(today)
    built = [
        build_program(organization=ALDER, days=days, seed=seed, size=size, report=report),
        build_program(organization=BIRCH, days=days, seed=seed, size=BIRCH_SIZE, kinds=COMMON),
    ]
    alder = built[0].program
    with tenant_context(alder.pk):
        audit.record(
            actor=system_actor(alder.pk),
            at=days.ends - timedelta(seconds=1),
            action=BUILT,
            details={"recipe": recipe()},
        )
    report(100)
    return built


def days_until(today: date) -> DemoCalendar:
    years = range(today.year - HISTORY_DAYS // 365 - 2, today.year + 2)
    return DemoCalendar(today, frozenset(day for year in years for day in state_holidays("NC", year)))


def build_program(
    *,
    organization: Organization,
    days: DemoCalendar,
    seed: int,
    size: float,
    kinds: tuple[Kind, ...] = KINDS,
    report: Report = ignore_progress,
) -> DemoProgram:
    with tenant_context(None), transaction.atomic():
        demo = create_demo_program(organization=organization, days=days, seed=seed)
    history = write_history(
        seed=seed, slug=organization.slug, days=days, staff=demo.staff, size=size, kinds=kinds
    )
    demo.stories = {story.number: story for story in history.stories}
    with tenant_context(demo.program.pk):
        run_events(demo, history.events, report)
    return demo


def run_events(demo: DemoProgram, events: Iterable[StoryEvent], report: Report) -> None:
    """Run everything in time order, then leave some of the last night's work open."""
    planned: list[tuple[datetime, int, Callable[[], None]]] = []
    for event in events:
        planned.append((event.at, len(planned), partial(handle_event, demo, event)))
    for moment, happens in chain(milestones(demo), unusual_week(demo)):
        planned.append((moment, -1, partial(happens, moment)))
    planned.sort(key=lambda each: each[:2])
    for start in range(0, len(planned), AT_ONCE):
        with transaction.atomic():
            for _moment, _order, happen in planned[start : start + AT_ONCE]:
                happen()
        report(MOST_OF_IT * start // len(planned))
    with transaction.atomic():
        leave_open_work(demo)
        settle_notices(demo)


def handle_event(demo: DemoProgram, event: StoryEvent) -> None:
    HANDLERS[event.action](demo, event, demo.records(event.story))


def leave_open_work(demo: DemoProgram) -> None:
    """Unsent drafts, next steps, open legal requests, unanswered messages, and one dismissed message."""
    drafts.leave_unfinished_drafts(demo)
    legal.record_legal_requests(demo)
    plans.agree_on_plans(demo)
    casework.plan_next_steps(demo)
    casework.plan_appointments(demo)
    situation.record_situations(demo)
    matching.describe_staff_and_wishes(demo)
    caseloads.balance_caseloads(demo)
    supplies.stock_supplies(demo)
    shifts.hand_shifts_over(demo)
    meetings.hold_meetings(demo)
    database.save_views(demo)
    surveys.ask_participants(demo)
    safety.record_safety(demo)
    define_own_measures(demo)
    enter_ages(demo)
    measures.plan_collection(demo)
    measures.mark_preparations(demo)
    if demo.organization.lists_services:
        fill_directory(demo)
        providers.refer_to_partners(demo)
        send_charge_files(demo)
        add_court_dates(demo)
        write_summaries(demo)
        close_charges(demo)
        tell_officers(demo)
        add_partner_facts(demo)
    waiting = referrals.unanswered_messages(demo)
    care_worker = demo.actor(demo.staff.care_worker(demo.stories[1].rng, "en"), demo.days.ends)
    dismiss_message(actor=care_worker, message=waiting[0], at=demo.days.ends - timedelta(hours=9))


def settle_notices(demo: DemoProgram) -> None:
    """Queue the reminders due by now and mark every notice as sent, so that serving the demo sends no mail."""
    for queue in (queue_intake_reminders, queue_lapse_notices):
        queue(program=demo.program, at=demo.days.ends)
    waiting = Notice.objects.filter(program_id=demo.program.pk, sent_at__isnull=True)
    waiting.update(sent_at=F("queued_at"), attempts=1)
