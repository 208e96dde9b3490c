"""Planted bugs in appointments: who makes and moves them, and in whose list they are."""

from tests.matrix.mutants import mutants_found_by

LISTED = "handoff/casework/tests/test_list_appointments.py"
MADE = "handoff/casework/tests/test_make_appointments.py"

APPOINTMENTS = (
    *mutants_found_by(
        f"{MADE}::test_only_the_care_team_makes_moves_and_closes_appointments",
        (
            "anyone makes an appointment",
            "handoff.casework.appointments.services.make_appointment",
            "check_is_care_team(actor, person)",
            "pass",
        ),
        (
            "anyone moves an appointment",
            "handoff.casework.appointments.policies.check_can_move",
            "check_is_care_team(actor, appointment.person)",
            "pass",
        ),
        (
            "anyone says that a reminder was sent",
            "handoff.casework.appointments.policies.check_can_remind",
            "check_is_care_team(actor, appointment.person)",
            "pass",
        ),
        (
            "anyone closes an appointment",
            "handoff.casework.appointments.policies.check_can_record_outcome",
            "check_is_care_team(actor, appointment.person)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{MADE}::test_a_worker_of_another_program_is_not_named",
        (
            "a worker of another program is named",
            "handoff.casework.appointments.policies.check_worker",
            ", memberships__program=program",
            "",
        ),
    ),
    *mutants_found_by(
        f"{MADE}::test_a_participant_who_died_gets_no_appointment",
        (
            "an appointment with someone who died is moved",
            "handoff.casework.appointments.policies.check_can_move",
            "check_can_be_seen(appointment.person, appointment.kind)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{MADE}::test_moving_needs_someone_to_meet_and_a_day_that_has_not_passed",
        (
            "an appointment is moved into the past",
            "handoff.casework.appointments.policies.check_can_move",
            "check_time(appointment.program, starts_at, at)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{LISTED}::test_a_worker_of_two_programs_sees_the_appointments_of_each_apart",
        (
            "appointments of another program are listed",
            "handoff.casework.appointments.queries.planned_appointments",
            "program=program, ",
            "",
        ),
        (
            "appointments of a merged record are listed",
            "handoff.casework.appointments.queries.planned_appointments",
            ".filter(person__merged_into__isnull=True)",
            "",
        ),
    ),
    *mutants_found_by(
        f"{LISTED}::test_without_a_worker_the_participants_own_worker_is_in_charge",
        (
            "anyone's own worker is in charge",
            "handoff.casework.appointments.queries.own_worker_of",
            'person=OuterRef("person"), ',
            "",
        ),
        (
            "a worker who has left stays in charge",
            "handoff.casework.appointments.queries.own_worker_of",
            ", primary_worker_id__in=working",
            "",
        ),
    ),
)
