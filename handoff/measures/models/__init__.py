from handoff.measures.models.closings import MonthClosing
from handoff.measures.models.database import SavedView, SettledFinding

__all__ = ["MonthClosing", "SavedView", "SettledFinding"]
