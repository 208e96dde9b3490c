"""Partners and staff of the fictional county and of its small neighbor. Every name and number is invented."""

from dataclasses import dataclass, field

from handoff.access.roles import RoleName
from handoff.programs.models import Agency

Kind = Agency.Kind


@dataclass(frozen=True)
class SignedAgreement:
    """An agreement with a partner. `ends_in` counts days from today: negative has ended, None never ends."""

    kind: str
    signed_ago: int
    ends_in: int | None = None


@dataclass(frozen=True)
class Partner:
    key: str
    kind: str
    name: str
    phone: str
    sworn: int | None = None
    all_hours: bool = False
    contact: tuple[str, str] = ("", "")
    services: tuple[tuple[str, str], ...] = ()
    agreements: tuple[SignedAgreement, ...] = ()


@dataclass(frozen=True)
class StaffMember:
    """A member of staff. `since_ago` is how many days they have held the role; None means from the start."""

    username: str
    name: str
    role: RoleName
    partner: str = ""
    since_ago: int | None = None
    signs: bool = True
    badge: str = ""


@dataclass(frozen=True)
class Organization:
    """A program with its partners and staff."""

    slug: str
    name: str
    jurisdiction: str
    area: str
    partners: tuple[Partner, ...]
    staff: tuple[StaffMember, ...]
    towns: tuple[str, ...]
    borrowed_census: str
    officers: dict[str, int] = field(default_factory=dict)
    """Officer accounts for each law enforcement agency."""
    lists_services: bool = False
    """True for the county whose provider directory is filled."""


def mou(signed_ago: int, ends_in: int | None = None) -> SignedAgreement:
    return SignedAgreement("mou", signed_ago, ends_in)


def sharing(signed_ago: int, ends_in: int | None = None) -> SignedAgreement:
    return SignedAgreement("data_sharing", signed_ago, ends_in)


ALDER_PARTNERS = (
    Partner(
        "sheriff", Kind.LAW_ENFORCEMENT, "Alder County Sheriff's Office", "910-555-0110", sworn=86,
        contact=("Captain Royce Denning", "Patrol commander"), agreements=(mou(790, 305), sharing(790, 305)),
    ),
    Partner(
        "linden", Kind.LAW_ENFORCEMENT, "Linden Police Department", "910-555-0111", sworn=64,
        contact=("Lieutenant Opal Garriss", "Community policing"), agreements=(mou(780, 44), sharing(780, 44)),
    ),
    Partner(
        "harrow", Kind.LAW_ENFORCEMENT, "Harrow Mill Police Department", "910-555-0112", sworn=23,
        contact=("Chief Emory Whisnant", "Chief of police"), agreements=(mou(775, -12), sharing(775, 230)),
    ),
    Partner(
        "da", Kind.DISTRICT_ATTORNEY, "Office of the District Attorney, Alder County", "910-555-0113",
        contact=("Marian Colclough", "Assistant district attorney"), agreements=(mou(795, 665), sharing(795, 665)),
    ),
    Partner(
        "probation", Kind.COMMUNITY_CORRECTIONS, "Alder County Community Supervision", "910-555-0114",
        contact=("Tobias Ingold", "Chief probation officer"), agreements=(mou(700, 30),),
    ),
    Partner(
        "care", Kind.CASE_MANAGEMENT, "Open Door Peer Services", "910-555-0115",
        contact=("Wanda Silverthorn", "Director"),
        services=(
            ("Peer support", "Call any day from 8 to 5; no appointment."),
            ("Case management", "After intake."),
            ("Rides", "Ask your worker the day before."),
        ),
        agreements=(mou(800, 295), sharing(800, 295)),
    ),
    Partner(
        "crisis", Kind.TREATMENT, "Riverside Crisis Center", "910-555-0116", all_hours=True,
        contact=("Night desk", "Answers day and night"),
        services=(
            ("Crisis chairs and detox beds", "Walk in at any hour."),
            ("Mobile crisis team", "Call the night desk."),
        ),
        agreements=(mou(760, 335), sharing(400, 695)),
    ),
    Partner(
        "clinic", Kind.TREATMENT, "Pinewell Recovery Clinic", "910-555-0117",
        contact=("Irene Batts", "Intake coordinator"),
        services=(("Medication for opioid use", "Same-week start; call before 10."), ("Counseling", "Evenings too.")),
        agreements=(mou(730, 58), sharing(730, -3)),
    ),
    Partner(
        "shelter", Kind.COMMUNITY, "Harbor Light Shelter", "910-555-0118",
        contact=("Front desk", ""),
        services=(("Emergency beds", "Check in from 5 PM."), ("Showers and mail", "Mornings.")),
        agreements=(mou(650),),
    ),
    Partner(
        "pantry", Kind.COMMUNITY, "Linden Community Pantry", "910-555-0119",
        services=(("Food boxes", "Tuesday and Friday, no ID needed."),),
    ),
    Partner(
        "legal", Kind.COMMUNITY, "Alder Legal Help Project", "910-555-0120",
        services=(("License restoration", "Clinic on the first Thursday."), ("Eviction defense", "Call the same day.")),
    ),
    Partner(
        "lme", Kind.LME_MCO, "Eastern Pines Health Plan (LME/MCO)", "910-555-0121",
        contact=("Care line", "Answers day and night"), agreements=(mou(600, 130), sharing(600, 130)),
    ),
    Partner(
        "hospital", Kind.HOSPITAL_EMS, "Cypress Memorial Hospital", "910-555-0122",
        contact=("Emergency social work desk", "Answers day and night"), agreements=(mou(420, 310),),
    ),
    Partner(
        "jail", Kind.JAIL, "Alder County Detention Center", "910-555-0123",
        contact=("Release desk", ""), agreements=(mou(420, 310),),
    ),
    Partner("defender", Kind.DEFENDER, "Public Defender, Alder County", "910-555-0126"),
    Partner("court", Kind.COURT, "Alder County District Court", "910-555-0127"),
)  # fmt: skip

ALDER_STAFF = (
    StaffMember("officer", "Dana Hollowell", RoleName.OFFICER, "linden", badge="L-114"),
    StaffMember("leader", "Royce Denning", RoleName.LAW_LEADER, "sheriff", badge="S-002"),
    StaffMember("opal.garriss", "Opal Garriss", RoleName.LAW_LEADER, "linden", badge="L-003"),
    StaffMember("da", "Marian Colclough", RoleName.DISTRICT_ATTORNEY, "da"),
    StaffMember("neal.prevatte", "Neal Prevatte", RoleName.DISTRICT_ATTORNEY, "da"),
    StaffMember("analyst", "Joyce Pinnix", RoleName.CRIME_ANALYST, "sheriff"),
    StaffMember("peer", "Marcus Fairchild", RoleName.PEER_SUPPORT, "care"),
    StaffMember("tessa.gulledge", "Tessa Gulledge", RoleName.PEER_SUPPORT, "care"),
    StaffMember("rocio.navarrete", "Rocío Navarrete", RoleName.PEER_SUPPORT, "care"),
    StaffMember("leon.batts", "Leon Batts", RoleName.PEER_SUPPORT, "care"),
    StaffMember("casemanager", "Naomi Whitaker", RoleName.CASE_MANAGER, "care"),
    StaffMember("joel.sandlin", "Joel Sandlin", RoleName.CASE_MANAGER, "care"),
    StaffMember("elena.cordero", "Elena Cordero", RoleName.CASE_MANAGER, "care"),
    StaffMember("manager", "Ruth Abernathy", RoleName.PROGRAM_MANAGER),
    StaffMember("data", "Glenn Yelverton", RoleName.DATA_MANAGER),
    StaffMember("evaluator", "Ivy Thigpen", RoleName.EVALUATOR),
    StaffMember("funder", "Adele Womble", RoleName.FUNDER),
    StaffMember("admin", "Curtis Ponder", RoleName.SITE_ADMINISTRATOR),
    StaffMember("emory.whisnant", "Emory Whisnant", RoleName.LAW_LEADER, "harrow", badge="H-001"),
    StaffMember("probation", "Tobias Ingold", RoleName.PROBATION_OFFICER, "probation"),
    StaffMember("jail", "Corliss Outlaw", RoleName.JAIL_STAFF, "jail"),
    StaffMember("clinic", "Irene Batts", RoleName.TREATMENT_PROVIDER, "clinic"),
    StaffMember("lme", "Verna Stallings", RoleName.LME_MCO, "lme"),
    StaffMember("shelter", "Otis Barefoot", RoleName.COMMUNITY_PARTNER, "shelter"),
    StaffMember("crisis", "Delphine Yarborough", RoleName.MOBILE_CRISIS, "crisis"),
    StaffMember("hospital", "Shanice Merritt", RoleName.HOSPITAL_EMS, "hospital"),
    StaffMember(
        "new.officer", "Jonah Skipper", RoleName.OFFICER, "harrow", since_ago=9, signs=False, badge="H-031"
    ),
)

ALDER = Organization(
    slug="alder",
    name="Alder County Pre-Arrest Diversion",
    jurisdiction="Alder County",
    area="910",
    partners=ALDER_PARTNERS,
    staff=ALDER_STAFF,
    towns=("Linden", "Harrow Mill", "Cypress Ferry", "Old Tannery", "Millrace", "Sandy Fork"),
    borrowed_census="37001",
    officers={"sheriff": 16, "linden": 16, "harrow": 8},
    lists_services=True,
)

BIRCH = Organization(
    slug="birch-falls",
    name="Birch Falls Diversion",
    jurisdiction="Town of Birch Falls",
    area="828",
    partners=(
        Partner("police", Kind.LAW_ENFORCEMENT, "Birch Falls Police Department", "828-555-0110", sworn=14,
                agreements=(mou(500, 220),)),
        Partner("da", Kind.DISTRICT_ATTORNEY, "Office of the District Attorney, Birch District", "828-555-0111",
                agreements=(mou(500, 220),)),
        Partner("care", Kind.CASE_MANAGEMENT, "Stepping Stones Outreach", "828-555-0112",
                agreements=(mou(500, 220),)),
        Partner("clinic", Kind.TREATMENT, "Laurel Ridge Clinic", "828-555-0113"),
    ),
    staff=(
        StaffMember("birch.officer", "Wesley Creech", RoleName.OFFICER, "police", badge="B-07"),
        StaffMember("birch.leader", "Lena Bristow", RoleName.LAW_LEADER, "police", badge="B-01"),
        StaffMember("birch.da", "Howard Ellerbe", RoleName.DISTRICT_ATTORNEY, "da"),
        StaffMember("birch.analyst", "Carol Hinnant", RoleName.CRIME_ANALYST, "police"),
        StaffMember("birch.peer", "Damon Loftin", RoleName.PEER_SUPPORT, "care"),
        StaffMember("birch.casemanager", "Grace Penland", RoleName.CASE_MANAGER, "care"),
        StaffMember("birch.manager", "Edith Lackey", RoleName.PROGRAM_MANAGER),
        StaffMember("admin", "Curtis Ponder", RoleName.SITE_ADMINISTRATOR),
    ),
    towns=("Birch Falls", "Upper Landing"),
    borrowed_census="37087",
    officers={"police": 3},
)  # fmt: skip
