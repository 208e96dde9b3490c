"""Telling who waits for a referral: a link and nothing else (H4)."""

from datetime import datetime

from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.notifications import services as notifications
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral


def path_to(referral: Referral) -> str:
    """Return the staff page of a referral, which asks for sign-in."""
    return f"/p/{referral.program.slug}/referrals/{referral.public_id}/"


def tell(referral: Referral, kind: str, permission: Permission, path: str, at: datetime) -> None:
    """Queue a notice, a link and nothing else, to everybody with a permission (H4)."""
    program = referral.program
    for user in members_who_may(program, permission, local_date(program, at)):
        notifications.queue(
            program_id=program.pk, user=user, kind=kind, path=path, key=str(referral.public_id), at=at
        )
