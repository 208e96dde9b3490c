"""The organisations at the table: contacts, services, and the agreements that bind them (P2)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.programs import policies
from handoff.programs.inputs import AgencyGiven, AgreementGiven
from handoff.programs.models import Agency, AgencyAgreement, AgencyContact, AgencyService, Program
from handoff.programs.queries import local_date


@transaction.atomic
def add_agency(*, actor: Actor, program: Program, given: AgencyGiven, at: datetime) -> Agency:
    """Add a partner."""
    policies.check_can_manage_agencies(actor, program.pk)
    policies.check_agency(None, program, given.name)
    agency = Agency.objects.create(program=program, **{**asdict(given), "name": given.name.strip()})
    audit.record(
        actor=actor, at=at, action="agency.added", subject=agency.public_id, details={"kind": given.kind}
    )
    return agency


@transaction.atomic
def change_agency(*, actor: Actor, agency: Agency, given: AgencyGiven, at: datetime) -> Agency:
    """Change what is written down about a partner; one that left the table is kept, inactive."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    policies.check_agency(agency, agency.program, given.name)
    new = {**asdict(given), "name": given.name.strip()}
    changed = [name for name, value in new.items() if getattr(agency, name) != value]
    for name in changed:
        setattr(agency, name, new[name])
    agency.save(update_fields=changed or None)
    audit.record(
        actor=actor, at=at, action="agency.changed", subject=agency.public_id, details={"fields": changed}
    )
    return agency


@transaction.atomic
def add_contact(
    *, actor: Actor, agency: Agency, name: str, job: str, phone: str, email: str, at: datetime
) -> AgencyContact:
    """Add somebody to call."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    if not name.strip():
        raise Refused(_("Write the name of the contact."))
    contact = AgencyContact.objects.create(
        agency=agency, name=name.strip(), job=job.strip(), phone=phone.strip(), email=email.strip()
    )
    audit.record(actor=actor, at=at, action="agency.contact_added", subject=agency.public_id)
    return contact


@transaction.atomic
def remove_contact(*, actor: Actor, contact: AgencyContact, at: datetime) -> None:
    """Take a contact away."""
    policies.check_can_manage_agencies(actor, contact.agency.program_id)
    contact.delete()
    audit.record(actor=actor, at=at, action="agency.contact_removed", subject=contact.agency.public_id)


@transaction.atomic
def add_service(
    *, actor: Actor, agency: Agency, name: str, how_to_get_it: str, at: datetime
) -> AgencyService:
    """Add something the partner offers to participants."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    if not name.strip():
        raise Refused(_("Write what the partner offers."))
    service = AgencyService.objects.create(
        agency=agency, name=name.strip(), how_to_get_it=how_to_get_it.strip()
    )
    audit.record(actor=actor, at=at, action="agency.service_added", subject=agency.public_id)
    return service


@transaction.atomic
def remove_service(*, actor: Actor, service: AgencyService, at: datetime) -> None:
    """Take a service away."""
    policies.check_can_manage_agencies(actor, service.agency.program_id)
    service.delete()
    audit.record(actor=actor, at=at, action="agency.service_removed", subject=service.agency.public_id)


@transaction.atomic
def add_agreement(*, actor: Actor, agency: Agency, given: AgreementGiven, at: datetime) -> AgencyAgreement:
    """Put a signed agreement on file, with its paper where there is one."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    policies.check_agreement_dates(given.signed_on, given.expires_on, local_date(agency.program, at))
    document = None
    if given.upload is not None:
        document = store_scan(
            actor=actor,
            program_id=agency.program_id,
            upload=given.upload,
            kind=StoredFile.Kind.AGREEMENT,
            at=at,
        )
    agreement = AgencyAgreement.objects.create(
        agency=agency,
        kind=given.kind,
        signed_on=given.signed_on,
        expires_on=given.expires_on,
        document=document,
    )
    audit.record(
        actor=actor,
        at=at,
        action="agency.agreement_added",
        subject=agency.public_id,
        details={"kind": given.kind},
    )
    return agreement
