"""Planted bugs in who may open a record, and in what is said of someone who may be on record already."""

from tests.matrix.mutants import mutants_found_by

WHO_IT_IS = "handoff/referrals/tests/test_ask_who_it_is.py"

PEOPLE = (
    *mutants_found_by(
        f"{WHO_IT_IS}::test_staff_are_asked_and_nothing_typed_is_lost",
        (
            "people shown as possible matches are not in the audit row",
            "handoff.participants.services.record_matches_shown",
            "people=[each.person.public_id for each in matches],",
            "",
        ),
    ),
    *mutants_found_by(
        "handoff/casework/tests/test_nothing_older.py::test_a_whole_list_is_opened_as_each_record_is",
        (
            "a list opens records to whose reason has ended",
            "handoff.participants.queries.openable_people",
            ", ends_at__gt=at",
            "",
        ),
        (
            "a list opens records to whoever left the team",
            "handoff.participants.queries.openable_people",
            "current_condition(at), ",
            "",
        ),
        (
            "a list opens records for anyone's reason",
            "handoff.participants.queries.openable_people",
            "here, user_id=actor.user_id or 0, opened_at",
            "here, opened_at",
        ),
        (
            "a list opens records without a worker to everyone",
            "handoff.participants.queries.openable_people",
            "if actor.can(Permission.OUTREACH_DO):",
            "if True:",
        ),
    ),
    *mutants_found_by(
        "handoff/desk/tests/test_each_roles_home.py::test_a_correction_reason_ends_with_the_shift_and_with_the_program",
        (
            "a reason to correct counts in every program",
            "handoff.participants.queries.correction_of_shift",
            "person__program_id=actor.program_id,",
            "",
        ),
        (
            "a colleague's reason to correct counts",
            "handoff.participants.queries.correction_of_shift",
            "user_id=actor.user_id or 0,",
            "",
        ),
        (
            "a reason to correct counts after the shift",
            "handoff.participants.queries.correction_of_shift",
            "ends_at__gt=at,",
            "",
        ),
    ),
    *mutants_found_by(
        f"{WHO_IT_IS}::test_a_web_request_asks_as_well",
        (
            "people shown at a web request are not logged",
            "handoff.referrals.views.incoming.answer_message",
            "record_matches_shown(",
            "(lambda **_fields: None)(",
        ),
    ),
    *mutants_found_by(
        "handoff/desk/tests/test_correct_to_a_known_name.py::test_yes_saves_and_puts_the_two_side_by_side",
        (
            "people shown at a correction are not logged",
            "handoff.desk.people.views.record.correct_person",
            "services.record_matches_shown(",
            "(lambda **_fields: None)(",
        ),
    ),
    *mutants_found_by(
        "handoff/participants/tests/test_team.py::test_a_reason_opens_the_record_for_a_shift",
        (
            "reasons given for anyone's record are listed",
            "handoff.participants.queries.openings_of",
            "filter(person=person)",
            "all()",
        ),
    ),
    *mutants_found_by(
        "handoff/consent/tests/test_disclose.py::test_a_disclosure_holds_what_an_accounting_needs",
        (
            "disclosures about anyone are in an accounting",
            "handoff.consent.queries.disclosures_of",
            "filter(person=person)",
            "all()",
        ),
    ),
)
