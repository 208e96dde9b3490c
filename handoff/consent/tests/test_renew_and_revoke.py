"""Planning a renewal (C3), and revoking: at once, journaled off site, with earlier disclosures listed."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.journal.services import JournalEvent, read_events
from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide_about
from handoff.consent.models import DisclosureContext, InformationKind, Release, RenewalVisit
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.consent.services import disclose, revoke_release
from handoff.core.refusals import Refused
from handoff.desk.home.presenters.care import expiring_rois
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def scenario(monkeypatch, settings, tmp_path):
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    program = make_program()
    worker, colleague = (make_member(program, "case_manager") for _ in range(2))
    scenario = SimpleNamespace(
        program=program,
        police=make_agency(program),
        worker=worker,
        colleague=colleague,
        actor=actor_of(worker, program),
        person=make_person(program, first_name="Ana", last_name="Ríos"),
        journal=tmp_path / "journal.jsonl",
        now=AT,
    )
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: scenario.now)
    )
    return scenario


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(scenario, name, *args):
    return reverse(f"consent:{name}", args=[scenario.program.slug, *args])


def test_a_revocation_is_journaled_in_the_same_transaction(scenario):
    release = make_release(scenario.person, scenario.police)
    revoke_release(actor=scenario.actor, release=release, at=AT)
    revoke_release(actor=scenario.actor, release=release, at=AT + timedelta(hours=1))
    (line,) = read_events(scenario.journal)
    assert (line.event, line.program_id, line.subject) == (
        JournalEvent.RELEASE_REVOKED,
        scenario.program.pk,
        str(release.public_id),
    )
    assert "Ana" not in scenario.journal.read_text()


def test_a_replaced_roi_is_journaled_too(scenario):
    first = make_release(scenario.person, scenario.police)
    make_release(scenario.person, scenario.police, at=AT + timedelta(hours=1), replaces_earlier=True)
    assert [line.subject for line in read_events(scenario.journal)] == [str(first.public_id)]


def test_nothing_is_revoked_when_the_journal_cannot_be_written(scenario, settings, tmp_path):
    release = make_release(scenario.person, scenario.police)
    blocker = tmp_path / "file"
    blocker.write_text("")
    settings.JOURNAL_FILE = str(blocker / "journal.jsonl")
    with pytest.raises(FileExistsError):
        revoke_release(actor=scenario.actor, release=release, at=AT)
    release.refresh_from_db()
    assert release.revoked_at is None
    assert not AuditEvent.objects.filter(action="roi.revoked").exists()


def test_the_page_says_what_was_shared_before_the_roi_was_revoked(scenario):
    release = make_release(scenario.person, scenario.police)
    disclose(
        actor=scenario.actor,
        person=scenario.person,
        agency=scenario.police,
        decision=decide_about(scenario.police, scenario.person.pk, AT),
        kinds={InformationKind.PARTICIPATION},
        what=DisclosureContext.INTAKE.value,
        purpose="",
        to_user_id=scenario.worker.pk,
        at=AT,
    )
    scenario.now = AT + timedelta(hours=1)
    client = browser(scenario.worker)
    page = client.post(url(scenario, "revoke", release.public_id), follow=True).content.decode()
    assert (
        "can't take back what was already shared" in page
        and "That intake is done" in page
        and scenario.police.name in page
    )


def test_a_visit_is_planned_and_closed_with_its_outcome(scenario):
    visit = plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY, at=AT)
    assert (visit.worker_id, visit.state) == (scenario.worker.pk, "planned")
    with pytest.raises(Refused, match="already scheduled"):
        plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY, at=AT)
    close_visit(actor=scenario.actor, visit=visit, outcome="declined", at=AT)
    with pytest.raises(Refused, match="already closed"):
        close_visit(actor=scenario.actor, visit=visit, outcome="done", at=AT)
    plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY, at=AT)
    subjects = (
        AuditEvent.objects.order_by("pk")
        .filter(action__startswith="roi.visit")
        .values_list("action", "subject")
    )
    assert list(subjects) == [
        (action, str(scenario.person.public_id))
        for action in ("roi.visit_planned", "roi.visit_closed", "roi.visit_planned")
    ]


def test_a_visit_is_refused_in_the_past_by_the_law_side_and_without_an_outcome(scenario):
    with pytest.raises(Refused, match="has passed"):
        plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY - timedelta(days=1), at=AT)
    officer = actor_of(make_member(scenario.program, RoleName.OFFICER), scenario.program)
    with pytest.raises(Refused, match="care team"):
        plan_visit(actor=officer, person=scenario.person, planned_on=TODAY, at=AT)
    visit = plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY, at=AT)
    with pytest.raises(Refused, match="how the visit went"):
        close_visit(actor=scenario.actor, visit=visit, outcome="planned", at=AT)
    with pytest.raises(Refused, match="care team"):
        close_visit(actor=officer, visit=visit, outcome="done", at=AT)


def test_nothing_of_a_visit_is_kept_when_the_audit_row_cannot_be_written(scenario, monkeypatch):
    monkeypatch.setattr("handoff.consent.services.audit.record", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan_visit(actor=scenario.actor, person=scenario.person, planned_on=TODAY, at=AT)
    assert not RenewalVisit.objects.exists()


def test_visits_are_planned_and_closed_on_the_persons_roi_page(scenario):
    client = browser(scenario.worker)
    day = {"planned_on_month": "3", "planned_on_day": "20", "planned_on_year": "2026"}
    page = client.post(
        url(scenario, "plan_visit", scenario.person.public_id), day, follow=True
    ).content.decode()
    assert "Visit scheduled." in page and "Mar 20" in page and scenario.worker.full_name in page
    visit = RenewalVisit.objects.get()
    closed = client.post(url(scenario, "close_visit", visit.public_id), {"outcome": "done"}, follow=True)
    assert "They met" in closed.content.decode()
    assert (
        browser(make_member(scenario.program, "officer"))
        .post(url(scenario, "close_visit", visit.public_id))
        .status_code
        == 404
    )
    assert client.post(url(scenario, "close_visit", uuid.uuid4())).status_code == 404


def test_the_home_page_says_in_which_step_an_roi_ends_and_whether_a_visit_is_planned(scenario):
    people = {}
    for days in (25, 55, 85, 95):
        enrollment = make_participant(scenario.program, make_person(scenario.program, first_name=f"D{days}"))
        enrollment.primary_worker_id = scenario.worker.pk
        enrollment.save()
        make_release(enrollment.person, scenario.police, days=days)
        people[days] = enrollment.person
    plan_visit(actor=scenario.actor, person=people[55], planned_on=TODAY + timedelta(days=9), at=AT)
    tasks = expiring_rois(scenario.actor, scenario.program, AT).tasks
    assert [task.text for task in tasks] == [
        "Expires within 30 days. No visit scheduled.",
        "Expires within 60 days. Visit scheduled for Wed, Mar 11, 2026.",
        "Expires within 90 days. No visit scheduled.",
    ]


def test_a_worker_sees_their_own_and_unassigned_people_the_manager_everyone(scenario):
    for first, owner in (("Mine", scenario.worker), ("Theirs", scenario.colleague), ("Nobodys", None)):
        enrollment = make_participant(scenario.program, make_person(scenario.program, first_name=first))
        enrollment.primary_worker_id = owner.pk if owner else None
        enrollment.save()
        make_release(enrollment.person, scenario.police, days=20)
    make_release(scenario.person, scenario.police, days=20)

    def listed(user):
        tasks = expiring_rois(actor_of(user, scenario.program), scenario.program, AT).tasks
        return {task.title.split()[0] for task in tasks}

    assert listed(scenario.worker) == {"Mine", "Nobodys", "Ana"}
    assert listed(scenario.colleague) == {"Theirs", "Nobodys", "Ana"}
    assert listed(make_member(scenario.program, "program_manager")) == {"Mine", "Theirs", "Nobodys", "Ana"}


def test_the_page_to_renew_begins_with_the_last_roi_and_signs_a_new_one(scenario):
    make_release(scenario.person, scenario.police, days=1)
    scenario.now = AT + timedelta(days=3)
    client = browser(scenario.worker)
    page = client.get(url(scenario, "new", scenario.person.public_id)).content.decode()
    assert "We filled this in from the last release" in page
    assert Release.objects.count() == 1
    notes = client.get(
        url(scenario, "new", scenario.person.public_id), {"form": "counseling"}
    ).content.decode()
    assert "only for a counselor" in notes and scenario.police.name not in notes
