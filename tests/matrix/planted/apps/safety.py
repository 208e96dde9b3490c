"""Planted bugs in what a death closes, and in who reads of overdoses."""

from tests.matrix.mutants import mutants_found_by

RECORD = "handoff/enrollment/tests/test_record_safety_events.py"
IMPORTED = "handoff/enrollment/tests/test_import_look_backs.py"
COUNT = "handoff/measures/tests/test_count_follow_up.py"

SAFETY_EVENTS = (
    *mutants_found_by(
        f"{RECORD}::test_a_death_ends_what_was_shared_and_planned_and_removes_nothing",
        (
            "a release outlives the person",
            "handoff.enrollment.services.end_asking_and_sharing",
            "consent.end_at_death(actor=actor, person=person, at=at)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{RECORD}::test_a_review_is_held_by_those_who_may_read_it_and_its_action_stays_until_it_is_done",
        (
            "anyone reviews",
            "handoff.enrollment.safety.policies.check_review",
            "not set(review.attendees) <= set(team)",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{COUNT}::test_exact_figures_and_names_are_for_those_whose_work_is_care",
        (
            "a data manager opens the list of overdoses",
            "handoff.measures.policies.may_read_exact",
            "not measure.is_health or",
            "True or",
        ),
    ),
    *mutants_found_by(
        f"{COUNT}::test_small_numbers_of_overdoses_and_deaths_leave_no_trace",
        (
            "a figure that stands in two tables is two figures",
            "handoff.measures.definitions.published.figure_keys",
            "return ALSO.get(name, name), PARTS_OF[table]",
            "return name, PARTS_OF[table]",
        ),
    ),
    *mutants_found_by(
        f"{COUNT}::test_before_and_after_are_windows_of_equal_length_followed_in_full",
        (
            "a window that isn't over counts as none",
            "handoff.measures.definitions.before_after._reason",
            "until >= facts.read_on",
            "False",
        ),
        (
            "someone who wasn't looked up counts as none",
            "handoff.measures.definitions.before_after._is_covered",
            "return reached >= referred_on + window",
            "return bool(looks)",
        ),
    ),
    *mutants_found_by(
        f"{IMPORTED}::test_a_row_that_cannot_be_read_takes_every_row_of_its_participant_with_it",
        (
            "a day that can't be read turns into none",
            "handoff.enrollment.look_back.files.readers.events_in",
            "found.refuse(unread, ",
            "found.refuse(set(), ",
        ),
    ),
    *mutants_found_by(
        f"{IMPORTED}::test_rows_left_out_are_listed_after_the_import_for_a_day_with_a_download",
        (
            "an import keeps the rows that it took",
            "handoff.spreadsheets.batches.services.import_batch",
            "only_columns(table, ()), left_out)",
            "only_columns(table, ()), dict.fromkeys(table.lines, 'Too young'))",
        ),
        (
            "the rows that an import left out stay for good",
            "handoff.spreadsheets.batches.services.delete_unimported_batches",
            "imported_at__lte=at - UNIMPORTED_KEPT",
            "imported_at__lte=at - 10 * UNIMPORTED_KEPT",
        ),
    ),
    *mutants_found_by(
        f"{IMPORTED}::test_only_the_care_team_imports_and_no_one_of_another_program_is_found",
        (
            "a table finds participants of other programs",
            "handoff.enrollment.look_back.files.queries.people_numbered",
            "program=program, public_id__in=numbers",
            "public_id__in=numbers",
        ),
        (
            "anyone may import what happened to participants",
            "handoff.enrollment.look_back.files.services.read_file",
            "check_is_care_team(actor, program.pk)",
            "pass",
        ),
    ),
)
