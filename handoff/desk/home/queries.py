"""Queries for worklists that join several apps."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import unended_memberships
from handoff.audit.definitions import AuditLook
from handoff.audit.queries import events_about
from handoff.casework.appointments.queries import leaves_covered_by
from handoff.consent.models import Release, RenewalVisit
from handoff.consent.queries import expiring_releases
from handoff.consent.renewal.queries import planned_between
from handoff.core.sorting import by_name
from handoff.desk.launch.queries import approvers_of_one_hand
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import booked_intakes, roster, unreported_intakes
from handoff.participants.models import ContactPoint
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.queries import own_or_taken_over
from handoff.staffing.news.queries import SharedNews, news_for


def releases_ending(actor: Actor, program: Program, at: datetime, *, days: int) -> QuerySet[Release]:
    """ROIs that end within some days.

    Workers see those of their own participants and of participants without a worker; program and data managers see
    all.
    """
    ending = expiring_releases(program, at, days=days)
    if not (actor.can(Permission.PROGRAM_SETUP) or actor.can(Permission.RECORDS_CORRECT)):
        others = Enrollment.objects.filter(program=program, primary_worker_id__isnull=False)
        ending = ending.exclude(
            person_id__in=others.exclude(primary_worker_id=actor.user_id).values("person_id")
        )
    return ending


def roles_to_confirm_by(actor: Actor, program: Program, at: datetime) -> list[Membership]:
    """The roles that wait for a second manager, without those that the actor granted or would hold (S2)."""
    unended = unended_memberships(program, local_date(program, at)).filter(needs_confirmation=True)
    held = unended.exclude(user_id=actor.user_id or 0).select_related("user").order_by("starts_on", "pk")
    return [each for each in held if each.waits_for_confirmation and each.granted_by_id != actor.user_id]


def accounts_to_vouch_for(actor: Actor, program: Program, at: datetime) -> list[User]:
    """Accounts that approve criteria and are in another manager's hands until the actor vouches for them (S2)."""
    hands = approvers_of_one_hand(program, at).items()
    waiting = {user for issuer, users in hands if issuer != actor.user_id for user in users}
    found = User.objects.filter(pk__in=waiting, is_active=True).exclude(pk=actor.user_id or 0)
    return list(found.order_by(*by_name("full_name"), "pk"))


def incomplete_enrollments(program: Program) -> QuerySet[Enrollment]:
    """Active participants without a birth date or without any way to reach them (finding-I7)."""
    reach = ContactPoint.objects.filter(person=OuterRef("person"), ended_at__isnull=True)
    lacking = Q(person__date_of_birth__isnull=True) | ~Exists(reach)
    return roster(program).filter(Q(status=StatusPeriod.Status.ACTIVE), lacking)


def own_active_enrollments(actor: Actor, program: Program) -> QuerySet[Enrollment]:
    """The worker's own participants who are active now."""
    return roster(program).filter(Q(status=StatusPeriod.Status.ACTIVE), primary_worker_id=actor.user_id or 0)


def intake_appointments_today(actor: Actor, program: Program, at: datetime) -> QuerySet[Intake]:
    """Unfinished intakes booked for today, in the program's day, of people on whose team the worker is."""
    starts = datetime.combine(local_date(program, at), time.min, time_zone_of(program))
    return booked_intakes(program, actor.user_id or 0, starts, starts + timedelta(days=1), at)


def outreach_rows(referral_ids: list[int]) -> dict[int, Referral]:
    """What the home page shows of some referrals on the outreach list, by their key."""
    shown = Referral.objects.select_related("person", "program").prefetch_related("handoffs")
    return shown.in_bulk(referral_ids)


def own_unreported_intakes(actor: Actor, program: Program) -> list[Intake]:
    """Completed intakes not yet reported: of the worker's own participants, and of those without one."""
    others = Enrollment.objects.filter(program=program, primary_worker_id__isnull=False)
    theirs = set(others.exclude(primary_worker_id=actor.user_id or 0).values_list("person_id", flat=True))
    return [each for each in unreported_intakes(program) if each.person_id not in theirs]


NEWS_SHOWN = timedelta(days=30)
NEWS = (
    ReferralEvent.Kind.ELIGIBILITY_RECORDED,
    ReferralEvent.Kind.EXCEPTION_APPROVED,
    ReferralEvent.Kind.EXCEPTION_NOT_APPROVED,
    ReferralEvent.Kind.HELP_ARRIVED,
    ReferralEvent.Kind.PARTNER_ARRIVED,
    ReferralEvent.Kind.RESPONSIBILITY_ENDED,
)
"""What may be shown to whoever referred: the law side's own steps, and the report that a release allowed."""


def news_of_own_referrals(actor: Actor, program: Program, at: datetime) -> list[ReferralEvent]:
    """What others did to the actor's own referrals lately, the latest of each referral, newest first."""
    events = ReferralEvent.objects.filter(
        what__in=NEWS,
        occurred_at__gt=at - NEWS_SHOWN,
        referral__in=Referral.objects.filter(own_or_taken_over(actor, at), program=program),
    ).exclude(recorded_by_id=actor.user_id)
    rows = events.select_related(
        "referral__program", "referral__encounter", "referral__eligibility", "referral__person"
    )
    latest: dict[int, ReferralEvent] = {}
    for each in rows.order_by("-occurred_at", "-pk"):
        latest.setdefault(each.referral_id, each)
    return list(latest.values())


def last_opened(actor: Actor, referrals: Iterable[Referral]) -> dict[str, datetime]:
    """When the actor last opened each of some referrals, by public id; those never opened are missing."""
    subjects = [str(each.public_id) for each in referrals]
    rows = events_about(actor.program_id, subjects).filter(
        action=AuditLook.REFERRAL_OPENED, user_id=actor.user_id
    )
    return dict(rows.order_by("at").values_list("subject", "at"))


def unread_good_news(actor: Actor, program: Program, at: datetime) -> list[SharedNews]:
    """Good news of the last days that the actor may read and hasn't opened, the newest first."""
    shown = [each for each in news_for(actor, program, at) if each.news.sent_at > at - NEWS_SHOWN]
    rows = events_about(actor.program_id, [str(each.news.public_id) for each in shown])
    read = rows.filter(action=AuditLook.NEWS_READ, user_id=actor.user_id)
    opened = set(read.values_list("subject", flat=True))
    return [each for each in shown if str(each.news.public_id) not in opened]


def renewal_visits_today(actor: Actor, program: Program, at: datetime) -> QuerySet[RenewalVisit]:
    """The worker's visits planned for today, and those of a colleague on leave that they cover for."""
    today = local_date(program, at)
    covered = leaves_covered_by(program, actor.user_id or 0, at).filter(
        person=OuterRef("person"), plan__user_id=OuterRef("worker_id")
    )
    return planned_between(program, today, today).filter(Q(worker_id=actor.user_id) | Exists(covered))
