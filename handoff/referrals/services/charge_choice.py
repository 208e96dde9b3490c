"""The referring officer's choice after the intake deadline."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.charges import services as charges
from handoff.charges.models import Encounter
from handoff.referrals import policies, queries
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.services import numbering, transitions


@transaction.atomic
def choose_charge_outcome(*, actor: Actor, referral: Referral, to_da: bool, at: datetime) -> Encounter:
    """Pursue the charge or drop it, after the deadline passed without an intake. Handoff itself files nothing."""
    referral = numbering.lock_referral(referral)
    policies.check_can_choose_charge_outcome(
        actor, referral, queries.officer_view(referral, actor, at).may_choose, at
    )
    assert referral.encounter is not None
    choose = charges.refer_to_da if to_da else charges.drop_charges
    choose(actor=actor, encounter=referral.encounter, at=at)
    event = ReferralEvent.Kind.CHARGE_SENT_TO_DA if to_da else ReferralEvent.Kind.CHARGE_DROPPED
    transitions.record_event(actor=actor, referral=referral, event=event, occurred_at=at, at=at)
    return referral.encounter
