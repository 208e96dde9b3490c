"""Files of services: read with their faults named, imported once, read again without doubling, undone in one step."""

import json
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handoff.core.refusals import Refused
from handoff.directory import services
from handoff.directory.facts import PhoneFacts
from handoff.directory.jobs import delete_unimported_files
from handoff.directory.models import DifferentServices, DirectoryImport, Location, Organization, Service
from handoff.directory.presenters.files import hsds_file, import_page
from handoff.directory.presenters.tables import hsds_tables
from handoff.directory.queries import (
    Search,
    imports_of,
    possible_doubles,
    search_services,
    services_of,
    services_to_mend,
    with_details,
)
from handoff.directory.readers.files import read_files
from handoff.directory.services.importing import choose_columns
from handoff.testing.directory import import_files, make_service
from handoff.testing.programs import AT, make_actor, make_member, make_program

FILES = Path(__file__).parent / "files"
FAULTS = [("hsds_faults.json", (FILES / "hsds_faults.json").read_bytes())]
AGAIN = [("hsds_reimport.json", (FILES / "hsds_reimport.json").read_bytes())]
TABLES = [(path.name, path.read_bytes()) for path in sorted((FILES / "hsds_tabular").iterdir())]
LATER = AT + timedelta(days=7)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def service_named(name) -> Service:
    return Service.objects.get(name=name)


def entries(files):
    return {each.service.name: each for each in read_files(files).entries}


def state(program):
    """Everything the directory of a program holds, without ids of rows."""
    found = with_details(services_of(program)).order_by("source_id")
    return hsds_file(found), list(found.values_list("missing_since", "checked_on", "imported", "note"))


def test_a_service_of_an_unknown_organization_waits_to_be_mended(program, worker):
    # C-F11
    import_files(worker, program, FAULTS)
    assert [each.name for each in services_to_mend(program)] == ["Peer recovery group"]
    offered = {each.name for each in search_services(program, Search(), AT)}
    assert offered == {"Walk-in counseling", "Walk-In Counseling", "Methadone clinic", "Night shelter"}


def test_two_entries_of_nearly_one_name_are_asked_about_and_not_joined(program, worker, client):
    # C-F11
    import_files(worker, program, FAULTS)
    pairs = possible_doubles(program)
    assert [{one.name, other.name} for one, other in pairs] == [{"Walk-in counseling", "Walk-In Counseling"}]
    client.force_login(make_member(program, "case_manager"))
    page = client.get(reverse("directory:check", args=[program.slug])).content.decode()
    assert "The same service?" in page and "Choose what it helps with" in page
    Service.objects.filter(name="Walk-In Counseling").update(status="defunct")
    assert possible_doubles(program) == []


def test_two_services_that_someone_kept_apart_are_never_asked_about_again(program, worker, client):
    # C-F11
    import_files(worker, program, FAULTS)
    ((one, other),) = possible_doubles(program)
    client.force_login(make_member(program, "case_manager"))
    url = reverse("directory:mark_different", args=[program.slug, other.public_id])
    for sent in ("", str(uuid.uuid4())):
        assert client.post(url, {"other": sent}).status_code == 404
    assert "Choose two services" in client.post(url, {"other": other.public_id}, follow=True).content.decode()
    for _twice in range(2):
        page = client.post(url, {"other": one.public_id}, follow=True).content.decode()
    assert "The same service?" not in page and DifferentServices.objects.count() == 1
    import_files(worker, program, AGAIN)
    assert possible_doubles(program) == [], "kept through the next file"
    with pytest.raises(Refused, match="two services"):
        services.mark_different(actor=worker, one=one, other=make_service(make_program()), at=AT)


def test_a_file_changes_the_directory_of_its_own_program_alone(program, worker):
    """The same list in two programs: its organizations, services and places are each program's own."""
    import_files(worker, program, TABLES)
    before = state(program)
    other = make_program()
    keeper = make_actor(other, "case_manager")
    batch = import_files(keeper, other, TABLES)
    assert set(batch.result) - {"new"} == {each for each, number in batch.result.items() if number == 0}
    for model, services_of_it in ((Organization, "services"), (Location, "services__service")):
        offered = model.objects.filter(**{f"{services_of_it}__program": other})
        assert set(offered.values_list("program", flat=True)) == {other.pk}, model
    assert list(imports_of(other)) == [batch]
    Location.objects.create(program=program, address_1="A place that nothing is offered at yet")
    import_files(keeper, other, AGAIN, at=LATER, source=batch.source_name)
    services.undo_import(actor=keeper, batch=imports_of(other)[0], at=LATER)
    assert state(program) == before
    assert Location.objects.filter(program=program, services__isnull=True).exists()


def test_only_who_keeps_the_directory_of_the_program_imports_and_undoes(program, worker):
    batch = import_files(worker, program, TABLES)
    for actor, sentence in (
        (make_actor(program, "peer_support"), "Only case managers"),
        (make_actor(make_program(), "case_manager"), "another program"),
    ):
        for act in (
            lambda actor: services.read_import(
                actor=actor, program=program, source_name="County list", files=TABLES, at=LATER
            ),
            lambda actor: services.apply_import(actor=actor, batch=batch, at=LATER),
            lambda actor: services.undo_import(actor=actor, batch=batch, at=LATER),
        ):
            with pytest.raises(Refused, match=sentence):
                act(actor)


def test_a_second_file_doubles_nothing_wipes_nothing_and_deletes_nothing(program, worker):
    # C-F14
    import_files(worker, program, FAULTS)
    counseling = service_named("Walk-in counseling")
    services.set_note(actor=worker, service=counseling, note="ask for Dee", at=AT)
    Service.objects.filter(pk=counseling.pk).update(
        checked_on=date(2026, 10, 25), checked_by_id=worker.user_id
    )
    Service.objects.filter(name="Night shelter").update(checked_by_id=worker.user_id)
    batch = import_files(worker, program, AGAIN, at=LATER)
    assert batch.result == {"new": 1, "changed": 3, "unchanged": 0, "missing": 3}
    counseling.refresh_from_db()
    assert (counseling.note, counseling.fees) == ("ask for Dee", "Sliding scale")
    assert counseling.checked_on == date(2026, 11, 20) and counseling.checked_by_id is None
    assert counseling.phones.get().number == "(910) 555-0143"
    shelter = service_named("Night shelter")
    assert shelter.status == "temporarily closed" and "reopens" in shelter.alert
    assert shelter.checked_by_id == worker.user_id
    group = service_named("Peer recovery group")
    assert (group.status, group.alert, group.organization.name) == ("active", "", "Longleaf Recovery")
    missing = set(Service.objects.filter(missing_since=date(2026, 3, 9)).values_list("name", flat=True))
    assert missing == {"Methadone clinic", "Sober living house", "Walk-In Counseling"}
    third = import_files(worker, program, AGAIN, at=LATER)
    assert third.result == {"new": 0, "changed": 0, "unchanged": 4, "missing": 3}
    assert Service.objects.count() == 7 and Organization.objects.count() == 3


def test_a_blank_that_wipes_nothing_is_shown_as_a_question(program, worker):
    # C-F14
    import_files(worker, program, FAULTS)
    batch = services.read_import(
        actor=worker, program=program, source_name="County list", files=AGAIN, at=LATER
    )
    row = next(each for each in import_page(batch).rows if each.name == "Walk-in counseling")
    assert any("Sliding scale" in each for each in row.details)
    assert row.words == "Changed" and "Phone numbers" in row.details


def test_a_season_of_a_file_is_found_with_its_first_day(program, worker):
    # C-F14
    import_files(worker, program, AGAIN)
    assert "Winter warming center" in {each.name for each in search_services(program, Search(), AT)}
    assert "Winter warming center" not in {
        each.name for each in search_services(program, Search(open_now=True), AT)
    }


def test_a_programs_own_change_stays_until_the_source_changes_the_field(program, worker):
    import_files(worker, program, AGAIN)
    shelter = service_named("Night shelter")
    shelter.phones.all().delete()
    services.save_phone(actor=worker, service=shelter, facts=PhoneFacts(number="(910) 555-0159"), at=AT)
    assert import_files(worker, program, AGAIN, at=LATER).result["changed"] == 0
    assert shelter.phones.get().number == "(910) 555-0159"
    changed = json.loads(AGAIN[0][1])
    changed["contents"][1]["phones"][0]["number"] = "910 555 0158"
    import_files(worker, program, [("x.json", json.dumps(changed).encode())], at=LATER)
    assert sorted(shelter.phones.values_list("number", flat=True)) == ["(910) 555-0158", "(910) 555-0159"]


def test_another_sources_file_marks_nothing_of_the_first_as_missing(program, worker):
    import_files(worker, program, FAULTS)
    assert import_files(worker, program, TABLES, source="Action list").result["missing"] == 0


def file_of(organization, service, place, address, name):
    """A file of one service, with ids as a county's own list has them."""
    location = {"id": place, "location_type": "physical"}
    location["addresses"] = [{"address_1": address, "city": "Alder", "state_province": "NC"}]
    item = {"id": service, "name": name, "status": "active", "service_at_locations": [{"location": location}]}
    item["organization"] = {"id": organization, "name": f"{name} Inc."}
    return [("list.json", json.dumps([item]).encode())]


def test_two_sources_may_number_theirs_alike(program, worker):
    """A second list with ids from 1 moved the first one's shelter to another street, or failed as a whole."""
    import_files(worker, program, file_of("1", "1", "1", "1 Main St", "Beds"), source="County")
    import_files(worker, program, file_of("1", "1", "1", "9 Oak St", "Detox"), source="State")
    found = [
        (each.name, str(each.organization), *(str(place.location) for place in each.places.all()))
        for each in with_details(services_of(program)).order_by("pk")
    ]
    assert found == [("Beds", "Beds Inc.", "1 Main St"), ("Detox", "Detox Inc.", "9 Oak St")]
    tables = hsds_tables(with_details(services_of(program)))
    kinds = ("organizations", "services", "locations", "addresses")
    assert [len(tables[each]) for each in kinds] == [2, 2, 2, 2]
    batch = import_files(worker, program, file_of("1", "1", "1", "2 Main St", "Beds"), AT, source="County")
    assert batch.result["changed"] == 1 and Location.objects.count() == 2


def test_a_file_is_imported_once(program, worker):
    batch = import_files(worker, program, FAULTS)
    with pytest.raises(Refused, match="already been imported"):
        services.apply_import(actor=worker, batch=batch, at=LATER)


def test_nothing_is_half_imported(program, worker, monkeypatch):
    batch = services.read_import(actor=worker, program=program, source_name="List", files=FAULTS, at=AT)
    monkeypatch.setattr("handoff.directory.services.importing.audit.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.apply_import(actor=worker, batch=batch, at=AT)
    assert not Service.objects.exists()


def test_only_those_who_keep_the_directory_import(program):
    actor = make_actor(program, "peer_support")
    with pytest.raises(Refused, match="Only case managers"):
        import_files(actor, program, FAULTS)


def test_a_table_without_ids_is_found_again_and_undone(program, worker):
    table = b"Agency,Service name,Telephone,City\nAction,Pantry,910 555 0160,Alder\n"
    import_files(worker, program, [("list.csv", table)])
    same = import_files(worker, program, [("list.csv", table)], at=LATER)
    assert same.result == {"new": 0, "changed": 0, "unchanged": 1, "missing": 0}
    services.undo_import(actor=worker, batch=same, at=LATER)
    moved = import_files(worker, program, [("list.csv", table.replace(b"Alder", b"Elm"))], at=LATER)
    pantry = service_named("Pantry")
    assert [each.location.city for each in pantry.places.all()] == ["Elm"]
    services.undo_import(actor=worker, batch=moved, at=LATER)
    assert [each.location.city for each in pantry.places.all()] == ["Alder"]


def test_the_manager_reads_imports_and_undoes_a_file_on_its_pages(program, client):
    client.force_login(make_member(program, "program_manager"))
    url = reverse("directory:start_import", args=[program.slug])
    wrong = {"source_name": "Zebra list", "uploads": SimpleUploadedFile("x.json", b"{")}
    page = client.post(url, wrong).content.decode()
    assert "isn&#x27;t JSON" in page and "Zebra list" in page
    assert "Choose a file of services." in client.post(url, {"source_name": "x"}).content.decode()
    right = {"source_name": "County", "uploads": [SimpleUploadedFile(name, each) for name, each in TABLES]}
    preview = client.post(url, right, follow=True)
    shown = preview.content.decode()
    assert "3 read: 3 new" in shown and "Nothing is imported yet." in shown and "phones.csv, 3" in shown
    assert not Service.objects.exists()
    here = preview.redirect_chain[-1][0]
    assert "The file was imported." in client.post(here, follow=True).content.decode()
    assert Service.objects.count() == 3
    assert "County" in client.get(url).content.decode()
    assert "The import was undone." in client.post(here, {"do": "undo"}, follow=True).content.decode()
    assert not Service.objects.exists()
    other = DirectoryImport.objects.create(program=make_program(), source_name="x", read_at=AT)
    assert client.get(reverse("directory:import", args=[program.slug, other.public_id])).status_code == 404


ODD = b"Wer,Was,Ort\nShelter on Elm,Night beds,Alder\nElm Pantry,,Alder\n"


def test_columns_no_one_knows_are_chosen_once_and_remembered_for_the_source(program, client):
    """ADR 0057: chosen with the first cells in sight, then the preview; the next file needs no choice."""
    client.force_login(make_member(program, "case_manager"))

    def upload(content, source="Church list"):
        sent = {"source_name": source, "uploads": SimpleUploadedFile("list.csv", content)}
        return client.post(reverse("directory:start_import", args=[program.slug]), sent, follow=True)

    page = upload(ODD).content.decode()
    batch = DirectoryImport.objects.get()
    url = reverse("directory:columns", args=[program.slug, batch.public_id])
    shown = reverse("directory:import", args=[program.slug, batch.public_id])
    assert "Which column is which" in page and "Wer (Shelter on Elm, Elm Pantry)" in page
    assert "Choose the columns of this file first." in client.post(shown, follow=True).content.decode()
    assert "Import these services" not in client.get(shown).content.decode()
    assert "Choose" in client.post(url, {"city": "2"}).content.decode()
    twice = client.post(url, {"name": "1", "organization": "1"}).content.decode()
    assert "You chose one column for two things." in twice
    page = client.post(url, {"name": "1", "organization": "0", "city": "2"}, follow=True).content.decode()
    assert (
        "Night beds" in page and "Shelter on Elm" in page and "Item 2 has no name and was left out." in page
    )
    client.post(shown)
    assert Service.objects.get().organization.name == "Shelter on Elm"
    assert client.get(url).status_code == 404, "an imported file keeps its columns"
    other_order = b"Ort,Wer,Was\nAlder,Shelter on Elm,Night beds\n"
    page = upload(other_order).content.decode()
    assert "Which column is which" not in page and "1 read: 0 new, 0 changed, 1 without a change." in page
    assert "Which column is which" in upload(b"Wer,Name,Ort\nA,B,C\n").content.decode(), (
        "its headings changed"
    )
    assert "Which column is which" in upload(ODD, "Another list").content.decode()


def test_the_rows_of_a_file_stay_until_it_is_imported_and_a_day_at_most(program, worker):
    """Someone may have sent the wrong file, such as a list of people."""

    def read():
        return services.read_import(
            actor=worker, program=program, source_name="x", files=[("list.csv", ODD)], at=AT
        )

    wrong, right = read(), read()
    columns = {"name": 1, "organization": 0}
    services.apply_import(
        actor=worker, batch=choose_columns(actor=worker, batch=right, columns=columns, at=AT), at=AT
    )
    right.refresh_from_db()
    assert wrong.table and not right.table and right.entries
    run = {"program": program, "at": AT + timedelta(days=1)}
    assert delete_unimported_files(program=make_program(), at=run["at"]) == 0
    assert (delete_unimported_files(**run), delete_unimported_files(**run)) == (1, 0)
    assert DirectoryImport.objects.get() == right


def test_files_of_hsds_have_no_columns_to_choose(program, worker, client):
    batch = import_files(worker, program, FAULTS)
    client.force_login(make_member(program, "case_manager"))
    assert client.get(reverse("directory:columns", args=[program.slug, batch.public_id])).status_code == 404
    fresh = services.read_import(actor=worker, program=program, source_name="x", files=FAULTS, at=AT)
    with pytest.raises(Refused, match="no columns to choose"):
        choose_columns(actor=worker, batch=fresh, columns={"name": 0}, at=AT)
    for role, sentence in (("peer_support", "Only case managers"),):
        with pytest.raises(Refused, match=sentence):
            choose_columns(actor=make_actor(program, role), batch=fresh, columns={"name": 0}, at=AT)
