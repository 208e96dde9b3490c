"""A realistic program with its partners and people."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.db import connection

from handoff.access.actor import Actor
from handoff.access.roles import ROLES, RoleName, Side
from handoff.accounts.models import (
    KINDS_OF_ROLE,
    AgreementSignature,
    ConfidentialityAgreement,
    Membership,
    User,
)
from handoff.accounts.queries import actor_for
from handoff.core.statements import Statement
from handoff.participants.models import Person, RecordOpening, TeamMember
from handoff.programs.models import Agency, OpenHours, PolicyVersion, Program

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10 AM in North Carolina, well within open hours."""

PASSWORD = "a long training password"

_numbers = count(1)


def make_program(**fields: Any) -> Program:
    """A program open on weekdays from 8 to 17, with intakes due in two weeks and an agreement active since 2025."""
    number = next(_numbers)
    slug = fields.pop("slug", f"program-{number}")
    policy = fields.pop("policy", {})
    program = Program.objects.create(
        **{
            "slug": slug,
            "name": f"Program {number}",
            "jurisdiction": f"County {number}",
            "phone": "910-555-0100",
            "languages": ["en", "es"],
            "created_at": datetime(2025, 1, 1, tzinfo=UTC),
            **fields,
        }
    )
    PolicyVersion.objects.create(
        **{
            "program": program,
            "number": 1,
            "effective_on": date(2024, 1, 1),
            "made_at": datetime(2024, 1, 1, tzinfo=UTC),
            **policy,
        }
    )
    OpenHours.objects.bulk_create(
        OpenHours(program=program, weekday=weekday, opens_at=time(8), closes_at=time(17))
        for weekday in range(5)
    )
    ConfidentialityAgreement.objects.create(
        program=program,
        number=1,
        text="I keep what I learn to myself.",
        effective_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    return program


AGENCY_OF_KIND = Statement(
    lambda program_id, kind: Agency.objects.filter(program_id=program_id, kind=kind).order_by("pk")[:1]
)


def make_agency(
    program: Program, kind: str = Agency.Kind.LAW_ENFORCEMENT, name: str = "", **fields: Any
) -> Agency:
    """A partner organization, found again by kind when none is named.

    What was found or made first is kept on the program object: thousands of tests ask for it for each of their users.
    """
    made: dict[str, Agency] = vars(program).setdefault("_made_agencies", {})
    kept = made.get(kind)
    # One that a test deleted has no key any more.
    found = kept if not name and kept is not None and kept.pk else None
    if found is None and not name:
        found = AGENCY_OF_KIND.first(program.pk, str(kind))
    if found is None:
        found = Agency.objects.create(
            program=program, kind=kind, name=name or f"{kind} {next(_numbers)}", **fields
        )
    if not name:
        made[kind] = found
    return found


def make_user(**fields: Any) -> User:
    """A user who can sign in with PASSWORD."""
    number = next(_numbers)
    return User.objects.create_user(
        **{
            "username": f"user{number}",
            "full_name": f"User {number}",
            "email": f"user{number}@example.org",
            "password": PASSWORD,
            **fields,
        }
    )


def make_member(
    program: Program,
    role: RoleName | str,
    agency: Agency | None = None,
    *,
    signed: bool = True,
    **fields: Any,
) -> User:
    """A user with one role in the program, for the agency that role sits with, agreement signed."""
    role = RoleName(role)
    user = fields.pop("user", None) or make_user(**fields)
    if agency is None and ROLES[role].side != Side.PROGRAM:
        agency = make_agency(program, min(KINDS_OF_ROLE[role]))
    Membership.objects.create(
        user=user, program=program, agency=agency, role=role, starts_on=date(2024, 1, 1)
    )
    if signed:
        sign(user, program)
    return user


SIGN = """
INSERT INTO {signature} (agreement_id, user_id, typed_name, signed_at)
SELECT id, %s, %s, %s FROM {agreement} WHERE program_id = %s AND effective_at <= %s
ORDER BY number DESC LIMIT 1 ON CONFLICT DO NOTHING
"""
"""No row if there is no agreement or the user has signed it. By two queries this was half of what a member costs."""


def sign(user: User, program: Program) -> None:
    """Sign the agreement that is active at AT."""
    moment = connection.ops.adapt_datetimefield_value
    tables = {
        "signature": AgreementSignature._meta.db_table,
        "agreement": ConfidentialityAgreement._meta.db_table,
    }
    signed_at = moment(datetime(2024, 1, 2, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute(SIGN.format(**tables), [user.pk, user.full_name, signed_at, program.pk, moment(AT)])


def actor_of(user: User, program: Program, at: datetime = AT) -> Actor:
    """The user's standing in the program."""
    actor = actor_for(user, program, at)
    assert actor is not None
    return actor


def make_actor(program: Program, role: RoleName | str, at: datetime = AT) -> Actor:
    """The standing of a fresh user with one role."""
    return actor_of(make_member(program, role), program, at)


def make_person(program: Program, **fields: Any) -> Person:
    """A referred person, aged 34 at AT."""
    number = next(_numbers)
    return Person.objects.create(
        **{
            "program": program,
            "first_name": f"Jordan{number}",
            "last_name": f"Rivers{number}",
            "date_of_birth": date(1991, 6, 15),
            "added_at": AT,
            **fields,
        }
    )


def put_on_every_team(user: User, program: Program) -> None:
    """Let a care-side user open every record that the program holds so far, as one of the team."""
    for person in Person.objects.filter(program=program):
        TeamMember.objects.get_or_create(
            person=person,
            user_id=user.pk,
            why=TeamMember.Why.ADDED,
            defaults={"starts_at": datetime(2024, 1, 2, tzinfo=UTC)},
        )


def give_reasons(user: User, program: Program, at: datetime = AT) -> None:
    """Let a care-side user open every record that the program holds so far, with a reason given at `at`."""
    for person in Person.objects.filter(program=program):
        RecordOpening.objects.create(
            person=person,
            user_id=user.pk,
            reason=RecordOpening.Reason.OTHER,
            note="Standing in.",
            opened_at=at,
            ends_at=at + timedelta(hours=12),
        )
