"""How stories begin, and how some end early: at the scene, at the DA's office, at outreach."""

from datetime import datetime, timedelta
from typing import Any

from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.dates import at
from handoff.demo.stories import care
from handoff.demo.stories.story import Story, is_working_time, meeting_time

DECLINE = (
    ("not_ready", 24),
    ("no_need", 12),
    ("distrust_police", 14),
    ("distrust_program", 6),
    ("fears_legal", 9),
    ("prefers_charge", 5),
    ("already_served", 7),
    ("no_time", 6),
    ("in_crisis", 5),
    ("out_of_area", 3),
    ("no_reason", 9),
)
AGE_BANDS = ("under_25", "25_34", "35_44", "45_54", "55_64", "not_asked")


def decline_reason(story: Story) -> str:
    return story.rng.choices([name for name, _ in DECLINE], [weight for _, weight in DECLINE])[0]


def divert(
    story: Story,
    *,
    release: bool = True,
    moment: datetime | None = None,
    charges: list[dict[str, Any]] | None = None,
) -> None:
    """An arrest diversion the person accepted, with its handoff."""
    met = moment or meeting_time(story)
    sent = met + timedelta(minutes=story.rng.randint(9, 38))
    warm = is_working_time(story.days, sent) and story.chance(85)
    night = not warm and story.chance(35)
    story.add_event(
        sent,
        "divert",
        story.officer,
        occurred_at=met,
        charges=charges or story.draw_charges(),
        services=story.draw_services(),
        reason=story.rng.choice(("", *texts.REASONS_ARREST)),
        release=release and story.rng.choice((365, 365, 365, 180)),
        handoff="warm" if warm else "all_hours_partner" if night else "card",
        reached=warm and story.chance(90),
        called=story.care_worker,
        seconds=story.draw_seconds(),
        contacts=contacts(story),
    )


def refer_social(story: Story, *, facts: str = "clear", reason: str = "") -> None:
    met = meeting_time(story)
    story.add_event(
        met + timedelta(minutes=story.rng.randint(5, 25)),
        "refer_social",
        story.officer,
        occurred_at=met,
        facts=facts,
        check_reason=reason,
        services=story.draw_services(),
        reason=story.rng.choice(texts.REASONS_SOCIAL),
        seconds=story.draw_seconds(),
        contacts=contacts(story),
    )


def refer_community(story: Story, *, checked: bool = True) -> None:
    """A referral through program staff or the public page; law enforcement checks it about a day later."""
    through_page = story.chance(45)
    received_at = (
        story.days.staff_moment(story.rng, story.began_on)
        if checked
        else story.days.ends - timedelta(hours=20)
    )
    if through_page:
        words, language = story.rng.choice(texts.MESSAGES)
        written_at = received_at - timedelta(hours=story.rng.randint(1, 15), minutes=story.rng.randrange(60))
        story.add_event(written_at, "message", "", words=words, language=language, for_self=story.chance(35))
        received_at = (
            story.days.soon_after(story.rng, written_at, 1, 6) if checked else written_at + timedelta(hours=1)
        )
    if not checked:
        received_at = last_staff_moment(story, received_at)
    story.add_event(
        received_at,
        "refer_community",
        story.care_worker,
        through_page=through_page,
        kind=story.rng.choice(("self", "community", "community", "staff")),
        services=story.draw_services(),
        reason=story.rng.choice(texts.REASONS_SOCIAL),
        contacts=contacts(story),
    )


def last_staff_moment(story: Story, fallback: datetime) -> datetime:
    """A time on one of the last working days, for referrals that have just come in."""
    day = story.days.working_day_before(story.began_on)
    moment = at(day, story.rng.randint(9, 16), story.rng.randrange(60))
    return max(moment, fallback) if fallback < story.days.ends - timedelta(hours=8) else moment


def contacts(story: Story) -> list[dict[str, object]]:
    """Ways to reach the person: a phone, a place, a person who can pass on a message."""
    rng, found = story.rng, []
    if story.chance(72):
        found.append(
            {"kind": "phone", "value": story.person.phone, "text": story.chance(70), "word": story.chance(40)}
        )
    if not found or story.chance(30):
        found.append({"kind": "place", "value": rng.choice(texts.PLACES), "text": False, "word": False})
    if story.chance(22):
        found.append({"kind": "through", "value": rng.choice(texts.THROUGH), "text": False, "word": True})
    if story.chance(35):
        number = rng.randint(101, 989)
        found.append(
            {
                "kind": "address",
                "value": f"{number} {rng.choice(texts.STREETS)}",
                "text": False,
                "word": False,
            }
        )
    return found


def check(story: Story, facts: str = "clear", decision: str = "social", reason: str = "") -> None:
    story.add_event(
        story.now + timedelta(hours=story.rng.randint(3, 30), minutes=story.rng.randrange(60)),
        "check",
        story.officer,
        facts=facts,
        decision=decision,
        reason=reason,
    )


def reach_and_decline(story: Story) -> None:
    care.try_to_reach(story, reached=True)
    reason = decline_reason(story)
    story.add_event(
        story.now + timedelta(minutes=10),
        "decline",
        story.care_worker,
        reason=reason,
        age=story.rng.choice(AGE_BANDS),
    )


def reach_and_accept(story: Story) -> None:
    care.try_to_reach(story, reached=True)
    story.add_event(story.now + timedelta(minutes=12), "accept", story.care_worker)


def ask_da(story: Story, facts: str = "robbery") -> list[dict[str, Any]]:
    """An officer asks the DA before offering the program; the identity stays in the draft. Returns the charges."""
    met = meeting_time(story)
    sent = met + timedelta(minutes=story.rng.randint(10, 30))
    words = story.rng.choice(texts.RECOMMENDATIONS[facts])
    charges = story.draw_charges()
    story.add_event(
        sent, "ask_da", story.officer, occurred_at=met, facts=facts, words=words, charges=charges, seconds=600
    )
    return charges


def da_decides(story: Story, approved: bool) -> None:
    who = story.staff.random_with_role(story.rng, RoleName.DISTRICT_ATTORNEY)
    words = texts.APPROVED if approved else texts.NOT_APPROVED
    story.add_event(story.later(2, 30), "da_decides", who, approved=approved, words=words)
