"""Planted bugs in caseloads, handovers, funds, supplies, phones, contacts, and directory files with several places."""

from tests.matrix.mutants import mutants_found_by

CASELOADS = "handoff/casework/tests/test_count_caseloads.py"
RULES = "handoff/casework/tests/test_caseload_rules.py"
HANDOVERS = "handoff/casework/tests/test_hand_over.py"
FUNDS = "handoff/casework/tests/test_spend_funds.py"
PHONES = "handoff/casework/tests/test_track_free_phones.py"
CONTACTS = "handoff/casework/tests/test_record_contacts.py"
REMINDERS = "handoff/casework/tests/test_appointment_pages.py"
FILES = "handoff/directory/tests/test_read_directory_files.py"
DRAFTS = "handoff/accounts/tests/test_keep_drafts.py"
DEATH = "handoff/enrollment/tests/test_record_safety_events.py"
TYPED = "handoff/accounts/tests/test_keep_what_is_typed.py"

WORKLOAD = (
    *mutants_found_by(
        f"{CASELOADS}::test_only_the_manager_assigns",
        (
            "anyone on the team moves participants",
            "handoff.casework.caseloads.policies.check_can_manage",
            " or not actor.can(Permission.CASELOADS_MANAGE)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{CASELOADS}::test_a_move_needs_people_and_someone_on_the_team",
        (
            "a manager moves the participants of another program",
            "handoff.casework.caseloads.policies.check_can_manage",
            "actor.program_id != program.pk or ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{CASELOADS}::test_above_the_limit_is_a_warning_and_above_the_ceiling_needs_a_reason",
        (
            "blanks are a reason to go above the ceiling",
            "handoff.casework.caseloads.policies.check_load",
            "not reason.strip()",
            "not reason",
        ),
        (
            "a caseload grows above the ceiling without a reason",
            "handoff.casework.caseloads.policies.check_load",
            "Standing.ABOVE_CEILING and",
            "Standing.FULL and",
        ),
    ),
    *mutants_found_by(
        f"{RULES}::test_where_a_load_stands",
        (
            "the ceiling itself needs a reason",
            "handoff.casework.caseloads.rules.standing_of",
            "load > limits.ceiling",
            "load >= limits.ceiling",
        ),
    ),
    *mutants_found_by(
        f"{HANDOVERS}::test_only_the_manager_plans_hands_over_and_closes",
        (
            "anyone on the team plans a handover",
            "handoff.casework.turnover.policies.check_can_plan",
            " or not actor.can(Permission.CASELOADS_MANAGE)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{HANDOVERS}::test_whoever_leaves_and_takes_over_record_and_others_do_not",
        (
            "any colleague writes in a plan",
            "handoff.casework.turnover.policies.check_can_record",
            "if not is_involved(actor, plan):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{HANDOVERS}::test_a_new_worker_cannot_assign_participants_to_themself",
        (
            "whoever takes over adds themself to a record",
            "handoff.casework.turnover.policies.may_choose_worker",
            "actor.user_id == plan.user_id",
            "True",
        ),
    ),
    *mutants_found_by(
        f"{HANDOVERS}::test_a_plan_cannot_be_closed_while_anyone_is_unassigned",
        (
            "a plan is closed while someone has no other worker",
            "handoff.casework.turnover.policies.check_can_close",
            "not plan.is_leave and unassigned",
            "plan.is_leave and unassigned",
        ),
    ),
    *mutants_found_by(
        f"{FUNDS}::test_only_the_manager_keeps_funds_and_each_has_its_own_name",
        (
            "anyone on the team keeps funds",
            "handoff.casework.funds.policies.check_can_manage",
            " or not actor.can(Permission.FUNDS_MANAGE)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{FUNDS}::test_a_fund_pays_nothing_without_a_cost_and_nothing_elsewhere",
        (
            "a fund of another program pays",
            "handoff.casework.policies.check_help",
            "if any(each is not None and each.program_id != actor.program_id for each in named):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{FUNDS}::test_a_worker_learns_of_an_overdraft_before_it_is_saved_and_can_leave_the_fund_out",
        (
            "a fund is overdrawn by one cost without a word",
            "handoff.casework.funds.policies.check_balance",
            "if cents <= balance:",
            "if balance > 0:",
        ),
    ),
    *mutants_found_by(
        f"{FUNDS}::test_only_who_recorded_it_or_the_manager_takes_help_back",
        (
            "any colleague undoes help",
            "handoff.casework.supplies.policies.check_can_correct",
            "help_given.recorded_by_id != actor.user_id and not actor.can(Permission.FUNDS_MANAGE)",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{FUNDS}::test_what_cannot_be_charged_to_a_fund",
        (
            "help that was undone is paid",
            "handoff.casework.supplies.policies.check_can_charge",
            "HelpCorrection.objects.filter(help_given=help_given).exists()",
            "False",
        ),
        (
            "help is paid twice",
            "handoff.casework.supplies.policies.check_can_charge",
            "if paid:",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{PHONES}::test_what_cannot_be_recorded",
        (
            "a free phone is given a number of someone else",
            "handoff.casework.phones.policies.check_phone_step",
            "point is not None and point.person_id != person.pk",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{REMINDERS}::test_a_reminder_to_text_says_when_and_neither_what_for_nor_where",
        (
            "someone who died is texted about an appointment",
            "handoff.casework.appointments.presenters.numbers_for_reminders",
            "refusal_message(check_can_be_seen, person, each.kind) is None",
            "True",
        ),
        (
            "someone who wishes no texts about court gets one",
            "handoff.casework.appointments.presenters.numbers_for_reminders",
            "not (silent and",
            "not (False and",
        ),
        (
            "a number that isn't OK to text is texted",
            "handoff.participants.queries.textable_point",
            "safe_to_text=True, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{CONTACTS}::test_only_the_author_undoes_a_contact",
        (
            "any colleague undoes a contact",
            "handoff.casework.policies.check_is_contact_author",
            "contact.recorded_by_id != actor.user_id",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{CONTACTS}::test_a_contact_can_be_undone_within_an_hour",
        (
            "a contact is undone days later",
            "handoff.casework.policies.check_can_undo_contact",
            "at - contact.recorded_at >= UNDO_WITHIN",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{CONTACTS}::test_nothing_is_logged_before_it_happens",
        (
            "a contact is logged before it happens",
            "handoff.casework.policies.check_can_do_outreach",
            "occurred_at > at",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{FILES}::test_a_countys_own_list_has_a_row_for_each_place_of_a_service",
        (
            "hours of one place stand for all of a service's",
            "handoff.directory.rules.merging._say_place",
            "part if is_shared or part.description else replace(part, description=place)",
            "part",
        ),
        (
            "a second place of a service is dropped",
            "handoff.directory.rules.merging.join_sites",
            "places=places,",
            "places=known.places,",
        ),
    ),
    *mutants_found_by(
        f"{FILES}::test_a_list_of_people_is_refused_before_a_row_of_it_is_kept",
        (
            "a list of people is read as a directory",
            "handoff.directory.readers.tables.table_of",
            "if normalize_heading(heading) in OF_PEOPLE:",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{TYPED}::test_nothing_typed_or_too_much_is_not_kept",
        (
            "a page opened and sent blank counts as typed",
            "handoff.accounts.services.typed.keep_typed",
            " if name != VERSION",
            "",
        ),
    ),
    *mutants_found_by(
        f"{DRAFTS}::test_a_form_that_is_sent_twice_keeps_the_time_of_its_first_saving",
        (
            "a form that is sent twice says the second time",
            "handoff.accounts.middleware.typed.drop_saved",
            'key and getattr(request, "saved_before", None) is None',
            "key",
        ),
    ),
    *mutants_found_by(
        f"{DRAFTS}::test_a_slip_after_the_same_was_meant_once_more_is_asked_about",
        (
            "the same entries keep their first time for a day",
            "handoff.accounts.services.typed.note_saved",
            """update_conflicts=True,
        unique_fields=["user", "program", "form"],
        update_fields=["saved_at", "expires_at"],""",
            "ignore_conflicts=True,",
        ),
    ),
    *mutants_found_by(
        f"{DEATH}::test_a_corrected_day_of_death_moves_the_day_since_which_they_are_inactive",
        (
            "two statuses hold at one time while a day of death is moved",
            "handoff.enrollment.safety.services._move_death",
            "since > deceased.starts_at",
            "since < deceased.starts_at",
        ),
    ),
    *mutants_found_by(
        "handoff/programs/tests/test_guard_health.py::test_everyday_sentences_of_case_work_pass",
        (
            "everyday sentences are refused for words that speak of no one's health",
            "handoff.programs.rules.health.find_health",
            "strip_harmless(text)",
            "text",
        ),
    ),
    *mutants_found_by(
        "handoff/config/tests/test_say_what_is_wrong.py::test_gunicorn_by_itself_waits_for_the_database_reads_it_back_and_"
        "lets_go_of_it",
        (
            "a server whose database is away at its start checks nothing",
            "handoff.config.startup.check_before_serving",
            "wait_for_database(say)",
            "pass",
        ),
    ),
)
