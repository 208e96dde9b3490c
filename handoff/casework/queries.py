"""The outreach queue, and what has been tried for a person."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral

OPEN_STATES = (
    Referral.State.SUBMITTED,
    Referral.State.ACCEPTED,
    Referral.State.HANDED_OFF,
)


def outreach_queue(program: Program) -> QuerySet[Referral]:
    """Return every open referral not yet in contact, oldest first, with what has been tried (H3).

    In contact means reached by anybody of the care team since the referral, or an intake begun.
    """
    tried = ContactAttempt.objects.filter(referral=OuterRef("pk"))
    reached = tried.filter(result=ContactAttempt.Result.REACHED)
    return (
        Referral.objects.filter(program=program, state__in=OPEN_STATES, person__isnull=False, intake__isnull=True)
        .exclude(Exists(reached))
        .select_related("person", "agency")
        .prefetch_related("person__contact_points", "person__approach_notes")
        .annotate(
            attempts=Count("contact_attempts"),
            last_tried_at=Subquery(tried.order_by("-occurred_at").values("occurred_at")[:1]),
            last_result=Subquery(tried.order_by("-occurred_at").values("result")[:1]),
        )
        .order_by("submitted_at", "pk")
    )


def contacts_of(person: Person) -> QuerySet[ContactAttempt]:
    """Return what the care team has tried, newest first."""
    return ContactAttempt.objects.filter(person=person).order_by("-occurred_at", "-pk")


def help_given_to(person: Person) -> QuerySet[HelpGiven]:
    """Return what was given, newest first."""
    return HelpGiven.objects.filter(person=person).order_by("-occurred_at", "-pk")


def last_reached(people: list[int]) -> dict[int, datetime]:
    """Return when each person was last reached, for a list of people, in one query."""
    rows = (
        ContactAttempt.objects.filter(person_id__in=people, result=ContactAttempt.Result.REACHED)
        .order_by("person_id", "occurred_at")
        .values_list("person_id", "occurred_at")
    )
    return dict(rows)
