"""Making a one-time link, and the person's answer to the one question it asks (N5, ADR 0045)."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, person_actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.consent.models import Release
from handoff.consent.services import ReleaseInput
from handoff.core.refusals import Refused
from handoff.enrollment import policies
from handoff.enrollment.links.queries import digest_of, open_links
from handoff.enrollment.models import QuestionLink
from handoff.enrollment.services import sign_intake_done
from handoff.referrals.models import Referral

LINK_LASTS = timedelta(days=7)


@transaction.atomic
def make_link(*, actor: Actor, referral: Referral, at: datetime) -> str:
    """Make the link for the person and return its address, which is stored nowhere. Earlier links end."""
    policies.check_can_ask_to_report(actor, referral)
    QuestionLink.objects.filter(referral=referral, ends_at__gt=at).update(ends_at=at)
    token = secrets.token_urlsafe(24)
    link = QuestionLink.objects.create(
        program_id=referral.program_id,
        referral=referral,
        token_digest=digest_of(token),
        made_at=at,
        made_by_id=actor.user_id,
        ends_at=at + LINK_LASTS,
    )
    audit.record(actor=actor, at=at, action=AuditAction.QUESTION_LINK_MADE, subject=link.public_id)
    return f"{settings.SITE_ADDRESS}{reverse('enrollment:answer', args=[referral.program.slug, token])}"


@transaction.atomic
def count_wrong_try(*, link: QuestionLink, at: datetime) -> None:
    """Count an answer with another name or birth date; a few end the link."""
    QuestionLink.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
    actor = person_actor(link.program_id)
    audit.record(actor=actor, at=at, action=AuditAction.QUESTION_LINK_WRONG, subject=link.public_id)


@transaction.atomic
def say_yes(*, link: QuestionLink, release_input: ReleaseInput, at: datetime) -> Release:
    """Sign the person's yes, and notify the agency at once if the intake is complete. A link answers once."""
    link = _close(link, at)
    return sign_intake_done(
        actor=person_actor(link.program_id),
        referral=link.referral,
        release_input=release_input,
        key=f"link:{link.public_id}",
        at=at,
    )


@transaction.atomic
def say_no(*, link: QuestionLink, at: datetime) -> None:
    """End the link. The no itself isn't kept: it needs no record and no reason (G2)."""
    _close(link, at)


def _close(link: QuestionLink, at: datetime) -> QuestionLink:
    """Lock the link and end it. Raises `Refused` if it was answered or ended meanwhile."""
    locked = open_links(link.program_id, at).select_for_update(of=("self",)).filter(pk=link.pk).first()
    if locked is None:
        raise Refused(_("This link no longer works. Call us if you have a question."))
    locked.answered_at = at
    locked.save(update_fields=["answered_at"])
    audit.record(
        actor=person_actor(locked.program_id),
        at=at,
        action=AuditAction.QUESTION_LINK_ANSWERED,
        subject=locked.public_id,
    )
    return locked
