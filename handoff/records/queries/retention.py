"""Records past their retention period under the current rule, and those that a legal request holds (C9, R4)."""

import uuid
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
from handoff.records.definitions import RETENTION_DEFAULTS
from handoff.records.models import RecordKind, RetentionRule, RetentionRun
from handoff.records.queries.held import people_on_hold
from handoff.records.queries.holding import ERASED
from handoff.referrals.models import CommunityMessage, Referral, ReferralDraft

ANONYMIZED = "anonymised"
"""The event of a referral whose identity was removed."""

STATES = {
    RecordKind.DECLINED: Referral.State.DECLINED,
    RecordKind.INELIGIBLE: Referral.State.INELIGIBLE,
    RecordKind.WITHDRAWN: Referral.State.WITHDRAWN,
}


@dataclass(frozen=True)
class EffectiveRule:
    """The rule of one kind on a day: the program's own version, or the default."""

    kind: RecordKind
    days: int
    source: str
    since: date | None

    @property
    def by_hand(self) -> bool:
        return RETENTION_DEFAULTS[self.kind].by_hand


@dataclass(frozen=True)
class RecordsDue:
    """How many records of a kind have expired, since when the oldest has, and how many are held."""

    rule: EffectiveRule
    count: int
    oldest: datetime | None
    held: int


def rule_at(program: Program, kind: RecordKind, on: date) -> EffectiveRule:
    """The newest approved rule that has taken effect by a day, or the default."""
    own = (
        RetentionRule.objects.filter(
            program=program, kind=kind, effective_on__lte=on, approved_at__isnull=False
        )
        .order_by("-effective_on", "-pk")
        .first()
    )
    if own is not None:
        # A rule of an older release may lie below the floor; nothing is deleted sooner than that.
        days = max(own.days, RETENTION_DEFAULTS[kind].shorter_refused)
        return EffectiveRule(kind, days, own.source, own.effective_on)
    default = RETENTION_DEFAULTS[kind]
    return EffectiveRule(kind, default.days, default.source, None)


def all_rules(program: Program) -> QuerySet[RetentionRule]:
    return RetentionRule.objects.filter(program=program).order_by("-effective_on", "-pk")


def rules_waiting(program: Program) -> QuerySet[RetentionRule]:
    """Proposed rules that wait for a second person, oldest first."""
    return RetentionRule.objects.filter(program=program, approved_at__isnull=True).order_by("made_at", "pk")


def find_rule(program: Program, public_id: uuid.UUID) -> RetentionRule | None:
    return RetentionRule.objects.filter(program=program, public_id=public_id).first()


def all_runs(program: Program) -> QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(program=program).order_by("-ran_at", "-pk")


def has_run_on(program: Program, on: date) -> bool:
    """True if the scheduled job has run on a day."""
    return RetentionRun.objects.filter(program=program, ran_on=on, ran_by_id__isnull=True).exists()


def preview_run(program: Program, at: datetime) -> list[RecordsDue]:
    """What a run now would remove, kind by kind, and what it would only list."""
    return [_records_due(program, kind, at) for kind in RecordKind]


def _records_due(program: Program, kind: RecordKind, at: datetime) -> RecordsDue:
    rule = rule_at(program, kind, local_date(program, at))
    rows, moment = expired_rows(program, rule, at)
    held = 0
    if kind in STATES or kind == RecordKind.INACTIVE:
        name = "enrollment__person_id__in" if kind == RecordKind.INACTIVE else "person_id__in"
        on_hold = rows.filter(**{name: people_on_hold(program)})
        held = on_hold.count()
        rows = rows.exclude(pk__in=on_hold.values("pk"))
    oldest = rows.aggregate(oldest=Min(moment))["oldest"]
    return RecordsDue(rule=rule, count=rows.count(), oldest=oldest, held=held)


def expired_rows(program: Program, rule: EffectiveRule, at: datetime) -> tuple[QuerySet[Any], str]:
    """The expired rows of a kind, and the field that holds their age."""
    before = at - timedelta(days=rule.days)
    if rule.kind in STATES:
        return expired_referrals(program, rule, at), "occurred_at"
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


def expired_referrals(program: Program, rule: EffectiveRule, at: datetime) -> QuerySet[Referral]:
    """Ended referrals whose identity no one needs anymore.

    Past the day stamped when they ended (`keep_until`), or past the program's own rule if that is shorter; never of a
    person who is in the program, or whose charge is still held.
    """
    before = at - timedelta(days=rule.days)
    past = Q(keep_until__lte=local_date(program, at)) | Q(keep_until__isnull=True, occurred_at__lte=before)
    if rule.since is not None:
        past |= Q(occurred_at__lte=before)
    rows = Referral.objects.filter(past, program=program, state=STATES[rule.kind])
    participants = Enrollment.objects.filter(program=program).values("person_id")
    # A referral without a person has no enrollment to wait for.
    rows = rows.exclude(events__what=ANONYMIZED).exclude(person_id__isnull=False, person_id__in=participants)
    return rows.exclude(encounter__set_aside_charges__state="held")


def is_needed(person: Person) -> bool:
    """True if a person's name is still needed: they're enrolled, or have another referral, intake or new charge."""
    return (
        Enrollment.objects.filter(person=person).exists()
        or person.referrals.exists()
        or person.new_charges.exists()
        or person.intakes.exists()
    )


def long_inactive_people(program: Program, at: datetime) -> list[Person]:
    """Participants inactive longer than the rule: two people decide about them, not a run."""
    rule = rule_at(program, RecordKind.INACTIVE, local_date(program, at))
    rows, _moment = expired_rows(program, rule, at)
    periods = rows.select_related("enrollment__person").order_by("starts_at")
    return [each.enrollment.person for each in periods[:100]]
