"""Files of services: HSDS 3 as JSON, HSDS tables as CSV files, or one table with a row for each service."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from handoff.directory.facts import EntryFacts
from handoff.directory.readers.hsds import Item, items, read_service
from handoff.directory.readers.shapes import shape_errors
from handoff.directory.readers.tables import SHAPE, join_tables, names_ids, read_service_table, table_of
from handoff.directory.rules.merging import join_sites, texts_apart
from handoff.directory.rules.words import fold_words
from handoff.spreadsheets.facts import Columns, Table
from handoff.spreadsheets.readers.tables import UnusableFile, read_rows
from handoff.spreadsheets.readers.zip_bombs import BombError, refuse_bombs
from handoff.spreadsheets.rules.mapping import suggest_columns

MOST_BYTES = 20 * 1024 * 1024
MOST_SERVICES = 10_000
MOST_NAMED = 3

COLUMN_OF = {
    "eligibility": "eligibility_description",
    "fees": "fees_description",
    "how_to_apply": "application_process",
}
"""The column of a table that states a service's field, where its name is another."""

NamedFile = tuple[str, bytes]


@dataclass
class FileContent:
    """The entries of a file, and sentences about what couldn't be taken."""

    entries: list[EntryFacts] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    table: Table | None = None
    columns: Columns = field(default_factory=dict)
    """The table with a row for each service, and the columns it was read by; None for files of HSDS."""


ChooseColumns = Callable[[Table], Columns | None]
"""The columns that were saved for a table's source; None to take what the headings suggest."""


def read_files(files: Sequence[NamedFile], choose: ChooseColumns = lambda _table: None) -> FileContent:
    """Read the files of one upload. Raises `UnusableFile` with the sentence that says why they can't be read."""
    if sum(len(content) for _name, content in files) > MOST_BYTES:
        raise UnusableFile(_("The file is larger than 20 megabytes. Split it and try again."))
    unpacked = [each for name, content in files for each in unpack(name, content)]
    if not any(content.strip() for _name, content in unpacked):
        raise UnusableFile(_("The file is empty."))
    result = FileContent()
    found, is_typed = read_items(unpacked, result, choose)
    return keep_services(found, result, is_typed=is_typed)


def read_table(table: Table, columns: Columns) -> FileContent:
    """Read a table by the columns that someone chose."""
    result = FileContent(table=table, columns=columns)
    return keep_services(read_service_table(table, columns, result.faults), result, is_typed=False)


def keep_services(found: Sequence[Item], result: FileContent, *, is_typed: bool) -> FileContent:
    if len(found) > MOST_SERVICES:
        raise UnusableFile(_("The file has more than 10,000 services. Split it and try again."))
    keep_readable(found, result, is_typed=is_typed)
    if not result.entries:
        raise UnusableFile(_("The file has no services in it. Nothing was imported."))
    return result


def unpack(name: str, content: bytes) -> list[NamedFile]:
    """The CSV files of a zip archive; any other file as it is. Excel workbooks are archives too, and stay whole."""
    if not content.startswith(b"PK\x03\x04"):
        return [(name, content)]
    try:
        refuse_bombs(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names or "mimetype" in names:
                return [(name, content)]
            return [(each, archive.read(each)) for each in names if each.endswith((".csv", ".json"))]
    except (BombError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as problem:
        raise UnusableFile(_("We couldn't open the zip file. Upload the files in it instead.")) from problem


def read_items(
    files: Sequence[NamedFile], result: FileContent, choose: ChooseColumns
) -> tuple[list[Item], bool]:
    """The services of the files, and whether their values have types, as JSON's do."""
    texts = [
        content for _name, content in files if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    ]
    if texts:
        return [item for content in texts for item in read_json(content)], True
    tables = {
        name.rpartition("/")[2].partition(".")[0].casefold(): read_rows(content) for name, content in files
    }
    if names_ids(tables.get("services", [])):
        return join_tables(tables, result.faults), False
    if len(tables) > 1:
        raise UnusableFile(_("These tables have no services.csv. Upload all HSDS files together."))
    if files[0][0].casefold().endswith(".json"):
        raise UnusableFile(_("The file is named .json, but there's no JSON in it. Nothing was imported."))
    result.table = table_of(next(iter(tables.values())))
    if not result.table.rows:
        raise UnusableFile(
            _("The file has only one line. We need headings, and below them a row for each service.")
        )
    result.columns = choose(result.table) or suggest_columns(SHAPE, result.table.headings)
    return read_service_table(result.table, result.columns, result.faults), False


def read_json(content: bytes) -> list[Item]:
    """The services of an HSDS answer or file: a list, a page with `contents`, one service, or organizations."""
    try:
        parsed = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise UnusableFile(_("The file isn't UTF-8 text. Save it as UTF-8 and try again.")) from problem
    except (json.JSONDecodeError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        raise UnusableFile(
            _(
                "The file breaks off or has a mistake in line %(line)s, so it isn't JSON. Nothing was imported."
            )
            % {"line": line}
        ) from problem
    listed = parsed.get("contents", parsed.get("services", [parsed])) if isinstance(parsed, dict) else parsed
    wrong = list(shape_errors(listed))
    if wrong:
        raise UnusableFile(
            _("This isn't a list of services as HSDS 3 has it. Look at: %(places)s. Nothing was imported.")
            % {"places": ", ".join(place or "contents" for place in wrong[:MOST_NAMED])}
        )
    return [service for item in items(listed) for service in services_inside(item)]


def services_inside(item: Item) -> list[Item]:
    """An organization's services, each with its organization; a service is itself."""
    if "services" not in item:
        return [item]
    organization = {name: value for name, value in item.items() if name != "services"}
    return [{"organization": organization, **service} for service in items(item["services"])]


def keep_readable(found: Sequence[Item], result: FileContent, *, is_typed: bool) -> None:
    """Read the entries, each once; one without a name or with an id that another has is named in the faults."""
    entries: dict[str, EntryFacts] = {}
    for number, item in enumerate(found, start=1):
        entry = read_service(item, is_typed=is_typed)
        if not entry.service.name:
            result.faults.append(_("Item %(number)s has no name and was left out.") % {"number": number})
            continue
        if not entry.source_id:
            entry = name_by_words(entry)
        known = entries.get(entry.source_id)
        if known is None:
            entries[entry.source_id] = entry
        elif name_by_words(known).source_id == name_by_words(entry).source_id:
            entries[entry.source_id] = join_item(known, entry, number)
        else:
            result.faults.append(
                _("Item %(number)s, “%(name)s,” has the id of another item and was left out.")
                % {"number": number, "name": entry.service.name}
            )
    result.entries += entries.values()


def join_item(known: EntryFacts, entry: EntryFacts, number: int) -> EntryFacts:
    """The service with one more item about it, as lists have that name a service again for each of its places."""
    joined = join_sites(known, entry)
    if joined.places != known.places:
        said = _("Item %(number)s is the same service at another place. The place was added here.")
    else:
        said = _("Item %(number)s is the same service again. What is new in it was added here.")
    faults = [said % {"number": number}]
    apart = texts_apart(known.service, entry.service)
    if apart:
        labels = {each.name: each.label for each in SHAPE.fields}
        names = [_(labels.get(COLUMN_OF.get(name, name), name)) for name in apart]
        faults.append(
            _("Item %(number)s differs in: %(fields)s. What the first item says was kept.")
            % {"number": number, "fields": ", ".join(names)}
        )
    return replace(joined, faults=(*joined.faults, *faults))


def name_by_words(entry: EntryFacts) -> EntryFacts:
    """An entry without an id goes by its names, so that the same row is found again."""
    organization = entry.organization.name if entry.organization else ""
    words = fold_words(f"{organization}|{entry.service.name}")
    return replace(entry, source_id=words[:100])
