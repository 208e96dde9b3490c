"""C9, R4: an expired referral keeps month, reason and coarse demographics; a legal hold stops it; all or nothing."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from handoff.access.actor import system_actor
from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.audit.services import record
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.participants.models import Person
from handoff.records.models import RecordKind, RetentionRule, RetentionRun
from handoff.records.queries.retention import preview_run
from handoff.records.services import retention as services
from handoff.records.services.legal import withdraw_request
from handoff.referrals.models import CommunityMessage, HandoffRecord, Referral, ReferralDraft
from handoff.referrals.services import dismiss_message, submit_not_now
from handoff.testing.casework import make_contact
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, actor_of, make_member, make_person
from handoff.testing.records import make_legal_request
from handoff.testing.referrals import make_message, make_not_now_input, make_ready_program
from tests.matrix.scenario.program import picture

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=400)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def manager(program):
    return actor_of(make_member(program, RoleName.PROGRAM_MANAGER), program, LATER)


@pytest.fixture
def declined_referral(program):
    """A person who said not now, with words and a contact."""
    person = make_person(program, first_name="Zqfirst", last_name="Zqlast", race_ethnicity=["black"])
    referral = make_referral(
        program,
        person,
        pathway="officer_social",
        state="declined",
        decline_reason="not_ready",
        reason="zqreason",
        demographics={"gender": "woman", "said": "zqsaid"},
        keep_until=(AT + timedelta(days=365)).date(),
    )
    make_contact(person, referral, note="zqnote")
    return referral


def run_retention(program, manager, at=LATER):
    return services.run_manually(actor=manager, program=program, at=at)


def due_records(program, kind, at=LATER):
    return next(each for each in preview_run(program, at) if each.rule.kind == kind)


def test_a_declined_referral_past_its_day_keeps_only_what_is_measured(program, declined_referral, manager):
    person = declined_referral.person
    assert due_records(program, RecordKind.DECLINED).count == 1
    assert run_retention(program, manager).counts["declined"] == 1
    declined_referral.refresh_from_db()
    assert (
        declined_referral.person is None
        and declined_referral.reason == ""
        and declined_referral.services_wanted == []
    )
    assert declined_referral.decline_reason == "not_ready"
    assert declined_referral.demographics == {
        "gender": "woman",
        "race_ethnicity": ["black"],
        "age_band": "25_34",
    }
    local = declined_referral.occurred_at.astimezone(services.time_zone_of(program))
    assert (local.year, local.month, local.day, local.hour) == (2026, 3, 1, 0)
    assert declined_referral.eligibility.facts == {} and declined_referral.eligibility.person is None
    person.refresh_from_db()
    assert person.last_name == "" and person.date_of_birth is None
    assert not person.contact_attempts.exclude(note="").exists()
    row = AuditEvent.objects.get(action="retention.run")
    assert row.details["counts"]["declined"] == 1


def test_a_referral_stays_until_its_day_and_a_second_run_does_nothing(program, declined_referral, manager):
    assert run_retention(program, manager, AT + timedelta(days=364)).counts["declined"] == 0
    assert run_retention(program, manager).counts["declined"] == 1
    assert run_retention(program, manager).counts["declined"] == 0


@pytest.mark.parametrize("state", ["declined", "ineligible", "withdrawn"])
def test_an_open_legal_request_holds_an_ended_referral(program, declined_referral, manager, state):
    Referral.objects.update(state=state, decline_reason="not_ready" if state == "declined" else "")
    legal_request = make_legal_request(program, declined_referral.person, manager, AT)
    held = due_records(program, RecordKind(state))
    assert (held.count, held.held) == (0, 1)
    made = run_retention(program, manager)
    assert (made.counts[state], made.held) == (0, 1)
    withdraw_request(actor=manager, legal_request=legal_request, at=LATER)
    assert run_retention(program, manager).counts[state] == 1


def test_a_participants_earlier_no_is_kept(program, declined_referral, manager):
    worker = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    make_participant(program, declined_referral.person, worker)
    assert run_retention(program, manager).counts["declined"] == 0


def test_another_referral_keeps_the_name_but_not_the_link(program, declined_referral, manager):
    person = declined_referral.person
    make_referral(program, person, pathway="officer_social", at=LATER)
    run_retention(program, manager)
    declined_referral.refresh_from_db()
    person.refresh_from_db()
    assert declined_referral.person is None and person.last_name == "Zqlast"


def test_a_not_now_without_a_name_and_a_withdrawn_one(program, manager):
    officer = actor_of(make_member(program, RoleName.OFFICER), program)
    submit_not_now(actor=officer, program=program, not_now_input=make_not_now_input(), key="k", at=AT)
    withdrawn = make_referral(program, pathway="officer_social", state="withdrawn", withdraw_reason="zq")
    counts = run_retention(program, manager).counts
    assert (counts["declined"], counts["withdrawn"]) == (1, 1)
    withdrawn.refresh_from_db()
    assert withdrawn.person is None and withdrawn.withdraw_reason == ""


@pytest.mark.parametrize(
    ("age", "band"), [(None, "not_asked"), (24, "under_25"), (40, "35_44"), (70, "65_up")]
)
def test_a_withdrawn_referral_that_was_never_checked_or_answered_keeps_at_most_an_age_band(
    program, manager, age, band
):
    person = make_person(program, date_of_birth=None, approximate_age=age)
    withdrawn = make_referral(
        program, person, pathway="community", decision=None, state="withdrawn", answered_at=None
    )
    run_retention(program, manager)
    withdrawn.refresh_from_db()
    assert (withdrawn.person, withdrawn.eligibility, withdrawn.answered_at) == (None, None, None)
    assert withdrawn.demographics["age_band"] == band


def test_a_handoff_moves_to_its_month_and_keeps_how_long_the_worker_took(program, declined_referral, manager):
    called = AT + timedelta(minutes=5)
    handoff = HandoffRecord.objects.create(
        referral=declined_referral,
        kind="warm",
        occurred_at=AT,
        recorded_at=AT,
        called_at=called,
        arrived_at=called + timedelta(minutes=30),
        partner_met_at=called + timedelta(minutes=40),
        taken_over_at=called + timedelta(hours=6),
        taken_over_by_id=manager.user_id,
    )
    run_retention(program, manager)
    handoff.refresh_from_db()
    declined_referral.refresh_from_db()
    assert handoff.occurred_at == handoff.recorded_at == declined_referral.occurred_at < AT
    assert handoff.called_at is not None
    assert handoff.arrived_at == handoff.called_at + timedelta(minutes=30)
    assert handoff.partner_met_at == handoff.called_at + timedelta(minutes=40)
    assert handoff.taken_over_at == handoff.called_at + timedelta(hours=6)
    assert handoff.answered_at is None


def test_a_held_charge_keeps_a_withdrawn_referral(program, manager):
    make_referral(program, state="withdrawn")
    assert run_retention(program, manager).counts["withdrawn"] == 0


def test_drafts_messages_and_loose_scans(program, manager, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ReferralDraft.objects.create(
        program=program, owner_id=1, answers={"who": {"first_name": ["Zq"]}}, started_at=AT, saved_at=AT
    )
    answered, waiting = make_message(program, AT), make_message(program, AT + timedelta(minutes=1))
    dismiss_message(actor=manager, message=answered, at=AT)
    store_scan(actor=manager, program_id=program.pk, upload=picture(), kind="roi_scan", at=AT)
    counts = run_retention(program, manager).counts
    assert (counts["drafts"], counts["messages"], counts["scans"]) == (1, 1, 1)
    assert ReferralDraft.objects.get().answers == {} and not StoredFile.objects.exists()
    assert CommunityMessage.objects.get(pk=answered.pk).how_to_reach == ""
    assert CommunityMessage.objects.get(pk=waiting.pk).person_name == "Sam Field"


def test_inactive_people_and_audit_rows_are_listed_but_never_removed(program, manager):
    worker = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    enrollment = make_participant(program, make_person(program), worker)
    enrollment.status_periods.update(status="inactive", reason="moved")
    much_later = AT + timedelta(days=12 * 365)
    assert due_records(program, RecordKind.INACTIVE, much_later).count == 1
    counts = services.run_retention(actor=manager, program=program, at=much_later).counts
    assert "inactive" not in counts and "audit" not in counts
    assert Person.objects.get(pk=enrollment.person_id).last_name


def test_nothing_is_removed_when_the_last_write_fails(program, declined_referral, manager, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.records.services.retention.audit.record", breaks)
    with pytest.raises(RuntimeError):
        run_retention(program, manager)
    declined_referral.refresh_from_db()
    assert declined_referral.person is not None and not RetentionRun.objects.exists()


def test_nothing_is_due_if_the_clock_is_before_the_records(program, declined_referral):
    record(actor=system_actor(program.pk), at=LATER + timedelta(hours=2), action="test.row")
    assert run_scheduled_jobs(at=LATER).deleted == 0
    assert not RetentionRun.objects.exists()
    assert AuditEvent.objects.filter(program_id=program.pk, action="clock.behind").count() == 1
    assert run_scheduled_jobs(at=LATER + timedelta(hours=2)).deleted == 1


def test_the_clock_runs_it_once_a_day(program, declined_referral):
    assert run_scheduled_jobs(at=LATER).deleted == 1
    assert run_scheduled_jobs(at=LATER + timedelta(hours=1)).deleted == 0
    assert RetentionRun.objects.filter(program=program).count() == 1
    run_scheduled_jobs(at=LATER + timedelta(days=1))
    assert RetentionRun.objects.filter(program=program).count() == 2


DEFAULTS = {"kind": "declined", "days": 120, "source": "Board, March 2026", "effective_on": LATER.date()}
NOTICE = timedelta(days=14)


def propose_rule(actor, program, at=LATER, **changes):
    values = {**DEFAULTS, "effective_on": (at + NOTICE).date(), **changes}
    return services.set_retention_rule(actor=actor, program=program, at=at, **values)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": " "}, "law, contract"),
        ({"days": 0}, "between 1 day"),
        ({"days": 1}, "at least 90 days"),
        ({"kind": "drafts", "days": 1}, "at least 7 days"),
        ({"kind": "audit", "days": 30}, "at least 2190"),
        ({"kind": "inactive", "days": 365}, "at least 2190"),
        ({"kind": "diaries"}, "kind of record"),
        ({"effective_on": AT.date()}, "today or later"),
        ({"effective_on": LATER.date()}, "at the earliest"),
    ],
)
def test_a_rule_has_a_source_a_floor_and_gives_notice(program, manager, changes, words):  # finding-S3
    with pytest.raises(Refused, match=words):
        propose_rule(manager, program, **changes)


def test_a_longer_rule_can_start_today(program, manager):
    assert propose_rule(manager, program, days=700, effective_on=LATER.date()).effective_on == LATER.date()


def test_a_rule_counts_once_a_second_person_approved_it_and_its_day_has_come(
    program, declined_referral, manager
):  # finding-S3
    Referral.objects.filter(pk=declined_referral.pk).update(keep_until=LATER.date() + timedelta(days=99))
    rule = propose_rule(manager, program)
    assert due_records(program, RecordKind.DECLINED, LATER + NOTICE).count == 0
    with pytest.raises(Refused, match="Someone else must approve"):
        services.approve_retention_rule(actor=manager, rule=rule, at=LATER)
    case_manager = actor_of(make_member(program, RoleName.CASE_MANAGER), program)
    with pytest.raises(Refused, match="role"):
        services.approve_retention_rule(actor=case_manager, rule=rule, at=LATER)
    keeper = actor_of(make_member(program, RoleName.DATA_MANAGER), program, LATER)
    services.approve_retention_rule(actor=keeper, rule=rule, at=LATER)
    with pytest.raises(Refused, match="already approved"):
        services.approve_retention_rule(actor=keeper, rule=rule, at=LATER)
    assert due_records(program, RecordKind.DECLINED).count == 0
    assert due_records(program, RecordKind.DECLINED, LATER + NOTICE).count == 1
    row = AuditEvent.objects.get(action="retention.rule_approved")
    assert row.details["proposed_by"] == manager.user_id and RetentionRule.objects.get().days == 120
    with pytest.raises(Refused, match="role"):
        services.run_manually(actor=case_manager, program=program, at=LATER)


def test_a_longer_rule_that_is_approved_late_still_counts_from_its_day(program, manager):  # finding-S3
    rule = propose_rule(manager, program, days=700, effective_on=LATER.date())
    keeper = actor_of(make_member(program, RoleName.DATA_MANAGER), program, LATER)
    services.approve_retention_rule(actor=keeper, rule=rule, at=LATER + timedelta(days=3))
    rule.refresh_from_db()
    assert rule.effective_on == LATER.date() and rule.approved_by_id == keeper.user_id


def test_the_database_refuses_a_rule_approved_by_who_proposed_it(program, manager):  # finding-S3
    rule = propose_rule(manager, program)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=rule.pk).update(approved_at=LATER, approved_by_id=manager.user_id)


def test_a_rule_of_an_older_release_deletes_no_sooner_than_the_floor(
    program, declined_referral
):  # finding-S3
    RetentionRule.objects.create(
        **{**DEFAULTS, "days": 1}, program=program, made_at=LATER, made_by_id=1, approved_at=LATER
    )
    assert due_records(program, RecordKind.DECLINED, LATER).rule.days == 90


def test_each_removed_record_has_its_row_and_the_person_is_in_the_journal(
    program, declined_referral, manager, settings, tmp_path
):  # finding-S3
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    person = declined_referral.person
    run_retention(program, manager)
    rows = AuditEvent.objects.filter(action="retention.removed").values_list("subject", "details__what")
    assert set(rows) == {
        (str(declined_referral.public_id), "referral"),
        (str(person.public_id), "person"),
    }
    line = json.loads(Path(settings.JOURNAL_FILE).read_text().splitlines()[-1])
    assert (line["deed"], line["subject"]) == ("person.erased", str(person.public_id))


def client_of(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def test_a_rule_is_proposed_and_approved_on_the_page(program):
    here = f"/p/{program.slug}/records/retention/"
    manager, keeper = (client_of(program, role) for role in (RoleName.PROGRAM_MANAGER, RoleName.DATA_MANAGER))
    day = (timezone.localdate() + timedelta(days=20)).strftime("%m %d %Y").split()
    sent = dict(zip(("effective_on_month", "effective_on_day", "effective_on_year"), day, strict=True))
    sent |= {"kind": "declined", "days": "120", "source": "Board"}
    assert manager.post(f"{here}rule/", sent).status_code == 302
    rule = RetentionRule.objects.get()
    assert "Someone else must approve" in manager.get(here).content.decode()
    assert "Proposed by" in keeper.get(here).content.decode()
    keeper.post(f"{here}rule/{rule.public_id}/approve/")
    assert RetentionRule.objects.get().approved_by_id
    assert keeper.post(f"{here}rule/{uuid.uuid4()}/approve/").status_code == 404
