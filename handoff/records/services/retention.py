"""Keeping no longer than needed: rules as versions, and runs that take identity away (C9, R4)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from handoff.access.actor import Actor, clock_actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.casework.models import ContactAttempt
from handoff.documents.models import StoredFile
from handoff.eligibility.models import EligibilityDecision
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, zone
from handoff.records import policies
from handoff.records.models import RecordKind, RetentionRule, RetentionRun
from handoff.records.queries.held import people_on_hold
from handoff.records.queries.holdings import HOLDINGS
from handoff.records.queries.retention import ANONYMISED, STATES, is_needed, past_time, ran_on, rule_at
from handoff.records.services.erasure import forget_bytes, wipe
from handoff.records.services.registers import lock_program, user_of
from handoff.referrals.models import AgeBand, CommunityMessage, HandoffRecord, Referral, ReferralEvent

COARSE = ("gender", "race_ethnicity", "age_band")
"""What is kept of what somebody said of themselves: for measuring fairness, never for finding them (R4)."""
BANDS = (
    (25, AgeBand.UNDER_25),
    (35, AgeBand.TO_34),
    (45, AgeBand.TO_44),
    (55, AgeBand.TO_54),
    (65, AgeBand.TO_64),
)


@transaction.atomic
def set_retention_rule(
    *, actor: Actor, program: Program, kind: str, days: int, source: str, effective_on: date, at: datetime
) -> RetentionRule:
    """Decide how long a kind of record is kept from a day on; older versions stay readable."""
    lock_program(program)
    policies.check_retention_rule(actor, kind, days, source, effective_on, local_date(program, at))
    rule = RetentionRule.objects.create(
        program=program,
        kind=kind,
        days=days,
        source=source.strip(),
        effective_on=effective_on,
        made_at=at,
        made_by_id=user_of(actor),
    )
    details = {"kind": kind, "days": days, "from": effective_on.isoformat()}
    audit.record(actor=actor, at=at, action="retention.rule_set", subject=kind, details=details)
    return rule


def run_by_hand(*, actor: Actor, program: Program, at: datetime) -> RetentionRun:
    """Run what is due now, because somebody who may says so."""
    policies.check_in_program(actor, program.pk, P.RETENTION_RUN)
    return run_retention(actor=actor, program=program, at=at)


def run_daily(*, program: Program, at: datetime) -> RetentionRun | None:
    """Run what is due once a day, from the clock."""
    if ran_on(program, local_date(program, at)):
        return None
    return run_retention(actor=clock_actor(program.pk), program=program, at=at)


@transaction.atomic
def run_retention(*, actor: Actor, program: Program, at: datetime) -> RetentionRun:
    """Take away what is past its time, all of it or nothing; what a legal request holds stays. Run again, it does
    nothing more.
    """
    lock_program(program)
    counts: dict[str, int] = {}
    held = 0
    for kind in RecordKind:
        rule = rule_at(program, kind, local_date(program, at))
        if rule.by_hand or kind == RecordKind.SESSIONS:
            continue
        rows, _moment = past_time(program, rule, at)
        if kind in STATES:
            on_hold = set(rows.filter(person_id__in=people_on_hold(program)).values_list("pk", flat=True))
            held += len(on_hold)
            rows = rows.exclude(pk__in=on_hold)
        counts[kind.value] = TAKERS[kind](rows, actor, at)
    run = RetentionRun.objects.create(
        program=program,
        ran_at=at,
        ran_on=local_date(program, at),
        ran_by_id=actor.user_id,
        counts=counts,
        held=held,
    )
    audit.record(actor=actor, at=at, action="retention.run", details={"counts": counts, "held": held})
    return run


def clear_sessions(*, at: datetime) -> int:
    """Take away sign-in sessions that have ended; they belong to the installation, not to a program."""
    count, _by_model = Session.objects.filter(expire_date__lte=at).delete()
    return count


def _anonymise(rows: "QuerySet[Referral]", actor: Actor, at: datetime) -> int:
    referrals = list(rows.select_related("person", "program", "eligibility").order_by("occurred_at", "pk"))
    for referral in referrals:
        anonymise_referral(referral, actor, at)
    return len(referrals)


def anonymise_referral(referral: Referral, actor: Actor, at: datetime) -> None:
    """Keep month, door, reason and coarse demographics of a referral; take everything else that tells of somebody."""
    person = referral.person
    told = _coarse(referral, person)
    for holding in HOLDINGS:
        if holding.path == "referral__person" and holding.blank:
            holding.model._default_manager.filter(referral=referral).update(**holding.blank)
    ContactAttempt.objects.filter(referral=referral).update(referral=None)
    _coarsen_check(referral)
    months = {name: _month(referral, name) for name in ("occurred_at", "submitted_at", "answered_at")}
    Referral.objects.filter(pk=referral.pk).update(
        **months,
        person=None,
        contact_due_at=months["submitted_at"],
        reason="",
        withdraw_reason="",
        services_wanted=[],
        demographics=told,
        keep_until=None,
    )
    for model in (ReferralEvent, HandoffRecord):
        rows: QuerySet[Any] = model._default_manager.filter(referral=referral)
        rows.update(occurred_at=months["occurred_at"], recorded_at=months["occurred_at"])
    ReferralEvent.objects.create(
        referral=referral, what=ANONYMISED, occurred_at=at, recorded_at=at, recorded_by_id=actor.user_id
    )
    if person is not None and not is_needed(person):
        wipe(person, by=actor.user_id, at=at)


def _coarse(referral: Referral, person: Person | None) -> dict[str, Any]:
    """Return what is kept of what somebody said of themselves, without their own words and their day of birth."""
    told = {name: value for name, value in referral.demographics.items() if name in COARSE}
    if person is not None:
        told.setdefault("gender", person.gender)
        told.setdefault("race_ethnicity", list(person.race_ethnicity))
        told.setdefault("age_band", _band(person, referral.occurred_at.date()))
    return told


def _band(person: Person, on: date) -> str:
    age = person.approximate_age
    if person.date_of_birth is not None:
        born = person.date_of_birth
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age is None:
        return AgeBand.NOT_ASKED.value
    return next((band.value for limit, band in BANDS if age < limit), AgeBand.OVER_64.value)


def _coarsen_check(referral: Referral) -> None:
    """Keep which criteria were met; take the facts, the sentences and the name off the check."""
    check = referral.eligibility
    if check is None:
        return
    kept = [{"code": each.get("code"), "answer": each.get("answer")} for each in check.findings]
    month = _month(referral, "occurred_at")
    EligibilityDecision.objects.filter(pk=check.pk).update(
        person=None, facts={}, findings=kept, decision_reason="", decided_at=month
    )


def _month(referral: Referral, name: str) -> datetime | None:
    """Return the first instant of the month in which something happened, in the program's zone."""
    moment: datetime | None = getattr(referral, name)
    if moment is None:
        return None
    local = moment.astimezone(zone(referral.program))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _empty_drafts(rows: "QuerySet[Any]", actor: Actor, at: datetime) -> int:
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids, discarded_at__isnull=True).update(discarded_at=at)
    changed: int = rows.model._default_manager.filter(pk__in=ids).update(answers={})
    return changed


def _empty_messages(rows: "QuerySet[Any]", actor: Actor, at: datetime) -> int:
    blank = next(each.blank for each in HOLDINGS if each.model is CommunityMessage)
    return rows.update(**blank)


def _take_scans(rows: "QuerySet[Any]", actor: Actor, at: datetime) -> int:
    loose: list[StoredFile] = list(rows)
    forget_bytes(loose)
    StoredFile.objects.filter(pk__in=[each.pk for each in loose]).delete()
    return len(loose)


TAKERS: dict[RecordKind, Callable[[Any, Actor, datetime], int]] = {
    RecordKind.DECLINED: _anonymise,
    RecordKind.INELIGIBLE: _anonymise,
    RecordKind.WITHDRAWN: _anonymise,
    RecordKind.DRAFTS: _empty_drafts,
    RecordKind.MESSAGES: _empty_messages,
    RecordKind.SCANS: _take_scans,
}
