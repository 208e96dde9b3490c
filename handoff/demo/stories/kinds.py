"""The kinds of stories and how many make the county: most referrals are social, as in North Carolina's evaluation."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.stories import care, referrals
from handoff.demo.stories.story import Story, StoryWriter, meeting_time


def arrest_enrolled(story: Story) -> None:
    referrals.divert(story)
    care.enroll(story)


def arrest_enrolled_without_roi(story: Story) -> None:
    """Enrolled without an ROI: the agency may not be notified, so the charge stays on hold."""
    referrals.divert(story, release=False)
    care.enroll(story, release=False)


def arrest_enrolled_by_exception(story: Story) -> None:
    charges = referrals.ask_da(story)
    referrals.da_decides(story, approved=True)
    offered = story.later(1, 20)
    story.began_on = offered.date()
    referrals.divert(story, moment=offered, charges=charges)
    care.enroll(story)


def arrest_deadline_ahead(story: Story) -> None:
    referrals.divert(story)
    care.try_to_reach(story, reached=story.chance(60))


def arrest_half_done(story: Story) -> None:
    referrals.divert(story)
    care.try_to_reach(story, reached=True)
    care.leave_intake_unfinished(story)


def arrest_extended(story: Story) -> None:
    referrals.divert(story)
    care.try_to_reach(story, reached=True)
    until = story.intake_due_on + timedelta(days=12)
    moment = story.days.staff_moment(story.rng, story.began_on + timedelta(days=8))
    story.add_event(moment, "extend", story.care_worker, until=until, reason=texts.EXTENDED)


def arrest_lapsed(story: Story) -> None:
    referrals.divert(story, release=story.chance(60))
    for _each in range(story.rng.randint(2, 4)):
        care.try_to_reach(story, reached=False)


def choose_after(story: Story, to_da: bool) -> None:
    arrest_lapsed(story)
    day = story.intake_due_on + timedelta(days=story.rng.randint(1, 9))
    story.add_event(story.days.officer_moment(story.rng, day), "choose", story.officer, to_da=to_da)
    care.try_to_reach(story, reached=True)
    story.add_event(story.later(1, 6), "decline", story.care_worker, reason="not_ready", age="not_asked")


def arrest_sent_to_da(story: Story) -> None:
    choose_after(story, to_da=True)


def arrest_dropped(story: Story) -> None:
    choose_after(story, to_da=False)


def arrest_declined(story: Story) -> None:
    met = meeting_time(story)
    sent = met + timedelta(minutes=story.rng.randint(4, 15))
    demographics: dict[str, Any] = (
        {"age_band": story.rng.choice(referrals.AGE_BANDS), "gender": story.person.gender}
        if story.chance(70)
        else {}
    )
    if demographics and story.chance(80):
        demographics["race_ethnicity"] = list(story.person.races)
    reason = referrals.decline_reason(story)
    story.add_event(
        sent,
        "not_now",
        story.officer,
        occurred_at=met,
        facts="clear",
        decision="offer",
        reason=reason,
        words="",
        demographics=demographics,
        charges=story.draw_charges(),
        seconds=story.draw_seconds() // 2,
    )


def arrest_not_offered(story: Story) -> None:
    met = meeting_time(story)
    sent = met + timedelta(minutes=story.rng.randint(4, 15))
    facts = story.rng.choice(("not_amenable", "robbery", "away", "supervised"))
    words = story.rng.choice(texts.NOT_OFFERED)
    story.add_event(
        sent,
        "not_now",
        story.officer,
        occurred_at=met,
        facts=facts,
        decision="no_offer",
        reason="",
        words=words,
        demographics={},
        charges=story.draw_charges(),
        seconds=story.draw_seconds() // 3,
    )


def arrest_exception_waiting(story: Story) -> None:
    referrals.ask_da(story, "supervised")


def arrest_exception_approved(story: Story) -> None:
    """Approved, but the officer has not met the person again: the draft waits with the DA's approval."""
    referrals.ask_da(story)
    who = story.staff.random_with_role(story.rng, RoleName.DISTRICT_ATTORNEY)
    moment = referrals.last_staff_moment(story, story.now + timedelta(hours=1))
    story.add_event(moment, "da_decides", who, approved=True, words=texts.APPROVED)


def arrest_exception_refused(story: Story) -> None:
    referrals.ask_da(story, "robbery")
    referrals.da_decides(story, approved=False)


def arrest_withdrawn(story: Story) -> None:
    referrals.divert(story, release=False)
    story.add_event(story.later(2, 20), "withdraw", story.care_worker, reason=texts.WITHDRAWN[1])


def social_enrolled(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_accept(story)
    care.enroll(story)


def social_accepted(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_accept(story)


def social_half_done(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_accept(story)
    care.leave_intake_unfinished(story)


def social_waiting(story: Story) -> None:
    referrals.refer_social(story)


def social_overdue(story: Story) -> None:
    referrals.refer_social(story)
    for _each in range(story.rng.randint(1, 3)):
        care.try_to_reach(story, reached=False)


def social_declined(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_decline(story)


def social_exception_waiting(story: Story) -> None:
    referrals.refer_social(story, facts="robbery", reason=texts.RECOMMENDATIONS["robbery"][1])


def social_exception_refused(story: Story) -> None:
    social_exception_waiting(story)
    referrals.da_decides(story, approved=False)


def social_out_of_touch(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_accept(story)
    for _each in range(story.rng.randint(3, 5)):
        care.try_to_reach(story, reached=False)


def social_withdrawn(story: Story) -> None:
    referrals.refer_social(story)
    story.add_event(story.later(2, 20), "withdraw", story.care_worker, reason=texts.WITHDRAWN[0])


def social_declined_later(story: Story) -> None:
    referrals.refer_social(story)
    referrals.reach_and_accept(story)
    story.add_event(story.later(40, 200), "decline", story.care_worker, reason="no_need", age="not_asked")


def community_enrolled(story: Story) -> None:
    referrals.refer_community(story)
    referrals.check(story)
    referrals.reach_and_accept(story)
    care.enroll(story)


def community_enrolled_by_exception(story: Story) -> None:
    referrals.refer_community(story)
    words = story.rng.choice(texts.RECOMMENDATIONS["robbery"])
    moment = story.now + timedelta(hours=story.rng.randint(3, 30))
    story.add_event(moment, "check_and_ask_da", story.officer, facts="robbery", words=words)
    referrals.da_decides(story, approved=True)
    referrals.reach_and_accept(story)
    care.enroll(story)


def community_check_waiting(story: Story) -> None:
    referrals.refer_community(story, checked=False)


def community_waiting(story: Story) -> None:
    referrals.refer_community(story)
    referrals.check(story)


def community_declined(story: Story) -> None:
    referrals.refer_community(story)
    referrals.check(story)
    referrals.reach_and_decline(story)


def community_ineligible(story: Story) -> None:
    referrals.refer_community(story)
    referrals.check(story, "away", "no_offer", texts.INELIGIBLE)


def community_exception_waiting(story: Story) -> None:
    referrals.refer_community(story)
    words = texts.RECOMMENDATIONS["robbery"][2]
    moment = story.now + timedelta(hours=story.rng.randint(2, 9))
    story.add_event(moment, "check_and_ask_da", story.officer, facts="robbery", words=words)


def community_accepted(story: Story) -> None:
    referrals.refer_community(story)
    referrals.check(story)
    referrals.reach_and_accept(story)


def community_half_done(story: Story) -> None:
    community_accepted(story)
    care.leave_intake_unfinished(story)


def community_withdrawn(story: Story) -> None:
    referrals.refer_community(story)
    story.add_event(story.later(1, 20), "withdraw", story.care_worker, reason=texts.WITHDRAWN[0])


def again_enrolled(story: Story) -> None:
    """A person who was enrolled before is referred again and becomes active again."""
    referrals.refer_social(story)
    referrals.reach_and_accept(story)
    care.return_after_absence(story)


@dataclass(frozen=True)
class Kind:
    """A kind of story: how many of 300 referrals, and the range of days ago it began."""

    write: StoryWriter
    count: int
    newest: int
    oldest: int

    @property
    def name(self) -> str:
        return self.write.__name__

    @property
    def enrolls(self) -> bool:
        return "_enrolled" in self.name

    def how_many(self, size: float) -> int:
        """At least one, whatever the size."""
        return max(1, round(self.count * size))


KINDS = (
    Kind(arrest_enrolled, 53, 25, 725),
    Kind(arrest_enrolled_without_roi, 2, 22, 40),
    Kind(arrest_enrolled_by_exception, 4, 45, 600),
    Kind(arrest_deadline_ahead, 4, 9, 13),
    Kind(arrest_half_done, 3, 7, 12),
    Kind(arrest_extended, 1, 16, 19),
    Kind(arrest_lapsed, 2, 16, 21),
    Kind(arrest_sent_to_da, 8, 60, 700),
    Kind(arrest_dropped, 7, 60, 700),
    Kind(arrest_declined, 20, 4, 720),
    Kind(arrest_not_offered, 8, 4, 720),
    Kind(arrest_exception_waiting, 1, 1, 4),
    Kind(arrest_exception_approved, 1, 4, 6),
    Kind(arrest_exception_refused, 4, 30, 600),
    Kind(arrest_withdrawn, 1, 80, 500),
    Kind(social_enrolled, 65, 35, 725),
    Kind(social_accepted, 4, 3, 11),
    Kind(social_half_done, 3, 4, 12),
    Kind(social_waiting, 5, 1, 2),
    Kind(social_overdue, 2, 4, 7),
    Kind(social_declined, 18, 9, 720),
    Kind(social_exception_waiting, 1, 1, 4),
    Kind(social_exception_refused, 2, 30, 600),
    Kind(social_out_of_touch, 2, 20, 45),
    Kind(social_withdrawn, 2, 30, 600),
    Kind(social_declined_later, 2, 60, 600),
    Kind(community_enrolled, 46, 35, 720),
    Kind(community_enrolled_by_exception, 2, 60, 600),
    Kind(community_check_waiting, 4, 1, 3),
    Kind(community_waiting, 3, 2, 4),
    Kind(community_declined, 9, 14, 700),
    Kind(community_ineligible, 5, 10, 700),
    Kind(community_exception_waiting, 1, 4, 6),
    Kind(community_accepted, 3, 4, 12),
    Kind(community_half_done, 2, 4, 13),
    Kind(community_withdrawn, 2, 30, 600),
)
AGAIN = Kind(again_enrolled, 6, 45, 120)
"""People who had become inactive and are referred again."""
