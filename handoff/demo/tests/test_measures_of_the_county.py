"""The measures of the demo county equal plain SQL written independently of them (M1–M6)."""

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime

import pytest

from handoff.demo.tests import follow_up_sql
from handoff.demo.tests.conftest import TODAY
from handoff.measures.definitions import MEASURES
from handoff.measures.definitions.closing import store_result
from handoff.measures.models import MonthClosing
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import PeriodKind, periods_between, read_month
from handoff.measures.services import changes_since, count_month, count_periods
from handoff.programs.queries import time_zone_of
from tests.bench import measures_sql

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def alder(county):
    return county[0].program


def ours_by_month(program, months):
    at = datetime.combine(TODAY, datetime.min.time(), time_zone_of(program))
    periods = [read_month(code) for code, _starts, _ends in months]
    counted = count_periods(program, periods, MEASURES, at)
    return {
        period.code: {measure.code: result for measure, result in results}
        for period, results in zip(periods, counted, strict=True)
    }


@pytest.mark.parametrize("kind", PeriodKind)
def test_the_database_counts_what_reading_every_record_of_the_county_counts(alder, kind):
    at = datetime.combine(TODAY, datetime.min.time(), time_zone_of(alder))
    periods = periods_between(TODAY.replace(year=TODAY.year - 1), TODAY, kind)
    facts = load_facts(alder, periods[-1].last, at)
    for period, results in zip(periods, count_periods(alder, periods, MEASURES, at), strict=True):
        row_by_row = [store_result(*each) for each in count_month(facts, period)]
        assert [store_result(*each) for each in results] == row_by_row


def test_each_measure_of_each_month_equals_independent_sql(alder):
    months = measures_sql.months_from(TODAY.replace(year=TODAY.year - 1), TODAY, time_zone_of(alder))
    ours = ours_by_month(alder, months)
    for name in ("M1", "M3"):
        theirs = {code: (count, whole) for code, count, whole in measures_sql.run(name, alder.pk, months)}
        for code, results in ours.items():
            line = results[name].headline
            assert (line.count, line.whole) == theirs.get(code, (0, 0)), (name, code)
    totals: dict[str, Counter] = defaultdict(Counter)
    for name, place in (("M2", 2), ("M4", 3)):
        for row in measures_sql.run(name, alder.pk, months):
            totals[name][row[0]] += row[place]
    agencies = {(code, agency): n for code, agency, n in measures_sql.run("M5", alder.pk, months) if agency}
    charges = Counter()
    for code, _offense, _people, count in measures_sql.run("M6", alder.pk, months):
        charges[code] += count
    for code, results in ours.items():
        assert results["M2"].headline.count == totals["M2"][code], code
        assert results["M4"].headline.whole == totals["M4"][code], code
        for line in results["M5"].table("officer_agency").lines:
            assert line.count == agencies.get((code, int(line.code)), 0), (code, line.code)
        assert results["M6"].notes["charges"] == charges[code], code
    assert sum(totals["M2"].values()) > 0 and sum(charges.values()) > 0


def test_closed_months_of_the_county_show_what_came_later(alder):
    closings = list(MonthClosing.objects.filter(program=alder).order_by("month"))
    assert [each.number for each in closings] == [1, 1, 1]
    at = datetime.combine(TODAY, datetime.min.time(), time_zone_of(alder))
    facts = load_facts(alder, TODAY, at)
    changes = [change for each in closings for change in changes_since(each, facts)]
    assert changes and all(each.records and not each.definition for each in changes)
    assert alder.agencies.filter(head_counts__isnull=False).distinct().count() == 3


def test_overdoses_and_deaths_of_each_month_equal_independent_sql(alder):
    months = measures_sql.months_from(TODAY.replace(year=TODAY.year - 1), TODAY, time_zone_of(alder))
    seen = 0
    for code, results in ours_by_month(alder, months).items():
        month = read_month(code)
        found = follow_up_sql.rows(follow_up_sql.SAFETY, alder.pk, month.first, month.last)
        safety = results["M13"]
        overdoses = sum(n for kind, _naloxone, cause, n in found if kind == "overdose" or cause == "overdose")
        assert safety.headline.count == overdoses, code
        assert safety.notes["deaths"] == sum(row[3] for row in found if row[0] == "death"), code
        assert safety.notes["reversals"] == sum(row[3] for row in found if row[0] == "reversal"), code
        seen += sum(row[3] for row in found)
    assert seen >= 4


def test_new_charges_of_each_month_equal_independent_sql(alder):
    zone = time_zone_of(alder)
    months = measures_sql.months_from(TODAY.replace(year=TODAY.year - 1), TODAY, zone)
    seen = 0
    for code, results in ours_by_month(alder, months).items():
        month = read_month(code)
        ends = datetime.combine(month.next.first, datetime.min.time(), zone)
        found = {
            (charge, person)
            for charge, person, occurred_on, referred_at in follow_up_sql.rows(
                follow_up_sql.NEW_CHARGES, alder.pk, month.first, month.last, ends, ends
            )
            if str(occurred_on) > str(as_day(referred_at, zone))
        }
        result = results["M6b"]
        assert result.notes["new_charges"] == len(found), code
        assert result.headline.count == len({person for _charge, person in found}), code
        seen += len(found)
    assert seen > 0


def test_before_and_after_equals_the_look_backs_read_one_by_one(alder):
    """The rows by SQL, the windows day by day: no shared code with the measure."""
    zone, seen = time_zone_of(alder), 0
    months = measures_sql.months_from(TODAY.replace(year=TODAY.year - 2), TODAY, zone)
    ours = ours_by_month(alder, months)
    people, sides = defaultdict(set), defaultdict(int)
    for person, kind, first, last, days, referred_at in follow_up_sql.rows(follow_up_sql.LOOKED_UP, alder.pk):
        referred = as_day(referred_at, zone)
        gap = {(date.fromisoformat(each) - referred).days for each in json.loads(days)}
        covered = (referred - date.fromisoformat(str(first))).days >= 180
        covered = covered and (date.fromisoformat(str(last)) - referred).days >= 180
        if covered and (TODAY - referred).days > 180:
            month = f"{referred:%Y-%m}"
            people[month].add(person)
            sides[month, f"{kind}:before"] += any(-180 <= each <= -1 for each in gap)
            sides[month, f"{kind}:after"] += any(1 <= each <= 180 for each in gap)
    for code, results in ours.items():
        result = results["M12"]
        lines = {each.code: each.count for each in result.table("before_after").lines}
        assert result.headline.count == len(people[code]), code
        wanted = {side: count for (month, side), count in sides.items() if month == code and count}
        assert {side: count for side, count in lines.items() if count} == wanted, code
        seen += result.headline.count
    # Bookings were typed, and visits to the hospital came from a table.
    assert seen > 0 and {"booking", "ed_visit"} == {side.partition(":")[0] for _month, side in sides}


def as_day(moment, zone):
    """SQLite answers a moment as text in UTC."""
    read = datetime.fromisoformat(str(moment))
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(zone).date()
