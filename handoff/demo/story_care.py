"""What the care team does in a story: reaching people, intakes, ROIs, contacts, help, status, new charges."""

from datetime import datetime, timedelta
from typing import Any

from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.answers import SECTIONS, answers_to
from handoff.demo.story import Story

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
VIEW_BY_ADVICE = (("dismiss", 50), ("continue", 35), ("pursue", 10), ("no_view", 5))


def try_to_reach(story: Story, *, reached: bool) -> None:
    """One to three tries on working days; only the last one may succeed."""
    for _each in range(story.rng.choice((0, 0, 0, 1, 1, 2)) if reached else 0):
        one_contact(story, story.later(3, 40), reached=False)
    one_contact(story, story.later(2, 44), reached=reached)


def one_contact(story: Story, moment: datetime, *, reached: bool) -> None:
    """One contact attempt with its note."""
    rng = story.rng
    result = "reached" if reached else rng.choice(("not_reached", "not_reached", "left_word"))
    how = rng.choice(("phone", "text", "visit", "visit") if reached else ("phone", "phone", "text", "visit"))
    note = rng.choice(texts.CONTACT_NOTES if reached else texts.VAIN_NOTES)
    ride = reached and story.chance(12)
    story.act(moment, "contact", story.carer, how=how, result=result, note=note, ride=ride)


def give_help(story: Story, moment: datetime) -> None:
    """Something given."""
    kind, _weight, cost = story.rng.choices(HELP, [row[1] for row in HELP])[0]
    cents = story.rng.randint(*cost) // 50 * 50 if cost else None
    story.act(moment, "help", story.carer, kind=kind, cents=cents, note=story.rng.choice(texts.HELP_NOTES))


def sign(story: Story, moment: datetime, days: int, *, renews: bool = False) -> None:
    """Sign an ROI: the referring agency first, then whom else the person names."""
    named = [key for key, percent in PARTNERS_ON_ROI if story.chance(percent)]
    copy = story.chance(88)
    story.act(moment, "sign", story.carer, days=days, named=named, renews=renews, copy=copy)


def fill_in(story: Story, sections: tuple[str, ...]) -> None:
    """Answer or skip sections of the intake, a few minutes each."""
    for section in sections:
        skipped = story.chance(14)
        given: dict[str, Any] = {} if skipped else answers_to(story.rng, section)
        moment = story.now + timedelta(minutes=story.rng.randint(2, 7))
        story.act(moment, "save_section", story.carer, section=section, answers=given, skipped=skipped)


def half_intake(story: Story) -> None:
    """An intake begun and to be gone on with at an appointment."""
    story.act(story.later(2, 30), "start_intake", story.carer)
    fill_in(story, SECTIONS[: story.rng.randint(2, 6)])
    appointment = story.days.staff_moment(
        story.rng, story.days.today + timedelta(days=story.rng.randint(1, 4))
    )
    place = story.rng.choice(texts.PLACES)
    story.act(story.now + timedelta(minutes=4), "book", story.carer, appointment=appointment, place=place)


def enrol(story: Story, *, release: bool = True) -> None:
    """The intake, within the window where there is one, and everything after it."""
    if story.kind.startswith("arrest"):
        try_to_reach(story, reached=True)
    if story.chance(45):
        give_help(story, story.now + timedelta(minutes=20))
    started = story.later(4, 70)
    story.act(started, "start_intake", story.carer)
    fill_in(story, SECTIONS)
    scene = story.kind.startswith("arrest") and release
    if release and not scene:
        sign(story, story.now + timedelta(minutes=5), story.rng.choice((365, 365, 365, 365, 180)))
    story.act(story.now + timedelta(minutes=6), "complete_intake", story.carer)
    if story.chance(40):
        note = story.rng.choice(texts.APPROACH_NOTES)
        story.act(story.now + timedelta(minutes=5), "approach", story.carer, text=note)
    live_on(story, release=release)


def come_back(story: Story) -> None:
    """A second intake after a second referral."""
    story.act(story.later(4, 60), "start_intake", story.carer)
    fill_in(story, SECTIONS)
    sign(story, story.now + timedelta(minutes=5), 365)
    story.act(story.now + timedelta(minutes=6), "complete_intake", story.carer)
    for _each in range(3):
        one_contact(story, story.later(100, 300), reached=story.chance(85))


def live_on(story: Story, *, release: bool) -> None:
    """The months after enrolment: contacts, help, ROIs that end or are renewed, new charges, the status."""
    end = story.days.ends - timedelta(hours=6)
    left_at = leaves_at(story, end)
    roi_due = story.now + timedelta(days=350)
    keeps_renewing = story.chance(80)
    charge_at = story.now + (left_at - story.now) * 0.55 if story.fate_charge else None
    if story.roi_fate == "revoked":
        story.act(story.later(24, 24 * 9), "revoke", story.carer)
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
        one_contact(story, following, reached=story.chance(78))
        if story.chance(28):
            give_help(story, story.now + timedelta(minutes=15))
    change_status(story, left_at)


def leaves_at(story: Story, end: datetime) -> datetime:
    """Return when the person becomes inactive, or the end of the world for those who stay active."""
    if story.fate == "active":
        return end
    room = end - timedelta(days=12) - story.now
    return story.now + room * story.rng.uniform(0.3, 0.75)


def change_status(story: Story, left_at: datetime) -> None:
    """Become inactive for the reason that fate holds, and come back if it holds that."""
    if story.fate == "active":
        return
    reason, returns = story.fate.removesuffix("+back"), story.fate.endswith("+back")
    moment = story.days.staff_moment(story.rng, left_at.date())
    story.act(moment, "inactive", story.carer, reason=reason, note=story.rng.choice(texts.STATUS_NOTES))
    if returns:
        back = story.now + (story.days.ends - timedelta(days=4) - story.now) * story.rng.uniform(0.3, 0.8)
        story.act(story.days.staff_moment(story.rng, back.date()), "active", story.carer)
        one_contact(story, story.later(20, 60), reached=True)


def new_charge(story: Story, moment: datetime) -> None:
    """A new charge that the crime analyst brings, what the team says, and the DA's decision where there is one."""
    rng, fate = story.rng, story.fate_charge
    analyst = story.cast.first(RoleName.CRIME_ANALYST)
    charge = {**story.charges()[0], "how": rng.choice(("citation", "citation", "arrest"))}
    if story.act(moment, "new_charge", analyst, charge=charge, days_before=rng.randint(0, 4)) is None:
        return
    speakers = [story.carer, *([story.cast.first(RoleName.CASE_MANAGER)] if story.chance(50) else [])]
    for speaker in dict.fromkeys(speakers if fate != "new" else []):
        advice = rng.choices([name for name, _ in VIEW_BY_ADVICE], [weight for _, weight in VIEW_BY_ADVICE])[
            0
        ]
        story.act(story.later(2, 60), "view", speaker, advice=advice, words=rng.choice(texts.VIEWS))
    if fate in {"dismiss", "continue", "pursue"}:
        who = story.cast.any_of(rng, RoleName.DISTRICT_ATTORNEY)
        story.act(story.later(20, 120), "decide_charge", who, outcome=fate, words=rng.choice(texts.DECISIONS))
