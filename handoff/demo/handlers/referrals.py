"""Referral events: each becomes the service call its page would make."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from handoff.consent.services import RecipientInput, ReleaseInput
from handoff.core.forms.phones import format_phone
from handoff.demo import texts
from handoff.demo.dates import local_day
from handoff.demo.handlers import drafts
from handoff.demo.inputs import charge_input, contacts_input, facts_input, person_input, signature
from handoff.demo.people import invented_people
from handoff.demo.program import DemoProgram, StoryRecords
from handoff.demo.stories.story import Story, StoryEvent
from handoff.enrollment.services import extend_intake_deadline
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
    SupervisionAnswerInput,
)


def check_input(
    demo: DemoProgram, event: StoryEvent, pathway: str, facts: str, decision: str, reason: str = ""
) -> EligibilityCheckInput:
    person = demo.stories[event.story].person
    on = local_day(event.details.get("occurred_at", event.at))
    charges = event.details.get("charges", ()) if pathway == "arrest_diversion" else ()
    return EligibilityCheckInput(
        facts=facts_input(person, pathway, on, facts, charges),
        decision=decision,
        reason=reason,
        supervision=supervision_answer(facts),
    )


def supervision_answer(facts: str) -> SupervisionAnswerInput | None:
    """The supervising officer's answer by phone, where the story is of someone on supervised probation."""
    if facts != "supervised":
        return None
    return SupervisionAnswerInput(answered_by=texts.SUPERVISING_OFFICER, ok_to_ask=True)


def screening_input(event: StoryEvent) -> ScreeningInput:
    return ScreeningInput(
        contacts=contacts_input(event.details["contacts"]),
        services_wanted=tuple(event.details["services"]),
        reason=event.details["reason"],
    )


def release_input(
    demo: DemoProgram, story: Story, days: int, named: list[str], *, renews: bool = False, copy: bool = True
) -> ReleaseInput:
    """The referring agency learns of participation and charges; each other partner gets what it needs."""
    kinds = {key: KINDS_FOR[key] for key in named if key in demo.partners}
    if "da" in kinds and story.number % 3 == 0:
        kinds["da"] = {*kinds["da"], "contact"}
    agency = demo.member(story.officer).partner
    kinds[agency] = {"participation", "charges"}
    return ReleaseInput(
        recipients=tuple(
            RecipientInput(demo.partners[key], frozenset(value)) for key, value in kinds.items()
        ),
        purposes=("services", "intake_done", "team"),
        days=days,
        discloser=demo.discloser,
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


def submit_diversion(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """An officer sends an accepted arrest diversion, perhaps one the DA approved first."""
    story, details = demo.stories[event.story], event.details
    on = local_day(details["occurred_at"])
    called = demo.users[details["called"]]
    partner = next((each for each in demo.partners.values() if each.takes_handoffs_all_hours), None)
    kind = details["handoff"] if details["handoff"] != "all_hours_partner" or partner else "card"
    whom = {"warm": (called.full_name, called.phone), "card": ("", "")}.get(
        kind, (partner.name, partner.phone) if partner else ("", "")
    )
    reached = None if kind == "card" else details["reached"] if kind == "warm" else True
    referral_input = ReferralInput(
        person=person_input(story.person),
        encounter=EncounterInput(
            occurred_at=details["occurred_at"],
            charges=tuple(charge_input(row, on) for row in details["charges"]),
            incident_number=f"{on:%y}-{1000 + event.story * 7:05d}",
            agency=demo.agency_of(event.who),
        ),
        check=check_input(demo, event, "arrest_diversion", "clear", "offer"),
        screening=screening_input(event),
        release=release_input(demo, story, details["release"], ["da"]) if details["release"] else None,
        handoff=HandoffInput(
            kind=kind,
            called_name=whom[0],
            called_phone=whom[1],
            reached=reached,
            partner=partner if kind == "all_hours_partner" else None,
        ),
        script_language=story.person.language,
        source=DraftLink(draft=drafts.reload_draft(records.draft), seconds=details["seconds"]),
    )
    actor = demo.actor(event.who, event.at)
    key = demo.key(event.key)
    records.referral = services.submit_referral(
        actor=actor, program=demo.program, referral_input=referral_input, key=key, at=event.at
    )


def submit_not_now(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """An offer declined at the scene, or no offer made."""
    details = event.details
    check = check_input(
        demo, event, "arrest_diversion", details["facts"], details["decision"], details["words"]
    )
    not_now_input = NotNowInput(
        occurred_at=details["occurred_at"],
        check=check,
        agency=demo.agency_of(event.who),
        decline_reason=details["reason"],
        demographics=details["demographics"],
        script_language=demo.stories[event.story].person.language,
        source=DraftLink(seconds=details["seconds"]),
    )
    actor = demo.actor(event.who, event.at)
    records.referral = services.submit_not_now(
        actor=actor, program=demo.program, not_now_input=not_now_input, key=demo.key(event.key), at=event.at
    )


def social_input(demo: DemoProgram, event: StoryEvent, **fields: Any) -> SocialReferralInput:
    """A social referral of a person who may already be on record from an earlier story."""
    story = demo.stories[event.story]
    known = demo.records(story.earlier_story).person if story.earlier_story else None
    return SocialReferralInput(
        person=person_input(story.person),
        occurred_at=event.details.get("occurred_at", event.at),
        screening=screening_input(event),
        existing=known.public_id if known else None,
        **fields,
    )


def refer_social(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """An officer's social referral; if the criteria are not met it asks for an exception."""
    details = event.details
    decision = "ask_exception" if details["check_reason"] else "social"
    check = check_input(demo, event, "officer_social", details["facts"], decision, details["check_reason"])
    source = DraftLink(seconds=details["seconds"])
    referral = social_input(demo, event, check=check, agency=demo.agency_of(event.who), source=source)
    submit_social(demo, event, records, referral)
    if decision == "ask_exception":
        records.exception = records.referral.exception_requests.get()


def submit_social(
    demo: DemoProgram, event: StoryEvent, records: StoryRecords, referral: SocialReferralInput
) -> None:
    """Submit a social referral, from the community message if there is one."""
    actor, key = demo.actor(event.who, event.at), demo.key(event.key)
    if records.message is not None:
        records.referral = services.turn_message_into_referral(
            actor=actor, message=records.message, referral_input=referral, key=key, at=event.at
        )
    else:
        records.referral = services.submit_social_referral(
            actor=actor, program=demo.program, referral_input=referral, key=key, at=event.at
        )


def receive_message(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """A message through the public page."""
    person, details = demo.stories[event.story].person, event.details
    message_input = CommunityMessageInput(
        for_self=details["for_self"],
        person_name=person.name,
        how_to_reach=format_phone(person.phone),
        language=details["language"],
        help_wanted=details["words"],
        person_knows="" if details["for_self"] else "yes",
        referrer_name="" if details["for_self"] else "A neighbor",
    )
    key = demo.key(event.key)
    address = f"192.0.2.{event.story % 250 + 1}"
    records.message = services.receive_community_message(
        program=demo.program, message_input=message_input, address=address, key=key, at=event.at
    )


def refer_community(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """A referral by program staff, which waits for law enforcement's check."""
    story = demo.stories[event.story]
    checks = (each.who for each in story.events if each.action in {"check", "check_and_ask_da"})
    agency = demo.agency_of(next(checks, story.officer))
    referral = social_input(demo, event, referrer_kind=event.details["kind"], checking_agency=agency)
    submit_social(demo, event, records, referral)


def check_eligibility(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    services.record_eligibility(
        actor=demo.actor(event.who, event.at),
        referral=records.referral,
        check=check_input(demo, event, "community", details["facts"], details["decision"], details["reason"]),
        at=event.at,
    )


def check_and_ask_da(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """Law enforcement finds a criterion not met and recommends an exception."""
    details = event.details
    services.request_exception_for_referral(
        actor=demo.actor(event.who, event.at),
        referral=records.referral,
        check=check_input(demo, event, "community", details["facts"], "ask_exception", details["words"]),
        recommendation=details["words"],
        at=event.at,
    )
    records.exception = records.referral.exception_requests.get()


def ask_da(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """An officer asks the DA before offering; the draft keeps the person's identity."""
    details = event.details
    actor = demo.actor(event.who, event.at)
    started = event.at - timedelta(seconds=details["seconds"])
    records.draft = drafts.save_exception_draft(demo, actor, event, started=started)
    exception_input = ExceptionInput(
        occurred_at=details["occurred_at"],
        check=check_input(
            demo, event, "arrest_diversion", details["facts"], "ask_exception", details["words"]
        ),
        recommendation=details["words"],
        agency=demo.agency_of(event.who),
        source=DraftLink(draft=drafts.reload_draft(records.draft), seconds=details["seconds"]),
    )
    records.referral = services.request_exception(
        actor=actor,
        program=demo.program,
        exception_input=exception_input,
        key=demo.key(event.key),
        at=event.at,
    )
    records.exception = records.referral.exception_requests.get()


def da_decides(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    services.decide_exception(
        actor=demo.actor(event.who, event.at),
        exception=records.exception,
        approved=details["approved"],
        reason=details["words"],
        at=event.at,
    )


def accept_referral(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    services.accept_referral(
        actor=actor, referral=records.referral, occurred_at=minutes_before(event.at), at=event.at
    )


def decline_referral(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    services.decline_referral(
        actor=actor,
        referral=records.referral,
        reason=details["reason"],
        demographics={"age_band": details["age"]},
        at=event.at,
    )


def withdraw_referral(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, reason = demo.actor(event.who, event.at), event.details["reason"]
    services.withdraw_referral(actor=actor, referral=records.referral, reason=reason, at=event.at)


def extend_deadline(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    extend_intake_deadline(
        actor=actor, referral=records.referral, until=details["until"], reason=details["reason"], at=event.at
    )


def choose_charge(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    services.choose_charge_outcome(
        actor=actor, referral=records.referral, to_da=event.details["to_da"], at=event.at
    )


def minutes_before(moment: datetime) -> datetime:
    """Staff record a contact a few minutes after it happened."""
    return moment - timedelta(minutes=5)


def unanswered_messages(demo: DemoProgram) -> list[CommunityMessage]:
    """Messages from the public page that have not been answered yet."""
    rng = Random(f"{demo.seed}:{demo.organization.slug}:messages")
    people = invented_people(rng, demo.days.today)
    found = []
    for place, (words, language) in enumerate(texts.MESSAGES[:5]):
        person = next(people)
        message_input = CommunityMessageInput(
            for_self=place % 2 == 1,
            person_name=person.name,
            how_to_reach=rng.choice((format_phone(person.phone), texts.PLACES[place])),
            language=language,
            help_wanted=words,
            safe_ways=("leave_word",) if place == 1 else (),
            person_knows="" if place % 2 else "yes",
            referrer_name="" if place % 2 else next(people).name,
            referrer_contact="" if place % 2 else person.phone,
        )
        moment = demo.days.ends - timedelta(hours=40 - 9 * place)
        key, address = demo.key(f"message-{place}"), f"198.51.100.{place + 1}"
        found.append(
            services.receive_community_message(
                program=demo.program, message_input=message_input, address=address, key=key, at=moment
            )
        )
    return found


def complete_screening(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """The care team asks again what the person wants help with, and keeps the reason as it was."""
    referral = records.referral
    services.complete_screening(
        actor=demo.actor(event.who, event.at),
        referral=referral,
        person_input=None,
        screening_input=ScreeningInput(
            contacts=(),
            services_wanted=tuple(referral.services_wanted) or ("housing",),
            reason=referral.care_reason or referral.reason,
        ),
        at=event.at,
    )
