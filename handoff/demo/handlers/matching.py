"""What the staff of the fictional county say about themselves, and which workers participants wish."""

from dataclasses import replace
from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.casework.matching import services as matching
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment, StatusPeriod

PROFILES: tuple[matching.ProfileInput, ...] = (
    matching.ProfileInput(["en", "es"], "", "Library, Alder Street", ["arrest", "substances"]),
    matching.ProfileInput(["en"], "", "Bus station, sawmill", ["homelessness", "military"]),
    matching.ProfileInput(["en", "es"], "", "River Street", ["migration"]),
)
"""In turn; every fourth worker says nothing, which is fine."""

GENDERS = {"Naomi": "woman", "Elena": "woman", "Leon": "man"}
"""Of those who say it, by first name."""

WISHES: tuple[matching.WishInput, ...] = (
    matching.WishInput(another_worker=True),
    matching.WishInput(gender="woman", experiences=["custody"], words="Someone with kids, maybe."),
    matching.WishInput(experiences=["arrest"], words="Someone who has been inside."),
    matching.WishInput(another_worker=True, gender="man"),
)


def describe_staff_and_wishes(demo: DemoProgram) -> None:
    """Profiles of most workers, and wishes of some of those enrolled last."""
    at = demo.days.ends - timedelta(days=2, hours=9)
    workers = demo.staff.with_roles(RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER)
    for number, worker in enumerate(workers):
        if worker.since_ago is None and number % 4 < len(PROFILES):
            actor = demo.actor(worker.username, at)
            gender = GENDERS.get(worker.name.split()[0], "")
            matching.save_profile(
                actor=actor,
                program=demo.program,
                profile_input=replace(PROFILES[number % 4], gender=gender),
                at=at,
            )
    active = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
        enrolled_at__lt=at,
    )
    recent = active.select_related("person").order_by("-enrolled_at", "-pk")
    for enrollment, wish in zip(recent[3 : 3 + len(WISHES)], WISHES, strict=False):
        actor = demo.actor(workers[0].username, at)
        matching.record_wish(actor=actor, person=enrollment.person, wish_input=wish, at=at)
