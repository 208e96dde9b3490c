"""Partner organizations: contacts, services, and signed agreements (P2)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.programs import policies
from handoff.programs.inputs import AgencyInput, AgreementInput
from handoff.programs.models import Agency, AgencyAgreement, AgencyContact, AgencyService, Program
from handoff.programs.queries import local_date
from handoff.programs.services.head_counts import add_head_count


@transaction.atomic
def add_agency(*, actor: Actor, program: Program, agency_input: AgencyInput, at: datetime) -> Agency:
    policies.check_can_manage_agencies(actor, program.pk)
    policies.check_agency(None, program, agency_input.name)
    policies.check_approval(agency_input.kind, agency_input.approval)
    agency = Agency.objects.create(
        program=program, **{**asdict(agency_input), "name": agency_input.name.strip()}
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.AGENCY_ADDED,
        subject=agency.public_id,
        details={"kind": agency_input.kind},
    )
    _keep_head_count(actor, agency, at)
    return agency


def _keep_head_count(actor: Actor, agency: Agency, at: datetime) -> None:
    """The number entered with a law enforcement agency counts from today on (M5)."""
    if agency.sworn_officers and agency.kind == Agency.Kind.LAW_ENFORCEMENT:
        today, officers = local_date(agency.program, at), agency.sworn_officers
        add_head_count(actor=actor, agency=agency, counted_on=today, officers=officers, at=at)


@transaction.atomic
def change_agency(*, actor: Actor, agency: Agency, agency_input: AgencyInput, at: datetime) -> Agency:
    """Change a partner's details. One that left the program is kept, inactive."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    policies.check_agency(agency, agency.program, agency_input.name)
    policies.check_kind_may_change(agency, agency_input.kind)
    policies.check_approval(agency_input.kind, agency_input.approval)
    new = {**asdict(agency_input), "name": agency_input.name.strip()}
    changed = [name for name, value in new.items() if getattr(agency, name) != value]
    for name in changed:
        setattr(agency, name, new[name])
    agency.save(update_fields=changed or None)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.AGENCY_CHANGED,
        subject=agency.public_id,
        details={"fields": changed},
    )
    if "sworn_officers" in changed:
        _keep_head_count(actor, agency, at)
    return agency


@transaction.atomic
def add_contact(
    *, actor: Actor, agency: Agency, name: str, job: str, phone: str, email: str, at: datetime
) -> AgencyContact:
    policies.check_can_manage_agencies(actor, agency.program_id)
    if not name.strip():
        raise Refused(_("Enter the contact's name."))
    contact = AgencyContact.objects.create(
        agency=agency, name=name.strip(), job=job.strip(), phone=phone.strip(), email=email.strip()
    )
    audit.record(actor=actor, at=at, action=AuditAction.AGENCY_CONTACT_ADDED, subject=agency.public_id)
    return contact


@transaction.atomic
def remove_contact(*, actor: Actor, contact: AgencyContact, at: datetime) -> None:
    policies.check_can_manage_agencies(actor, contact.agency.program_id)
    contact.delete()
    audit.record(
        actor=actor, at=at, action=AuditAction.AGENCY_CONTACT_REMOVED, subject=contact.agency.public_id
    )


@transaction.atomic
def add_service(
    *, actor: Actor, agency: Agency, name: str, how_to_get_it: str, at: datetime
) -> AgencyService:
    """Add a service that the partner offers to participants."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    if not name.strip():
        raise Refused(_("Enter what the partner offers."))
    service = AgencyService.objects.create(
        agency=agency, name=name.strip(), how_to_get_it=how_to_get_it.strip()
    )
    audit.record(actor=actor, at=at, action=AuditAction.AGENCY_SERVICE_ADDED, subject=agency.public_id)
    return service


@transaction.atomic
def remove_service(*, actor: Actor, service: AgencyService, at: datetime) -> None:
    policies.check_can_manage_agencies(actor, service.agency.program_id)
    service.delete()
    audit.record(
        actor=actor, at=at, action=AuditAction.AGENCY_SERVICE_REMOVED, subject=service.agency.public_id
    )


@transaction.atomic
def add_agreement(
    *, actor: Actor, agency: Agency, agreement_input: AgreementInput, at: datetime
) -> AgencyAgreement:
    """Add a signed agreement, with its scanned paper if there is one."""
    policies.check_can_manage_agencies(actor, agency.program_id)
    policies.check_agreement_dates(
        agreement_input.signed_on, agreement_input.expires_on, local_date(agency.program, at)
    )
    document = None
    if agreement_input.upload is not None:
        document = store_scan(
            actor=actor,
            program_id=agency.program_id,
            upload=agreement_input.upload,
            kind=StoredFile.Kind.AGREEMENT,
            at=at,
        )
    agreement = AgencyAgreement.objects.create(
        agency=agency,
        kind=agreement_input.kind,
        signed_on=agreement_input.signed_on,
        expires_on=agreement_input.expires_on,
        document=document,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.AGENCY_AGREEMENT_ADDED,
        subject=agency.public_id,
        details={"kind": agreement_input.kind},
    )
    return agreement
