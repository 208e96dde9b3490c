"""The runway to a renewal (C3), and revoking: at once, written off site, with what was shared before in sight."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.journal.services import Deed, lines
from handoff.audit.models import AuditEvent
from handoff.consent.models import InformationKind, Release, RenewalVisit, Shown
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.consent.services import disclose, revoke_release
from handoff.core.refusals import Refused
from handoff.desk.home.presenters import releases_to_renew
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.worlds import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def world(monkeypatch, settings, tmp_path):
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    program = make_program()
    worker, colleague = (make_member(program, "case_manager") for _ in range(2))
    world = SimpleNamespace(
        program=program,
        police=make_agency(program),
        worker=worker,
        colleague=colleague,
        actor=actor_of(worker, program),
        person=make_person(program, first_name="Ana", last_name="Ríos"),
        journal=tmp_path / "journal.jsonl",
        now=AT,
    )
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: world.now))
    return world


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(world, name, *args):
    return reverse(f"consent:{name}", args=[world.program.slug, *args])


def test_a_revocation_is_written_off_site_in_the_same_deed(world):
    release = make_release(world.person, world.police)
    revoke_release(actor=world.actor, release=release, at=AT)
    revoke_release(actor=world.actor, release=release, at=AT + timedelta(hours=1))
    (line,) = lines(world.journal)
    assert (line.deed, line.program_id, line.subject) == (
        Deed.RELEASE_REVOKED,
        world.program.pk,
        str(release.public_id),
    )
    assert "Ana" not in world.journal.read_text()


def test_an_roi_that_a_new_one_replaces_is_written_off_site_too(world):
    first = make_release(world.person, world.police)
    make_release(world.person, world.police, at=AT + timedelta(hours=1), replaces_earlier=True)
    assert [line.subject for line in lines(world.journal)] == [str(first.public_id)]


def test_nothing_is_revoked_when_the_journal_cannot_be_written(world, settings, tmp_path):
    release = make_release(world.person, world.police)
    blocker = tmp_path / "file"
    blocker.write_text("")
    settings.JOURNAL_FILE = str(blocker / "journal.jsonl")
    with pytest.raises(FileExistsError):
        revoke_release(actor=world.actor, release=release, at=AT)
    release.refresh_from_db()
    assert release.revoked_at is None
    assert not AuditEvent.objects.filter(action="roi.revoked").exists()


def test_the_page_says_what_was_shared_before_the_roi_was_revoked(world):
    release = make_release(world.person, world.police)
    disclose(
        actor=world.actor,
        person=world.person,
        agency=world.police,
        kinds={InformationKind.PARTICIPATION},
        what=Shown.INTAKE.value,
        purpose="",
        to_user_id=world.worker.pk,
        at=AT,
    )
    world.now = AT + timedelta(hours=1)
    client = browser(world.worker)
    page = client.post(url(world, "revoke", release.public_id), follow=True).content.decode()
    assert "cannot be called back" in page and "That the intake is done" in page and world.police.name in page


def test_a_visit_is_planned_and_closed_with_its_outcome(world):
    visit = plan_visit(actor=world.actor, person=world.person, planned_on=TODAY, at=AT)
    assert (visit.worker_id, visit.state) == (world.worker.pk, "planned")
    with pytest.raises(Refused, match="already planned"):
        plan_visit(actor=world.actor, person=world.person, planned_on=TODAY, at=AT)
    close_visit(actor=world.actor, visit=visit, outcome="declined", at=AT)
    with pytest.raises(Refused, match="already said"):
        close_visit(actor=world.actor, visit=visit, outcome="done", at=AT)
    plan_visit(actor=world.actor, person=world.person, planned_on=TODAY, at=AT)
    subjects = (
        AuditEvent.objects.order_by("pk")
        .filter(action__startswith="roi.visit")
        .values_list("action", "subject")
    )
    assert list(subjects) == [
        (action, str(world.person.public_id))
        for action in ("roi.visit_planned", "roi.visit_closed", "roi.visit_planned")
    ]


def test_a_visit_is_refused_in_the_past_by_the_law_side_and_without_an_outcome(world):
    with pytest.raises(Refused, match="has passed"):
        plan_visit(actor=world.actor, person=world.person, planned_on=TODAY - timedelta(days=1), at=AT)
    officer = actor_of(make_member(world.program, RoleName.OFFICER), world.program)
    with pytest.raises(Refused, match="care team"):
        plan_visit(actor=officer, person=world.person, planned_on=TODAY, at=AT)
    visit = plan_visit(actor=world.actor, person=world.person, planned_on=TODAY, at=AT)
    with pytest.raises(Refused, match="how the visit went"):
        close_visit(actor=world.actor, visit=visit, outcome="planned", at=AT)
    with pytest.raises(Refused, match="care team"):
        close_visit(actor=officer, visit=visit, outcome="done", at=AT)


def test_nothing_of_a_visit_is_kept_when_the_audit_row_cannot_be_written(world, monkeypatch):
    monkeypatch.setattr("handoff.consent.services.audit.record", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan_visit(actor=world.actor, person=world.person, planned_on=TODAY, at=AT)
    assert not RenewalVisit.objects.exists()


def test_visits_are_planned_and_closed_on_the_persons_roi_page(world):
    client = browser(world.worker)
    day = {"planned_on_month": "3", "planned_on_day": "20", "planned_on_year": "2026"}
    page = client.post(url(world, "plan_visit", world.person.public_id), day, follow=True).content.decode()
    assert "The visit is planned." in page and "Mar 20" in page and world.worker.full_name in page
    visit = RenewalVisit.objects.get()
    closed = client.post(url(world, "close_visit", visit.public_id), {"outcome": "done"}, follow=True)
    assert "They met" in closed.content.decode()
    assert (
        browser(make_member(world.program, "officer"))
        .post(url(world, "close_visit", visit.public_id))
        .status_code
        == 404
    )
    assert client.post(url(world, "close_visit", uuid.uuid4())).status_code == 404


def test_the_home_page_says_in_which_step_an_roi_ends_and_whether_a_visit_is_planned(world):
    people = {}
    for days in (25, 55, 85, 95):
        enrollment = make_participant(world.program, make_person(world.program, first_name=f"D{days}"))
        enrollment.primary_worker_id = world.worker.pk
        enrollment.save()
        make_release(enrollment.person, world.police, days=days)
        people[days] = enrollment.person
    plan_visit(actor=world.actor, person=people[55], planned_on=TODAY + timedelta(days=9), at=AT)
    tasks = releases_to_renew(world.actor, world.program, AT).tasks
    assert [task.text for task in tasks] == [
        "Ends within 30 days. No visit is planned.",
        "Ends within 60 days. Visit planned for Wed, Mar 11, 2026.",
        "Ends within 90 days. No visit is planned.",
    ]


def test_a_worker_is_given_their_own_people_and_those_of_nobody_the_manager_everybody(world):
    for first, owner in (("Mine", world.worker), ("Theirs", world.colleague), ("Nobodys", None)):
        enrollment = make_participant(world.program, make_person(world.program, first_name=first))
        enrollment.primary_worker_id = owner.pk if owner else None
        enrollment.save()
        make_release(enrollment.person, world.police, days=20)
    make_release(world.person, world.police, days=20)

    def listed(user):
        tasks = releases_to_renew(actor_of(user, world.program), world.program, AT).tasks
        return {task.title.split()[0] for task in tasks}

    assert listed(world.worker) == {"Mine", "Nobodys", "Ana"}
    assert listed(world.colleague) == {"Theirs", "Nobodys", "Ana"}
    assert listed(make_member(world.program, "program_manager")) == {"Mine", "Theirs", "Nobodys", "Ana"}


def test_the_page_to_renew_begins_with_the_last_roi_and_signs_a_new_one(world):
    make_release(world.person, world.police, days=1)
    world.now = AT + timedelta(days=3)
    client = browser(world.worker)
    page = client.get(url(world, "new", world.person.public_id)).content.decode()
    assert "Filled in from the last ROI" in page
    assert Release.objects.count() == 1
    notes = client.get(url(world, "new", world.person.public_id), {"form": "counseling"}).content.decode()
    assert "only for a counselor" in notes and world.police.name not in notes
