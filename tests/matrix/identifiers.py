"""Each identifier in a URL leads the record gate to the person whose record it names, only in its own program."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from handoff.casework.models import (
    AgreedPlan,
    Appointment,
    CaseNote,
    ContactAttempt,
    CourtCase,
    CourtOrder,
    DatedFact,
    Goal,
    GoalStep,
    HelpGiven,
    Milestone,
    Need,
    PhoneStep,
    ServiceReferral,
)
from handoff.charges.models import Encounter, NewCharge
from handoff.consent.models import Release, RenewalVisit
from handoff.enrollment.models import Intake, LookBack, SafetyAction, SafetyEvent
from handoff.participants.gate import collect_person_finders
from handoff.participants.models import Person, PersonMerge
from handoff.referrals.models import Referral
from handoff.staffing.models import GoodNews, ParticipationSummary, PartnerFact
from tests.matrix.county import County

OWNERS: dict[str, tuple[Any, str, str]] = {
    "agreed_plan_id": (AgreedPlan, "public_id", "person"),
    "appointment_id": (Appointment, "public_id", "person"),
    "case_id": (CourtCase, "public_id", "person"),
    "court_order_id": (CourtOrder, "public_id", "person"),
    "charge_id": (NewCharge, "public_id", "person"),
    "contact_id": (ContactAttempt, "public_id", "person"),
    "encounter_id": (Encounter, "public_id", "person"),
    "fact_id": (DatedFact, "public_id", "person"),
    "file_id": (Release, "scan__public_id", "person"),
    "goal_id": (Goal, "public_id", "person"),
    "help_id": (HelpGiven, "public_id", "person"),
    "intake_id": (Intake, "public_id", "person"),
    "merge_id": (PersonMerge, "public_id", "kept"),
    "milestone_id": (Milestone, "public_id", "person"),
    "need_id": (Need, "public_id", "person"),
    "news_id": (GoodNews, "public_id", "person"),
    "note_id": (CaseNote, "public_id", "person"),
    "other_id": (Person, "public_id", "pk"),
    "partner_fact_id": (PartnerFact, "public_id", "person"),
    "person_id": (Person, "public_id", "pk"),
    "phone_step_id": (PhoneStep, "public_id", "person"),
    "referral_id": (Referral, "public_id", "person"),
    "release_id": (Release, "public_id", "person"),
    "look_back_id": (LookBack, "public_id", "person"),
    "safety_action_id": (SafetyAction, "public_id", "event__person"),
    "safety_event_id": (SafetyEvent, "public_id", "person"),
    "service_referral_id": (ServiceReferral, "public_id", "need__person"),
    "step_id": (GoalStep, "public_id", "goal__person"),
    "summary_id": (ParticipationSummary, "public_id", "person"),
    "visit_id": (RenewalVisit, "public_id", "person"),
}
"""Of each identifier: the record it names, and how that leads to its person."""

MOST_RECORDS = 6


def check_identifiers_name_their_person(county: County) -> Iterator[str]:
    """The record gate asks about the person whose record is opened: no one else's reason or team opens it."""
    for name, finder in collect_person_finders(apps.get_app_configs()).items():
        if name not in OWNERS:
            yield f"{name}: OWNERS doesn't say which record it names"
            continue
        model, identifier, owner = OWNERS[name]
        rows = model.objects.filter(**{f"{owner}__isnull": False, f"{identifier}__isnull": False})
        if model is Person:
            rows = rows.filter(merged_into__isnull=True)
        for public_id, person in rows.order_by("-pk").values_list(identifier, owner)[:MOST_RECORDS]:
            program = Person.objects.values_list("program_id", flat=True).get(pk=person)
            elsewhere = ({county.here.program.pk, county.there.program.pk} - {program}).pop()
            found = finder(program, public_id)
            if found is None or found.pk != person:
                yield f"{name} leads to {'no one' if found is None else 'another person'}"
            if finder(elsewhere, public_id) is not None:
                yield f"{name} of another program leads to a person"
