"""Days of casework: a new worker's first week, a need, a turnover, and a leave that is covered."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from handoff.accounts.models import TypedPage, User
from handoff.casework.models import CaseNote, HandoverPlan, ServiceReferral
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.testing.casework import make_contact_plan, make_contact_point
from handoff.testing.consent import make_release
from handoff.testing.directory import make_organization, make_service
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person
from tests.journeys.browser_user import BrowserUser, browse_as
from tests.journeys.scenario import Table, local

DAY = timedelta(days=1)
WORDS = "Met by the library. Wants detox, scared of Monday."


def enroll(table: Table, worker: str, *names: str) -> list[Person]:
    """Participants of a worker, each with a phone number."""
    people = [make_person(table.program, first_name=name, last_name="Oakes") for name in names]
    for person in people:
        make_contact_point(person)
        make_participant(table.program, person, table.actor(worker), AT - DAY, agency=table.police)
    return people


def seat_shelter(table: Table, person: Person) -> User:
    """A shelter of the directory that is a partner, and that the participant lets know what they need; its user."""
    agency = make_agency(table.program, Agency.Kind.COMMUNITY, "Harbor Light")
    organization = make_organization(table.program, name="Harbor Light", agency=agency)
    make_service(table.program, name="Beds", organization=organization, needs=("housing",))
    make_release(person, agency, kinds=("participation", "needs"))
    return make_member(
        table.program, "community_partner", agency, username="front-desk", full_name="May Lund"
    )


def plan_handover(
    browser: BrowserUser, table: Table, worker: str, kind: str, days: tuple[int, int], to: str
) -> None:
    """Plan a handover from one day of March 2026 to another."""
    browser.go(table.path("handovers/new/"))
    browser.page.locator("select[name=worker]").select_option(label=worker)
    browser.tick("kind", kind)
    browser.date("starts_on", 2026, 3, days[0])
    browser.date("ends_on", 2026, 3, days[1])
    browser.page.locator("select[name=stand_in]").select_option(label=to)
    browser.press("Save", f"handover-{kind}")


@pytest.mark.once
def test_a_new_workers_first_week(window, table, clock):
    """K1, K4, C-F01: participants assigned, a note found again on another device, the next contact due."""
    lucia = enroll(table, "peer_support", "Lucia")[0]
    nell = make_member(table.program, "peer_support", username="new-worker", full_name="Nell Ford")
    anita = browse_as(window, table.program_manager)
    anita.go(table.path(f"caseloads/{table.peer_support.public_id}/"))
    anita.tick("people")
    choice = anita.page.locator("select[name=to] option", has_text="Nell Ford").inner_text()
    anita.page.locator("select[name=to]").select_option(label=choice)
    anita.press("Change worker")
    anita.reads("1 participant now has Nell Ford as worker.")

    phone = browse_as(window, nell, "phone")
    phone.go(table.path(f"people/{lucia.public_id}/"), "person")
    phone.reads("Lucia Oakes")
    phone.reads("(910) 555-0142")
    phone.follow("Write a note")
    phone.tick("kind", "conversation")
    phone.tick("label", "general")
    phone.type("text", WORDS)
    expect(phone.page.get_by_role("status").filter(has_text="Draft saved")).to_be_visible()
    desk = browse_as(window, nell)
    desk.go(table.path(f"people/{lucia.public_id}/notes/new/"), "note-back")
    desk.reads("What you typed is back")
    expect(desk.page.locator("[name=text]")).to_have_value(WORDS)
    desk.press("Save note")
    phone.press("Save note")
    phone.reads("This was already saved at")
    assert CaseNote.objects.count() == 1 and not TypedPage.objects.exists()

    make_contact_plan(lucia, actor_of(nell, table.program), every_days=5)
    clock.at(local(2026, 3, 6, 9))
    phone.go(table.path(), "home-contact-due")
    phone.reads("Lucia Oakes")


@pytest.mark.once
def test_a_need_from_the_persons_words_to_a_kept_first_appointment(window, table, clock):
    """K2, K10, P8: the provider answers in its own view, with an appointment that stands in the worker's day."""
    omar = enroll(table, "case_manager", "Omar")[0]
    front_desk = seat_shelter(table, omar)
    walter = browse_as(window, table.case_manager, "phone")
    walter.go(table.path(f"people/{omar.public_id}/needs/new/"), "need-new")
    walter.tick("kind", "housing")
    walter.type("words", "A door that locks")
    walter.press("Save")
    walter.follow("Refer to a service")
    walter.page.locator("select[name=service]").select_option(label="Harbor Light: Beds")
    walter.press("Save", "needs")
    expect(walter.page.locator(".plan__item .messages")).to_be_focused()
    expect(walter.page.locator(".plan__item .messages")).to_be_in_viewport()
    walter.follow("Letter")
    for language in ("English", "Español"):
        with walter.page.expect_download(timeout=5_000) as letter:
            walter.page.get_by_role("button", name=f"Letter as a PDF: {language}").click()
        assert letter.value.suggested_filename == "referral-letter.pdf"
        walter.page.wait_for_timeout(1_200)
    walter.go(table.path(f"people/{omar.public_id}/needs/"))
    may = browse_as(window, front_desk)
    may.go(table.path(), "home-provider")
    may.follow("1 referral to answer", "asked")
    may.follow("Omar Oakes", "asked-referral")
    may.does_not_read("A door that locks")
    may.tick("what", "appointment")
    may.date("appointment_on", 2026, 3, 4)
    may.type("time", "10:30")
    may.type("place", "Harbor Light, side door")
    may.press("Send to the worker")
    may.reads("Saved for the care team.")
    walter.go(table.path(), "home-answered")
    walter.reads("We gave them an appointment")
    clock.at(local(2026, 3, 4, 12))
    walter.go(table.path(), "home-appointment")
    walter.reads("Harbor Light, side door")
    walter.go(table.path(f"people/{omar.public_id}/appointments/"))
    walter.follow("Record what became of it")
    walter.tick("what", "kept")
    walter.press("Save")
    assert ServiceReferral.objects.get().current.state == "connected"
    walter.go(table.path(f"people/{omar.public_id}/"), "person-connected")
    walter.reads("A door that locks")
    may.go(table.path("asked/"), "asked-connected")
    may.reads("Omar Oakes")


@pytest.mark.once
def test_the_turnover_of_a_worker_with_18_participants(window, table, clock):
    """K5: the plan stays open until no one is left without another worker."""
    people = enroll(table, "peer_support", *(f"Person{number}" for number in range(18)))
    anita = browse_as(window, table.program_manager)
    plan_handover(anita, table, "Rosa Delgado", "leaving", (2, 6), "Walter Finch")
    anita.press("Close the plan")
    anita.reads("18 participants still have no other worker. Hand them over first.")
    plan = HandoverPlan.objects.get()
    rosa = browse_as(window, table.peer_support, "phone")
    rosa.go(table.path(f"handovers/{plan.public_id}/people/{people[0].public_id}/"), "handover-person")
    rosa.date("introduced_on", 2026, 3, 2)
    rosa.type("must_know", "Hears badly on the left.")
    rosa.press("Save")
    rosa.follow("New contact card", "handover-card")
    rosa.reads("Walter Finch")
    anita.go(table.path(f"handovers/{plan.public_id}/"))
    for box in anita.page.locator("input[name=people]").all():
        box.check()
    anita.press("Hand over those checked", "handover-done")
    anita.reads("18 participants handed over.")
    anita.press("Close the plan")
    anita.reads("Plan closed.")
    assert set(Enrollment.objects.values_list("primary_worker_id", flat=True)) == {table.case_manager.pk}


@pytest.mark.once
def test_a_leave_is_covered_until_the_worker_returns(window, table, clock):
    """K5: a worker's leave and the manager's own, with the participants and the role only for these days."""
    ruth = enroll(table, "peer_support", "Ruth")[0]
    anita = browse_as(window, table.program_manager)
    plan_handover(anita, table, "Rosa Delgado", "leave", (3, 5), "Walter Finch")
    plan_handover(anita, table, "Anita Cole", "leave", (3, 5), "Walter Finch")
    anita.press("Let Walter Finch cover: Program manager")
    anita.reads("Waits for a second manager to confirm: Walter Finch")
    lee = browse_as(window, table.site_administrator)
    lee.go(table.path(f"accounts/{table.case_manager.public_id}/"), "member-cover")
    lee.press("Confirm this role")

    clock.at(local(2026, 3, 4, 9))
    walter = browse_as(window, table.case_manager, "phone")
    walter.go(table.path(), "home-cover")
    walter.reads("Ruth Oakes")
    walter.go(table.path(f"people/{ruth.public_id}/"))
    walter.reads("How to reach them now")
    walter.go(table.path("caseloads/"), "caseloads-cover")
    clock.at(local(2026, 3, 6, 9))
    walter.go(table.path(f"people/{ruth.public_id}/"), "person-given-back")
    walter.reads("You're not on this person's team")
    assert walter.page.goto(table.path("caseloads/")).status == 404
    assert Enrollment.objects.get(person=ruth).primary_worker_id == table.peer_support.pk
