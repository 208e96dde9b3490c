"""A referral letter leaves on paper or as a link. Each time it is a disclosure in the register (K2, C5, ADR 0056)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy

from handoff.access.actor import Actor, public_actor
from handoff.accounts.queries import hash_token
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.casework.letters import policies
from handoff.casework.letters.queries import MOST_WRONG_TRIES, open_links
from handoff.casework.models import LetterLink, ServiceReferral
from handoff.casework.policies import check_is_care_team
from handoff.casework.providers.queries import AskedReferral, as_asked
from handoff.consent.models import ARRANGE_PURPOSE, DisclosureContext, InformationKind
from handoff.consent.services import disclose, retry_once_if_consent_changed
from handoff.core.refusals import Refused

LINK_LASTS = timedelta(days=7)
CODE_DIGITS = 8
ENDED = gettext_lazy("This link no longer works.")


@dataclass(frozen=True)
class MadeLink:
    """A link and its code, shown this once."""

    address: str
    code: str


def record_letter(actor: Actor, asked: AskedReferral, at: datetime) -> None:
    """Log what the letter tells the agency, before it is made."""
    disclose(
        actor=actor,
        person=asked.person,
        agency=asked.agency,
        decision=asked.decision,
        kinds={InformationKind(kind) for kind in asked.kinds},
        what=DisclosureContext.SERVICE_LETTER,
        purpose=ARRANGE_PURPOSE,
        to_user_id=None,
        at=at,
    )


@retry_once_if_consent_changed
@transaction.atomic
def print_letter(*, actor: Actor, referral: ServiceReferral, at: datetime) -> AskedReferral:
    """What a letter on paper says, after logging the disclosure to the agency that gets it."""
    asked = as_asked(referral, at)
    policies.check_can_send_letter(actor, referral, asked)
    assert asked is not None
    record_letter(actor, asked, at)
    audit.record_read(
        actor=actor, at=at, action=AuditLook.REFERRAL_LETTER_PRINTED, subject=asked.person.public_id
    )
    return asked


@transaction.atomic
def print_own_copy(*, actor: Actor, referral: ServiceReferral, at: datetime) -> AskedReferral | None:
    """What the participant's own copy says of the letter. It goes to themself, so nothing is disclosed."""
    check_is_care_team(actor, referral.need.person)
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.REFERRAL_LETTER_PRINTED,
        subject=referral.need.person.public_id,
        details={"copy": True},
    )
    return as_asked(referral, at)


@transaction.atomic
def make_link(*, actor: Actor, referral: ServiceReferral, at: datetime) -> MadeLink:
    """Make a link to the letter and its code, which are stored nowhere. Earlier links to it end."""
    asked = as_asked(referral, at)
    policies.check_can_send_letter(actor, referral, asked)
    assert asked is not None
    LetterLink.objects.filter(referral=referral, ends_at__gt=at).update(ends_at=at)
    token = secrets.token_urlsafe(24)
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    link = LetterLink.objects.create(
        program_id=actor.program_id,
        referral=referral,
        agency=asked.agency,
        token_digest=hash_token(token),
        code_digest=hash_token(f"{token}:{code}"),
        made_at=at,
        made_by_id=actor.user_id,
        ends_at=at + LINK_LASTS,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.LETTER_LINK_MADE,
        subject=asked.person.public_id,
        details={"link": str(link.public_id)},
    )
    path = reverse("letters:open", args=[referral.need.program.slug, token])
    return MadeLink(f"{settings.SITE_ADDRESS}{path}", code)


@dataclass(frozen=True)
class Opening:
    """What came of a code: the letter, or None where the code was wrong."""

    asked: AskedReferral | None


@retry_once_if_consent_changed
@transaction.atomic
def open_letter(*, link: LetterLink, token: str, code: str, at: datetime) -> Opening:
    """Open the letter with its code, once. Raises `Refused` where the link has ended or the ROI doesn't allow it now.

    The try is counted before it is compared: codes sent at once could otherwise all be compared before the first
    counts.
    """
    tries = LetterLink.objects.filter(pk=link.pk)
    if not tries.filter(wrong_tries__lt=MOST_WRONG_TRIES).update(wrong_tries=F("wrong_tries") + 1):
        raise Refused(str(ENDED))
    actor = public_actor(link.program_id)
    digits = "".join(each for each in code if each.isdigit())
    if not constant_time_compare(hash_token(f"{token}:{digits}"), link.code_digest):
        audit.record(actor=actor, at=at, action=AuditAction.LETTER_LINK_WRONG, subject=link.public_id)
        return Opening(None)
    tries.update(wrong_tries=F("wrong_tries") - 1)
    locked = open_links(link.program_id, at).select_for_update(of=("self",)).filter(pk=link.pk).first()
    asked = as_asked(locked.referral, at) if locked is not None else None
    # A referral that leads elsewhere now, or a partner that it no longer belongs to, opens nothing either.
    if locked is None or asked is None or asked.agency != locked.agency:
        raise Refused(str(ENDED))
    locked.opened_at = at
    locked.save(update_fields=["opened_at"])
    record_letter(actor, asked, at)
    audit.record_read(actor=actor, at=at, action=AuditLook.LETTER_LINK_OPENED, subject=asked.person.public_id)
    return Opening(asked)
