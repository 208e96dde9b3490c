"""Planted bugs in summaries for a case (J5)."""

from tests.matrix.mutants import mutants_found_by

TESTS = "handoff/staffing/tests/test_summarize_participation.py"

SUMMARIES = (
    *mutants_found_by(
        f"{TESTS}::test_a_consent_to_a_case_shows_no_one_anywhere_else",
        (
            "who named the DA in a case is on the DA's other pages",
            "handoff.consent.gate._read_grants",
            "own_form if summaries else ~own_form",
            "own_form | ~own_form",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_no_one_signs_words_that_changed_after_the_page_was_opened",
        (
            "someone signs other words than they saw",
            "handoff.staffing.summaries.policies.check_saw_these_words",
            "summary.version != version",
            "False",
        ),
        (
            "signed words are changed",
            "handoff.staffing.summaries.policies.check_is_draft",
            "summary.release_id is not None",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_a_general_release_can_name_no_court_and_no_case_and_doesnt_end_a_summary",
        (
            "a general release covers a case",
            "handoff.consent.policies._check_proceedings_stand_apart",
            "if beside or",
            "if False and",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_a_prosecutor_reads_prints_and_then_no_longer_finds_a_summary",
        (
            "the DA reads what was written for the defender",
            "handoff.staffing.summaries.queries.readable_by",
            "release_id__in=grants",
            "release_id__isnull=False",
        ),
    ),
)
