"""The last months closed for their staffing meetings and shared, and a sheriff's office that grew."""

from datetime import date, datetime

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.dates import DemoCalendar, local_day
from handoff.demo.program import DemoProgram
from handoff.measures.editions.services import make_edition, publish_edition
from handoff.measures.rules.periods import Period, period_of
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


def share(demo: DemoProgram, month: Period, moment: datetime) -> None:
    """The funder and the evaluator receive a closed month, and the program manager makes it public."""
    edition = make_edition(actor=data_manager(demo, moment), program=demo.program, period=month, at=moment)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    publish_edition(actor=manager, edition=edition, at=moment)


def count_officers_again(demo: DemoProgram, moment: datetime) -> None:
    """The program manager enters the new head count that the first agency sent."""
    agency = demo.program.agencies.filter(kind="law_enforcement").order_by("pk")[0]
    counted_on: date = local_day(moment).replace(day=1)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    officers = (agency.sworn_officers or 0) + MORE_OFFICERS
    record_head_count(actor=manager, agency=agency, counted_on=counted_on, officers=officers, at=moment)


def data_manager(demo: DemoProgram, moment: datetime) -> Actor:
    names = [each.username for each in demo.staff.workers if each.role == RoleName.DATA_MANAGER]
    return demo.actor(names[0] if names else demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
