"""An entry as HSDS 3 writes it."""

import re
import uuid
from collections.abc import Mapping

from handoff.directory.definitions import LANGUAGES, LAST, NEEDS
from handoff.directory.facts import (
    CostFacts,
    EntryFacts,
    HoursFacts,
    OrganizationFacts,
    PhoneFacts,
    PlaceFacts,
)

Record = dict[str, object]

LINK = re.compile(r"https?://")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
NAMESPACE = uuid.UUID("6f1d7a52-4b0e-4c9f-9d3e-2f6a1c8b7e40")
"""Ids that a source doesn't have as uuids are made from theirs, so that each export has the same."""


def id_of(*words: str, source: str = "") -> str:
    """The source's own id where it is a uuid, else one made from the words, the same each time.

    Two sources may number theirs alike, so its name is one of the words.
    """
    try:
        return str(uuid.UUID(words[-1]))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, "|".join((source, *words) if source else words)))


def without_blanks(record: Mapping[str, object]) -> Record:
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def write_service(entry: EntryFacts, own_id: str) -> Record:
    """A service with everything that belongs to it. A value that HSDS would refuse stays in our directory alone."""
    facts = entry.service
    here = id_of("service", entry.source_id or own_id, source=entry.source_name)
    record = {
        "id": here,
        "name": facts.name,
        "alternate_name": facts.alternate_name,
        "description": facts.description,
        "status": facts.status,
        "alert": facts.alert,
        "url": facts.url if LINK.match(facts.url) else "",
        "email": facts.email if EMAIL.fullmatch(facts.email) else "",
        "eligibility_description": facts.eligibility,
        "minimum_age": facts.minimum_age,
        "maximum_age": facts.maximum_age,
        "fees_description": facts.fees,
        "application_process": facts.how_to_apply,
        "assured_date": entry.checked_on.isoformat() if entry.checked_on else "",
        "organization": write_organization(entry.organization) if entry.organization else None,
        "languages": [write_language(here, code) for code in facts.languages],
        "attributes": [write_need(here, code) for code in facts.needs],
        "phones": [write_phone(here, each) for each in entry.phones],
        "schedules": [write_hours(here, each) for each in entry.hours],
        "cost_options": [write_cost(here, each) for each in entry.costs],
        "service_at_locations": [write_place(here, each) for each in entry.places],
    }
    return without_blanks(record)


def write_organization(facts: OrganizationFacts) -> Record:
    record = without_blanks(
        {
            "id": id_of("organization", facts.source_id or facts.name, source=facts.source_name),
            "name": facts.name,
            "website": facts.website if LINK.match(facts.website) else "",
            "email": facts.email,
        }
    )
    # HSDS asks for a description of every organization.
    return record | {"description": facts.description or facts.name}


def write_language(here: str, code: str) -> Record:
    return without_blanks(
        {
            "id": id_of("language", here, code),
            "code": code if CODE.fullmatch(code) else "",
            "name": dict(LANGUAGES).get(code, code),
        }
    )


def write_need(here: str, code: str) -> Record:
    label = dict(NEEDS)[code]
    term = {"id": id_of("need", code), "code": code, "name": label, "description": label}
    return {"id": id_of("attribute", here, code), "link_type": "need", "taxonomy_term": term}


def write_phone(here: str, facts: PhoneFacts) -> Record:
    """HSDS has an extension as a number; one with a leading zero or words is written into the description too."""
    digits = facts.extension.isdecimal()
    plain = digits and str(int(facts.extension)) == facts.extension
    words = f"ext. {facts.extension}" if facts.extension and not plain else ""
    return without_blanks(
        {
            "id": id_of("phone", here, facts.source_id or facts.number),
            "number": facts.number,
            "extension": int(facts.extension) if digits else None,
            "type": facts.kind,
            "description": "; ".join(each for each in (facts.description, words) if each),
        }
    )


def write_hours(here: str, facts: HoursFacts) -> Record:
    weeks = [{LAST: "-1"}.get(week, week) for week in facts.weeks] or [""]
    words = "|".join([*facts.weekdays, *facts.weeks, str(facts.opens_at), facts.description])
    return without_blanks(
        {
            "id": id_of("schedule", here, facts.source_id or words),
            "freq": "" if not facts.weekdays else "MONTHLY" if facts.weeks else "WEEKLY",
            "byday": ",".join(f"{week}{day}" for week in weeks for day in facts.weekdays),
            "opens_at": f"{facts.opens_at:%H:%M}" if facts.opens_at else "",
            "closes_at": f"{facts.closes_at:%H:%M}" if facts.closes_at else "",
            "valid_from": facts.valid_from.isoformat() if facts.valid_from else "",
            "valid_to": facts.valid_to.isoformat() if facts.valid_to else "",
            "description": facts.description,
        }
    )


def write_cost(here: str, facts: CostFacts) -> Record:
    priced = {"amount": float(facts.amount), "currency": "USD"} if facts.amount is not None else {}
    return {"id": id_of("cost", here, facts.source_id or facts.option), "option": facts.option, **priced}


def write_place(here: str, facts: PlaceFacts) -> Record:
    words = "|".join((facts.name, facts.address_1, facts.city, facts.postal_code))
    location = without_blanks(
        {
            "id": id_of("location", facts.source_id or words, source=facts.source_name),
            "location_type": "physical",
            "name": facts.name,
            "description": facts.directions,
            "latitude": facts.latitude,
            "longitude": facts.longitude,
        }
    )
    if facts.address_1 or facts.city:
        location["addresses"] = [write_address(facts, location["id"], words)]
    return {"id": id_of("place", here, facts.source_id or words), "location": location}


def write_address(facts: PlaceFacts, location_id: object, words: str) -> Record:
    """HSDS asks for each of these, blank or not."""
    optional = without_blanks({"address_2": facts.address_2, "region": facts.neighborhood})
    return optional | {
        "id": id_of("address", str(location_id), words),
        "address_1": facts.address_1,
        "city": facts.city,
        "state_province": facts.state,
        "postal_code": facts.postal_code,
        "country": "US",
        "address_type": "physical",
    }
