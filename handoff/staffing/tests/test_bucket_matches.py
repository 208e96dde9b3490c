"""Who a named person may be, by what was found: matched, to compare, or no participant at all (J1)."""

from datetime import date

import pytest

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.rules.scoring import NameMatch, Reason, Score
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.matching import Bucket, Likeness, bucket_of, shown_beside
from handoff.staffing.reports.rules.probability import MiddleNames

BORN = date(1988, 3, 14)
SAME_NAME = NameMatch(1.0, 1.0, 1.0, is_same=True)


def found(on, level, age_gap=None):
    return Likeness(0, Score(0.9, (), SAME_NAME, on), level, age_gap)


@pytest.mark.parametrize(
    ("gap", "bucket"), [(None, "review"), (0, "review"), (1, "review"), (2, "new"), (5, "new")]
)
def test_of_someone_with_an_age_only_a_namesake_more_than_a_year_older_is_someone_else(gap, bucket):
    likeness = found(DateMatch.NOT_ASKED, MatchLevel.POSSIBLE, gap)
    assert bucket_of(NamedPerson("ANA", "ROE", age=30), [likeness]) == bucket


def test_beside_someone_who_is_no_participant_no_one_is_shown():
    named = NamedPerson("ANA", "ROE", born_on=BORN)
    namesake = found(DateMatch.DIFFERENT, MatchLevel.NOTHING)
    assert bucket_of(named, [namesake]) is Bucket.NEW and shown_beside(named, [namesake]) == []
    certain = found(DateMatch.SAME, MatchLevel.CERTAIN)
    assert bucket_of(named, [namesake, certain]) is Bucket.MATCHED
    assert len(shown_beside(named, [namesake, certain])) == 2


@pytest.mark.parametrize(("born", "bucket"), [(date(1986, 3, 14), "matched"), (date(1986, 1, 1), "review")])
def test_a_date_that_is_often_written_for_an_unknown_one_is_never_confirmed_together(born, bucket):
    score = Score(0.9, (Reason.CLOSE_YEAR,), SAME_NAME, DateMatch.NEAR)
    likeness = Likeness(0, score, MatchLevel.POSSIBLE, None, MiddleNames.NEITHER)
    assert bucket_of(NamedPerson("ANA", "ROE", born_on=born), [likeness]) == bucket
