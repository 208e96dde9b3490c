"""Reading how an agency's arrest lists are to be read."""

from django.db.models import QuerySet

from handoff.eligibility.models import ArrestListMapping
from handoff.programs.models import Program


def arrest_list_mappings(program: Program) -> QuerySet[ArrestListMapping]:
    """Return the saved ways of reading arrest lists."""
    return ArrestListMapping.objects.filter(program=program).order_by("name")


def arrest_list_mapping(program: Program, public_id: str) -> ArrestListMapping | None:
    """Return one saved way of reading arrest lists."""
    return arrest_list_mappings(program).filter(public_id=public_id).first()
