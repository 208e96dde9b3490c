"""What was looked up about participants before and after their referral."""

import uuid
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.enrollment.look_back.facts import LookBackFact
from handoff.enrollment.models import LookBack
from handoff.participants.models import Person
from handoff.programs.models import PolicyVersion, Program

ENTRY = _("Participant page, before and after")
LOOK_BACK_COLUMNS = FactTable(
    key="look_back",
    label=_("Before and after"),
    row=LookBackFact,
    columns=(
        FactColumn("person", _("Participant"), ColumnKind.REFERENCE, ENTRY),
        FactColumn(
            "kind", _("Kind of event"), ColumnKind.CHOICE, ENTRY, choices=choices_of(LookBack.Kind.choices)
        ),
        FactColumn("first_on", _("Looked through from"), ColumnKind.DATE, ENTRY),
        FactColumn("last_on", _("Looked through until, this day included"), ColumnKind.DATE, ENTRY),
        FactColumn("days", _("Days on which it happened"), ColumnKind.TEXT, ENTRY),
    ),
)


def window_of(program: Program, referred_on: date | None) -> timedelta:
    """How many days before and after a referral count: what the policy says on the last day of its month (M12)."""
    policies = PolicyVersion.objects.filter(program=program).order_by("-effective_on", "-number")
    if referred_on is not None:
        after = (referred_on.replace(day=1) + timedelta(days=31)).replace(day=1)
        policies = policies.filter(effective_on__lt=after)
    days = policies.values_list("look_back_days", flat=True).first()
    return timedelta(days=180 if days is None else days)


def look_backs_of(person: Person) -> list[LookBack]:
    return list(LookBack.objects.filter(person=person, removed_at__isnull=True))


def find_look_back(program: Program, public_id: uuid.UUID) -> LookBack | None:
    return LookBack.objects.filter(program=program, public_id=public_id).select_related("person").first()


def person_of_look_back(program_id: int, public_id: uuid.UUID) -> Person | None:
    found = LookBack.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()


def look_back_facts(program: Program) -> list[LookBackFact]:
    """Every look, without those removed as mistakes. One query."""
    rows = LookBack.objects.filter(program=program, removed_at__isnull=True).order_by("pk")
    return [
        LookBackFact(person, kind, first, last, tuple(date.fromisoformat(each) for each in days))
        for person, kind, first, last, days in rows.values_list(
            "person_id", "kind", "first_on", "last_on", "days"
        )
    ]
