"""Needs with their referrals to services, and milestones, as pages show them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from handoff.casework.definitions import DECLINED, ENDS, FOLLOWING
from handoff.casework.models import (
    Milestone,
    Need,
    NeedEvent,
    ProviderAnswer,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.needs.queries import agency_of
from handoff.core.templatetags.handoff import clock, day
from handoff.core.ui import TimelineEntry, newest_first
from handoff.directory.models import Service
from handoff.programs.models import Agency, Program

State = ServiceReferralEvent.State


@dataclass(frozen=True)
class ReferralCard:
    """One referral to a service: which one, where it stands since when, and what got in the way."""

    referral: ServiceReferral
    provider: str
    service: Service | None
    state: str
    kind: str
    since: date
    appointment_on: date | None
    barrier: str
    outcome: str
    is_connected: bool
    may_follow_up: bool
    agency: Agency | None
    is_shown: bool
    answers: list[TimelineEntry]


@dataclass(frozen=True)
class NeedCard:
    """One need with its referrals, newest first."""

    need: Need
    title: str
    words: str
    state: str
    is_open: bool
    referrals: list[ReferralCard]
    names: dict[int, str]
    zone: ZoneInfo

    @cached_property
    def history(self) -> list[TimelineEntry]:
        """Everything that happened with it, for the pages that show it: on the record it is in the timeline."""
        return newest_first(need_entries(self.need, self.names, self.zone), self.zone)


def need_cards(
    needs: Sequence[Need], names: dict[int, str], zone: ZoneInfo, shown: Mapping[int, bool]
) -> list[NeedCard]:
    """`shown` says of the referrals to a partner's services whether that partner may know of them now."""
    return [
        NeedCard(
            need=need,
            title=str(need.get_kind_display()),
            words=need.words,
            state=need_state(need),
            is_open=need.is_open,
            referrals=[referral_card(each, names, shown) for each in reversed(need.referrals.all())],
            names=names,
            zone=zone,
        )
        for need in needs
    ]


def need_state(need: Need) -> str:
    """Open, met or no longer wanted, in words."""
    return _("Open") if need.is_open else str(NeedEvent.What(need.state).label)


def referral_card(
    referral: ServiceReferral, names: dict[int, str], shown: Mapping[int, bool]
) -> ReferralCard:
    events = list(referral.events.all())
    current = events[-1]
    return ReferralCard(
        referral=referral,
        provider=referral.provider,
        service=referral.service,
        state=str(current.get_state_display()),
        kind=state_kind(current.state),
        since=current.occurred_on,
        appointment_on=current.appointment_on,
        barrier=str(current.get_barrier_display()) if current.barrier else "",
        outcome=current.outcome,
        is_connected=any(each.state == State.CONNECTED for each in events),
        may_follow_up=bool(FOLLOWING[current.state]),
        agency=agency_of(referral),
        is_shown=shown.get(referral.pk, False),
        answers=answer_entries(referral.answers.all(), names, referral.need.program),
    )


def state_kind(state: str) -> str:
    """The color of a state, which only repeats its words."""
    if state in {State.CONNECTED, State.RECEIVING, State.COMPLETED}:
        return "done"
    return "soon" if state in DECLINED or state in ENDS else "info"


def when_known(on: date, recorded_at: datetime, zone: ZoneInfo) -> date:
    """When a dated fact stands in a history: the moment it was recorded, if that was the same day, else the day alone.

    No time of day is made up for what is known by its day.
    """
    return recorded_at if recorded_at.astimezone(zone).date() == on else on


def need_entries(need: Need, names: dict[int, str], zone: ZoneInfo, url: str = "") -> Iterator[TimelineEntry]:
    """Everything that happened with a need and its referrals, as entries of a timeline."""
    kind = str(need.get_kind_display())
    yield TimelineEntry(
        at=when_known(need.opened_on, need.added_at, zone),
        title=_("Need: %(what)s") % {"what": kind},
        by=names.get(need.added_by_id or 0, ""),
        text=need.words,
        url=url,
    )
    for event in need.events.all():
        yield TimelineEntry(
            at=when_known(event.occurred_on, event.recorded_at, zone),
            title=f"{event.get_what_display()}: {kind}",
            by=names.get(event.recorded_by_id or 0, ""),
            url=url,
        )
    for referral in need.referrals.all():
        answers = list(referral.answers.all())
        # An answer that moved the referral stands beside that step.
        yield from answer_entries([each for each in answers if each.event_id is None], names, need.program)
        said = {each.event_id: describe_answer(each, need.program) for each in answers}
        for step in referral.events.all():
            yield TimelineEntry(
                at=when_known(step.occurred_on, step.recorded_at, zone),
                title=f"{step.get_state_display()}: {referral.provider}",
                by=names.get(step.recorded_by_id or 0, ""),
                text=" · ".join(part for part in (describe_step(step), said.get(step.pk, "")) if part),
                url=url,
            )


def describe_step(step: ServiceReferralEvent) -> str:
    """The day of an appointment, what got in the way, and the outcome, as far as they are known."""
    parts = [
        day(step.appointment_on) if step.appointment_on else "",
        str(step.get_barrier_display()) if step.barrier else "",
        step.outcome,
    ]
    return " · ".join(part for part in parts if part)


def describe_answer(answer: ProviderAnswer, program: Program) -> str:
    """What belongs to an answer, in one line: the reason, the days, the place and the message."""
    parts = [
        str(answer.get_reason_display()) if answer.reason else "",
        _("maybe from %(day)s") % {"day": day(answer.until)} if answer.until else "",
        f"{day(answer.starts_at, program)}, {clock(answer.starts_at, program)}" if answer.starts_at else "",
        answer.place,
        answer.words,
    ]
    return " · ".join(part for part in parts if part)


def answer_entries(
    answers: Iterable[ProviderAnswer], names: dict[int, str], program: Program
) -> list[TimelineEntry]:
    """Answers as entries of a timeline, newest first."""
    return [
        TimelineEntry(
            at=each.recorded_at,
            title=f"{each.agency.name}: {each.get_what_display()}",
            by=names.get(each.recorded_by_id or 0, ""),
            text=describe_answer(each, program),
        )
        for each in reversed(list(answers))
    ]


def milestone_entries(
    milestones: Iterable[Milestone], names: dict[int, str], zone: ZoneInfo
) -> Iterator[TimelineEntry]:
    for each in milestones:
        yield TimelineEntry(
            at=when_known(each.reached_on, each.added_at, zone),
            title=_("Milestone: %(what)s") % {"what": each.get_kind_display()},
            by=names.get(each.added_by_id or 0, ""),
            text=each.words,
        )


def user_ids(needs: Sequence[Need]) -> set[int | None]:
    """Everyone who recorded something about some needs."""
    found: set[int | None] = {each.added_by_id for each in needs}
    found |= {event.recorded_by_id for need in needs for event in need.events.all()}
    referrals = [referral for need in needs for referral in need.referrals.all()]
    found |= {event.recorded_by_id for referral in referrals for event in referral.events.all()}
    return found | {answer.recorded_by_id for referral in referrals for answer in referral.answers.all()}
