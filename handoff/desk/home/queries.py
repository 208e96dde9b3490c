"""What the worklists of the home page are made of, where no app below knows it."""

from datetime import datetime

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.models import Release
from handoff.consent.queries import expiring_releases
from handoff.enrollment.models import Enrollment
from handoff.programs.models import Program


def releases_ending(actor: Actor, program: Program, at: datetime, *, days: int) -> QuerySet[Release]:
    """Return the ROIs that end within some days.

    A worker sees those of the people they go to, and of whom nobody goes to; who sees to the program sees all.
    """
    ending = expiring_releases(program, at, days=days)
    if not actor.can(Permission.MEASURES_READ):
        others = Enrollment.objects.filter(program=program, primary_worker_id__isnull=False)
        ending = ending.exclude(
            person_id__in=others.exclude(primary_worker_id=actor.user_id).values("person_id")
        )
    return ending
