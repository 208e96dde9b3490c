"""Notices about a referral. They are a link and nothing else (H4)."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.notifications import services as notifications
from handoff.programs.queries import local_date, police_agencies
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


def notify_checkers(referral: Referral, at: datetime) -> None:
    """Notify a few users of the agency that checks eligibility, not every officer of the county (N19)."""
    program, today = referral.program, local_date(referral.program, at)
    most = settings.ELIGIBILITY_CHECKERS_PER_AGENCY
    agency = referral.checking_agency
    for each in [agency] if agency is not None else police_agencies(program):
        leaders = users_with_permission(program, Permission.CRITERIA_APPROVE_LAW, today, each).order_by("pk")
        others = users_with_permission(program, Permission.ELIGIBILITY_CHECK, today, each).order_by("pk")
        for user in list(dict.fromkeys([*leaders[:most], *others[:most]]))[:most]:
            notifications.queue_notice(
                program_id=program.pk,
                user=user,
                kind="eligibility_to_check",
                path=reverse("referrals:checks", args=[program.slug]),
                key=str(referral.public_id),
                at=at,
            )


def worker_of(referral: Referral) -> int | None:
    """The user who works with the referred person, if they are already a participant with a worker.

    An app above this one knows that. It names its query in its configuration, so this app doesn't import it.
    """
    named = (getattr(config, "worker_of_person", "") for config in apps.get_app_configs())
    path = next((each for each in named if each), "")
    if not path or referral.person_id is None:
        return None
    worker: int | None = import_string(path)(referral.program_id, referral.person_id)
    return worker


def notify_outreach(referral: Referral, at: datetime) -> None:
    """Notify the outreach team of a new referral; of a participant's, only their own worker (R9)."""
    program, worker = referral.program, worker_of(referral)
    team = users_with_permission(program, Permission.OUTREACH_DO, local_date(program, at))
    own = [user for user in team if user.pk == worker]
    for user in own or team:
        notifications.queue_notice(
            program_id=program.pk,
            user=user,
            kind="participant_referred" if own else "new_referral",
            path=referral_path(referral),
            key=str(referral.public_id),
            at=at,
        )
