"""N18, J1: a report that may be about a participant waits for a person, is kept once, and forgotten when settled."""

from datetime import timedelta
from html import unescape
from itertools import product

import pytest

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.charges.definitions import north_carolina_offenses, title_in
from handoff.charges.models import NewCharge
from handoff.core.refusals import Refused
from handoff.core.templatetags.handoff import birthday
from handoff.notifications.models import Notice
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import rebuild_all, rebuild_keys
from handoff.referrals.forms.charges import PROTECTION_CHOICES
from handoff.staffing.jobs import delete_dropped_reports
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports import services
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.presenters import ComparedPerson, compared_rows, differences
from handoff.staffing.reports.queries import Matcher, waiting_reports
from handoff.testing.programs import AT, PASSWORD, make_actor, make_person, make_program
from handoff.testing.staffing import BORN, PARAPHERNALIA, ChargeScenario, enroll, report_charge

pytestmark = pytest.mark.django_db
ONE_DIGIT = BORN.replace(day=14)


@pytest.fixture
def scenario():
    return ChargeScenario()


def settle(scenario, person, role=RoleName.CASE_MANAGER):
    return services.settle_report(
        actor=scenario.actor(role), report=ChargeReport.objects.get(), person=person, at=AT
    )


def test_one_wrong_digit_in_the_birth_date_goes_to_a_person(scenario):
    """finding-F07."""
    report_charge(scenario, RoleName.CRIME_ANALYST, born=ONE_DIGIT)
    assert not NewCharge.objects.exists()
    assert ChargeReport.objects.get().date_of_birth == ONE_DIGIT
    notified = set(
        Notice.objects.filter(kind="charge_to_compare").values_list("recipient_user_id", flat=True)
    )
    care = (RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER, RoleName.PROGRAM_MANAGER)
    assert notified == {scenario.user(each).pk for each in care}


def test_nothing_is_kept_of_someone_unknown(scenario):
    report_charge(scenario, last="Quillfeather", born=BORN.replace(year=1971, month=11))
    assert not ChargeReport.objects.exists()
    assert not NewCharge.objects.exists()


def test_a_linked_report_becomes_the_charge_and_the_officer_can_be_heard(scenario):
    report_charge(scenario, RoleName.CRIME_ANALYST, born=ONE_DIGIT)
    linked = settle(scenario, scenario.person)
    assert (linked.person, linked.agency) == (scenario.person, scenario.police)
    assert linked.officer_id == scenario.user(RoleName.OFFICER).pk
    assert linked.recorded_by_id == scenario.user(RoleName.CRIME_ANALYST).pk
    assert not ChargeReport.objects.exists()
    notified = set(Notice.objects.filter(kind="new_charge").values_list("recipient_user_id", flat=True))
    assert {scenario.user(RoleName.OFFICER).pk, scenario.user(RoleName.DISTRICT_ATTORNEY).pk} <= notified


def test_none_of_them_deletes_the_report_after_an_hour(scenario):
    report_charge(scenario, born=ONE_DIGIT)
    assert settle(scenario, None) is None
    assert not waiting_reports(scenario.program).exists()
    # The form sent again within the hour is the same report.
    report_charge(scenario, born=ONE_DIGIT)
    assert ChargeReport.objects.count() == 1
    delete_dropped_reports(program=scenario.program, at=AT + timedelta(minutes=59))
    assert ChargeReport.objects.exists()
    delete_dropped_reports(program=scenario.program, at=AT + timedelta(hours=1))
    assert not ChargeReport.objects.exists()
    assert not NewCharge.objects.exists()
    assert AuditEvent.objects.filter(action="new_charge.compared").exists()


def test_the_same_incident_is_recorded_once(scenario):
    for key, role in (("one", RoleName.OFFICER), ("two", RoleName.CRIME_ANALYST)):
        report_charge(scenario, role, key=key)
    assert NewCharge.objects.count() == 1
    report_charge(scenario, key="three", incident_number="")
    report_charge(scenario, key="four", incident_number="")
    assert NewCharge.objects.count() == 3


def test_the_same_incident_waits_once(scenario):
    for key in ("one", "one", "two"):
        report_charge(scenario, key=key, born=ONE_DIGIT)
    assert ChargeReport.objects.count() == 1
    report_charge(scenario, key="three", born=ONE_DIGIT, incident_number="")
    assert ChargeReport.objects.count() == 2


def test_where_the_law_protects_there_is_no_charge_whoever_it_is(scenario):
    """E8."""
    protections = {value for value, _label in PROTECTION_CHOICES} - {"none", "unknown"}
    for last, immunity in product(("Tidewater", "Quillfeather"), sorted(protections)):
        with pytest.raises(Refused, match="The law protects"):
            services.report_if_participant(
                actor=scenario.actor(RoleName.OFFICER),
                program=scenario.program,
                query=LookupQuery(first="Rowan", last=last, dob=BORN),
                report_input=services.ReportInput(
                    charge=PARAPHERNALIA,
                    how="citation",
                    incident_number="",
                    occurred_on=AT.date(),
                    immunity=immunity,
                ),
                key="one",
                at=AT,
            )


def test_a_report_needs_a_key(scenario):
    with pytest.raises(ValueError, match="needs a key"):
        report_charge(scenario, key="")


@pytest.mark.parametrize("role", [RoleName.DISTRICT_ATTORNEY, RoleName.OFFICER, RoleName.CRIME_ANALYST])
def test_the_law_side_compares_nothing(client, scenario, role):
    report_charge(scenario, born=ONE_DIGIT)
    with pytest.raises(Refused, match="Only the care team"):
        settle(scenario, scenario.person, role)
    client.login(username=scenario.user(role).username, password=PASSWORD)
    path = f"/p/{scenario.program.slug}/new-charges/compare/"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}{ChargeReport.objects.get().public_id}/").status_code == 404


def test_another_programs_team_compares_nothing(scenario):
    report_charge(scenario, born=ONE_DIGIT)
    with pytest.raises(Refused, match="another program"):
        services.settle_report(
            actor=make_actor(make_program(), "case_manager"),
            report=ChargeReport.objects.get(),
            person=None,
            at=AT,
        )


def test_a_report_is_settled_once_and_for_someone_it_may_be_about(scenario):
    report_charge(scenario, born=ONE_DIGIT)
    report = ChargeReport.objects.get()
    someone_else = make_person(scenario.program)
    with pytest.raises(Refused, match="one of the people shown"):
        settle(scenario, someone_else)
    settle(scenario, None)
    with pytest.raises(Refused, match="already compared"):
        services.settle_report(actor=scenario.actor(RoleName.CASE_MANAGER), report=report, person=None, at=AT)


def test_the_page_shows_both_side_by_side_and_logs_each_person(client, scenario):
    report_charge(scenario, born=ONE_DIGIT)
    report = ChargeReport.objects.get()
    client.login(username=scenario.user(RoleName.CASE_MANAGER).username, password=PASSWORD)
    listed = client.get(f"/p/{scenario.program.slug}/new-charges/").content.decode()
    assert "1 report to compare" in listed
    path = f"/p/{scenario.program.slug}/new-charges/compare/"
    assert "Tidewater" not in client.get(path).content.decode()
    page = client.get(f"{path}{report.public_id}/").content.decode()
    assert all(words in page for words in ("May 14, 1990", "May 4, 1990", "One digit of the date of birth"))
    # Two participants may have one name: each choice says the birth date too.
    assert f"{scenario.person.recorded_name}, {birthday(scenario.person.date_of_birth)}" in page
    assert AuditEvent.objects.filter(
        action="charge_report.opened", subject=str(scenario.person.public_id)
    ).exists()
    again = client.post(f"{path}{report.public_id}/", {"person": ""})
    assert again.status_code == 200
    client.post(f"{path}{report.public_id}/", {"person": str(scenario.person.public_id)})
    assert NewCharge.objects.get().person == scenario.person


def test_each_person_shown_beside_a_report_is_logged(client, scenario):
    names = {"first_name": scenario.person.first_name, "last_name": scenario.person.last_name}
    namesake = make_person(scenario.program, **names, date_of_birth=BORN.replace(day=24))
    enroll(namesake, 77)
    rebuild_keys(namesake)
    report_charge(scenario, born=ONE_DIGIT)
    client.login(username=scenario.user(RoleName.CASE_MANAGER).username, password=PASSWORD)
    report = ChargeReport.objects.get()
    page = client.get(f"/p/{scenario.program.slug}/new-charges/compare/{report.public_id}/").content.decode()
    assert birthday(namesake.date_of_birth) in page and birthday(scenario.person.date_of_birth) in page
    logged = set(AuditEvent.objects.filter(action="charge_report.opened").values_list("subject", flat=True))
    assert logged == {str(each.public_id) for each in (namesake, scenario.person, report)}


def test_none_of_them_is_undone_beside_the_result(client, scenario):
    report_charge(scenario, born=ONE_DIGIT)
    path = f"/p/{scenario.program.slug}/new-charges/compare/"
    client.login(username=scenario.user(RoleName.CASE_MANAGER).username, password=PASSWORD)
    report = ChargeReport.objects.get()
    page = client.post(f"{path}{report.public_id}/", {"person": "none"}, follow=True)
    assert page.redirect_chain[-1][0] == path and "Answered within the last hour" in page.content.decode()
    # A colleague, or another tab, that has it open still is led to where the answer is undone, in their language.
    late = client.post(f"{path}{report.public_id}/", {"person": "none"}, follow=True)
    assert late.redirect_chain[-1][0] == path and "already answered with" in late.content.decode()
    client.cookies["django_language"] = "es"
    listed = north_carolina_offenses()[0]
    ChargeReport.objects.update(offense_key=listed.key, title=listed.title)
    assert title_in(listed.key, listed.title, "es") in unescape(client.get(path).content.decode())
    client.cookies["django_language"] = "en"
    client.force_login(scenario.user(RoleName.DATA_MANAGER))
    assert client.get(f"{path}{report.public_id}/").status_code == 404
    client.post(path, {"report": str(report.public_id)})
    assert not waiting_reports(scenario.program).exists()
    client.force_login(scenario.user(RoleName.PEER_SUPPORT))
    for _twice in range(2):
        page = client.post(path, {"report": str(report.public_id)}, follow=True).content.decode()
        assert "It waits to be compared again" in page and "Answered within the last hour" not in page
    assert AuditEvent.objects.filter(action="new_charge.answer_taken_back").count() == 1
    settle(scenario, None)
    with pytest.raises(Refused, match="for one hour"):
        services.take_back_none(
            actor=scenario.actor(RoleName.PEER_SUPPORT),
            program=scenario.program,
            public_id=str(report.public_id),
            at=AT + timedelta(hours=1),
        )
    assert not waiting_reports(scenario.program).exists()


def test_where_nothing_differs_the_page_says_so(scenario):
    report_charge(scenario, born=ONE_DIGIT)
    alike = ComparedPerson(scenario.person.public_id, "Rowan", None, "Same name and birth date", [])
    rows = compared_rows(ChargeReport.objects.get(), [alike])
    assert [str(row[-1].text) for row in rows] == ["—", "Nothing"]


@pytest.mark.parametrize(
    ("first", "middle", "words"),
    [
        ("MARCUS", "DELANE", []),
        ("MARCUS", "D", []),
        ("MARCUS", "", ["Only one of them has a middle name."]),
        ("MARCUS", "ALAN", ["The middle name is different."]),
        ("MARCU", "DELANE", ["The name is spelled differently."]),
    ],
)
def test_a_middle_name_is_named_for_what_it_is(first, middle, words):
    program = make_program()
    enroll(
        make_person(
            program, first_name="Marcus", middle_name="Delane", last_name="Whitcomb", date_of_birth=BORN
        )
    )
    rebuild_all(program.pk)
    named = NamedPerson(first, "WHITCOMB", middle, born_on=BORN)
    (found,) = Matcher(program).match(named, AT.date()).candidates
    assert differences(found, named, AT.date()) == words


def test_one_form_for_two_people_gets_the_same_answer_whoever_is_a_participant(scenario):
    """A refusal for the second would tell the reporter that the first is one."""
    other = make_person(scenario.program, first_name="Rowan", last_name="Ashworth", date_of_birth=BORN)
    enroll(other, 2)
    rebuild_keys(other)
    report_charge(scenario, key="one form")
    report_charge(scenario, key="one form", last="Ashworth", incident_number="26-2")
    assert {each.person for each in NewCharge.objects.all()} == {scenario.person, other}
