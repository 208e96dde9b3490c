"""The program's own measures with their versions."""

import uuid

from django.db.models import QuerySet

from handoff.measures.models import OwnMeasure, OwnMeasureVersion
from handoff.programs.models import Program


def own_measures(program: Program) -> QuerySet[OwnMeasure]:
    return OwnMeasure.objects.filter(program=program).prefetch_related("versions").order_by("number")


def find_own(program: Program, public_id: uuid.UUID) -> OwnMeasure | None:
    return own_measures(program).filter(public_id=public_id).first()


def newest_of(measure: OwnMeasure) -> OwnMeasureVersion:
    return list(measure.versions.all())[-1]
