"""Playing the first half of a story: the act becomes the call of a service, as a page would make it."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from handoff.consent.services import RecipientInput, ReleaseInput
from handoff.demo import drafts, texts
from handoff.demo.given import charge_given, contacts_given, facts_given, person_given, signature
from handoff.demo.names import invented_people
from handoff.demo.story import Act, Story
from handoff.demo.times import local_day
from handoff.demo.world import Thread, World
from handoff.enrollment.services import extend_intake_window
from handoff.referrals import services
from handoff.referrals.models import CommunityMessage
from handoff.referrals.services import (
    CommunityMessageInput,
    DraftLink,
    EligibilityCheckInput,
    EncounterInput,
    ExceptionInput,
    HandoffInput,
    NotNowInput,
    ReferralInput,
    ScreeningInput,
    SocialReferralInput,
)


def check_given(
    world: World, act: Act, door: str, facts: str, decision: str, reason: str = ""
) -> EligibilityCheckInput:
    """Return the check of an act."""
    person = world.stories[act.story].person
    on = local_day(act.details.get("occurred_at", act.at))
    charges = act.details.get("charges", ()) if door == "arrest_diversion" else ()
    return EligibilityCheckInput(
        facts=facts_given(person, door, on, facts, charges), decision=decision, reason=reason
    )


def screening_given(act: Act) -> ScreeningInput:
    return ScreeningInput(
        contacts=contacts_given(act.details["contacts"]),
        services_wanted=tuple(act.details["services"]),
        reason=act.details["reason"],
    )


def release_given(
    world: World, story: Story, days: int, named: list[str], *, renews: bool = False, copy: bool = True
) -> ReleaseInput:
    """Return the ROI of a story: the referring agency learns of the participation, each other partner what it needs."""
    kinds = {key: KINDS_FOR[key] for key in named if key in world.partners}
    if "da" in kinds and story.number % 3 == 0:
        kinds["da"] = {*kinds["da"], "contact"}
    agency = world.worker(story.officer).partner
    kinds[agency] = {"participation", "charges"}
    return ReleaseInput(
        recipients=tuple(
            RecipientInput(world.partners[key], frozenset(value)) for key, value in kinds.items()
        ),
        purposes=("services", "intake_done", "team"),
        days=days,
        discloser=world.discloser,
        language=story.person.language,
        signer_name=story.person.name,
        signature=signature(story.rng),
        copy_given=copy,
        replaces_earlier=renews,
    )


KINDS_FOR = {
    "da": {"participation", "charges"},
    "clinic": {"contact", "needs", "treatment", "health"},
    "shelter": {"contact", "needs"},
    "crisis": {"contact", "health"},
    "probation": {"participation"},
    "lme": {"contact", "needs", "treatment"},
}


def divert(world: World, act: Act, thread: Thread) -> None:
    """An officer sends an accepted arrest diversion, perhaps one that waited for the DA."""
    story, told = world.stories[act.story], act.details
    on = local_day(told["occurred_at"])
    called = world.users[told["called"]]
    partner = next((each for each in world.partners.values() if each.takes_handoffs_all_hours), None)
    kind = told["handoff"] if told["handoff"] != "all_hours_partner" or partner else "card"
    whom = {"warm": (called.full_name, called.phone), "card": ("", "")}.get(
        kind, (partner.name, partner.phone) if partner else ("", "")
    )
    reached = None if kind == "card" else told["reached"] if kind == "warm" else True
    given = ReferralInput(
        person=person_given(story.person),
        encounter=EncounterInput(
            occurred_at=told["occurred_at"],
            charges=tuple(charge_given(row, on) for row in told["charges"]),
            incident_number=f"{on:%y}-{1000 + act.story * 7:05d}",
            agency=world.agency_of(act.who),
        ),
        check=check_given(world, act, "arrest_diversion", "clear", "offer"),
        screening=screening_given(act),
        release=release_given(world, story, told["release"], ["da"]) if told["release"] else None,
        handoff=HandoffInput(kind=kind, called_name=whom[0], called_phone=whom[1], reached=reached),
        script_language=story.person.language,
        source=DraftLink(draft=drafts.fresh(thread.draft), seconds=told["seconds"]),
    )
    actor = world.actor(act.who, act.at)
    key = world.key(act.key)
    thread.referral = services.submit_referral(
        actor=actor, program=world.program, referral_input=given, key=key, at=act.at
    )
    thread.person = thread.referral.person


def not_now(world: World, act: Act, thread: Thread) -> None:
    """An offer declined at the scene, or not made."""
    told = act.details
    check = check_given(world, act, "arrest_diversion", told["facts"], told["decision"], told["words"])
    given = NotNowInput(
        occurred_at=told["occurred_at"],
        check=check,
        agency=world.agency_of(act.who),
        decline_reason=told["reason"],
        demographics=told["told"],
        script_language=world.stories[act.story].person.language,
        source=DraftLink(seconds=told["seconds"]),
    )
    actor = world.actor(act.who, act.at)
    thread.referral = services.submit_not_now(
        actor=actor, program=world.program, not_now_input=given, key=world.key(act.key), at=act.at
    )


def social_given(world: World, act: Act, **fields: Any) -> SocialReferralInput:
    """Return a social referral of this person, whom a new story may know from an earlier one."""
    story = world.stories[act.story]
    known = world.thread(story.again).person if story.again else None
    return SocialReferralInput(
        person=person_given(story.person),
        occurred_at=act.details.get("occurred_at", act.at),
        screening=screening_given(act),
        existing=known.public_id if known else None,
        **fields,
    )


def refer_social(world: World, act: Act, thread: Thread) -> None:
    """An officer's social referral; with something in the way it asks for an exception."""
    told = act.details
    decision = "ask_exception" if told["check_reason"] else "social"
    check = check_given(world, act, "officer_social", told["facts"], decision, told["check_reason"])
    source = DraftLink(seconds=told["seconds"])
    given = social_given(world, act, check=check, agency=world.agency_of(act.who), source=source)
    keep(world, act, thread, given)
    thread.request = thread.referral.exception_requests.first()


def keep(world: World, act: Act, thread: Thread, given: SocialReferralInput) -> None:
    """Send a social referral, out of a message where there is one."""
    common: dict[str, Any] = {
        "actor": world.actor(act.who, act.at),
        "given": given,
        "key": world.key(act.key),
        "at": act.at,
    }
    if thread.message is not None:
        thread.referral = services.turn_message_into_referral(message=thread.message, **common)
    else:
        thread.referral = services.submit_social_referral(program=world.program, **common)
    thread.person = thread.referral.person


def message(world: World, act: Act, thread: Thread) -> None:
    """Somebody writes through the public page."""
    person, told = world.stories[act.story].person, act.details
    given = CommunityMessageInput(
        for_self=told["for_self"],
        person_name=person.name,
        how_to_reach=person.phone,
        language=told["language"],
        help_wanted=told["words"],
        person_knows="" if told["for_self"] else "yes",
        referrer_name="" if told["for_self"] else "A neighbor",
    )
    key = world.key(act.key)
    address = f"192.0.2.{act.story % 250 + 1}"
    thread.message = services.receive_community_message(
        program=world.program, message_input=given, address=address, key=key, at=act.at
    )


def refer_community(world: World, act: Act, thread: Thread) -> None:
    """Program staff's referral, which waits for law enforcement's check."""
    keep(world, act, thread, social_given(world, act, referrer_kind=act.details["kind"]))


def check(world: World, act: Act, thread: Thread) -> None:
    """Law enforcement checks a community referral."""
    told = act.details
    services.record_eligibility(
        actor=world.actor(act.who, act.at),
        referral=thread.referral,
        check=check_given(world, act, "community", told["facts"], told["decision"], told["reason"]),
        at=act.at,
    )


def check_and_ask_da(world: World, act: Act, thread: Thread) -> None:
    """Law enforcement finds an obstacle and recommends an exception."""
    told = act.details
    services.request_exception_for_referral(
        actor=world.actor(act.who, act.at),
        referral=thread.referral,
        check=check_given(world, act, "community", told["facts"], "ask_exception", told["words"]),
        recommendation=told["words"],
        at=act.at,
    )
    thread.request = thread.referral.exception_requests.get()


def ask_da(world: World, act: Act, thread: Thread) -> None:
    """An officer asks the DA before offering; the draft keeps who it is."""
    told = act.details
    actor = world.actor(act.who, act.at)
    begun = act.at - timedelta(seconds=told["seconds"])
    thread.draft = drafts.written(world, actor, act, begun=begun)
    given = ExceptionInput(
        occurred_at=told["occurred_at"],
        check=check_given(world, act, "arrest_diversion", told["facts"], "ask_exception", told["words"]),
        recommendation=told["words"],
        agency=world.agency_of(act.who),
        source=DraftLink(draft=drafts.fresh(thread.draft), seconds=told["seconds"]),
    )
    thread.referral = services.request_exception(
        actor=actor, program=world.program, exception_input=given, key=world.key(act.key), at=act.at
    )
    thread.request = thread.referral.exception_requests.get()


def da_decides(world: World, act: Act, thread: Thread) -> None:
    """The DA's office answers."""
    told = act.details
    services.decide_exception(
        actor=world.actor(act.who, act.at),
        exception=thread.request,
        approved=told["approved"],
        reason=told["words"],
        at=act.at,
    )


def accept(world: World, act: Act, thread: Thread) -> None:
    actor = world.actor(act.who, act.at)
    services.accept_referral(actor=actor, referral=thread.referral, occurred_at=earlier(act.at), at=act.at)


def decline(world: World, act: Act, thread: Thread) -> None:
    actor, told = world.actor(act.who, act.at), act.details
    services.decline_referral(
        actor=actor,
        referral=thread.referral,
        reason=told["reason"],
        demographics={"age_band": told["age"]},
        at=act.at,
    )


def withdraw(world: World, act: Act, thread: Thread) -> None:
    actor, reason = world.actor(act.who, act.at), act.details["reason"]
    services.withdraw_referral(actor=actor, referral=thread.referral, reason=reason, at=act.at)


def extend(world: World, act: Act, thread: Thread) -> None:
    actor, told = world.actor(act.who, act.at), act.details
    extend_intake_window(
        actor=actor, referral=thread.referral, until=told["until"], reason=told["reason"], at=act.at
    )


def choose(world: World, act: Act, thread: Thread) -> None:
    actor = world.actor(act.who, act.at)
    services.choose_charge_outcome(
        actor=actor, referral=thread.referral, to_da=act.details["to_da"], at=act.at
    )


def earlier(moment: datetime) -> datetime:
    """What is written down happened a few minutes before."""
    return moment - timedelta(minutes=5)


def unanswered_messages(world: World) -> list[CommunityMessage]:
    """Leave messages from the public page that nobody has answered yet."""
    rng = Random(f"{world.seed}:{world.organisation.slug}:messages")
    people = invented_people(rng, world.days.today)
    found = []
    for place, (words, language) in enumerate(texts.MESSAGES[:5]):
        person = next(people)
        given = CommunityMessageInput(
            for_self=place % 2 == 1,
            person_name=person.name,
            how_to_reach=rng.choice((person.phone, texts.PLACES[place])),
            language=language,
            help_wanted=words,
            safe_ways=("leave_word",) if place == 1 else (),
            person_knows="" if place % 2 else "yes",
            referrer_name="" if place % 2 else next(people).name,
            referrer_contact="" if place % 2 else person.phone,
        )
        moment = world.days.ends - timedelta(hours=40 - 9 * place)
        key, address = world.key(f"message-{place}"), f"198.51.100.{place + 1}"
        found.append(
            services.receive_community_message(
                program=world.program, message_input=given, address=address, key=key, at=moment
            )
        )
    return found
