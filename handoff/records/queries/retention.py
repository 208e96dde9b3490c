"""What is past its time: by the rule in force, oldest first, and what a legal request holds back (C9, R4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Min, Q, QuerySet

from handoff.audit.models import AuditEvent
from handoff.consent.models import Release
from handoff.documents.models import StoredFile
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.records.definitions import KEPT_FOR
from handoff.records.models import RecordKind, RetentionRule, RetentionRun
from handoff.records.queries.held import people_on_hold
from handoff.records.queries.holdings import ERASED
from handoff.referrals.models import CommunityMessage, Referral, ReferralDraft

ANONYMISED = "anonymised"
"""The event of a referral whose identity was taken away."""

STATES = {
    RecordKind.DECLINED: Referral.State.DECLINED,
    RecordKind.INELIGIBLE: Referral.State.INELIGIBLE,
    RecordKind.WITHDRAWN: Referral.State.WITHDRAWN,
}


@dataclass(frozen=True)
class InForce:
    """The rule of one kind on a day: the program's own version, or the default."""

    kind: RecordKind
    days: int
    source: str
    since: date | None

    @property
    def by_hand(self) -> bool:
        return KEPT_FOR[self.kind].by_hand


@dataclass(frozen=True)
class Due:
    """How many records of a kind are past their time, since when the oldest, and how many are held back."""

    rule: InForce
    count: int
    oldest: datetime | None
    held: int


def rule_at(program: Program, kind: RecordKind, on: date) -> InForce:
    """Return the rule in force on a day: the newest that has begun, else the default."""
    own = (
        RetentionRule.objects.filter(program=program, kind=kind, effective_on__lte=on)
        .order_by("-effective_on", "-pk")
        .first()
    )
    if own is not None:
        return InForce(kind, own.days, own.source, own.effective_on)
    default = KEPT_FOR[kind]
    return InForce(kind, default.days, default.source, None)


def rules_of(program: Program) -> QuerySet[RetentionRule]:
    """Return every version of every rule, newest first."""
    return RetentionRule.objects.filter(program=program).order_by("-effective_on", "-pk")


def runs_of(program: Program) -> QuerySet[RetentionRun]:
    """Return the runs, newest first."""
    return RetentionRun.objects.filter(program=program).order_by("-ran_at", "-pk")


def ran_on(program: Program, on: date) -> bool:
    """Say whether the clock has run on a day."""
    return RetentionRun.objects.filter(program=program, ran_on=on, ran_by_id__isnull=True).exists()


def preview(program: Program, at: datetime) -> list[Due]:
    """Return what a run now would take away, kind by kind, and what it would only list."""
    return [_due(program, kind, at) for kind in RecordKind]


def _due(program: Program, kind: RecordKind, at: datetime) -> Due:
    rule = rule_at(program, kind, local_date(program, at))
    rows, moment = past_time(program, rule, at)
    held = 0
    if kind in STATES or kind == RecordKind.INACTIVE:
        name = "enrollment__person_id__in" if kind == RecordKind.INACTIVE else "person_id__in"
        on_hold = rows.filter(**{name: people_on_hold(program)})
        held = on_hold.count()
        rows = rows.exclude(pk__in=on_hold.values("pk"))
    told = rows.aggregate(oldest=Min(moment))
    return Due(rule=rule, count=rows.count(), oldest=told["oldest"], held=held)


def past_time(program: Program, rule: InForce, at: datetime) -> tuple[QuerySet[Any], str]:
    """Return the rows of a kind that are past their time, and the field that says how old they are."""
    before = at - timedelta(days=rule.days)
    if rule.kind in STATES:
        return referrals_past(program, rule, at), "occurred_at"
    if rule.kind == RecordKind.DRAFTS:
        old = ReferralDraft.objects.filter(program=program, sent_at__isnull=True, referral__isnull=True)
        return old.filter(saved_at__lte=before).exclude(answers={}), "saved_at"
    if rule.kind == RecordKind.MESSAGES:
        old_messages = CommunityMessage.objects.filter(program=program, received_at__lte=before)
        answered = Q(referral__isnull=False) | Q(set_aside_at__isnull=False)
        return old_messages.filter(answered).exclude(person_name=ERASED), "received_at"
    if rule.kind == RecordKind.SCANS:
        loose = StoredFile.objects.filter(program_id=program.pk, kind=StoredFile.Kind.ROI_SCAN)
        carried = Release.objects.filter(scan__isnull=False).values("scan_id")
        return loose.filter(stored_at__lte=before).exclude(pk__in=carried), "stored_at"
    if rule.kind == RecordKind.INACTIVE:
        away = StatusPeriod.objects.filter(status=StatusPeriod.Status.INACTIVE, ends_at__isnull=True)
        here = away.filter(enrollment__program=program, starts_at__lte=before)
        return here.exclude(enrollment__person__first_name=ERASED), "starts_at"
    if rule.kind == RecordKind.AUDIT:
        return AuditEvent.objects.filter(program_id=program.pk, at__lte=before), "at"
    return Session.objects.filter(expire_date__lte=at), "expire_date"


def referrals_past(program: Program, rule: InForce, at: datetime) -> QuerySet[Referral]:
    """Return the referrals of one end that nobody needs an identity for any more.

    Past the day that was stamped when it ended (`keep_until`), or past the program's own rule where that is shorter;
    never of somebody who takes part, or whose charge is still held.
    """
    before = at - timedelta(days=rule.days)
    past = Q(keep_until__lte=local_date(program, at)) | Q(keep_until__isnull=True, occurred_at__lte=before)
    if rule.since is not None:
        past |= Q(occurred_at__lte=before)
    rows = Referral.objects.filter(past, program=program, state=STATES[rule.kind])
    takes_part = Enrollment.objects.filter(program=program).values("person_id")
    rows = rows.exclude(events__what=ANONYMISED).exclude(person_id__isnull=False, person_id__in=takes_part)
    return rows.exclude(encounter__set_aside_charges__state="held")


def is_needed(person: Person) -> bool:
    """Say whether somebody's name is still needed: they take part, or another referral or a new charge is theirs."""
    return (
        Enrollment.objects.filter(person=person).exists()
        or person.referrals.exists()
        or person.new_charges.exists()
        or person.intakes.exists()
    )


def people_long_inactive(program: Program, at: datetime) -> list[Person]:
    """Return participants inactive longer than the rule: for two people to decide about, not for a run."""
    rule = rule_at(program, RecordKind.INACTIVE, local_date(program, at))
    rows, _moment = past_time(program, rule, at)
    periods = rows.select_related("enrollment__person").order_by("starts_at")
    return [each.enrollment.person for each in periods[:100]]
