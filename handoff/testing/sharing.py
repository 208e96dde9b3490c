"""A program whose people share with police and the DA what each of their releases names."""

import uuid
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.charges.services import record_new_charge
from handoff.consent.models import InformationKind as Kind
from handoff.participants.models import Person
from handoff.participants.services import add_contact_point
from handoff.programs.models import Agency
from handoff.testing.charges import TRESPASS
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

EVERYTHING = [Kind.PARTICIPATION, Kind.CONTACT, Kind.CHARGES]


def make_sharing_participant(
    scenario: SimpleNamespace,
    first: str,
    last: str,
    kinds: list[Kind] | None,
    *agencies: Agency,
    **fields: Any,
) -> Person:
    """A participant who shares these kinds with the agencies, by default with police and the DA."""
    person = make_person(
        scenario.program,
        first_name=first,
        last_name=last,
        preferred_name="Goesby",
        date_of_birth=date(1986, 4, 5),
    )
    enrollment = make_participant(scenario.program, person)
    enrollment.primary_worker_id = scenario.worker.pk
    enrollment.save()
    if kinds:
        make_release(person, *(agencies or (scenario.police, scenario.da)), kinds=kinds, **fields)
    return person


def make_sharing_scenario() -> SimpleNamespace:
    """A leader, a prosecutor and a worker; Ana shares everything, Ben participation alone, Cy nothing."""
    program = make_program()
    scenario = SimpleNamespace(
        program=program, police=make_agency(program), da=make_agency(program, "district_attorney"), now=AT
    )
    scenario.worker = make_member(program, "case_manager", full_name="Wren Worker", phone="+19105550166")
    scenario.leader = make_member(program, RoleName.LAW_LEADER, scenario.police)
    scenario.prosecutor = make_member(program, RoleName.DISTRICT_ATTORNEY, scenario.da)
    scenario.ana = make_sharing_participant(scenario, "Ana", "Ríos", EVERYTHING)
    scenario.ben = make_sharing_participant(scenario, "Ben", "Tidewater", [Kind.PARTICIPATION])
    scenario.cy = make_sharing_participant(scenario, "Cy", "Unshared", None)
    add_contact_point(
        actor=actor_of(scenario.worker, program),
        person=scenario.ana,
        kind="place",
        value="under the Fifth Street bridge",
        safe_to_text=False,
        note="",
        at=AT,
    )
    record_new_charge(
        actor=actor_of(make_member(program, RoleName.CRIME_ANALYST, scenario.police), program),
        program=program,
        person=scenario.ana,
        agency=scenario.police,
        officer_id=None,
        charge=TRESPASS,
        how="citation",
        incident_number="26-9Z",
        occurred_on=AT.date(),
        key=str(uuid.uuid4()),
        at=AT,
    )
    return scenario


def shared_url(scenario: SimpleNamespace, name: str = "people", *args: object) -> str:
    return reverse(f"shared:{name}", args=[scenario.program.slug, *args])
