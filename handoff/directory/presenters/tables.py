"""The directory as the tables of HSDS 3: one CSV file for each kind of record, in a zip file, joined by ids."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from handoff.directory.models import Service
from handoff.directory.readers.saved import entry_of
from handoff.directory.rules.hsds import Record, write_service
from handoff.documents.engines.workbooks import write_csv

Tables = dict[str, list[Record]]
PARTS = ("phones", "schedules", "languages", "cost_options")
OF_CODES = {"byday"}
"""Columns of codes that may begin with a minus sign, such as -1FR for the last Friday."""
WRITTEN_ON = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the archive, so that the same directory makes the same file."""


def hsds_zip(services: Iterable[Service]) -> bytes:
    """The services as the tables of HSDS. A service whose organization isn't known has none there, and is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in hsds_tables(services).items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", WRITTEN_ON), write_table(records))
    return out.getvalue()


def hsds_tables(services: Iterable[Service]) -> Tables:
    """Each kind of record once, with the ids that join them."""
    found: dict[str, dict[str, Record]] = {"organizations": {}, "services": {}}
    for service in services:
        if service.organization is not None:
            for table, record in records_of(write_service(entry_of(service), str(service.public_id))):
                found.setdefault(table, {})[str(record["id"])] = record
    return {table: list(records.values()) for table, records in found.items()}


def records_of(service: Record) -> Iterator[tuple[str, Record]]:
    """A service of HSDS's JSON as flat records, each with its table."""
    organization = inner(service, "organization")
    yield "organizations", organization
    plain = {name: value for name, value in service.items() if not isinstance(value, list | dict)}
    yield "services", plain | {"organization_id": organization["id"]}
    owner = {"service_id": service["id"]}
    for table in PARTS:
        for record in listed(service, table):
            yield table, record | owner
    for attribute in listed(service, "attributes"):
        term = inner(attribute, "taxonomy_term")
        yield "taxonomy_terms", term
        link = {"link_id": service["id"], "link_entity": "service", "taxonomy_term_id": term["id"]}
        yield "attributes", {"id": attribute["id"], "link_type": attribute["link_type"], **link}
    for place in listed(service, "service_at_locations"):
        location = inner(place, "location")
        yield "locations", {name: value for name, value in location.items() if name != "addresses"}
        yield "service_at_locations", {"id": place["id"], "location_id": location["id"], **owner}
        for address in listed(location, "addresses"):
            yield "addresses", address | {"location_id": location["id"]}


def inner(record: Record, name: str) -> Record:
    found = record.get(name)
    return dict(found) if isinstance(found, dict) else {}


def listed(record: Record, name: str) -> list[Record]:
    found = record.get(name)
    return [dict(each) for each in found] if isinstance(found, list) else []


def write_table(records: list[Record]) -> bytes:
    """One table: a column for each field that a record has."""
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = [[cell(record.get(name)) for name in names] for record in records]
    return write_csv(names, rows, of_codes=OF_CODES)


def cell(value: object) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return "" if value is None else str(value)
