"""Import files of services: read and shown, then imported in one step, which can be undone in one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.directory import policies
from handoff.directory.facts import EntryFacts, OrganizationFacts, PlaceFacts
from handoff.directory.models import (
    DirectoryImport,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from handoff.directory.queries import imported_services, organizations_of, with_details
from handoff.directory.readers.files import FileContent, NamedFile, read_files, read_table
from handoff.directory.readers.saved import entry_of
from handoff.directory.readers.tables import SHAPE, HeadingsNotFound
from handoff.directory.rules.merging import blanks_kept, merge_entries
from handoff.directory.rules.plain import from_plain, to_plain
from handoff.directory.services.entries import write_facts
from handoff.directory.services.parts import write_cost, write_hours, write_location, write_phone
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.facts import Columns, Table
from handoff.spreadsheets.queries import saved_columns
from handoff.spreadsheets.services import remember_columns


@dataclass(frozen=True)
class PlannedChange:
    """What importing an entry does: adds it, changes a service (`merged` is what it becomes), or nothing."""

    entry: EntryFacts
    service: Service | None
    current: EntryFacts | None
    merged: EntryFacts
    kept: tuple[str, ...]

    @property
    def kind(self) -> str:
        if self.service is None:
            return "new"
        return "unchanged" if self.merged == self.current else "changed"


@transaction.atomic
def read_import(
    *, actor: Actor, program: Program, source_name: str, files: Sequence[NamedFile], at: datetime
) -> DirectoryImport:
    """Read a file and keep what it says, to be shown before anything changes. Raises `UnusableFile`."""
    policies.check_can_edit(actor, program.pk)

    def choose(table: Table) -> Columns | None:
        return saved_columns(program.pk, SHAPE, source_name, table.headings)

    try:
        content = read_files(files, choose)
    except HeadingsNotFound as problem:
        # Someone chooses the columns; until then the file has no services.
        content = FileContent(table=problem.table)
    batch = DirectoryImport(
        program=program, source_name=source_name.strip(), read_at=at, read_by_id=actor.user_id
    )
    write_content(batch, content)
    return batch


def write_content(batch: DirectoryImport, content: FileContent) -> None:
    """Keep what a file says, and of a table its rows, so that other columns can be chosen."""
    batch.entries = [to_plain(entry) for entry in content.entries]
    batch.faults = content.faults
    batch.columns = dict(content.columns)
    if content.table is not None:
        batch.table = [list(content.table.headings), *(list(row) for row in content.table.rows)]
    batch.save()


def table_in(batch: DirectoryImport) -> Table | None:
    """The table of a file, if it is one."""
    if not batch.table:
        return None
    headings, *rows = (tuple(row) for row in batch.table)
    return Table(headings, tuple(rows))


def needs_columns(batch: DirectoryImport) -> bool:
    """Whether someone should look at the columns first: the file is a table, and none were saved for its source."""
    table = table_in(batch)
    if table is None:
        return False
    return saved_columns(batch.program_id, SHAPE, batch.source_name, table.headings) is None


@transaction.atomic
def choose_columns(
    *, actor: Actor, batch: DirectoryImport, columns: Columns, at: datetime
) -> DirectoryImport:
    """Read a table again by the columns that someone chose, and remember them for its source."""
    policies.check_can_edit(actor, batch.program_id)
    batch = DirectoryImport.objects.select_for_update().get(pk=batch.pk)
    policies.check_can_import(batch)
    table = table_in(batch)
    if table is None:
        raise Refused(_("This file has no columns to choose."))
    remember_columns(
        actor=actor,
        shape=SHAPE,
        source_name=batch.source_name,
        columns=columns,
        headings=table.headings,
        at=at,
    )
    write_content(batch, read_table(table, columns))
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DIRECTORY_CHANGED,
        subject=batch.public_id,
        details={"columns": len(columns)},
    )
    return batch


def plan_import(batch: DirectoryImport) -> list[PlannedChange]:
    """What importing a file would do now, entry by entry."""
    saved = {each.source_id: each for each in with_details(imported_services(batch))}
    return [plan_entry(from_plain(plain), saved) for plain in batch.entries]


def plan_entry(entry: EntryFacts, saved: dict[str, Service]) -> PlannedChange:
    service = saved.get(entry.source_id)
    if service is None:
        return PlannedChange(entry, None, None, entry, ())
    current = entry_of(service)
    before = from_plain(service.imported) if service.imported else None
    merged = merge_entries(current, entry, before)
    return PlannedChange(entry, service, current, merged, tuple(blanks_kept(current, entry, before)))


@transaction.atomic
def apply_import(*, actor: Actor, batch: DirectoryImport, at: datetime) -> DirectoryImport:
    """Import a file that was read and shown: all of it, or nothing."""
    policies.check_can_edit(actor, batch.program_id)
    # The lock makes two imports of one program wait for each other.
    Program.objects.select_for_update().get(pk=batch.program_id)
    batch.refresh_from_db()
    policies.check_can_import(batch)
    policies.check_has_entries(batch)
    plan = plan_import(batch)
    before: dict[str, object] = {
        "changed": [saved_state(each) for each in plan if each.service is not None],
        "created": [],
        "missing": mark_missing(batch, [each.entry.source_id for each in plan], at),
    }
    known = list(organizations_of(batch.program).values_list("pk", flat=True))
    before["created"] = [
        str(write_change(batch, each, at).public_id) for each in plan if each.service is None
    ]
    for each in plan:
        if each.service is not None:
            write_change(batch, each, at)
    added = organizations_of(batch.program).exclude(pk__in=known)
    before["organizations"] = [str(each) for each in added.values_list("public_id", flat=True)]
    batch.before = before
    batch.result = {kind: sum(each.kind == kind for each in plan) for kind in ("new", "changed", "unchanged")}
    batch.result["missing"] = count_missing(batch)
    batch.imported_at = at
    # The services hold what was taken; the rows may hold columns that no one looked at.
    batch.table = []
    batch.save()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DIRECTORY_IMPORTED,
        subject=batch.public_id,
        details=dict(batch.result),
    )
    return batch


def saved_state(change: PlannedChange) -> dict[str, object]:
    """What undoing needs of a service that a file names."""
    service, current = change.service, change.current
    assert service is not None
    assert current is not None
    return {
        "service": str(service.public_id),
        "entry": to_plain(current),
        "imported": service.imported,
        "missing_since": service.missing_since.isoformat() if service.missing_since else None,
        "is_changed": change.kind == "changed",
    }


def mark_missing(batch: DirectoryImport, listed: Sequence[str], at: datetime) -> list[str]:
    """Mark what the same source no longer lists, from the day of this file on. Nothing is deleted or closed."""
    gone = imported_services(batch).filter(missing_since__isnull=True).exclude(source_id__in=listed)
    ids = [str(each) for each in gone.values_list("public_id", flat=True)]
    Service.objects.filter(public_id__in=ids).update(missing_since=local_date(batch.program, at))
    return ids


def count_missing(batch: DirectoryImport) -> int:
    return imported_services(batch).filter(missing_since__isnull=False).count()


def write_change(batch: DirectoryImport, change: PlannedChange, at: datetime) -> Service:
    """Write one entry. An unchanged service only notes that it is still listed."""
    service = change.service or Service(
        program=batch.program,
        source_id=change.entry.source_id,
        source_name=batch.source_name,
        added_at=at,
        changed_at=at,
    )
    service.imported = to_plain(change.entry)
    service.missing_since = None
    if change.kind == "unchanged":
        service.save(update_fields=["imported", "missing_since"])
        return service
    service.changed_at = at
    write_entry(service, change.current, change.merged)
    return service


def write_entry(service: Service, current: EntryFacts | None, wanted: EntryFacts) -> None:
    """Make a service what an entry says; parts that stay the same keep their rows."""
    if wanted.organization and (current is None or current.organization != wanted.organization):
        service.organization = organization_for(service, wanted.organization)
    if current is None or service.checked_on != wanted.checked_on:
        service.checked_on, service.checked_by_id = wanted.checked_on, None
    write_facts(service, wanted.service)
    if current is None or current.phones != wanted.phones:
        service.phones.all().delete()
        for phone in wanted.phones:
            write_phone(service, phone)
    if current is None or current.hours != wanted.hours:
        service.schedules.all().delete()
        for hours in wanted.hours:
            write_hours(service, hours)
    if current is None or current.costs != wanted.costs:
        service.costs.all().delete()
        for cost in wanted.costs:
            write_cost(service, cost)
    if current is None or current.places != wanted.places:
        replace_places(service, wanted.places)


def organization_for(service: Service, facts: OrganizationFacts) -> Organization:
    """The organization by its source's id, else by its name, else a new one. One that is known keeps its details.

    Two sources may number theirs alike.
    """
    known = Organization.objects.filter(program=service.program)
    of_source = known.filter(source_name=service.source_name, source_id=facts.source_id)
    found = of_source.first() if facts.source_id else None
    found = found or known.filter(name__iexact=facts.name).first()
    return found or Organization.objects.create(
        program=service.program,
        source_name=service.source_name,
        name=facts.name,
        description=facts.description,
        website=facts.website,
        email=facts.email,
        source_id=facts.source_id,
    )


def replace_places(service: Service, places: Iterable[PlaceFacts]) -> None:
    """Offer a service at these places; a place that the source shares between services is one place."""
    service.places.all().delete()
    for place in places:
        location = None
        source = {"source_name": service.source_name, "source_id": place.source_id}
        if place.source_id:
            location = Location.objects.filter(program=service.program, **source).first()
        location = location or Location(program=service.program, **source)
        write_location(location, place)
        ServiceAtLocation.objects.get_or_create(program=service.program, service=service, location=location)
    unused = Location.objects.filter(program=service.program, services__isnull=True)
    unused.delete()


@transaction.atomic
def undo_import(*, actor: Actor, batch: DirectoryImport, at: datetime) -> None:
    """Put the directory back to what it was before a file, unless someone has worked with it since."""
    policies.check_can_edit(actor, batch.program_id)
    Program.objects.select_for_update().get(pk=batch.program_id)
    batch.refresh_from_db()
    policies.check_can_undo(batch)
    services = {
        str(each.public_id): each for each in with_details(Service.objects.filter(program=batch.program))
    }
    for state in batch.before["changed"]:
        restore(services[state["service"]], state)
    Service.objects.filter(public_id__in=batch.before["missing"]).update(missing_since=None)
    remove_created(batch)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    audit.record(actor=actor, at=at, action=AuditAction.DIRECTORY_IMPORT_UNDONE, subject=batch.public_id)


def restore(service: Service, state: dict[str, object]) -> None:
    """Make a service what it was; what only was still listed is marked as before."""
    service.imported = state["imported"]
    missing = state["missing_since"]
    service.missing_since = None if missing is None else datetime.fromisoformat(str(missing)).date()
    if state["is_changed"]:
        checked_by = service.checked_by_id
        before = from_plain(state["entry"])
        write_entry(service, entry_of(service), before)
        if before.organization is None:
            service.organization = None
        service.checked_by_id = checked_by
    service.save()


def remove_created(batch: DirectoryImport) -> None:
    """Delete what a file added: services, the organizations that it brought along, and places that nothing else has."""
    created = Service.objects.filter(public_id__in=batch.before["created"])
    brought = batch.before.get("organizations", [])
    try:
        created.delete()
    except ProtectedError as error:
        raise Refused(
            _("Someone has already been referred to a service from this file, so it can't be undone.")
        ) from error
    Organization.objects.filter(public_id__in=brought, services__isnull=True).delete()
    Location.objects.filter(program=batch.program, services__isnull=True).delete()
