"""The records of casework."""

from handoff.casework.models.appointments import Appointment, AppointmentEvent
from handoff.casework.models.goals import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.casework.models.needs import (
    Milestone,
    Need,
    NeedEvent,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.models.notes import CaseNote, CaseNoteVersion
from handoff.casework.models.outreach import ContactAttempt, ContactCorrection, HelpGiven

__all__ = [
    "Appointment",
    "AppointmentEvent",
    "CaseNote",
    "CaseNoteVersion",
    "ContactAttempt",
    "ContactCorrection",
    "Goal",
    "GoalStep",
    "GoalStepVersion",
    "GoalVersion",
    "HelpGiven",
    "Milestone",
    "Need",
    "NeedEvent",
    "ServiceReferral",
    "ServiceReferralEvent",
]
