"""Directory tables: the CSV files of HSDS with their ids joined, or one table with a row for each service."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handoff.directory.readers.hsds import Item
from handoff.directory.rules.words import fold_words
from handoff.spreadsheets.readers.tables import HEADER_WITHIN, UnusableFile, is_total

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Line:
    """One row of a table: its cells by heading, its table and its number in the file."""

    table: str
    number: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def where(self) -> str:
        return f"{self.table}.csv, {self.number}"


PARTS = {
    "phones": "phones",
    "schedules": "schedules",
    "languages": "languages",
    "cost_options": "cost_options",
}
"""Tables whose rows belong to a service, and the list in which HSDS's JSON has them."""

COLUMNS: dict[str, str] = {
    "id": "id service_id number key",
    "name": "name service service_name program program_name nombre servicio",
    "organization": "organization organization_name agency agency_name provider provider_name company organizacion",
    "description": "description about services_offered descripcion",
    "status": "status",
    "phone": "phone phone_number telephone tel phones main_phone telefono",
    "address_1": "address address_1 street street_address location direccion",
    "city": "city town ciudad",
    "state": "state state_province estado",
    "postal_code": "zip zip_code postal_code zipcode",
    "neighborhood": "neighborhood area vecindario",
    "byday": "days open_days byday dias",
    "opens_at": "opens_at opens open open_time",
    "closes_at": "closes_at closes close close_time",
    "hours": "hours hours_of_operation schedule horario",
    "languages": "language languages languages_spoken idiomas",
    "needs": "need needs category categories taxonomy type service_type",
    "eligibility_description": "eligibility eligibility_description who_can_use_it requirements",
    "minimum_age": "minimum_age min_age youngest_age",
    "maximum_age": "maximum_age max_age oldest_age",
    "fees_description": "fees cost costs fees_description price costo",
    "application_process": "application_process how_to_apply how_to_get_it intake",
    "url": "website url web web_site",
    "email": "email e_mail mail",
    "alert": "notice alert",
    "assured_date": "last_checked checked_on assured_date last_updated updated",
}
"""For each fact of a service, the headings it is found under."""

PLAIN = (
    "id",
    "name",
    "description",
    "status",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "fees_description",
    "application_process",
    "url",
    "email",
    "alert",
    "assured_date",
)


def normalize(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold_words(heading)).strip("_")


def find_columns(headings: Sequence[str]) -> dict[str, int]:
    """The column of each fact, by its heading."""
    named = [normalize(heading) for heading in headings]
    places: dict[str, int] = {}
    for fact, names in COLUMNS.items():
        place = next((named.index(name) for name in names.split() if name in named), None)
        if place is not None and place not in places.values():
            places[fact] = place
    return places


def names_ids(rows: Rows) -> bool:
    """True for the services table of HSDS, which names each organization by its id."""
    return bool(rows) and "organization_id" in {normalize(heading) for heading in rows[0]}


def read_service_table(rows: Rows, faults: list[str]) -> list[Item]:
    """One table with a row for each service. Columns that aren't known are named, not guessed."""
    start = next(
        (place for place, row in enumerate(rows[:HEADER_WITHIN]) if "name" in find_columns(row)), None
    )
    if start is None or len(find_columns(rows[start])) < 2:
        raise UnusableFile(
            _(
                "We couldn't find the headings. A table of services needs a column called Name "
                "and others such as Organization, Phone, Address, and City."
            )
        )
    columns = find_columns(rows[start])
    unread = [
        heading for place, heading in enumerate(rows[start]) if heading and place not in columns.values()
    ]
    if unread:
        faults.append(_("These columns aren't read: %(columns)s.") % {"columns": ", ".join(unread)})
    listed = [row for row in rows[start + 1 :] if row != rows[start] and not is_total(row)]
    return [service_of_row({fact: cell_at(row, place) for fact, place in columns.items()}) for row in listed]


def cell_at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def service_of_row(cells: Mapping[str, str]) -> Item:
    """A row as HSDS's JSON would have it."""
    item: dict[str, object] = {name: cells.get(name, "") for name in PLAIN}
    item["status"] = cells.get("status") or "active"
    if cells.get("organization"):
        item["organization"] = {"name": cells["organization"]}
    item["phones"] = [{"number": each} for each in re.split(r"[;\n]", cells.get("phone", "")) if each.strip()]
    item["languages"] = [{"code": each} for each in split_words(cells.get("languages", ""))]
    item["attributes"] = [{"taxonomy_term": {"name": each}} for each in split_words(cells.get("needs", ""))]
    if cells.get("opens_at") or cells.get("hours"):
        item["schedules"] = [
            {
                **{name: cells.get(name, "") for name in ("byday", "opens_at", "closes_at")},
                "description": cells.get("hours", ""),
            }
        ]
    address = {
        "address_1": cells.get("address_1", ""),
        "city": cells.get("city", ""),
        "state_province": cells.get("state", ""),
        "postal_code": cells.get("postal_code", ""),
        "region": cells.get("neighborhood", ""),
    }
    if any(address.values()):
        item["service_at_locations"] = [{"location": {"addresses": [address]}}]
    return item


def split_words(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[;,/\n]", text) if each.strip()]


def join_tables(tables: Mapping[str, Rows], faults: list[str]) -> list[Item]:
    """The HSDS tables as the nested services of HSDS's JSON; rows that belong to nothing are named with their line."""
    lines = {name: list(lines_of(name, rows)) for name, rows in tables.items()}
    organizations = {line.cell("id"): line for line in lines.get("organizations", [])}
    locations = locations_by_id(lines)
    services: dict[str, dict[str, object]] = {}
    by_organization: dict[str, list[str]] = defaultdict(list)
    for line in lines["services"]:
        owner = organizations.get(line.cell("organization_id"))
        services[line.cell("id")] = {**line.cells, **({"organization": dict(owner.cells)} if owner else {})}
        by_organization[line.cell("organization_id")].append(line.cell("id"))
        if owner is None:
            faults.append(
                _("%(where)s: organization %(id)s isn't in the file.")
                % {"where": line.where, "id": line.cell("organization_id") or "?"}
            )
    join_needs(lines, services)
    by_location = link_locations(lines, services, locations, faults)
    for table, name in PARTS.items():
        for line in lines.get(table, []):
            owners = owners_of(line, by_organization, by_location)
            found = [services[each] for each in owners if each in services]
            for service in found:
                append(service, name, dict(line.cells))
            if not found:
                faults.append(_("%(where)s: belongs to no service in the file.") % {"where": line.where})
    return list(services.values())


def join_needs(lines: Mapping[str, Sequence[Line]], services: Mapping[str, dict[str, object]]) -> None:
    """Put each taxonomy term under the services that it is linked to: what they help with."""
    terms = {line.cell("id"): dict(line.cells) for line in lines.get("taxonomy_terms", [])}
    for line in lines.get("attributes", []):
        service, term = services.get(line.cell("link_id")), terms.get(line.cell("taxonomy_term_id"))
        if service is not None and term is not None:
            append(service, "attributes", {"taxonomy_term": term})


def lines_of(table: str, rows: Rows) -> Iterable[Line]:
    headings = [normalize(heading) for heading in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        yield Line(table, number, dict(zip(headings, row, strict=False)))


def locations_by_id(lines: Mapping[str, Sequence[Line]]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {
        line.cell("id"): dict(line.cells) for line in lines.get("locations", [])
    }
    for line in lines.get("addresses", []):
        if line.cell("location_id") in found:
            append(found[line.cell("location_id")], "addresses", dict(line.cells))
    return found


def link_locations(
    lines: Mapping[str, Sequence[Line]],
    services: Mapping[str, dict[str, object]],
    locations: Mapping[str, dict[str, object]],
    faults: list[str],
) -> dict[str, list[str]]:
    """Put each location under its services: one cell may name several services. Returns the services by location."""
    by_location: dict[str, list[str]] = defaultdict(list)
    for line in lines.get("service_at_locations", []):
        location = locations.get(line.cell("location_id"))
        for service_id in split_words(line.cell("service_id")):
            if location is None or service_id not in services:
                faults.append(_("%(where)s: belongs to no service in the file.") % {"where": line.where})
                continue
            append(
                services[service_id], "service_at_locations", {"id": line.cell("id"), "location": location}
            )
            by_location[line.cell("location_id")].append(service_id)
    return by_location


def owners_of(
    line: Line, by_organization: Mapping[str, list[str]], by_location: Mapping[str, list[str]]
) -> list[str]:
    """The services that a row belongs to: its own, those at its place, or those of its organization."""
    if line.cell("service_id"):
        return split_words(line.cell("service_id"))
    if line.cell("location_id"):
        return by_location.get(line.cell("location_id"), [])
    return by_organization.get(line.cell("organization_id"), []) if line.cell("organization_id") else []


def append(record: dict[str, object], name: str, item: dict[str, object]) -> None:
    listed = record.setdefault(name, [])
    if isinstance(listed, list):
        listed.append(item)
