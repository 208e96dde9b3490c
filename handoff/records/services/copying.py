"""A person's own copy of their record: made by staff, given to the person, listed in the accounting (C9)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models.notes import NoteLabel
from handoff.casework.notes.queries import readable_labels
from handoff.casework.situation.queries import may_read_health
from handoff.consent.models import OWN_COPY_PURPOSE, TO_THE_PERSON, DisclosureContext, InformationKind
from handoff.consent.services import record_outside_disclosure
from handoff.core.labels import Label
from handoff.participants.models import Person
from handoff.records import policies
from handoff.records.queries.casework import HEALTH_FACTS, NOTE_HOLDINGS
from handoff.records.queries.held import EVERY_KIND, HeldRecords, records_held_about


def copies_every_note(actor: Actor) -> bool:
    """True if a copy that the actor makes holds each case note that the person has a right to."""
    return {NoteLabel.GENERAL, NoteLabel.HEALTH, NoteLabel.PART2} <= readable_labels(actor, None)


@transaction.atomic
def copy_record(*, actor: Actor, person: Person, at: datetime) -> list[HeldRecords]:
    """What is held about a person, logged as disclosed to them (45 CFR 164.524; 42 CFR 2.23).

    The right of access leaves out counseling notes (45 CFR 164.524(a)(1)(i), 42 CFR 2.11). Case notes are in the copy
    only where whoever makes it may read them on the page (ADR 0046); a copy that lacks some says so.
    """
    policies.check_can_copy_record(actor, person)
    counseling = actor.can(Permission.COUNSELING_SUPERVISE)
    kinds = EVERY_KIND if counseling else EVERY_KIND - {Label.COUNSELING}
    readable = readable_labels(actor, None)
    closed = [holding for label, holding in NOTE_HOLDINGS.items() if label not in readable]
    if not may_read_health(actor):
        closed.append(HEALTH_FACTS)
    held = list(records_held_about(person, kinds, closed))
    record_outside_disclosure(
        actor=actor,
        person=person,
        recipient_name=TO_THE_PERSON,
        kinds={
            str(each) for each in InformationKind.values if counseling or each != InformationKind.COUNSELING
        },
        what=DisclosureContext.OWN_RECORD.value,
        purpose=OWN_COPY_PURPOSE,
        at=at,
    )
    return held
