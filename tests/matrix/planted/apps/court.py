"""Planted bugs in court dates: what a text says, who sees a warrant, and whose calendar row is linked."""

from tests.matrix.mutants import mutants_found_by

RECORDED = "handoff/casework/tests/test_record_court_dates.py"
AGENDA = "handoff/staffing/tests/test_build_agendas.py"
OFFERED = "handoff/staffing/tests/test_offer_court_dates.py"
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
    *mutants_found_by(
        f"{OFFERED}::test_no_date_is_written_unasked_and_the_same_date_twice_adds_nothing",
        (
            "a file's court date is written unasked",
            "handoff.staffing.reports.services.settle_one",
            "if with_court_date:",
            "if True:",
        ),
        (
            "a court date that is known is added again",
            "handoff.staffing.reports.services.add_court_date",
            "if queries.had_court_date(person, wanted):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{OFFERED}::test_an_undo_keeps_a_date_that_was_moved_since",
        (
            "an undo removes a court date that someone moved",
            "handoff.casework.court.services.remove_case",
            "if worked_with_since(case, first):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{OFFERED}::test_a_charge_that_was_someone_elses_takes_its_date_along_and_an_undo_gives_it_back",
        (
            "the court date of a wrong link stays on the record",
            "handoff.staffing.imports.services.writing.Writing.unlink",
            "withdraw_court_date(source)",
            "{}",
        ),
    ),
)
