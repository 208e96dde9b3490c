"""What the weekly review finds: each rule at its edge, and nothing in a quiet week."""

from datetime import UTC, datetime, timedelta

from handoff.audit.review import rules
from handoff.audit.review.rules import Act, review

MORNING = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
WORKER, OFFICER = 1, 2


def opened(count: int, every: timedelta = timedelta(minutes=1), at: datetime = MORNING) -> list[Act]:
    return [
        Act(WORKER, at + every * number, "person.opened", f"id-{number}", "seen") for number in range(count)
    ]


def found(acts: list[Act], **more: object) -> list[str]:
    return [each.rule for each in review(acts, **more)]  # type: ignore[arg-type]


def test_a_quiet_week_brings_nothing():
    assert found(opened(rules.MANY_RECORDS - 1)) == []


def test_many_records_in_an_hour_are_found_and_spread_over_a_day_are_not():
    assert found(opened(rules.MANY_RECORDS)) == ["many_records"]
    assert found(opened(rules.MANY_RECORDS, timedelta(minutes=15), MORNING.replace(hour=7))) == []


def test_the_same_record_many_times_is_one_record():
    acts = [Act(WORKER, MORNING, "person.opened", "id", "seen")] * 60
    assert found(acts) == []


def test_a_record_at_night_is_found_from_ten_to_six():
    for hour, night in ((21, False), (22, True), (0, True), (5, True), (6, False)):
        acts = opened(1, at=MORNING.replace(hour=hour))
        assert found(acts) == (["at_night"] if night else []), hour


def test_each_reason_given_is_shown_with_its_reason():
    acts = [Act(WORKER, MORNING, "record.opened_with_reason", "id", "done", "covering")]
    (finding,) = review(acts)
    assert (finding.rule, finding.subject, finding.reason) == ("with_a_reason", "id", "covering")


def test_a_record_of_the_same_last_name_is_found_also_by_a_lookup():
    acts = [Act(OFFICER, MORNING, "lookup.asked", "id", "seen"), *opened(1)]
    assert found(acts, alike={(OFFICER, "id")}) == ["same_name"]
    assert found(acts, alike={(WORKER, "id")}) == []


def test_refusals_in_a_series_are_found_and_one_a_day_is_not():
    close = [Act(WORKER, MORNING + timedelta(minutes=each), "denied") for each in range(rules.SERIES)]
    apart = [Act(WORKER, MORNING + timedelta(hours=each), "denied") for each in range(rules.SERIES)]
    assert found(close) == ["refused_in_series"]
    assert found(apart) == []


def test_lookups_without_a_referral_are_found():
    asked = [Act(OFFICER, MORNING, "lookup.asked", "", "seen")] * rules.MANY_LOOKUPS
    referred = Act(OFFICER, MORNING, "referral.submitted", "id")
    assert found(asked) == ["lookups_alone"]
    assert found([*asked, referred]) == []
    assert found(asked[1:]) == []


def test_tries_on_a_switched_off_account_and_exports_are_found():
    tries = [Act(WORKER, MORNING, "sign_in.failed", outcome="refused")]
    assert found([], disabled=tries) == ["switched_off"]
    assert found([Act(WORKER, MORNING, "audit.exported")]) == ["exports"]


def test_a_refused_opening_opened_nothing():
    acts = [Act(WORKER, each.at, each.action, each.subject, "refused") for each in opened(40)]
    assert found(acts) == []
