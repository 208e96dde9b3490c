"""Keeping records no longer than needed: rules as versions, and runs that remove identity (C9, R4)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from handoff.access.actor import Actor, system_actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal.services import JournalEvent, append_event
from handoff.casework.models import ContactAttempt
from handoff.documents.models import StoredFile
from handoff.eligibility.models import EligibilityDecision
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.records import policies
from handoff.records.definitions import SHORTENING_DELAY
from handoff.records.models import RecordKind, RetentionRule, RetentionRun
from handoff.records.queries.held import people_on_hold
from handoff.records.queries.holdings import HOLDINGS
from handoff.records.queries.retention import ANONYMIZED, STATES, expired_rows, has_run_on, is_needed, rule_at
from handoff.records.services.erasure import delete_file_bytes, erase_records
from handoff.records.services.registers import lock_program, user_id_of
from handoff.referrals.models import (
    AgeBand,
    CommunityMessage,
    HandoffRecord,
    Referral,
    ReferralDraft,
    ReferralEvent,
)
from handoff.referrals.supervision.services import withdraw_questions

COARSE_FIELDS = ("gender", "race_ethnicity", "age_band")
"""What is kept of what a person said about themselves: for measuring fairness, never for finding them (R4)."""
AGE_BANDS = (
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
    """Propose how long a kind of record is kept from a day on; it waits for a second person's approval."""
    lock_program(program)
    today = local_date(program, at)
    current = rule_at(program, RecordKind(kind), today) if kind in RecordKind.values else None
    policies.check_retention_rule(actor, current, days, source, effective_on, today)
    rule = RetentionRule.objects.create(
        program=program,
        kind=kind,
        days=days,
        source=source.strip(),
        effective_on=effective_on,
        made_at=at,
        made_by_id=user_id_of(actor),
    )
    details = {"kind": kind, "days": days, "from": effective_on.isoformat()}
    audit.record(actor=actor, at=at, action=AuditAction.RETENTION_RULE_SET, subject=kind, details=details)
    return rule


@transaction.atomic
def approve_retention_rule(*, actor: Actor, rule: RetentionRule, at: datetime) -> RetentionRule:
    """Approve someone else's rule; approved late, it still gives the notice that a shortening rule owes."""
    rule = RetentionRule.objects.select_for_update(of=("self",)).select_related("program").get(pk=rule.pk)
    policies.check_can_approve_rule(actor, rule)
    today = local_date(rule.program, at)
    current = rule_at(rule.program, RecordKind(rule.kind), today)
    policies.check_above_floor(rule.kind, rule.days)
    if rule.days < current.days:
        rule.effective_on = max(rule.effective_on, local_date(rule.program, rule.made_at) + SHORTENING_DELAY)
    rule.approved_at, rule.approved_by_id = at, user_id_of(actor)
    rule.save(update_fields=["approved_at", "approved_by_id", "effective_on"])
    details = {"kind": rule.kind, "days": rule.days, "from": rule.effective_on.isoformat()}
    details["proposed_by"] = rule.made_by_id
    audit.record(
        actor=actor, at=at, action=AuditAction.RETENTION_RULE_APPROVED, subject=rule.kind, details=details
    )
    return rule


def run_manually(*, actor: Actor, program: Program, at: datetime) -> RetentionRun:
    """Remove what is due now, at the request of a user with the permission."""
    policies.check_in_program(actor, program.pk, P.RETENTION_RUN)
    return run_retention(actor=actor, program=program, at=at)


def run_daily(*, program: Program, at: datetime) -> RetentionRun | None:
    """Remove what is due, at most once a day, from the scheduled job."""
    if has_run_on(program, local_date(program, at)):
        return None
    return run_retention(actor=system_actor(program.pk), program=program, at=at)


@transaction.atomic
def run_retention(*, actor: Actor, program: Program, at: datetime) -> RetentionRun:
    """Remove expired records, all of them or none; a legal request holds its person's. A second run does nothing
    more.
    """
    lock_program(program)
    counts: dict[str, int] = {}
    held = 0
    for kind in RecordKind:
        rule = rule_at(program, kind, local_date(program, at))
        # Sessions belong to the installation, not to a program: `clear_sessions`.
        if rule.by_hand or kind == RecordKind.SESSIONS:
            continue
        rows, _moment = expired_rows(program, rule, at)
        if kind in STATES:
            on_hold = set(rows.filter(person_id__in=people_on_hold(program)).values_list("pk", flat=True))
            held += len(on_hold)
            rows = rows.exclude(pk__in=on_hold)
        counts[kind.value] = DISPOSERS[kind](rows, actor, at)
    run = RetentionRun.objects.create(
        program=program,
        ran_at=at,
        ran_on=local_date(program, at),
        ran_by_id=actor.user_id,
        counts=counts,
        held=held,
    )
    audit.record(
        actor=actor, at=at, action=AuditAction.RETENTION_RUN, details={"counts": counts, "held": held}
    )
    return run


def clear_sessions(*, at: datetime) -> int:
    """Remove sign-in sessions that have ended; they belong to the installation, not to a program."""
    count, _by_model = Session.objects.filter(expire_date__lte=at).delete()
    return count


def _anonymize(rows: "QuerySet[Referral]", actor: Actor, at: datetime) -> int:
    referrals = list(rows.select_related("person", "program", "eligibility").order_by("occurred_at", "pk"))
    for referral in referrals:
        anonymize_referral(referral, actor, at)
    return len(referrals)


def anonymize_referral(referral: Referral, actor: Actor, at: datetime) -> None:
    """Keep the month, pathway, reason and coarse demographics of a referral; remove everything else that identifies
    the person.
    """
    person = referral.person
    demographics = _coarse_demographics(referral, person)
    for holding in HOLDINGS:
        if holding.path == "referral__person" and holding.blank:
            holding.model._default_manager.filter(referral=referral).update(**holding.blank)
    ContactAttempt.objects.filter(referral=referral).update(referral=None)
    _coarsen_check(referral)
    months = {name: _month_start(referral, name) for name in ("occurred_at", "submitted_at", "answered_at")}
    Referral.objects.filter(pk=referral.pk).update(
        **months,
        person=None,
        contact_due_at=months["submitted_at"],
        reason="",
        withdraw_reason="",
        care_reason="",
        care_withdraw_reason="",
        services_wanted=[],
        entered_name="",
        entered_phone="",
        demographics=demographics,
        keep_until=None,
    )
    month = months["occurred_at"]
    ReferralEvent.objects.filter(referral=referral).update(occurred_at=month, recorded_at=month)
    for handoff in HandoffRecord.objects.filter(referral=referral):
        _coarsen_handoff(handoff, _month_start(referral, "occurred_at") or handoff.occurred_at)
    ReferralEvent.objects.create(
        referral=referral, what=ANONYMIZED, occurred_at=at, recorded_at=at, recorded_by_id=actor.user_id
    )
    record_removal(actor, "referral", referral.public_id, at)
    # Asked after this referral has let go of the person, so that it does not count as a reason to keep the name.
    if person is not None and not is_needed(person):
        erase_records(person, by=actor.user_id, at=at)
        record_removal(actor, "person", person.public_id, at)
        # A restored backup must not bring the person back.
        append_event(
            JournalEvent.PERSON_ERASED, program_id=person.program_id, subject=person.public_id, at=at
        )


def record_removal(actor: Actor, what: str, subject: object, at: datetime) -> None:
    """One audit row for each record that a run removed, under its own ID."""
    audit.record(
        actor=actor, at=at, action=AuditAction.RETENTION_REMOVED, subject=subject, details={"what": what}
    )


def _coarsen_handoff(handoff: HandoffRecord, month: datetime) -> None:
    """Move a handoff to its month. The time from call to arrival stays as it was, because it measures the program."""
    for name in (
        "called_at",
        "answered_at",
        "arrived_at",
        "partner_met_at",
        "taken_over_at",
        "agreement_ended_at",
    ):
        if (moment := getattr(handoff, name)) is not None:
            setattr(handoff, name, month + (moment - handoff.occurred_at))
    handoff.occurred_at = handoff.recorded_at = month
    handoff.save()


def _coarse_demographics(referral: Referral, person: Person | None) -> dict[str, object]:
    """What is kept of what a person said about themselves, without their own words and their day of birth."""
    coarse = {name: value for name, value in referral.demographics.items() if name in COARSE_FIELDS}
    if person is not None:
        coarse.setdefault("gender", person.gender)
        coarse.setdefault("race_ethnicity", list(person.race_ethnicity))
        coarse.setdefault("age_band", _age_band(person, local_date(referral.program, referral.occurred_at)))
    return coarse


def _age_band(person: Person, on: date) -> str:
    age = person.approximate_age
    if person.date_of_birth is not None:
        born = person.date_of_birth
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age is None:
        return AgeBand.NOT_ASKED.value
    return next((band.value for limit, band in AGE_BANDS if age < limit), AgeBand.OVER_64.value)


def _coarsen_check(referral: Referral) -> None:
    """Keep which criteria were met; remove the facts, the sentences and the name from the eligibility check."""
    check = referral.eligibility
    if check is None:
        return
    kept = [{"code": each.get("code"), "answer": each.get("answer")} for each in check.findings]
    month = _month_start(referral, "occurred_at")
    EligibilityDecision.objects.filter(pk=check.pk).update(
        person=None, facts={}, findings=kept, decision_reason="", decided_at=month
    )


def _month_start(referral: Referral, name: str) -> datetime | None:
    """The first instant of the month in which something happened, in the program's time zone."""
    moment: datetime | None = getattr(referral, name)
    if moment is None:
        return None
    local = moment.astimezone(time_zone_of(referral.program))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _empty_drafts(rows: QuerySet[ReferralDraft], actor: Actor, at: datetime) -> int:
    # The rows are filtered by `answers`, which the update empties: their keys are read first.
    ids = list(rows.values_list("pk", flat=True))
    drafts = ReferralDraft.objects.filter(pk__in=ids)
    for public_id in drafts.values_list("public_id", flat=True):
        record_removal(actor, "draft", public_id, at)
    withdraw_questions(drafts=list(drafts), at=at)
    drafts.filter(discarded_at__isnull=True).update(discarded_at=at)
    return drafts.update(answers={})


def _empty_messages(rows: QuerySet[CommunityMessage], actor: Actor, at: datetime) -> int:
    blank = next(each.blank for each in HOLDINGS if each.model is CommunityMessage)
    for public_id in rows.values_list("public_id", flat=True):
        record_removal(actor, "message", public_id, at)
    return rows.update(**blank)


def _delete_scans(rows: QuerySet[StoredFile], actor: Actor, at: datetime) -> int:
    loose: list[StoredFile] = list(rows)
    for stored in loose:
        record_removal(actor, "scan", stored.public_id, at)
    delete_file_bytes(loose)
    StoredFile.objects.filter(pk__in=[each.pk for each in loose]).delete()
    return len(loose)


DISPOSERS: dict[RecordKind, Callable[[Any, Actor, datetime], int]] = {
    RecordKind.DECLINED: _anonymize,
    RecordKind.INELIGIBLE: _anonymize,
    RecordKind.WITHDRAWN: _anonymize,
    RecordKind.DRAFTS: _empty_drafts,
    RecordKind.MESSAGES: _empty_messages,
    RecordKind.SCANS: _delete_scans,
}
