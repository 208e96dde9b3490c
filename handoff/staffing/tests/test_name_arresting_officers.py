"""Which officer a file's row names as the one who arrested, if any (J1)."""

import pytest

from handoff.access.roles import RoleName
from handoff.staffing.models import ChargeReport
from handoff.staffing.tests.test_import_charges import WEEK_LATER, County
from handoff.testing.programs import make_agency, make_member

pytestmark = pytest.mark.django_db


def test_the_arresting_officer_is_the_one_of_the_agency_with_the_very_name():
    county = County()
    police = make_agency(county.program)
    county.users[RoleName.CRIME_ANALYST].memberships.update(agency=police)
    dana = make_member(county.program, "officer", police, full_name="Dana Hale")
    make_member(
        county.program, "officer", make_agency(county.program, name="Other PD"), full_name="Lee Ortiz"
    )
    for name in ("Kim Park", "Kim Park"):
        make_member(county.program, "officer", police, full_name=name)
    heads = "case_id,name,dob,date,charge,arresting officer\n"
    named = ("HALE, DANA", "D. HALE", "ORTIZ, LEE", "PARK, KIM", "")
    person = next(iter(county.people.values()))
    name = f"{person.last_name}, {person.first_name}"
    rows = [
        f'26-{place},"{name}",{person.date_of_birth:%m/%d/%Y},11/20/2026,LARCENY,"{each}"'
        for place, each in enumerate(named)
    ]
    county.take("", content=(heads + "\n".join(rows)).encode())
    found = ChargeReport.objects.order_by("incident_number").values_list("officer_id", flat=True)
    assert list(found) == [dana.pk, None, None, None, None]
    # A corrected row that no longer names the officer takes no one away.
    county.take(
        "", WEEK_LATER, (heads + rows[0].replace("HALE, DANA", "").replace("20/2026", "19/2026")).encode()
    )
    report = ChargeReport.objects.order_by("incident_number")[0]
    assert (report.occurred_on.day, report.officer_id) == (19, dana.pk)


def test_a_sender_of_no_law_enforcement_agency_names_no_officer():
    county = County()
    county.users[RoleName.CRIME_ANALYST] = make_member(county.program, "jail_staff")
    make_member(county.program, "officer", full_name="Dana Hale")
    person = next(iter(county.people.values()))
    name, born = f"{person.last_name}, {person.first_name}", f"{person.date_of_birth:%m/%d/%Y}"
    heads = "case_id,name,dob,date,charge,arresting officer\n"
    row = f'26-1,"{name}",{born},11/20/2026,LARCENY,"HALE, DANA"'
    county.take("", content=(heads + row).encode())
    assert ChargeReport.objects.get().officer_id is None
