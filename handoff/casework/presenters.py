"""The outreach list as cards: the person, how to reach them, what has been tried, and when contact is due."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.access.actor import Actor
from handoff.casework.models import ContactAttempt
from handoff.casework.queries import SHOW_ALL, SHOW_MINE, SHOW_NEW, SHOW_OVERDUE, Urgency
from handoff.core.forms.phones import format_phone, parse_phone
from handoff.core.languages import language_name
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import day, due_in_words
from handoff.core.ui import Cell, Column
from handoff.enrollment.models import Enrollment
from handoff.enrollment.policies import check_can_start_intake
from handoff.participants.models import ContactPoint, Person
from handoff.participants.queries import openable_people
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import HandoffRecord, Referral, ServiceWanted

How, Result, PointStatus = ContactAttempt.How, ContactAttempt.Result, ContactPoint.Works
MINUTES_PER_HOUR, HOURS_IN_WORDS, SOON_HOURS = 60, 48, 12
POINT_STATUS_ORDER = {PointStatus.YES: 0, PointStatus.UNKNOWN: 1, PointStatus.NO: 2}
POINT_STATUS_KIND = {PointStatus.YES: "done", PointStatus.UNKNOWN: "info", PointStatus.NO: "overdue"}


@dataclass(frozen=True)
class ContactOption:
    """One way to reach a person: its text, the number to tap, and what is safe to do there."""

    kind: str
    text: str
    status: str
    status_kind: str
    note: str
    safety: str
    number: str = ""
    may_text: bool = False


@dataclass(frozen=True)
class DueStatus:
    """How long until first contact is due, or how long it has been overdue, with its color."""

    text: str
    kind: str


@dataclass(frozen=True)
class LogRow:
    """One row of buttons: a kind of contact and its possible results."""

    how: str
    label: str
    results: list[tuple[str, str]]


@dataclass(frozen=True)
class OutreachCard:
    referral: Referral
    person: Person
    approach: str
    contact_options: list[ContactOption]
    due: DueStatus
    tried: str
    last: str
    last_at: datetime | None
    language: str
    services: list[str]
    reason: str
    warm_handoff: str
    arrived_at: datetime | None
    scene: str
    transport: bool
    log_rows: list[LogRow]
    intake_refusal: str | None
    needs_answer: bool = field(default=False)
    at_scene: bool = field(default=False)
    new: bool = field(default=False)
    opened: bool = field(default=False)
    closed: bool = field(default=False)


@dataclass(frozen=True)
class ListPart:
    """One part of the outreach list to choose: its name in the address, its label and how many it holds."""

    show: str
    label: str | Promise
    count: int


PART_LABELS = {
    SHOW_ALL: gettext_lazy("Everyone"),
    SHOW_NEW: gettext_lazy("New"),
    SHOW_MINE: gettext_lazy("Mine"),
    SHOW_OVERDUE: gettext_lazy("Overdue"),
}


def list_parts(counts: dict[str, int]) -> list[ListPart]:
    return [ListPart(show, label, counts[show]) for show, label in PART_LABELS.items()]


def outreach_cards(
    referrals: Sequence[Referral], actor: Actor, at: datetime, opened: uuid.UUID | None = None
) -> list[OutreachCard]:
    """Build the cards of a page of the queue; the number of queries does not grow with them.

    A new referral opens nothing older: of someone who has a worker, a colleague sees what this referral brought.
    """
    named = [(each, each.person) for each in referrals if each.person is not None]
    openable = openable_people(actor, [person.pk for _each, person in named], at)
    return [
        outreach_card(
            each,
            person,
            actor,
            at,
            opened=each.public_id == opened,
            since=None if person.pk in openable else each.submitted_at,
        )
        for each, person in named
    ]


def outreach_card(
    referral: Referral,
    person: Person,
    actor: Actor,
    at: datetime,
    *,
    opened: bool,
    since: datetime | None = None,
) -> OutreachCard:
    """Build the card of one referral, which must carry the annotations of `ordered_outreach`."""
    handoffs = list(referral.handoffs.all())
    warm = next((each for each in handoffs if each.kind == HandoffRecord.Kind.WARM), None)
    ways = contact_options(person, since)
    attempts: int = getattr(referral, "attempts", 0)
    last_how, last_result = getattr(referral, "last_how", None), getattr(referral, "last_result", None)
    return OutreachCard(
        referral=referral,
        person=person,
        approach=approach_of(person, since),
        closed=since is not None,
        contact_options=ways,
        due=due_status(referral.contact_due_at, at, referral.program),
        tried=ngettext("%(count)d attempt", "%(count)d attempts", attempts) % {"count": attempts}
        if attempts
        else _("No attempts yet"),
        last=f"{How(last_how).label}: {Result(last_result).label}" if last_how and last_result else "",
        last_at=getattr(referral, "last_tried_at", None),
        language=language_name(person.language),
        services=wanted_services(referral),
        reason=referral.reason,
        warm_handoff=warm_handoff_text(warm),
        arrived_at=next((each.arrived_at for each in handoffs if each.arrived_at), None),
        scene=next((each.scene for each in handoffs if each.scene), ""),
        transport=bool(getattr(referral, "transport_arranged", False)),
        log_rows=log_rows(may_text=any(option.may_text for option in ways), at_scene=warm is not None),
        intake_refusal=refusal_message(check_can_start_intake, actor, referral),
        needs_answer=referral.state == Referral.State.SUBMITTED,
        at_scene=getattr(referral, "urgency", None) == Urgency.SCENE,
        new=getattr(referral, "urgency", None) == Urgency.NEW,
        opened=opened,
    )


def wanted_services(referral: Referral) -> list[str]:
    named = [code for code in referral.services_wanted if code in ServiceWanted.values]
    return [str(ServiceWanted(code).label) for code in named if code != ServiceWanted.UNKNOWN]


def approach_of(person: Person, since: datetime | None = None) -> str:
    """The newest note on how the person wishes to be approached, written since an instant if one is named."""
    rows = [each for each in person.approach_notes.all() if since is None or each.written_at >= since]
    notes = sorted(rows, key=lambda each: (each.written_at, each.pk))
    return notes[-1].text if notes else ""


def contact_options(person: Person, since: datetime | None = None) -> list[ContactOption]:
    """The current contact points, added since an instant if one is named; those known to work come first."""
    points = [each for each in person.contact_points.all() if each.ended_at is None]
    points = [each for each in points if since is None or each.added_at >= since]
    return [contact_option(each) for each in best_first(points)]


def best_first(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    """Contact points with those known to work on top and those known not to at the end; newer ones first."""
    return sorted(
        points, key=lambda each: (POINT_STATUS_ORDER[PointStatus(each.works)], -each.added_at.timestamp())
    )


def contact_option(point: ContactPoint) -> ContactOption:
    """A phone number known not to work is shown but gets no link to call."""
    found = parse_phone(point.value) if point.kind == ContactPoint.Kind.PHONE else None
    tappable = found is not None and bool(found.e164) and point.works != PointStatus.NO
    return ContactOption(
        kind=str(ContactPoint.Kind(point.kind).label),
        text=format_phone(found.e164) if found is not None and found.e164 else point.value,
        status=str(PointStatus(point.works).label),
        status_kind=POINT_STATUS_KIND[PointStatus(point.works)],
        note=point.note,
        safety=safety_text(point),
        number=found.e164 if tappable and found is not None else "",
        may_text=tappable and point.safe_to_text,
    )


def safety_text(point: ContactPoint) -> str:
    """Whether it is safe to send a text here, or to leave a message with whoever answers."""
    text = _("OK to text.") if point.safe_to_text else _("Don't text.")
    word = _("OK to leave a message.") if point.safe_to_leave_word else _("Don't leave a message.")
    return f"{text} {word}" if point.kind == ContactPoint.Kind.PHONE else word


def due_status(due_at: datetime, at: datetime, program: Program) -> DueStatus:
    """Hours near now; from two days on the program's calendar days, as on every other page (W5)."""
    minutes = int((due_at - at).total_seconds() // MINUTES_PER_HOUR)
    late = due_at <= at
    hours = abs(minutes) // MINUTES_PER_HOUR
    if hours == 0:
        return DueStatus(_("overdue"), "overdue") if late else DueStatus(_("due within the hour"), "soon")
    if hours >= HOURS_IN_WORDS:
        days = (local_date(program, due_at) - local_date(program, at)).days
        return DueStatus(due_in_words(days), "overdue" if late else "info")
    if late:
        return DueStatus(hours_overdue_text(hours), "overdue")
    return DueStatus(hours_text(hours), "soon" if hours < SOON_HOURS else "info")


def hours_text(count: int) -> str:
    return ngettext("due in %(count)d hour", "due in %(count)d hours", count) % {"count": count}


def hours_overdue_text(count: int) -> str:
    return ngettext("overdue by %(count)d hour", "overdue by %(count)d hours", count) % {"count": count}


def warm_handoff_text(handoff: HandoffRecord | None) -> str:
    if handoff is None:
        return ""
    if not handoff.called_name:
        return _("The officer called program staff to the scene.")
    return _("The officer called %(name)s to the scene.") % {"name": handoff.called_name}


def log_rows(*, may_text: bool, at_scene: bool) -> list[LogRow]:
    """The buttons to log a contact; text messages are offered only if one is safe."""
    offered = {How.PHONE: True, How.TEXT: may_text, How.VISIT: True, How.SCENE: at_scene}
    hows = [how for how, shown in offered.items() if shown]
    results = [(value, str(label)) for value, label in Result.choices]
    return [LogRow(how=how, label=str(how.label), results=results) for how in hows]


@dataclass(frozen=True)
class LoggedContact:
    """The contact that the user logged last, where it shows, and what comes after it."""

    contact: ContactAttempt
    words: str
    in_card: bool
    """Whether it shows in the open card of its referral; if not, it shows above the list."""
    may_start_intake: bool


def logged_contact(contact: ContactAttempt, cards: Sequence[OutreachCard], actor: Actor) -> LoggedContact:
    referral = contact.referral
    listed = any(card.opened and card.referral.pk == contact.referral_id for card in cards)
    reached = referral is not None and contact.result == Result.REACHED
    may_start = (
        reached and referral is not None and refusal_message(check_can_start_intake, actor, referral) is None
    )
    return LoggedContact(contact, contact_summary(contact), listed, may_start)


def contact_summary(contact: ContactAttempt) -> str:
    return f"{How(contact.how).label}: {Result(contact.result).label}"


def silence_columns(*, may_log: bool) -> list[Column]:
    columns = [Column(_("Name")), Column(_("Last contact")), Column(_("Days since"), number=True)]
    return [*columns, Column(_("Next step"))] if may_log else columns


def silence_rows(
    enrollments: Iterable[Enrollment], program: Program, at: datetime, *, may_log: bool
) -> list[list[Cell]]:
    """Participants not heard from. Needs enrollments with `last_touch`, as `out_of_touch_participants` gives them."""
    return [silence_row(each, program, at, may_log=may_log) for each in enrollments]


def silence_row(enrollment: Enrollment, program: Program, at: datetime, *, may_log: bool) -> list[Cell]:
    person, last = enrollment.person, enrollment.last_touch  # type: ignore[attr-defined]
    arguments = [program.slug, person.public_id]
    row = [
        Cell(person.full_name, reverse("people:person", args=arguments)),
        Cell(day(last, program)),
        Cell((local_date(program, at) - local_date(program, last)).days),
    ]
    if may_log:
        log = reverse("casework:log_contact", args=arguments)
        row.append(Cell(_("Log a contact"), log, about=person.full_name))
    return row
