"""The directory as HSDS, as tables and as a spreadsheet: valid, the same each time, and read back without a change."""

import json
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from handoff.directory import services
from handoff.directory.facts import CostFacts, HoursFacts, PlaceFacts
from handoff.directory.models import Service
from handoff.directory.presenters.files import hsds_file, import_page
from handoff.directory.presenters.tables import hsds_zip
from handoff.directory.queries import services_of, with_details
from handoff.directory.readers.files import read_files
from handoff.directory.readers.shapes import SERVICE
from handoff.directory.rules.hsds import write_service
from handoff.testing.directory import import_files, make_service
from handoff.testing.programs import AT, make_actor, make_member, make_program

FILES = Path(__file__).parent / "files"
FAULTS = [("hsds_faults.json", (FILES / "hsds_faults.json").read_bytes())]
LATER = AT + timedelta(days=7)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def entries(files):
    return {each.service.name: each for each in read_files(files).entries}


def test_an_export_meets_hsds_and_reads_back_without_a_change(program, worker):
    # C-F11
    import_files(worker, program, FAULTS)
    exported: Any = hsds_file(with_details(services_of(program)))
    assert len(exported["contents"]) == 5
    for each in exported["contents"]:
        assert not list(Draft202012Validator(SERVICE).iter_errors(each))
    clinic = next(each for each in exported["contents"] if each["name"] == "Methadone clinic")
    assert clinic["phones"][0]["extension"] == 204 and "ext. 0204" in clinic["phones"][0]["description"]
    Service.objects.exclude(source_id="17").update(imported={})
    again = [("export.json", json.dumps(exported).encode())]
    for row in import_page(
        services.read_import(actor=worker, program=program, source_name="County list", files=again, at=LATER)
    ).rows:
        assert row.words == "No change" or row.name == "Methadone clinic", row


def test_the_hsds_tables_in_a_zip_file_read_back_without_a_change(program, worker, client):
    # C-F11
    import_files(worker, program, FAULTS)
    service = make_service(program, name="=Clinic", needs=("health", "food"), languages=("es",))
    save = {"actor": worker, "service": service, "at": AT}
    services.save_cost(facts=CostFacts(option="Each visit", amount=Decimal("14.50")), **save)
    services.save_place(facts=PlaceFacts(address_1="1 Mill Lane", city="Alder", neighborhood="Mill"), **save)
    fridays = HoursFacts(weeks=("L",), weekdays=("FR",), opens_at=time(9), closes_at=time(11))
    services.save_hours(facts=fridays, **save)
    client.force_login(make_member(program, "peer_support"))
    answer = client.get(reverse("directory:download", args=[program.slug, "zip"]))
    assert answer["Content-Disposition"] == 'attachment; filename="services.zip"'
    assert "Night shelter" in entries([("services.zip", answer.content)])
    content = hsds_zip(with_details(services_of(program)))
    found = entries([("export.zip", content)])
    assert {"Walk-in counseling", "Methadone clinic", "Night shelter"} < set(found)
    assert "Peer recovery group" not in found, "its organization isn't known"
    clinic = found["'=Clinic"]
    assert set(clinic.service.needs) == {"health", "food"} and clinic.service.languages == ("es",)
    assert [(each.option, each.amount) for each in clinic.costs] == [("Each visit", Decimal("14.50"))]
    assert [(each.weeks, each.weekdays) for each in clinic.hours] == [(("L",), ("FR",))]
    assert clinic.places[0].neighborhood == "Mill"
    written = {each["name"]: each for each in hsds_file(with_details(services_of(program)))["contents"]}
    for name in ("Night shelter", "Walk-in counseling"):
        again = write_service(found[name], found[name].source_id)
        assert {**again, "id": ""} == {**written[name], "id": ""}


def test_costs_seasons_weeks_and_places_by_hand_are_exported_and_read_back(program, worker):
    service = make_service(program, name="Clinic", needs=("health",), languages=("es",))
    save = {"actor": worker, "service": service, "at": AT}
    services.save_cost(facts=CostFacts(option="Each visit", amount=Decimal("14.50")), **save)
    services.save_cost(facts=CostFacts(option="Bus tickets"), **save)
    services.save_place(facts=PlaceFacts(directions="Behind the mill"), **save)
    season = {"valid_from": date(2026, 12, 1), "valid_to": date(2027, 3, 1)}
    on_fridays = {"weekdays": ("FR",), "opens_at": time(9), "closes_at": time(11)}
    services.save_hours(facts=HoursFacts(weeks=("2", "L"), **on_fridays, **season), **save)
    services.save_hours(facts=HoursFacts(description="By appointment"), **save)
    exported: Any = hsds_file(with_details(services_of(program)))
    written = exported["contents"][0]
    assert not list(Draft202012Validator(SERVICE).iter_errors(written))
    assert written["schedules"][0]["byday"] == "2FR,-1FR" and written["cost_options"][0]["amount"] == 14.5
    entry = read_files([("x.json", json.dumps(exported).encode())]).entries[0]
    assert [(each.option, each.amount) for each in entry.costs] == [
        ("Each visit", Decimal("14.50")),
        ("Bus tickets", None),
    ]
    assert [each.weeks for each in entry.hours] == [("2",), ("L",), ()]
    assert entry.hours[0].valid_to == date(2027, 3, 1) and entry.places[0].directions == "Behind the mill"
    import_files(
        worker,
        program,
        [("x.json", json.dumps({**exported, "contents": [{**written, "name": "B"}]}).encode())],
    )
    copied = Service.objects.get(name="B")
    assert copied.costs.count() == 2 and copied.schedules.count() == 3


def test_a_number_id_is_exported_as_the_same_uuid_each_time(program, worker):
    import_files(worker, program, FAULTS)
    first, second = (hsds_file(with_details(services_of(program))) for _each in range(2))
    assert first == second


def test_an_exported_table_reads_back_to_the_same_services(program, worker, client):
    import_files(worker, program, FAULTS)
    client.force_login(make_member(program, "case_manager"))
    url = reverse("directory:download", args=[program.slug, "csv"])
    table = client.get(f"{url}?closed_too=on").content
    assert {each.source_id for each in read_files([("services.csv", table)]).entries} == set(
        Service.objects.values_list("source_id", flat=True)
    )


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_the_list_is_downloaded_as_it_was_searched(program, client, kind):
    make_service(program, name="Food pantry")
    make_service(program, name="Clinic", needs=("health",))
    client.force_login(make_member(program, "peer_support"))
    url = reverse("directory:download", args=[program.slug, kind])
    answer = client.get(f"{url}?need=food")
    assert answer["Content-Disposition"] == f'attachment; filename="services.{kind}"'
    assert [each.service.name for each in read_files([("x", answer.content)]).entries] == ["Food pantry"]
    assert client.get(reverse("directory:download", args=[program.slug, "doc"])).status_code == 404
