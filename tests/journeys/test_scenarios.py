"""The five scenarios of the handbook's section 6, acted by all who appear in them, with a look at what others see."""

import pytest

from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.enrollment.models import Intake
from handoff.notifications.models import Notice
from handoff.participants.lookup.services import rebuild_keys
from handoff.referrals.models import Referral
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_person
from tests.journeys import care, officer
from tests.journeys.browser_user import browse_as
from tests.journeys.looks import Look, records_of
from tests.journeys.officer import MARCUS, Story
from tests.journeys.scenario import CARE, NEXT_MORNING, TWO_IN_THE_NIGHT, local

NOTE = "His sister Bea passes word on"
WORRY = "Sleeps behind the old mill"
WHO_MADE_IT = {"officer", *CARE}
INTAKE = {"peer_support", "case_manager", "program_manager"}


def look_at(table, referral) -> tuple[Look, dict[str, str]]:
    """Look around the table at one referral's records."""
    referral = Referral.objects.select_related("person").get(pk=referral.pk)
    records = records_of(referral)
    intake = Intake.objects.filter(referral=referral).first()
    if intake is not None:
        records |= {"intake": f"intakes/{intake.public_id}/"}
    return Look(table, records.values()), records


def only_care_opens(look: Look, records: dict[str, str]) -> None:
    """The record and all that hangs on it exist only for care."""
    look.opens(CARE, records["referral"])
    look.opens(CARE, records["person"])
    look.opens(INTAKE, records["contact"])
    if "intake" in records:
        look.opens(INTAKE, records["intake"])


@pytest.mark.once
def test_scenario_1_typical_referral_during_business_hours(window, table, clock):
    dana = browse_as(window, table.officer, "phone")
    officer.whole_wizard(dana, table, MARCUS, "Juniper Police Department")
    dana.reads("The outreach team has it now")
    dana.reads("through Mon, Mar 16, 2026")
    referral = Referral.objects.get()
    look, records = look_at(table, referral)
    look.only(WHO_MADE_IT, MARCUS.name)
    look.only(CARE, "(910) 555-0142")
    only_care_opens(look, records)

    clock.later(minutes=20)
    rosa = browse_as(window, table.peer_support, "phone")
    rosa.go(table.path(), "home")
    rosa.reads(MARCUS.name)
    care.log_contact(rosa, table, MARCUS.name, "visit", "reached")
    care.add_note(rosa, NOTE)
    care.start_intake(rosa, table, MARCUS.name)
    care.book(rosa, local(2026, 3, 2, 13), "Case management office", "Rosa drives")

    clock.at(local(2026, 3, 2, 13, 5))
    walter = browse_as(window, table.case_manager)
    walter.go(table.path(), "home")
    care.go_on_with_intake(walter, table, MARCUS.name)
    walter.reads("Case management office")
    care.answer_intake(walter, WORRY)
    officer.sees_own(dana, table, "The charge is set aside while the outreach team")
    dana.does_not_read(NOTE, WORRY, "Case management office")
    care.complete_intake(walter)

    officer.sees_own(dana, table, "You're done")
    dana.does_not_read(NOTE, WORRY, "Case management office")
    rosa.go(table.path(f"people/{referral.person.public_id}/"), "person")
    rosa.reads("Active participant")
    walter.go(table.path("people/"), "people")
    walter.reads(MARCUS.name)
    look, records = look_at(table, referral)
    look.only(CARE, NOTE)
    look.only(INTAKE, WORRY)
    look.only({*WHO_MADE_IT, "law_leader"}, MARCUS.name)  # the ROI names their agency
    only_care_opens(look, records)


@pytest.mark.nightly
def test_scenario_2_referral_in_the_middle_of_the_night(window, table, clock):
    clock.at(TWO_IN_THE_NIGHT)
    alma = Story(
        "Alma", "Quintero", (2002, 11, 30), "loitering-for-prostitution", drug="", phone="910 555 0177"
    )
    dana = browse_as(window, table.officer, "phone")
    officer.to_screening(dana, table, alma)
    officer.screen(dana, alma)
    officer.leave_roi_to_staff(dana)
    dana.reads("Outreach opens Tue, Mar 3, 2026, 8:00 AM")
    dana.does_not_read("Rosa Delgado")
    officer.give_card(dana)
    assert (
        dana.page.get_by_role("link", name="Text the card")
        .get_attribute("href", timeout=1000)
        .startswith("sms:+1910")
    )
    referral = Referral.objects.get()
    notices = Notice.objects.filter(kind="new_referral", recipient_user_id=table.peer_support.pk)
    assert notices.exists()
    look, records = look_at(table, referral)
    look.only(WHO_MADE_IT, alma.name)
    only_care_opens(look, records)

    clock.at(NEXT_MORNING)
    rosa = browse_as(window, table.peer_support, "phone")
    care.log_contact(rosa, table, alma.name, "phone", "not_reached", NOTE)
    clock.at(local(2026, 3, 3, 11))
    care.log_contact(rosa, table, alma.name, "visit", "reached")
    rosa.go(table.path(f"people/{referral.person.public_id}/roi/new/"), "roi")
    officer_agency = rosa.page.get_by_label("Juniper Police Department", exact=True)
    rosa.choose(officer_agency)
    rosa.tick("purposes", "intake_done")
    rosa.sign_name()
    rosa.press("Sign the release", "roi-signed")
    care.start_intake(rosa, table, alma.name)
    care.book(rosa, local(2026, 3, 5, 9), "Library, room 2", "Bus pass given")
    officer.sees_own(dana, table, "The charge is set aside while the outreach team")
    dana.does_not_read(NOTE, "Library, room 2", "Bus pass")

    clock.at(local(2026, 3, 5, 9, 40))
    walter = browse_as(window, table.case_manager)
    care.go_on_with_intake(walter, table, alma.name)
    care.answer_intake(walter, WORRY)
    care.complete_intake(walter)
    officer.sees_own(dana, table, "You're done")
    look, records = look_at(table, referral)
    look.only(CARE, NOTE)
    look.only(INTAKE, WORRY)
    only_care_opens(look, records)


@pytest.mark.once
def test_scenario_3_new_charges_on_an_active_participant(window, table, clock):
    person = make_person(table.program, first_name="Jamal", last_name="Osei")
    rebuild_keys(person)
    made = make_participant(table.program, person, table.actor("case_manager"), agency=table.police)
    agencies = list(table.program.agencies.filter(kind__in=["law_enforcement", "district_attorney"]))
    make_release(person, *agencies, actor=table.actor("case_manager"), kinds=("participation", "charges"))
    clock.later(days=3)

    dana = browse_as(window, table.officer, "phone")
    dana.go(table.path("lookup/"), "lookup")
    dana.type("first_name", "Jamall")
    dana.type("last_name", "Osei")
    dana.date("born_on", 1991, 6, 15)
    dana.tick("reason", "charge")
    dana.press("Check", "answered")
    dana.reads("a participant")
    dana.reads("What you do about a charge is up to you")

    tomas = browse_as(window, table.crime_analyst)
    bring_charge(tomas, table)
    tomas.reads("If they're a participant, or may be one, the team has been notified")

    rosa = browse_as(window, table.peer_support, "phone")
    rosa.go(table.path(), "home")
    rosa.follow("paraphernalia", "reason-asked")
    rosa.does_not_read("Jamal", "Osei")
    care.give_reason(rosa)
    rosa.see("new-charge")
    recommend(rosa, "dismiss", "He kept every appointment")
    walter = browse_as(window, table.case_manager)
    walter.go(table.path("new-charges/"), "new-charges")
    walter.follow("paraphernalia", "new-charge")
    recommend(walter, "dismiss", "Housing starts on Friday")

    priya = browse_as(window, table.district_attorney)
    priya.go(table.path(), "home")
    priya.follow("paraphernalia", "new-charge")
    priya.reads("He kept every appointment")
    priya.tick("outcome", "dismiss")
    priya.type("reason", "Agreed with the team")
    priya.press("Record the decision", "decided")
    priya.reads("Decision saved")

    look = Look(table, [f"people/{person.public_id}/", f"people/{person.public_id}/status/"])
    look.opens(CARE, f"people/{person.public_id}/")
    look.opens(CARE, f"people/{person.public_id}/status/")
    look.only({"district_attorney", "law_leader", "crime_analyst", *CARE}, "Jamal Osei")
    made.refresh_from_db()
    rosa.go(table.path(f"people/{person.public_id}/"), "person")
    rosa.reads("Active participant")


def bring_charge(browser, table) -> None:
    """The crime analyst brings a citation."""
    browser.go(table.path(), "home")
    browser.follow("New charges", "new-charges")
    browser.follow("Report a new charge", "bring")
    browser.tick("immunity", "none")
    browser.type("first_name", "Jamal")
    browser.type("last_name", "Osei")
    browser.date("born_on", 1991, 6, 15)
    choices = browser.page.locator("select[name=offense] option", has_text="araphernalia")
    browser.page.locator("select[name=offense]").select_option(choices.first.get_attribute("value"))
    browser.tick("how", "citation")
    browser.press("Send", "brought")


def recommend(browser, advice: str, comment: str) -> None:
    """Advocate for the participant."""
    browser.tick("advice", advice)
    browser.type("comment", comment)
    browser.press("Submit recommendation", "view-given")


@pytest.mark.nightly
def test_scenario_4_intake_assessment_not_completed(window, table, clock):
    gail = Story("Gail", "Pruitt", (1977, 2, 14), "possess-fentanyl", "fentanyl", "0.5", phone="910 555 0188")
    dana = browse_as(window, table.officer, "phone")
    officer.whole_wizard(dana, table, gail, "Juniper Police Department")
    referral = Referral.objects.get()

    clock.later(hours=1)
    rosa = browse_as(window, table.peer_support, "phone")
    care.log_contact(rosa, table, gail.name, "visit", "reached", "Not ready yet, needs more time")
    rosa.go(table.path("intakes/"), "intakes")
    rosa.reads("due in 14 days")
    officer.sees_own(dana, table, "The intake deadline is Mon, Mar 16, 2026")
    look, records = look_at(table, referral)
    look.only(CARE, "Not ready yet, needs more time")
    only_care_opens(look, records)

    clock.at(local(2026, 3, 17, 9))
    run_scheduled_jobs(at=clock.now())
    assert Notice.objects.filter(kind="window_passed", recipient_user_id=table.officer.pk).count() == 1
    rosa.go(table.path("intakes/"), "intakes-passed")
    rosa.reads("The intake deadline has passed")
    rosa.go(table.path(f"referrals/{referral.public_id}/"), "referral")
    rosa.follow("They declined for now", "decline")
    rosa.press("Save", "declined")
    officer.sees_own(dana, table, "You can pursue the charge or drop it")
    dana.does_not_read("not now", "Not now", "Not ready", "declined")
    look, records = look_at(table, referral)
    only_care_opens(look, records)
    look.only({"officer"}, "You can pursue the charge or drop it")

    dana.go(table.path(), "home-passed")
    dana.reads("Intake deadline passed: your decision needed")
    dana.go(table.path("referrals/own/"))
    dana.follow("Pursue the charge", "choose")
    dana.press("Yes, pursue this charge", "chosen")
    dana.reads("You chose to pursue the charge")


@pytest.mark.nightly
def test_scenario_5_social_referral(window, table, clock):
    earl = Story("Earl", "Tillman", (1969, 8, 21), "", drug="")
    dana = browse_as(window, table.officer, "phone")
    officer.begin(dana, table, "officer_social")
    officer.say_who(dana, earl)
    officer.say_facts(dana, earl)
    dana.tick("decision", "social")
    dana.press("Continue", "reason")
    dana.type("place", "Bench by the depot")
    dana.press("Send", "sent")
    dana.does_not_read("set aside", "deadline passed")
    referral = Referral.objects.get()
    officer.sees_own(dana, table, "The outreach team has it. You're done")
    look, records = look_at(table, referral)
    look.only(WHO_MADE_IT, earl.name)
    look.only(CARE, "Bench by the depot")
    only_care_opens(look, records)

    clock.later(days=1)
    rosa = browse_as(window, table.peer_support, "phone")
    care.log_contact(rosa, table, earl.name, "visit", "reached", NOTE)
    rosa.follow("Continue the referral", "referral")
    rosa.press("Record: yes", "accepted")
    rosa.follow("Screening form", "screening-form")
    rosa.tick("services_wanted", "food")
    rosa.press("Save", "screened")
    care.start_intake(rosa, table, earl.name)
    care.book(rosa, local(2026, 3, 4, 10), "Bench by the depot", "Rosa walks along")
    officer.sees_own(dana, table, "The outreach team has it. You're done")

    clock.later(days=40)
    run_scheduled_jobs(at=clock.now())
    assert not Notice.objects.filter(kind="window_passed").exists()
    officer.sees_own(dana, table, "The outreach team has it. You're done")
    walter = browse_as(window, table.case_manager)
    walter.go(table.path(), "home")
    care.go_on_with_intake(walter, table, earl.name)
    care.answer_intake(walter, WORRY)
    care.complete_intake(walter)
    officer.sees_own(dana, table, "The outreach team has it. You're done")
    look, records = look_at(table, referral)
    look.only(CARE, NOTE)
    look.only(INTAKE, WORRY)
    only_care_opens(look, records)
