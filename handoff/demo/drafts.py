"""Drafts as the officer's way keeps them: the raw answers of each page."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.names import Invented, invented_people
from handoff.demo.story import Act
from handoff.demo.times import ZONE, at
from handoff.demo.world import World
from handoff.referrals import services
from handoff.referrals.models import Pathway, ReferralDraft

Answers = dict[str, dict[str, list[str]]]


def fresh(draft: ReferralDraft | None) -> ReferralDraft | None:
    """Read a draft anew, as the page does that sends it."""
    return ReferralDraft.objects.select_related("referral").get(pk=draft.pk) if draft else None


def date_parts(name: str, day: date | None) -> dict[str, list[str]]:
    """Return a date as the three fields send it."""
    if day is None:
        return {}
    return {f"{name}_month": [str(day.month)], f"{name}_day": [str(day.day)], f"{name}_year": [str(day.year)]}


def who_page(person: Invented) -> dict[str, list[str]]:
    """Return the first page."""
    about = {"approximate_age": [str(person.about)]} if person.about else {}
    names = {"first_name": [person.first], "last_name": [person.last], "preferred_name": [person.preferred]}
    return {**names, **date_parts("date_of_birth", person.born), **about}


def what_pages(charges: Sequence[Mapping[str, Any]], happened: datetime, number: str) -> Answers:
    """Return the pages on what happened."""
    local = happened.astimezone(ZONE)
    drug = next((row for row in charges if row["drug"]), None)
    value = next((row["value"] for row in charges if row["value"]), "")
    details = {"victim_agrees": ["yes"], "value_dollars": [value or ""]}
    if drug:
        details |= {"drug": [drug["drug"]], "quantity": [drug["quantity"]], "unit": [drug["unit"]]}
    return {
        "what": {"door": ["arrest_diversion"], "immunity": ["none"]},
        "charges": {
            "offenses": [row["key"] for row in charges],
            "incident_number": [number],
            "when": ["earlier"],
            **date_parts("day", local.date()),
            "time": [f"{local:%H:%M}"],
        },
        "details": details,
    }


def facts_page(obstacle: str, on: date) -> dict[str, list[str]]:
    """Return the page of the criteria."""
    answers = {
        "resident": ["yes"],
        "substance_use": ["yes"],
        "amenable": ["yes"],
        "exploits_minors": ["no"],
        "convictions": ["some" if obstacle == "robbery" else "none"],
        "supervision": ["supervised_probation" if obstacle == "supervised" else "none"],
    }
    if obstacle == "robbery":
        answers |= {"which": ["robbery"], **date_parts("most_recent", on.replace(year=on.year - 11, day=1))}
    if obstacle == "supervised":
        answers["supervising_officer_agrees"] = ["no"]
    return answers


def keep_pages(
    world: World, actor: Actor, key: str, pages: Answers, begun: datetime, ended: datetime
) -> ReferralDraft:
    """Write a draft page by page, as the officer goes along."""
    draft = services.begin_draft(
        actor=actor, program=world.program, pathway=Pathway.ARREST_DIVERSION, key=key, at=begun
    )
    names = list(pages)
    step = (ended - begun) / (len(names) + 1)
    for place, page in enumerate(names):
        following = names[place + 1] if place + 1 < len(names) else page
        services.start_step_timer(draft=draft, at=begun + step * place)
        moment = begun + step * (place + 1)
        draft = services.save_draft(
            actor=actor, draft=draft, step=page, answers=pages[page], following=following, at=moment
        )
    return draft


def written(world: World, actor: Actor, act: Act, *, begun: datetime) -> ReferralDraft:
    """Return the draft of a recommendation to the DA, complete up to the decision."""
    person, told = world.stories[act.story].person, act.details
    number = f"{begun:%y}-{1000 + act.story * 7:05d}"
    pages = {
        "who": who_page(person),
        **what_pages(told["charges"], told["occurred_at"], number),
        "facts": facts_page(told["facts"], told["occurred_at"].date()),
        "decide": {"decision": ["ask_exception"], "reason": [told["words"]]},
    }
    return keep_pages(world, actor, world.key(f"draft-{act.key}"), pages, begun, act.at)


def half_done(world: World) -> None:
    """Leave three drafts as the last night left them: after the name, after the charges, before the decision."""
    rng = Random(f"{world.seed}:{world.organisation.slug}:drafts")
    people = invented_people(rng, world.days.today)
    charges = [
        {
            "key": "possess-methamphetamine",
            "drug": "methamphetamine",
            "quantity": "1.5",
            "unit": "g",
            "value": None,
        }
    ]
    officers = world.cast.of(RoleName.OFFICER)
    for place, length in enumerate((1, 4, 5)):
        officer = officers[place % len(officers)].username
        begun = at(world.days.ago(1), 20 + place, 12 * place + 5)
        pages = {
            "who": who_page(next(people)),
            **what_pages(charges, begun - timedelta(minutes=20), f"{begun:%y}-{90 + place:05d}"),
            "facts": facts_page("clear", begun.date()),
        }
        chosen = dict(list(pages.items())[:length])
        key = str(uuid.UUID(world.key(f"half-{place}")))
        ended = begun + timedelta(minutes=2 * length)
        keep_pages(world, world.actor(officer, begun), key, chosen, begun, ended)
