"""Planted bugs in the survey of participants: traces of who answered, and results from few."""

from tests.matrix.mutants import mutants_found_by

TESTS = "handoff/measures/tests/test_ask_participants.py"

SURVEYS = (
    *mutants_found_by(
        f"{TESTS}::test_an_answer_leaves_counts_and_nothing_else",
        (
            "an answer leaves an audit row with its time",
            "handoff.measures.surveys.services.record_answers",
            "    survey.answered += 1\n",
            "    from handoff.access.actor import public_actor\n"
            "    from django.utils import timezone\n"
            "    _record(public_actor(survey.program_id), survey, AuditAction.SURVEY_STARTED, timezone.now())\n"
            "    survey.answered += 1\n",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_ten_answers_are_held_back_with_the_reason",
        (
            "results of few answers are shown",
            "handoff.measures.surveys.queries.comments_on",
            " or not is_enough(survey.answered, survey.least)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_an_open_survey_shows_no_result_and_no_exact_number",
        (
            "an open survey shows its counts",
            "handoff.measures.surveys.queries.distributions",
            "if survey.closed_on is None:",
            "if False:",
        ),
    ),
)
