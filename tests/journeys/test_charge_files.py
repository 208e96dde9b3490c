"""A crime analyst's file with misspelt names, its corrected re-export, and its undo, in the browser (J1)."""

import pytest

from handoff.charges.models import NewCharge
from handoff.participants.lookup.services import rebuild_keys
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_person
from tests.journeys.browser_user import browse_as

HEADINGS = "case_id,booking_number,chrg_seq,date_arr,arr_type,lastname,firstname,dob,chrgdesc"


def export(*rows):
    return {
        "name": "export.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join(["Alder Police Department", HEADINGS, *rows]).encode(),
    }


def read_file(browser, table, file):
    browser.go(table.path("new-charges/"), "new-charges")
    browser.follow("Import a file of charges", "import-charges")
    browser.type("source_name", "Alder PD records")
    browser.page.locator("input[type=file]").set_input_files(file)


@pytest.mark.once
def test_a_file_with_a_misspelt_name_is_sent_compared_corrected_and_undone(window, table, clock):
    people = [
        make_person(table.program, first_name=first, last_name="Osei") for first in ("Jamal", "Winifred")
    ]
    for person in people:
        rebuild_keys(person)
        make_participant(table.program, person, table.actor("case_manager"), agency=table.police)
    born = f"{people[0].date_of_birth:%m/%d/%Y}"
    clock.later(days=3)
    on = "2026-03-04"
    sure = f"26-1,901,1,{on},S,OSEI,JAMAL,{born},SHOPLIFTING"
    misspelt = f"26-2,902,1,{on},O,OSEY,WINIFRED,{born},SECOND DEGREE TRESPASS"
    unrelated = f"26-3,903,1,{on},O,QUILLFEATHER,ODA,07/04/1961,DISORDERLY CONDUCT"
    minor = f"26-4,904,1,{on},O,QUILLFEATHER,BO,07/04/2015,AFFRAY"

    tomas = browse_as(window, table.crime_analyst)
    read_file(tomas, table, export(sure, misspelt, unrelated, minor))
    tomas.press("Read the file", "charge-columns")
    tomas.press("Read with these columns", "charge-file")
    tomas.reads("Rows read: 4. Charges: 3. Arrests and citations: 3")
    tomas.reads("younger than 18")
    tomas.press("Send to the care team", "charge-file-sent")
    tomas.reads("If someone in the file is a participant, or may be one, the team compares them")
    tomas.does_not_read("Jamal", "Winifred")

    walter = browse_as(window, table.case_manager, "phone")
    walter.go(table.path("new-charges/compare/"), "to-compare")
    walter.follow("Confirm 1 likely match", "likely-matches")
    walter.reads("Jamal Osei")
    walter.follow("Check all", "all-checked")
    walter.press("Confirm the checked ones", "confirmed")
    walter.follow("Compare", "compare")
    walter.reads("Winifred Osei")
    walter.reads("The name is spelled differently")
    walter.page.get_by_role("radio").first.check(force=True)
    walter.press("Save", "linked")
    walter.reads("Second")

    corrected = misspelt.replace("OSEY", "OSEI").replace("SECOND DEGREE TRESPASS", "FIRST DEGREE TRESPASS")
    clock.later(days=7)
    read_file(tomas, table, export(sure, corrected, unrelated))
    tomas.press("Read the file", "charge-file-again")
    tomas.reads("New: 0. Changed: 1. As before: 2")
    tomas.press("Send to the care team", "charge-file-sent-again")
    amended = NewCharge.objects.get(person=people[1])
    walter.go(table.path(f"new-charges/{amended.public_id}/"), "amended")
    walter.reads("Amended")

    tomas.press("Undo this import", "charge-file-undone")
    tomas.reads("The import was undone")
    walter.go(table.path(f"new-charges/{amended.public_id}/"), "restored")
    walter.reads("Change undone")
