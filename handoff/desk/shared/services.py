"""What participants share with an agency at the law side: who, and exactly what their live ROIs let it learn.

`consent.gate.decide` is the only source of who may be shown and what of them; everything here is narrowed by it first.
Under participation: the name on record, that the person takes part and that the intake is done, and whom to call.
Under contact: the date of birth besides, never how to reach or where to find the person (C10). Under charges: the
charges set aside and new charges, as police and prosecutor wrote them. Care's words are never read here.
"""

import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import transaction

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.charges.models import NewCharge, SetAsideCharge
from handoff.charges.queries import new_charges_of, set_aside_of
from handoff.consent.gate import Allowed, decide
from handoff.consent.models import InformationKind as Kind
from handoff.consent.models import Shown
from handoff.consent.services import Showing, register_showings
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

SHOWN_KINDS = frozenset({Kind.PARTICIPATION.value, Kind.CONTACT.value, Kind.CHARGES.value})
SORTS = ("name", "until")

Look = TypeVar("Look", bound=Callable[..., Any])


@dataclass(frozen=True)
class SharedPerson:
    """One participant as an agency may know them. A field that the ROI does not open is None."""

    enrollment: Enrollment
    allowed: Allowed
    agencies: dict[int, Agency]
    call_name: str
    call_phone: str
    set_aside: list[SetAsideCharge] | None
    new_charges: list[NewCharge] | None

    @property
    def public_id(self) -> uuid.UUID:
        return self.enrollment.person.public_id

    @property
    def name(self) -> str:
        """Return the name on record; what the person goes by is care's."""
        return self.enrollment.person.recorded_name

    @property
    def born_on(self) -> date | None:
        return self.enrollment.person.date_of_birth if self.allowed.covers(Kind.CONTACT) else None

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of information that the pages show of this person."""
        return self.allowed.kinds & SHOWN_KINDS

    @property
    def last_on(self) -> date:
        """Return the last day on which the agency may still be shown this person."""
        ends = max(each.last_moment for each in self.allowed.grants if Kind.PARTICIPATION.value in each.kinds)
        return local_date(self.enrollment.program, ends)


def shared_people(
    actor: Actor, program: Program, at: datetime, only: uuid.UUID | None = None
) -> list[SharedPerson]:
    """Return the participants who let one of the actor's agencies know that they take part, by name."""
    decided = {
        person_id: allowed
        for person_id, allowed in decide(actor, _ids(program, only), at).items()
        if allowed.covers(Kind.PARTICIPATION)
    }
    enrolled = Enrollment.objects.filter(program=program, person_id__in=decided)
    rows = list(
        enrolled.select_related("person", "program").order_by("person__last_name", "person__first_name", "pk")
    )
    with_charges = [each.person_id for each in rows if decided[each.person_id].covers(Kind.CHARGES)]
    set_aside, new = _set_aside(with_charges), _new(with_charges)
    workers = User.objects.filter(is_active=True).in_bulk([each.primary_worker_id or 0 for each in rows])
    agencies = Agency.objects.filter(program=program).in_bulk(actor.agency_ids)
    return [
        SharedPerson(
            enrollment=each,
            allowed=decided[each.person_id],
            agencies=agencies,
            **_whom_to_call(program, workers.get(each.primary_worker_id or 0)),
            set_aside=set_aside.get(each.person_id, []) if each.person_id in with_charges else None,
            new_charges=new.get(each.person_id, []) if each.person_id in with_charges else None,
        )
        for each in rows
    ]


def _ids(program: Program, only: uuid.UUID | None) -> list[int] | None:
    """Return whom the gate is asked about: one participant of the program, or everybody."""
    if only is None:
        return None
    wanted = Enrollment.objects.filter(program=program, person__public_id=only)
    return list(wanted.values_list("person_id", flat=True))


def _set_aside(people: list[int]) -> dict[int, list[SetAsideCharge]]:
    found: dict[int, list[SetAsideCharge]] = {}
    for charge in set_aside_of(people):
        found.setdefault(charge.encounter.person_id, []).append(charge)
    return found


def _new(people: list[int]) -> dict[int, list[NewCharge]]:
    found: dict[int, list[NewCharge]] = {}
    for charge in new_charges_of(people):
        found.setdefault(charge.person_id, []).append(charge)
    return found


def _whom_to_call(program: Program, worker: User | None) -> dict[str, str]:
    """Name the participant's worker where they have a phone; else the program's number, as the lookup does (J3)."""
    if worker is not None and worker.phone:
        return {"call_name": worker.full_name, "call_phone": worker.phone}
    return {"call_name": program.name, "call_phone": program.phone}


def narrowed(people: list[SharedPerson], *, name: str, sort: str) -> list[SharedPerson]:
    """Return those whose shown name holds the words, sorted by a shown field: nothing hidden can be searched."""
    words = plain(name).split()
    found = [each for each in people if all(word in plain(each.name) for word in words)]
    return sorted(found, key=lambda each: each.last_on) if sort == "until" else found


def plain(text: str) -> str:
    """Return a name as it is compared: without accents and capitals."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def decided_anew(look: Look) -> Look:
    """Look once more where a release ended between the gate's answer and its entry in the register.

    What was read the first time is dropped with its transaction, so nothing of it is shown.
    """

    @wraps(look)
    def again(*args: Any, **options: Any) -> Any:
        try:
            return look(*args, **options)
        except Refused:
            return look(*args, **options)

    return cast("Look", again)


@decided_anew
@transaction.atomic
def open_list(
    *, actor: Actor, program: Program, name: str, sort: str, what: Shown, at: datetime
) -> list[SharedPerson]:
    """Return who is shared with the actor's agencies, each registered as disclosed and the look written down."""
    people = narrowed(shared_people(actor, program, at), name=name, sort=sort)
    _register(actor, people, what, at)
    audit.record_read(
        actor=actor,
        at=at,
        action=ACTIONS[what],
        details={"people": len(people), "searched": bool(name.strip())},
    )
    return people


@decided_anew
@transaction.atomic
def open_person(*, actor: Actor, program: Program, person_id: uuid.UUID, at: datetime) -> SharedPerson | None:
    """Return one participant who is shared with the actor's agencies, registered and written down; else None."""
    found = shared_people(actor, program, at, only=person_id)
    if not found:
        return None
    _register(actor, found, Shown.SHARED_PERSON, at)
    audit.record_read(actor=actor, at=at, action=ACTIONS[Shown.SHARED_PERSON], subject=found[0].public_id)
    return found[0]


ACTIONS = {
    Shown.SHARED_LIST: "shared.listed",
    Shown.SHARED_PERSON: "shared.opened",
    Shown.SHARED_WORKBOOK: "shared.exported",
    Shown.SHARED_PAPER: "shared.printed",
}


def _register(actor: Actor, people: list[SharedPerson], what: Shown, at: datetime) -> None:
    showings = [
        Showing(person=each.enrollment.person, agency=each.agencies[agency_id], kinds=kinds & SHOWN_KINDS)
        for each in people
        for agency_id, kinds in each.allowed.by_agency().items()
        if kinds & SHOWN_KINDS
    ]
    register_showings(actor=actor, showings=showings, what=what, at=at)
