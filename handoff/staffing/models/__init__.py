"""What staffing owns: the joint decision on a new charge, and the meetings at which participants are discussed."""

from handoff.staffing.models.charges import ChargeDecision, ChargeReport, TeamRecommendation
from handoff.staffing.models.improvements import Improvement
from handoff.staffing.models.meetings import (
    Attendee,
    FacilitatorDuty,
    Meeting,
    MeetingSeries,
    Presence,
)
from handoff.staffing.models.news import GoodNews
from handoff.staffing.models.partners import PartnerFact
from handoff.staffing.models.summaries import ParticipationSummary
from handoff.staffing.models.table import (
    AgendaChange,
    AgendaWeights,
    Discussion,
    MeetingAction,
    MeetingTopic,
    SharedWords,
)

__all__ = [
    "AgendaChange",
    "AgendaWeights",
    "Attendee",
    "ChargeDecision",
    "ChargeReport",
    "Discussion",
    "FacilitatorDuty",
    "GoodNews",
    "Improvement",
    "Meeting",
    "MeetingAction",
    "MeetingSeries",
    "MeetingTopic",
    "ParticipationSummary",
    "PartnerFact",
    "Presence",
    "SharedWords",
    "TeamRecommendation",
]
