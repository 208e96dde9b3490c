"""Planted bugs in what protects people from those who may do a lot (`safety.py`)."""

from tests.matrix.mutants import Edit, Mutant, ViewEdit

SAFETY = (
    Mutant(
        "an account that the first person reset approves as the second",
        (
            Edit(
                "handoff.accounts.policies.check_is_second_person",
                "not are_two_people(actor.user_id, first_id)",
                "False",
            ),
        ),
        "check_two_people",
        (),
    ),
    Mutant(
        "a role that opens people starts without a second manager",
        (
            Edit("handoff.accounts.queries.memberships_on", "CONFIRMED, ", ""),
            Edit("handoff.accounts.queries.held_roles", "(confirmed_at or not waits) and ", ""),
        ),
        "check_two_people",
        (),
    ),
    Mutant(
        "no grant asks for a second manager",
        (
            Edit(
                "handoff.accounts.services.users.grant_role",
                "needs_confirmation=confirmable",
                "needs_confirmation=False",
            ),
        ),
        "check_two_people",
        (),
    ),
    Mutant(
        "the least restrictive paper decides",
        (
            Edit(
                "handoff.records.rules.legal_answers._restricting_paper",
                'if "public_records" in kinds_of_papers',
                'if set(kinds_of_papers) <= {"public_records"}',
            ),
        ),
        "check_legal_papers",
        (),
    ),
    Mutant(
        "a letter of another kind needs no counsel",
        (
            Edit(
                "handoff.records.rules.legal_answers._restricting_paper",
                '"other" in kinds_of_papers and not counsel',
                "False",
            ),
        ),
        "check_legal_papers",
        (),
    ),
    Mutant(
        "a retention rule counts as soon as one person proposed it",
        (Edit("handoff.records.queries.retention.rule_at", ", approved_at__isnull=False", ""),),
        "check_rules_need_two_people",
        (),
    ),
    Mutant(
        "a quarter is published before it has ended",
        (
            Edit(
                "handoff.records.queries.registers.closed_quarters",
                "min(today, last + ONE_DAY)",
                "last + ONE_DAY",
            ),
        ),
        "check_rules_need_two_people",
        (),
    ),
    Mutant(
        "a new referral opens what is older",
        (
            Edit(
                "handoff.casework.presenters.outreach_cards",
                "None if person.pk in openable else each.submitted_at",
                "None",
            ),
        ),
        "check_older_records_stay_closed",
        (),
    ),
    Mutant(
        "a vain call opens the record for a month",
        (
            Edit(
                "handoff.casework.services.save_contact",
                "if contact.result == ContactAttempt.Result.REACHED:",
                "if True:",
            ),
        ),
        "check_older_records_stay_closed",
        (),
    ),
    Mutant(
        "a list does not say which people it showed",
        (Edit("handoff.audit.services.record_read", "if named else details", "if False else details"),),
        "check_older_records_stay_closed",
        (),
    ),
    Mutant(
        "an officer's list does not say which people it showed",
        (ViewEdit("referrals:own", "handoff.referrals.views.own.own", "people=shown,", "people=(),"),),
        "check_facts_shown",
        ("officer",),
        ("referrals:own",),
    ),
    Mutant(
        "a lock hangs on the typed name under the secret of the day",
        (
            Edit(
                "handoff.accounts.queries.sign_in_subject",
                "str(user.public_id) if user is not None else",
                "",
            ),
        ),
        "check_guesses_lock_the_account",
        (),
    ),
    Mutant(
        "staff overwrite the officer's words",
        (
            Edit(
                "handoff.referrals.services.screening.complete_screening",
                "if referral.referrer_kind == Referral.ReferrerKind.OFFICER:",
                "if False:",
            ),
        ),
        "check_words_of_care_stay_with_care",
        (),
    ),
)
