"""Officer time, connections to care, and appointments kept, in a period."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Count, Min
from django.db.models.functions import Coalesce

from handoff.casework.columns import LINKED
from handoff.casework.models import Appointment, ServiceReferralEvent
from handoff.measures.models import BookingTime
from handoff.measures.outcomes.rules import Times
from handoff.measures.rules.periods import Period
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral

OFFICER_PATHWAYS = ("arrest_diversion", "officer_social")


def bounds_of(program: Program, period: Period) -> tuple[datetime, datetime]:
    """The first instant of a period in the program's zone, and the first one after it."""
    zone = time_zone_of(program)
    return (
        datetime.combine(period.first, time.min, zone),
        datetime.combine(period.last + timedelta(days=1), time.min, zone),
    )


def officer_times(program: Program, period: Period) -> dict[str, Times]:
    """By kind of referral: how long each took the officer, as corrected by them where they did."""
    first, after = bounds_of(program, period)
    rows = Referral.objects.filter(
        program=program, pathway__in=OFFICER_PATHWAYS, occurred_at__gte=first, occurred_at__lt=after
    ).exclude(state="withdrawn")
    found: dict[str, list[int | None]] = {each: [] for each in OFFICER_PATHWAYS}
    seconds = Coalesce("officer_seconds_corrected", "officer_seconds")
    for pathway, each in rows.values_list("pathway", seconds):
        found[pathway].append(each)
    return {
        pathway: Times([each / 60 for each in times if each is not None], len(times))
        for pathway, times in found.items()
    }


def booking_time(program: Program, period: Period) -> BookingTime | None:
    """The program's figure on the last day of a period."""
    rows = BookingTime.objects.filter(program=program, found_on__lte=period.last)
    return rows.order_by("-found_on", "-recorded_at", "-pk").first()


def booking_times(program: Program) -> list[BookingTime]:
    return list(BookingTime.objects.filter(program=program).order_by("-found_on", "-recorded_at"))


@dataclass
class Connections:
    """Of one kind of need: referrals to services made in a period, and those whose first linkage falls into it."""

    made: int = 0
    linked: int = 0
    people: set[int] = field(default_factory=set)


def connections(program: Program, period: Period) -> Mapping[str, Connections]:
    """By kind of need. A referral is linked once: on the day they first went to the service."""
    events = ServiceReferralEvent.objects.filter(referral__need__program=program)
    found: dict[str, Connections] = defaultdict(Connections)
    inside = (period.first, period.last)
    made = events.filter(state=ServiceReferralEvent.State.MADE, occurred_on__range=inside)
    kinds = made.order_by().values("referral__need__kind").annotate(count=Count("referral_id", distinct=True))
    for row in kinds:
        found[row["referral__need__kind"]].made = row["count"]
    linked = events.filter(state__in=LINKED).order_by()
    firsts = linked.values("referral_id", "referral__need__kind", "referral__need__person_id")
    for first in firsts.annotate(first=Min("occurred_on")).filter(first__range=inside):
        one = found[first["referral__need__kind"]]
        one.linked += 1
        one.people.add(first["referral__need__person_id"])
    return found


def appointment_states(program: Program, period: Period) -> Mapping[str, int]:
    """How many appointments of a period ended how."""
    first, after = bounds_of(program, period)
    rows = Appointment.objects.filter(program=program, starts_at__gte=first, starts_at__lt=after)
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))
