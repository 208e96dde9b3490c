"""Which of a user's agencies may add facts about someone now, and the facts themselves (P8)."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.appointments.queries import appointments_not_canceled, is_with
from handoff.casework.models import Appointment
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.core.statements import Question, Statement
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.staffing.models.partners import KINDS_OF, PartnerFact

ATTENDING = (Permission.MEETINGS_ATTEND,)


def decision_about(actor: Actor, person: Person, at: datetime) -> ConsentDecision | None:
    """What live releases let a partner's user know about someone, computed now; None before an intake is complete."""
    if actor.on_care_side or not Enrollment.objects.filter(person=person).exists():
        return None
    return decide(actor, [person.pk], at, permissions=ATTENDING).get(person.pk)


def agencies_that_add(actor: Actor) -> dict[int, Agency]:
    """The agencies that the user comes to meetings for and that have facts of their own to add. One query."""
    own = actor.agencies_with(Permission.MEETINGS_ATTEND)
    return Agency.objects.filter(pk__in=own, kind__in=KINDS_OF).in_bulk()


def named_among(agencies: Mapping[int, Agency], decision: ConsentDecision | None) -> dict[int, Agency]:
    """Those of some agencies that a release lets know that the person is in the program."""
    named = decision.agencies_covering(InformationKind.PARTICIPATION) if decision is not None else []
    return {pk: agencies[pk] for pk in named if pk in agencies}


def agencies_named(actor: Actor, decision: ConsentDecision | None) -> dict[int, Agency]:
    """The user's agencies that a release lets know of the person, and that have facts of their own to add."""
    return named_among(agencies_that_add(actor), decision) if decision is not None else {}


def facts_of(person: Person, agencies: Collection[int]) -> QuerySet[PartnerFact]:
    """What some agencies added about someone and didn't take back."""
    found = PartnerFact.objects.filter(person=person, agency__in=agencies, withdrawn_at__isnull=True)
    return found.select_related("agency")


def news_of_partners(program: Program, since: datetime, today: date) -> QuerySet[PartnerFact]:
    """Facts about a program's people that are new since an instant, or of a day still ahead."""
    fresh = Q(added_at__gt=since) | Q(on__gte=today)
    found = PartnerFact.objects.filter(fresh, program=program, withdrawn_at__isnull=True)
    return found.select_related("agency")


def is_coming_appointment(fact: PartnerFact, actor: Actor, today: date) -> bool:
    """Whether a fact is an appointment still to come, for a user who may make it one of the care team's."""
    is_ahead = fact.kind == PartnerFact.Kind.APPOINTMENT and fact.on >= today
    return is_ahead and actor.can(Permission.OUTREACH_DO)


def offered_among(
    facts: Iterable[PartnerFact], actor: Actor, program: Program, today: date
) -> list[PartnerFact]:
    """Of what partners added about someone: the coming appointments that the care team can make its own, and hasn't
    yet. One query, and none where there is no such appointment.
    """
    coming = [each for each in facts if is_coming_appointment(each, actor, today)]
    made = appointments_not_canceled(coming[0].person_id) if coming else []
    return [each for each in coming if booking_among(made, each, program) is None]


def booking_of(fact: PartnerFact, program: Program) -> Appointment | None:
    """The appointment on the participant's list that a partner's fact is about."""
    return booking_among(appointments_not_canceled(fact.person_id), fact, program)


def booking_among(
    appointments: Iterable[Appointment], fact: PartnerFact, program: Program
) -> Appointment | None:
    """An appointment with the partner on the day that its fact names: the partner doesn't say the time."""
    return next(
        (
            each
            for each in appointments
            if local_date(program, each.starts_at) == fact.on and is_with(each, fact.agency)
        ),
        None,
    )


def find_offered(program: Program, actor: Actor, public_id: uuid.UUID, today: date) -> PartnerFact | None:
    """A coming appointment that a partner added, for a user who may make it one of the care team's."""
    fact = PartnerFact.objects.filter(program=program, public_id=public_id).select_related("person").first()
    if fact is None or not is_coming_appointment(fact, actor, today):
        return None
    return next((each for each in facts_for_care(fact.person, actor) if each == fact), None)


def person_of_fact(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person that a partner's fact is about."""
    facts = PartnerFact.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=facts.values("person_id")).first()


FROM_PARTNERS = Statement(
    lambda person_id: PartnerFact.objects.filter(
        person_id=person_id, withdrawn_at__isnull=True
    ).select_related("agency")
)


def facts_for_care(person: Person, actor: Actor) -> list[PartnerFact]:
    """What partners added about someone and didn't take back, for a user whose work is care: that an organization sees
    someone can say what they are treated for (42 CFR Part 2).
    """
    return [fact for each, keys in care_questions(person, actor) for fact in each.rows(*keys)]


def care_questions(person: Person, actor: Actor) -> list[Question]:
    """What `facts_for_care` will ask for this user, to be sent ahead."""
    return FROM_PARTNERS.of(person.pk) if actor.can(Permission.NOTES_READ_PROTECTED) else []
