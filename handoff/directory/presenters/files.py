"""A file of services before and after its import, and the directory as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.core.refusals import refusal_message
from handoff.directory.definitions import NEEDS
from handoff.directory.facts import EntryFacts, ServiceFacts
from handoff.directory.models import DirectoryImport, Service
from handoff.directory.policies import check_can_undo
from handoff.directory.presenters.pages import address_lines, cost_words, first_phone, hours_line
from handoff.directory.readers.saved import entry_of
from handoff.directory.rules.hsds import write_service
from handoff.directory.services import plan_import
from handoff.directory.services.importing import PlannedChange

KIND_ORDER = ("new", "changed", "unchanged")


@dataclass(frozen=True)
class EntryRow:
    """One service of a file: what importing it does, and how its cells were read."""

    name: str
    organization: str
    kind: str
    words: str
    details: list[str]


@dataclass(frozen=True)
class ImportPage:
    """A file before its import, or what became of it."""

    batch: DirectoryImport
    sentence: str
    rows: list[EntryRow]
    undo_refusal: str | None


def import_page(batch: DirectoryImport) -> ImportPage:
    if batch.imported_at is not None:
        return ImportPage(batch, result_sentence(batch), [], refusal_message(check_can_undo, batch))
    plan = sorted(plan_import(batch), key=lambda each: KIND_ORDER.index(each.kind))
    return ImportPage(batch, plan_sentence(plan), [entry_row(each) for each in plan], None)


def entry_row(change: PlannedChange) -> EntryRow:
    words = {"new": _("New"), "changed": _("Changed"), "unchanged": _("No change")}
    kept = [
        _("The file leaves this blank, so it was kept: “%(text)s.”") % {"text": text} for text in change.kept
    ]
    organization = change.merged.organization
    return EntryRow(
        name=change.merged.service.name,
        organization=organization.name if organization else _("Organization not known"),
        kind={"new": "done", "changed": "soon"}.get(change.kind, "info"),
        words=str(words[change.kind]),
        details=[*changes_in_words(change), *kept, *change.entry.faults],
    )


def changes_in_words(change: PlannedChange) -> list[str]:
    """The names of what a file changes in a service: texts with their new words."""
    if change.kind != "changed" or change.current is None:
        return []
    words = []
    labels = field_labels()
    for field in fields(ServiceFacts):
        new = getattr(change.merged.service, field.name)
        if new != getattr(change.current.service, field.name):
            text = ", ".join(new) if isinstance(new, tuple) else "" if new is None else str(new)
            words.append(_("%(field)s: %(new)s") % {"field": labels[field.name], "new": text or _("blank")})
    parts = {
        "phones": _("Phone numbers"),
        "places": _("Places"),
        "hours": _("Hours"),
        "costs": _("Cost"),
        "checked_on": _("Last checked"),
        "organization": _("Organization"),
    }
    words += [
        str(label)
        for name, label in parts.items()
        if getattr(change.merged, name) != getattr(change.current, name)
    ]
    return words


def field_labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "alternate_name": _("Also known as"),
        "description": _("Description"),
        "status": _("Status"),
        "alert": _("Notice"),
        "url": _("Website"),
        "email": _("Email"),
        "eligibility": _("Who can use it"),
        "minimum_age": _("Youngest age"),
        "maximum_age": _("Oldest age"),
        "fees": _("Cost"),
        "how_to_apply": _("How to get it"),
        "needs": _("What it helps with"),
        "languages": _("Languages"),
    }


def plan_sentence(plan: list[PlannedChange]) -> str:
    counts = {kind: sum(each.kind == kind for each in plan) for kind in KIND_ORDER}
    return _("%(all)s read: %(new)s new, %(changed)s changed, %(unchanged)s without a change.") % {
        **counts,
        "all": len(plan),
    }


def result_sentence(batch: DirectoryImport) -> str:
    result = batch.result
    sentence = _("%(all)s read: %(new)s new, %(changed)s changed, %(unchanged)s without a change.") % {
        **result,
        "all": result["new"] + result["changed"] + result["unchanged"],
    }
    missing = result["missing"]
    if not missing:
        return sentence
    listed = ngettext(
        "%(count)d service from earlier files isn't in this one.",
        "%(count)d services from earlier files aren't in this one.",
        missing,
    )
    return f"{sentence} {listed % {'count': missing}}"


def hsds_file(services: Iterable[Service]) -> dict[str, object]:
    """The directory as one page of an HSDS 3 answer. A service whose organization isn't known has none there."""
    contents = [write_service(entry_of(each), str(each.public_id)) for each in services if each.organization]
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def columns() -> list[str]:
    """The headings of the table. They stay English, so that the file can be imported in either language."""
    return [
        "ID",
        "Name",
        "Organization",
        "Status",
        "Notice",
        "Phone",
        "Address",
        "City",
        "State",
        "ZIP",
        "Neighborhood",
        "Hours",
        "Languages",
        "Needs",
        "Eligibility",
        "Minimum age",
        "Maximum age",
        "Cost",
        "How to apply",
        "Website",
        "Email",
        "Description",
        "Last checked",
    ]


def table_rows(services: Iterable[Service]) -> Iterator[list[str]]:
    for service in services:
        yield table_row(service, entry_of(service))


def table_row(service: Service, entry: EntryFacts) -> list[str]:
    facts, needs = entry.service, dict(NEEDS)
    phone = first_phone(service)
    place = next((each.location for each in service.places.all()), None)
    costs = [facts.fees, *(cost_words(each) for each in service.costs.all())]
    return [
        entry.source_id or str(service.public_id),
        facts.name,
        entry.organization.name if entry.organization else "",
        facts.status,
        facts.alert,
        f"{phone.number} ext. {phone.extension}".removesuffix(" ext. ") if phone else "",
        (place.address_1 or ", ".join(address_lines(place)[:1])) if place else "",
        place.city if place else "",
        place.state if place else "",
        place.postal_code if place else "",
        place.neighborhood if place else "",
        "; ".join(hours_line(each) for each in service.schedules.all()),
        ", ".join(facts.languages),
        ", ".join(needs[code] for code in facts.needs),
        facts.eligibility,
        "" if facts.minimum_age is None else str(facts.minimum_age),
        "" if facts.maximum_age is None else str(facts.maximum_age),
        "; ".join(each for each in costs if each),
        facts.how_to_apply,
        facts.url,
        facts.email,
        facts.description,
        entry.checked_on.isoformat() if entry.checked_on else "",
    ]
