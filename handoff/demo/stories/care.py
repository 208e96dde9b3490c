"""The care team's part of a story: outreach, intakes, ROIs, contacts, help, status, new charges."""

from datetime import datetime, timedelta
from typing import Any

from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.intake_answers import SECTIONS, answers_to
from handoff.demo.stories.casework import follow_goals, write_goals, write_needs, write_note
from handoff.demo.stories.story import Story

HELP = (
    ("food", 24, (600, 2500)),
    ("transport", 22, (200, 1200)),
    ("phone", 10, (2500, 4500)),
    ("clothing", 8, (1000, 5000)),
    ("naloxone", 14, None),
    ("hygiene", 10, (500, 1500)),
    ("shelter", 6, (5500, 9500)),
    ("harm_reduction", 6, None),
)
PARTNERS_ON_ROI = (
    ("da", 62),
    ("clinic", 55),
    ("shelter", 35),
    ("crisis", 28),
    ("probation", 16),
    ("lme", 12),
)
WAITING_CHARGES = {"new": (4, 12), "heard": (9, 30)}
"""How many days ago a new charge was reported that no one has recommended on, and one that waits for the DA."""
VIEW_BY_ADVICE = (("dismiss", 50), ("continue", 35), ("pursue", 10), ("no_view", 5))


def try_to_reach(story: Story, *, reached: bool) -> None:
    """One to three attempts on working days; only the last may succeed."""
    for _each in range(story.rng.choice((0, 0, 0, 1, 1, 2)) if reached else 0):
        one_contact(story, story.later(3, 40), reached=False)
    one_contact(story, story.later(2, 44), reached=reached)


def one_contact(story: Story, moment: datetime, *, reached: bool) -> None:
    rng = story.rng
    result = "reached" if reached else rng.choice(("not_reached", "not_reached", "left_word"))
    how = rng.choice(("phone", "text", "visit", "visit") if reached else ("phone", "phone", "text", "visit"))
    note = rng.choice(texts.CONTACT_NOTES if reached else texts.VAIN_NOTES)
    ride = reached and story.chance(12)
    story.add_event(moment, "contact", story.care_worker, how=how, result=result, note=note, ride=ride)


def give_help(story: Story, moment: datetime) -> None:
    kind, _weight, cost = story.rng.choices(HELP, [row[1] for row in HELP])[0]
    cents = story.rng.randint(*cost) // 50 * 50 if cost else None
    story.add_event(
        moment, "help", story.care_worker, kind=kind, cents=cents, note=story.rng.choice(texts.HELP_NOTES)
    )


def sign(story: Story, moment: datetime, days: int, *, renews: bool = False) -> None:
    """An ROI for the referring agency and the partners the person names."""
    named = [key for key, percent in PARTNERS_ON_ROI if story.chance(percent)]
    copy = story.chance(88)
    story.add_event(moment, "sign", story.care_worker, days=days, named=named, renews=renews, copy=copy)


def fill_in(story: Story, sections: tuple[str, ...]) -> None:
    for section in sections:
        skipped = story.chance(14)
        answers: dict[str, Any] = {} if skipped else answers_to(story.rng, section)
        moment = story.now + timedelta(minutes=story.rng.randint(2, 7))
        story.add_event(
            moment, "save_section", story.care_worker, section=section, answers=answers, skipped=skipped
        )


def complete_screening(story: Story) -> None:
    """The short screening form on a referral, which every tenth worker leaves for later."""
    if story.number % 10:
        story.add_event(story.now + timedelta(minutes=4), "screen", story.care_worker)


def leave_intake_unfinished(story: Story) -> None:
    """An intake that is started and will be finished at an appointment."""
    complete_screening(story)
    story.add_event(story.later(2, 30), "start_intake", story.care_worker)
    fill_in(story, SECTIONS[: story.rng.randint(2, 6)])
    appointment = story.days.staff_moment(
        story.rng, story.days.today + timedelta(days=story.rng.randint(1, 4))
    )
    place = story.rng.choice(texts.PLACES)
    story.add_event(
        story.now + timedelta(minutes=4), "book", story.care_worker, appointment=appointment, place=place
    )


def enroll(story: Story, *, release: bool = True) -> None:
    """The intake (by its deadline, if there is one) and everything after it."""
    if story.kind.startswith("arrest"):
        try_to_reach(story, reached=True)
    if story.chance(45):
        give_help(story, story.now + timedelta(minutes=20))
    complete_screening(story)
    started = story.later(4, 70)
    story.add_event(started, "start_intake", story.care_worker)
    fill_in(story, SECTIONS)
    scene = story.kind.startswith("arrest") and release
    if release and not scene:
        sign(story, story.now + timedelta(minutes=5), story.rng.choice((365, 365, 365, 365, 180)))
    story.add_event(story.now + timedelta(minutes=6), "complete_intake", story.care_worker)
    if story.chance(40):
        note = story.rng.choice(texts.APPROACH_NOTES)
        story.add_event(story.now + timedelta(minutes=5), "approach", story.care_worker, text=note)
    write_goals(story)
    write_needs(story)
    follow_enrollment(story, release=release)


def return_after_absence(story: Story) -> None:
    story.add_event(story.later(4, 60), "start_intake", story.care_worker)
    fill_in(story, SECTIONS)
    sign(story, story.now + timedelta(minutes=5), 365)
    story.add_event(story.now + timedelta(minutes=6), "complete_intake", story.care_worker)
    for _each in range(3):
        one_contact(story, story.later(100, 300), reached=story.chance(85))


def follow_enrollment(story: Story, *, release: bool) -> None:
    """The months after enrollment: contacts, help, ROIs expiring or renewed, new charges, status."""
    end = story.days.ends - timedelta(hours=6)
    left_at = leaves_at(story, end)
    roi_due = story.now + timedelta(days=350)
    keeps_renewing = story.chance(80)
    charge_at = charged_at(story, left_at) if story.charge_outcome else None
    if story.roi_outcome == "revoked":
        story.add_event(story.later(24, 24 * 9), "revoke", story.care_worker)
        release = False
    while True:
        following = story.later(24 * 15, 24 * 48)
        if charge_at is not None and following >= charge_at:
            new_charge(story, story.days.staff_moment(story.rng, charge_at.date()))
            charge_at = None
            continue
        if following >= left_at or story.over:
            break
        if release and keeps_renewing and following >= roi_due:
            sign(story, following, 365, renews=True)
            roi_due = following + timedelta(days=350)
        reached = story.chance(78)
        one_contact(story, following, reached=reached)
        if reached:
            follow_goals(story)
            write_note(story)
        if story.chance(28):
            give_help(story, story.now + timedelta(minutes=15))
    change_status(story, left_at)


def charged_at(story: Story, left_at: datetime) -> datetime:
    """When a new charge is reported. One that still waits is recent: a team meets, and a DA decides, within weeks."""
    midway = story.now + (left_at - story.now) * 0.55
    days_waiting = WAITING_CHARGES.get(story.charge_outcome)
    if days_waiting is None:
        return midway
    return max(midway, story.days.ends - timedelta(days=story.rng.randint(*days_waiting)))


def leaves_at(story: Story, end: datetime) -> datetime:
    """When the person becomes inactive; the end of the history for those who stay active."""
    if story.outcome == "active":
        return end
    room = end - timedelta(days=12) - story.now
    return story.now + room * story.rng.uniform(0.3, 0.75)


def change_status(story: Story, left_at: datetime) -> None:
    if story.outcome == "active":
        return
    reason, returns = story.outcome.removesuffix("+back"), story.outcome.endswith("+back")
    moment = story.days.staff_moment(story.rng, left_at.date())
    story.add_event(
        moment, "inactive", story.care_worker, reason=reason, note=story.rng.choice(texts.STATUS_NOTES)
    )
    if returns:
        back = story.now + (story.days.ends - timedelta(days=4) - story.now) * story.rng.uniform(0.3, 0.8)
        story.add_event(story.days.staff_moment(story.rng, back.date()), "active", story.care_worker)
        one_contact(story, story.later(20, 60), reached=True)
        keep_in_touch(story)


def keep_in_touch(story: Story) -> None:
    """Contacts until today with someone who came back: a team doesn't lose them again the day after."""
    end = story.days.ends - timedelta(hours=6)
    while (following := story.later(24 * 12, 24 * 36)) < end and not story.over:
        one_contact(story, following, reached=story.chance(85))


def new_charge(story: Story, moment: datetime) -> None:
    """A new charge reported by the crime analyst, the team's recommendation, and the DA's decision if there is one."""
    rng, outcome = story.rng, story.charge_outcome
    analyst = story.staff.first_with_role(RoleName.CRIME_ANALYST)
    charge = {**story.draw_charges()[0], "how": rng.choice(("citation", "citation", "arrest"))}
    if story.add_event(moment, "new_charge", analyst, charge=charge, days_before=rng.randint(0, 4)) is None:
        return
    speakers = [
        story.care_worker,
        *([story.staff.first_with_role(RoleName.CASE_MANAGER)] if story.chance(50) else []),
    ]
    for speaker in dict.fromkeys(speakers if outcome != "new" else []):
        advice = rng.choices([name for name, _ in VIEW_BY_ADVICE], [weight for _, weight in VIEW_BY_ADVICE])[
            0
        ]
        story.add_event(
            story.later(2, 60), "view", speaker, advice=advice, words=rng.choice(texts.VIEWS[advice])
        )
    if outcome in {"dismiss", "continue", "pursue"}:
        who = story.staff.random_with_role(rng, RoleName.DISTRICT_ATTORNEY)
        story.add_event(
            story.later(20, 120),
            "decide_charge",
            who,
            outcome=outcome,
            words=rng.choice(texts.DECISIONS[outcome]),
        )
