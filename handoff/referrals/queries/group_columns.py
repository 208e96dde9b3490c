"""How the database reads what a measure asks of referrals, to group them by it (ADR 0088).

Each column is only stored values or whether something is so; what it means is said in `fact_rows`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.db.models.sql.compiler import SQLCompiler

from handoff.charges.models import SetAsideCharge
from handoff.referrals.models import Pathway, Referral, ReferralEvent
from handoff.referrals.queries.fact_rows import SAID_YES

State, Kind = Referral.State, ReferralEvent.Kind
Expressions = dict[str, Combinable]


@dataclass(frozen=True)
class Bounds:
    """Periods that follow each other: the first day of each, then the day after the last one."""

    firsts: tuple[date, ...]
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.firsts[0], time(), self.zone)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.firsts[-1], time(), self.zone)

    def place(self, field: str) -> "Place":
        """In which of the periods an instant lies: -1 before the first; their number after the last, and for none."""
        return Place(field, [datetime.combine(each, time(), self.zone) for each in self.firsts])

    def place_of_day(self, field: str) -> "Place":
        """The same for a date."""
        return Place(field, self.firsts)

    def day_in(self, place: int) -> date:
        """The first day of the period at a place; for -1 the day before all of them."""
        return self.firsts[place] if place >= 0 else self.firsts[0] - timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What a count asks of referrals, as it is on a day. `prefix` leads to them from the rows that are grouped."""

    columns: Collection[str]
    bounds: Bounds
    read_on: date
    windows: Collection[int] = ()
    """The numbers of days that the program's policies give for an intake."""
    prefix: str = ""


def answers_beyond_record() -> QuerySet[ReferralEvent]:
    """Answers that say something else than the record of their referral does: they have to be read with it."""
    about_yes = (
        ~Q(referral__state__in=SAID_YES)
        | Q(referral__answered_at__isnull=True)
        | Q(referral__intake_due_on__isnull=True) & ~Q(occurred_at=F("referral__answered_at"))
    )
    other_reason = ~Q(said_why="") & ~Q(said_why=F("referral__decline_reason"))
    about_no = (
        ~Q(referral__state=State.DECLINED)
        | Q(referral__answered_at__isnull=True)
        | Q(said_why__isnull=False) & other_reason
    )
    answers = ReferralEvent.objects.annotate(
        said_why=Cast(KeyTextTransform("reason", "details"), CharField())
    )
    return answers.filter(Q(what=Kind.ACCEPTED) & about_yes | Q(what=Kind.DECLINED) & about_no)


def referred_again(bounds: Bounds) -> QuerySet[Referral]:
    """Other referrals of the same person in the same period, as seen from one whose period is `of_place`."""
    again = Referral.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
    places = again.annotate(its_place=bounds.place("occurred_at"))
    return places.filter(its_place=OuterRef("of_place"))


def _person(asked: Asked) -> Expressions:
    return {"is_named": _true_if(Q(person__isnull=False))}


def _pathway(asked: Asked) -> Expressions:
    return {"pathway": F(f"{asked.prefix}pathway")}


def _agency(asked: Asked) -> Expressions:
    return {"agency_id": F(f"{asked.prefix}agency_id")}


def _officer(asked: Asked) -> Expressions:
    return {
        "referrer_kind": F("referrer_kind"),
        "referrer_user_id": F("referrer_user_id"),
        "officer_id": F("past__officer_id"),
    }


def _outcome(asked: Asked) -> Expressions:
    return {"state": F("state"), "is_answered": _true_if(Q(answered_at__isnull=False))}


def _mistake(asked: Asked) -> Expressions:
    withdrawn = Q(state=State.WITHDRAWN)
    return {"state": Case(When(withdrawn, then=Value(State.WITHDRAWN)), default=Value(""))}


def _decline_reason(asked: Asked) -> Expressions:
    said_no = Q(state=State.DECLINED)
    return {"decline_reason": Case(When(said_no, then=F("decline_reason")), default=Value(""))}


def _later_no_on(asked: Asked) -> Expressions:
    """A no after a yes is an answer that the record doesn't tell: such a referral comes by itself."""
    return {}


def _screened_on(asked: Asked) -> Expressions:
    """Whether there's a screening form: it came with the yes, as services that someone asked for, or by itself."""
    names_services = ~Q(services_wanted=[])
    needless = Q(pathway=Pathway.ARREST_DIVERSION) | names_services | ~Q(state__in=SAID_YES)
    form = ReferralEvent.objects.filter(referral=OuterRef("pk"), what=Kind.SCREENED)
    return {
        **_pathway(asked),
        "named_services": _true_if(names_services),
        "is_screened": Case(When(needless, then=False), default=Exists(form)),
    }


def _intake_by(asked: Asked) -> Expressions:
    """Whether the last day of the intake, extensions included, is still to come."""
    held = SetAsideCharge.objects.filter(encounter=OuterRef("encounter"), lapses_on__gte=asked.read_on)
    without = Q()
    for days in asked.windows:
        first = datetime.combine(asked.read_on - timedelta(days=days), time(), asked.bounds.zone)
        without |= Q(policy__intake_window_days=days, answered_at__gte=first)
    return {
        "is_open": Case(
            When(~Q(state__in=SAID_YES), then=False),
            When(intake_due_on__gte=asked.read_on, then=True),
            When(intake_due_on__isnull=False, then=Exists(held)),
            When(without, then=True),
            default=False,
            output_field=BooleanField(),
        )
    }


def _age(asked: Asked) -> Expressions:
    """Whole years at the referral."""
    prefix = asked.prefix
    on = TruncDate(f"{prefix}occurred_at", tzinfo=asked.bounds.zone)
    years = Years(F(f"{prefix}person__date_of_birth"), on)
    known = Coalesce(years, F(f"{prefix}person__approximate_age"), output_field=IntegerField())
    return {"age": known, **_anonymous(asked)}


def _decade(asked: Asked) -> Expressions:
    """Ages come in tens that end with 4: 15 to 24 as 15, 25 to 34 as 25."""
    exact = _age(asked)
    return {**exact, "age": (exact["age"] + 5) / 10 * 10 - 5}


def _gender(asked: Asked) -> Expressions:
    return {"gender": F(f"{asked.prefix}person__gender"), **_anonymous(asked)}


def _races(asked: Asked) -> Expressions:
    return {"races": F(f"{asked.prefix}person__race_ethnicity"), **_anonymous(asked)}


def _anonymous(asked: Asked) -> Expressions:
    """What someone without a record said of themselves."""
    nameless = Q(**{f"{asked.prefix}person__isnull": True})
    return {
        "anonymous": Case(When(nameless, then=F(f"{asked.prefix}demographics"))),
        "is_named": _true_if(~nameless),
    }


def _true_if(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


_COLUMNS: Mapping[str, Callable[[Asked], Expressions]] = {
    "person": _person,
    "mistake": _mistake,
    "pathway": _pathway,
    "agency": _agency,
    "officer": _officer,
    "outcome": _outcome,
    "decline_reason": _decline_reason,
    "later_no_on": _later_no_on,
    "screened_on": _screened_on,
    "intake_by": _intake_by,
    "age": _age,
    "decade": _decade,
    "gender": _gender,
    "races": _races,
}


def expressions_of(asked: Asked) -> Expressions:
    found: Expressions = {}
    for column in asked.columns:
        found |= _COLUMNS[column](asked)
    return found


class Years(Func):
    """Whole years from one day to another.

    Whoever was born on February 29 is a year older from March 1.
    """

    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        # A day as a number, such as 20260731: whole years are a difference of two divided by ten thousand.
        (born, ours), (on, theirs) = (compiler.compile(each) for each in self.get_source_expressions())
        number = "CAST(strftime('%%Y%%m%%d', {}) AS INTEGER)"
        return f"(({number.format(on)} - {number.format(born)}) / 10000)", (*theirs, *ours)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        # Without a time zone, because a conversion of each would take longer than the rest.
        (born, ours), (on, theirs) = (compiler.compile(each) for each in self.get_source_expressions())
        age = f"age(({on})::timestamp, ({born})::timestamp)"
        return f"CAST(date_part('year', {age}) AS INTEGER)", (*theirs, *ours)


class Place(Func):
    """How many of some rising bounds are reached, less one; of nothing as of what is past them all.

    PostgreSQL halves the bounds until it is there, SQLite tries one after the other.
    """

    output_field = IntegerField()

    def __init__(self, field: str, bounds: Collection[date]) -> None:
        self.type = "timestamptz" if any(isinstance(each, datetime) for each in bounds) else "date"
        super().__init__(F(field), *(Value(each) for each in bounds))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        column, *bounds = (compiler.compile(each) for each in self.get_source_expressions())
        whens = " ".join(
            f"WHEN {column[0]} < {bound} THEN {number - 1}" for number, (bound, _values) in enumerate(bounds)
        )
        params = tuple(value for _bound, values in bounds for value in (*column[1], *values))
        return f"CASE {whens} ELSE {len(bounds) - 1} END", params

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        (column, params), *bounds = (compiler.compile(each) for each in self.get_source_expressions())
        array = ", ".join(bound for bound, _values in bounds)
        text = f"COALESCE(width_bucket({column}, ARRAY[{array}]::{self.type}[]) - 1, {len(bounds) - 1})"
        return text, (*params, *(value for _bound, values in bounds for value in values))
