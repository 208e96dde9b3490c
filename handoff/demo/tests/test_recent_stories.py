"""finding-W16: what waits in the demo county is recent, so that its lists look like those of a working program."""

from datetime import datetime, timedelta
from random import Random

import pytest

from handoff.demo.builder import days_until
from handoff.demo.organizations import ALDER
from handoff.demo.staff import build_staff
from handoff.demo.stories.history import History, write_history
from handoff.demo.stories.story import Story
from handoff.demo.tests.conftest import TODAY

MOST_DAYS_WAITING, MOST_DAYS_SILENT = 35, 110


@pytest.fixture(scope="module")
def history() -> History:
    """The plan of the county in full size; nothing is written."""
    days = days_until(TODAY)
    return write_history(seed=1, slug="alder", days=days, staff=build_staff(ALDER, Random(1)), size=1.0)


def days_ago(story: Story, moment: datetime) -> float:
    return (story.days.ends - moment) / timedelta(days=1)


def test_a_charge_that_waits_is_weeks_old_at_most(history):
    waiting = []
    for story in history.stories:
        actions = {each.action: each for each in story.events}
        if "new_charge" in actions and "decide_charge" not in actions:
            waiting.append(days_ago(story, actions["new_charge"].at))
    assert len(waiting) >= 3
    assert max(waiting) <= MOST_DAYS_WAITING


def test_the_team_has_seen_everyone_who_is_active_within_months_and_some_not_for_a_month(history):
    silent = []
    for story in history.stories:
        last = {each.action: each.at for each in story.events}
        enrolled, left, back = (last.get(name) for name in ("complete_intake", "inactive", "active"))
        if enrolled is None or (left is not None and (back is None or back < left)):
            continue
        seen = [each.at for each in story.events if each.details.get("result") == "reached"]
        silent.append(days_ago(story, max([enrolled, *seen])))
    assert len(silent) > 80
    assert max(silent) <= MOST_DAYS_SILENT
    assert sum(each > 30 for each in silent) >= 10
