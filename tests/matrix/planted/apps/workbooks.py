"""Planted bugs in what a program's own workbook may bring, and to which records."""

from tests.matrix.mutants import mutants_found_by

IMPORT = "handoff/workbooks/tests/test_import_workbooks.py"
AGAIN = "handoff/workbooks/tests/test_round_trip.py"
COMMAND = "handoff/workbooks/tests/test_import_workbook_command.py"

WORKBOOKS = (
    *mutants_found_by(
        f"{COMMAND}::test_it_refuses_in_a_sentence",
        (
            "anyone imports a workbook",
            "handoff.workbooks.policies.check_can_import_workbooks",
            "not actor.can(Permission.RECORDS_EXPORT) or ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{AGAIN}::test_a_handoff_id_of_another_program_finds_no_one_there",
        (
            "a workbook finds a record of another program",
            "handoff.workbooks.services.planning.Planner.people_of",
            "program=self.program, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{IMPORT}::test_alders_workbook_waits_for_what_only_a_person_can_say",
        (
            "the same name and birth date join two rows without a word",
            "handoff.workbooks.services.matching.Matcher.whose",
            "if not recorded and not earlier:",
            "if True:",
        ),
    ),
    *mutants_found_by(
        f"{IMPORT}::test_an_undo_removes_everything_and_keeps_those_someone_has_worked_with",
        (
            "an undo deletes those someone has worked with",
            "handoff.workbooks.services.undoing.Undoing.read",
            "for owner in self.worked_with(model, prints):",
            "for owner in ():",
        ),
    ),
    *mutants_found_by(
        f"{IMPORT}::test_a_column_of_social_security_numbers_is_emptied_and_cannot_be_chosen",
        (
            "a column of Social Security numbers is kept",
            "handoff.spreadsheets.batches.services.is_never_kept",
            "any(word in normalize_heading(heading) for word in words)",
            "False",
        ),
    ),
)
