"""Planted bugs in what a provider sees and answers, and in the letters to it."""

from tests.matrix.mutants import mutants_found_by

ANSWERS = "handoff/casework/tests/test_answer_referrals.py"
SEEN = "handoff/casework/tests/test_see_own_referrals.py"
LETTERS = "handoff/casework/tests/test_referral_letters.py"

PROVIDERS = (
    *mutants_found_by(
        f"{SEEN}::test_an_agency_knows_of_a_referral_only_under_an_roi_that_covers_this_need",
        (
            "any release opens a referral to the provider",
            "handoff.casework.needs.queries.is_covered",
            "kinds_asked(referral) <= decision.kinds_by_agency().get(agency.pk, frozenset())",
            "True",
        ),
        (
            "a provider learns of a need without the consent to participation",
            "handoff.casework.needs.queries.kinds_asked",
            "InformationKind.PARTICIPATION.value, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{LETTERS}::test_what_a_link_opens_is_decided_when_it_is_opened",
        (
            "a link opens the letter though the release was revoked",
            "handoff.casework.providers.queries.as_asked",
            "if agency is None or decision is None or not is_covered(referral, agency, decision):",
            "if agency is None:",
        ),
    ),
    *mutants_found_by(
        f"{LETTERS}::test_the_letter_says_what_the_roi_allows_with_the_notice_and_is_registered",
        (
            "a letter leaves without an entry in the register",
            "handoff.casework.letters.services.print_letter",
            "record_letter(actor, asked, at)",
            "pass",
        ),
    ),
)
