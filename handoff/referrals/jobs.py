"""Notices to the referring officer that the intake deadline has passed. They use police-side dates only (I3)."""

from datetime import datetime

from django.urls import reverse

from handoff.accounts.models import User
from handoff.charges.models import SetAsideCharge
from handoff.notifications.services import queue_notice
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral


def queue_lapse_notices(*, program: Program, at: datetime) -> int:
    """Notify each officer whose hold lapsed without an intake, once per referral and date. Returns how many."""
    today = local_date(program, at)
    lapsed = (
        Referral.objects.filter(
            program=program,
            encounter__set_aside_charges__state=SetAsideCharge.State.HELD,
            encounter__set_aside_charges__lapses_on__lt=today,
            encounter__set_aside_charges__needs_more_time=False,
        )
        .distinct()
        .order_by("pk")
    )
    path = reverse("referrals:own", args=[program.slug])
    officers = User.objects.filter(is_active=True).in_bulk([each.referrer_user_id for each in lapsed])
    written = 0
    for referral in lapsed:
        officer = officers.get(referral.referrer_user_id) if referral.referrer_user_id else None
        if officer is not None:
            key = f"{referral.public_id}:{referral.intake_due_on}"
            queue_notice(program_id=program.pk, user=officer, kind="window_passed", path=path, key=key, at=at)
            written += 1
    return written
