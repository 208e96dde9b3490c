"""What others decide: the DA on an exception, each partner on the criteria, the person on their own ROI."""

import pytest

from handoff.consent.models import Release
from handoff.eligibility.models import CriteriaVersion
from handoff.participants.lookup.services import rebuild_keys
from handoff.programs.models import Agency
from handoff.referrals.models import Referral
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_member, make_person
from tests.journeys import care, officer
from tests.journeys.browser_user import browse_as
from tests.journeys.looks import Look
from tests.journeys.officer import Story
from tests.journeys.scenario import CARE

NINA = Story("Nina", "Abbott", (1988, 4, 2), resident="no")
WHY = "Works at the diner here every day"


def ask_for_exception(dana, table) -> None:
    officer.begin(dana, table)
    officer.say_who(dana, NINA)
    officer.say_charges(dana, NINA)
    officer.say_facts(dana, NINA)
    assert dana.page.locator('input[name=decision][value="offer"]').count() == 0
    dana.tick("decision", "ask_exception")
    dana.type("reason", WHY)
    dana.axe = True
    dana.go_on("asked")
    dana.axe = False


def decide_exception(priya, table, outcome: str) -> None:
    priya.go(table.path(), "home")
    priya.follow("Exception for referral", "exception")
    priya.reads(WHY)
    priya.does_not_read(NINA.last, "1988")
    priya.tick("outcome", outcome)
    priya.type("reason", "I know the diner")
    priya.go_on("decided")


@pytest.mark.once
def test_an_exception_is_approved_and_the_officer_goes_on_where_it_stopped(window, table, clock):
    dana = browse_as(window, table.officer, "phone", axe=False)
    ask_for_exception(dana, table)
    officer.sees_own(dana, table, "Waiting for the DA")
    look = Look(table)
    look.only({"officer"}, NINA.name)
    look.only({"district_attorney"}, WHY)

    clock.later(minutes=10)
    decide_exception(browse_as(window, table.district_attorney), table, "approved")
    officer.sees_own(dana, table, "You can offer the program now")
    dana.follow("Continue to the offer")
    officer.offer(dana)
    officer.screen(dana, NINA)
    officer.sign_roi(dana, "Juniper Police Department")
    officer.call_peer_support(dana)
    referral = Referral.objects.get()
    assert referral.state == "handed_off"
    assert referral.person.full_name == NINA.name


@pytest.mark.nightly
def test_an_exception_is_not_approved_and_nothing_is_kept_of_who_it_was(window, table):
    dana = browse_as(window, table.officer, "phone", axe=False)
    ask_for_exception(dana, table)
    decide_exception(browse_as(window, table.district_attorney), table, "not_approved")
    officer.sees_own(dana, table, "The DA didn't approve the exception")
    assert Look(table).who_reads(NINA.last) == set()
    assert Referral.objects.get().person is None


@pytest.mark.once
def test_new_criteria_take_effect_when_each_partner_has_approved(window, table):
    anita = browse_as(window, table.program_manager)
    anita.go(table.path("criteria/"), "criteria")
    anita.follow("Write a new version", "edit-criteria")
    anita.type("minimum_age", "21")
    anita.type("note", "Agreed in February")
    anita.go_on("criteria-draft")
    anita.reads("Draft saved")
    priya = browse_as(window, table.district_attorney)
    priya.go(table.path("criteria/"))
    priya.does_not_read("Agreed in February")
    anita.press("Propose to partners", "criteria-proposed")
    version = CriteriaVersion.objects.latest("number")

    sheriff = Agency.objects.get(name="Juniper County Sheriff")
    leaders = [table.users["law_leader"], table.users["district_attorney"]]
    for leader in (*leaders, make_member(table.program, "law_leader", sheriff, username="sheriff")):
        one = browse_as(window, leader)
        one.go(table.path(), "home")
        one.follow(f"Criteria version {version.number}", "criteria-version")
        agency = leader.memberships.get().agency
        one.tick("read")
        one.press(f"Approve this version for {agency}", "criteria-approved")
        one.reads("Approval recorded")
        version.refresh_from_db()
        assert (version.approved_at is not None) == (leader.username == "sheriff")  # N23: each for itself
    anita.go(table.path("criteria/"), "criteria-in-force")
    anita.reads(f"Version {version.number}")

    dana = browse_as(window, table.officer, "phone", axe=False)
    young = Story("Kit", "Moran", (2006, 1, 5))
    officer.begin(dana, table)
    officer.say_who(dana, young)
    officer.say_charges(dana, young)
    officer.say_facts(dana, young)
    assert dana.page.locator('input[name=decision][value="offer"]').count() == 0


def test_a_revoked_roi_ends_access_at_the_very_next_request(window, table):
    person = make_person(table.program, first_name="Ruth", last_name="Marlow")
    rebuild_keys(person)
    make_participant(table.program, person, table.actor("case_manager"))
    make_release(person, table.police, actor=table.actor("case_manager"))
    dana = browse_as(window, table.officer, "phone")

    def ask() -> None:
        dana.go(table.path("lookup/"))
        dana.type("first_name", "Ruth")
        dana.type("last_name", "Marlow")
        dana.date("born_on", 1991, 6, 15)
        dana.tick("reason", "stop")
        dana.go_on("lookup-answer")

    ask()
    dana.reads("Yes, they're a participant")
    rosa = browse_as(window, table.peer_support, "phone")
    rosa.go(table.path(f"roi/{Release.objects.get().public_id}/"), "reason-asked")
    care.give_reason(rosa, "asked")
    rosa.see("roi")
    rosa.tap(rosa.page.get_by_role("link", name="Revoke this release"))
    rosa.press("Revoke this release", "roi-revoked")
    dana.page.reload()
    dana.does_not_read("Yes, they're a participant")
    dana.reads("No match we can share")
    ask()
    dana.reads("No match we can share")
    assert Look(table, [f"people/{person.public_id}/"]).who_reads("Marlow") == CARE
