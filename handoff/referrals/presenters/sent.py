"""The page after a referral was sent: what happened, what comes next, and by when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import refusal_message
from handoff.referrals import policies, queries
from handoff.referrals.models import Pathway, Referral
from handoff.referrals.presenters.card import own_card_text_link
from handoff.referrals.queries import OwnReferral


@dataclass(frozen=True)
class SentTitle:
    """What happened to the referral: the heading of its last page, and what it means for the charge and the card."""

    heading: str
    lead: str


def sent_title(referral: Referral, line: OwnReferral) -> SentTitle:
    """What was just recorded, in words that claim nothing else."""
    number = {"number": referral.number}
    if referral.state == Referral.State.DECLINED:
        return SentTitle(
            _("Recorded: they said “not now”"),
            _(
                "Nothing was set aside, so the charge is yours to handle as you normally would. We didn't keep a name."
            ),
        )
    if referral.state == Referral.State.INELIGIBLE:
        return SentTitle(
            _("Recorded: the program wasn't offered"),
            _(
                "Nothing was set aside, so the charge is yours to handle as you normally would. We didn't keep a name."
            )
            if referral.pathway == Pathway.ARREST_DIVERSION
            else _("No one will contact them. We didn't keep a name."),
        )
    if referral.state == Referral.State.EXCEPTION_REQUESTED:
        return SentTitle(_("Sent to the DA: exception requested"), line.view.sentence)
    return SentTitle(_("Referral %(number)s sent") % number, "")


def sent_context(referral: Referral, actor: Actor, at: datetime) -> dict[str, object]:
    """What the officer sees right after sending."""
    line = queries.own_referral(referral, actor, at)
    ended = {Referral.State.DECLINED, Referral.State.INELIGIBLE}
    return {
        "line": line,
        "referral": referral,
        "title": sent_title(referral, line),
        "is_open": referral.state
        in {Referral.State.ACCEPTED, Referral.State.HANDED_OFF, Referral.State.SUBMITTED},
        "gives_card": referral.state in ended,
        "needs_check": referral.eligibility_id is None,
        "has_deadline": referral.intake_due_on is not None,
        "card_text": own_card_text_link(referral),
        "handoff": referral.handoffs.order_by("-occurred_at", "-pk").first(),
        "may_arrive": not refusal_message(policies.check_can_record_arrival, actor, referral, at),
    }
