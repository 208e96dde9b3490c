"""Who opens a record: the team; others with a reason, for a shift; all of outreach until a worker is assigned."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.participants.gate import ReasonNeeded, open_record
from handoff.participants.models import RecordOpening, TeamMember
from handoff.participants.queries import is_on_team, is_open_to_outreach, openings_of
from handoff.participants.team import services as team
from handoff.testing.casework import make_contact
from handoff.testing.enrollment import make_intake, make_participant, make_referral
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def assigned_worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def colleague(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def person(program, assigned_worker):
    return make_participant(program, actor=assigned_worker).person


def test_the_worker_who_enrolled_a_person_is_on_their_team(person, assigned_worker, colleague):
    assert is_on_team(assigned_worker, person, AT) and not is_on_team(colleague, person, AT)
    open_record(assigned_worker, person, AT)
    with pytest.raises(ReasonNeeded):
        open_record(colleague, person, AT)


@pytest.mark.parametrize("role", ["case_manager", "peer_support", "program_manager", "data_manager"])
def test_everyone_else_on_the_care_side_needs_a_reason(program, person, role):
    with pytest.raises(ReasonNeeded):
        open_record(make_actor(program, role), person, AT)


def test_the_law_side_is_not_concerned(program, person):
    open_record(make_actor(program, "officer"), person, AT)


def test_a_person_without_a_worker_is_open_to_outreach_only(program, colleague):
    person = make_person(program)
    open_record(colleague, person, AT)
    with pytest.raises(ReasonNeeded):
        open_record(make_actor(program, "data_manager"), person, AT)


def test_logging_a_contact_joins_the_team_for_30_days(program, colleague):
    person = make_person(program)
    make_contact(person, actor=colleague, at=AT, result="reached")
    make_contact(person, actor=colleague, at=AT + timedelta(days=10), result="reached")
    assert is_on_team(colleague, person, AT + timedelta(days=40) - timedelta(microseconds=1))
    assert not is_on_team(colleague, person, AT + timedelta(days=40))
    assert TeamMember.objects.count() == 1
    assert AuditEvent.objects.filter(action="team.added").count() == 1


def test_a_contact_alone_does_not_close_a_record_to_outreach(program, colleague, assigned_worker):
    person = make_person(program)
    make_contact(person, actor=colleague, at=AT)
    assert is_open_to_outreach(person)
    open_record(assigned_worker, person, AT)


def test_starting_an_intake_joins_the_team_and_the_next_worker_needs_no_reason(
    program, colleague, assigned_worker
):
    intake = make_intake(make_referral(program), assigned_worker, ready=False)
    assert is_on_team(assigned_worker, intake.person, AT)
    open_record(colleague, intake.person, AT)
    with pytest.raises(ReasonNeeded):
        open_record(make_actor(program, "data_manager"), intake.person, AT)


def test_a_reason_opens_the_record_for_a_shift(person, colleague):
    opening = team.open_with_reason(actor=colleague, person=person, reason="covering", at=AT)
    open_record(colleague, person, AT)
    open_record(colleague, person, opening.ends_at - timedelta(microseconds=1))
    with pytest.raises(ReasonNeeded):
        open_record(colleague, person, opening.ends_at)
    row = AuditEvent.objects.get(action="record.opened_with_reason")
    assert (row.subject, row.reason, row.user_id) == (str(person.public_id), "covering", colleague.user_id)
    again = team.open_with_reason(
        actor=colleague, person=person, reason="meeting", at=AT + timedelta(hours=1)
    )
    assert again == opening and RecordOpening.objects.count() == 1
    assert list(openings_of(person)) == [opening]
    assert not openings_of(make_person(person.program)).exists()


def test_another_reason_needs_words_that_are_not_audited(person, colleague):
    with pytest.raises(Refused, match="in a few words"):
        team.open_with_reason(actor=colleague, person=person, reason="other", note=" ", at=AT)
    team.open_with_reason(actor=colleague, person=person, reason="other", note="Zqwords", at=AT)
    assert not [row for row in AuditEvent.objects.values_list() if "Zqwords" in repr(row)]


def test_an_unknown_reason_or_another_programs_person_is_refused(program, person, colleague):
    with pytest.raises(Refused, match="Choose why"):
        team.open_with_reason(actor=colleague, person=person, reason="curious", at=AT)
    for outsider in (make_actor(program, "officer"), make_actor(make_program(), "case_manager")):
        with pytest.raises(Refused, match="isn't in your program"):
            team.open_with_reason(actor=outsider, person=person, reason="meeting", at=AT)
    assert not RecordOpening.objects.exists()


def test_nothing_is_opened_when_the_row_cannot_be_written(person, colleague, monkeypatch):
    def broken(**_given):
        raise RuntimeError("the last write did not work")

    monkeypatch.setattr("handoff.participants.team.services.audit.record", broken)
    with pytest.raises(RuntimeError):
        team.open_with_reason(actor=colleague, person=person, reason="meeting", at=AT)
    assert not RecordOpening.objects.exists()


def test_the_team_adds_and_removes_a_colleague(program, person, assigned_worker, colleague):
    assert colleague.user_id is not None
    team.add_to_team(actor=assigned_worker, person=person, user_id=colleague.user_id, at=AT)
    open_record(colleague, person, AT)
    later = AT + timedelta(days=1)
    team.remove_from_team(actor=assigned_worker, person=person, user_id=colleague.user_id, at=later)
    with pytest.raises(ReasonNeeded):
        open_record(colleague, person, later)
    assert (
        list(AuditEvent.objects.filter(action__startswith="team.").values_list("action", flat=True)).count(
            "team.removed"
        )
        == 1
    )


def test_no_one_adds_themselves_even_with_a_reason(program, person, assigned_worker, colleague):
    manager = make_actor(program, "program_manager")
    assert manager.user_id is not None and colleague.user_id is not None
    with pytest.raises(Refused, match="can't add yourself"):
        team.add_to_team(actor=manager, person=person, user_id=manager.user_id, at=AT)
    team.open_with_reason(actor=colleague, person=person, reason="covering", at=AT)
    with pytest.raises(Refused, match="Only a team member"):
        team.add_to_team(actor=colleague, person=person, user_id=manager.user_id, at=AT)


def test_the_law_side_joins_no_team(program, person, assigned_worker):
    officer = make_actor(program, "officer")
    assert officer.user_id is not None
    with pytest.raises(Refused, match="care team or the program staff"):
        team.add_to_team(actor=assigned_worker, person=person, user_id=officer.user_id, at=AT)


@pytest.fixture
def browser(client, program, monkeypatch):
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone", type("Clock", (), {"now": staticmethod(lambda: AT)})
    )
    client.force_login(make_member(program, "peer_support"))
    return client


def test_one_tap_leads_from_the_reason_to_the_requested_page(browser, program, person):
    wanted = reverse("consent:releases", args=[program.slug, person.public_id])
    asked = browser.get(wanted)
    assert asked.status_code == 302
    page = browser.get(asked["Location"])
    assert page.status_code == 200 and person.last_name not in page.content.decode()
    opened = browser.post(asked["Location"], {"reason": "emergency", "next": wanted})
    assert opened["Location"] == wanted
    assert browser.get(wanted).status_code == 200


def test_the_reason_page_redirects_only_within_the_program(browser, program, person):
    path = reverse("people:open", args=[program.slug, person.public_id])
    for wanted in (
        "https://example.com/",
        "//example.com/",
        "/p/other/people/",
        f"/p/{program.slug}/\\..//x",
    ):
        sent = browser.post(path, {"reason": "meeting", "next": wanted})["Location"]
        assert sent.startswith(f"/p/{program.slug}/"), wanted


def test_a_post_from_outside_the_team_does_nothing(browser, program, person):
    path = reverse("casework:log_contact", args=[program.slug, person.public_id])
    before = person.contact_attempts.count() if hasattr(person, "contact_attempts") else None
    response = browser.post(path, {"tap": "phone:reached", "how": "phone", "result": "reached"})
    assert "/open/" in response["Location"]
    assert not AuditEvent.objects.filter(action="contact.recorded").exists(), before


def test_the_team_page_adds_and_takes_off(client, program, person, assigned_worker, colleague, monkeypatch):
    from handoff.accounts.models import User

    client.force_login(User.objects.get(pk=assigned_worker.user_id))
    assert actor_of(User.objects.get(pk=assigned_worker.user_id), program).on_care_side
    path = reverse("people:team", args=[program.slug, person.public_id])
    assert client.post(path, {"member": colleague.user_id}).status_code == 302
    assert User.objects.get(pk=colleague.user_id).full_name in client.get(path).content.decode()
    gone = User.objects.get(pk=colleague.user_id).public_id
    client.post(reverse("people:remove_from_team", args=[program.slug, person.public_id, gone]))
    assert not person.team.filter(user_id=colleague.user_id, ends_at__isnull=True).exists()


def test_removing_someone_who_is_not_on_the_team_changes_nothing(person, assigned_worker, colleague):
    assert colleague.user_id is not None
    gone = team.remove_from_team(actor=assigned_worker, person=person, user_id=colleague.user_id, at=AT)
    assert gone == 0 and not AuditEvent.objects.filter(action="team.removed").exists()


def test_no_one_joins_a_team_where_no_worker_is_assigned(program, assigned_worker):
    person = make_person(program)
    assert (
        team.join_team(actor=assigned_worker, person=person, user_id=None, why=team.Why.WORKER, at=AT) is None
    )
    assert not TeamMember.objects.filter(person=person).exists()
