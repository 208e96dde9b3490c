"""What the weekly review finds: each rule at its edge, and nothing in a quiet week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.review import rules
from handoff.audit.review.rules import ReviewedAction, review_week

MORNING = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
WORKER, OFFICER = 1, 2


def make_openings(
    count: int, every: timedelta = timedelta(minutes=1), at: datetime = MORNING
) -> list[ReviewedAction]:
    return [
        ReviewedAction(WORKER, at + every * number, "person.opened", f"id-{number}", "seen")
        for number in range(count)
    ]


def finding_rules(acts: list[ReviewedAction], **more: object) -> list[str]:
    return [each.rule for each in review_week(acts, **more)]  # type: ignore[arg-type]


def test_every_opening_of_a_record_is_counted_or_named_as_none():
    named = {each for each in (*AuditAction, *AuditLook) if each.endswith("opened")}
    named |= {AuditAction.RECORD_OPENED_WITH_REASON}
    assert named - rules.OPENING_ACTIONS == rules.OPENS_NO_RECORD
    assert not rules.OPENING_ACTIONS & rules.OPENS_NO_RECORD


def test_case_notes_opened_one_after_another_are_many_records():
    notes = [replace(each, action="note.opened") for each in make_openings(rules.MANY_RECORDS)]
    assert finding_rules(notes) == finding_rules(make_openings(rules.MANY_RECORDS)) != []


def test_a_quiet_week_brings_nothing():
    assert finding_rules(make_openings(rules.MANY_RECORDS - 1)) == []


def test_many_records_in_an_hour_are_found_and_spread_over_a_day_are_not():
    assert finding_rules(make_openings(rules.MANY_RECORDS)) == ["many_records"]
    assert (
        finding_rules(make_openings(rules.MANY_RECORDS, timedelta(minutes=15), MORNING.replace(hour=7))) == []
    )


def test_the_same_record_many_times_is_one_record():
    acts = [ReviewedAction(WORKER, MORNING, "person.opened", "id", "seen")] * 60
    assert finding_rules(acts) == []


def test_a_record_at_night_is_found_from_ten_to_six():
    for hour, night in ((21, False), (22, True), (0, True), (5, True), (6, False)):
        acts = make_openings(1, at=MORNING.replace(hour=hour))
        assert finding_rules(acts) == (["at_night"] if night else []), hour


def test_each_access_with_a_reason_is_shown_with_it():
    acts = [ReviewedAction(WORKER, MORNING, "record.opened_with_reason", "id", "done", "covering")]
    (finding,) = review_week(acts)
    assert (finding.rule, finding.subject, finding.reason) == ("with_a_reason", "id", "covering")


def test_a_record_of_the_same_last_name_is_found_also_by_a_lookup():
    acts = [ReviewedAction(OFFICER, MORNING, "lookup.asked", "id", "seen"), *make_openings(1)]
    assert finding_rules(acts, alike={(OFFICER, "id")}) == ["same_name"]
    assert finding_rules(acts, alike={(WORKER, "id")}) == []


def test_refusals_in_a_series_are_found_and_one_a_day_is_not():
    close = [
        ReviewedAction(WORKER, MORNING + timedelta(minutes=each), "denied")
        for each in range(rules.SERIES_LENGTH)
    ]
    apart = [
        ReviewedAction(WORKER, MORNING + timedelta(hours=each), "denied")
        for each in range(rules.SERIES_LENGTH)
    ]
    assert finding_rules(close) == ["refused_in_series"]
    assert finding_rules(apart) == []


def test_lookups_without_a_referral_are_found():
    asked = [ReviewedAction(OFFICER, MORNING, "lookup.asked", "", "seen")] * rules.MANY_LOOKUPS
    referred = ReviewedAction(OFFICER, MORNING, "referral.submitted", "id")
    assert finding_rules(asked) == ["lookups_alone"]
    assert finding_rules([*asked, referred]) == []
    assert finding_rules(asked[1:]) == []


def test_tries_on_a_switched_off_account_and_exports_are_found():
    tries = [ReviewedAction(WORKER, MORNING, "sign_in.failed", outcome="refused")]
    assert finding_rules([], disabled=tries) == ["switched_off"]
    assert finding_rules([ReviewedAction(WORKER, MORNING, "audit.exported")]) == ["exports"]


def test_a_refused_opening_opened_nothing():
    acts = [
        ReviewedAction(WORKER, each.at, each.action, each.subject, "refused") for each in make_openings(40)
    ]
    assert finding_rules(acts) == []
