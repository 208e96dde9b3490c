"""Files of services are read whole, and each fault is named with its place."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from handoff.directory.readers import cells
from handoff.directory.readers.files import read_files
from handoff.documents.engines.workbooks import Sheet, write_workbook
from handoff.spreadsheets.readers.tables import UnusableFile

FILES = Path(__file__).parent / "files"
FAULTS = [("hsds_faults.json", (FILES / "hsds_faults.json").read_bytes())]
TABLES = [(path.name, path.read_bytes()) for path in sorted((FILES / "hsds_tabular").iterdir())]
TABLE = [
    ["Resources of the county", "", "", "", "", "", "", "", "Fax line"],
    ["Agency", "Service name", "Telephone", "Address", "Town", "Category", "Language", "Hours", "Fax"],
    [
        "Action",
        "Pantry",
        "910 555 0160; 910 555 0161",
        "1 Elm",
        "Alder",
        "Food; 211-X",
        "Spanish",
        "Mon 9-5",
        "x",
    ],
    ["Action", "Clinic", "", "", "", "Health care", "en", "", ""],
    ["Total", "2", "", "", "", "", "", "", ""],
]


def entries(files):
    return {each.service.name: each for each in read_files(files).entries}


def test_each_ordinary_fault_is_named_and_nothing_is_lost():
    # C-F11
    found = entries(FAULTS)
    clinic = found["Methadone clinic"]
    said = " ".join(clinic.faults)
    for words in (
        "Active",
        "Mon-Fri",
        "x0204",
        "10/05/2026",
        "exchanged",
        "Spanish",
        "older name",
        "url",
        "email",
    ):
        assert words in said
    assert "Open on: “Mon-Fri” was read as “Mon, Tue, Wed, Thu, Fri.”" in clinic.faults
    assert "Closes at: “1 pm” was read as “1:00 PM.”" in clinic.faults
    assert "Last checked: “10/05/2026” was read as “Mon, Oct 5, 2026.”" in clinic.faults
    assert clinic.source_id == "17"
    assert (clinic.service.status, clinic.service.minimum_age) == ("active", None)
    assert (clinic.service.fees, clinic.service.eligibility) == ("$14 a day", "18 and up")
    assert clinic.service.email == "intake(at)longleaf.example" and clinic.service.languages == ("es",)
    assert clinic.checked_on == date(2026, 10, 5)
    assert [(each.number, each.extension, each.description) for each in clinic.phones] == [
        ("(910) 555-0177", "0204", "also ext 3"),
        ("(910) 555-0199", "", "after hours"),
    ]
    assert (clinic.places[0].latitude, clinic.places[0].longitude) == (34.619, -79.0101)
    assert f"{clinic.hours[0].opens_at} {clinic.hours[0].closes_at}" == "05:30:00 13:00:00"
    assert found["Night shelter"].phones[0].number == "(910) 555-0150"
    group = found["Peer recovery group"]
    assert group.organization is None and not group.phones and "ext 12" in " ".join(group.faults)
    assert not found["Walk-in counseling"].faults


def test_tables_are_joined_and_what_belongs_to_nothing_is_named_with_its_line():
    # C-F11
    content = read_files(TABLES)
    found = {each.service.name: each for each in content.entries}
    pantry, power = found["Food pantry"], found["Power bill help"]
    assert pantry.places == power.places and pantry.places[0].name == "Community Action office"
    assert [(each.number, each.extension) for each in pantry.phones] == [
        ("(910) 555-0160", "012"),
        ("(910) 555-0162", ""),
    ]
    assert pantry.phones[1].description == "opt. 2"
    assert str(pantry.hours[0].opens_at) == "10:00:00" and pantry.hours[0].weekdays == ("TU", "TH")
    assert power.hours[0].weeks == ("2",) and power.service.minimum_age == 18
    assert found["ID card help"].organization is None
    assert "services.csv, 4" in content.faults[0] and "phones.csv, 3" in content.faults[1]


def test_a_zip_file_of_tables_is_read_like_its_files():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in TABLES:
            archive.writestr(f"hsds/{name}", content)
    assert entries([("hsds.zip", out.getvalue())]) == entries(TABLES)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b'{"contents": [', "line 1"),
        (b'{"contents": [{"name": "A",\n "phones": 7}]}', "1/phones"),
        (b'{"contents": 7}', "list of services"),
        (b'{"contents": []}', "no services"),
        (b'[{"status": "active"}]', "no services"),
        (b'["\xff"]', "UTF-8"),
        (b"PK\x03\x04 broken", "zip file"),
        (b"\x00\x01\x02\x03 no text\x00", "isn't a text file"),
        (b"Street,Town\nElm,Alder\n", "couldn't find the headings"),
        (b"Name\nPantry\n", "couldn't find the headings"),
        (b"Name,Organization,Phone\n", "only one line"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_changes_nothing(content, sentence):
    with pytest.raises(UnusableFile, match=sentence):
        read_files([("services.csv", content)])


def test_a_file_named_json_without_json_is_refused_and_not_read_as_a_table():
    with pytest.raises(UnusableFile, match="no JSON in it"):
        read_files([("Services.JSON", b"not a table at all")])


def test_tables_without_services_are_refused():
    with pytest.raises(UnusableFile, match=r"no services\.csv"):
        read_files([each for each in TABLES if each[0] != "services.csv"])


@pytest.mark.parametrize(("name", "limit"), [("MOST_BYTES", "20 megabytes"), ("MOST_SERVICES", "10,000")])
def test_a_file_that_is_too_large_is_refused(monkeypatch, name, limit):
    monkeypatch.setattr(f"handoff.directory.readers.files.{name}", 1)
    with pytest.raises(UnusableFile, match=limit):
        read_files(FAULTS)


def test_items_without_a_name_or_with_anothers_id_are_named_and_left_out():
    listed = [{"id": "1", "name": "A"}, {"id": "1", "name": "B"}, {"id": "2"}]
    content = read_files([("x.json", json.dumps(listed).encode())])
    assert [each.service.name for each in content.entries] == ["A"]
    assert "“B,”" in content.faults[0] and "Item 3 has no name" in content.faults[1]


def test_a_countys_own_list_has_a_row_for_each_place_of_a_service():
    """One service with both places; numbers and hours that only one has say which, and what differs is named."""
    rows = [
        "Agency,Program,Need,Phone,Address,Days,Opens at,Closes at,Cost",
        "Harbor,Beds,Housing; Mental Health,910-555-0101; 910-555-0100,1 Main St,Mon-Fri,9:00,17:00,Free",
        "Harbor,Beds,Pets,910-555-0102; 910-555-0100,2 Oak St,Sat,10:00,12:00,$5",
        "Harbor,Beds,Food,,1 Main St,,,,",
    ]
    content = read_files([("list.csv", "\n".join(rows).encode())])
    (beds,) = content.entries
    assert [each.address_1 for each in beds.places] == ["1 Main St", "2 Oak St"]
    assert beds.service.needs == ("food", "housing", "mental_health") and beds.service.fees == "Free"
    assert [(each.number[-2:], each.description) for each in beds.phones] == [
        ("01", "1 Main St"),
        ("00", ""),
        ("02", "2 Oak St"),
    ]
    assert [(each.weekdays, each.description) for each in beds.hours] == [
        (("MO", "TU", "WE", "TH", "FR"), "1 Main St"),
        (("SA",), "2 Oak St"),
    ]
    assert "Item 2 differs in: Cost. What the first item says was kept." in beds.faults
    assert any("Item 3 is the same service again" in each for each in beds.faults)


def test_numbers_that_hsds_has_under_a_place_say_which():
    place = {"name": "Annex", "phones": [{"number": "910-555-0109"}]}
    at_annex = {"location": place, "phones": [{"number": "910-555-0108", "description": "Desk"}]}
    content = read_files(
        [("x.json", json.dumps([{"id": "1", "name": "A", "service_at_locations": [at_annex]}]).encode())]
    )
    assert [(each.number[-2:], each.description) for each in content.entries[0].phones] == [
        ("08", "Desk"),
        ("09", "Annex"),
    ]


def test_a_list_of_people_is_refused_before_a_row_of_it_is_kept():
    with pytest.raises(UnusableFile, match="list of people"):
        read_files([("people.csv", b"Name,D.O.B.,Phone,City\nPruett,3/5/90,9105550142,Linden")])


def test_services_listed_under_their_organizations_are_read():
    listed = [{"id": "o", "name": "Action", "services": [{"id": "s", "name": "Pantry"}]}]
    entry = read_files([("x.json", json.dumps(listed).encode())]).entries[0]
    assert entry.organization.name == "Action" and entry.service.name == "Pantry"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_one_table_is_read_by_its_headings(kind):
    text = "\n".join(",".join(row) for row in TABLE).encode()
    rows = [[*row] for row in TABLE[1:]]
    content = text if kind == "csv" else write_workbook([Sheet("List", TABLE[0], rows)])
    read = read_files([(f"list.{kind}", content)])
    pantry, clinic = read.entries
    assert len(pantry.phones) == 2 and pantry.places[0].city == "Alder"
    assert pantry.service.needs == ("food",) and pantry.service.languages == ("es",)
    assert pantry.hours[0].description == "Mon 9-5" and pantry.hours[0].opens_at is None
    assert clinic.service.needs == ("health",) and clinic.source_id == "action|clinic"
    assert any("211-X" in each for each in pantry.faults)
    assert any("Fax" in each for each in read.faults)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", 5),
        ("SA to MO", 3),
        ("MO,TU", 2),
        ("-1FR", 1),
        ("whenever", 0),
        ("aa-bb", 0),
    ],
)
def test_days_are_read_in_their_usual_forms(text, days):
    assert len(cells.read_days(text)) == days


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ({"byday": "MO", "interval": 2, "opens_at": "09:00", "closes_at": "10:00"}, "09:00"),
        ({"description": "By appointment"}, "By appointment"),
        ({"byday": "5TH", "opens_at": "09:00", "closes_at": "10:00"}, "5TH"),
        ({"byday": "MO", "opens_at": "morning", "closes_at": "10:00"}, "morning"),
    ],
)
def test_a_schedule_that_cannot_be_computed_is_kept_in_words(schedule, words):
    item = {"id": "1", "name": "A", "schedules": [schedule]}
    entry = read_files([("x.json", json.dumps([item]).encode())]).entries[0]
    assert words in entry.hours[0].description and entry.hours[0].opens_at is None


def test_days_of_several_weeks_become_hours_of_their_own():
    schedule = {"id": "s", "freq": "MONTHLY", "byday": "1MO,-1FR", "opens_at": "09:00", "closes_at": "10:00"}
    item = {"id": "1", "name": "A", "schedules": [schedule, {}]}
    hours = read_files([("x.json", json.dumps([item]).encode())]).entries[0].hours
    assert [(each.weeks, each.weekdays, each.source_id) for each in hours] == [
        (("1",), ("MO",), "s"),
        (("L",), ("FR",), "s#1"),
    ]


def test_other_odd_values_are_unknown_or_kept_and_named():
    item = {
        "id": "1",
        "name": "A",
        "status": "closed?",
        "minimum_age": 18,
        "maximum_age": 12,
        "assured_date": "spring",
        "languages": [{"code": "es-MX"}, {"name": "Lumbee"}, {}],
        "cost_options": [{"amount": "14"}, {"option": "Bus", "amount": "much"}, {}],
        "attributes": [{"taxonomy_term": {"name": "Food"}}, {"taxonomy_term": {"code": "BD-1800"}}, {}],
        "service_at_locations": [{}, {"location": {"latitude": 95, "longitude": 200}}, {"location": {}}],
        "phones": [{"number": "910 555 0160", "type": "carrier pigeon"}],
    }
    entry = read_files([("x.json", json.dumps([item]).encode())]).entries[0]
    said = " ".join(entry.faults)
    for words in ("closed?", "below the youngest age", "spring", "BD-1800", "no place on earth"):
        assert words in said
    assert entry.service.languages == ("Lumbee", "es") and entry.service.needs == ("food",)
    assert entry.costs[0].option == "Cost"
    assert entry.costs[1].amount is None and entry.checked_on is None
    assert entry.phones[0].kind == "voice" and entry.service.minimum_age is None
