"""Planted bugs in good news to whoever referred (T3)."""

from tests.matrix.mutants import mutants_found_by

TESTS = "handoff/staffing/tests/test_tell_good_news.py"

NEWS = (
    *mutants_found_by(
        f"{TESTS}::test_news_needs_a_release_that_covers_being_in_the_program_and_progress",
        (
            "good news is sent under any release",
            "handoff.staffing.news.queries.may_hear",
            ".kinds >= NEEDED",
            ".kinds >= set()",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_the_referrer_alone_reads_it_until_the_release_is_revoked_or_it_is_taken_back",
        (
            "a colleague reads the news of another officer's referral",
            "handoff.staffing.news.queries.news_for",
            "own_or_taken_over(actor, at), program=program",
            "program=program",
        ),
        (
            "news that was withdrawn is still read",
            "handoff.staffing.news.queries.news_for",
            "taken_back_at__isnull=True",
            "pk__isnull=False",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_news_never_says_health_abstinence_or_a_finish_line",
        (
            "good news says what treatment someone gets",
            "handoff.staffing.news.policies.check_words",
            "check_agreed_words(person, words)",
            "None",
        ),
    ),
)
