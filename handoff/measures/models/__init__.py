from handoff.measures.models.baselines import OwnBaseline
from handoff.measures.models.booking import BookingTime
from handoff.measures.models.closings import MonthClosing
from handoff.measures.models.collection import DataSource, SourceReview
from handoff.measures.models.database import SavedView, SettledFinding
from handoff.measures.models.editions import FiguresEdition
from handoff.measures.models.outside import OutsideFigure
from handoff.measures.models.own import OwnMeasure, OwnMeasureVersion
from handoff.measures.models.surveys import SurveyComment, SurveyCount, SurveyQuestion, SurveyRound

__all__ = [
    "BookingTime",
    "DataSource",
    "FiguresEdition",
    "MonthClosing",
    "OutsideFigure",
    "OwnBaseline",
    "OwnMeasure",
    "OwnMeasureVersion",
    "SavedView",
    "SettledFinding",
    "SourceReview",
    "SurveyComment",
    "SurveyCount",
    "SurveyQuestion",
    "SurveyRound",
]
