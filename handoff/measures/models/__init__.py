from handoff.measures.models.database import SavedView

__all__ = ["SavedView"]
