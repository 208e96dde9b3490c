"""Referral drafts as the wizard keeps them: the raw answers of each page."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo import texts
from handoff.demo.dates import ZONE, at
from handoff.demo.people import InventedPerson, invented_people
from handoff.demo.program import DemoProgram
from handoff.demo.stories.story import StoryEvent
from handoff.referrals import services
from handoff.referrals.models import Pathway, ReferralDraft
from handoff.referrals.supervision.queries import AskedOf

Answers = dict[str, dict[str, list[str]]]


def reload_draft(draft: ReferralDraft | None) -> ReferralDraft | None:
    """Reload, as the submitting page does."""
    return ReferralDraft.objects.select_related("referral").get(pk=draft.pk) if draft else None


def date_parts(name: str, day: date | None) -> dict[str, list[str]]:
    """A date as the month, day and year fields post it."""
    if day is None:
        return {}
    return {f"{name}_month": [str(day.month)], f"{name}_day": [str(day.day)], f"{name}_year": [str(day.year)]}


def who_page(person: InventedPerson) -> dict[str, list[str]]:
    about = {"approximate_age": [str(person.approximate_age)]} if person.approximate_age else {}
    names = {"first_name": [person.first], "last_name": [person.last], "preferred_name": [person.preferred]}
    return {**names, **date_parts("date_of_birth", person.born), **about}


def what_pages(charges: Sequence[Mapping[str, Any]], happened: datetime, number: str) -> Answers:
    local = happened.astimezone(ZONE)
    details = {"victim_agrees": ["yes"]}
    for row in charges:
        details |= {
            f"{name}_{row['key']}": [str(row[name] or "")] for name in ("drug", "quantity", "unit", "value")
        }
    return {
        "charges": {
            "immunity": ["none"],
            "offenses": [row["key"] for row in charges],
            "incident_number": [number],
            "when": ["earlier"],
            **date_parts("day", local.date()),
            "time": [f"{local:%H:%M}"],
        },
        "details": details,
    }


def facts_page(obstacle: str, on: date) -> dict[str, list[str]]:
    answers = {
        "resident": ["yes"],
        "substance_use": ["yes"],
        "amenable": ["yes"],
        "exploits_minors": ["no"],
        "convictions": ["some" if obstacle == "robbery" else "none"],
        "supervision": ["supervised_probation" if obstacle == "supervised" else "none"],
    }
    if obstacle == "robbery":
        answers |= {"which": ["robbery"], "most_recent": [str(on.year - 11)]}
    if obstacle == "supervised":
        answers |= {
            "supervising_officer_agrees": ["no"],
            "supervising_officer_name": [texts.SUPERVISING_OFFICER],
            "ok_to_ask": ["on"],
        }
    return answers


def keep_pages(
    demo: DemoProgram, actor: Actor, key: str, pages: Answers, started: datetime, ended: datetime
) -> ReferralDraft:
    """Save a draft page by page, as the wizard does."""
    draft = services.start_draft(
        actor=actor, program=demo.program, pathway=Pathway.ARREST_DIVERSION, key=key, at=started
    )
    names = list(pages)
    step = (ended - started) / (len(names) + 1)
    for place, page in enumerate(names):
        following = names[place + 1] if place + 1 < len(names) else page
        services.start_step_timer(draft=draft, at=started + step * place)
        moment = started + step * (place + 1)
        draft = services.save_draft(
            actor=actor, draft=draft, step=page, answers=pages[page], following=following, at=moment
        )
    return draft


def save_exception_draft(
    demo: DemoProgram, actor: Actor, event: StoryEvent, *, started: datetime
) -> ReferralDraft:
    """The draft of a recommendation to the DA, complete up to the decision."""
    person, details = demo.stories[event.story].person, event.details
    number = f"{started:%y}-{1000 + event.story * 7:05d}"
    pages = {
        "who": who_page(person),
        **what_pages(details["charges"], details["occurred_at"], number),
        "facts": facts_page(details["facts"], details["occurred_at"].date()),
        "decide": {"decision": ["ask_exception"], "reason": [details["words"]]},
    }
    return keep_pages(demo, actor, demo.key(f"draft-{event.key}"), pages, started, event.at)


LENGTH_WITH_QUESTION = 4
"""The draft that stops after the facts waits for a supervising officer."""


def leave_unfinished_drafts(demo: DemoProgram) -> None:
    """Three unfinished drafts: after the name, after the charges, before the decision."""
    rng = Random(f"{demo.seed}:{demo.organization.slug}:drafts")
    people = invented_people(rng, demo.days.today)
    charges = [
        {
            "key": "possess-methamphetamine",
            "drug": "methamphetamine",
            "quantity": "1.5",
            "unit": "g",
            "value": None,
        }
    ]
    officers = demo.staff.with_roles(RoleName.OFFICER)
    for place, length in enumerate((1, 3, 4)):
        officer = officers[place % len(officers)].username
        started = at(demo.days.ago(1), 20 + place, 12 * place + 5)
        asks = length == LENGTH_WITH_QUESTION
        person = next(each for each in people if each.born is not None or not asks)
        facts = facts_page("clear", started.date())
        if asks:
            facts |= {"supervision": ["supervised_probation"], "ok_to_ask": ["on"]}
        pages = {
            "who": who_page(person),
            **what_pages(charges, started - timedelta(minutes=20), f"{started:%y}-{90 + place:05d}"),
            "facts": facts,
        }
        chosen = dict(list(pages.items())[:length])
        key = str(uuid.UUID(demo.key(f"half-{place}")))
        ended = started + timedelta(minutes=2 * length)
        draft = keep_pages(demo, demo.actor(officer, started), key, chosen, started, ended)
        if asks and demo.partners.get("probation") is not None:
            ask_probation(demo, demo.actor(officer, ended), draft, person, ended)


def ask_probation(
    demo: DemoProgram, actor: Actor, draft: ReferralDraft, person: InventedPerson, asked_at: datetime
) -> None:
    """The officer asks the county's supervision office, which hasn't answered yet (E10)."""
    services.ask_supervising_officer(
        actor=actor,
        program=demo.program,
        asked_of=AskedOf(draft=draft),
        agency=demo.partners.get("probation"),
        name=f"{person.first} {person.last}",
        born=person.born,
        ok_to_ask=True,
        at=asked_at,
    )
