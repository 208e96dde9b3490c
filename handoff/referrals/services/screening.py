"""The short screening form, completed or corrected afterwards."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.participants.services import PersonGiven, correct_person
from handoff.referrals import policies
from handoff.referrals.inputs import ScreeningGiven
from handoff.referrals.models import Referral
from handoff.referrals.services import numbering, people, steps


@transaction.atomic
def complete_screening(
    *, actor: Actor, referral: Referral, person: PersonGiven | None, given: ScreeningGiven, at: datetime
) -> Referral:
    """Complete or correct the short screening form afterwards; anyone on the program's staff may (R3)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_complete_screening(actor, referral)
    assert referral.person is not None
    if person is not None and person != people.as_given(referral.person):
        correct_person(actor=actor, person=referral.person, given=person, at=at)
    people.add_contacts(actor=actor, person=referral.person, contacts=given.contacts, at=at)
    referral.services_wanted = list(given.services_wanted)
    referral.reason = given.reason
    referral.save(update_fields=["services_wanted", "reason"])
    steps.write_event(actor=actor, referral=referral, what="screened", occurred_at=at, at=at)
    return referral
