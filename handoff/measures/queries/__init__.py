"""The facts that a program's measures are counted from, and its closed months."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from django.db.models import Max, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import Membership, User
from handoff.charges.models import NewCharge, SetAsideCharge
from handoff.charges.queries import charge_facts, new_charge_facts
from handoff.enrollment.look_back.queries import look_back_facts
from handoff.enrollment.models import SafetyEvent
from handoff.enrollment.queries import enrollment_facts, status_facts
from handoff.enrollment.safety.queries import safety_facts
from handoff.measures.definitions import ALL_VERSIONS, MEASURES
from handoff.measures.definitions.measure import Measure
from handoff.measures.definitions.own import OwnDefinition
from handoff.measures.facts import Baseline, Facts, HeadCount
from handoff.measures.models import MonthClosing, OwnBaseline, OwnMeasureVersion
from handoff.measures.readers.columns import measure_of
from handoff.measures.readers.counties import read_populations
from handoff.measures.rules.periods import Period
from handoff.participants.models import Person
from handoff.programs.models import Agency, AgencyHeadCount, PolicyVersion, Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.models import Referral
from handoff.referrals.queries.fact_rows import referral_facts

LAW = Agency.Kind.LAW_ENFORCEMENT


def load_facts(program: Program, last: date, at: datetime) -> Facts:
    """Everything that a program's measures up to a local day are counted from, in a fixed number of queries."""
    referrals, read_on = referral_facts(program, last), local_date(program, at)
    agencies = Agency.objects.filter(program=program, kind=LAW).order_by("name")
    return replace(
        facts_of_setting(program, read_on),
        referrals=referrals,
        # An intake counts at its referral, however long after the period it was completed (M3).
        enrollments=enrollment_facts(program, read_on),
        statuses=status_facts(program, last),
        charges=charge_facts(program, last),
        agencies=[
            pk
            for pk, is_active in agencies.values_list("pk", "is_active")
            if is_active or any(each.agency == pk for each in referrals)
        ],
        # Someone who died after the period wasn't followed for all of the time that M12 looks at.
        safety=safety_facts(program, read_on),
        new_charges=new_charge_facts(program, last),
        look_backs=look_back_facts(program),
        began_on=first_day(program, [each.occurred_on for each in referrals[:1]]),
    )


def facts_of_setting(program: Program, read_on: date) -> Facts:
    """What measures know of a program apart from its records: head counts, its jurisdiction, its policies."""
    return Facts(
        referrals=(),
        read_on=read_on,
        head_counts=head_counts(program),
        left_on=officers_left(program),
        baseline=read_populations().get(county_of(program), {}),
        baselines=[
            Baseline(each.dimension, each.since, {code: share / 100 for code, share in each.shares.items()})
            for each in own_baselines(program)
        ],
        windows=list(
            PolicyVersion.objects.filter(program=program)
            .order_by("-effective_on", "-number")
            .values_list("effective_on", "look_back_days")
        ),
    )


def own_baselines(program: Program) -> list[OwnBaseline]:
    """What a program entered about its jurisdiction, the newest first."""
    return list(OwnBaseline.objects.filter(program=program).order_by("-since", "-recorded_at", "-pk"))


def measures_of(program: Program) -> list[Measure]:
    """The handbook's measures and the program's own, each in its newest version."""
    return [*MEASURES, *(each for each, is_newest in _own_versions(program, retired=False) if is_newest)]


def every_version(program: Program) -> dict[str, Measure]:
    """Every version that a closed month of a program may have been counted by, retired measures included."""
    return {**ALL_VERSIONS, **{each.id: each for each, _newest in _own_versions(program, retired=True)}}


def _own_versions(program: Program, *, retired: bool) -> list[tuple[Measure, bool]]:
    rows = OwnMeasureVersion.objects.filter(measure__program=program).select_related("measure")
    if not retired:
        rows = rows.filter(measure__retired_at__isnull=True)
    found = list(rows.order_by("measure__number", "number"))
    newest = {each.measure_id: each.pk for each in found}
    return [(read_own(each), newest[each.measure_id] == each.pk) for each in found]


def read_own(version: OwnMeasureVersion) -> Measure:
    """A stored definition as a measure, its conditions in words."""
    definition = OwnDefinition(
        version.measure.number,
        version.number,
        version.title,
        version.sentence,
        version.table,
        tuple((column, value) for column, value in version.base),
        tuple((column, value) for column, value in version.counted),
    )
    return measure_of(definition)


def head_counts(program: Program) -> list[HeadCount]:
    """The head counts of the law enforcement agencies, one for each day: of several the newest entry."""
    rows = AgencyHeadCount.objects.filter(agency__program=program, agency__kind=LAW)
    newest = {(each.agency_id, each.counted_on): each.officers for each in rows.order_by("recorded_at", "pk")}
    return [HeadCount(agency, counted_on, officers) for (agency, counted_on), officers in newest.items()]


def officers_left(program: Program) -> dict[int, date]:
    """The last day of each officer who has no role as one anymore."""
    rows = Membership.objects.filter(program=program, role="officer")
    with_role = rows.filter(ends_on__isnull=True).values("user_id")
    ended = rows.exclude(user_id__in=with_role).values_list("user_id").annotate(last=Max("ends_on"))
    return dict(ended)


def county_of(program: Program) -> str:
    """The FIPS code of the county whose people the program's are compared with; '' where none is set."""
    return program.county_fips or str(program.demographics.get("fips", ""))


def first_day(program: Program, first_referral: Iterable[date]) -> date:
    """The day a program began: its first policy's, or its first referral's if that was earlier."""
    policies = PolicyVersion.objects.filter(program=program).order_by("effective_on")
    days = [*policies.values_list("effective_on", flat=True)[:1], *first_referral]
    return min(days, default=local_date(program, program.created_at))


def began_on(program: Program) -> date:
    """The program's first day, without counting anything."""
    first = (
        Referral.objects.filter(program=program)
        .order_by("occurred_at")
        .values_list("occurred_at", flat=True)[:1]
    )
    return first_day(program, [local_date(program, each) for each in first])


def agency_names(program: Program) -> dict[str, str]:
    return {str(pk): name for pk, name in Agency.objects.filter(program=program).values_list("pk", "name")}


def closings(program: Program) -> QuerySet[MonthClosing]:
    """All revisions of closed months, the newest month first and in it the newest revision; their figures are read
    when they are asked for."""
    rows = MonthClosing.objects.filter(program=program).select_related("program")
    return rows.defer("figures", "records").order_by("-month", "-number")


def closings_of(program: Program, month: Period) -> list[MonthClosing]:
    return list(closings(program).filter(month=month.first))


def newest_closings(program: Program, months: Iterable[Period]) -> dict[Period, MonthClosing]:
    """The newest revision of each of some months that is closed, with its figures, in one query."""
    rows = MonthClosing.objects.filter(program=program, month__in=[each.first for each in months])
    return {Period(each.month): each for each in rows.defer("records").order_by("month", "number")}


def entered_since(closing: MonthClosing) -> int:
    """How many referrals of a closed month were entered after it was closed. Other changes take counting to find."""
    zone, month = time_zone_of(closing.program), Period(closing.month)
    return Referral.objects.filter(
        program=closing.program,
        # Every state is named for the index of states and times: only what came since is read.
        state__in=[each for each in Referral.State.values if each != Referral.State.WITHDRAWN],
        submitted_at__gt=closing.closed_at,
        occurred_at__gte=datetime.combine(month.first, time(), zone),
        occurred_at__lt=datetime.combine(month.next.first, time(), zone),
    ).count()


def closers(rows: Iterable[MonthClosing]) -> Mapping[int, str]:
    """The names of those who closed months, by user id."""
    users = User.objects.in_bulk([each.closed_by_id for each in rows if each.closed_by_id])
    return {pk: user.full_name for pk, user in users.items()}


def listed_referrals(program: Program, ids: Iterable[int]) -> list[Referral]:
    """The referrals behind a figure, in the order in which they happened."""
    rows = Referral.objects.filter(program=program, pk__in=list(ids)).select_related("person", "agency")
    return list(rows.order_by("occurred_at", "number"))


def listed_people(program: Program, ids: Iterable[int]) -> list[Person]:
    """The people behind a figure. Negative numbers stand for referrals without a name, which have no record."""
    rows = Person.objects.filter(program=program, pk__in=[each for each in ids if each > 0])
    return list(rows.order_by("last_name", "first_name", "pk"))


def listed_charges(program: Program, ids: Iterable[int]) -> list[SetAsideCharge]:
    """The charges behind a figure, in the order in which they were set aside."""
    rows = SetAsideCharge.objects.filter(encounter__program=program, pk__in=list(ids))
    return list(rows.select_related("encounter__person").order_by("set_aside_at", "pk"))


def listed_new_charges(program: Program, ids: Iterable[int]) -> list[NewCharge]:
    """The new charges behind a figure, by the day of the offense."""
    rows = NewCharge.objects.filter(program=program, pk__in=list(ids))
    return list(rows.select_related("person").order_by("occurred_on", "pk"))


def listed_events(program: Program, ids: Iterable[int]) -> list[SafetyEvent]:
    """The overdoses, reversals and deaths behind a figure, in the order in which they happened."""
    rows = SafetyEvent.objects.filter(program=program, pk__in=list(ids))
    return list(rows.select_related("person").order_by("happened_on", "pk"))


def listed_officers(program: Program, ids: Iterable[int]) -> list[User]:
    """The officers behind a figure: users with a role in the program, now or before."""
    members = Membership.objects.filter(program=program).values("user_id")
    rows = User.objects.filter(pk__in=list(ids)).filter(pk__in=members)
    return sorted(rows, key=lambda each: each.full_name)


def agencies_kept_by(program: Program, actor: Actor) -> list[Agency]:
    """The law enforcement agencies whose head count the actor keeps: their own, or all for the program manager."""
    agencies = Agency.objects.filter(program=program, kind=LAW, is_active=True).order_by("name")
    if not actor.can(Permission.AGENCIES_MANAGE):
        agencies = agencies.filter(pk__in=actor.agencies_with(Permission.HEAD_COUNTS_KEEP))
    return list(agencies.prefetch_related("head_counts"))
