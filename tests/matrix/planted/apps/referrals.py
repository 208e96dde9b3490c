"""Planted bugs in referrals, the 24-hour partner's part, the one question by link, and charges set aside."""

from tests.matrix.mutants import mutants_found_by

LINK = "handoff/enrollment/tests/test_answer_by_link.py"
LEAVES = "handoff/desk/tests/test_plan_departures.py"
PARTNER = "handoff/enrollment/tests/test_24_hour_partner.py"

REFERRALS = (
    *mutants_found_by(
        f"{LINK}::test_the_question_is_shown_with_an_audit_row_that_names_the_person",
        (
            "the question by link is shown without an audit row",
            "handoff.enrollment.links.views.ask",
            "record_read(",
            "(lambda **_fields: None)(",
        ),
    ),
    *mutants_found_by(
        f"{LINK}::test_a_worker_makes_the_link_where_they_would_ask",
        (
            "a link is made and shown without an audit row",
            "handoff.enrollment.links.views.make_link",
            "record_read(",
            "(lambda **_fields: None)(",
        ),
    ),
    *mutants_found_by(
        f"{LINK}::test_the_name_may_be_written_as_people_write_their_own",
        (
            "a link asks no birth date where none is known",
            "handoff.enrollment.links.queries.is_the_person",
            "person.date_of_birth is not None and ",
            "",
        ),
        (
            "a birth date alone answers a link",
            "handoff.enrollment.links.queries.is_the_person",
            " and any(is_same_name(each, typed_name) for each in names)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{LINK}::test_the_link_ends_after_a_week_and_with_the_next_one",
        (
            "a link ends everyone's links",
            "handoff.enrollment.links.services.make_link",
            "filter(referral=referral, ends_at__gt=at)",
            "filter(ends_at__gt=at)",
        ),
        (
            "an earlier link stays open",
            "handoff.enrollment.links.services.make_link",
            "QuestionLink.objects.filter(referral=referral, ends_at__gt=at).update(ends_at=at)",
            "pass",
        ),
        (
            "a link works after its week",
            "handoff.enrollment.links.queries.open_links",
            ", ends_at__gt=at",
            "",
        ),
    ),
    *mutants_found_by(
        f"{LINK}::test_the_message_names_no_one_and_goes_only_where_it_is_safe",
        (
            "a link goes to a number that isn't theirs any more",
            "handoff.enrollment.links.presenters.send_options",
            "ended_at__isnull=True",
            "",
        ),
        (
            "a link goes to a number that doesn't work",
            "handoff.enrollment.links.presenters.send_options",
            ".exclude(works=ContactPoint.Works.NO)",
            "",
        ),
        (
            "a link goes to a phone that isn't safe to text",
            "handoff.enrollment.links.presenters.send_options",
            " and point.safe_to_text and found",
            " and found",
        ),
    ),
    *mutants_found_by(
        f"{PARTNER}::test_a_second_tap_on_take_over_leads_to_the_intake",
        (
            "a handoff of another program is answered",
            "handoff.referrals.partners.queries.was_shared",
            "program=program, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{PARTNER}::test_a_later_partner_doesnt_read_what_an_earlier_one_saved",
        (
            "a later partner reads what an earlier one saved",
            "handoff.enrollment.partners.queries.intake_of_handoff",
            "handoff=handoff, handoff__in=handoffs_of(actor)",
            "referral=handoff.referral",
        ),
    ),
    *mutants_found_by(
        f"{PARTNER}::test_an_intake_that_staff_started_is_not_the_partners_to_read",
        (
            "a partner goes on with an intake that staff started",
            "handoff.enrollment.partners.policies.check_can_start_partner_intake",
            "if is_started_by_others(handoff):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{PARTNER}::test_staff_take_over_in_one_step_and_the_partner_sees_no_more",
        (
            "a partner sees what staff took over",
            "handoff.referrals.partners.queries.open_handoffs",
            "taken_over_at__isnull=True,",
            "",
        ),
    ),
    *mutants_found_by(
        f"{LEAVES}::test_no_one_of_another_agency_takes_over_a_charge",
        (
            "an officer of another agency takes over a charge",
            "handoff.charges.policies.takes_over",
            "if encounter.agency_id not in actor.agencies_with(Permission.CHARGES_DECIDE_OWN):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{LEAVES}::test_each_program_has_its_own_leave",
        (
            "a plan to leave another program counts",
            "handoff.accounts.queries.stood_in_for",
            "Departure.objects.filter(program=program, ",
            "Departure.objects.filter(",
        ),
        (
            "a role in another program keeps the work here",
            "handoff.accounts.queries.stood_in_for",
            ".filter(program=program)\n    planned",
            "\n    planned",
        ),
    ),
    *mutants_found_by(
        f"{LEAVES}::test_a_stand_in_reads_the_referrals_from_the_day_of_leaving",
        (
            "a stand-in reads before the day of leaving",
            "handoff.accounts.queries.stood_in_for",
            ", leaves_on__lte=today",
            "",
        ),
    ),
)
