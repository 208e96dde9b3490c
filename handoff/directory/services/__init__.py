"""Keep the directory: entries, their phones, places, hours and costs, and when each was last checked."""

from handoff.directory.services.entries import (
    add_service,
    change_organization,
    change_service,
    mark_checked,
    mark_different,
    set_note,
)
from handoff.directory.services.importing import apply_import, plan_import, read_import, undo_import
from handoff.directory.services.parts import remove_part, save_cost, save_hours, save_phone, save_place

__all__ = [
    "add_service",
    "apply_import",
    "change_organization",
    "change_service",
    "mark_checked",
    "mark_different",
    "plan_import",
    "read_import",
    "remove_part",
    "save_cost",
    "save_hours",
    "save_phone",
    "save_place",
    "set_note",
    "undo_import",
]
