"""The phones, places, hours and costs of a service."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.directory import policies
from handoff.directory.facts import CostFacts, HoursFacts, PhoneFacts, PlaceFacts
from handoff.directory.models import CostOption, Location, Phone, Schedule, Service, ServiceAtLocation
from handoff.directory.queries import is_used_elsewhere
from handoff.directory.rules.words import fold_words

Part = Phone | ServiceAtLocation | Schedule | CostOption
KINDS: dict[type[Part], str] = {
    Phone: "phone",
    ServiceAtLocation: "place",
    Schedule: "hours",
    CostOption: "cost",
}


def record_change(actor: Actor, service: Service, kind: str, at: datetime) -> None:
    service.changed_at = at
    service.save(update_fields=["changed_at"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DIRECTORY_CHANGED,
        subject=service.public_id,
        details={"fields": [kind]},
    )


@transaction.atomic
def save_phone(
    *, actor: Actor, service: Service, facts: PhoneFacts, phone: Phone | None = None, at: datetime
) -> Phone:
    """Add a phone number to a service, or change one."""
    policies.check_can_edit(actor, service.program_id)
    if not facts.number.strip():
        raise Refused(_("Enter a phone number."))
    phone = write_phone(service, facts, phone)
    record_change(actor, service, "phone", at)
    return phone


def write_phone(service: Service, facts: PhoneFacts, phone: Phone | None = None) -> Phone:
    phone = phone or Phone(program_id=service.program_id, service=service, source_id=facts.source_id)
    phone.number = facts.number.strip()
    phone.extension = facts.extension.strip()
    phone.kind = facts.kind
    phone.description = facts.description.strip()
    phone.save()
    return phone


@transaction.atomic
def save_place(
    *,
    actor: Actor,
    service: Service,
    facts: PlaceFacts,
    place: ServiceAtLocation | None = None,
    at: datetime,
) -> ServiceAtLocation:
    """Add a place to a service, or change one.

    A place that other services share is left to them: this service is given its own copy.
    """
    policies.check_can_edit(actor, service.program_id)
    if not (facts.name or facts.address_1 or facts.city or facts.directions):
        raise Refused(_("Enter an address, or say how to find the place."))
    if place is None:
        place = write_place(service, facts)
    elif is_used_elsewhere(place.location, service):
        place.location = write_location(Location(program_id=service.program_id), facts)
        place.save()
    else:
        write_location(place.location, facts)
    record_change(actor, service, "place", at)
    return place


def write_place(service: Service, facts: PlaceFacts) -> ServiceAtLocation:
    location = write_location(Location(program_id=service.program_id), facts)
    return ServiceAtLocation.objects.create(program_id=service.program_id, service=service, location=location)


def write_location(location: Location, facts: PlaceFacts) -> Location:
    for name in (
        "name",
        "address_1",
        "address_2",
        "city",
        "state",
        "postal_code",
        "neighborhood",
        "directions",
    ):
        setattr(location, name, str(getattr(facts, name)).strip())
    location.latitude, location.longitude = facts.latitude, facts.longitude
    location.place_key = fold_words(
        f"{location.name} {location.address_1} {location.city} {location.neighborhood} {location.postal_code}"
    )
    location.save()
    return location


@transaction.atomic
def save_hours(
    *, actor: Actor, service: Service, facts: HoursFacts, hours: Schedule | None = None, at: datetime
) -> Schedule:
    """Add a spell of opening to a service, or change one."""
    policies.check_can_edit(actor, service.program_id)
    policies.check_hours(facts)
    hours = write_hours(service, facts, hours)
    record_change(actor, service, "hours", at)
    return hours


def write_hours(service: Service, facts: HoursFacts, hours: Schedule | None = None) -> Schedule:
    hours = hours or Schedule(program_id=service.program_id, service=service, source_id=facts.source_id)
    hours.weekdays = ",".join(facts.weekdays)
    hours.weeks = "".join(facts.weeks)
    hours.opens_at = facts.opens_at
    hours.closes_at = facts.closes_at
    hours.valid_from = facts.valid_from
    hours.valid_to = facts.valid_to
    hours.description = facts.description.strip()
    hours.save()
    return hours


@transaction.atomic
def save_cost(
    *, actor: Actor, service: Service, facts: CostFacts, cost: CostOption | None = None, at: datetime
) -> CostOption:
    """Add what something costs to a service, or change it."""
    policies.check_can_edit(actor, service.program_id)
    if not facts.option.strip():
        raise Refused(_("Enter what the cost is for."))
    cost = write_cost(service, facts, cost)
    record_change(actor, service, "cost", at)
    return cost


def write_cost(service: Service, facts: CostFacts, cost: CostOption | None = None) -> CostOption:
    cost = cost or CostOption(program_id=service.program_id, service=service, source_id=facts.source_id)
    cost.option = facts.option.strip()
    cost.amount = facts.amount
    cost.save()
    return cost


@transaction.atomic
def remove_part(*, actor: Actor, part: Part, at: datetime) -> None:
    """Remove a phone, a place, hours or a cost from a service; a place that no other service has goes with it."""
    service = part.service
    policies.check_can_edit(actor, service.program_id)
    kind = KINDS[type(part)]
    if isinstance(part, ServiceAtLocation) and not is_used_elsewhere(part.location, service):
        part.location.delete()
    else:
        part.delete()
    record_change(actor, service, kind, at)
