"""The outreach queue, what has been tried for a person, and who has not been heard from."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Count, DateTimeField, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from handoff.access.actor import Actor
from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral

OPEN_STATES = (
    Referral.State.SUBMITTED,
    Referral.State.ACCEPTED,
    Referral.State.HANDED_OFF,
)

UNDO_WITHIN = timedelta(hours=1)
"""How long who logged a contact may take it back; later mistakes are put right by logging what happened."""


def active_contacts() -> QuerySet[ContactAttempt]:
    """Return every contact that was not taken back."""
    return ContactAttempt.objects.filter(correction__isnull=True)


def outreach_queue(program: Program) -> QuerySet[Referral]:
    """Return every open referral not yet in contact, oldest first, with what has been tried (H3).

    In contact means reached by anybody of the care team since the encounter, or an intake begun.
    """
    tried = active_contacts().filter(person=OuterRef("person"), occurred_at__gte=OuterRef("occurred_at"))
    count = tried.order_by().values("person").annotate(number=Count("pk")).values("number")
    newest = tried.order_by("-occurred_at", "-pk")
    return (
        Referral.objects.filter(
            program=program, state__in=OPEN_STATES, person__isnull=False, intake__isnull=True
        )
        .exclude(Exists(tried.filter(result=ContactAttempt.Result.REACHED)))
        .select_related("person", "agency")
        .prefetch_related("person__contact_points", "person__approach_notes", "handoffs")
        .annotate(
            attempts=Coalesce(Subquery(count, output_field=IntegerField()), 0),
            last_tried_at=Subquery(newest.values("occurred_at")[:1]),
            last_how=Subquery(newest.values("how")[:1]),
            last_result=Subquery(newest.values("result")[:1]),
            transport_arranged=Exists(tried.filter(transport_arranged=True)),
        )
        .order_by("submitted_at", "pk")
    )


def contacts_of(person: Person) -> QuerySet[ContactAttempt]:
    """Return what the care team has tried, newest first."""
    return active_contacts().filter(person=person).order_by("-occurred_at", "-pk")


def help_given_to(person: Person) -> QuerySet[HelpGiven]:
    """Return what was given, newest first."""
    return HelpGiven.objects.filter(person=person).order_by("-occurred_at", "-pk")


def last_reached(people: list[int]) -> dict[int, datetime]:
    """Return when each person was last reached, for a list of people, in one query."""
    rows = (
        active_contacts()
        .filter(person_id__in=people, result=ContactAttempt.Result.REACHED)
        .order_by("person_id", "occurred_at")
        .values_list("person_id", "occurred_at")
    )
    return dict(rows)


def find_open_referral(person: Person, public_id: uuid.UUID | None) -> Referral | None:
    """Return the person's open referral that a page named, if it is theirs and open."""
    if public_id is None:
        return None
    return Referral.objects.filter(person=person, public_id=public_id, state__in=OPEN_STATES).first()


def find_contact(program: Program, public_id: uuid.UUID) -> ContactAttempt | None:
    """Return one contact of the program that was not taken back."""
    return (
        active_contacts()
        .filter(program=program, public_id=public_id)
        .select_related("person", "referral")
        .first()
    )


def latest_undoable_contact(actor: Actor, at: datetime) -> ContactAttempt | None:
    """Return what the actor logged last, while it can be taken back in one tap."""
    return (
        active_contacts()
        .filter(program_id=actor.program_id, recorded_by_id=actor.user_id)
        .filter(recorded_at__gt=at - UNDO_WITHIN, recorded_at__lte=at)
        .select_related("person", "referral")
        .order_by("-recorded_at", "-pk")
        .first()
    )


def silent_participants(program: Program, at: datetime, days: int) -> QuerySet[Enrollment]:
    """Return the active participants with whom nobody was in touch for a number of days, longest silence first (K7).

    In touch means reached, given something, or active anew. This only suggests whom to talk about at staffing: nobody's
    status changes by it.
    """
    reached = active_contacts().filter(person=OuterRef("person"), result=ContactAttempt.Result.REACHED)
    given = HelpGiven.objects.filter(person=OuterRef("person"))
    active = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True, status="active")
    return (
        Enrollment.objects.filter(Exists(active), program=program)
        .select_related("person")
        .annotate(since=Coalesce(Subquery(active.values("starts_at")[:1]), "enrolled_at"))
        .annotate(
            last_touch=Greatest(
                Coalesce(latest_occurred_at(reached), "since"),
                Coalesce(latest_occurred_at(given), "since"),
                "since",
                output_field=DateTimeField(),
            )
        )
        .filter(last_touch__lte=at - timedelta(days=days))
        .order_by("last_touch", "pk")
    )


def latest_occurred_at(rows: QuerySet[ContactAttempt] | QuerySet[HelpGiven]) -> Subquery:
    """Return the newest `occurred_at` of rows tied to an outer query."""
    return Subquery(rows.order_by("-occurred_at").values("occurred_at")[:1])


def person_of_contact(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return whom a contact was with."""
    contact = ContactAttempt.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=contact.values("person_id")).first()
