"""The last months closed for their staffing meetings, fiscal years shared, and a sheriff's office that grew."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.dates import HISTORY_DAYS, DemoCalendar, local_day
from handoff.demo.program import DemoProgram
from handoff.measures.baselines.services import enter_baseline
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.collection.services import add_source, record_review
from handoff.measures.definitions.sources import Entry, Rhythm
from handoff.measures.editions.services import make_edition, publish_edition
from handoff.measures.outside.services import choose_columns, import_file, read_file
from handoff.measures.own.inputs import OwnInput
from handoff.measures.own.services import change_measure, define_measure
from handoff.measures.rules.periods import Period, PeriodKind, period_of
from handoff.measures.services import close_month
from handoff.programs.services import mark_preparation, record_head_count

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
    """The table that the sheriff's office sent of the months that are closed; it counts no overdoses."""
    lines = ["Month,Jail bookings,Days in jail"]
    lines += [f"{month.code},{240 - 7 * number},{3100 - 90 * number}" for number, month in enumerate(months)]
    actor = data_manager(demo, moment)
    batch = read_file(
        actor=actor,
        program=demo.program,
        source="Alder County Sheriff, invented for training",
        content="\n".join(lines).encode(),
        at=moment,
    )
    columns = {"month": 0, "bookings": 1, "jail_days": 2}
    choose_columns(actor=actor, batch=batch, columns=columns, at=moment)
    import_file(actor=actor, batch=batch, at=moment)


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


PLANNED = {
    "referral": ("weekly", "at_once", 5),
    "eligibility": ("monthly", "at_once", 12),
    "screening": ("two_weeks", "daily", 9),
    "details": ("monthly", "weekly", 40),
    "casework": ("weekly", "daily", 4),
    "charges": ("monthly", "monthly", 20),
}
"""By source of data: how often it is reviewed and entered, and how many days ago it was reviewed last."""


def plan_collection(demo: DemoProgram) -> None:
    """The collection plan of a program that has a data manager: one review is overdue, some sources have no one yet."""
    workers = [each for each in demo.staff.workers if each.role == RoleName.DATA_MANAGER]
    if not workers:
        return
    moment = demo.days.ends - timedelta(days=60)
    actor = data_manager(demo, moment)
    owner = demo.users[workers[0].username]
    backup = demo.users[demo.staff.first_with_role(RoleName.PROGRAM_MANAGER)]
    for key, (rhythm, entry, ago) in PLANNED.items():
        wanted = SourceInput(
            owner=owner,
            backup=None if key == "charges" else backup,
            entry=Entry(entry),
            rhythm=Rhythm(rhythm),
            first_review_on=local_day(moment),
            stored="In Handoff",
        )
        source = add_source(actor=actor, program=demo.program, key=key, wanted=wanted, at=moment)
        reviewed = demo.days.ends - timedelta(days=ago)
        record_review(
            actor=data_manager(demo, reviewed),
            source=source,
            reviewed_on=local_day(reviewed),
            note="Looked through, and mended what was missing.",
            at=reviewed,
        )


SAID = {
    "chief": "The sheriff spoke for the program at the county's meeting.",
    "process": "Flow chart in the program manual, chapter 2.",
    "night": "Card with the 24-hour number in every car.",
    "manual": "Version 3, kept by the program manager.",
    "training": "Both shifts, in two evenings.",
    "cards": "",
    "funding": "County budget and opioid settlement until June.",
}


def mark_preparations(demo: DemoProgram) -> None:
    """What the manager said of the preparations for the launch; some were left open."""
    worker = demo.staff.first_with_role(RoleName.PROGRAM_MANAGER)
    moment = demo.days.ends - timedelta(days=50)
    for key, note in SAID.items():
        mark_preparation(
            actor=demo.actor(worker, moment),
            program=demo.program,
            key=key,
            is_done=True,
            note=note,
            at=moment,
        )
