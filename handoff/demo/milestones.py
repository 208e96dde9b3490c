"""Changes to a program outside its stories: agreements, an earlier intake deadline, criteria, the on-call roster."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts.services.departures import plan_departure
from handoff.demo import texts
from handoff.demo.dates import AGREEMENT_CHANGED_AGO, HISTORY_DAYS, INTAKE_DAYS_NOW, POLICY_CHANGED_AGO, at
from handoff.demo.handlers.measures import (
    HEAD_COUNT_AGO,
    close,
    closed_months,
    count_officers_again,
    enter_jail_figures,
    share,
    shared_years,
)
from handoff.demo.handlers.shared import LOOKS_EVERY, list_shared, look_at_shared, plan_renewals
from handoff.demo.organizations import Partner, SignedAgreement
from handoff.demo.program import DemoProgram
from handoff.demo.setup import approve_for_own_agency, give_role, leaders, publish_and_sign
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.services import propose_criteria, save_criteria_draft
from handoff.programs import services as programs
from handoff.programs.inputs import AgreementInput, PolicyInput

Milestone = tuple[datetime, Callable[[datetime], None]]
ROSTER_DAYS = 15
NOTICES_SINCE_AGO = 30
"""Accounts have email addresses since then; thousands of older notices would add half a minute and nothing else."""


def milestones(demo: DemoProgram) -> Iterator[Milestone]:
    days = demo.days
    for partner in demo.organization.partners:
        for agreement in partner.agreements:
            yield (
                at(days.ago(agreement.signed_ago), 11, 30),
                partial(file_agreement, demo, partner, agreement),
            )
    yield at(days.ago(NOTICES_SINCE_AGO), 0, 10), partial(give_addresses, demo)
    yield at(days.ago(POLICY_CHANGED_AGO + 6), 10, 0), partial(shorten_deadline, demo)
    yield at(days.ago(AGREEMENT_CHANGED_AGO), 0, 5), partial(renew_agreement, demo)
    yield at(days.working_day_before(days.ago(12)), 14, 0), partial(propose_next_criteria, demo)
    yield at(days.working_day_before(days.ago(1)), 7, 40), partial(plan_roster, demo)
    yield at(days.working_day_before(days.ago(4)), 13, 20), partial(plan_an_officers_leaving, demo)
    for turn, ago in enumerate(range(HISTORY_DAYS - LOOKS_EVERY, 0, -LOOKS_EVERY)):
        moment = at(days.working_day_before(days.ago(ago)), 15, 5)
        yield moment, partial(look_at_shared, demo, turn)
    yield at(days.working_day_before(days.ago(4)), 10, 35), partial(list_shared, demo)
    yield at(days.working_day_before(days.ago(1)), 8, 20), partial(plan_renewals, demo)
    yield at(days.ago(HEAD_COUNT_AGO), 10, 5), partial(count_officers_again, demo)
    for month in closed_months(days):
        yield at(month.next.first + timedelta(days=1), 9, 30), partial(close, demo, month)
    yield at(days.ago(6), 11, 20), partial(enter_jail_figures, demo, list(reversed(closed_months(days))))
    for year, day in shared_years(days):
        yield at(day, 14, 15), partial(share, demo, year)
    for worker in demo.staff.workers:
        if worker.since_ago is not None:
            yield at(days.ago(worker.since_ago), 9, 15), partial(give_role, demo, worker)


def manager(demo: DemoProgram, moment: datetime) -> Actor:
    return demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)


def give_addresses(demo: DemoProgram, moment: datetime) -> None:
    for user in demo.users.values():
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])


def file_agreement(demo: DemoProgram, partner: Partner, agreement: SignedAgreement, moment: datetime) -> None:
    expires_on = None if agreement.ends_in is None else demo.days.today + timedelta(days=agreement.ends_in)
    agreement_input = AgreementInput(
        kind=agreement.kind, signed_on=demo.days.ago(agreement.signed_ago), expires_on=expires_on
    )
    programs.add_agreement(
        actor=manager(demo, moment),
        agency=demo.partners[partner.key],
        agreement_input=agreement_input,
        at=moment,
    )


def shorten_deadline(demo: DemoProgram, moment: datetime) -> None:
    """Fourteen days from the agreed day on; deadlines already stamped stay."""
    programs.add_policy_version(
        actor=manager(demo, moment),
        program=demo.program,
        policy_input=PolicyInput(intake_window_days=INTAKE_DAYS_NOW),
        effective_on=demo.days.policy_changed_on,
        at=moment,
    )


def renew_agreement(demo: DemoProgram, moment: datetime) -> None:
    """The second confidentiality agreement, which all staff sign the same night."""
    publish_and_sign(demo, texts.AGREEMENT_TWO, texts.AGREEMENT_TWO_ES, moment)


def propose_next_criteria(demo: DemoProgram, moment: datetime) -> None:
    """Proposed criteria with a ten-year look-back: law enforcement has approved, the DA has not answered."""
    actor = manager(demo, moment)
    shorter = tuple(replace(each, years=10) for each in NORTH_CAROLINA.convictions)
    criteria = replace(NORTH_CAROLINA, name="With a look-back of ten years", convictions=shorter)
    version = save_criteria_draft(
        actor=actor,
        program=demo.program,
        plain=criteria.to_plain(),
        effective_on=demo.days.today + timedelta(days=14),
        note="After eleven exceptions for convictions older than ten years.",
        at=moment,
    )
    version = propose_criteria(actor=actor, version=version, at=moment + timedelta(minutes=15))
    for hours_on, username in enumerate(leaders(demo, da=False), start=1):
        approve_for_own_agency(demo, username, version, moment + timedelta(hours=hours_on))


def plan_an_officers_leaving(demo: DemoProgram, moment: datetime) -> None:
    """An officer changes posts in three weeks; a colleague of the same agency takes over their charges (P9)."""
    officers = [each for each in demo.staff.with_roles(RoleName.OFFICER) if each.since_ago is None]
    successor = officers[0]
    leaving = next(each for each in officers[1:] if each.partner == successor.partner)
    plan_departure(
        actor=manager(demo, moment),
        program=demo.program,
        user=demo.users[leaving.username],
        leaves_on=demo.days.today + timedelta(days=21),
        stand_in=demo.users[successor.username],
        at=moment,
    )


def plan_roster(demo: DemoProgram, moment: datetime) -> None:
    """Two workers in turn on call from 8 to 5 on every working day of the next two weeks."""
    care_workers = demo.staff.with_roles(RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)
    for ahead in range(ROSTER_DAYS):
        day = demo.days.today + timedelta(days=ahead)
        if not demo.days.is_working(day):
            continue
        for turn in range(2):
            worker = care_workers[(ahead + turn) % len(care_workers)]
            user = demo.users[worker.username]
            programs.add_shift(
                actor=manager(demo, moment),
                program=demo.program,
                user_id=user.pk,
                name=user.full_name,
                phone=user.phone,
                day=day,
                starts=time(8),
                ends=time(17),
                at=moment,
            )
