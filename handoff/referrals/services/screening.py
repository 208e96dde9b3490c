"""The short screening form, completed or corrected after the referral."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.participants.services import PersonInput, correct_person
from handoff.referrals import policies
from handoff.referrals.inputs import ScreeningInput
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.services import numbering, people, transitions


@transaction.atomic
def complete_screening(
    *,
    actor: Actor,
    referral: Referral,
    person_input: PersonInput | None,
    screening_input: ScreeningInput,
    at: datetime,
) -> Referral:
    referral = numbering.lock_referral(referral)
    policies.check_can_complete_screening(actor, referral)
    assert referral.person is not None
    if person_input is not None and person_input != people.recorded_person_input(referral.person):
        correct_person(actor=actor, person=referral.person, person_input=person_input, at=at)
    people.add_contacts(actor=actor, person=referral.person, contacts=screening_input.contacts, at=at)
    referral.services_wanted = list(screening_input.services_wanted)
    # The officer's words stay the officer's: what the program writes is its own fact, and leaves under its own label.
    if referral.referrer_kind == Referral.ReferrerKind.OFFICER:
        referral.care_reason = screening_input.reason
    else:
        referral.reason = screening_input.reason
    referral.save(update_fields=["services_wanted", "reason", "care_reason"])
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.SCREENED, occurred_at=at, at=at
    )
    return referral
