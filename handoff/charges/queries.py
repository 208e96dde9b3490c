"""Offenses, set-aside charges and new charges of a program."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from handoff.charges.facts import ChargeFact, NewChargeFact
from handoff.charges.models import Encounter, NewCharge, Offense, SetAsideCharge
from handoff.charges.states import HoldState, hold_state
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of

State = SetAsideCharge.State
CHARGES_STEP = _("Referral form, the charges")
CHARGE_COLUMNS = FactTable(
    key="charge",
    label=_("Charge set aside"),
    row=ChargeFact,
    columns=(
        FactColumn("charge", _("Charge"), ColumnKind.REFERENCE, CHARGES_STEP),
        FactColumn("encounter", _("Encounter"), ColumnKind.REFERENCE, CHARGES_STEP),
        FactColumn("person", _("Person"), ColumnKind.REFERENCE, CHARGES_STEP),
        FactColumn("offense", _("Offense code"), ColumnKind.TEXT, CHARGES_STEP),
        FactColumn("title", _("Charge"), ColumnKind.TEXT, CHARGES_STEP, "7a"),
        FactColumn("set_aside_on", _("Day it was set aside"), ColumnKind.DATE, CHARGES_STEP, "7a"),
        FactColumn(
            "state",
            _("What became of it"),
            ColumnKind.CHOICE,
            CHARGES_STEP,
            "7d",
            choices=choices_of(State.choices),
        ),
    ),
)

REPORTED = _("New charges")
NEW_CHARGE_COLUMNS = FactTable(
    key="new_charge",
    label=_("New charge"),
    row=NewChargeFact,
    columns=(
        FactColumn("charge", _("Charge"), ColumnKind.REFERENCE, REPORTED),
        FactColumn("person", _("Person"), ColumnKind.REFERENCE, REPORTED),
        FactColumn("offense", _("Offense code"), ColumnKind.TEXT, REPORTED),
        FactColumn("occurred_on", _("Day of the offense"), ColumnKind.DATE, REPORTED, "7a"),
        FactColumn(
            "how",
            _("How it was charged"),
            ColumnKind.CHOICE,
            REPORTED,
            "7a",
            choices=choices_of(NewCharge.How.choices),
        ),
    ),
)


def new_charge_facts(program: Program, last: date) -> list[NewChargeFact]:
    """New charges up to a day, without warrants and what was entered in error. One query."""
    rows = NewCharge.objects.filter(program=program, occurred_on__lte=last, entered_in_error_at__isnull=True)
    rows = rows.exclude(how=NewCharge.How.WARRANT).order_by("occurred_on", "pk")
    found = rows.values_list("pk", "person_id", "offense_key", "occurred_on", "how")
    return [NewChargeFact(pk, person, offense or "other", on, how) for pk, person, offense, on, how in found]


def offenses_effective_on(program: Program, day: date) -> QuerySet[Offense]:
    """The offenses effective on a day, common ones first."""
    already_valid = Q(effective_from__isnull=True) | Q(effective_from__lte=day)
    not_over = Q(effective_to__isnull=True) | Q(effective_to__gte=day)
    return Offense.objects.filter(already_valid & not_over, program=program).order_by(
        "-is_common", "kind", "title", "pk"
    )


def all_offenses(program: Program) -> QuerySet[Offense]:
    """All entries of the program's list, past and future ones too."""
    return Offense.objects.filter(program=program).order_by("kind", "title", "effective_from", "pk")


def entries_of(program: Program, key: str) -> list[Offense]:
    """The dated entries of one offense, oldest first."""
    rows = Offense.objects.filter(program=program, key=key)
    return sorted(rows, key=lambda row: (row.effective_from or date.min, row.pk))


@dataclass(frozen=True)
class LapsingHold:
    """An encounter with charges still set aside, the last day of its hold, and its state today."""

    encounter: Encounter
    lapses_on: date
    state: HoldState


def lapsing_holds(program: Program, at: datetime, *, days: int = 7) -> list[LapsingHold]:
    """Encounters whose hold has lapsed or lapses within `days`, the most urgent first (I3)."""
    today = local_date(program, at)
    # One encounter can hold several charges: the earliest last day counts.
    held = Q(set_aside_charges__state=State.HELD, set_aside_charges__needs_more_time=False)
    soon = (
        Encounter.objects.filter(held, program=program)
        .annotate(lapses_on=Min("set_aside_charges__lapses_on", filter=held))
        .filter(lapses_on__lte=today + timedelta(days=days))
        .select_related("person", "agency", "program")
        .order_by("lapses_on", "pk")
    )
    return [LapsingHold(row, row.lapses_on, hold_state(State.HELD, row.lapses_on, today)) for row in soon]


def find_encounter(program: Program, public_id: uuid.UUID) -> Encounter | None:
    """An encounter with its charges and their history."""
    rows = Encounter.objects.filter(program=program, public_id=public_id).select_related(
        "person", "agency", "program"
    )
    return rows.prefetch_related("set_aside_charges__events").first()


def new_charges_of(people_ids: Collection[int]) -> QuerySet[NewCharge]:
    """The new charges of some people, without those that were entered in error."""
    rows = NewCharge.objects.filter(person_id__in=people_ids, entered_in_error_at__isnull=True)
    rows = rows.select_related("agency", "person")
    return rows.order_by("-occurred_on", "-pk")


def set_aside_charges_of(people_ids: Collection[int]) -> QuerySet[SetAsideCharge]:
    rows = SetAsideCharge.objects.filter(encounter__person_id__in=people_ids).select_related("encounter")
    return rows.order_by("-set_aside_at", "-pk")


def charge_facts(program: Program, last: date) -> list[ChargeFact]:
    """All charges set aside up to a local day, in that order."""
    zone = time_zone_of(program)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    charges = SetAsideCharge.objects.filter(encounter__program=program, set_aside_at__lt=end)
    rows = charges.order_by("set_aside_at", "pk").values_list(
        "pk", "encounter_id", "encounter__person_id", "offense_key", "title", "set_aside_at", "state"
    )
    return [
        ChargeFact(pk, encounter, person, offense, title, at.astimezone(zone).date(), state)
        for pk, encounter, person, offense, title, at, state in rows.iterator(chunk_size=5000)
    ]


def listed_warrants_of(person: Person) -> QuerySet[NewCharge]:
    """The warrants that a records system listed for someone, newest first; never those entered in error."""
    found = NewCharge.objects.filter(
        person=person, how=NewCharge.How.WARRANT, entered_in_error_at__isnull=True
    )
    return found.order_by("-occurred_on", "-pk")
