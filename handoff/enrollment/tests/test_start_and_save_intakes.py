"""Starting an intake, saving its sections, booking its appointment."""

from datetime import timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.definitions import SECTION_KEYS, SERVICE_CODES
from handoff.enrollment.models import Intake
from handoff.referrals.models import Referral, ReferralEvent, ServiceWanted
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def fail(*args, **kwargs):
    raise RuntimeError("the last write did not work")


def actions():
    return list(AuditEvent.objects.order_by("number").values_list("action", flat=True))


def test_an_intake_starts_with_the_facts_from_the_referral(program, worker):
    intake = services.start_intake(actor=worker, referral=make_referral(program), at=AT)
    assert intake.answers == {"services": {"services_wanted": ["housing", "identity"]}}
    assert intake.started_by_id == worker.user_id
    assert list(ReferralEvent.objects.values_list("what", flat=True)) == ["intake_started"]
    assert actions() == ["intake.started", "team.added"]


def test_every_service_of_the_referral_has_its_place_in_the_intake():
    assert set(ServiceWanted.values) - {"unknown"} <= set(SERVICE_CODES)


def test_starting_twice_makes_one_intake(program, worker):
    referral = make_referral(program)
    first = services.start_intake(actor=worker, referral=referral, at=AT)
    assert services.start_intake(actor=worker, referral=referral, at=AT + timedelta(hours=1)) == first
    assert actions() == ["intake.started", "team.added"]


@pytest.mark.parametrize("state", ["submitted", "declined", "withdrawn", "ineligible", "exception_requested"])
def test_an_intake_starts_only_after_acceptance(program, worker, state):
    referral = make_referral(program, state=state)
    with pytest.raises(Refused, match="says yes to the program"):
        services.start_intake(actor=worker, referral=referral, at=AT)


@pytest.mark.parametrize("role", ["officer", "law_leader", "district_attorney", "data_manager", "evaluator"])
def test_only_the_care_team_begins_an_intake(program, role):
    with pytest.raises(Refused, match="care team"):
        services.start_intake(actor=make_actor(program, role), referral=make_referral(program), at=AT)


def test_an_intake_of_another_program_cannot_be_started(program):
    outsider = make_actor(make_program(), "case_manager")
    with pytest.raises(Refused, match="another program"):
        services.start_intake(actor=outsider, referral=make_referral(program), at=AT)


def test_no_intake_starts_when_the_audit_row_cannot_be_written(program, worker, monkeypatch):
    referral = make_referral(program)
    monkeypatch.setattr("handoff.enrollment.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        services.start_intake(actor=worker, referral=referral, at=AT)
    assert not Intake.objects.exists() and not ReferralEvent.objects.exists()


def save_section(worker, intake, answers=None, **options):
    defaults = {
        "section": "housing",
        "answers": answers or {},
        "skipped": False,
        "at": AT + timedelta(minutes=5),
    }
    return services.save_section(actor=worker, intake=intake, **{**defaults, **options})


def test_a_section_is_saved_with_its_time(program, worker):
    intake = save_section(
        worker, make_intake(make_referral(program), worker, ready=False), {"living_situation": "101"}
    )
    assert intake.answers["housing"] == {"living_situation": "101"}
    assert intake.sections_done == ["housing"]
    assert intake.saved_at == AT + timedelta(minutes=5)
    event = AuditEvent.objects.get(action="intake.saved")
    assert event.details == {"section": "housing", "skipped": False}


def test_an_unfinished_section_stays_open(program, worker):
    intake = make_intake(make_referral(program), worker, ready=False)
    intake = save_section(worker, intake, {"living_situation": "101"}, finished=False)
    assert intake.answers["housing"] and intake.sections_done == []


def test_a_skipped_section_is_done_and_holds_nothing(program, worker):
    intake = make_intake(make_referral(program), worker, ready=False)
    save_section(worker, intake, {"living_situation": "101"})
    intake = save_section(worker, intake, skipped=True)
    assert "housing" not in intake.answers and intake.sections_done == ["housing"]


def test_saving_again_replaces_what_a_section_held(program, worker):
    intake = make_intake(make_referral(program), worker, ready=False)
    save_section(worker, intake, {"living_situation": "101", "housing_worry": "The rent"})
    intake = save_section(worker, intake, {"living_situation": "410"})
    assert intake.answers["housing"] == {"living_situation": "410"}


def test_there_are_no_other_sections(program, worker):
    with pytest.raises(Refused, match="isn't in the intake"):
        save_section(worker, make_intake(make_referral(program), worker), section="drug_screen")


def test_a_completed_intake_is_not_changed(program, worker):
    intake = make_intake(make_referral(program), worker)
    services.complete_intake(actor=worker, intake=intake, at=AT)
    with pytest.raises(Refused, match="complete"):
        save_section(worker, intake)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_the_intake_of_an_ended_referral_is_not_changed(program, worker, state):
    intake = make_intake(make_referral(program), worker)
    Referral.objects.update(state=state)
    with pytest.raises(Refused, match="has ended"):
        save_section(worker, intake)


def test_law_enforcement_saves_no_section(program, worker):
    intake = make_intake(make_referral(program), worker)
    with pytest.raises(Refused, match="care team"):
        save_section(make_actor(program, "officer"), intake)


def test_no_answer_stays_when_the_audit_row_cannot_be_written(program, worker, monkeypatch):
    intake = make_intake(make_referral(program), worker, ready=False)
    monkeypatch.setattr("handoff.enrollment.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        save_section(worker, intake, {"living_situation": "101"})
    intake.refresh_from_db()
    assert "housing" not in intake.answers and intake.sections_done == []


def book_intake(worker, intake, **options):
    defaults = {
        "appointment_at": AT + timedelta(days=1),
        "place": " The library ",
        "transport": "Bus pass",
        "at": AT,
    }
    return services.book_intake(actor=worker, intake=intake, **{**defaults, **options})


def test_an_appointment_is_recorded(program, worker):
    intake = book_intake(worker, make_intake(make_referral(program), worker))
    assert (intake.appointment_place, intake.transport) == ("The library", "Bus pass")
    assert actions()[-1] == "intake.booked"


def test_an_appointment_must_be_in_the_future(program, worker):
    with pytest.raises(Refused, match="in the past"):
        book_intake(worker, make_intake(make_referral(program), worker), appointment_at=AT)


def test_law_enforcement_books_nothing(program, worker):
    intake = make_intake(make_referral(program), worker)
    with pytest.raises(Refused, match="care team"):
        book_intake(make_actor(program, "officer"), intake)


def test_no_appointment_stays_when_the_audit_row_cannot_be_written(program, worker, monkeypatch):
    intake = make_intake(make_referral(program), worker)
    monkeypatch.setattr("handoff.enrollment.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        book_intake(worker, intake)
    intake.refresh_from_db()
    assert intake.appointment_at is None


def test_the_sections_cover_what_the_handbook_asks_for():
    assert len(SECTION_KEYS) == len(set(SECTION_KEYS)) == 10
