"""What an entry becomes when its source sends it again."""

from dataclasses import fields, replace
from typing import TypeVar

from handoff.directory.facts import CostFacts, EntryFacts, HoursFacts, PhoneFacts, PlaceFacts, ServiceFacts

Part = TypeVar("Part", PhoneFacts, PlaceFacts, HoursFacts, CostFacts)


def merge_entries(current: EntryFacts, incoming: EntryFacts, before: EntryFacts | None) -> EntryFacts:
    """The entry after a file: what the source changed since its last file is taken over, a blank wipes nothing.

    `before` is what the same source said last time. What the program changed itself stays until the source changes it
    too, and what it added itself (phones and other parts without the source's id) stays for good.
    """
    known = before or EntryFacts(source_id=incoming.source_id, service=ServiceFacts(name=""))
    return EntryFacts(
        source_id=current.source_id,
        service=_merge_service(current.service, incoming.service, known.service),
        organization=current.organization or incoming.organization,
        phones=_merge_parts(current.phones, incoming.phones, known.phones),
        places=_merge_parts(current.places, incoming.places, known.places),
        hours=_merge_parts(current.hours, incoming.hours, known.hours),
        costs=_merge_parts(current.costs, incoming.costs, known.costs),
        checked_on=max((day for day in (current.checked_on, incoming.checked_on) if day), default=None),
    )


def _merge_service(current: ServiceFacts, incoming: ServiceFacts, before: ServiceFacts) -> ServiceFacts:
    values = {}
    for field in fields(ServiceFacts):
        new = getattr(incoming, field.name)
        if new not in ("", None, ()) and new != getattr(before, field.name):
            values[field.name] = new
    # A notice belongs to a status: one that is open again has none.
    if "status" in values and values["status"] != current.status:
        values["alert"] = incoming.alert
    return replace(current, **values)


def _merge_parts(
    current: tuple[Part, ...], incoming: tuple[Part, ...], before: tuple[Part, ...]
) -> tuple[Part, ...]:
    if not incoming or incoming == before:
        return current
    own = tuple(part for part in current if not part.source_id and part not in before)
    said = {replace(part, source_id="") for part in incoming}
    return incoming + tuple(part for part in own if part not in said)


def blanks_kept(current: EntryFacts, incoming: EntryFacts, before: EntryFacts | None) -> list[str]:
    """The texts of a service that the file now leaves blank, and that were kept."""
    if before is None:
        return []
    return [
        str(getattr(current.service, field.name))
        for field in fields(ServiceFacts)
        if field.name != "alert"
        and getattr(incoming.service, field.name) in ("", None, ())
        and getattr(before.service, field.name) not in ("", None, ())
        and getattr(current.service, field.name) not in ("", None, ())
    ]
