"""Participants whose releases stand at every edge of time, recipient and kind, each with a new charge at stake.

The rows are written as they lie in the database, so that an instant can be set to the microsecond.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handoff.charges.models import NewCharge
from handoff.consent.models import Release, ReleaseRecipient
from handoff.consent.wording.release_form import FORM_VERSION
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.staffing.models import ChargeDecision
from handoff.testing.consent import STROKES

TICK = timedelta(microseconds=1)
MONTH = timedelta(days=30)
BOTH = ("charges", "participation")


@dataclass(frozen=True)
class Roi:
    """One release of a state, dated from the instant at which every user looks."""

    starts: timedelta = -MONTH
    ends: timedelta = MONTH
    revoked: timedelta | None = None
    kinds: tuple[str, ...] = BOTH
    to: str = "partners"


OTHER_PARTNERS = [
    Agency.Kind.DISTRICT_ATTORNEY,
    Agency.Kind.COMMUNITY_CORRECTIONS,
    Agency.Kind.JAIL,
    Agency.Kind.TREATMENT,
    Agency.Kind.LME_MCO,
    Agency.Kind.COMMUNITY,
    Agency.Kind.HOSPITAL_EMS,
]

AGENCY_THAT_LEFT = "Police that left"
"""Agencies no longer in the program, one for each kind, of which the members of the county are still members."""

LONG_PAST = Roi(starts=-3 * MONTH, ends=-2 * MONTH)
NO_TIME = timedelta(0)

STATES: dict[str, tuple[Roi, ...]] = {
    "none": (),
    "live": (Roi(),),
    "other recipient": (Roi(to="others"),),
    "other kind": (Roi(kinds=("contact", "needs")),),
    "charges without participation": (Roi(kinds=("charges",)),),
    "participation without charges": (Roi(kinds=("participation",)),),
    "kinds in two releases": (Roi(kinds=("charges",)), Roi(kinds=("participation",))),
    "ends at this instant": (Roi(ends=NO_TIME),),
    "ends a microsecond later": (Roi(ends=TICK),),
    "begins at this instant": (Roi(starts=NO_TIME),),
    "begins a microsecond later": (Roi(starts=TICK),),
    "revoked": (Roi(revoked=-MONTH / 2),),
    "revoked at this instant": (Roi(revoked=NO_TIME),),
    "revoked a microsecond later": (Roi(revoked=TICK),),
    "renewed": (LONG_PAST, Roi()),
    "renewed as the old one ends": (Roi(ends=NO_TIME), Roi(starts=NO_TIME)),
    "renewed, and revoked at this instant": (LONG_PAST, Roi(revoked=NO_TIME)),
    "renewed, the old one revoked": (Roi(revoked=NO_TIME), Roi(starts=-MONTH / 2)),
    "renewed for others only": (LONG_PAST, Roi(to="others")),
    "agency left the program": (Roi(to="agency that left"),),
    "agency left the program, with charges": (Roi(to="agency that left"), Roi(kinds=("participation",))),
}


def write_releases(person: Person, rois: tuple[Roi, ...], at: datetime) -> None:
    """Write a person's releases as a state has them."""
    agencies = Agency.objects.filter(program=person.program)
    partners = [
        agencies.get(name="Own police"),
        *agencies.filter(kind__in=OTHER_PARTNERS, is_active=True),
    ]
    to = {
        "partners": partners,
        "others": [agencies.get(name="Other police")],
        "agency that left": list(agencies.filter(name__startswith=AGENCY_THAT_LEFT)),
    }
    for roi in rois:
        release = Release.objects.create(
            program=person.program,
            person=person,
            form_version=FORM_VERSION,
            language="en",
            discloser="The program's staff",
            purposes=["services"],
            starts_at=at + roi.starts,
            ends_at=at + roi.ends,
            days=30,
            signer_name="zqwords",
            means=Release.Means.DRAWN,
            signature=STROKES,
            signed_at=at + roi.starts,
            recorded_at=at + roi.starts,
            revoked_at=None if roi.revoked is None else at + roi.revoked,
            key=str(uuid.uuid4()),
        )
        for agency in to[roi.to]:
            ReleaseRecipient.objects.create(release=release, agency=agency, kinds=sorted(roi.kinds))


NAMES = (
    "Abelard Quist|Bronwyn Tzeferis|Cosmo Ludwiger|Delphine Marrowby|Eustace Pfennig|Fenella Hrubesch|Gid Jakobowski|"
    "Honora Vandersloot|Ignatius Crumwold|Jocasta Embrey|Kasimir Oyelaran|Leocadia Stubbins|Maximo Farquharson|"
    "Nerys Dombrowicz|Octavia Wigglesham|Prospero Iturbide|Quintina Zsoldos|Roscoe Neidhardt|Sabrina Kowloski|"
    "Thelonious Bexley|Ursula Grabowe|Vidal Hennepin"
)
"""Names so unlike that the lookup never takes one for another."""


def make_states(
    make_participant: Callable[[str, str], Person],
    charge: Callable[[Person], NewCharge],
    decided_by: int,
    at: datetime,
) -> dict[str, Person]:
    """Make one participant for every state, with a new charge on which the team spoke and the DA decided."""
    people: dict[str, Person] = {}
    for (name, rois), called in zip(STATES.items(), NAMES.split("|"), strict=False):
        person = people[name] = make_participant(*called.split())
        write_releases(person, rois, at)
        decided: dict[str, Any] = {"outcome": "continue", "reason": "zqwords"}
        ChargeDecision.objects.create(
            charge=charge(person), decided_at=at - TICK, decided_by_id=decided_by, **decided
        )
    return people
