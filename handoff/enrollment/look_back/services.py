"""Record what was looked up about a participant before and after their referral (M12, ADR 0077)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import check_says_the_same
from handoff.enrollment.look_back import policies
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.models import LookBack
from handoff.enrollment.safety.policies import check_is_care_team
from handoff.participants.models import Person
from handoff.programs.queries import local_date


def _record(actor: Actor, person: Person, action: AuditAction, at: datetime) -> None:
    audit.record(actor=actor, at=at, action=action, subject=person.public_id)


@transaction.atomic
def record_look_back(
    *, actor: Actor, person: Person, look: LookBackInput, key: str, at: datetime
) -> LookBack:
    """Record one look into a source. The same form sent twice records it once."""
    person = Person.objects.select_for_update(of=("self",)).select_related("program").get(pk=person.pk)
    policies.check_look_back(actor, person.program_id, look, local_date(person.program, at))
    days = sorted({each.isoformat() for each in look.days})
    existing = LookBack.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same(
            (existing.person_id, person.pk), (existing.kind, look.kind), (existing.days, days)
        )
        return existing
    found = LookBack.objects.create(
        program_id=person.program_id,
        person=person,
        kind=look.kind,
        first_on=look.first_on,
        last_on=look.last_on,
        days=days,
        source=look.source.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    _record(actor, person, AuditAction.LOOK_BACK_RECORDED, at)
    return found


@transaction.atomic
def remove_look_back(*, actor: Actor, look_back: LookBack, at: datetime) -> None:
    """Remove an entry made by mistake: it stays, marked, and counts nowhere."""
    look_back = LookBack.objects.select_for_update(of=("self",)).select_related("person").get(pk=look_back.pk)
    check_is_care_team(actor, look_back.program_id)
    if look_back.removed_at is None:
        look_back.removed_at, look_back.removed_by_id = at, actor.user_id
        look_back.save(update_fields=["removed_at", "removed_by_id"])
        _record(actor, look_back.person, AuditAction.LOOK_BACK_REMOVED, at)
