"""One program of the matrix: the instants of its life, who sits at its table, and its settings."""

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.directory.models import DirectoryImport
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import ArrestListMapping
from handoff.eligibility.services import propose_criteria, save_criteria_draft
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.measures.models import SavedView
from handoff.measures.rules.periods import Period
from handoff.measures.surveys.inputs import RoundInput
from handoff.measures.surveys.services import make_survey
from handoff.participants.services import (
    PersonInput,
)
from handoff.programs.models import (
    Agency,
    AgencyAgreement,
    AgencyContact,
    AgencyService,
    IntakeQuestion,
    OnCallShift,
    Program,
)
from handoff.testing.collection import make_source
from handoff.testing.directory import (
    WEEKDAYS,
    make_cost,
    make_hours,
    make_phone,
    make_place,
    make_service,
)
from handoff.testing.improvements import make_improvement
from handoff.testing.measures import make_edition, make_own_measure
from handoff.testing.outside import make_outside_file
from handoff.testing.programs import actor_of, make_agency, make_member
from handoff.testing.surveys import FAR, make_closed_survey, make_open_survey

NOW = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
"""The instant at which everyone looks: a Tuesday morning."""

THEN = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)
"""When most of it happened: four days before."""

LONG_AGO = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
"""When what has lapsed since was started."""

WORDS = "zqwords"
"""What everyone writes wherever there is room for words: a word that no one else would write."""

OF_PEOPLE = re.compile(
    r"zq(?:words|first|last)|rivers|sam field|doing well|555.?01[479]\d|26-000", re.IGNORECASE
)
"""What the scenario says of people: names, numbers, words."""

PHOTO = "zqwords.png"


def picture() -> SimpleUploadedFile:
    """A photograph of a paper."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, format="PNG")
    return SimpleUploadedFile(PHOTO, out.getvalue(), content_type="image/png")


@dataclass
class Scenario:
    """One program, and who sits at its table by a short name."""

    program: Program
    members: dict[str, User] = field(default_factory=dict)
    count: int = 0

    def actor(self, name: str, at: datetime = THEN) -> Actor:
        return actor_of(self.members[name], self.program, at)

    @property
    def roles(self) -> dict[str, RoleName]:
        return {name: RoleName(user.memberships.earliest("pk").role) for name, user in self.members.items()}

    def new_person(self, first_name: str = "", last_name: str = "") -> PersonInput:
        """A person not referred before, with a year of birth that no one else has."""
        self.count += 1
        if first_name:
            born = date(1925 + self.count, 2, 3)
            return PersonInput(first_name=first_name, last_name=last_name, date_of_birth=born)
        return PersonInput(
            first_name=f"Zqfirst{self.count}",
            last_name=f"Zqlast{self.count}",
            date_of_birth=date(1925 + self.count, 6, 15),
        )


def add_members(scenario: Scenario) -> None:
    """Everyone in one role each; three officers, the third of another agency."""
    own, other = (
        make_agency(scenario.program, name="Own police"),
        make_agency(scenario.program, name="Other police"),
    )
    for role in RoleName:
        agency = own if role in {RoleName.LAW_LEADER, RoleName.CRIME_ANALYST, RoleName.OFFICER} else None
        scenario.members[role.value] = make_member(scenario.program, role, agency)
    clinic = Agency.objects.get(program=scenario.program, kind=Agency.Kind.TREATMENT)
    scenario.members["clinic_colleague"] = make_member(scenario.program, RoleName.TREATMENT_PROVIDER, clinic)
    scenario.members["second_officer"] = make_member(scenario.program, RoleName.OFFICER, own)
    scenario.members["other_officer"] = make_member(scenario.program, RoleName.OFFICER, other)


def add_settings(scenario: Scenario) -> None:
    """Criteria waiting and being written, an agreement on file, a contact, a service, a question, a shift."""
    program, manager = scenario.program, scenario.actor("program_manager")
    plain = NORTH_CAROLINA.to_plain()
    for proposed in (True, False):
        version = save_criteria_draft(
            actor=manager, program=program, plain=plain, effective_on=date(2026, 6, 1), note="", at=THEN
        )
        if proposed:
            propose_criteria(actor=manager, version=version, at=THEN)
    agency = Agency.objects.get(program=program, name="Own police")
    paper = store_scan(
        actor=manager, program_id=program.pk, upload=picture(), kind=StoredFile.Kind.AGREEMENT, at=THEN
    )
    AgencyAgreement.objects.create(agency=agency, kind="mou", signed_on=date(2026, 1, 1), document=paper)
    AgencyContact.objects.create(agency=agency, name="Dana Contact")
    AgencyService.objects.create(agency=agency, name="A ride")
    IntakeQuestion.objects.create(program=program, section=SECTION_KEYS[0], text="Is there a pet?")
    OnCallShift.objects.create(
        program=program,
        user_id=manager.user_id or 0,
        name="On call",
        phone="910-555-0101",
        starts_at=THEN,
        ends_at=NOW + timedelta(days=1),
    )
    ArrestListMapping.objects.create(
        program=program, name="Police list", columns={"description": "Charge"}, saved_at=THEN
    )
    SavedView.objects.create(program=program, name="Active", query="status=active", saved_at=THEN)
    make_own_measure(program, THEN)
    make_edition(program, Period(date(2026, 3, 1)), THEN)
    fill_surveys(program, manager)
    fill_directory(program)


def fill_surveys(program: Program, manager: Actor) -> None:
    """A survey of each state: closed, open, and a draft; a decision in the improvement log, a source of data."""
    make_improvement(program, manager, THEN)
    make_source(program, manager, THEN)
    make_outside_file(program, manager, THEN)
    make_closed_survey(program, actor=manager, at=THEN)
    make_open_survey(program, actor=manager, at=THEN + timedelta(minutes=1))
    make_survey(
        actor=manager, program=program, wanted=RoundInput("Draft", FAR, 11), at=THEN + timedelta(minutes=2)
    )


def fill_directory(program: Program) -> None:
    """A service with a phone, a place, hours and a cost."""
    service = make_service(program, name="Food pantry")
    make_phone(service)
    make_place(service)
    make_hours(service, WEEKDAYS, "09:00", "17:00")
    make_cost(service, "Each visit")
    DirectoryImport.objects.create(program=program, source_name="County list", read_at=THEN)
