"""The county of the journeys: one program with its whole table of people, and a second, neighboring program."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.charges.services import install_offenses
from handoff.programs.models import Agency, OnCallShift, Program, Script
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program, sign
from handoff.testing.referrals import activate_criteria

ZONE = ZoneInfo("America/New_York")
SCRIPT = (
    "We have a program that can help with what you need, such as a place to stay, food, a phone or health care. "
    "Joining is your choice. Somebody who has been where you are would come and talk with you. "
    "If you join, I set this charge aside today."
)
GUION = (
    "Tenemos un programa que puede ayudarle con lo que necesita: un lugar donde quedarse, comida, un teléfono o "
    "atención médica. Usted decide si quiere participar. Si participa, hoy aparto este cargo."
)

CARE = frozenset({"peer_support", "case_manager", "program_manager", "data_manager"})
"""Who may see care's own notes."""


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant by the program's own clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


MONDAY_MORNING = AT
TWO_IN_THE_NIGHT = local(2026, 3, 3, 2, 10)
NEXT_MORNING = local(2026, 3, 3, 8, 30)


@dataclass
class Table:
    """The program and its users by role; `other_officer` and `neighbor` see what outsiders see."""

    program: Program
    police: Agency
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def slug(self) -> str:
        return self.program.slug

    def path(self, rest: str = "") -> str:
        return f"/p/{self.slug}/{rest}"

    def actor(self, name: str, at: datetime = AT) -> Any:
        return actor_of(self.users[name], self.program, at)


NAMES = {
    RoleName.OFFICER: "Officer Dana Whitfield",
    RoleName.LAW_LEADER: "Captain Ellis Boone",
    RoleName.DISTRICT_ATTORNEY: "Priya Raman",
    RoleName.CRIME_ANALYST: "Tomas Greer",
    RoleName.PEER_SUPPORT: "Rosa Delgado",
    RoleName.CASE_MANAGER: "Walter Finch",
    RoleName.PROGRAM_MANAGER: "Anita Cole",
    RoleName.DATA_MANAGER: "June Park",
    RoleName.EVALUATOR: "Sam Oyelaran",
    RoleName.FUNDER: "Greta Lindqvist",
    RoleName.SITE_ADMINISTRATOR: "Lee Vance",
}


def lay_table() -> Table:
    """A program that is open on weekdays from 8 to 17, with peer support on call in those hours of two weeks."""
    program = make_program(
        slug="juniper",
        name="Juniper County Pathways",
        jurisdiction="Juniper County",
        phone="910-555-0100",
        address="12 Court Street, Juniper",
    )
    activate_criteria(program)
    police = make_agency(program, Agency.Kind.LAW_ENFORCEMENT, "Juniper Police Department")
    make_agency(program, Agency.Kind.DISTRICT_ATTORNEY, "District Attorney, District 40")
    make_agency(program, Agency.Kind.CASE_MANAGEMENT, "Long Leaf Recovery")
    make_agency(program, Agency.Kind.TREATMENT, "Riverbend Health")
    make_agency(program, Agency.Kind.COMMUNITY_CORRECTIONS, "Community Corrections, Unit 8")
    table = Table(program=program, police=police)
    for role, name in NAMES.items():
        agency = police if role in {RoleName.OFFICER, RoleName.LAW_LEADER, RoleName.CRIME_ANALYST} else None
        table.users[role.value] = make_member(
            program, role, agency, username=role.value.replace("_", "-"), full_name=name
        )
    sheriff = make_agency(program, Agency.Kind.LAW_ENFORCEMENT, "Juniper County Sheriff")
    table.users["other_officer"] = make_member(
        program, RoleName.OFFICER, sheriff, username="other-officer", full_name="Deputy Neil Hodge"
    )
    table.users["neighbor"] = make_neighbor()
    finish(table)
    return table


def make_neighbor() -> User:
    """A case manager of another program."""
    elsewhere = make_program(slug="cedar", name="Cedar County Bridge")
    return make_member(elsewhere, RoleName.CASE_MANAGER, username="neighbor", full_name="Cora Lund")


def finish(table: Table) -> None:
    """Offenses, the words to read aloud, the workers' phone number, and who is on call."""
    program = table.program
    install_offenses(actor=table.actor("program_manager"), program=program, at=AT)
    since = datetime(2025, 1, 1, tzinfo=UTC)
    Script.objects.create(program=program, language="en", text=SCRIPT, effective_at=since)
    Script.objects.create(program=program, language="es", text=GUION, effective_at=since)
    for number, name in enumerate(("peer_support", "case_manager"), start=1):
        table.users[name].phone = f"+1910555016{number}"
        table.users[name].save(update_fields=["phone"])
    for ahead in range(14):
        day = local(2026, 3, 2, 8) + timedelta(days=ahead)
        if day.weekday() < 5:
            OnCallShift.objects.create(
                program=program,
                user_id=table.users["peer_support"].pk,
                name=table.users["peer_support"].full_name,
                phone="910-555-0161",
                starts_at=day,
                ends_at=day + timedelta(hours=9),
            )


def join(table: Table, name: str, role: RoleName, **fields: Any) -> User:
    """One more member, agreement signed."""
    user = make_member(table.program, role, **fields)
    sign(user, table.program)
    table.users[name] = user
    return user
