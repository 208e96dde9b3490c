from handoff.measures.models.closings import MonthClosing
from handoff.measures.models.database import SavedView, SettledFinding
from handoff.measures.models.editions import FiguresEdition

__all__ = ["FiguresEdition", "MonthClosing", "SavedView", "SettledFinding"]
