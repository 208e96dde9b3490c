"""The outreach list, the contacts logged for a person, and participants who have not been heard from."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.casework.funds.queries import open_funds
from handoff.casework.models import ContactAttempt, CourtTextWish, Fund, HelpGiven, SupplyItem
from handoff.core.statements import ListStatement
from handoff.core.text import dollars
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.enrollment.queries import deaths
from handoff.participants.lookup.services import find_people
from handoff.participants.models import Person, TeamMember
from handoff.participants.queries import current_condition
from handoff.programs.models import Program
from handoff.referrals.models import HandoffRecord, Referral

OPEN_STATES = (
    Referral.State.SUBMITTED,
    Referral.State.ACCEPTED,
    Referral.State.HANDED_OFF,
)

MOST_FOUND = 40
SHOW_ALL, SHOW_NEW, SHOW_MINE, SHOW_OVERDUE = "all", "new", "mine", "overdue"

SCENE_LASTS = timedelta(hours=3)
"""How long after an officer's call the person counts as being at the scene, unless someone has reached them."""


class Urgency(IntEnum):
    """Where a referral stands on the outreach list."""

    SCENE = 0
    NEW = 1
    OVERDUE = 2
    LATER = 3


UNDO_WITHIN = timedelta(hours=1)
"""How long the author of a contact may undo it. A later mistake is corrected by logging what happened."""


def active_contacts() -> QuerySet[ContactAttempt]:
    """Contacts that were not undone."""
    return ContactAttempt.objects.filter(correction__isnull=True)


@dataclass(frozen=True)
class OutreachFilter:
    """Which part of the outreach list is wanted. The referral opened last stays, so that the list doesn't jump."""

    show: str = SHOW_ALL
    words: str = ""
    opened: uuid.UUID | None = None


def filter_outreach(
    program: Program, actor: Actor, at: datetime, wanted: OutreachFilter
) -> QuerySet[Referral]:
    """The worker's day: at the scene now, then new, then overdue, then the rest; or one part of it (W1)."""
    listed = ordered_outreach(program, at)
    if wanted.words.strip():
        listed = listed.filter(person_id__in=find_people(program.pk, wanted.words, MOST_FOUND))
    if wanted.show in LIST_PARTS:
        listed = listed.annotate(is_own=is_own(actor, at))
        listed = listed.filter(LIST_PARTS[wanted.show] | Q(public_id=wanted.opened))
    return listed


@dataclass(frozen=True)
class OutreachPlace:
    """One referral's place on the outreach list: why it stands there, and whether its person is the worker's own."""

    referral_id: int
    urgency: int
    is_own: bool


def outreach_places(program: Program, actor: Actor, at: datetime) -> list[OutreachPlace]:
    """The places of the whole outreach list, most urgent first, without what its rows show. One light query."""
    listed = still_to_reach(program).exclude(Exists(people_with_worker()))
    listed = listed.annotate(attempts=attempts_so_far()).annotate(
        urgency=urgency_at(at), is_own=is_own(actor, at)
    )
    rows = listed.order_by(*MOST_URGENT_FIRST).values_list("pk", "urgency", "is_own")
    return [OutreachPlace(*row) for row in rows]


MOST_URGENT_FIRST = ("urgency", "contact_due_at", "submitted_at", "pk")


def urgency_at(at: datetime) -> Case:
    """For a query of referrals with `attempts`: why each stands where it does."""
    return Case(
        When(Exists(calls_to_scene(at)), then=Value(Urgency.SCENE)),
        When(attempts=0, contact_due_at__gt=at, then=Value(Urgency.NEW)),
        When(contact_due_at__lte=at, then=Value(Urgency.OVERDUE)),
        default=Value(Urgency.LATER),
        output_field=IntegerField(),
    )


def ordered_outreach(program: Program, at: datetime) -> QuerySet[Referral]:
    """The outreach list, most urgent first: `urgency` says why a referral stands where it does."""
    return outreach_list(program).annotate(urgency=urgency_at(at)).order_by(*MOST_URGENT_FIRST)


def count_outreach(program: Program, actor: Actor, at: datetime) -> dict[str, int]:
    """How many the whole list and each part of it hold. One query."""
    counts = {name: Count("pk", filter=condition) for name, condition in LIST_PARTS.items()}
    listed = ordered_outreach(program, at).annotate(is_own=is_own(actor, at)).order_by()
    return listed.aggregate(**{SHOW_ALL: Count("pk")}, **counts)


LIST_PARTS = {
    SHOW_NEW: Q(urgency__in=(Urgency.SCENE, Urgency.NEW)),
    SHOW_MINE: Q(is_own=True),
    SHOW_OVERDUE: Q(urgency=Urgency.OVERDUE),
}


def is_own(actor: Actor, at: datetime) -> Case:
    """For a query of referrals: those about people the worker tried to reach since, or on whose team they are."""
    tried = active_contacts().filter(
        person=OuterRef("person"), occurred_at__gte=OuterRef("occurred_at"), recorded_by_id=actor.user_id
    )
    on_team = TeamMember.objects.filter(
        current_condition(at), person=OuterRef("person"), user_id=actor.user_id or 0
    )
    mine = Q(Exists(tried)) | Q(Exists(on_team))
    return Case(When(mine, then=Value(True)), default=Value(False), output_field=BooleanField())


def calls_to_scene(at: datetime) -> QuerySet[HandoffRecord]:
    """For a query of referrals: recent calls of an officer who waits at the scene with the person."""
    return HandoffRecord.objects.filter(
        referral=OuterRef("pk"),
        kind=HandoffRecord.Kind.WARM,
        occurred_at__gt=at - SCENE_LASTS,
        occurred_at__lte=at,
    )


def people_with_worker() -> QuerySet[Enrollment]:
    """For a query of referrals: the enrollments, older than the referral, of participants who have a worker now."""
    active = User.objects.filter(is_active=True).values("pk")
    return Enrollment.objects.filter(
        person=OuterRef("person"), enrolled_at__lte=OuterRef("submitted_at"), primary_worker_id__in=active
    )


def outreach_list(program: Program) -> QuerySet[Referral]:
    """Open referrals of people not yet reached, oldest first, annotated with the attempts so far (H3).

    A participant who is referred again is not on it: that referral goes to their worker (R9).
    """
    return unreached_referrals(program).exclude(Exists(people_with_worker()))


def referrals_of_own_participants(program: Program, user_id: int) -> QuerySet[Referral]:
    """Open referrals of the worker's own participants, made since their enrollment, until someone reached them (R9)."""
    own = people_with_worker().filter(primary_worker_id=user_id)
    found = still_to_reach(program).filter(Exists(own)).select_related("person")
    return found.order_by("submitted_at", "pk")


def tried_since() -> QuerySet[ContactAttempt]:
    """For a query of referrals: the contacts logged for the person since the encounter."""
    return active_contacts().filter(person=OuterRef("person"), occurred_at__gte=OuterRef("occurred_at"))


def attempts_so_far() -> Coalesce:
    """For a query of referrals: how many contacts were logged for the person since the encounter."""
    count = tried_since().order_by().values("person").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def still_to_reach(program: Program) -> QuerySet[Referral]:
    """Open referrals of people not yet reached since, without what a list shows of them.

    A person counts as reached once anyone on the care team reached them after the encounter, or an intake was started.
    """
    # A 24-hour partner's intake is no contact by program staff: the person stays here until staff take over (H5).
    theirs = Q(intake__handoff__isnull=False, intake__handoff__taken_over_at__isnull=True)
    return (
        Referral.objects.filter(
            Q(intake__isnull=True) | theirs, program=program, state__in=OPEN_STATES, person__isnull=False
        )
        .exclude(Exists(tried_since().filter(result=ContactAttempt.Result.REACHED)))
        .exclude(Exists(deaths()))
    )


def unreached_referrals(program: Program) -> QuerySet[Referral]:
    """Those of `still_to_reach`, with the attempts so far and all that a list shows."""
    tried = tried_since()
    newest = tried.order_by("-occurred_at", "-pk")
    return (
        still_to_reach(program)
        .select_related("person", "agency", "program")
        .prefetch_related("person__contact_points", "person__approach_notes", "handoffs")
        .annotate(
            attempts=attempts_so_far(),
            last_tried_at=Subquery(newest.values("occurred_at")[:1]),
            last_how=Subquery(newest.values("how")[:1]),
            last_result=Subquery(newest.values("result")[:1]),
            transport_arranged=Exists(tried.filter(transport_arranged=True)),
        )
        .order_by("submitted_at", "pk")
    )


def contacts_of(person_id: int) -> QuerySet[ContactAttempt]:
    return active_contacts().filter(person_id=person_id).order_by("-occurred_at", "-pk")


def counted_help() -> QuerySet[HelpGiven]:
    """Help that wasn't undone as a mistake."""
    return HelpGiven.objects.filter(correction__isnull=True)


def help_given_to(person_id: int) -> QuerySet[HelpGiven]:
    return counted_help().filter(person_id=person_id).select_related("item").order_by("-occurred_at", "-pk")


LAST_REACHED = ListStatement(
    lambda *people: (
        active_contacts()
        .filter(person_id__in=people, result=ContactAttempt.Result.REACHED)
        .order_by()
        .values("person_id")
        .annotate(last=Max("occurred_at"))
        .values_list("person_id", "last")
    )
)


def last_reached(people: Sequence[int]) -> dict[int, datetime]:
    """When each of some people was last reached, by primary key; people never reached are missing. One query."""
    return dict(LAST_REACHED.about(people))


def find_open_referral(person: Person, public_id: uuid.UUID | None) -> Referral | None:
    """The referral with this id, if it is the person's own and still open."""
    if public_id is None:
        return None
    return Referral.objects.filter(person=person, public_id=public_id, state__in=OPEN_STATES).first()


def find_contact(program: Program, public_id: uuid.UUID) -> ContactAttempt | None:
    return (
        active_contacts()
        .filter(program=program, public_id=public_id)
        .select_related("person", "referral")
        .first()
    )


def latest_undoable_contact(actor: Actor, at: datetime) -> ContactAttempt | None:
    """The contact that the actor logged last, as long as it can still be undone."""
    return (
        active_contacts()
        .filter(program_id=actor.program_id, recorded_by_id=actor.user_id)
        .filter(recorded_at__gt=at - UNDO_WITHIN, recorded_at__lte=at)
        .select_related("person", "referral")
        .order_by("-recorded_at", "-pk")
        .first()
    )


def annotate_last_touch(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Annotate enrollments with `last_touch`: when anyone last reached them or gave help, or their status began."""
    reached = active_contacts().filter(person=OuterRef("person"), result=ContactAttempt.Result.REACHED)
    help_given = counted_help().filter(person=OuterRef("person"))
    current = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True)
    return enrollments.annotate(
        since=Coalesce(Subquery(current.values("starts_at")[:1]), "enrolled_at")
    ).annotate(
        last_touch=Greatest(
            Coalesce(latest_occurred_at(reached), "since"),
            Coalesce(latest_occurred_at(help_given), "since"),
            "since",
            output_field=DateTimeField(),
        )
    )


def active_enrollments(program: Program) -> QuerySet[Enrollment]:
    """The enrollments of active participants, with the person; a merged record counts once."""
    active = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True, status="active")
    found = Enrollment.objects.filter(Exists(active), program=program, person__merged_into__isnull=True)
    return found.select_related("person")


def out_of_touch_participants(program: Program, at: datetime, days: int) -> QuerySet[Enrollment]:
    """Active participants without contact for a number of days, longest silence first (K7).

    Being reached, receiving help and becoming active again count as contact. This only suggests who to discuss at
    staffing: it changes no one's status.
    """
    listed = annotate_last_touch(active_enrollments(program))
    silent = listed.filter(last_touch__lte=at - timedelta(days=days))  # type: ignore[misc]
    return silent.order_by("last_touch", "pk")  # type: ignore[misc]


@dataclass(frozen=True)
class HelpOffer:
    """What a worker can choose as help: the program's own list, and the funds that can pay.

    A kind that the list has no item of is offered by itself, so that no list keeps anyone from recording what was
    needed, naloxone least of all.
    """

    items: list[SupplyItem]
    funds: list[Fund]

    @property
    def choices(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for kind in HelpGiven.Kind:
            named = [(str(each.public_id), str(each)) for each in self.items if each.kind == kind]
            plain = [(kind.value, str(kind.label))]
            found += named + plain if kind == HelpGiven.Kind.OTHER else named or plain
        return found

    @property
    def fund_choices(self) -> list[tuple[str, str]]:
        return [(str(each.public_id), fund_words(each)) for each in self.funds]

    def find(self, value: str) -> tuple[str, SupplyItem | None]:
        """The kind of what was chosen, and the item if it is one of the list."""
        item = next((each for each in self.items if str(each.public_id) == value), None)
        return (value, None) if item is None else (item.kind, item)

    def find_fund(self, value: str) -> Fund | None:
        return next((each for each in self.funds if str(each.public_id) == value), None)


def fund_words(fund: Fund) -> str:
    """The name of a fund and what it holds. Needs a fund with its `balance`."""
    balance = fund.balance  # type: ignore[attr-defined]
    return _("%(fund)s: %(balance)s left") % {"fund": fund.name, "balance": dollars(balance)}


def help_offer(program: Program) -> HelpOffer:
    """What the program hands out and the funds it has. Two queries."""
    items = SupplyItem.objects.filter(program=program, retired_at__isnull=True)
    return HelpOffer(list(items), list(open_funds(program)))


def latest_occurred_at(rows: QuerySet[ContactAttempt] | QuerySet[HelpGiven]) -> Subquery:
    """The newest `occurred_at`, as a subquery of rows that refer to an outer query."""
    return Subquery(rows.order_by("-occurred_at").values("occurred_at")[:1])


def person_of_contact(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person this contact attempt was for."""
    contact = ContactAttempt.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=contact.values("person_id")).first()


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The full names of some users, by primary key. One query."""
    return dict(
        User.objects.filter(pk__in={each for each in user_ids if each is not None}).values_list(
            "pk", "full_name"
        )
    )


def wish_of(person: Person) -> str:
    """What a text about court may say: the newest that they said; neutral words until they have said anything."""
    newest = CourtTextWish.objects.filter(person=person).order_by("-recorded_at", "-pk").first()
    return newest.says if newest is not None else CourtTextWish.Says.NEUTRAL
