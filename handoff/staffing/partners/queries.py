"""Which of a user's agencies may add facts about someone now, and the facts themselves (P8)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.staffing.models.partners import KINDS_OF, PartnerFact

ATTENDING = (Permission.MEETINGS_ATTEND,)


def decision_about(actor: Actor, person: Person, at: datetime) -> ConsentDecision | None:
    """What live releases let a partner's user know about someone, computed now; None before an intake is complete."""
    if actor.on_care_side or not Enrollment.objects.filter(person=person).exists():
        return None
    return decide(actor, [person.pk], at, permissions=ATTENDING).get(person.pk)


def agencies_named(actor: Actor, decision: ConsentDecision | None) -> dict[int, Agency]:
    """The user's agencies that a release lets know of the person, and that have facts of their own to add."""
    if decision is None:
        return {}
    named = [
        agency_id
        for agency_id, kinds in decision.kinds_by_agency().items()
        if InformationKind.PARTICIPATION.value in kinds
    ]
    own = Agency.objects.filter(pk__in=named, kind__in=KINDS_OF).in_bulk()
    return {pk: each for pk, each in own.items() if pk in actor.agencies_with(Permission.MEETINGS_ATTEND)}


def facts_of(person: Person, agencies: Collection[int]) -> QuerySet[PartnerFact]:
    """What some agencies added about someone and didn't take back."""
    found = PartnerFact.objects.filter(person=person, agency__in=agencies, withdrawn_at__isnull=True)
    return found.select_related("agency")


def news_of_partners(people: Collection[int], since: datetime, today: date) -> QuerySet[PartnerFact]:
    """Facts about some people that are new since an instant, or of a day still ahead."""
    fresh = Q(added_at__gt=since) | Q(on__gte=today)
    found = PartnerFact.objects.filter(fresh, person__in=people, withdrawn_at__isnull=True)
    return found.select_related("agency")


def facts_for_care(person: Person, actor: Actor) -> QuerySet[PartnerFact]:
    """What partners added about someone and didn't take back, for a user whose work is care: that an organization sees
    someone can say what they are treated for (42 CFR Part 2).
    """
    if not actor.can(Permission.NOTES_READ_PROTECTED):
        return PartnerFact.objects.none()
    found = PartnerFact.objects.filter(person=person, withdrawn_at__isnull=True)
    return found.select_related("agency")
