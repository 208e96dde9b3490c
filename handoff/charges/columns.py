"""What a participant database holds of a person's charges, a row a person (handbook 7a)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.charges.dispositions.presenters import sentence_words, verdict_words
from handoff.charges.models import Disposition, NewCharge, SetAsideCharge
from handoff.charges.queries import new_charges_of
from handoff.core.columns import ColumnKind, FactColumn, FactTable
from handoff.programs.models import Program


@dataclass(frozen=True)
class ChargeRow:
    """The charges set aside for a person with what became of each, and those that came after."""

    charges_diverted: str
    charges_outcome: str
    new_charges: int
    last_new_charge_on: date | None
    new_charges_words: str
    new_charge_dispositions: str
    new_charge_sentences: str


CHARGE_TABLE = FactTable(
    key="charge",
    label=pgettext_lazy("group of columns", "Charges"),
    row=ChargeRow,
    columns=(
        FactColumn(
            "charges_diverted",
            _("Charges diverted from"),
            ColumnKind.TEXT,
            _("Referral form"),
            "7a",
            _("Chosen from the program's list of offenses. Arrest diversions only."),
        ),
        FactColumn(
            "charges_outcome",
            _("What became of those charges"),
            ColumnKind.TEXT,
            _("Charges on hold"),
            "7a",
        ),
        FactColumn(
            "new_charges",
            _("New charges"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from the new charges that were reported"),
            "7a",
            unit=_("charges"),
        ),
        FactColumn(
            "last_new_charge_on",
            _("Date of the last new charge"),
            ColumnKind.DATE,
            _("New charges"),
            "7a",
            _("The day it happened, not the day it was reported."),
        ),
        FactColumn(
            "new_charges_words",
            _("New charges, with dates"),
            ColumnKind.TEXT,
            _("New charges"),
            "7a",
            _("A new charge ends no one's participation."),
        ),
        FactColumn(
            "new_charge_dispositions",
            _("New charges: dispositions"),
            ColumnKind.TEXT,
            _("New charges"),
            "3a",
            _("The newest of each charge, with its date. Blank while the case is open."),
        ),
        FactColumn(
            "new_charge_sentences",
            _("New charges: sentences"),
            ColumnKind.TEXT,
            _("New charges"),
            "3a",
        ),
    ),
)


def charge_rows(people: Collection[int], program: Program, at: datetime) -> dict[int, ChargeRow]:
    """A row for each of some people, by primary key. Three queries."""
    diverted: dict[int, list[SetAsideCharge]] = defaultdict(list)
    found = SetAsideCharge.objects.filter(encounter__program=program, encounter__person_id__in=people)
    # Only what a row is made of: of the encounter nothing but whose it is.
    read = found.only("offense_key", "title", "state").annotate(whose=F("encounter__person_id"))
    for charge in read.order_by("set_aside_at", "pk"):
        diverted[charge.whose].append(charge)
    new: dict[int, list[NewCharge]] = defaultdict(list)
    later = new_charges_of(people).filter(program=program).prefetch_related("dispositions")
    for each in later.order_by("occurred_on", "pk"):
        new[each.person_id].append(each)
    # Most people have none: they share one row.
    none = _charge_row((), ())
    charged = {pk: _charge_row(diverted.get(pk, ()), new.get(pk, ())) for pk in diverted.keys() | new.keys()}
    return {pk: charged.get(pk, none) for pk in people}


def _charge_row(diverted: Sequence[SetAsideCharge], new: Sequence[NewCharge]) -> ChargeRow:
    closed = [found[-1] for found in (list(each.dispositions.all()) for each in new) if found]
    states = dict.fromkeys(str(each.get_state_display()) for each in diverted)
    return ChargeRow(
        charges_diverted="; ".join(each.shown_title for each in diverted),
        charges_outcome="; ".join(states),
        new_charges=len(new),
        last_new_charge_on=new[-1].occurred_on if new else None,
        new_charges_words="; ".join(_new_charge(each) for each in new),
        new_charge_dispositions="; ".join(_disposition(each) for each in closed),
        new_charge_sentences="; ".join(sentence_words(each) for each in closed if each.sentence),
    )


def _disposition(disposition: Disposition) -> str:
    day = date_format(disposition.disposed_on, "SHORT_DATE_FORMAT")
    return f"{verdict_words(disposition)} ({day})"


def _new_charge(charge: NewCharge) -> str:
    day = date_format(charge.occurred_on, "SHORT_DATE_FORMAT")
    return f"{charge.shown_title} ({charge.get_how_display()}, {day})"
