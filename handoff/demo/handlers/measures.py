"""The last months closed for their staffing meetings, fiscal years shared, and a sheriff's office that grew."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.dates import HISTORY_DAYS, DemoCalendar, local_day
from handoff.demo.program import DemoProgram
from handoff.measures.baselines.services import enter_baseline
from handoff.measures.editions.services import make_edition, publish_edition
from handoff.measures.outside.facts import MonthFigures
from handoff.measures.outside.services import enter_figures
from handoff.measures.own.inputs import OwnInput
from handoff.measures.own.services import change_measure, define_measure
from handoff.measures.rules.periods import Period, PeriodKind, period_of
from handoff.measures.services import close_month
from handoff.programs.services import record_head_count

MONTHS_CLOSED = 3
HEAD_COUNT_AGO = 150
MORE_OFFICERS = 4


def closed_months(days: DemoCalendar) -> list[Period]:
    """The last complete months but the newest, which the next meeting is about."""
    month = period_of(days.today).previous
    found = []
    for _number in range(MONTHS_CLOSED):
        month = month.previous
        found.append(month)
    return found


def close(demo: DemoProgram, month: Period, moment: datetime) -> None:
    close_month(actor=data_manager(demo, moment), program=demo.program, month=month, at=moment)


def shared_years(days: DemoCalendar) -> list[tuple[Period, date]]:
    """The complete fiscal years of the program, with the day on which each was shared."""
    year = period_of(days.today, PeriodKind.YEAR).previous
    found = [(each, each.next.first + timedelta(days=12)) for each in (year.previous, year)]
    return [(each, day) for each, day in found if days.ago(HISTORY_DAYS) < each.last and day < days.today]


def share(demo: DemoProgram, year: Period, moment: datetime) -> None:
    """The funder and the evaluator receive a fiscal year, and the program manager makes it public."""
    edition = make_edition(actor=data_manager(demo, moment), program=demo.program, period=year, at=moment)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    publish_edition(actor=manager, edition=edition, at=moment)


def count_officers_again(demo: DemoProgram, moment: datetime) -> None:
    """The program manager enters the new head count that the first agency sent."""
    agency = demo.program.agencies.filter(kind="law_enforcement").order_by("pk")[0]
    counted_on: date = local_day(moment).replace(day=1)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    officers = (agency.sworn_officers or 0) + MORE_OFFICERS
    record_head_count(actor=manager, agency=agency, counted_on=counted_on, officers=officers, at=moment)


def enter_jail_figures(demo: DemoProgram, months: list[Period], moment: datetime) -> None:
    """What the sheriff's office sent of the months that are closed; it counts no overdoses."""
    figures = [
        MonthFigures(month, {"bookings": 240 - 7 * number, "jail_days": 3100 - 90 * number})
        for number, month in enumerate(months)
    ]
    enter_figures(
        actor=data_manager(demo, moment),
        program=demo.program,
        months=figures,
        source="Alder County Sheriff, invented for training",
        at=moment,
    )


def data_manager(demo: DemoProgram, moment: datetime) -> Actor:
    names = [each.username for each in demo.staff.workers if each.role == RoleName.DATA_MANAGER]
    return demo.actor(names[0] if names else demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)


def define_own_measures(demo: DemoProgram) -> None:
    """Two measures of the program's own, one of which was changed once."""
    moment = demo.days.ends - timedelta(days=20)
    first = OwnInput(
        "Social referrals that led to a yes",
        "Of the social referrals by officers, how many people chose to join.",
        "referral",
        [("pathway", "officer_social")],
        [("outcome", "accepted")],
    )
    second = OwnInput(
        "New charges by citation",
        "Of the new charges, how many were citations and not arrests.",
        "new_charge",
        [],
        [("how", "citation")],
    )
    manager = data_manager(demo, moment)
    define_measure(actor=manager, program=demo.program, own=first, at=moment)
    changing = define_measure(actor=manager, program=demo.program, own=second, at=moment)
    known = replace(second, base=[("how", "citation"), ("how", "arrest")])
    change_measure(actor=manager, measure=changing, own=known, at=moment + timedelta(days=2))


def enter_ages(demo: DemoProgram) -> None:
    """The county's ages by the groups of the measure, which the census file lacks."""
    moment = demo.days.ends - timedelta(days=60)
    enter_baseline(
        actor=data_manager(demo, moment),
        program=demo.program,
        dimension="age",
        shares={"under_25": 31.2, "25_34": 13.1, "35_44": 12.6, "45_54": 12.9, "55_64": 12.8, "65_up": 17.4},
        source="Invented for training, after the layout of American Community Survey table S0101",
        since=local_day(moment),
        at=moment,
    )
