from typing import ClassVar

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "handoff.casework"
    label = "casework"
    parameters_without_person: ClassVar = {
        "entry_id": "money that came into a fund",
        "fund_id": "a fund",
        "item_id": "something on the program's list of supplies",
        "plan_id": "a worker who leaves or is away",
    }
    person_parameters: ClassVar = {
        "agreed_plan_id": "handoff.casework.plans.queries.person_of_plan",
        "appointment_id": "handoff.casework.appointments.queries.person_of_appointment",
        "case_id": "handoff.casework.court.queries.person_of_case",
        "court_order_id": "handoff.casework.court.queries.person_of_order",
        "contact_id": "handoff.casework.queries.person_of_contact",
        "fact_id": "handoff.casework.situation.queries.person_of_fact",
        "goal_id": "handoff.casework.goals.queries.person_of_goal",
        "help_id": "handoff.casework.supplies.queries.person_of_help",
        "phone_step_id": "handoff.casework.phones.queries.person_of_phone_step",
        "milestone_id": "handoff.casework.needs.queries.person_of_milestone",
        "need_id": "handoff.casework.needs.queries.person_of_need",
        "service_referral_id": "handoff.casework.needs.queries.person_of_service_referral",
        "note_id": "handoff.casework.notes.queries.person_of_note",
        "step_id": "handoff.casework.goals.queries.person_of_step",
    }
