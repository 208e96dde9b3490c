"""Overdoses, reversals and deaths of a program's participants, what was learned, and what is still to do."""

import uuid
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.enrollment.models import Enrollment, SafetyAction, SafetyEvent
from handoff.enrollment.queries import current_events
from handoff.enrollment.safety.facts import SafetyFact
from handoff.participants.models import Person
from handoff.programs.models import Program

ENTRY = _("Participant page, overdoses and deaths")
SAFETY_COLUMNS = FactTable(
    key="safety",
    label=_("Overdoses, reversals, and deaths"),
    row=SafetyFact,
    columns=(
        FactColumn("event", _("Entry"), ColumnKind.REFERENCE, ENTRY),
        FactColumn("person", _("Participant"), ColumnKind.REFERENCE, ENTRY),
        FactColumn(
            "kind", _("What happened"), ColumnKind.CHOICE, ENTRY, choices=choices_of(SafetyEvent.Kind.choices)
        ),
        FactColumn("happened_on", _("When it happened"), ColumnKind.DATE, ENTRY),
        FactColumn(
            "naloxone",
            _("Naloxone"),
            ColumnKind.CHOICE,
            ENTRY,
            choices=choices_of(SafetyEvent.Naloxone.choices),
        ),
        FactColumn(
            "cause",
            _("Cause of death"),
            ColumnKind.CHOICE,
            ENTRY,
            choices=choices_of(SafetyEvent.Cause.choices),
        ),
    ),
)


def events_of(person: Person) -> list[SafetyEvent]:
    """What is recorded about a person now, the newest first, with its reviews and actions."""
    found = current_events().filter(person=person).prefetch_related("reviews", "actions")
    return list(found.order_by("-happened_on", "-pk"))


def earlier_of(person: Person) -> list[SafetyEvent]:
    """What was corrected or removed since."""
    changed = Q(removed_at__isnull=False) | Q(corrected_by__isnull=False)
    return list(SafetyEvent.objects.filter(changed, person=person).order_by("-recorded_at", "-pk"))


def has_died(person: Person) -> bool:
    return current_events().filter(person=person, kind=SafetyEvent.Kind.DEATH).exists()


def find_event(program: Program, public_id: uuid.UUID) -> SafetyEvent | None:
    found = SafetyEvent.objects.filter(program=program, public_id=public_id)
    return found.select_related("person", "program").first()


def find_action(program: Program, public_id: uuid.UUID) -> SafetyAction | None:
    found = SafetyAction.objects.filter(event__program=program, public_id=public_id)
    return found.select_related("event__person", "event__program").first()


def person_of_event(program_id: int, public_id: uuid.UUID) -> Person | None:
    found = SafetyEvent.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()


def person_of_action(program_id: int, public_id: uuid.UUID) -> Person | None:
    found = SafetyAction.objects.filter(event__program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("event__person_id")).first()


def care_team(program: Program, on: date) -> QuerySet[User]:
    """Those who may be at a review: they may read what it is about."""
    return users_with_permission(program, Permission.NOTES_READ_PROTECTED, on).order_by("full_name", "pk")


def to_review(program: Program) -> QuerySet[SafetyEvent]:
    """Overdoses and deaths that the team hasn't looked back on yet, the oldest first."""
    kinds = (SafetyEvent.Kind.OVERDOSE, SafetyEvent.Kind.DEATH)
    found = current_events().filter(program=program, kind__in=kinds, reviews__isnull=True)
    return found.select_related("person").order_by("happened_on", "pk")


def open_actions(program: Program) -> QuerySet[SafetyAction]:
    """What the team agreed to do after a review and hasn't done yet."""
    found = SafetyAction.objects.filter(event__program=program, done_at__isnull=True)
    current = current_events().filter(pk=OuterRef("event"))
    return found.filter(Exists(current)).select_related("event__person").order_by("due_on", "pk")


def safety_facts(program: Program, last: date) -> list[SafetyFact]:
    """Events of participants up to a day: of people who were enrolled, whenever that was. One query."""
    enrolled = Enrollment.objects.filter(program=program, person=OuterRef("person"))
    found = current_events().filter(Exists(enrolled), program=program, happened_on__lte=last)
    rows = found.order_by("happened_on", "pk").values_list(
        "pk", "person_id", "kind", "happened_on", "naloxone", "cause"
    )
    return [SafetyFact(*row) for row in rows]
