"""Record court dates and orders, remind of them, and stop texts to a number (J4, ADR 0067)."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.court import policies, queries
from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.casework.models import (
    CourtCase,
    CourtCaseEvent,
    CourtOrder,
    Courtroom,
    CourtTextWish,
    When,
)
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, lock_person
from handoff.core.refusals import Refused, check_says_the_same
from handoff.participants.models import ContactPoint, Person
from handoff.participants.queries import number_of, textable_point
from handoff.participants.services import forbid_texts
from handoff.programs.models import Program
from handoff.programs.queries import local_date

What = CourtCaseEvent.What
OUTCOMES = (What.MOVED, What.NO_DATE, What.MISSED, What.CLOSED)


def add_event(actor: Actor, case: CourtCase, what: str, at: datetime) -> CourtCaseEvent:
    """Keep what happened with the date that the case has now."""
    return CourtCaseEvent.objects.create(
        case=case,
        what=what,
        court=case.court,
        room=case.room,
        when=case.when,
        on=case.on,
        time=case.time,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


def record(actor: Actor, person: Person, action: AuditAction, at: datetime, **details: str) -> None:
    audit.record(actor=actor, at=at, action=action, subject=person.public_id, details=dict(details))


@transaction.atomic
def add_court_case(
    *, actor: Actor, person: Person, number: str, court_input: CourtInput, key: str, at: datetime
) -> CourtCase:
    """Add a case with its date as a worker learned it. The same form sent twice adds one."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    wanted, number = court_input.cleaned, number.strip()
    existing = CourtCase.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        first = existing.events.order_by("pk")[0]
        check_says_the_same(
            (existing.number, number),
            (first.court, wanted.court),
            (first.when, wanted.when),
            (first.on, wanted.on),
            (first.time, wanted.starts),
            (first.room, wanted.room),
        )
        return existing
    policies.check_court_input(wanted)
    policies.check_is_ahead(wanted, local_date(person.program, at))
    policies.check_is_new(person, number)
    return write_case(actor, person, number, wanted, key, at)


def write_case(
    actor: Actor, person: Person, number: str, wanted: CourtInput, key: str, at: datetime
) -> CourtCase:
    """Write a new case with the first entry of its history."""
    case = CourtCase.objects.create(
        program_id=person.program_id,
        person=person,
        number=number,
        court=wanted.court,
        room=wanted.room,
        when=wanted.when,
        on=wanted.on,
        time=wanted.starts,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    add_event(actor, case, What.ADDED, at)
    record(actor, person, AuditAction.COURT_DATE_ADDED, at)
    return case


def set_date(case: CourtCase, wanted: CourtInput) -> None:
    case.court, case.room = wanted.court, wanted.room
    case.when, case.on, case.time = wanted.when, wanted.on, wanted.starts
    case.save(update_fields=["court", "room", "when", "on", "time"])


def set_number(case: CourtCase, number: str) -> None:
    """Write the number of a case that was known by its date alone, or take it off again."""
    case.number = number
    case.save(update_fields=["number"])


def move_case(
    actor: Actor, case: CourtCase, wanted: CourtInput, at: datetime, what: str = What.MOVED
) -> CourtCaseEvent:
    """Give a case another date; the earlier one stays in its history."""
    set_date(case, wanted)
    record(actor, case.person, AuditAction.COURT_DATE_CHANGED, at)
    return add_event(actor, case, what, at)


@transaction.atomic
def change_court_cases(
    *, actor: Actor, cases: Sequence[CourtCase], what: str, court_input: CourtInput | None, at: datetime
) -> None:
    """Record what happened at court for some cases of one appearance: a new date, none yet, or the case is over.

    Sent twice, it changes them once.
    """
    if not cases:
        raise Refused(_("Choose at least one case."))
    person = lock_person(cases[0].person)
    rows = CourtCase.objects.filter(person=person, pk__in=[each.pk for each in cases])
    cases = list(rows.select_related("person__program"))
    wanted = court_input.cleaned if court_input is not None else None
    if what == What.CLOSED and all(each.closed_at is not None for each in cases):
        return
    policies.check_can_change(actor, cases)
    if what not in OUTCOMES or (what == What.MOVED) != (wanted is not None):
        raise Refused(_("Choose what happened."))
    if wanted is not None:
        policies.check_court_input(wanted)
        policies.check_is_ahead(wanted, local_date(person.program, at))
    for case in cases:
        change_case(actor, case, what, wanted, at)


def change_case(actor: Actor, case: CourtCase, what: str, wanted: CourtInput | None, at: datetime) -> None:
    if what == What.CLOSED:
        case.closed_at = at
        case.save(update_fields=["closed_at"])
        add_event(actor, case, what, at)
        record(actor, case.person, AuditAction.COURT_DATE_CHANGED, at)
        return
    wanted = wanted or CourtInput(case.court, When.NO_DATE, room=case.room)
    is_same = (case.when, case.on, case.time) == (wanted.when, wanted.on, wanted.starts)
    if not is_same or (case.court, case.room) != (wanted.court, wanted.room):
        move_case(actor, case, wanted, at, what)


@transaction.atomic
def record_reminder(*, actor: Actor, case: CourtCase, at: datetime) -> None:
    """Note that someone reminded the participant of an appearance: once for all of its cases."""
    person = lock_person(case.person)
    case = CourtCase.objects.select_related("person").get(pk=case.pk)
    policies.check_can_change(actor, [case])
    if case.on is None:
        raise Refused(_("There's no date to remind them of."))
    together = queries.beside(case)
    if all(queries.is_reminded(each) for each in together):
        return
    for each in together:
        add_event(actor, each, What.REMINDED, at)
    record(actor, person, AuditAction.COURT_REMINDER_RECORDED, at)


@transaction.atomic
def record_text_wish(*, actor: Actor, person: Person, says: str, at: datetime) -> CourtTextWish:
    """Record what the participant wishes a text about court to say."""
    check_is_care_team(actor, person)
    policies.check_wish(says)
    record(actor, person, AuditAction.COURT_TEXTS_CHOSEN, at, says=says)
    return CourtTextWish.objects.create(
        person=person, says=says, recorded_at=at, recorded_by_id=actor.user_id
    )


@transaction.atomic
def stop_texts(*, actor: Actor, person: Person, at: datetime) -> int:
    """Whoever answers STOP gets no more texts: the number isn't texted for anyone it stands with (C-F40)."""
    check_is_care_team(actor, person)
    point = textable_point(person)
    if point is None:
        return 0
    points: list[ContactPoint] = queries.points_with_number(person.program, number_of(point))
    for each in points:
        forbid_texts(actor=actor, point=each, at=at)
    return len(points)


@transaction.atomic
def record_court_order(
    *, actor: Actor, person: Person, order_input: OrderInput, key: str, at: datetime
) -> CourtOrder:
    """Record a warrant or a stay-away order. The same form sent twice records one."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    existing = CourtOrder.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.kind, order_input.kind),
            (existing.number, order_input.number.strip()),
            (existing.words, order_input.words.strip()),
            (existing.starts_on, order_input.starts_on),
            (existing.ends_on, order_input.ends_on),
        )
        return existing
    policies.check_order(order_input, local_date(person.program, at))
    order = CourtOrder.objects.create(
        program_id=person.program_id,
        person=person,
        kind=order_input.kind,
        number=order_input.number.strip(),
        words=order_input.words.strip(),
        starts_on=order_input.starts_on,
        ends_on=order_input.ends_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    record(actor, person, AuditAction.COURT_ORDER_RECORDED, at)
    return order


@transaction.atomic
def end_court_order(*, actor: Actor, order: CourtOrder, ended_on: date, how: str, at: datetime) -> CourtOrder:
    """Record that a warrant was cleared, or that an order ended. Sent twice, it ends once."""
    order = (
        CourtOrder.objects.select_for_update(of=("self",)).select_related("person__program").get(pk=order.pk)
    )
    policies.check_order_end(actor, order, ended_on, how, local_date(order.person.program, at))
    if order.ended_on is not None:
        check_says_the_same((order.ended_on, ended_on), (order.how_ended, how.strip()))
        return order
    order.ended_on, order.how_ended, order.ended_by_id = ended_on, how.strip(), actor.user_id
    order.save(update_fields=["ended_on", "how_ended", "ended_by_id"])
    record(actor, order.person, AuditAction.COURT_ORDER_ENDED, at)
    return order


@transaction.atomic
def save_courtroom(
    *,
    actor: Actor,
    program: Program,
    court: str,
    room: str,
    place: str,
    drop_in: bool,
    opens: time,
    closes: time,
    at: datetime,
) -> Courtroom:
    """Save a room of the court table; the same room again replaces its entry."""
    policies.check_courtroom(actor, program.pk, room, opens, closes)
    saved, _created = Courtroom.objects.update_or_create(
        program=program,
        court=court,
        room=room.strip().upper(),
        defaults={"place": place.strip(), "drop_in": drop_in, "opens": opens, "closes": closes},
    )
    audit.record(
        actor=actor, at=at, action=AuditAction.COURTROOM_SAVED, details={"court": court, "room": saved.room}
    )
    return saved


def worked_with_since(case: CourtCase, event: CourtCaseEvent) -> bool:
    """Whether something happened with a case after an event."""
    return case.closed_at is not None or case.events.filter(pk__gt=event.pk).exists()


def remove_case(case: CourtCase) -> bool:
    """Remove a case that an undone import brought. One that someone worked with since stays."""
    first = case.events.order_by("pk")[0]
    if worked_with_since(case, first):
        return False
    case.delete()
    return True


def restore_date(actor: Actor, event: CourtCaseEvent, at: datetime) -> bool:
    """Give a case the date that it had before an undone import moved it, unless someone worked with it since."""
    case = event.case
    if worked_with_since(case, event):
        return False
    before = case.events.filter(pk__lt=event.pk).order_by("-pk")[0]
    former = CourtInput(before.court, before.when, before.on, before.time, before.room)
    move_case(actor, case, former, at, What.RESTORED)
    return True
