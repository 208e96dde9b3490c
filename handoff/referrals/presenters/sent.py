"""The page after a referral was sent: what happened, what comes next, and by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.queries import full_names_by_id
from handoff.core.refusals import refusal_message
from handoff.notifications.queries import mail_is_delivered
from handoff.programs.queries import time_zone_of
from handoff.referrals import policies, queries
from handoff.referrals.models import HandoffRecord, Pathway, Referral
from handoff.referrals.presenters.card import own_card_text_link
from handoff.referrals.queries import OwnReferral
from handoff.referrals.services.notices import worker_of

OPEN_STATES = frozenset({Referral.State.ACCEPTED, Referral.State.HANDED_OFF, Referral.State.SUBMITTED})
OPEN_VIEWS = frozenset({"waiting", "passed_on"})
"""What the officer sees of a referral that others still work on."""


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
    if line.view.state not in OPEN_VIEWS:
        return SentTitle(_("Referral %(number)s") % number, "")
    return SentTitle(_("Referral %(number)s sent") % number, "")


def sent_lead(
    referral: Referral, line: OwnReferral, handoff: HandoffRecord | None, actor: Actor, at: datetime
) -> str:
    """What comes next for a referral that is open; once its part is done or help came, what is so now."""
    if line.view.state not in OPEN_VIEWS or referral.state not in OPEN_STATES:
        return line.view.sentence
    if handoff is not None and handoff.arrived_at is not None and handoff.kind == HandoffRecord.Kind.WARM:
        who = handoff.called_name or _("The outreach team")
        return _("%(name)s is here and takes it from now on.") % {"name": who}
    if actor.on_care_side and referral.eligibility_id is not None and (worker := worker_of(referral)):
        name = {"name": full_names_by_id([worker]).get(worker, "")}
        return _("They're already a participant. Their worker, %(name)s, sees this referral as news.") % name
    if referral.eligibility_id is None:
        return _(
            "Next, law enforcement checks eligibility. If the person is eligible, the outreach team offers the program."
        )
    # Whether they were reached by then is the care team's knowledge.
    if referral.contact_due_at <= at:
        return _("The outreach team has it.")
    due = date_format(referral.contact_due_at.astimezone(time_zone_of(referral.program)), "DATETIME_FORMAT")
    return _("The outreach team has it now. They'll reach out by %(due)s.") % {"due": due}


def sent_context(referral: Referral, actor: Actor, at: datetime) -> dict[str, object]:
    """What the officer sees right after sending, and whenever they open the referral again."""
    line = queries.own_referral(referral, actor, at)
    ended = {Referral.State.DECLINED, Referral.State.INELIGIBLE}
    handoff = referral.handoffs.order_by("-occurred_at", "-pk").first()
    is_waiting = line.view.state == "waiting"
    return {
        "line": line,
        "referral": referral,
        "title": sent_title(referral, line),
        "lead": sent_lead(referral, line, handoff, actor, at),
        "is_open": referral.state in OPEN_STATES and line.view.state in OPEN_VIEWS,
        "gives_card": referral.state in ended,
        "asks_for_time": is_waiting and line.view.lapses_on != first_deadline(referral),
        "held_through": line.view.lapses_on if is_waiting else None,
        "will_email": mail_is_delivered() and queries.referrer_has_email(referral),
        "card_text": own_card_text_link(referral),
        "handoff": handoff,
        "may_arrive": not refusal_message(policies.check_can_record_arrival, actor, referral, at),
    }


def first_deadline(referral: Referral) -> date | None:
    """The hold's last day when the charge was set aside."""
    return min((each.first_lapses_on for each in queries.charges_of(referral)), default=None)
