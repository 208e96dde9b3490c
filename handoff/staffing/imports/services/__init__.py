"""Files of charges: read, sent, compared in bulk, undone."""

from handoff.staffing.imports.services.confirming import confirm_matches
from handoff.staffing.imports.services.counting import actor_named, count_matches, send_content
from handoff.staffing.imports.services.importing import (
    charges_in,
    choose_columns,
    import_file,
    plan_charges,
    read_file,
    reading_of,
    table_in,
    undo_file,
)
from handoff.staffing.reports.queries import LikelyMatch, likely_matches

__all__ = [
    "LikelyMatch",
    "actor_named",
    "charges_in",
    "choose_columns",
    "confirm_matches",
    "count_matches",
    "import_file",
    "likely_matches",
    "plan_charges",
    "read_file",
    "reading_of",
    "send_content",
    "table_in",
    "undo_file",
]
