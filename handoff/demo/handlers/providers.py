"""Referrals to partners of the fictional county: some wait for an answer, some have one, one release was revoked."""

from datetime import timedelta
from random import Random

from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.casework.models import Need, ProviderAnswer, ServiceReferral
from handoff.casework.needs import services as needs
from handoff.casework.providers import services as providers
from handoff.consent.models import InformationKind
from handoff.consent.services import RecipientInput, ReleaseInput, revoke_release, sign_release
from handoff.demo.dates import local_day
from handoff.demo.inputs import signature
from handoff.demo.program import DemoProgram
from handoff.directory.models import Service
from handoff.enrollment.models import Enrollment
from handoff.enrollment.queries import roster
from handoff.participants.models import Person

ASKED = (
    ("clinic-start", "medication", "Start without a week of waiting.", "clinic", None),
    ("harbor-beds", "housing", "A bed where I can keep my dog near.", "shelter", None),
    ("clinic-start", "medication", "My old clinic closed.", "clinic", "accepted"),
    ("harbor-beds", "housing", "Not another night in the car.", "shelter", "no_place"),
    ("clinic-start", "medication", "Mornings, before work.", "clinic", "appointment"),
    ("harbor-beds", "housing", "Somewhere with a door that locks.", "shelter", "revoked"),
)
"""What six participants are referred to: the service, the need, their words, the partner and what became of it."""

KINDS = (
    InformationKind.PARTICIPATION,
    InformationKind.CONTACT,
    InformationKind.NEEDS,
    InformationKind.TREATMENT,
)


def refer_to_partners(demo: DemoProgram) -> None:
    """In the last days some active participants agreed that partners learn what they need, and were referred there."""
    active = [each for each in roster(demo.program) if each.primary_worker_id and is_active(each)]
    for number, (enrollment, asked) in enumerate(zip(active[::3], ASKED, strict=False)):
        refer_one(demo, enrollment, number, *asked)


def is_active(enrollment: Enrollment) -> bool:
    return bool(enrollment.status == "active")  # type: ignore[attr-defined]


def refer_one(
    demo: DemoProgram, enrollment: Enrollment, number: int, source_id: str, kind: str, words: str,
    partner: str, then: str | None,
) -> None:  # fmt: skip
    """One participant signs, is referred, and the partner answers or not."""
    at = demo.days.ends - timedelta(days=4, hours=number)
    worker = demo.actor(User.objects.get(pk=enrollment.primary_worker_id or 0).username, at)
    person = enrollment.person
    release = sign_release(
        actor=worker,
        person=person,
        release_input=release_to(demo, person, partner, number),
        key=demo.key(f"provider-release-{number}"),
        at=at,
    )
    need: Need = needs.add_need(
        actor=worker,
        person=person,
        kind=kind,
        words=words,
        opened_on=local_day(at),
        key=demo.key(f"provider-need-{number}"),
        at=at,
    )
    referral = needs.refer_to_service(
        actor=worker,
        need=need,
        service=Service.objects.get(program=demo.program, source_id=source_id),
        on=local_day(at),
        key=demo.key(f"provider-referral-{number}"),
        at=at,
    )
    if then is not None:
        answer(demo, referral, then, number)
    if then == "revoked":
        revoke_release(actor=worker, release=release, at=demo.days.ends - timedelta(hours=20))


def release_to(demo: DemoProgram, person: Person, partner: str, number: int) -> ReleaseInput:
    """What the participant signed beside their other releases: that this partner learns what they need."""
    recipient = RecipientInput(demo.partners[partner], frozenset(kind.value for kind in KINDS))
    return ReleaseInput(
        recipients=(recipient,),
        purposes=("services",),
        days=365,
        discloser=demo.discloser,
        language=person.language,
        signer_name=person.recorded_name,
        signature=signature(Random(f"{demo.seed}-{number}")),
        copy_given=True,
    )


def answer(demo: DemoProgram, referral: ServiceReferral, then: str, number: int) -> None:
    """What the partner's user answered two days ago."""
    at = demo.days.ends - timedelta(days=2, hours=number)
    role = RoleName.COMMUNITY_PARTNER if referral.need.kind == "housing" else RoleName.TREATMENT_PROVIDER
    inputs = {
        "accepted": providers.AnswerInput("accepted", local_day(at), words="Bring any ID, even an old one."),
        "no_place": providers.AnswerInput(
            "no_place", local_day(at), until=local_day(at) + timedelta(days=9), words="Ask again on Monday."
        ),
        "appointment": providers.AnswerInput(
            "appointment", local_day(at), starts_at=at + timedelta(days=3), place="Front desk"
        ),
        "revoked": providers.AnswerInput(
            ProviderAnswer.What.ACCEPTED, local_day(at), words="A bed from Thursday."
        ),
    }
    providers.answer_referral(
        actor=demo.actor(demo.staff.first_with_role(role), at),
        referral=referral,
        answer_input=inputs[then],
        key=demo.key(f"provider-answer-{number}"),
        at=at,
    )
