"""Planted bugs in comparing reported charges: an answer is undone whole, by the care team, within the hour."""

from tests.matrix.mutants import mutants_found_by

COMPARED = "handoff/staffing/tests/test_compare_reports.py"
IMPORTED = "handoff/staffing/tests/test_import_charges.py"

REPORTS = (
    *mutants_found_by(
        f"{COMPARED}::test_none_of_them_is_undone_beside_the_result",
        (
            "whoever may not compare takes an answer back",
            "handoff.staffing.reports.services.take_back_none",
            "policies.check_can_compare_report(actor, found)",
            "pass",
        ),
        (
            "a report of no one is kept for more than an hour",
            "handoff.staffing.reports.queries.dropped_reports",
            "dropped_at__gt=at - UNDO_WITHIN",
            "dropped_at__isnull=False",
        ),
    ),
    *mutants_found_by(
        f"{IMPORTED}::test_none_of_them_is_undone_for_the_whole_answer_and_is_forgotten",
        (
            "an answer that was undone is still remembered",
            "handoff.staffing.reports.services.wait_again",
            "judged_by_id=report.dropped_by_id,",
            "judged_by_id=0,",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_charge_file_pages.py"
        "::test_the_page_says_how_far_an_import_is_until_it_is_done_or_was_cut_off",
        (
            "an import's page claims more than has happened",
            "handoff.staffing.imports.services.importing.prepare",
            "note_progress(batch, number, len(plan), at)",
            "note_progress(batch, len(plan), len(plan), at)",
        ),
    ),
)
