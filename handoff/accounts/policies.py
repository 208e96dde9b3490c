"""May this be done to an account now."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import AgreementSignature, ConfidentialityAgreement, Membership, User
from handoff.core.refusals import Refused


def check_can_manage_accounts(actor: Actor) -> None:
    """Only who manages accounts gives or takes roles."""
    if not actor.can(Permission.ACCOUNTS_MANAGE):
        raise Refused(_("Only a program manager or site administrator can change accounts."))


def check_can_grant_role(actor: Actor, user: User, role: str, on: date) -> None:
    """A role is given once, and nobody gives a role to themselves."""
    check_can_manage_accounts(actor)
    if role not in ROLES:
        raise Refused(_("There is no such role."))
    if user.pk == actor.user_id:
        raise Refused(_("Nobody can give a role to themselves. Ask another manager."))
    if Membership.objects.filter(
        user=user, program_id=actor.program_id, role=RoleName(role), ends_on__isnull=True
    ).exists():
        raise Refused(_("This person already holds that role."))


def check_can_end_membership(actor: Actor, membership: Membership) -> None:
    """A role is ended by another person, once."""
    check_can_manage_accounts(actor)
    if membership.program_id != actor.program_id:
        raise Refused(_("That role belongs to another program."))
    if membership.user_id == actor.user_id:
        raise Refused(_("Nobody can end their own role. Ask another manager."))
    if membership.ends_on is not None:
        raise Refused(_("That role has already ended."))


def check_can_sign_agreement(
    agreement: ConfidentialityAgreement | None, user: User, typed_name: str, at: datetime
) -> None:
    """The version in force is signed once, with the signer's own name."""
    if agreement is None or agreement.effective_at > at:
        raise Refused(_("There is no confidentiality agreement to sign yet. Ask your program manager."))
    if typed_name.casefold().split() != user.full_name.casefold().split():
        raise Refused(_("Please type your name as it stands on your account: %(name)s.") % {"name": user.full_name})
    if AgreementSignature.objects.filter(agreement=agreement, user=user).exists():
        raise Refused(_("You have already signed this agreement."))
