"""Giving and ending roles, publishing and signing the confidentiality agreement."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts import policies
from handoff.accounts.models import AgreementSignature, ConfidentialityAgreement, Membership, User
from handoff.accounts.queries import current_agreement
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.programs.models import Agency, Program


@transaction.atomic
def grant_role(
    *, actor: Actor, user: User, program: Program, agency: Agency | None, role: str, on: date, at: datetime
) -> Membership:
    """Give a user a role in the actor's program from a day on."""
    policies.check_can_grant_role(actor, user, role, on)
    membership = Membership.objects.create(
        user=user, program=program, agency=agency, role=RoleName(role), starts_on=on, granted_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action="role.granted", subject=user.public_id, details={"role": role})
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    """End a role from a day on; the very next request of that user goes without it."""
    policies.check_can_end_membership(actor, membership)
    membership.ends_on = max(on, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    audit.record(
        actor=actor, at=at, action="role.ended", subject=membership.user.public_id, details={"role": membership.role}
    )
    return membership


@transaction.atomic
def publish_agreement(
    *, actor: Actor, program: Program, text: str, text_es: str, at: datetime
) -> ConfidentialityAgreement:
    """Put a new version of the confidentiality agreement in force; everybody is asked to sign again (C4)."""
    policies.check_can_manage_accounts(actor)
    if not text.strip():
        raise Refused("The agreement needs a text.")
    latest = ConfidentialityAgreement.objects.filter(program=program).order_by("-number").first()
    agreement = ConfidentialityAgreement.objects.create(
        program=program,
        number=latest.number + 1 if latest else 1,
        text=text,
        text_es=text_es,
        effective_at=at,
        made_by_id=actor.user_id,
    )
    audit.record(
        actor=actor, at=at, action="agreement.published", subject=program.slug, details={"number": agreement.number}
    )
    return agreement


@transaction.atomic
def sign_agreement(*, actor: Actor, user: User, program: Program, typed_name: str, at: datetime) -> AgreementSignature:
    """Sign the version in force."""
    agreement = current_agreement(program, at)
    policies.check_can_sign_agreement(agreement, user, typed_name, at)
    assert agreement is not None
    signature = AgreementSignature.objects.create(
        agreement=agreement, user=user, typed_name=typed_name.strip(), signed_at=at
    )
    audit.record(
        actor=actor, at=at, action="agreement.signed", subject=user.public_id, details={"number": agreement.number}
    )
    return signature
