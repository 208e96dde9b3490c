"""Files of charges: read, sent, compared in bulk, undone."""

from handoff.staffing.imports.services.confirming import confirm_matches, likely_matches
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

__all__ = [
    "charges_in",
    "choose_columns",
    "confirm_matches",
    "import_file",
    "likely_matches",
    "plan_charges",
    "read_file",
    "reading_of",
    "table_in",
    "undo_file",
]
