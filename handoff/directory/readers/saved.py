"""A saved service as an entry: what a file is compared with, and what an export writes."""

from handoff.directory.definitions import WEEKDAYS, WEEKS
from handoff.directory.facts import (
    CostFacts,
    EntryFacts,
    HoursFacts,
    OrganizationFacts,
    PhoneFacts,
    PlaceFacts,
    ServiceFacts,
)
from handoff.directory.models import Organization, Schedule, Service, ServiceAtLocation

PLACE_FIELDS = (
    "name",
    "address_1",
    "address_2",
    "city",
    "state",
    "postal_code",
    "neighborhood",
    "directions",
    "latitude",
    "longitude",
)


def entry_of(service: Service) -> EntryFacts:
    return EntryFacts(
        source_id=service.source_id,
        service=facts_of(service),
        organization=organization_of(service.organization) if service.organization else None,
        phones=tuple(
            PhoneFacts(each.number, each.extension, each.kind, each.description, each.source_id)
            for each in sorted(service.phones.all(), key=lambda each: each.pk)
        ),
        places=tuple(place_of(each) for each in sorted(service.places.all(), key=lambda each: each.pk)),
        hours=tuple(hours_of(each) for each in sorted(service.schedules.all(), key=lambda each: each.pk)),
        costs=tuple(
            CostFacts(each.option, each.amount, each.source_id)
            for each in sorted(service.costs.all(), key=lambda each: each.pk)
        ),
        checked_on=service.checked_on,
        source_name=service.source_name,
    )


def facts_of(service: Service) -> ServiceFacts:
    names = set(ServiceFacts.__dataclass_fields__) - {"needs", "languages"}
    return ServiceFacts(
        **{name: getattr(service, name) for name in names},
        needs=tuple(sorted(each.kind for each in service.needs.all())),
        languages=tuple(sorted(each.code for each in service.languages.all())),
    )


def organization_of(organization: Organization) -> OrganizationFacts:
    return OrganizationFacts(
        name=organization.name,
        description=organization.description,
        website=organization.website,
        email=organization.email,
        source_id=organization.source_id,
        source_name=organization.source_name,
    )


def place_of(place: ServiceAtLocation) -> PlaceFacts:
    values = {name: getattr(place.location, name) for name in PLACE_FIELDS}
    return PlaceFacts(**values, source_id=place.location.source_id, source_name=place.location.source_name)


def hours_of(hours: Schedule) -> HoursFacts:
    return HoursFacts(
        weekdays=tuple(day for day in WEEKDAYS if day in hours.weekdays.split(",")),
        weeks=tuple(week for week in WEEKS if week in hours.weeks),
        opens_at=hours.opens_at,
        closes_at=hours.closes_at,
        valid_from=hours.valid_from,
        valid_to=hours.valid_to,
        description=hours.description,
        source_id=hours.source_id,
    )
