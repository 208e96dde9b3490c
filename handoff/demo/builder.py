"""Building the fictional county: planned first, then played through the services in the order in which it happened."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import F

from handoff.access.actor import clock_actor
from handoff.audit import services as audit
from handoff.core.wall import behind_wall
from handoff.demo import drafts, play_care, play_law, play_referrals
from handoff.demo.history import write_history
from handoff.demo.milestones import milestones
from handoff.demo.organisation import ALDER, BIRCH, Organisation
from handoff.demo.reset import BUILT
from handoff.demo.setup import found_program
from handoff.demo.story import Act
from handoff.demo.story_kinds import KINDS, Kind
from handoff.demo.times import HISTORY_DAYS, Days
from handoff.demo.unusual import unusual_week
from handoff.demo.world import Thread, World
from handoff.enrollment.jobs import queue_intake_reminders
from handoff.notifications.models import Notice
from handoff.programs.queries import state_holidays
from handoff.referrals.jobs import queue_lapse_notices
from handoff.referrals.services import set_message_aside

Player = Callable[[World, Act, Thread], None]
PLAYERS: dict[str, Player] = {
    "accept": play_referrals.accept,
    "active": play_care.active,
    "approach": play_care.approach,
    "ask_da": play_referrals.ask_da,
    "book": play_care.book,
    "check": play_referrals.check,
    "check_and_ask_da": play_referrals.check_and_ask_da,
    "choose": play_referrals.choose,
    "complete_intake": play_care.complete_intake,
    "contact": play_care.contact,
    "da_decides": play_referrals.da_decides,
    "decide_charge": play_care.decide_charge,
    "decline": play_referrals.decline,
    "divert": play_referrals.divert,
    "extend": play_referrals.extend,
    "help": play_care.help_given,
    "inactive": play_care.inactive,
    "message": play_referrals.message,
    "new_charge": play_care.new_charge,
    "not_now": play_referrals.not_now,
    "refer_community": play_referrals.refer_community,
    "refer_social": play_referrals.refer_social,
    "revoke": play_care.revoke,
    "save_section": play_care.save_section,
    "sign": play_care.sign,
    "start_intake": play_care.start_intake,
    "view": play_care.view,
    "withdraw": play_referrals.withdraw,
}
AT_ONCE = 100
"""Acts in one transaction: fewer wait for the disk, more make PostgreSQL walk through a row's old versions."""
BIRCH_SIZE = 0.08
COMMON = tuple(kind for kind in KINDS if kind.count >= 9)
"""The kinds of stories that a small town has."""


def build_county(*, seed: int, today: date, size: float = 1.0) -> list[World]:
    """Build Alder County and its small neighbour. A build that was broken off is seen by its missing last row."""
    days = days_until(today)
    worlds = [
        build_program(organisation=ALDER, days=days, seed=seed, size=size),
        build_program(organisation=BIRCH, days=days, seed=seed, size=BIRCH_SIZE, kinds=COMMON),
    ]
    alder = worlds[0].program
    with behind_wall(alder.pk):
        audit.record(actor=clock_actor(alder.pk), at=days.ends - timedelta(seconds=1), action=BUILT)
    return worlds


def days_until(today: date) -> Days:
    """Return the calendar of a world that ends as a day begins."""
    years = range(today.year - HISTORY_DAYS // 365 - 2, today.year + 2)
    return Days(today, frozenset(day for year in years for day in state_holidays("NC", year)))


def build_program(
    *, organisation: Organisation, days: Days, seed: int, size: float, kinds: tuple[Kind, ...] = KINDS
) -> World:
    """Found a program and play its two years."""
    with behind_wall(None), transaction.atomic():
        world = found_program(organisation=organisation, days=days, seed=seed)
    history = write_history(
        seed=seed, slug=organisation.slug, days=days, cast=world.cast, size=size, kinds=kinds
    )
    world.stories = {story.number: story for story in history.stories}
    with behind_wall(world.program.pk):
        play_history(world, history.acts)
    return world


def play_history(world: World, acts: Iterable[Act]) -> None:
    """Play everything in the order of time, and leave the last night as it is."""
    happenings: list[tuple[datetime, int, Callable[[], None]]] = []
    for act in acts:
        happenings.append((act.at, len(happenings), partial(play, world, act)))
    for moment, happens in chain(milestones(world), unusual_week(world)):
        happenings.append((moment, -1, partial(happens, moment)))
    happenings.sort(key=lambda each: each[:2])
    for start in range(0, len(happenings), AT_ONCE):
        with transaction.atomic():
            for _moment, _order, happen in happenings[start : start + AT_ONCE]:
                happen()
    with transaction.atomic():
        leave_half_done(world)
        quieten(world)


def play(world: World, act: Act) -> None:
    """Play one act."""
    PLAYERS[act.verb](world, act, world.thread(act.story))


def leave_half_done(world: World) -> None:
    """The last night: drafts not sent, messages not answered, one put away."""
    drafts.half_done(world)
    play_law.asked_by_law(world)
    waiting = play_referrals.unanswered_messages(world)
    carer = world.actor(world.cast.carer(world.stories[1].rng, "en"), world.days.ends)
    set_message_aside(actor=carer, message=waiting[0], at=world.days.ends - timedelta(hours=9))


def quieten(world: World) -> None:
    """Write the reminders that are due by now and mark every notice of the past as sent: serving sends none."""
    for queue in (queue_intake_reminders, queue_lapse_notices):
        queue(program=world.program, at=world.days.ends)
    waiting = Notice.objects.filter(program_id=world.program.pk, sent_at__isnull=True)
    waiting.update(sent_at=F("queued_at"), attempts=1)
