"""The columns of a court's calendar, by the headings of the state's calendar search and of clerks' lists."""

from handoff.core.text import mark_for_translation
from handoff.spreadsheets.facts import TableShape
from handoff.staffing.imports.readers.columns import SHAPE as CHARGES
from handoff.staffing.imports.readers.columns import field

NAMES = ("full_name", "last", "first", "middle", "suffix", "born_on")

SHAPE = TableShape(
    "court",
    (
        *(each for each in CHARGES.fields if each.name in NAMES),
        field(
            "number",
            mark_for_translation("Case number"),
            "case_number case_no case file_number docket_number docket case_id",
        ),
        field(
            "citation",
            mark_for_translation("Citation number"),
            "citation_number citation citation_no ticket_number",
        ),
        field("court", mark_for_translation("Court"), "court court_type division court_division"),
        field("room", mark_for_translation("Courtroom"), "court_room courtroom room court_room_number"),
        field(
            "on",
            mark_for_translation("Court date"),
            "court_date hearing_date setting_date appearance_date date fecha",
        ),
        field(
            "session",
            mark_for_translation("Session or time"),
            "session court_session time court_time hearing_time am_pm",
        ),
    ),
    one_of=(("full_name", "last"), ("on",), ("number", "citation")),
    never_kept=CHARGES.never_kept,
)
