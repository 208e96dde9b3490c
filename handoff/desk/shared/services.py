"""People who share information with a partner agency, and exactly what their live ROIs let it learn.

`consent.gate.decide` alone says who may be shown and which kinds of information; everything here starts from it.
Participation covers the name on record, that the person is in the program and completed an intake, and who to call.
Contact adds the date of birth, but never how or where to reach the person (C10). Charges covers set-aside and new
charges as police and prosecutors recorded them. The care team's notes are never read here.
"""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.presenters import who_to_call
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.charges.models import NewCharge, SetAsideCharge
from handoff.charges.queries import new_charges_of, set_aside_charges_of
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import DisclosureContext
from handoff.consent.models import InformationKind as Kind
from handoff.consent.services import (
    DisclosureItem,
    record_daily_disclosures,
    retry_once_if_consent_changed,
)
from handoff.core.sorting import by_name
from handoff.enrollment.models import Enrollment
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

SHOWN_KINDS = frozenset({Kind.PARTICIPATION.value, Kind.CONTACT.value, Kind.CHARGES.value})
SORTS = ("name", "until")


@dataclass(frozen=True)
class SharedPerson:
    """One participant as an agency may see them. Fields that the ROI does not cover are None."""

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
        """The name on record. The name they go by is known to the care team only."""
        return self.enrollment.person.recorded_name

    @property
    def date_of_birth(self) -> date | None:
        return self.enrollment.person.date_of_birth if self.decision.covers(Kind.CONTACT) else None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of information that are both allowed and shown on these pages."""
        return self.decision.kinds & SHOWN_KINDS

    @property
    def shared_until(self) -> date:
        """The last day on which the agency may see this person."""
        ends = max(
            each.last_moment for each in self.decision.grants if Kind.PARTICIPATION.value in each.kinds
        )
        return local_date(self.enrollment.program, ends)


def shared_people(
    actor: Actor, program: Program, at: datetime, only: uuid.UUID | None = None
) -> list[SharedPerson]:
    """Participants who let one of the actor's agencies know that they are in the program, sorted by name."""
    decided = {
        person_id: allowed
        for person_id, allowed in decide(actor, _person_ids(program, only), at).items()
        if allowed.covers(Kind.PARTICIPATION)
    }
    enrolled = Enrollment.objects.filter(program=program, person_id__in=decided)
    rows = list(
        enrolled.select_related("person", "program").order_by(
            *by_name("person__last_name", "person__first_name"), "pk"
        )
    )
    with_charges = [each.person_id for each in rows if decided[each.person_id].covers(Kind.CHARGES)]
    set_aside, new = _set_aside_by_person(with_charges), _new_charges_by_person(with_charges)
    workers = User.objects.filter(is_active=True).in_bulk([each.primary_worker_id or 0 for each in rows])
    agencies = Agency.objects.filter(program=program).in_bulk(actor.agencies_with(Permission.SHARED_READ))
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
    """The people to ask the gate about: one participant of the program, or None for everyone."""
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
    name, phone = who_to_call(program, worker)
    return {"call_name": name, "call_phone": phone}


def filter_and_sort(people: list[SharedPerson], *, name: str, sort: str) -> list[SharedPerson]:
    """Search and sort by visible fields only, so that neither reveals anything hidden."""
    words = normalize_for_search(name).split()
    found = [each for each in people if all(word in normalize_for_search(each.name) for word in words)]
    return sorted(found, key=lambda each: each.shared_until) if sort == "until" else found


def normalize_for_search(text: str) -> str:
    """Lowercase and without accents, for comparison."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


@retry_once_if_consent_changed
@transaction.atomic
def open_list(
    *, actor: Actor, program: Program, name: str, sort: str, what: DisclosureContext, at: datetime
) -> list[SharedPerson]:
    """People shared with the actor's agencies, after logging each disclosure and the view itself."""
    people = filter_and_sort(shared_people(actor, program, at), name=name, sort=sort)
    _record_disclosures(actor, people, what, at)
    audit.record_read(
        actor=actor,
        at=at,
        action=AUDIT_ACTIONS[what],
        details={"count": len(people), "searched": bool(name.strip())},
        people=[each.public_id for each in people],
    )
    return people


@retry_once_if_consent_changed
@transaction.atomic
def open_person(*, actor: Actor, program: Program, person_id: uuid.UUID, at: datetime) -> SharedPerson | None:
    """One person shared with the actor's agencies, after logging the disclosure and the view; otherwise None."""
    found = shared_people(actor, program, at, only=person_id)
    if not found:
        return None
    _record_disclosures(actor, found, DisclosureContext.SHARED_PERSON, at)
    audit.record_read(
        actor=actor, at=at, action=AUDIT_ACTIONS[DisclosureContext.SHARED_PERSON], subject=found[0].public_id
    )
    return found[0]


AUDIT_ACTIONS = {
    DisclosureContext.SHARED_LIST: AuditLook.SHARED_LISTED,
    DisclosureContext.SHARED_PERSON: AuditLook.SHARED_OPENED,
    DisclosureContext.SHARED_WORKBOOK: AuditLook.SHARED_EXPORTED,
    DisclosureContext.SHARED_PAPER: AuditLook.SHARED_PRINTED,
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
