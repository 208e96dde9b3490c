"""Directory tables: the CSV files of HSDS with their ids joined, or one table with a row for each service."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handoff.core.text import mark_for_translation
from handoff.directory.readers.hsds import Item
from handoff.spreadsheets.facts import Columns, Table, TableField, TableShape
from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.spreadsheets.rules.mapping import find_table, has_required, normalize_heading

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


def table_field(name: str, label: str, headings: str, *, is_required: bool = False) -> TableField:
    return TableField(name, label, tuple(headings.split()), is_required=is_required)


SHAPE = TableShape(
    "directory",
    (
        table_field(
            "name",
            mark_for_translation("Name of the service"),
            "name service service_name program program_name nombre servicio",
            is_required=True,
        ),
        table_field(
            "organization",
            mark_for_translation("Organization"),
            "organization organization_name agency agency_name provider provider_name company organizacion",
        ),
        table_field(
            "needs",
            mark_for_translation("What it helps with"),
            "need needs category categories taxonomy type service_type",
        ),
        table_field(
            "phone",
            mark_for_translation("Phone"),
            "phone phone_number telephone tel phones main_phone telefono",
        ),
        table_field(
            "address_1",
            mark_for_translation("Street address"),
            "address address_1 street street_address location direccion",
        ),
        table_field("city", mark_for_translation("City"), "city town ciudad"),
        table_field("state", mark_for_translation("State"), "state state_province estado"),
        table_field("postal_code", mark_for_translation("ZIP code"), "zip zip_code postal_code zipcode"),
        table_field("neighborhood", mark_for_translation("Neighborhood"), "neighborhood area vecindario"),
        table_field("byday", mark_for_translation("Open on"), "days open_days byday dias"),
        table_field("opens_at", mark_for_translation("Opens at"), "opens_at opens open open_time"),
        table_field("closes_at", mark_for_translation("Closes at"), "closes_at closes close close_time"),
        table_field(
            "hours", mark_for_translation("Hours in words"), "hours hours_of_operation schedule horario"
        ),
        table_field(
            "languages", mark_for_translation("Languages"), "language languages languages_spoken idiomas"
        ),
        table_field(
            "eligibility_description",
            mark_for_translation("Who can use it"),
            "eligibility eligibility_description who_can_use_it requirements",
        ),
        table_field("minimum_age", mark_for_translation("Youngest age"), "minimum_age min_age youngest_age"),
        table_field("maximum_age", mark_for_translation("Oldest age"), "maximum_age max_age oldest_age"),
        table_field(
            "fees_description", mark_for_translation("Cost"), "fees cost costs fees_description price costo"
        ),
        table_field(
            "application_process",
            mark_for_translation("How to get it"),
            "application_process how_to_apply how_to_get_it intake",
        ),
        table_field(
            "description",
            mark_for_translation("Description"),
            "description about services_offered descripcion",
        ),
        table_field("status", mark_for_translation("Status"), "status"),
        table_field("alert", mark_for_translation("Notice"), "notice alert"),
        table_field("url", mark_for_translation("Website"), "website url web web_site"),
        table_field("email", mark_for_translation("Email"), "email e_mail mail"),
        table_field(
            "assured_date",
            mark_for_translation("Last checked"),
            "last_checked checked_on assured_date last_updated updated",
        ),
        table_field("id", mark_for_translation("ID of the service"), "id service_id number key"),
    ),
)
"""What a row about a service can state, and the headings under which each is found."""

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


def names_ids(rows: Rows) -> bool:
    """True for the services table of HSDS, which names each organization by its id."""
    return bool(rows) and "organization_id" in {normalize_heading(heading) for heading in rows[0]}


class HeadingsNotFound(UnusableFile):
    """A table whose headings don't say which column is the name: someone chooses the columns."""

    def __init__(self, table: Table) -> None:
        super().__init__(
            _(
                "We couldn't find the headings. A table of services needs a column called Name "
                "and others such as Organization, Phone, Address, and City."
            )
        )
        self.table = table


OF_PEOPLE = frozenset(
    "dob d_o_b date_of_birth birth_date birthdate birthday birth ssn social_security_number "
    "fecha_de_nacimiento nacimiento".split()
)
"""Headings that no list of services has."""


def table_of(rows: Rows) -> Table:
    """The table of services in a file's rows, without the lines of a report that count the others.

    A list of people taken for one is refused before a row of it is kept or shown.
    """
    table = find_table(SHAPE, rows, has_totals=True)
    for heading in table.headings:
        if normalize_heading(heading) in OF_PEOPLE:
            raise UnusableFile(
                _(
                    "The column “%(heading)s” says that this is a list of people. Nothing of it was kept. "
                    "Choose the list of services."
                )
                % {"heading": heading}
            )
    return table


def read_service_table(table: Table, columns: Columns, faults: list[str]) -> list[Item]:
    """One table with a row for each service. Columns that aren't chosen are named, not guessed."""
    if not has_required(SHAPE, columns):
        raise HeadingsNotFound(table)
    unread = [
        heading for place, heading in enumerate(table.headings) if heading and place not in columns.values()
    ]
    if unread:
        faults.append(_("These columns aren't read: %(columns)s.") % {"columns": ", ".join(unread)})
    return [service_of_row(table.cells(row, columns)) for row in table.rows]


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
    headings = [normalize_heading(heading) for heading in rows[0]] if rows else []
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
