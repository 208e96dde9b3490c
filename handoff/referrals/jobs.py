"""Notices to the referring officer that the intake deadline has passed. They use police-side dates only (I3)."""

from datetime import date, datetime

from django.urls import reverse

from handoff.accounts.models import User
from handoff.charges.models import SetAsideCharge
from handoff.notifications.services import queue_notice
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral


def queue_lapse_notices(*, program: Program, at: datetime) -> int:
    """Notify each officer whose holds lapsed without an intake, once per day of lapse. Returns how many notices."""
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
    officers = User.objects.filter(is_active=True).in_bulk([each.referrer_user_id for each in lapsed])
    together: dict[tuple[int, date | None], list[Referral]] = {}
    for referral in lapsed:
        officer = officers.get(referral.referrer_user_id or 0)
        if officer is not None:
            together.setdefault((officer.pk, referral.intake_due_on), []).append(referral)
    for (officer_id, due_on), referrals in together.items():
        queue_notice(
            program_id=program.pk,
            user=officers[officer_id],
            kind="window_passed",
            path=own_path(program, referrals),
            key=str(due_on),
            at=at,
        )
    return len(together)


def own_path(program: Program, referrals: list[Referral]) -> str:
    """The officer's page of the one referral that a notice is about, or the list that puts them first (W10)."""
    if len(referrals) == 1:
        return reverse("referrals:sent", args=[program.slug, referrals[0].public_id])
    return reverse("referrals:own", args=[program.slug])
