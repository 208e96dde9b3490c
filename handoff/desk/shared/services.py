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
from handoff.charges.queries import new_charges_of, set_aside_charges_of
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import DisclosureContext
from handoff.consent.models import InformationKind as Kind
from handoff.consent.services import ConsentChanged, DisclosureItem, record_daily_disclosures
from handoff.enrollment.models import Enrollment
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

SHOWN_KINDS = frozenset({Kind.PARTICIPATION.value, Kind.CONTACT.value, Kind.CHARGES.value})
SORTS = ("name", "until")

DisclosingFunction = TypeVar("DisclosingFunction", bound=Callable[..., Any])


@dataclass(frozen=True)
class SharedPerson:
    """One participant as an agency may know them. A field that the ROI does not open is None."""

    enrollment: Enrollment
    decision: ConsentDecision
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
    def date_of_birth(self) -> date | None:
        return self.enrollment.person.date_of_birth if self.decision.covers(Kind.CONTACT) else None

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of information that the pages show of this person."""
        return self.decision.kinds & SHOWN_KINDS

    @property
    def shared_until(self) -> date:
        """Return the last day on which the agency may still be shown this person."""
        ends = max(
            each.last_moment for each in self.decision.grants if Kind.PARTICIPATION.value in each.kinds
        )
        return local_date(self.enrollment.program, ends)


def shared_people(
    actor: Actor, program: Program, at: datetime, only: uuid.UUID | None = None
) -> list[SharedPerson]:
    """Return the participants who let one of the actor's agencies know that they take part, by name."""
    decided = {
        person_id: allowed
        for person_id, allowed in decide(actor, _person_ids(program, only), at).items()
        if allowed.covers(Kind.PARTICIPATION)
    }
    enrolled = Enrollment.objects.filter(program=program, person_id__in=decided)
    rows = list(
        enrolled.select_related("person", "program").order_by("person__last_name", "person__first_name", "pk")
    )
    with_charges = [each.person_id for each in rows if decided[each.person_id].covers(Kind.CHARGES)]
    set_aside, new = _set_aside_by_person(with_charges), _new_charges_by_person(with_charges)
    workers = User.objects.filter(is_active=True).in_bulk([each.primary_worker_id or 0 for each in rows])
    agencies = Agency.objects.filter(program=program).in_bulk(actor.agency_ids)
    return [
        SharedPerson(
            enrollment=each,
            decision=decided[each.person_id],
            agencies=agencies,
            **_call_details(program, workers.get(each.primary_worker_id or 0)),
            set_aside=set_aside.get(each.person_id, []) if each.person_id in with_charges else None,
            new_charges=new.get(each.person_id, []) if each.person_id in with_charges else None,
        )
        for each in rows
    ]


def _person_ids(program: Program, only: uuid.UUID | None) -> list[int] | None:
    """Return whom the gate is asked about: one participant of the program, or everybody."""
    if only is None:
        return None
    wanted = Enrollment.objects.filter(program=program, person__public_id=only)
    return list(wanted.values_list("person_id", flat=True))


def _set_aside_by_person(people: list[int]) -> dict[int, list[SetAsideCharge]]:
    found: dict[int, list[SetAsideCharge]] = {}
    for charge in set_aside_charges_of(people):
        found.setdefault(charge.encounter.person_id, []).append(charge)
    return found


def _new_charges_by_person(people: list[int]) -> dict[int, list[NewCharge]]:
    found: dict[int, list[NewCharge]] = {}
    for charge in new_charges_of(people):
        found.setdefault(charge.person_id, []).append(charge)
    return found


def _call_details(program: Program, worker: User | None) -> dict[str, str]:
    """Name the participant's worker where they have a phone; else the program's number, as the lookup does (J3)."""
    if worker is not None and worker.phone:
        return {"call_name": worker.full_name, "call_phone": worker.phone}
    return {"call_name": program.name, "call_phone": program.phone}


def filter_and_sort(people: list[SharedPerson], *, name: str, sort: str) -> list[SharedPerson]:
    """Return those whose shown name holds the words, sorted by a shown field: nothing hidden can be searched."""
    words = normalize_for_search(name).split()
    found = [each for each in people if all(word in normalize_for_search(each.name) for word in words)]
    return sorted(found, key=lambda each: each.shared_until) if sort == "until" else found


def normalize_for_search(text: str) -> str:
    """Return a name as it is compared: without accents and capitals."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def retry_once_if_consent_changed(look: DisclosingFunction) -> DisclosingFunction:
    """Read once more if an ROI ended between the gate's decision and its entry in the disclosure log.

    What was read the first time is dropped with its transaction, so none of it is shown.
    """

    @wraps(look)
    def look_twice(*args: Any, **options: Any) -> Any:
        try:
            return look(*args, **options)
        except ConsentChanged:
            return look(*args, **options)

    return cast("DisclosingFunction", look_twice)


@retry_once_if_consent_changed
@transaction.atomic
def open_list(
    *, actor: Actor, program: Program, name: str, sort: str, what: DisclosureContext, at: datetime
) -> list[SharedPerson]:
    """Return who is shared with the actor's agencies, each registered as disclosed and the look written down."""
    people = filter_and_sort(shared_people(actor, program, at), name=name, sort=sort)
    _record_disclosures(actor, people, what, at)
    audit.record_read(
        actor=actor,
        at=at,
        action=AUDIT_ACTIONS[what],
        details={"people": len(people), "searched": bool(name.strip())},
    )
    return people


@retry_once_if_consent_changed
@transaction.atomic
def open_person(*, actor: Actor, program: Program, person_id: uuid.UUID, at: datetime) -> SharedPerson | None:
    """Return one participant who is shared with the actor's agencies, registered and written down; else None."""
    found = shared_people(actor, program, at, only=person_id)
    if not found:
        return None
    _record_disclosures(actor, found, DisclosureContext.SHARED_PERSON, at)
    audit.record_read(
        actor=actor, at=at, action=AUDIT_ACTIONS[DisclosureContext.SHARED_PERSON], subject=found[0].public_id
    )
    return found[0]


AUDIT_ACTIONS = {
    DisclosureContext.SHARED_LIST: "shared.listed",
    DisclosureContext.SHARED_PERSON: "shared.opened",
    DisclosureContext.SHARED_WORKBOOK: "shared.exported",
    DisclosureContext.SHARED_PAPER: "shared.printed",
}


def _record_disclosures(
    actor: Actor, people: list[SharedPerson], what: DisclosureContext, at: datetime
) -> None:
    items = [
        DisclosureItem(
            person=each.enrollment.person,
            agency=each.agencies[agency_id],
            kinds=kinds & SHOWN_KINDS,
            decision=each.decision,
        )
        for each in people
        for agency_id, kinds in each.decision.kinds_by_agency().items()
        if kinds & SHOWN_KINDS
    ]
    record_daily_disclosures(actor=actor, items=items, what=what, at=at)
