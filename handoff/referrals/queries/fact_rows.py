"""The columns of a referral that measures and sheets are made of, and the rows themselves (handbook 7a)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Max, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import SetAsideCharge
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.participants.models import Gender, RaceEthnicity
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.facts import Outcome, ReferralFact
from handoff.referrals.models import AgeBand, Pathway, Referral, ReferralEvent

FORM, PAGE = _("Referral form"), _("Referral page")
NOT_NOW = _("Referral form, when they say “not now”")
OUTCOMES = (
    (Outcome.ACCEPTED.value, _("Said yes")),
    (Outcome.DECLINED.value, _("Said “not now”")),
    (Outcome.INELIGIBLE.value, _("Not eligible or not offered")),
    (Outcome.WAITING.value, _("No answer yet")),
    (Outcome.WITHDRAWN.value, _("Entered by mistake or twice")),
)

REFERRAL_COLUMNS = FactTable(
    key="referral",
    label=_("Referral"),
    row=ReferralFact,
    columns=(
        FactColumn("referral", _("Referral"), ColumnKind.REFERENCE, FORM),
        FactColumn("number", _("Referral number"), ColumnKind.WHOLE_NUMBER, FORM),
        FactColumn("person", _("Person"), ColumnKind.REFERENCE, FORM, "7a"),
        FactColumn("occurred_on", _("Day of the referral"), ColumnKind.DATE, FORM, "7d"),
        FactColumn("recorded_on", _("Day it was entered"), ColumnKind.DATE, FORM),
        FactColumn(
            "pathway",
            _("Kind of referral"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            choices=choices_of(Pathway.choices),
        ),
        FactColumn(
            "referrer",
            _("Who referred"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            choices=choices_of(Referral.ReferrerKind.choices),
        ),
        FactColumn("agency", _("Agency that referred"), ColumnKind.REFERENCE, FORM, "7d"),
        FactColumn("officer", _("Officer who referred"), ColumnKind.REFERENCE, FORM, "7a"),
        FactColumn("outcome", _("First answer"), ColumnKind.CHOICE, PAGE, "7d", choices=choices_of(OUTCOMES)),
        FactColumn("answered_on", _("Day of the first answer"), ColumnKind.DATE, PAGE, "7d"),
        FactColumn(
            "decline_reason",
            _("Reason they said “not now” first"),
            ColumnKind.CHOICE,
            NOT_NOW,
            "7a",
            choices=choices_of(Referral.DeclineReason.choices),
        ),
        FactColumn("later_no_on", _("Day they said no after a yes"), ColumnKind.DATE, PAGE, "7d"),
        FactColumn(
            "later_no_reason",
            _("Reason they said no after a yes"),
            ColumnKind.CHOICE,
            PAGE,
            "7a",
            choices=choices_of(Referral.DeclineReason.choices),
        ),
        FactColumn("screened_on", _("Screening form completed"), ColumnKind.DATE, FORM, "7d"),
        FactColumn("intake_by", _("Last day of the intake deadline"), ColumnKind.DATE, FORM, "3b"),
        FactColumn("encounter", _("Encounter"), ColumnKind.REFERENCE, FORM),
        FactColumn("age", _("Age at referral"), ColumnKind.WHOLE_NUMBER, FORM, "7a", unit=_("years")),
        FactColumn(
            "age_band",
            _("Age of someone without a record"),
            ColumnKind.CHOICE,
            NOT_NOW,
            "7a",
            choices=choices_of(AgeBand.choices),
        ),
        FactColumn(
            "gender",
            _("Gender, as they say it"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            choices=choices_of(Gender.choices),
        ),
        FactColumn(
            "races",
            _("Race and ethnicity"),
            ColumnKind.CHOICES,
            FORM,
            "7a",
            choices=choices_of(RaceEthnicity.choices),
        ),
    ),
)

Kind = ReferralEvent.Kind
ANSWERS = {Kind.ACCEPTED.value: Outcome.ACCEPTED.value, Kind.DECLINED.value: Outcome.DECLINED.value}
SAID_YES = frozenset({Referral.State.ACCEPTED.value, Referral.State.HANDED_OFF.value})


class ReadReferral(NamedTuple):
    """What is read of one referral."""

    pk: int
    number: int
    person_id: int | None
    occurred_at: datetime
    submitted_at: datetime
    pathway: str
    referrer_kind: str
    agency_id: int | None
    referrer_user_id: int | None
    past__officer_id: int | None
    state: str
    answered_at: datetime | None
    decline_reason: str
    intake_due_on: date | None
    encounter_id: int | None
    anonymous: Mapping[str, str | list[str]] | None
    """What someone without a record said of themselves; read only for them, because decoding it takes time."""
    named_services: bool
    policy__intake_window_days: int
    person__date_of_birth: date | None
    person__approximate_age: int | None
    person__gender: str | None
    person__race_ethnicity: list[str] | None


@dataclass(slots=True)
class Steps:
    """The first answer and the first completed screening form among a referral's events."""

    outcome: str = ""
    answered_at: datetime | None = None
    reason: str = ""
    screened_at: datetime | None = None


NO_STEPS = Steps()
MOST_AT_ONCE = 5_000


def referral_facts(program: Program, last: date) -> list[ReferralFact]:
    """All referrals of a program up to a local day, in the order in which they happened."""
    zone = time_zone_of(program)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    events = ReferralEvent.objects.filter(referral__program=program)
    charges = SetAsideCharge.objects.filter(encounter__program=program)
    return _facts_of(Referral.objects.filter(program=program, occurred_at__lt=end), events, charges, zone)


def facts_of_referrals(program: Program, numbers: Iterable[int]) -> list[ReferralFact]:
    """Some referrals of a program, in the order in which they happened."""
    zone, asked, found = time_zone_of(program), sorted(numbers), list[ReferralFact]()
    for start in range(0, len(asked), MOST_AT_ONCE):
        some = asked[start : start + MOST_AT_ONCE]
        events = ReferralEvent.objects.filter(referral__in=some)
        charges = SetAsideCharge.objects.filter(encounter__referral__in=some)
        found += _facts_of(Referral.objects.filter(program=program, pk__in=some), events, charges, zone)
    return sorted(found, key=lambda each: (each.occurred_on, each.number))


def _facts_of(
    referrals: QuerySet[Referral],
    events: QuerySet[ReferralEvent],
    charges: QuerySet[SetAsideCharge],
    zone: ZoneInfo,
) -> list[ReferralFact]:
    annotated = referrals.order_by("occurred_at", "number").annotate(
        anonymous=Case(When(person__isnull=True, then=F("demographics"))),
        named_services=Case(When(services_wanted=[], then=Value(False)), default=Value(True)),
    )
    rows = annotated.values_list(*ReadReferral._fields).iterator(chunk_size=5000)
    steps, holds = _steps_of(events), _holds_of(charges)
    return [
        fact_of_row(row, steps.get(row.pk, NO_STEPS), holds.get(row.encounter_id or 0), zone)
        for row in map(ReadReferral._make, rows)
    ]


def _steps_of(events: QuerySet[ReferralEvent]) -> dict[int, Steps]:
    found: dict[int, Steps] = {}
    said = events.filter(what__in=[*ANSWERS, Kind.SCREENED]).annotate(
        said=Case(When(what=Kind.DECLINED, then=F("details")))
    )
    rows = said.order_by("occurred_at", "pk").values_list("referral_id", "what", "occurred_at", "said")
    for referral_id, what, occurred_at, details in rows.iterator(chunk_size=5000):
        steps = found.setdefault(referral_id, Steps())
        if what == Kind.SCREENED:
            steps.screened_at = steps.screened_at or occurred_at
        elif not steps.outcome:
            steps.outcome, steps.answered_at = ANSWERS[what], occurred_at
            steps.reason = (details or {}).get("reason", "")
    return found


def _holds_of(charges: QuerySet[SetAsideCharge]) -> dict[int, date]:
    """The last day of the hold of each encounter's charges, extensions included."""
    return dict(charges.values_list("encounter_id").annotate(until=Max("lapses_on")))


def fact_of_row(row: ReadReferral, steps: Steps, held_until: date | None, zone: ZoneInfo) -> ReferralFact:
    """What a referral's rows mean for the measures."""
    outcome, answered_at = _first_answer(row, steps)
    occurred_on, answered_on = _day(row.occurred_at, zone), _optional_day(answered_at, zone)
    said = row.anonymous or {}
    first_no, later_no = outcome == Outcome.DECLINED, outcome == Outcome.ACCEPTED and row.state == "declined"
    return ReferralFact(
        referral=row.pk,
        number=row.number,
        person=row.person_id,
        occurred_on=occurred_on,
        recorded_on=_day(row.submitted_at, zone),
        pathway=row.pathway,
        referrer=row.referrer_kind,
        agency=row.agency_id,
        officer=_officer(row),
        outcome=outcome,
        answered_on=answered_on,
        decline_reason=(steps.reason or row.decline_reason) if first_no else "",
        later_no_on=_optional_day(row.answered_at, zone) if later_no else None,
        later_no_reason=row.decline_reason if later_no else "",
        screened_on=_screened_on(row, outcome, steps, answered_on, zone),
        intake_by=_intake_by(row, outcome, answered_on, held_until),
        encounter=row.encounter_id,
        age=_age(row, occurred_on),
        age_band="" if row.person_id else str(said.get("age_band", "")),
        gender=str(row.person__gender if row.person_id else said.get("gender", "")) or "not_asked",
        races=tuple((row.person__race_ethnicity if row.person_id else said.get("race_ethnicity")) or ()),
    )


def _officer(row: ReadReferral) -> int | None:
    """The officer who referred; of a referral from the program's own workbook the account that it names."""
    by_officer = row.referrer_kind == Referral.ReferrerKind.OFFICER
    return (row.referrer_user_id or row.past__officer_id) if by_officer else None


def _first_answer(row: ReadReferral, steps: Steps) -> tuple[str, datetime | None]:
    """The first answer and when it was given; the state tells where no event does, as in imported referrals."""
    if row.state == Referral.State.WITHDRAWN:
        return Outcome.WITHDRAWN.value, None
    if steps.outcome:
        return steps.outcome, steps.answered_at
    if row.state in SAID_YES:
        return Outcome.ACCEPTED.value, row.answered_at
    if row.state == Referral.State.DECLINED:
        return Outcome.DECLINED.value, row.answered_at
    ineligible = row.state == Referral.State.INELIGIBLE
    return (Outcome.INELIGIBLE.value if ineligible else Outcome.WAITING.value), None


def _screened_on(
    row: ReadReferral, outcome: str, steps: Steps, answered_on: date | None, zone: ZoneInfo
) -> date | None:
    """The day of the screening form. An officer fills it in with the yes, other referrers often with the referral."""
    if outcome != Outcome.ACCEPTED:
        return None
    if row.pathway == Pathway.ARREST_DIVERSION or row.named_services:
        return answered_on
    return _optional_day(steps.screened_at, zone)


def _intake_by(
    row: ReadReferral, outcome: str, answered_on: date | None, held_until: date | None
) -> date | None:
    """The intake's last day with its extensions; without a deadline of its own, the program's days after the yes."""
    if outcome != Outcome.ACCEPTED or answered_on is None:
        return None
    if row.intake_due_on is not None:
        return max(row.intake_due_on, held_until or row.intake_due_on)
    return answered_on + timedelta(days=row.policy__intake_window_days)


def _age(row: ReadReferral, on: date) -> int | None:
    """Whole years on the day of the referral; whoever was born on February 29 is a year older from March 1 (D-F14)."""
    born: date | None = row.person__date_of_birth
    if born is None:
        return row.person__approximate_age
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _optional_day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return None if at is None else _day(at, zone)
