"""Services of the directory and the organizations that offer them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.directory import policies
from handoff.directory.facts import HoursFacts, OrganizationFacts, PhoneFacts, PlaceFacts, ServiceFacts
from handoff.directory.models import (
    DifferentServices,
    Organization,
    Service,
    ServiceLanguage,
    ServiceNeed,
)
from handoff.directory.rules.words import fold_words
from handoff.directory.services.parts import write_hours, write_phone, write_place
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

PLAIN_FIELDS = (
    "name",
    "alternate_name",
    "description",
    "status",
    "alert",
    "url",
    "email",
    "eligibility",
    "minimum_age",
    "maximum_age",
    "fees",
    "how_to_apply",
)
"""The fields of a service that `ServiceFacts` states one by one."""


@transaction.atomic
def add_service(
    *,
    actor: Actor,
    program: Program,
    organization: Organization | OrganizationFacts,
    facts: ServiceFacts,
    phone: PhoneFacts | None = None,
    place: PlaceFacts | None = None,
    hours: HoursFacts | None = None,
    at: datetime,
) -> Service:
    """Add a service that the user knows is right today, of an organization in the directory or a new one."""
    policies.check_can_edit(actor, program.pk)
    policies.check_service(facts)
    if hours is not None:
        policies.check_hours(hours)
    service = Service(
        program=program,
        organization=find_or_add_organization(program, organization),
        checked_on=local_date(program, at),
        checked_by_id=actor.user_id,
        added_at=at,
        changed_at=at,
    )
    write_facts(service, facts)
    if phone is not None:
        write_phone(service, phone)
    if place is not None:
        write_place(service, place)
    if hours is not None:
        write_hours(service, hours)
    audit.record(actor=actor, at=at, action=AuditAction.DIRECTORY_ADDED, subject=service.public_id)
    return service


@transaction.atomic
def change_service(
    *,
    actor: Actor,
    service: Service,
    organization: Organization | OrganizationFacts,
    facts: ServiceFacts,
    at: datetime,
) -> Service:
    """Change what a service is, who it is for and whether it is open."""
    policies.check_can_edit(actor, service.program_id)
    policies.check_service(facts)
    before = {name: getattr(service, name) for name in PLAIN_FIELDS}
    service.organization = find_or_add_organization(service.program, organization)
    service.changed_at = at
    write_facts(service, facts)
    changed = [name for name in PLAIN_FIELDS if before[name] != getattr(service, name)]
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DIRECTORY_CHANGED,
        subject=service.public_id,
        details={"fields": changed},
    )
    return service


def find_or_add_organization(program: Program, wanted: Organization | OrganizationFacts) -> Organization:
    if isinstance(wanted, Organization):
        if wanted.program_id != program.pk:
            raise Refused(_("This organization is in another program's directory."))
        return wanted
    policies.check_organization(None, program.pk, wanted.name)
    return Organization.objects.create(
        program=program,
        name=wanted.name.strip(),
        description=wanted.description,
        website=wanted.website,
        email=wanted.email,
        source_id=wanted.source_id,
    )


def write_facts(service: Service, facts: ServiceFacts) -> None:
    """Write what is stated about a service, with its needs and languages; nothing of its phones, places and hours."""
    for name in PLAIN_FIELDS:
        value = getattr(facts, name)
        setattr(service, name, value.strip() if isinstance(value, str) else value)
    service.search_key = search_key(service)
    service.save()
    replace_needs(service, facts.needs)
    replace_languages(service, facts.languages)


def search_key(service: Service) -> str:
    """The words a service is found by: its names, its organization's and its description."""
    organization = service.organization.name if service.organization else ""
    return fold_words(f"{service.name} {service.alternate_name} {organization} {service.description}")


def replace_needs(service: Service, kinds: Iterable[str]) -> None:
    wanted = set(kinds)
    service.needs.exclude(kind__in=wanted).delete()
    known = set(service.needs.values_list("kind", flat=True))
    ServiceNeed.objects.bulk_create(
        ServiceNeed(program_id=service.program_id, service=service, kind=kind)
        for kind in sorted(wanted - known)
    )


def replace_languages(service: Service, codes: Iterable[str]) -> None:
    wanted = set(codes)
    service.languages.exclude(code__in=wanted).delete()
    known = set(service.languages.values_list("code", flat=True))
    ServiceLanguage.objects.bulk_create(
        ServiceLanguage(program_id=service.program_id, service=service, code=code)
        for code in sorted(wanted - known)
    )


@transaction.atomic
def mark_checked(*, actor: Actor, service: Service, at: datetime) -> None:
    """Record that the user asked the service today and the entry is right."""
    policies.check_can_edit(actor, service.program_id)
    policies.check_is_listed(service)
    service.checked_on = local_date(service.program, at)
    service.checked_by_id = actor.user_id
    service.save(update_fields=["checked_on", "checked_by_id"])
    audit.record(actor=actor, at=at, action=AuditAction.DIRECTORY_CHECKED, subject=service.public_id)


@transaction.atomic
def mark_different(*, actor: Actor, one: Service, other: Service, at: datetime) -> None:
    """Keep that two services with nearly the same name aren't the same. Said twice, it is kept once."""
    policies.check_can_edit(actor, one.program_id)
    policies.check_are_two(one, other)
    first, second = sorted((one, other), key=lambda each: each.pk)
    _kept, created = DifferentServices.objects.get_or_create(
        one=first,
        other=second,
        defaults={"program_id": one.program_id, "said_at": at, "said_by_id": actor.user_id},
    )
    if created:
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.DIRECTORY_CHANGED,
            subject=first.public_id,
            details={"differs_from": str(second.public_id)},
        )


@transaction.atomic
def set_note(*, actor: Actor, service: Service, note: str, at: datetime) -> None:
    """Set the program's own note on a service; no file replaces it."""
    policies.check_can_edit(actor, service.program_id)
    service.note = note.strip()
    service.save(update_fields=["note"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DIRECTORY_CHANGED,
        subject=service.public_id,
        details={"fields": ["note"]},
    )


@transaction.atomic
def change_organization(
    *,
    actor: Actor,
    organization: Organization,
    facts: OrganizationFacts,
    agency: Agency | None = None,
    at: datetime,
) -> None:
    """Change an organization; its services are found under its new name. `agency` is the partner that it is, if any."""
    policies.check_can_edit(actor, organization.program_id)
    policies.check_organization(organization, organization.program_id, facts.name)
    if agency != organization.agency:
        policies.check_agency(organization.program_id, agency)
    organization.agency = agency
    organization.name = facts.name.strip()
    organization.description = facts.description.strip()
    organization.website = facts.website.strip()
    organization.email = facts.email.strip()
    organization.save()
    for service in organization.services.select_related("organization"):
        service.search_key = search_key(service)
        service.save(update_fields=["search_key"])
    audit.record(actor=actor, at=at, action=AuditAction.DIRECTORY_CHANGED, subject=organization.public_id)
