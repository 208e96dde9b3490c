"""Remember which columns the files of a source have."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.spreadsheets.facts import Columns, TableShape
from handoff.spreadsheets.models import ColumnMapping
from handoff.spreadsheets.rules.mapping import missing_fields, to_save


def check_columns(shape: TableShape, columns: Columns, headings: Sequence[str]) -> None:
    """Each fact that a row needs has a column that the file has, and no column is two facts."""
    missing = missing_fields(shape, columns)
    if len(missing) > 1:
        facts = _(" or ").join(f"“{_(each.label)}”" for each in missing)
        raise Refused(_("Choose the column for one of these: %(facts)s") % {"facts": facts})
    if missing:
        raise Refused(_("Choose the column for “%(fact)s.”") % {"fact": _(missing[0].label)})
    if len(set(columns.values())) < len(columns):
        raise Refused(_("You chose one column for two things. Choose it once."))
    known = {each.name for each in shape.fields}
    if not set(columns) <= known or not all(0 <= place < len(headings) for place in columns.values()):
        raise Refused(_("The file doesn't have this column. Reload the page and try again."))


def remember_columns(
    *,
    actor: Actor,
    shape: TableShape,
    source_name: str,
    columns: Columns,
    headings: Sequence[str],
    at: datetime,
) -> ColumnMapping:
    """Save the columns for the next file of the source; what was saved before is replaced.

    The caller decides who may, and writes the audit row of what it does with the file.
    """
    check_columns(shape, columns, headings)
    saved, _created = ColumnMapping.objects.update_or_create(
        program_id=actor.program_id,
        kind=shape.kind,
        source_name=source_name.strip(),
        defaults={
            "headings": to_save(shape, columns, headings),
            "saved_at": at,
            "saved_by_id": actor.user_id,
        },
    )
    return saved
