"""A service of an HSDS file as an entry, with a sentence for each cell that wasn't as HSDS asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from handoff.core.text import mark_for_translation
from handoff.directory.definitions import LAST, WEEKDAYS
from handoff.directory.facts import (
    CostFacts,
    EntryFacts,
    HoursFacts,
    OrganizationFacts,
    PhoneFacts,
    PlaceFacts,
    ServiceFacts,
)
from handoff.directory.models import Phone, Service
from handoff.directory.readers import cells
from handoff.directory.readers.shapes import field_errors
from handoff.directory.wording import SHORT_WEEKDAYS, WEEK_LABELS, language_label

Item = Mapping[str, object]

NORTH_CAROLINA = ((33.7, 36.7), (-84.4, -75.3))
"""South, north, west and east of the state, in degrees."""
OLDER_NAMES = {"fees_description": "fees", "eligibility_description": "eligibility"}
FIELD_NAMES = {
    "assured_date": mark_for_translation("Last checked"),
    "status": mark_for_translation("Status"),
    "language": mark_for_translation("Language"),
    "extension": mark_for_translation("Extension"),
    "byday": mark_for_translation("Open on"),
    "opens_at": mark_for_translation("Opens at"),
    "closes_at": mark_for_translation("Closes at"),
}
"""What HSDS's names of fields are called on our pages."""
SAID_ELSEWHERE = ("organization", "languages", "service_at_locations", "attributes", "cost_options")
"""Fields that get a sentence of their own or whose fault changes nothing for the reader."""


def items(value: object) -> list[Item]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, Sequence) else []


def read_service(item: Item, *, is_typed: bool = True) -> EntryFacts:
    """One service of the file. Nothing is dropped without a sentence in `faults`.

    The cells of a table are all text, so their types (`is_typed`) can't be wrong.
    """
    faults: list[str] = []
    phones = read_phones(item, faults)
    places = read_places(item, faults)
    organization = read_organization(item, faults)
    hours = read_hours(item, faults)
    service = read_facts(item, faults)
    assured = cells.text_of(item.get("assured_date"))
    checked_on = cells.read_date(assured)
    if assured and (checked_on is None or checked_on.isoformat() != assured):
        read = date_format(checked_on, "DATE_FORMAT") if checked_on is not None else _("no date")
        faults.append(fault_sentence("assured_date", assured, read))
    if is_typed:
        faults += other_faults(item, faults)
    return EntryFacts(
        source_id=cells.text_of(item.get("id"))[:100],
        service=service,
        organization=organization,
        phones=phones,
        places=places,
        hours=hours,
        costs=read_costs(item),
        checked_on=checked_on,
        faults=tuple(faults),
    )


def fault_sentence(field: str, written: object, read: object) -> str:
    """How a cell was read that isn't as HSDS asks, in words that whoever imports the file sees elsewhere too."""
    return _("%(field)s: “%(written)s” was read as “%(read)s.”") % {
        "field": _(FIELD_NAMES[field]),
        "written": written,
        "read": read,
    }


def other_faults(item: Item, named: Sequence[str]) -> list[str]:
    """The filled fields that HSDS would refuse and no sentence names yet: kept as they are."""
    said = " ".join(named)
    return [
        _("%(field)s isn't as HSDS asks. It was kept as it's written.") % {"field": field}
        for field in dict.fromkeys(field_errors(item))
        if field.split("/")[0] not in SAID_ELSEWHERE and field.split("/")[-1] not in said
    ]


def read_facts(item: Item, faults: list[str]) -> ServiceFacts:
    texts = {name: cells.text_of(item.get(name)) for name in item}
    for name, older in OLDER_NAMES.items():
        if not texts.get(name) and texts.get(older):
            texts[name] = texts[older]
            faults.append(_("%(older)s is an older name for %(name)s.") % {"older": older, "name": name})
    ages = [cells.read_age(texts.get(name, "")) for name in ("minimum_age", "maximum_age")]
    if ages[0] is not None and ages[1] is not None and ages[1] < ages[0]:
        faults.append(_("The oldest age is below the youngest age. Neither was taken."))
        ages = [None, None]
    return ServiceFacts(
        name=texts.get("name", "")[:200],
        alternate_name=texts.get("alternate_name", "")[:200],
        description=texts.get("description", ""),
        status=read_status(texts.get("status", ""), faults),
        alert=texts.get("alert", "")[:500],
        url=texts.get("url", "")[:300],
        email=texts.get("email", "")[:254],
        eligibility=texts.get("eligibility_description", ""),
        minimum_age=ages[0],
        maximum_age=ages[1],
        fees=texts.get("fees_description", ""),
        how_to_apply=texts.get("application_process", ""),
        needs=read_needs(item, faults),
        languages=read_languages(item, faults),
    )


def read_status(text: str, faults: list[str]) -> str:
    plain = text.casefold().replace("_", " ")
    known = plain if plain in Service.Status.values else Service.Status.ACTIVE.value
    if text != known:
        faults.append(fault_sentence("status", text, Service.Status(known).label))
    return known


def read_organization(item: Item, faults: list[str]) -> OrganizationFacts | None:
    found = item.get("organization")
    if not isinstance(found, Mapping) or not cells.text_of(found.get("name")):
        faults.append(_("No organization is named. Choose one, so that the search finds this service."))
        return None
    return OrganizationFacts(
        name=cells.text_of(found.get("name"))[:200],
        description=cells.text_of(found.get("description")),
        website=cells.text_of(found.get("website"))[:300],
        email=cells.text_of(found.get("email"))[:254],
        source_id=cells.text_of(found.get("id"))[:100],
    )


def read_languages(item: Item, faults: list[str]) -> tuple[str, ...]:
    codes = []
    for each in items(item.get("languages")):
        written = cells.text_of(each.get("code")) or cells.text_of(each.get("name"))
        code = cells.read_language(written)
        if code:
            codes.append(code)
        if code and code != written:
            faults.append(fault_sentence("language", written, language_label(code)))
    return tuple(sorted(set(codes)))


def read_needs(item: Item, faults: list[str]) -> tuple[str, ...]:
    found, unknown = set(), []
    for each in items(item.get("attributes")):
        term = each.get("taxonomy_term")
        words = (
            [cells.text_of(term.get(name)) for name in ("code", "name")] if isinstance(term, Mapping) else []
        )
        needs = {need for need in map(cells.read_need, words) if need}
        found |= needs
        if words and not needs:
            unknown.append(words[1] or words[0])
    if unknown:
        faults.append(
            _("These terms aren't on our list of needs: %(terms)s.") % {"terms": ", ".join(unknown)}
        )
    return tuple(sorted(found))


def read_phones(item: Item, faults: list[str]) -> tuple[PhoneFacts, ...]:
    """Every number once, whatever its form, those of its places too; words that hold none are named."""
    found: dict[str, PhoneFacts] = {}
    for each in [*items(item.get("phones")), *phones_at_places(item)]:
        number, extension = (cells.text_of(each.get(name)) for name in ("number", "extension"))
        description = cells.text_of(each.get("description"))
        written = cells.WRITTEN_EXTENSION.search(description)
        if written:
            extension, description = written["text"], description[: written.start()]
        kind = cells.text_of(each.get("type")).casefold()
        kind = kind if kind in Phone.Kind.values else Phone.Kind.VOICE.value
        phones = cells.read_phones(
            number, extension, kind, description[:200], cells.text_of(each.get("id"))[:90]
        )
        if not phones:
            faults.append(_("Phone: “%(written)s” isn't a phone number.") % {"written": number or extension})
        if len(phones) > 1:
            faults.append(_("Phone: “%(written)s” was read as several numbers.") % {"written": number})
        if phones and extension and phones[0].extension != extension:
            faults.append(fault_sentence("extension", extension, phones[0].extension))
        for phone in phones:
            if phone.number in found:
                faults.append(_("Phone: %(number)s is listed twice.") % {"number": phone.number})
            found.setdefault(phone.number, phone)
    return tuple(found.values())


def phones_at_places(item: Item) -> list[Item]:
    """The numbers that HSDS has under a service's places, each saying which place it is for."""
    found: list[Item] = []
    for each in items(item.get("service_at_locations")):
        location = each.get("location")
        location = location if isinstance(location, Mapping) else {}
        place = cells.text_of(location.get("name"))
        found += [
            {**phone, "description": cells.text_of(phone.get("description")) or place}
            for phone in [*items(each.get("phones")), *items(location.get("phones"))]
        ]
    return found


def read_hours(item: Item, faults: list[str]) -> tuple[HoursFacts, ...]:
    found: list[HoursFacts] = []
    at_places = [
        each for place in items(item.get("service_at_locations")) for each in items(place.get("schedules"))
    ]
    for each in [*items(item.get("schedules")), *at_places]:
        found += read_schedule({name: cells.text_of(value) for name, value in each.items()}, faults)
    return tuple(dict.fromkeys(found))


def read_schedule(texts: Mapping[str, str], faults: list[str]) -> list[HoursFacts]:
    """One schedule as hours; days of several weeks of the month become hours of their own."""
    days = cells.read_days(texts.get("byday", ""))
    opens, closes = (cells.read_time(texts.get(name, "")) for name in ("opens_at", "closes_at"))
    facts = HoursFacts(
        valid_from=cells.read_date(texts.get("valid_from", "")),
        valid_to=cells.read_date(texts.get("valid_to", "") or texts.get("until", "")),
        description=texts.get("description", "")[:300],
        source_id=texts.get("id", "")[:90],
    )
    unusual = texts.get("interval", "1") not in {"", "1"} or bool(texts.get("bymonthday"))
    weeks = {week for week, _day in days}
    if not days or opens is None or closes is None or unusual or weeks & {"5", "-2", "-3", "-4", "-5"}:
        words = ", ".join(
            text for name, text in texts.items() if text and name not in {"id", "service_id", "timezone"}
        )
        faults.append(_("Hours: “%(written)s” is kept in words only.") % {"written": words})
        return [replace(facts, description=(facts.description or words)[:300])] if words else []
    hours = []
    for number, week in enumerate(sorted(weeks)):
        on = tuple(day for day in WEEKDAYS if (week, day) in days)
        source = f"{facts.source_id}#{number}" if number else facts.source_id
        hours.append(
            replace(
                facts,
                weekdays=on,
                weeks=(week,) if week else (),
                opens_at=opens,
                closes_at=closes,
                source_id=source,
            )
        )
    plain_days = ",".join(f"{'-1' if week == LAST else week}{day}" for week, day in days)
    if texts.get("byday", "").replace(" ", "") != plain_days:
        faults.append(fault_sentence("byday", texts.get("byday", ""), days_in_words(days)))
    for name, read in (("opens_at", opens), ("closes_at", closes)):
        if texts[name][:5].zfill(5) != f"{read:%H:%M}":
            faults.append(fault_sentence(name, texts[name], time_format(read, "TIME_FORMAT")))
    return hours


def days_in_words(days: Sequence[tuple[str, str]]) -> str:
    """Days of the week, each with the week of the month that it is in if it isn't every week."""
    weeks = {week: f"{WEEK_LABELS[week]} " if week else "" for week, _day in days}
    return ", ".join(f"{weeks[week]}{SHORT_WEEKDAYS[day]}" for week, day in days)


def read_places(item: Item, faults: list[str]) -> tuple[PlaceFacts, ...]:
    found = []
    for each in items(item.get("service_at_locations")):
        location = each.get("location")
        if not isinstance(location, Mapping):
            continue
        address = next(iter(items(location.get("addresses"))), {})
        latitude, longitude = read_coordinates(location, faults)
        found.append(
            PlaceFacts(
                name=cells.text_of(location.get("name"))[:200],
                address_1=cells.text_of(address.get("address_1"))[:200],
                address_2=cells.text_of(address.get("address_2"))[:200],
                city=cells.text_of(address.get("city"))[:100],
                state=cells.text_of(address.get("state_province"))[:20],
                postal_code=cells.text_of(address.get("postal_code"))[:20],
                neighborhood=cells.text_of(address.get("region"))[:100],
                directions=cells.text_of(location.get("description"))[:500],
                latitude=latitude,
                longitude=longitude,
                source_id=cells.text_of(location.get("id"))[:100],
            )
        )
    return tuple(found)


def read_coordinates(location: Item, faults: list[str]) -> tuple[float | None, float | None]:
    """Latitude and longitude; exchanged ones are put right where only that lies in North Carolina."""
    try:
        latitude = float(cells.text_of(location.get("latitude")))
        longitude = float(cells.text_of(location.get("longitude")))
    except ValueError:
        return None, None
    if not _is_in_state(latitude, longitude) and _is_in_state(longitude, latitude):
        faults.append(_("latitude and longitude were exchanged. They were put right."))
        return longitude, latitude
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        faults.append(_("latitude and longitude are no place on earth. They weren't taken."))
        return None, None
    return latitude, longitude


def _is_in_state(latitude: float, longitude: float) -> bool:
    (south, north), (west, east) = NORTH_CAROLINA
    return south <= latitude <= north and west <= longitude <= east


def read_costs(item: Item) -> tuple[CostFacts, ...]:
    found = []
    for each in items(item.get("cost_options")):
        option = cells.text_of(each.get("option")) or cells.text_of(each.get("amount_description"))
        amount = cells.read_amount(cells.text_of(each.get("amount")))
        if option or amount is not None:
            found.append(
                CostFacts(
                    option=(option or "Cost")[:200],
                    amount=amount,
                    source_id=cells.text_of(each.get("id"))[:100],
                )
            )
    return tuple(found)
