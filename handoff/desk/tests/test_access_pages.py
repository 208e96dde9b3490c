"""Who opened a record, a user's activity, the audit log with its downloads, and the weekly review."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from handoff.audit.models import AccessReview, AuditEvent
from handoff.audit.rules import format_hash
from handoff.audit.services import record, record_read
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.desk.trail.jobs import queue_review_notices
from handoff.notifications.models import Notice
from handoff.participants.team import services as team
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_program

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
"""The week of AT."""

NEXT_MONDAY = AT + timedelta(days=7)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch, settings, tmp_path):
    settings.ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone",
        type("Clock", (), {"now": staticmethod(lambda: NEXT_MONDAY)}),
    )


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_member(program, "case_manager", full_name="Ada Worker")


@pytest.fixture
def manager(client, program):
    user = make_member(program, "program_manager", full_name="Mona Manager")
    client.force_login(user)
    return user


@pytest.fixture
def person(program, worker):
    return make_participant(program, actor=actor_of(worker, program)).person


def page(client, name, program, *ids, **asked):
    return client.get(reverse(name, args=[program.slug, *ids]), asked)


def test_the_access_page_says_who_what_and_why(client, program, manager, person, worker):
    colleague = make_member(program, "peer_support", full_name="Cora Colleague")
    actor = actor_of(colleague, program)
    team.open_with_reason(actor=actor, person=person, reason="other", note="Standing in", at=AT)
    record_read(actor=actor, at=AT, action="person.opened", subject=person.public_id)
    team.open_with_reason(
        actor=actor_of(manager, program), person=person, reason="supervision", at=NEXT_MONDAY
    )
    shown = page(client, "people:access", program, person.public_id).content.decode()
    for words in (
        "Cora Colleague",
        "Opened a person&#x27;s record",
        "Something else",
        "Standing in",
        "Ada Worker",
        "Completed an intake",
        "Supervision",
    ):
        assert words in shown, words
    assert AuditEvent.objects.filter(action="access.listed", subject=str(person.public_id)).exists()


@pytest.mark.parametrize("role", ["case_manager", "officer", "site_administrator", "data_manager"])
def test_only_the_manager_reads_who_opened_a_record(client, program, person, role):
    client.force_login(make_member(program, role))
    assert page(client, "people:access", program, person.public_id).status_code == 404


def test_a_users_activity_is_shown_to_those_who_may_read_the_trail(client, program, manager, worker, person):
    shown = page(client, "access:user", program, worker.public_id)
    assert shown.status_code == 200 and "Completed an intake" in shown.content.decode()
    assert AuditEvent.objects.filter(action="activity.listed", subject=str(worker.public_id)).exists()
    outsider = make_member(make_program(), "officer")
    assert page(client, "access:user", program, outsider.public_id).status_code == 404


def date_fields(name, *parts):
    return dict(zip((f"{name}_month", f"{name}_day", f"{name}_year"), parts, strict=True))


def test_the_trail_is_filtered_by_day_kind_user_and_outcome(client, program, manager, worker, person):
    old, new = actor_of(worker, program), make_actor(program, "officer")
    record_read(actor=new, at=AT + timedelta(days=2), action="lookup.asked", reason="stop")
    record(actor=old, at=AT, action="denied", outcome="refused")
    rows = {
        "kind": page(client, "access:trail", program, kind="looks"),
        "who": page(client, "access:trail", program, who=new.user_id),
        "from": page(client, "access:trail", program, **date_fields("from_day", "3", "4", "2026")),
        "until": page(client, "access:trail", program, **date_fields("to_day", "3", "3", "2026")),
        "outcome": page(client, "access:trail", program, outcome="refused"),
    }
    asked, refused = "Checked whether someone is a participant", "Denied"
    shown = {name: answer.content.decode() for name, answer in rows.items()}
    assert asked in shown["kind"] and "Completed an intake" not in shown["kind"]
    assert asked in shown["who"] and "Traffic stop" in shown["who"] and refused + ")" not in shown["who"]
    assert asked in shown["from"] and "Completed an intake" not in shown["from"]
    assert asked not in shown["until"] and "Completed an intake" in shown["until"]
    assert refused + ")" in shown["outcome"] and asked not in shown["outcome"]


def test_the_chain_head_is_shown(client, program, manager, person):
    answer = page(client, "access:trail", program)
    row = AuditEvent.objects.filter(program_id=program.pk).latest("number")
    assert row.action == "audit.listed" and format_hash(row.hash) in answer.content.decode()


def test_the_download_matches_the_page_and_is_audited(client, program, manager, person):
    record(actor=actor_of(manager, program), at=AT, action="denied", outcome="refused", subject="=1+1")
    csv = page(client, "access:file", program, "csv", outcome="refused")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "'=1+1" in lines[1]
    excel = page(client, "access:file", program, "xlsx", outcome="refused")
    with zipfile.ZipFile(io.BytesIO(excel.content)) as parts:
        texts, cells = (
            parts.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "worksheets/sheet1")
        )
    assert "=1+1" in texts and "<f>" not in cells and cells.count("<row ") == 3
    exported = AuditEvent.objects.filter(action="audit.exported")
    assert [row.details for row in exported] == [{"rows": 1, "kind": "csv"}, {"rows": 1, "kind": "xlsx"}]
    assert "attachment" in csv["Content-Disposition"] and person.last_name not in csv["Content-Disposition"]


def test_the_file_requires_a_recent_sign_in():
    from handoff.desk.trail.views.trail import download_trail

    assert getattr(download_trail, "requires_recent_sign_in", False)


@pytest.mark.parametrize("role", ["case_manager", "officer", "evaluator"])
def test_other_roles_do_not_find_the_trail(client, program, role):
    client.force_login(make_member(program, role))
    for name, ids in (("access:trail", ()), ("access:file", ("csv",)), ("access:reviews", ())):
        assert page(client, name, program, *ids).status_code == 404


def test_the_review_shows_what_is_unusual_and_is_signed_once(client, program, manager, person):
    namesake = make_member(program, "peer_support", full_name=f"Sam {person.last_name}")
    actor = actor_of(namesake, program)
    team.open_with_reason(actor=actor, person=person, reason="covering", at=AT)
    record_read(actor=actor, at=AT.replace(day=3, hour=4), action="person.opened", subject=person.public_id)
    path = reverse("access:review", args=[program.slug, MONDAY.isoformat()])
    shown = client.get(path).content.decode()
    for words in ("Covering for a colleague", "Same last name", "between 10 PM"):
        assert words in shown, words
    assert client.post(path, {"note": "Asked Sam: on duty."}).status_code == 302
    review = AccessReview.objects.get()
    assert (review.week_starts_on, review.findings, review.reviewed_by_id) == (MONDAY, 3, manager.pk)
    assert AuditEvent.objects.filter(action="review.signed", subject=MONDAY.isoformat()).exists()
    assert "Asked Sam" in client.get(path).content.decode()
    client.post(path, {"note": "again"})
    assert AccessReview.objects.count() == 1
    assert not [row for row in AuditEvent.objects.values_list() if "Asked Sam" in repr(row)]


def test_the_current_week_cannot_be_signed(client, program, manager):
    path = reverse("access:review", args=[program.slug, NEXT_MONDAY.date().isoformat()])
    assert "isn&#x27;t over yet" in client.post(path, {"note": ""}).content.decode()
    assert not AccessReview.objects.exists()


@pytest.mark.parametrize("week", ["2026-03-03", "2026-03-16", "never"])
def test_only_past_mondays_name_a_week(client, program, manager, week):
    assert page(client, "access:review", program, week).status_code == 404


def test_the_site_administrator_reviews_without_learning_who_is_a_participant(client, program, person):
    namesake = make_member(program, "case_manager", full_name=f"Sam {person.last_name}")
    actor = actor_of(namesake, program)
    team.open_with_reason(actor=actor, person=person, reason="covering", at=AT)
    record_read(actor=actor, at=AT, action="person.opened", subject=person.public_id)
    client.force_login(make_member(program, "site_administrator"))
    shown = page(client, "access:review", program, MONDAY.isoformat()).content.decode()
    assert "Covering for a colleague" in shown
    assert "Same last name" not in shown and str(person.public_id) not in shown


def test_the_notice_of_the_review_goes_out_once_on_monday_and_names_no_one(program, manager, person):
    early, morning = NEXT_MONDAY - timedelta(hours=6), NEXT_MONDAY
    assert queue_review_notices(program=program, at=early) == 0
    for at in (morning, morning + timedelta(days=1)):
        queue_review_notices(program=program, at=at)
    notice = Notice.objects.get(kind="access_review")
    assert notice.recipient_user_id == manager.pk and notice.path.endswith("/access/review/2026-03-02/")


def test_scheduled_jobs_publish_the_chain_heads(program, person):
    assert run_scheduled_jobs(at=NEXT_MONDAY).anchored > 0
    assert run_scheduled_jobs(at=NEXT_MONDAY + timedelta(minutes=5)).anchored == 0
