"""Convert a story's plain values into service inputs."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from handoff.charges.definitions import offense_on
from handoff.charges.services import ChargeInput
from handoff.core.dates import age_on
from handoff.demo.people import InventedPerson
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    DrugAmount,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.participants.services import PersonInput
from handoff.referrals.inputs import ContactInput

ASKED = (
    Conviction.HOMICIDE,
    Conviction.VEHICULAR_HOMICIDE,
    Conviction.ARSON,
    Conviction.ROBBERY,
    Conviction.KIDNAPPING,
    Conviction.HUMAN_TRAFFICKING,
    Conviction.SEXUAL_ASSAULT,
    Conviction.FIREARM_OR_DEADLY_WEAPON,
    Conviction.ATTEMPTED_VIOLENT,
)
OBSTACLES: dict[str, dict[str, Any]] = {
    "clear": {},
    "away": {"resident": Reply.NO},
    "not_amenable": {"amenable": Reply.NO},
    "supervised": {"supervision": Supervision.SUPERVISED_PROBATION, "supervising_officer_agrees": Reply.NO},
    "robbery": {},
}
"""Answers that fail a criterion; most stories have none."""

Row = Mapping[str, Any]


def person_input(person: InventedPerson) -> PersonInput:
    return PersonInput(
        first_name=person.first,
        last_name=person.last,
        preferred_name=person.preferred,
        date_of_birth=person.born,
        approximate_age=person.approximate_age,
        gender=person.gender,
        race_ethnicity=list(person.races),
        language=person.language,
    )


def charge_input(row: Row, on: date) -> ChargeInput:
    offense = offense_on(row["key"], on)
    assert offense is not None
    return ChargeInput(
        offense_key=offense.key,
        title=offense.title,
        statute=offense.statute,
        drug=row["drug"],
        quantity=Decimal(row["quantity"]) if row["quantity"] else None,
        unit=row["unit"],
        value_dollars=Decimal(row["value"]) if row["value"] else None,
    )


def offense_fact(row: Row, on: date) -> OffenseFact:
    offense = offense_on(row["key"], on)
    assert offense is not None
    return OffenseFact(
        key=offense.key,
        kind=offense.kind,
        statute=offense.statute,
        felony=offense.felony,
        has_victim=offense.has_victim,
        value=Decimal(row["value"]) if row["value"] else None,
    )


def facts_input(
    person: InventedPerson, pathway: str, on: date, obstacle: str, charges: Sequence[Row] = ()
) -> Facts:
    """Answers that meet every criterion but `obstacle`. Age goes in; the birth date does not."""
    convictions = {each: ConvictionFact(Reply.NO) for each in ASKED}
    if obstacle == "robbery":
        convictions[Conviction.ROBBERY] = ConvictionFact(Reply.YES, on.replace(year=on.year - 11, day=1))
    answers = {
        "resident": Reply.YES,
        "amenable": Reply.YES,
        "supervision": Supervision.NONE,
        "supervising_officer_agrees": Reply.UNKNOWN,
        **OBSTACLES[obstacle],
    }
    amounts = (
        DrugAmount(row["drug"], Decimal(row["quantity"]), row["unit"]) for row in charges if row["drug"]
    )
    return Facts(
        pathway=EligibilityPathway(pathway),
        on=on,
        age=age_on(person.born, on) if person.born else person.approximate_age,
        substance_use=Reply.YES,
        exploits_minors=Reply.NO,
        no_contact_order=Reply.NO,
        immunity=Immunity.NONE,
        convictions=convictions,
        offenses=tuple(offense_fact(row, on) for row in charges),
        amounts=tuple(amounts),
        **answers,
    )


def contacts_input(rows: Sequence[Row]) -> tuple[ContactInput, ...]:
    return tuple(
        ContactInput(
            kind=row["kind"], value=row["value"], safe_to_text=row["text"], safe_to_leave_word=row["word"]
        )
        for row in rows
    )


def signature(rng: Random) -> list[list[list[int]]]:
    """Strokes of an invented signature in a 1000 by 300 box."""
    strokes = []
    for start in (rng.randint(80, 160), rng.randint(430, 520)):
        points = [[start, rng.randint(120, 180)]]
        for _each in range(rng.randint(9, 15)):
            points.append([min(points[-1][0] + rng.randint(14, 30), 980), rng.randint(60, 240)])
        strokes.append(points)
    return strokes
