"""Planted bugs in goals, needs and case notes."""

from tests.matrix.mutants import mutants_found_by

NOTES = "handoff/casework/tests/test_keep_notes.py"
NOTE_PAGES = "handoff/casework/tests/test_note_pages.py"
GOALS = "handoff/casework/tests/test_keep_goals.py"
RECORD = "handoff/desk/tests/test_show_records.py"
MATCHING = "handoff/casework/tests/test_match_workers.py"
PLANS = "handoff/casework/tests/test_agree_plans.py"
SITUATION = "handoff/casework/tests/test_keep_situation.py"

CASEWORK = (
    *mutants_found_by(
        f"{GOALS}::test_an_identifier_leads_to_its_person",
        (
            "a step leads to anyone of the program",
            "handoff.casework.goals.queries.person_of_step",
            'pk__in=steps.values("goal__person_id")',
            "program_id=program_id",
        ),
        (
            "a step of another program leads to its person",
            "handoff.casework.goals.queries.person_of_step",
            "goal__program_id=program_id, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{NOTES}::test_the_label_decides_who_reads_a_note",
        (
            "the list of notes ignores their labels",
            "handoff.casework.notes.queries.note_questions",
            "note_rows(others, own)",
            "note_rows(frozenset(NoteLabel), own)",
        ),
        (
            "the page of a note ignores its label",
            "handoff.casework.notes.queries.find_note",
            "readable_notes(actor)",
            "CaseNote.objects",
        ),
        (
            "health notes are read by whoever is on the care side",
            "handoff.casework.notes.queries.readable_labels",
            "if actor.can(Permission.NOTES_READ_PROTECTED):",
            "if True:",
        ),
        (
            "whoever writes counseling notes reads everyone's",
            "handoff.casework.notes.queries.readable_condition",
            ", added_by_id=user_id",
            "",
        ),
    ),
    *mutants_found_by(
        f"{NOTES}::test_a_stricter_label_covers_the_earlier_versions",
        (
            "a stricter label covers only the version it was set on",
            "handoff.casework.notes.services.correct_note",
            "note.label = note_input.label",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{RECORD}::test_what_a_reader_may_not_read_is_not_counted",
        (
            "the participant page ignores the labels of notes",
            "handoff.casework.notes.queries.newest_rows",
            "note_questions(person, actor)",
            "note_rows(frozenset(NoteLabel), frozenset(NoteLabel)).of(actor.program_id, person.pk, 0)",
        ),
    ),
    *mutants_found_by(
        f"{NOTE_PAGES}::test_an_earlier_version_under_a_stricter_label_is_not_on_the_page",
        (
            "the page of a note shows every version",
            "handoff.casework.notes.presenters.shown_versions",
            "readable_versions(note, actor)",
            "list(note.versions.all())",
        ),
    ),
    *mutants_found_by(
        f"{RECORD}::test_a_counseling_note_s_words_are_on_its_own_page_alone",
        (
            "the participant page has counseling notes' words",
            "handoff.casework.notes.presenters.shown_text",
            "if version.label == NoteLabel.COUNSELING:",
            "if False:",
        ),
    ),
    *mutants_found_by(
        "handoff/casework/tests/test_only_the_care_team_writes.py::test_no_one_else_writes_goals_needs_and_milestones",
        (
            "anyone takes up a goal",
            "handoff.casework.goals.policies.check_can_change_goal",
            "check_is_care_team(actor, goal.person)",
            "pass",
        ),
        (
            "anyone opens a need again",
            "handoff.casework.needs.services.open_need_again",
            "check_is_care_team(actor, need.person)",
            "pass",
        ),
        (
            "anyone follows a referral up",
            "handoff.casework.needs.policies.check_can_follow_up",
            "check_is_care_team(actor, referral.need.person)",
            "pass",
        ),
        (
            "anyone withdraws a milestone",
            "handoff.casework.needs.services.withdraw_milestone",
            "check_is_care_team(actor, milestone.person)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{NOTES}::test_a_note_is_read_in_its_own_program_alone",
        (
            "notes of another program are read",
            "handoff.casework.notes.queries.readable_notes",
            ", program_id=actor.program_id",
            "",
        ),
    ),
    *mutants_found_by(
        "handoff/casework/tests/test_follow_needs.py::test_a_referral_keeps_what_the_service_was_called_on_that_day",
        (
            "services of another program are offered for a need",
            "handoff.casework.needs.queries.services_for",
            "offered_services(need.program, at)",
            'Service.objects.filter(status="active")',
        ),
    ),
    *mutants_found_by(
        f"{SITUATION}::test_only_the_care_team_of_the_program_writes",
        (
            "anyone ends or corrects a dated fact",
            "handoff.casework.situation.policies.check_can_change_fact",
            "check_is_care_team(actor, fact.person)",
            "pass",
        ),
        (
            "anyone removes a dated fact",
            "handoff.casework.situation.services.withdraw_fact",
            "check_is_care_team(actor, fact.person)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{SITUATION}::test_treatment_and_hospitals_are_for_those_whose_work_is_care",
        (
            "a data manager reads treatment",
            "handoff.casework.situation.queries.is_readable",
            "may_read_health(actor) or ",
            "True or ",
        ),
        (
            "treatment is found by its identifier",
            "handoff.casework.situation.queries.find_fact",
            "if fact is None or not is_readable(fact.current.kind, fact.current.value, actor):",
            "if fact is None:",
        ),
    ),
    *mutants_found_by(
        f"{MATCHING}::test_only_the_care_team_speaks_of_itself_and_records_wishes",
        (
            "anyone writes about staff",
            "handoff.casework.matching.services.save_profile",
            "policies.check_is_own(actor, program)",
            "pass",
        ),
        (
            "anyone records a wish",
            "handoff.casework.matching.policies.check_wish",
            "check_is_care_team(actor, person)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{PLANS}::test_only_the_care_team_of_the_program_writes_plans",
        (
            "anyone hands a plan over",
            "handoff.casework.plans.policies.check_is_newest",
            "check_is_care_team(actor, plan.person)",
            "pass",
        ),
        (
            "anyone agrees on a plan",
            "handoff.casework.plans.services.agree_plan",
            "check_is_care_team(actor, person)",
            "pass",
        ),
    ),
)
