"""Planted bugs at the staffing table that no test found when a fresh reader planted them."""

from tests.matrix.mutants import mutants_found_by

TESTS = "handoff/staffing/tests"
AGENDA = "handoff.staffing.table.queries"

TABLES = (
    *mutants_found_by(
        f"{TESTS}/test_table_pages.py"
        "::test_what_a_closed_meeting_planned_stands_in_the_record_and_before_the_next_one",
        (
            "anyone who opens a record reads what the team said at a meeting",
            "handoff.staffing.agendas.queries.discussed",
            "if actor.can(Permission.NOTES_READ_PROTECTED)",
            "if True",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_show_the_room.py"
        "::test_of_someone_the_projector_shows_the_kinds_that_every_agency_may_read",
        (
            "the projector shows of someone what any agency in the room may read",
            f"{AGENDA}.Room.common_kinds",
            "frozenset.intersection(",
            "frozenset.union(",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_build_agendas.py::test_what_was_over_before_the_last_meeting_is_no_news",
        (
            "a charge stays on the agenda after the decision",
            f"{AGENDA}.collect_charges",
            " and is_open",
            "",
        ),
        (
            "a milestone that was withdrawn is celebrated",
            f"{AGENDA}.collect_status",
            ", withdrawn_at__isnull=True",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_build_agendas.py::test_a_kind_of_news_counts_once_whatever_number_of_lines_it_has",
        (
            "two needs weigh twice on the agenda",
            f"{AGENDA}.build_agenda",
            "sum(weights[news] for news in {line.news for line in found.lines.get(pk, ())})",
            "sum(weights[line.news] for line in found.lines.get(pk, ()))",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_close_meetings.py"
        "::test_no_partner_does_an_action_about_someone_it_may_not_know_to_be_in_the_program",
        (
            "an action tells its owner of someone who isn't known to be in the program",
            "handoff.staffing.table.policies.owner_may_know",
            '{"participation", about}',
            "{about}",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_attend_meetings.py"
        "::test_a_date_on_a_holiday_is_no_partners_business_until_it_is_confirmed",
        (
            "partners read of a date that isn't confirmed",
            "handoff.staffing.meetings.queries.meetings_for",
            ".exclude(state=Meeting.State.PROPOSED)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_compare_reports.py"
        "::test_one_form_for_two_people_gets_the_same_answer_whoever_is_a_participant",
        (
            "a form used twice tells who is a participant",
            "handoff.staffing.reports.services.report_if_participant",
            'f"{key}:{person.public_id}"',
            "key",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_change_decisions.py::test_a_charge_that_was_entered_in_error_is_not_decided",
        (
            "the DA decides on a charge that was someone else's",
            "handoff.staffing.policies.check_is_da_choice",
            "check_is_open(charge)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_offer_court_dates.py::test_a_date_of_today_is_offered_and_only_the_care_team_adds_it",
        (
            "police write a court date in a record",
            "handoff.staffing.reports.services.add_court_date",
            "check_is_care_team(actor, person)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_offer_court_dates.py"
        "::test_a_charge_that_was_someone_elses_takes_its_date_along_and_an_undo_gives_it_back",
        (
            "an undone correction leaves the court date off the record",
            "handoff.staffing.imports.services.undoing.Undoing.link_again",
            "self.restore_court_date(change, source)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_keep_partner_facts.py"
        "::test_no_fact_about_someone_whose_release_ended_is_withdrawn_from_another_page",
        (
            "a partner takes back a fact about someone its release no longer names",
            "handoff.staffing.partners.services.withdraw_fact",
            "PartnerFact.objects.filter(person=person)",
            "PartnerFact.objects.all()",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_keep_partner_facts.py"
        "::test_a_fact_is_news_until_the_next_meeting_or_its_day_and_never_once_withdrawn",
        (
            "a fact that was withdrawn stays on the agenda",
            "handoff.staffing.partners.queries.news_of_partners",
            ", withdrawn_at__isnull=True",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_close_meetings.py::test_words_that_cannot_be_shared_are_refused",
        (
            "police read at the table what treatment someone gets, in agreed words",
            "handoff.staffing.table.policies.check_shared_words",
            "check_agreed_words(person, words)",
            "None",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_close_meetings.py::test_an_action_that_police_may_read_says_nothing_about_health",
        (
            "police read what treatment someone gets in an action about a charge",
            "handoff.staffing.table.policies.check_action_words",
            "about in LAW_MAY_READ",
            "False",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_decide_new_charge.py::test_the_decision_reaches_no_officer_after_the_release_ended",
        (
            "an officer is notified of a decision after the release ended",
            "handoff.staffing.services.notify_of_decision",
            "readers_of(charge, users.values(), at)",
            "users.values()",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_decide_new_charge.py::test_the_readers_of_a_charge_are_those_who_find_it_one_by_one",
        (
            "the DA is notified of charges of people whose releases name no one",
            "handoff.staffing.queries.readers_of",
            "pk in informed and ",
            "",
        ),
        (
            "every member who may learn of a participation is notified of the charge",
            "handoff.staffing.queries.readers_of",
            " and (actor.can(Permission.NEW_CHARGE_DECIDE) or pk in own)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}/test_plan_meetings.py::test_a_rhythm_from_a_later_day_leaves_the_meetings_before_it",
        (
            "a rhythm from a later day cancels the meetings before it",
            "handoff.staffing.meetings.services.keep_or_cancel",
            "slot_on__gte=series.starts_on,",
            "",
        ),
    ),
)
