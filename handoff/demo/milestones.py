"""What changes in a program beside its stories: papers signed, a shorter window, a new agreement, the roster."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.organisation import Paper, Partner
from handoff.demo.play_shared import LOOKS_EVERY, list_shared, look_at_shared, plan_renewals
from handoff.demo.setup import give_role, publish_and_sign
from handoff.demo.times import AGREEMENT_CHANGED_AGO, HISTORY_DAYS, POLICY_CHANGED_AGO, WINDOW_NOW, at
from handoff.demo.world import World
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval
from handoff.eligibility.services import approve_criteria, propose_criteria, save_criteria_draft
from handoff.programs import services as programs
from handoff.programs.inputs import AgreementGiven, PolicyGiven

Milestone = tuple[datetime, Callable[[datetime], None]]
ROSTER_DAYS = 15
NOTICES_SINCE_AGO = 30
"""Everybody gets notices since so many days ago; thousands of older ones would tell nothing and take half a minute."""


def milestones(world: World) -> Iterator[Milestone]:
    """Return what changes, each with its moment."""
    days = world.days
    for partner in world.organisation.partners:
        for paper in partner.papers:
            yield at(days.ago(paper.signed_ago), 11, 30), partial(sign_paper, world, partner, paper)
    yield at(days.ago(NOTICES_SINCE_AGO), 0, 10), partial(give_addresses, world)
    yield at(days.ago(POLICY_CHANGED_AGO + 6), 10, 0), partial(shorten_window, world)
    yield at(days.ago(AGREEMENT_CHANGED_AGO), 0, 5), partial(renew_agreement, world)
    yield at(days.working_day_before(days.ago(12)), 14, 0), partial(propose_next_criteria, world)
    yield at(days.working_day_before(days.ago(1)), 7, 40), partial(plan_roster, world)
    for turn, ago in enumerate(range(HISTORY_DAYS - LOOKS_EVERY, 0, -LOOKS_EVERY)):
        moment = at(days.working_day_before(days.ago(ago)), 15, 5)
        yield moment, partial(look_at_shared, world, turn)
    yield at(days.working_day_before(days.ago(4)), 10, 35), partial(list_shared, world)
    yield at(days.working_day_before(days.ago(1)), 8, 20), partial(plan_renewals, world)
    for worker in world.cast.workers:
        if worker.since_ago is not None:
            yield at(days.ago(worker.since_ago), 9, 15), partial(give_role, world, worker)


def manager(world: World, moment: datetime) -> Actor:
    """Return the program manager's standing."""
    return world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment)


def give_addresses(world: World, moment: datetime) -> None:
    """Give every account its e-mail address."""
    for user in world.users.values():
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])


def sign_paper(world: World, partner: Partner, paper: Paper, moment: datetime) -> None:
    """Put a signed agreement with a partner on file."""
    expires_on = None if paper.ends_in is None else world.days.today + timedelta(days=paper.ends_in)
    given = AgreementGiven(kind=paper.kind, signed_on=world.days.ago(paper.signed_ago), expires_on=expires_on)
    programs.add_agreement(
        actor=manager(world, moment), agency=world.partners[partner.key], given=given, at=moment
    )


def shorten_window(world: World, moment: datetime) -> None:
    """Fourteen days from the day on that was agreed; what was stamped before stays."""
    programs.add_policy_version(
        actor=manager(world, moment),
        program=world.program,
        given=PolicyGiven(intake_window_days=WINDOW_NOW),
        effective_on=world.days.policy_changed_on,
        at=moment,
    )


def renew_agreement(world: World, moment: datetime) -> None:
    """The second confidentiality agreement; everybody signs it the same night."""
    publish_and_sign(world, texts.AGREEMENT_TWO, texts.AGREEMENT_TWO_ES, moment)


def propose_next_criteria(world: World, moment: datetime) -> None:
    """A proposal with a look-back of ten years: law enforcement has said yes, the DA has not answered yet."""
    actor = manager(world, moment)
    shorter = tuple(replace(each, years=10) for each in NORTH_CAROLINA.convictions)
    criteria = replace(NORTH_CAROLINA, name="With a look-back of ten years", convictions=shorter)
    version = save_criteria_draft(
        actor=actor,
        program=world.program,
        plain=criteria.to_plain(),
        effective_on=world.days.today + timedelta(days=14),
        note="After eleven exceptions for convictions older than ten years.",
        at=moment,
    )
    version = propose_criteria(actor=actor, version=version, at=moment + timedelta(minutes=15))
    leader = world.actor(world.cast.first(RoleName.LAW_LEADER), moment)
    side = CriteriaApproval.Side.LAW_ENFORCEMENT
    approve_criteria(actor=leader, version=version, side=side, at=moment + timedelta(hours=1))


def plan_roster(world: World, moment: datetime) -> None:
    """Two workers on call on every working day of the coming two weeks, from 8 to 17, taking turns."""
    carers = world.cast.of(RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)
    for ahead in range(ROSTER_DAYS):
        day = world.days.today + timedelta(days=ahead)
        if not world.days.is_working(day):
            continue
        for turn in range(2):
            worker = carers[(ahead + turn) % len(carers)]
            user = world.users[worker.username]
            programs.add_shift(
                actor=manager(world, moment),
                program=world.program,
                user_id=user.pk,
                name=user.full_name,
                phone=user.phone,
                day=day,
                starts=time(8),
                ends=time(17),
                at=moment,
            )
