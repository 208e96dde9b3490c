"""Planted bugs in staffing meetings and in files of charges."""

from tests.matrix.mutants import mutants_found_by

PAGES = "handoff/staffing/tests/test_table_pages.py"
AGENDAS = "handoff/staffing/tests/test_change_agendas.py"
FILES = "handoff/staffing/tests/test_read_charge_files.py"
LAYOUTS = "handoff/staffing/tests/test_read_messy_layouts.py"
IMPORTS = "handoff/staffing/tests/test_import_charges.py"
TABLE = "handoff.staffing.table.queries"

MEETINGS = (
    *mutants_found_by(
        f"{PAGES}::test_the_projector_names_no_one_that_the_room_may_not_see_anywhere",
        (
            "the projector shows what any agency in the room may see",
            f"{TABLE}.Room.common_kinds",
            "set.intersection(*(set(kinds)",
            "set.union(*(set(kinds)",
        ),
        (
            "the projector shows who isn't known to be in the program",
            f"{TABLE}.as_seen",
            "Kind.PARTICIPATION.value in allowed",
            "True",
        ),
    ),
    *mutants_found_by(
        f"{PAGES}::test_after_closing_a_partner_reads_what_was_decided_about_those_they_may_know_of",
        (
            "a partner's minutes hold actions about what no release names",
            f"{TABLE}.may_know",
            "{Kind.PARTICIPATION.value, action.about}",
            "{Kind.PARTICIPATION.value}",
        ),
        (
            "a partner reads minutes of a meeting that isn't closed",
            "handoff.staffing.table.views.minutes.show_own_minutes",
            "meeting.closed_at is None",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{AGENDAS}::test_who_is_taken_off_is_on_no_screen_of_this_date_and_can_be_put_on_again",
        (
            "who was taken off an agenda stays on it",
            f"{TABLE}.build_agenda",
            "if pk not in by_hand or by_hand[pk].is_on",
            "if True",
        ),
    ),
    *mutants_found_by(
        f"{AGENDAS}::test_an_agenda_isnt_changed_by_others_without_a_reason_or_afterwards",
        (
            "anyone at the table changes the agenda",
            "handoff.staffing.agendas.policies.check_change",
            "check_can_lead(actor, meeting.program, at)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{FILES}::test_a_row_is_read_without_a_spoiled_number_only_where_the_others_say_enough",
        (
            "a spoiled statute is left out where nothing tells the charge from others",
            "handoff.staffing.imports.readers.charges.leave_out_spoiled",
            'if numbered and cells.get("words")',
            'if cells.get("words")',
        ),
    ),
    *mutants_found_by(
        f"{LAYOUTS}::test_a_row_without_a_name_that_may_be_someone_elses_is_not_put_on_the_person_above",
        (
            "a row without a name is put on the person above, whoever it is about",
            "handoff.staffing.imports.readers.rows.continue_row",
            "if above is None or not agrees or",
            "if above is None or",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_thinner_exports.py::test_fewer_columns_change_nothing_and_ask_no_one",
        (
            "a blank cell takes back what the source said before",
            "handoff.staffing.imports.rules.planning.read_beside",
            "before if now == SILENT else now",
            "now",
        ),
        (
            "an export without birth dates renames everyone",
            "handoff.staffing.imports.rules.planning.read_beside",
            "person=known.person if is_same_name else prints.person",
            "person=prints.person",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_name_arresting_officers.py"
        "::test_the_arresting_officer_is_the_one_of_the_agency_with_the_very_name",
        (
            "one of two officers of a name is notified of a charge",
            "handoff.staffing.imports.services.writing.Writing.officer_id",
            "if len(named) == 1",
            "if named",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_close_meetings.py"
        "::test_deceased_takes_its_day_and_closing_ends_what_was_shared",
        (
            "a death at the table needs no day",
            "handoff.staffing.table.policies.check_discussion",
            "and died_on is None",
            "and False",
        ),
        (
            "the status deceased leaves releases active",
            "handoff.enrollment.services.make_inactive",
            "if reason == StatusPeriod.InactiveReason.DECEASED:",
            "if False:",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_state_probabilities.py"
        "::test_a_birth_year_1_or_10_off_is_sure_under_the_very_same_name_and_a_generation_is_not",
        (
            "a parent of the same name is confirmed with others",
            "handoff.participants.lookup.rules.dates.is_close_year",
            "and abs(asked.year - recorded.year) in _CLOSE_YEARS",
            "",
        ),
    ),
    *mutants_found_by(
        "handoff/staffing/tests/test_table_pages.py"
        "::test_the_projector_follows_the_facilitator_within_what_the_room_may_see",
        (
            "the projector goes blank for someone who is left out",
            "handoff.staffing.table.presenters.place_on_projector",
            "== on_now_id), 1)",
            "== on_now_id), 0)",
        ),
        (
            "the projector doesn't follow the facilitator",
            "handoff.staffing.table.services.put_on_now",
            ".update(on_now_id=now)",
            ".exists()",
        ),
    ),
)
