"""Notices about a referral. They are a link and nothing else (H4)."""

from datetime import datetime

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.notifications import services as notifications
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral


def referral_path(referral: Referral) -> str:
    """The staff page of a referral, which requires sign-in."""
    return reverse("referrals:show", args=[referral.program.slug, referral.public_id])


def queue_notices(referral: Referral, kind: str, permission: Permission, path: str, at: datetime) -> None:
    """Notify every member who holds a permission."""
    program = referral.program
    for user in users_with_permission(program, permission, local_date(program, at)):
        notifications.queue_notice(
            program_id=program.pk, user=user, kind=kind, path=path, key=str(referral.public_id), at=at
        )
