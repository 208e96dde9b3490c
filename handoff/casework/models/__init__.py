"""The records of casework."""

from handoff.casework.models.appointments import Appointment, AppointmentEvent
from handoff.casework.models.caseloads import CaseloadReason, ContactPlan, WorkerChange, WorkingTime
from handoff.casework.models.goals import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.casework.models.needs import (
    Milestone,
    Need,
    NeedEvent,
    ProviderAnswer,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.models.notes import CaseNote, CaseNoteVersion
from handoff.casework.models.outreach import ContactAttempt, ContactCorrection, HelpGiven
from handoff.casework.models.turnover import HandoverItem, HandoverPlan

__all__ = [
    "Appointment",
    "AppointmentEvent",
    "CaseNote",
    "CaseNoteVersion",
    "CaseloadReason",
    "ContactAttempt",
    "ContactCorrection",
    "ContactPlan",
    "Goal",
    "GoalStep",
    "GoalStepVersion",
    "GoalVersion",
    "HandoverItem",
    "HandoverPlan",
    "HelpGiven",
    "Milestone",
    "Need",
    "NeedEvent",
    "ProviderAnswer",
    "ServiceReferral",
    "ServiceReferralEvent",
    "WorkerChange",
    "WorkingTime",
]
