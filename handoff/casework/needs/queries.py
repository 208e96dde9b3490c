"""A participant's needs with their referrals to services, milestones, and whose an identifier names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from handoff.casework.definitions import ENDS, SHARED_AS
from handoff.casework.models import (
    Appointment,
    Milestone,
    Need,
    NeedEvent,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.core.sorting import by_name
from handoff.core.statements import Statement
from handoff.directory.models import Service, ServiceNeed
from handoff.directory.queries import offered_services
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program

MOST_SERVICES = 300
"""So many services of the directory fit a list to choose from on a phone; others are named in words."""


NEEDS = Statement(
    lambda person_id: (
        Need.objects.filter(person_id=person_id)
        .select_related("program")
        .prefetch_related(
            "events",
            "referrals__events",
            "referrals__service__organization__agency",
            "referrals__answers__agency",
        )
    )
)
MILESTONES = Statement(
    lambda person_id: Milestone.objects.filter(person_id=person_id, withdrawn_at__isnull=True).order_by(
        "-reached_on", "-pk"
    )
)


def needs_of(person: Person) -> list[Need]:
    """A participant's needs, oldest first, with everything that happened with them. Nine queries."""
    return NEEDS.rows(person.pk)


def open_needs_of(program: Program) -> list[Need]:
    """Every need of a program that is still open, oldest first. Two queries, and no list of events for each need."""
    # Read oldest first, so that what happened last with a need is what stays.
    last = dict(NeedEvent.objects.filter(need__program=program).values_list("need_id", "what"))
    return [each for each in Need.objects.filter(program=program) if Need.is_open_after(last.get(each.pk))]


def open_needs(needs: Iterable[Need]) -> list[Need]:
    return [each for each in needs if each.is_open]


def open_referrals(needs: Iterable[Need]) -> list[ServiceReferral]:
    """The referrals to services that haven't ended, in the order of the needs."""
    found = (referral for need in needs for referral in need.referrals.all())
    return [each for each in found if each.current.state not in ENDS]


def milestones_of(person: Person) -> list[Milestone]:
    """What a participant reached, newest first, without what was recorded by mistake."""
    return MILESTONES.rows(person.pk)


@dataclass(frozen=True)
class ProviderAppointment:
    """An appointment with a provider that is still to come, or whose outcome isn't recorded."""

    referral: ServiceReferral
    on: date


def appointments(needs: Iterable[Need]) -> list[ProviderAppointment]:
    """The appointments with providers that nothing has followed yet, the earliest first."""
    found = [
        ProviderAppointment(referral, referral.current.appointment_on)
        for need in needs
        for referral in need.referrals.all()
        if referral.current.state == ServiceReferralEvent.State.APPOINTMENT
        and referral.current.appointment_on is not None
    ]
    return sorted(found, key=lambda each: each.on)


def has_planned_appointment(referral: ServiceReferral) -> bool:
    return Appointment.objects.filter(referral=referral, state=Appointment.State.PLANNED).exists()


def kinds_asked(referral: ServiceReferral) -> frozenset[str]:
    """What an ROI must cover before an agency may know of a referral: being in the program, and this kind of need."""
    return frozenset({InformationKind.PARTICIPATION.value, SHARED_AS[referral.need.kind]})


def agency_of(referral: ServiceReferral) -> Agency | None:
    """The partner whose service a participant was referred to; None for a provider that is no partner."""
    service = referral.service
    return service.organization.agency if service is not None and service.organization is not None else None


def is_covered(referral: ServiceReferral, agency: Agency, decision: ConsentDecision | None) -> bool:
    """Whether an agency may know of a referral: what it is about is in the lines that name this agency."""
    if decision is None:
        return False
    return kinds_asked(referral) <= decision.kinds_by_agency().get(agency.pk, frozenset())


def shown_to_providers(referrals: Iterable[ServiceReferral], at: datetime) -> dict[int, bool]:
    """Of the referrals that are addressed to a partner: whether a live ROI lets it know of them now, by primary key."""
    found = [(each, agency) for each in referrals if (agency := agency_of(each)) is not None]
    people = {each.need.person_id for each, _agency in found}
    decisions = {agency: decide(agency, people, at) for _each, agency in found}
    return {
        each.pk: is_covered(each, agency, decisions[agency].get(each.need.person_id))
        for each, agency in found
    }


def services_for(need: Need, at: datetime) -> QuerySet[Service]:
    """The services of the directory that someone with this need can be sent to, by organization and name."""
    offered = offered_services(need.program, at).filter(needs__kind=need.kind)
    return offered.order_by(*by_name("organization__name", "name"), "pk")


def services_to_meet(program: Program, needs: Iterable[Need], at: datetime) -> QuerySet[Service]:
    """The services that an appointment can be with: for the open needs, or for any where none is open; so many fit a
    list.
    """
    offered, kinds = offered_services(program, at), {each.kind for each in needs}
    if kinds:
        offered = offered.filter(Exists(ServiceNeed.objects.filter(service=OuterRef("pk"), kind__in=kinds)))
    listed = offered.select_related("organization")
    return listed.order_by(*by_name("organization__name", "name"), "pk")[:MOST_SERVICES]


def name_of_service(service: Service) -> str:
    """A service under its organization's name."""
    return f"{service.organization}: {service.name}" if service.organization else service.name


def find_need(program: Program, public_id: uuid.UUID) -> Need | None:
    needs = Need.objects.filter(program=program, public_id=public_id).select_related("person", "program")
    return needs.prefetch_related("events").first()


def find_service_referral(program: Program, public_id: uuid.UUID) -> ServiceReferral | None:
    found = ServiceReferral.objects.filter(need__program=program, public_id=public_id)
    parts = ("need__person", "need__program", "service__organization__agency")
    return found.select_related(*parts).prefetch_related("events").first()


def find_milestone(program: Program, public_id: uuid.UUID) -> Milestone | None:
    return Milestone.objects.filter(program=program, public_id=public_id).select_related("person").first()


def person_of_need(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant who has this need."""
    needs = Need.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=needs.values("person_id")).first()


def person_of_service_referral(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant who was referred to this service."""
    found = ServiceReferral.objects.filter(need__program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("need__person_id")).first()


def person_of_milestone(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant who reached this."""
    found = Milestone.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()
