"""Making a one-time link, and the person's answer to the one question it asks (N5, ADR 0045)."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, person_actor
from handoff.accounts.queries import hash_token
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.consent.models import Release
from handoff.consent.services import ReleaseInput
from handoff.core.refusals import Refused
from handoff.enrollment import policies
from handoff.enrollment.links.queries import MOST_WRONG_TRIES, is_the_person, open_links
from handoff.enrollment.models import QuestionLink
from handoff.enrollment.queries import link_key
from handoff.enrollment.services import sign_intake_done
from handoff.referrals.models import Referral

LINK_LASTS = timedelta(days=7)


@transaction.atomic
def make_link(*, actor: Actor, referral: Referral, at: datetime) -> str:
    """Make the link for the person and return its address, which is stored nowhere. Earlier links end."""
    policies.check_can_ask_to_report(actor, referral)
    policies.check_has_to_ask(referral, at)
    if referral.person is None or referral.person.date_of_birth is None:
        raise Refused(
            _("A link needs their date of birth on record, to make sure it's them. Ask them in person.")
        )
    QuestionLink.objects.filter(referral=referral, ends_at__gt=at).update(ends_at=at)
    token = secrets.token_urlsafe(24)
    link = QuestionLink.objects.create(
        program_id=referral.program_id,
        referral=referral,
        token_digest=hash_token(token),
        made_at=at,
        made_by_id=actor.user_id,
        ends_at=at + LINK_LASTS,
    )
    audit.record(actor=actor, at=at, action=AuditAction.QUESTION_LINK_MADE, subject=link.public_id)
    return f"{settings.SITE_ADDRESS}{reverse('enrollment:answer', args=[referral.program.slug, token])}"


def check_who_answers(*, link: QuestionLink, typed_name: str, born: object, at: datetime) -> bool:
    """True if a name and birth date are the person's. A wrong answer counts, and a few end the link.

    The try is counted before it is compared: answers sent at once could otherwise all be compared before the first
    counts.
    """
    person, tries = link.referral.person, QuestionLink.objects.filter(pk=link.pk)
    if person is None or not tries.filter(wrong_tries__lt=MOST_WRONG_TRIES).update(
        wrong_tries=F("wrong_tries") + 1
    ):
        return False
    if is_the_person(person, typed_name, born):
        tries.update(wrong_tries=F("wrong_tries") - 1)
        return True
    actor = person_actor(link.program_id)
    audit.record(actor=actor, at=at, action=AuditAction.QUESTION_LINK_WRONG, subject=link.public_id)
    return False


@transaction.atomic
def say_yes(*, link: QuestionLink, release_input: ReleaseInput, at: datetime) -> Release:
    """Sign the person's yes, and notify the agency at once if the intake is complete. A link answers once."""
    link = _close(link, at)
    return sign_intake_done(
        actor=person_actor(link.program_id),
        referral=link.referral,
        release_input=release_input,
        key=link_key(link),
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
