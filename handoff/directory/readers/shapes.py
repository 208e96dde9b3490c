"""JSON schemas of what we read and write of HSDS 3: its field names and types, in our own words.

`FILE` is what a file must be to be read at all; `SERVICE` is what HSDS 3 asks of each field. An export meets it, and an
import names each field that doesn't.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from jsonschema import Draft202012Validator

Schema = dict[str, object]

UUID: Final[Schema] = {
    "type": "string",
    "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}
TEXT: Final[Schema] = {"type": "string"}
AGE: Final[Schema] = {"type": ["number", "null"], "minimum": 0}
DATE: Final[Schema] = {"type": ["string", "null"], "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
CLOCK: Final[Schema] = {
    "type": "string",
    "pattern": "^\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:?\\d{2})?$",
}
LINK: Final[Schema] = {"type": "string", "pattern": "^https?://"}
EMAIL: Final[Schema] = {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$"}


def record(required: Sequence[str] = ("id",), **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


def array_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


LANGUAGE = record(id=UUID, code={"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}, name=TEXT)
PHONE = record(
    ("id", "number"), id=UUID, number=TEXT, extension={"type": "number"}, type=TEXT, description=TEXT
)
SCHEDULE = record(
    id=UUID,
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    byday={"type": "string", "pattern": "^-?\\d?[A-Z]{2}(,-?\\d?[A-Z]{2})*$"},
    opens_at=CLOCK,
    closes_at=CLOCK,
    valid_from=DATE,
    valid_to=DATE,
    description=TEXT,
)
ADDRESS = record(
    ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    id=UUID,
    address_1=TEXT,
    address_2=TEXT,
    city=TEXT,
    state_province=TEXT,
    postal_code=TEXT,
    country={"type": "string", "minLength": 2, "maxLength": 2},
    address_type={"enum": ["physical", "postal", "virtual"]},
)
LOCATION = record(
    ("id", "location_type"),
    id=UUID,
    location_type={"enum": ["physical", "postal", "virtual"]},
    name=TEXT,
    latitude={"type": ["number", "null"], "minimum": -90, "maximum": 90},
    longitude={"type": ["number", "null"], "minimum": -180, "maximum": 180},
    addresses=array_of(ADDRESS),
)
SERVICE: Final[Schema] = record(
    ("id", "name", "status", "organization"),
    id=UUID,
    name={"type": "string", "minLength": 1},
    alternate_name=TEXT,
    description=TEXT,
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    alert=TEXT,
    url=LINK,
    email=EMAIL,
    eligibility_description=TEXT,
    minimum_age=AGE,
    maximum_age=AGE,
    fees_description=TEXT,
    application_process=TEXT,
    assured_date=DATE,
    organization=record(("id", "name", "description"), id=UUID, name=TEXT, description=TEXT),
    languages=array_of(LANGUAGE),
    phones=array_of(PHONE),
    schedules=array_of(SCHEDULE),
    service_at_locations=array_of(record(id=UUID, location=LOCATION)),
    cost_options=array_of(record(id=UUID, option=TEXT, amount={"type": "number"}, currency=TEXT)),
    attributes=array_of(record(id=UUID, taxonomy_term=record(("id", "name"), id=UUID, name=TEXT, code=TEXT))),
)

ANYTHING: Final[Schema] = {"type": ["object", "null"]}
LISTS = (
    "languages",
    "phones",
    "schedules",
    "service_at_locations",
    "cost_options",
    "attributes",
)
FILE: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "organization": ANYTHING,
            **{name: {"type": ["array", "null"], "items": {"type": "object"}} for name in LISTS},
        },
    },
}


def shape_errors(content: object) -> Iterator[str]:
    """Where a file isn't built as a list of services, as paths: "2/phones"."""
    for error in Draft202012Validator(FILE).iter_errors(content):
        yield "/".join(str(each + 1 if isinstance(each, int) else each) for each in error.absolute_path)


def field_errors(service: object) -> Iterator[str]:
    """The fields of a service that aren't as HSDS 3 asks, as paths: "phones/1/extension"."""
    for error in Draft202012Validator(SERVICE).iter_errors(service):
        path = "/".join(str(each + 1 if isinstance(each, int) else each) for each in error.absolute_path)
        # A blank cell is unknown, whatever type HSDS gives it.
        if path and error.instance not in ("", None):
            yield path
