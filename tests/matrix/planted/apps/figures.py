"""Planted bugs in what hides small counts before figures leave."""

from tests.matrix.mutants import mutants_found_by

RULE = "handoff/measures/tests/test_suppress_figures.py"
PLAN = "handoff/measures/tests/test_plan_collection.py"
SHARE = "handoff/measures/tests/test_share_figures.py"

FIGURES = (
    *mutants_found_by(
        f"{RULE}::test_a_count_in_a_row_takes_the_smallest_other_with_it",
        (
            "nothing is hidden beside a small count",
            "handoff.measures.rules.suppression.suppress",
            "found.hidden |= _printed(figures, moves)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{RULE}::test_the_labels_own_bounds_are_counted_with",
        (
            "the bounds of the label aren't counted with",
            "handoff.measures.rules.suppression.FigureSet.room",
            "for each in [value, *then]:",
            "for each in ():",
        ),
    ),
    *mutants_found_by(
        f"{SHARE}::test_later_editions_are_checked_against_the_earlier_ones",
        (
            "an edition isn't checked against the one before",
            "handoff.measures.editions.services.prepare_edition",
            "[earlier_of(each) for each in earlier]",
            "[]",
        ),
    ),
    *mutants_found_by(
        f"{RULE}::test_the_few_who_are_left_over_are_protected_too",
        (
            "what is left over is given away",
            "handoff.measures.definitions.published._Builder.add_rest",
            "self.implied.add(rest)",
            "self.slack.add(rest)",
        ),
    ),
    *mutants_found_by(
        f"{SHARE}::test_periods_that_overlap_are_not_shared",
        (
            "a quarter is shared beside one of its months",
            "handoff.measures.editions.policies.check_does_not_overlap",
            "each != period and ",
            "each == period and ",
        ),
    ),
    *mutants_found_by(
        f"{SHARE}::test_small_counts_are_hidden_on_every_page_of_an_edition",
        (
            "an edition shows every figure",
            "handoff.measures.editions.services.results_of",
            "hidden_in(edition)",
            "frozenset()",
        ),
    ),
    *mutants_found_by(
        f"{SHARE}::test_the_public_page_is_off_until_the_program_manager_publishes_an_edition",
        (
            "an edition that isn't public is on the public page",
            "handoff.measures.editions.queries.public_editions",
            "public_at__isnull=False, withdrawn_at__isnull=True",
            "",
        ),
    ),
    *mutants_found_by(
        "handoff/measures/tests/test_define_own_measures.py::test_no_own_measure_is_in_shared_figures",
        (
            "an own measure is shared",
            "handoff.measures.definitions.published.shared_part",
            "if not measure.is_own",
            "if True",
        ),
    ),
    *mutants_found_by(
        "handoff/measures/tests/test_define_own_measures.py::test_a_definition_asks_only_what_columns_hold",
        (
            "a definition asks what no column holds",
            "handoff.measures.own.policies.check_own",
            "if not all(is_condition(own.table, each) for each in (*own.base, *own.counted)):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        "handoff/measures/tests/test_compare_with_jurisdiction.py"
        "::test_own_figures_count_from_their_day_and_replace_one_dimension_alone",
        (
            "figures of a later day are set beside an earlier month",
            "handoff.measures.facts.Facts.baseline_of",
            "each.dimension == dimension and each.since <= day",
            "each.dimension == dimension",
        ),
    ),
    *mutants_found_by(
        f"{PLAN}::test_the_plan_refuses_what_makes_no_sense",
        (
            "anyone on staff changes the data collection plan",
            "handoff.measures.collection.policies.check_can_keep_plan",
            "not actor.can(Permission.MEASURES_CLOSE)",
            "False",
        ),
        (
            "an officer looks after a source of data",
            "handoff.measures.collection.policies.check_source",
            "if not people <= staff:",
            "if False:",
        ),
        (
            "someone of another program records a review",
            "handoff.measures.collection.policies.can_review",
            "actor.program_id != source.program_id",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{PLAN}::test_a_review_that_is_due_waits_with_the_owner_and_moves_once_recorded",
        (
            "no backup is reminded once the owner is gone",
            "handoff.measures.collection.queries.due_reviews",
            "and not each.has_owner",
            "and False",
        ),
        (
            "a review is recorded for a day to come",
            "handoff.measures.collection.policies.check_can_review",
            "if reviewed_on > today:",
            "if False:",
        ),
    ),
    *mutants_found_by(
        "handoff/measures/tests/test_close_month.py"
        "::test_a_late_entry_is_shown_and_a_second_revision_keeps_it",
        (
            "a closed month forgets which referrals it counted",
            "handoff.measures.services.close_month",
            "store_records(measure, result)",
            "{}",
        ),
    ),
    *mutants_found_by(
        "handoff/enrollment/tests/test_record_safety_events.py"
        "::test_a_corrected_day_of_death_moves_the_day_since_which_they_are_inactive",
        (
            "a corrected day of death leaves the status as it was",
            "handoff.enrollment.safety.services.correct_event",
            "if corrected.kind == SafetyEvent.Kind.DEATH:",
            "if False:",
        ),
    ),
)
