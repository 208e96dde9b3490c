"""The intake pages as the care team sees them, and who has no access."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.enrollment.definitions import SECTIONS
from handoff.enrollment.models import Enrollment, Intake
from handoff.programs.models import IntakeQuestion
from handoff.referrals.models import Pathway
from handoff.testing.enrollment import make_intake, make_participant, make_referral, make_release
from handoff.testing.programs import AT, make_member, make_person, make_program, put_on_every_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(clock):
    return make_program()


@pytest.fixture
def page(client, program):
    """Open an enrollment page by name, or send something to it; `follow` shows where it leads."""
    worker = make_member(program, "case_manager")

    def open_page(name, *ids, sent=None, follow=False):
        client.force_login(worker)
        if ids:
            put_on_every_team(worker, program)
        path = reverse(f"enrollment:{name}", args=[program.slug, *ids])
        return client.get(path) if sent is None else client.post(path, sent, follow=follow)

    return open_page


def page_text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_waiting_intakes_are_listed_with_their_windows(page, program, clock):
    late = make_referral(program, at=AT - timedelta(days=17))
    soon = make_referral(program, at=AT - timedelta(days=12))
    social = make_referral(program, pathway=Pathway.COMMUNITY)
    shown = page_text(page("waiting"))
    waiting: list[Any] = [late, soon, social]
    places = [shown.index(each.person.full_name) for each in waiting]
    assert places == sorted(places)
    assert "overdue by 3 days" in shown and "due in 2 days" in shown and "No deadline" in shown
    assert "The intake deadline has passed." in shown and "The intake deadline is coming up." in shown
    assert AuditEvent.objects.get().details["count"] == 3


def test_the_number_of_queries_does_not_grow_with_the_list(page, program, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            page("waiting")
        return len(counted)

    for _number in range(3):
        make_intake(make_referral(program), ready=False)
    page("waiting")
    few = queries()
    for _number in range(27):
        make_intake(make_referral(program), ready=False)
    assert queries() == few


def test_an_empty_list_says_what_would_fill_it(page):
    assert "No intakes waiting" in page_text(page("waiting"))


def test_an_intake_is_started_by_post_only(page, program):
    referral = make_referral(program)
    assert page("start", referral.public_id).status_code == 405
    page("start", referral.public_id, sent={})
    page("start", referral.public_id, sent={})
    assert Intake.objects.count() == 1


def test_an_intake_before_acceptance_is_refused_with_a_message(page, program):
    referral = make_referral(program, state="submitted")
    assert "once the person says yes to the program" in page_text(
        page("start", referral.public_id, sent={}, follow=True)
    )
    assert not Intake.objects.exists()


@pytest.fixture
def intake(program):
    return make_intake(make_referral(program), ready=False)


def test_every_section_opens_and_is_skipped_only_on_purpose(page, intake):
    """N17: an empty section is neither "saved" nor silently skipped."""
    intake.answers = {}
    intake.save()
    for section in SECTIONS:
        assert page("section", intake.public_id, section.key).status_code == 200
        refused = page("section", intake.public_id, section.key, sent={"go": "next"})
        assert "haven&#x27;t entered anything" in page_text(refused)
        paused = page("section", intake.public_id, section.key, sent={"go": "pause"}, follow=True)
        assert "This section stays open" in page_text(paused)
        intake.refresh_from_db()
        assert section.key not in intake.sections_done
        skipped = page("section", intake.public_id, section.key, sent={"go": "skip"}, follow=True)
        assert "Section skipped" in page_text(skipped)
    intake.refresh_from_db()
    assert len(intake.sections_done) == len(SECTIONS)
    assert "Complete the intake" in page_text(page("intake", intake.public_id))


def test_a_saved_section_shows_when_it_was_saved(page, intake, clock):
    clock.at = AT + timedelta(minutes=42)
    sent = {"living_situation": "116", "housing_worry": "The cold", "go": "next"}
    response = page("section", intake.public_id, "housing", sent=sent, follow=True)
    assert "Saved 10:42" in page_text(response)
    assert response.redirect_chain[-1][0].endswith("/work_and_income/")
    intake.refresh_from_db()
    assert intake.answers["housing"] == {"living_situation": "116", "housing_worry": "The cold"}
    assert "Outside, in a car, or another place not meant for living" in page_text(
        page("intake", intake.public_id)
    )


def test_an_unfinished_section_shows_its_answers_again(page, intake):
    page("section", intake.public_id, "strengths", sent={"good_at": "Cooking", "go": "pause"})
    assert "Started" in page_text(page("intake", intake.public_id))
    assert b"Cooking" in page("section", intake.public_id, "strengths").content


def test_skip_does_not_discard_typed_answers(page, intake):
    response = page(
        "section", intake.public_id, "strengths", sent={"good_at": "Cooking", "go": "skip"}, follow=True
    )
    assert "We didn&#x27;t skip this section" in page_text(response)
    intake.refresh_from_db()
    assert intake.answers["strengths"] == {"good_at": "Cooking"}


def test_invalid_input_keeps_what_was_typed(page, intake):
    sent = {"living_situation": "castle", "housing_worry": "The stairs", "go": "next"}
    response = page("section", intake.public_id, "housing", sent=sent)
    assert response.status_code == 200 and b"The stairs" in response.content
    intake.refresh_from_db()
    assert "housing" not in intake.answers


def test_program_questions_appear_in_their_section_in_the_readers_language(client, page, program, intake):
    own = IntakeQuestion.objects.create(
        program=program,
        section="family",
        text="Do pets live with them?",
        text_es="¿Viven mascotas con ustedes?",
        answer_kind="choice",
        choices=["Dog", "Cat"],
    )
    IntakeQuestion.objects.create(program=program, section="family", text="An old question", is_active=False)
    shown = page_text(page("section", intake.public_id, "family"))
    assert "Do pets live with them?" in shown and "An old question" not in shown
    page("section", intake.public_id, "family", sent={f"own_{own.public_id.hex}": "Dog", "go": "next"})
    client.post(reverse("set_language"), {"language": "es", "next": "/"})
    shown = page_text(page("intake", intake.public_id))
    assert "¿Viven mascotas con ustedes?" in shown and "Dog" in shown


def test_services_from_the_referral_are_already_checked(page, intake):
    html = page("section", intake.public_id, "services").content.decode()
    assert re.search(r'value="housing"[^>]*checked', html) and re.search(
        r'value="identity"[^>]*checked', html
    )


def test_an_unknown_section_is_not_found(page, intake):
    assert page("section", intake.public_id, "drug-screen").status_code == 404


def test_the_complete_button_is_disabled_with_the_reason(page, intake):
    html = page("intake", intake.public_id).content.decode()
    assert 'aria-disabled="true"' in html and "Finish or skip every section." in html
    assert "Finish or skip every section." in page_text(
        page("complete", intake.public_id, sent={}, follow=True)
    )
    assert not Enrollment.objects.exists()


def test_an_appointment_is_booked(page, intake):
    sent = {
        "day_month": "3",
        "day_day": "4",
        "day_year": "2026",
        "time": "14:15",
        "place": "Library",
        "transport": "Bus",
    }
    shown = page_text(page("book", intake.public_id, sent=sent, follow=True))
    assert "Wed, Mar 4, 2026" in shown and "Library" in shown and "Getting there: Bus" in shown
    assert b'value="14:15"' in page("book", intake.public_id).content


def test_an_appointment_in_the_past_keeps_what_was_typed(page, intake):
    sent = {"day_month": "3", "day_day": "1", "day_year": "2026", "time": "14:15", "place": "Library"}
    response = page("book", intake.public_id, sent=sent)
    assert "is in the past" in page_text(response) and b"Library" in response.content


def test_a_completed_intake_shows_what_was_carried_over(page, program):
    intake = make_intake(make_referral(program))
    page("complete", intake.public_id, sent={})
    page("complete", intake.public_id, sent={})
    shown = page_text(page("intake", intake.public_id))
    assert Enrollment.objects.count() == 1
    assert "enrolled on Mon, Mar 2, 2026" in shown
    assert (
        "Possession of cocaine" in shown and "Within the limit." in shown and "A place to stay" in shown
    )  # finding-N22
    assert "Complete the intake" not in shown


def test_without_an_roi_the_page_says_that_the_hold_stays(page, program):
    intake = make_intake(make_referral(program))
    page("complete", intake.public_id, sent={})
    shown = page_text(page("intake", intake.public_id))
    assert (
        "The charge is still on hold." in shown
        and "no active release allows it" in shown
        and "Sign a release of information (ROI)" in shown
    )
    page("report", intake.public_id, sent={})
    assert SetAsideCharge.objects.get().state == "held"


def test_after_a_later_roi_the_agency_is_notified_with_a_button(page, program):
    intake = make_intake(make_referral(program))
    page("complete", intake.public_id, sent={})
    make_release(intake.person, intake.referral.agency)
    assert "No active release" not in page_text(page("intake", intake.public_id))
    page("report", intake.public_id, sent={})
    page("report", intake.public_id, sent={})
    assert SetAsideCharge.objects.get().state == "diverted"
    assert "on Mon, Mar 2, 2026 that its part is done" in page_text(page("intake", intake.public_id))


def extension(day, reason="In hospital"):
    return {"until_month": "3", "until_day": str(day), "until_year": "2026", "reason": reason}


def test_a_window_is_extended_with_a_reason(page, program):
    referral = make_referral(program)
    assert "You can extend it to Wed, Apr 15, 2026 at the latest" in page_text(
        page("extend", referral.public_id)
    )
    page("extend", referral.public_id, sent=extension(25))
    referral.refresh_from_db()
    assert str(referral.intake_due_on) == "2026-03-25"


def test_an_invalid_extension_keeps_what_was_typed(page, program):
    referral = make_referral(program)
    response = page("extend", referral.public_id, sent=extension(10))
    assert response.status_code == 200 and b"In hospital" in response.content
    assert page("extend", referral.public_id, sent=extension(25, reason="")).status_code == 200
    referral.refresh_from_db()
    assert str(referral.intake_due_on) == "2026-03-16"


def test_a_social_referral_cannot_be_extended(page, program):
    referral = make_referral(program, pathway=Pathway.COMMUNITY)
    assert page("extend", referral.public_id).status_code == 302
    assert page("extend", referral.public_id, sent=extension(25)).status_code == 302


@pytest.fixture
def participant(program):
    return make_participant(program)


def test_only_becoming_inactive_needs_a_reason(page, participant):
    person_id = participant.person.public_id
    response = page("status", person_id, sent={"note": "Called twice"})
    assert response.status_code == 200 and b"Called twice" in response.content
    page("status", person_id, sent={"reason": "out_of_touch", "note": "Called twice"})
    shown = page_text(page("status", person_id))
    assert "Inactive: Out of touch" in shown and "Mark active again" in shown and "Reason" not in shown
    page("make_active", person_id, sent={})
    page("make_active", person_id, sent={})
    assert participant.status_periods.count() == 3
    assert "Mark active again" not in page_text(page("status", person_id))


def test_the_status_page_shows_the_whole_history(page, participant):
    page("status", participant.person.public_id, sent={"reason": "moved", "note": "To Durham"})
    page("make_active", participant.person.public_id, sent={})
    shown = page_text(page("status", participant.person.public_id))
    assert "Inactive: Moved away" in shown and "To Durham" in shown and shown.count("Active") >= 2


def test_a_person_not_enrolled_has_no_status(page, program):
    person = make_person(program)
    make_referral(program, person)
    assert page("status", person.public_id).status_code == 404


def test_the_data_manager_reads_the_status_and_changes_nothing(client, program, participant):
    client.force_login(make_member(program, "data_manager"))
    path = reverse("enrollment:status", args=[program.slug, participant.person.public_id])
    assert "Mark inactive" not in page_text(client.get(path))
    client.post(path, {"reason": "moved"})
    assert participant.status_periods.count() == 1


def every_page(intake, participant):
    yield "waiting", ()
    yield "start", (intake.referral.public_id,)
    yield "extend", (intake.referral.public_id,)
    for name in ("intake", "book", "complete", "report"):
        yield name, (intake.public_id,)
    yield "section", (intake.public_id, "housing")
    yield "status", (participant.person.public_id,)
    yield "make_active", (participant.person.public_id,)


ROLES_OUTSIDE = [
    "officer",
    "law_leader",
    "district_attorney",
    "crime_analyst",
    "evaluator",
    "site_administrator",
]


@pytest.mark.parametrize("role", ROLES_OUTSIDE)
def test_police_and_prosecutors_get_a_404(client, program, intake, participant, role):
    client.force_login(make_member(program, role))
    missing = client.get(f"/p/{program.slug}/never-was-there/").content
    for name, ids in every_page(intake, participant):
        path = reverse(f"enrollment:{name}", args=[program.slug, *ids])
        for response in (client.get(path), client.post(path, {})):
            assert (response.status_code, response.content) == (404, missing), name


def test_another_programs_intakes_are_not_found(page):
    elsewhere = make_program()
    intake, participant = make_intake(make_referral(elsewhere)), make_participant(elsewhere)
    for name, ids in every_page(intake, participant):
        if ids:
            assert page(name, *ids, sent={}).status_code == 404, name


def test_each_view_is_audited(page, intake, participant):
    before = AuditEvent.objects.count()
    page("intake", intake.public_id)
    page("section", intake.public_id, "housing")
    page("book", intake.public_id)
    page("status", participant.person.public_id)
    seen = AuditEvent.objects.filter(outcome="seen")
    assert AuditEvent.objects.count() == before + 4
    assert seen.filter(subject=intake.public_id).count() == 3
    assert seen.filter(subject=participant.person.public_id).count() == 1
