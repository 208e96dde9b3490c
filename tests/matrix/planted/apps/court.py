"""Planted bugs in court dates: what a text says, who sees a warrant, and whose calendar row is linked."""

from tests.matrix.mutants import mutants_found_by

RECORDED = "handoff/casework/tests/test_record_court_dates.py"
AGENDA = "handoff/staffing/tests/test_build_agendas.py"
IMPORTED = "handoff/staffing/tests/test_import_court_calendars.py"

COURT = (
    *mutants_found_by(
        f"{RECORDED}::test_a_text_says_nothing_of_court_unless_they_wish_it",
        (
            "a text names the court unasked",
            "handoff.casework.court.wording.reminder_text",
            "if says == Says.NEUTRAL:",
            "if not says:",
        ),
    ),
    *mutants_found_by(
        f"{AGENDA}::test_court_dates_are_on_the_agenda_and_warrants_stay_with_the_care_team",
        (
            "a partner sees a warrant at the table",
            "handoff.staffing.table.queries.collect_court",
            "CARE_ONLY, order",
            "Kind.CHARGES, order",
        ),
    ),
    *mutants_found_by(
        f"{IMPORTED}::test_no_one_is_linked_without_an_answer_or_to_someone_not_shown",
        (
            "a calendar's row is linked to someone not shown",
            "handoff.staffing.court_files.services.import_file",
            "policies.check_answers(questions, answers)",
            "pass",
        ),
    ),
)
