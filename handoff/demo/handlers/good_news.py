"""Good news to an officer of the fictional county, under a release of its own, and the thanks that came back."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.consent.models import InformationKind, Purpose
from handoff.consent.queries import discloser_of
from handoff.consent.services import RecipientInput, ReleaseInput, sign_release
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import StatusPeriod
from handoff.referrals.models import Referral
from handoff.staffing.news import services

WORDS = (
    "I have my own room now, and I start a job on Monday.",
    "My worker and I got my ID back. Thank you for not booking me that night.",
)
STROKES = [[[80, 180], [250, 100], [450, 210], [620, 90]]]


def tell_officers(demo: DemoProgram) -> None:
    """Two of an officer's referrals: the first news is answered, the second is on the officer's home."""
    at = demo.days.ends - timedelta(days=2, hours=6)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    officer = demo.actor(demo.staff.first_with_role(RoleName.OFFICER), at)
    found = Referral.objects.filter(
        program=demo.program,
        referrer_user_id=officer.user_id,
        agency__isnull=False,
        person__enrollments__status_periods__ends_at__isnull=True,
        person__enrollments__status_periods__status=StatusPeriod.Status.ACTIVE,
    ).select_related("agency", "person__program", "program")
    for number, referral in enumerate(found.order_by("-pk")[: len(WORDS)]):
        release_input = release_of(referral)
        key = demo.key(f"good-news-{number}")
        assert referral.person is not None
        sign_release(
            actor=worker, person=referral.person, release_input=release_input, key=f"{key}r"[:64], at=at
        )
        news_input = services.NewsInput(referral, WORDS[number], local_day(at))
        news = services.tell_news(actor=worker, person=referral.person, news_input=news_input, key=key, at=at)
        if number == 0:
            services.thank(actor=officer, news=news, thanks="glad", at=at + timedelta(hours=3))


def release_of(referral: Referral) -> ReleaseInput:
    """What the person signed so that the officer's agency may hear how they're doing."""
    assert referral.agency is not None
    assert referral.person is not None
    kinds = frozenset({InformationKind.PARTICIPATION.value, InformationKind.PROGRESS.value})
    return ReleaseInput(
        recipients=(RecipientInput(referral.agency, kinds),),
        purposes=(Purpose.SERVICES.value,),
        days=365,
        discloser=discloser_of(referral.program),
        signer_name=referral.person.full_name,
        signature=STROKES,
    )
