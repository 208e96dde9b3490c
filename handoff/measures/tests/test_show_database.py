"""The participant database: a row a person with each data item of 7a, filtered, sorted, saved, downloaded (D2)."""

import io
from copy import deepcopy
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.core.columns import ColumnKind
from handoff.enrollment.models import StatusPeriod
from handoff.measures.database import queries, services
from handoff.measures.database.definitions import DATA_ITEMS
from handoff.measures.database.inputs import DatabaseFilter, Who
from handoff.measures.models import SavedView
from handoff.participants.models import ERASED_NAME, Person
from handoff.referrals.models import Pathway, Referral
from handoff.testing.casework import (
    follow_up,
    make_contact,
    make_contact_point,
    make_fact,
    make_milestone,
    make_need,
    make_note,
    make_service_referral,
)
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program
from handoff.testing.sign_in import login_with_second_factor
from handoff.testing.staffing import make_new_charge

pytestmark = pytest.mark.django_db

EVERYTHING = list(queries.COLUMNS.values())


def reading(program, role=RoleName.PROGRAM_MANAGER, at=AT):
    return queries.Reading(program, make_actor(program, role), at)


def row_of(person, of):
    (values,) = queries.read_values([person.pk], EVERYTHING, of)
    return dict(zip(queries.COLUMNS, values, strict=True))


def test_each_data_item_of_the_handbook_has_its_columns_or_says_where_it_is():
    for item in DATA_ITEMS:
        assert set(item.columns) <= set(queries.COLUMNS), item.key
        assert item.columns or item.elsewhere, item.key
    assert {each.key for each in DATA_ITEMS if each.minimum and not each.columns} == set()


def test_each_column_says_where_it_comes_from_and_choices_have_words_of_their_own():
    for column in EVERYTHING:
        assert str(column.label) and str(column.source), column.key
        words = [str(each.label) for each in column.choices]
        assert len(words) == len(set(words)), column.key
        if column.kind == ColumnKind.WHOLE_NUMBER:
            assert str(column.unit), column.key
    labels = [str(each.label) for each in EVERYTHING]
    assert len(labels) == len(set(labels))


def test_a_row_holds_what_the_records_say():
    program = make_program()
    person = make_person(program, last_name="Null", gender="woman", race_ethnicity=["white", "black"])
    make_contact_point(person, value="+19195550142")
    make_contact_point(person, value="+19195550143", works="no")
    enrollment = make_participant(program, person, officer_seconds=600, officer_seconds_corrected=720)
    need = make_need(person, kind="housing")
    referral = make_service_referral(need)
    follow_up(referral, "connected")
    make_milestone(person, kind="housing", reached_on=AT.date())
    make_contact(person, result="reached")
    make_note(person)
    make_fact(person, kind="work", code="part_time", since=AT.date())
    make_new_charge(person)
    row = row_of(person, reading(program))
    assert row["last_name"] == "Null" and row["age"] == 34 and row["race_ethnicity"] == ("white", "black")
    assert row["phones"] == "(919) 555-0142"
    assert row["pathway"] == Pathway.ARREST_DIVERSION and row["referring_officer"] and row["referring_agency"]
    assert row["criteria_met"] == "The amount is small" and row["criteria_not_met"] == ""
    assert row["officer_minutes"] == 12
    assert row["charges_diverted"] == "Possession of cocaine" and row["new_charges"] == 1
    assert row["enrolled_on"] == enrollment.enrolled_on and row["status"] == "active" and row["worker"]
    assert row["needs"] == row["needs_open"] == ("housing",)
    assert row["linkages"] == 1 and "Connected" in row["service_referral_words"]
    assert row["milestone_words"].startswith("Housing")
    assert row["work"] == "part_time" and row["work_since"] == AT.date()
    assert row["last_reached_on"] == AT.date() and row["contacts"] == 1 and row["notes"] == 1
    assert row["roi"] == "none"
    NewCharge.objects.update(entered_in_error_at=AT)
    assert row_of(person, reading(program))["new_charges"] == 0, "it was someone else's (C-F28)"


def test_facts_about_health_stay_with_those_whose_work_is_care():
    # ADR 0046
    program = make_program()
    person = make_participant(program).person
    make_fact(person, kind="treatment", code="methadone")
    assert row_of(person, reading(program))["treatment"] == ("methadone",)
    assert row_of(person, reading(program, RoleName.DATA_MANAGER))["treatment"] == ()


def test_two_referrals_are_one_row_with_the_one_that_was_accepted():
    # D-F05: a row is a person; the count of referrals stands beside it.
    program = make_program()
    person = make_person(program)
    make_referral(program, person, at=AT - timedelta(days=3), pathway=Pathway.OFFICER_SOCIAL)
    make_referral(program, person, state=Referral.State.DECLINED, decline_reason="not_ready")
    row = row_of(person, reading(program))
    assert row["referrals"] == 2 and row["answer"] == "accepted" and row["pathway"] == Pathway.OFFICER_SOCIAL


def test_the_number_of_queries_doesnt_grow_with_the_people(django_assert_num_queries):
    program = make_program()
    of = reading(program)
    counts = []
    for more in (1, 4):
        for _each in range(more):
            person = make_participant(program).person
            follow_up(make_service_referral(make_need(person)), "connected")
            make_fact(person)
        people = queries.find_people(DatabaseFilter(), of)
        with django_assert_num_queries(counts[0] if counts else 24, exact=bool(counts)) as seen:
            queries.read_values(people, EVERYTHING, of)
        counts.append(len(seen))


def find(program, **wanted):
    of = reading(program)
    found = Person.objects.in_bulk(people := queries.find_people(DatabaseFilter(**wanted), of))
    return [found[pk].last_name for pk in people]


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(make_three)


@pytest.fixture
def three(built, db):
    return deepcopy(built)


def make_three():
    """An active and an inactive participant, and someone who was referred late on July 31 and didn't enroll."""
    program = make_program()
    make_participant(program, make_person(program, last_name="Bell", date_of_birth=None))
    inactive = make_participant(program, make_person(program, last_name="Ávila"))
    StatusPeriod.objects.filter(enrollment=inactive).update(status="inactive", reason="moved")
    late = datetime(2026, 7, 31, 21, 40, tzinfo=ZoneInfo("America/New_York"))
    make_referral(
        program, make_person(program, last_name="Carter"), at=late, pathway=Pathway.COMMUNITY, agency=None
    )
    return program


def test_rows_are_filtered_and_sorted_as_asked(three):
    assert find(three) == ["Ávila", "Bell"]
    assert find(three, who=Who.REFERRED) == ["Carter"]
    assert find(three, who=Who.EVERYONE, sort="-last_name") == ["Carter", "Bell", "Ávila"]
    assert find(three, status="inactive") == ["Ávila"]
    assert find(three, who=Who.EVERYONE, pathway=Pathway.COMMUNITY) == ["Carter"]
    assert find(three, blank="date_of_birth") == ["Bell"]
    assert find(three, sort="date_of_birth") == find(three, sort="-date_of_birth") == ["Ávila", "Bell"]


def test_someone_whose_record_was_erased_has_no_row(three):
    Person.objects.filter(last_name="Bell").update(first_name=ERASED_NAME, last_name="")
    assert find(three, who=Who.EVERYONE) == ["Ávila", "Carter"]


def test_a_range_of_days_includes_its_last_evening(three):
    # D-F01, D-F03
    july = {"first": date(2026, 7, 31), "last": date(2026, 7, 31)}
    assert find(three, who=Who.EVERYONE, **july) == ["Carter"]
    assert find(three, who=Who.EVERYONE, first=date(2026, 8, 1)) == []


def signed_in(client, program, role=RoleName.DATA_MANAGER):
    user = make_member(program, role)
    login_with_second_factor(client, user)
    return user


def address(program, name="database", *args):
    return reverse(f"database:{name}", args=[program.slug, *args])


def read_rows(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


def test_the_page_names_whom_it_showed_and_its_address_holds_no_name(client, three):
    user = signed_in(client, three)
    response = client.get(address(three), {"status": "inactive", "columns": ["status", "enrolled_on"]})
    assert "Ávila" in response.content.decode() and "Bell" not in response.content.decode()
    seen = AuditEvent.objects.filter(user_id=user.pk, action="database.opened").get()
    assert seen.details["people"] == [str(Person.objects.get(last_name="Ávila").public_id)]


@pytest.mark.parametrize("role", [RoleName.CASE_MANAGER, RoleName.EVALUATOR, RoleName.OFFICER])
def test_others_find_no_database(client, three, role):
    signed_in(client, three, role)
    for path in (address(three), address(three, "download", "xlsx")):
        assert client.get(path).status_code == 404


def test_a_file_holds_every_row_of_every_page_in_the_same_order(client):
    # D-F54
    program = make_program()
    for number in range(55):
        make_participant(program, make_person(program, last_name=f"Reyes{number:02}"))
    user = signed_in(client, program)
    asked = {"sort": "-last_name", "columns": ["status"], "page": 2}
    page = client.get(address(program), asked).content.decode()
    assert "Reyes04" in page and "Reyes05" not in page
    response = client.get(address(program, "download", "xlsx"), asked)
    heads, *rows = read_rows(response)
    assert heads == ["Last name", "First name", "Status", "Handoff ID"]
    assert [row[0] for row in rows] == [f"Reyes{number:02}" for number in range(54, -1, -1)]
    seen = AuditEvent.objects.filter(user_id=user.pk, action="database.exported").get()
    assert len(seen.details["people"]) == 55
    lines = client.get(address(program, "download", "csv"), asked).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 56


def test_the_whole_workbook_has_each_column_and_says_what_it_is(client, three):
    signed_in(client, three)
    response = client.get(address(three, "download", "xlsx"), {"who": "everyone", "whole": "1"})
    heads, *rows = read_rows(response)
    assert sorted(heads) == sorted(str(each.label) for each in EVERYTHING) and len(rows) == 3
    carter = next(row for row in rows if "Carter" in row)
    assert carter[heads.index("Referred")] == datetime(2026, 7, 31, 21, 40)
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    said = str(book.get_sheet_by_name("About this file").to_python())
    assert "42 CFR part 2" in said and "Everyone" in said and "3 rows" in said
    dictionary = str(book.get_sheet_by_name("Data dictionary").to_python())
    assert "Charge they were diverted from (minimum)" in dictionary
    assert "Carter" not in response["Content-Disposition"]


def test_a_view_is_saved_under_its_name_and_deleted_without_touching_a_record(client, three):
    signed_in(client, three)
    response = client.post(
        f"{address(three)}?status=inactive&columns=status&columns=worker", {"name": "Inactive"}
    )
    view = SavedView.objects.get()
    assert view.name == "Inactive" and response["Location"].endswith(f"?{view.query}")
    page = client.get(response["Location"]).content.decode()
    assert "Ávila" in page and "Bell" not in page
    client.post(f"{address(three)}?status=active", {"name": "Inactive"})
    assert SavedView.objects.get().query == "status=active"
    client.post(address(three, "delete_view", view.public_id))
    assert not SavedView.objects.exists() and Person.objects.filter(program=three).count() == 3
    assert client.post(address(three, "delete_view", view.public_id)).status_code == 404


def test_views_refuse_whoever_may_not_open_the_database(three):
    program_views = {"program": three, "wanted": DatabaseFilter(), "at": AT}
    manager = make_actor(three, RoleName.PROGRAM_MANAGER)
    view = services.save_view(actor=manager, name="Monthly", **program_views)
    outsiders = [
        make_actor(three, RoleName.CASE_MANAGER),
        make_actor(make_program(), RoleName.PROGRAM_MANAGER),
    ]
    for actor in outsiders:
        with pytest.raises(services.policies.Refused):
            services.save_view(actor=actor, name="Monthly", **program_views)
        with pytest.raises(services.policies.Refused):
            services.delete_view(actor=actor, view=view, at=AT)
    with pytest.raises(services.policies.Refused):
        services.save_view(actor=manager, name="  ", **program_views)


def test_an_address_that_asks_for_what_isnt_there_shows_the_usual(client, three):
    signed_in(client, three)
    odd = {"who": "police", "sort": "ssn", "columns": "ssn", "blank": "ssn", "first_month": "x", "page": "x"}
    response = client.get(address(three), odd)
    assert response.status_code == 200
    assert "Bell" in response.content.decode()
