"""The records of casework."""

from handoff.casework.models.appointments import Appointment, AppointmentEvent
from handoff.casework.models.calendars import CalendarFeed
from handoff.casework.models.caseloads import CaseloadReason, ContactPlan, WorkerChange, WorkingTime
from handoff.casework.models.court import (
    Court,
    CourtCase,
    CourtCaseEvent,
    CourtOrder,
    Courtroom,
    CourtTextWish,
    When,
)
from handoff.casework.models.goals import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.casework.models.letters import LetterLink
from handoff.casework.models.matching import WorkerProfile, WorkerWish
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
from handoff.casework.models.plans import AgreedPlan, AgreedPlanEvent, AgreedPlanGoal, AgreedPlanStep
from handoff.casework.models.shifts import ShiftLine, ShiftReading
from handoff.casework.models.situation import DatedFact, DatedFactVersion
from handoff.casework.models.supplies import Fund, FundEntry, HelpCorrection, PhoneStep, SupplyItem
from handoff.casework.models.turnover import HandoverItem, HandoverPlan

__all__ = [
    "AgreedPlan",
    "AgreedPlanEvent",
    "AgreedPlanGoal",
    "AgreedPlanStep",
    "Appointment",
    "AppointmentEvent",
    "CalendarFeed",
    "CaseNote",
    "CaseNoteVersion",
    "CaseloadReason",
    "ContactAttempt",
    "ContactCorrection",
    "ContactPlan",
    "Court",
    "CourtCase",
    "CourtCaseEvent",
    "CourtOrder",
    "CourtTextWish",
    "Courtroom",
    "DatedFact",
    "DatedFactVersion",
    "Fund",
    "FundEntry",
    "Goal",
    "GoalStep",
    "GoalStepVersion",
    "GoalVersion",
    "HandoverItem",
    "HandoverPlan",
    "HelpCorrection",
    "HelpGiven",
    "LetterLink",
    "Milestone",
    "Need",
    "NeedEvent",
    "PhoneStep",
    "ProviderAnswer",
    "ServiceReferral",
    "ServiceReferralEvent",
    "ShiftLine",
    "ShiftReading",
    "SupplyItem",
    "When",
    "WorkerChange",
    "WorkerProfile",
    "WorkerWish",
    "WorkingTime",
]
