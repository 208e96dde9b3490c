"""A staffing meeting of six organizations, three of which may not see two of the people (S2, S3, C-F23)."""

import re
from datetime import timedelta

import pytest

from handoff.consent.models import Disclosure
from handoff.staffing.models import MeetingAction
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.meetings import make_meeting
from handoff.testing.programs import AT, make_member, make_person
from handoff.testing.staffing import make_new_charge
from tests.journeys.browser_user import browse_as
from tests.journeys.scenario import Table

MAY_SEE_EVERYONE = ("treatment_provider", "lme_mco")
MAY_SEE_SOME = ("officer", "district_attorney", "probation_officer")
KINDS = ("participation", "charges", "progress")


def seat(table: Table) -> None:
    """A member of each organization that isn't at the journeys' table yet."""
    for role in (*MAY_SEE_EVERYONE, *MAY_SEE_SOME):
        if role not in table.users:
            table.users[role] = make_member(table.program, role, full_name=f"Only {role}")


def agencies(table: Table, roles):
    return [table.users[role].memberships.get().agency for role in roles]


@pytest.mark.once
def test_a_meeting_of_six_organizations(window, table, clock):
    """S2, C-F23: someone arrives and leaves in between, and each screen shows what it may."""
    seat(table)
    worker = table.actor("case_manager")
    for name in ("Ada", "Ben", "Cleo", "Drew"):
        person = make_person(table.program, first_name=name, last_name="Oakes")
        make_participant(table.program, person, worker, AT - timedelta(days=20), agency=table.police)
        make_new_charge(person)
        roles = MAY_SEE_EVERYONE if name in {"Ben", "Drew"} else (*MAY_SEE_EVERYONE, *MAY_SEE_SOME)
        make_release(person, *agencies(table, roles), kinds=KINDS, actor=worker)
    meeting = make_meeting(table.program, *table.users.values()).public_id
    room = table.path(f"meetings/{meeting}/")

    anita = browse_as(window, table.program_manager)
    anita.go(table.path("meetings/"))
    anita.follow("Mon, Mar 2, 2026")

    def record(act: str, *roles: str) -> None:
        anita.go(room)
        for role in roles:
            named = re.compile(f"^{act}.*{table.users[role].full_name}")
            anita.tap(anita.page.get_by_role("checkbox" if act == "Arrived" else "button", name=named))
        if act == "Arrived":
            anita.press("Record arrivals")

    record("Arrived", "case_manager", *MAY_SEE_EVERYONE)
    projector = table.path(f"meetings/{meeting}/projector/")
    anita.go(projector)
    anita.reads("1 of 4")
    record("Arrived", *MAY_SEE_SOME)
    anita.go(projector, "projector")
    anita.reads("1 of 2")
    anita.does_not_read("Ben Oakes", "Drew Oakes")
    onward = anita.page.get_by_role("link", name="Next")
    assert onward.get_attribute("accesskey") == "n"
    onward.press("Enter")
    anita.reads("Cleo Oakes")
    record("Left", *MAY_SEE_SOME)
    anita.go(projector)
    anita.reads("1 of 4")

    anita.go(table.path(f"meetings/{meeting}/agenda/"), "agenda")
    anita.follow("Ben Oakes", "table")
    anita.type("said", "Found work for the mornings.")
    anita.type("words", "Ask about a bus pass")
    anita.page.locator("select[name=owner]").select_option(str(table.case_manager.pk))
    anita.date("due_on", 2026, 3, 9)
    anita.press("Save and add the action")
    anita.follow("Agenda")
    anita.press("Close the meeting", "minutes")
    anita.reads("Found work for the mornings.")
    assert MeetingAction.objects.get().starts_at is not None

    priya = browse_as(window, table.users["district_attorney"])
    priya.go(table.path(f"meetings/{meeting}/agenda/"), "packet")
    priya.reads("Ada Oakes")
    priya.does_not_read("Ben Oakes", "Found work")
    walter = browse_as(window, table.case_manager)
    walter.go(table.path())
    walter.reads("Ask about a bus pass")
    shown = Disclosure.objects.filter(what="meeting projector shown")
    assert not shown.filter(
        person__first_name__in=["Ben", "Drew"], to_user_id=table.users["officer"].pk
    ).exists()
