"""What an entry becomes when its source sends it again."""

from dataclasses import fields, replace
from typing import TypeVar

from handoff.directory.facts import CostFacts, EntryFacts, HoursFacts, PhoneFacts, PlaceFacts, ServiceFacts

Part = TypeVar("Part", PhoneFacts, PlaceFacts, HoursFacts, CostFacts)
Named = TypeVar("Named", PhoneFacts, HoursFacts)
BLANK = ("", None, ())


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
        if new not in BLANK and new != getattr(before, field.name):
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
        and getattr(incoming.service, field.name) in BLANK
        and getattr(before.service, field.name) not in BLANK
        and getattr(current.service, field.name) not in BLANK
    ]


def join_sites(known: EntryFacts, other: EntryFacts) -> EntryFacts:
    """A service that a file lists with an item for each place, as one service with all its places.

    Numbers and hours that only one of the places has say which, so that no one calls or walks to the wrong one.
    """
    one, two = _place_words(known), _place_words(other)
    places = tuple(dict.fromkeys([*known.places, *other.places]))
    if len(places) == len(known.places):
        one = two = ""
    numbers = {each.number for each in known.phones} & {each.number for each in other.phones}
    phones = [
        *(_say_place(each, one, is_shared=each.number in numbers) for each in known.phones),
        *(_say_place(each, two, is_shared=each.number in numbers) for each in other.phones),
    ]
    by_number: dict[str, PhoneFacts] = {}
    for each in phones:
        by_number.setdefault(each.number, each)
    shared = {*known.hours} & {*other.hours}
    hours = [
        *(_say_place(each, one, is_shared=each in shared) for each in known.hours),
        *(_say_place(each, two, is_shared=each in shared) for each in other.hours),
    ]
    return replace(
        known,
        service=_fill_service(known.service, other.service),
        organization=known.organization or other.organization,
        phones=tuple(by_number.values()),
        places=places,
        hours=tuple(dict.fromkeys(hours)),
        costs=tuple(dict.fromkeys([*known.costs, *other.costs])),
        checked_on=max((day for day in (known.checked_on, other.checked_on) if day), default=None),
        faults=(*known.faults, *(each for each in other.faults if each not in known.faults)),
    )


def _say_place(part: Named, place: str, *, is_shared: bool) -> Named:
    return part if is_shared or part.description else replace(part, description=place)


def _place_words(entry: EntryFacts) -> str:
    """The one place of an entry in words; blank if it has none, or several, whose parts say so already."""
    if len(entry.places) != 1:
        return ""
    place = entry.places[0]
    return place.address_1 or place.name or place.city


def _fill_service(known: ServiceFacts, other: ServiceFacts) -> ServiceFacts:
    """What the first item says, with the second's needs and languages, and its words where the first has none."""
    missing = {
        field.name: getattr(other, field.name)
        for field in fields(ServiceFacts)
        if getattr(known, field.name) in BLANK
    }
    needs, languages = ({*known.needs, *other.needs}, {*known.languages, *other.languages})
    return replace(known, **{**missing, "needs": tuple(sorted(needs)), "languages": tuple(sorted(languages))})


def texts_apart(known: ServiceFacts, other: ServiceFacts) -> list[str]:
    """The fields in which two items of one service say different things; needs and languages add up."""
    return [
        field.name
        for field in fields(ServiceFacts)
        if field.name not in ("needs", "languages")
        and getattr(other, field.name) not in BLANK
        and getattr(known, field.name) not in BLANK
        and getattr(other, field.name) != getattr(known, field.name)
    ]
