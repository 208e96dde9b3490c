"""The referring officer's own choice after the window."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.charges import services as charges
from handoff.charges.models import Encounter
from handoff.referrals import policies, queries
from handoff.referrals.models import Referral
from handoff.referrals.services import numbering, steps


@transaction.atomic
def choose_charge(*, actor: Actor, referral: Referral, to_da: bool, at: datetime) -> Encounter:
    """Carry out the referring officer's own choice after the window: send the charge to the DA, or drop it."""
    referral = numbering.lock_referral(referral)
    policies.check_can_choose_charge(actor, referral, queries.officer_view(referral, actor, at).may_choose)
    assert referral.encounter is not None
    choose = charges.refer_to_da if to_da else charges.drop_charges
    choose(actor=actor, encounter=referral.encounter, at=at)
    what = "charge_sent_to_da" if to_da else "charge_dropped"
    steps.write_event(actor=actor, referral=referral, what=what, occurred_at=at, at=at)
    return referral.encounter
