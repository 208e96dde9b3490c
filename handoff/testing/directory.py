"""Services of the provider directory."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Any

from handoff.access.actor import Actor
from handoff.directory.models import (
    CostOption,
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceNeed,
)
from handoff.directory.readers.files import NamedFile
from handoff.directory.rules.words import fold_words
from handoff.directory.services.entries import search_key
from handoff.directory.services.importing import apply_import, read_import
from handoff.programs.models import Program
from handoff.testing.programs import AT

WEEKDAYS = "MO,TU,WE,TH,FR"
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"

_numbers = count(1)


def make_organization(program: Program, **fields: Any) -> Organization:
    return Organization.objects.create(
        **{"program": program, "name": f"Organization {next(_numbers)}", **fields}
    )


def make_service(
    program: Program,
    *,
    needs: tuple[str, ...] = ("food",),
    languages: tuple[str, ...] = ("en",),
    at: datetime = AT,
    **fields: Any,
) -> Service:
    """An open service without hours, checked a month before AT."""
    if "organization" not in fields:
        fields["organization"] = make_organization(program)
    service = Service(
        **{
            "program": program,
            "name": f"Service {next(_numbers)}",
            "checked_on": date(2026, 2, 2),
            "added_at": at,
            "changed_at": at,
            **fields,
        }
    )
    service.search_key = search_key(service)
    service.save()
    for kind in needs:
        ServiceNeed.objects.create(program=program, service=service, kind=kind)
    for code in languages:
        ServiceLanguage.objects.create(program=program, service=service, code=code)
    return service


def make_hours(service: Service, weekdays: str, opens: str, closes: str, **fields: Any) -> Schedule:
    """A spell of opening: `make_hours(service, EVERY_DAY, "18:00", "07:00")`."""
    return Schedule.objects.create(
        program_id=service.program_id,
        service=service,
        weekdays=weekdays,
        opens_at=time.fromisoformat(opens),
        closes_at=time.fromisoformat(closes),
        **fields,
    )


def make_place(service: Service, **fields: Any) -> ServiceAtLocation:
    values = {
        "address_1": "12 Court Square",
        "city": "Alder",
        "state": "NC",
        "postal_code": "28399",
        **fields,
    }
    location = Location.objects.create(
        program_id=service.program_id,
        place_key=fold_words(" ".join(str(each) for each in values.values())),
        **values,
    )
    return ServiceAtLocation.objects.create(program_id=service.program_id, service=service, location=location)


def make_phone(service: Service, number: str = "910-555-0160", **fields: Any) -> Phone:
    return Phone.objects.create(program_id=service.program_id, service=service, number=number, **fields)


def make_cost(service: Service, option: str, **fields: Any) -> CostOption:
    return CostOption.objects.create(program_id=service.program_id, service=service, option=option, **fields)


def import_files(
    actor: Actor, program: Program, files: Sequence[NamedFile], at: datetime = AT, source: str = "County list"
) -> DirectoryImport:
    """A file that is read, and imported as it stands."""
    batch = read_import(actor=actor, program=program, source_name=source, files=files, at=at)
    return apply_import(actor=actor, batch=batch, at=at)
