"""Queries for the saved columns of agencies' arrest lists."""

from django.db.models import QuerySet

from handoff.core.sorting import by_name
from handoff.eligibility.models import ArrestListMapping
from handoff.programs.models import Program


def arrest_list_mappings(program: Program) -> QuerySet[ArrestListMapping]:
    return ArrestListMapping.objects.filter(program=program).order_by(*by_name("name"))


def arrest_list_mapping(program: Program, public_id: str) -> ArrestListMapping | None:
    return arrest_list_mappings(program).filter(public_id=public_id).first()
