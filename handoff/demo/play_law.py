"""What the law and people asked of the county's records: a request in each state, a breach, a wish to be erased."""

from dataclasses import dataclass
from datetime import timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.charges.models import SetAsideCharge
from handoff.demo.world import World
from handoff.participants.models import Person
from handoff.records.models import LegalRequest
from handoff.records.services import breaches, erasure, legal


@dataclass(frozen=True)
class Asked:
    """One invented request: how long ago it came, in what state it stands."""

    days_ago: int
    kind: str
    from_whom: str
    scope: str
    state: str
    about_somebody: bool = True
    reason: str = ""


REQUESTS = (
    Asked(
        96,
        "subpoena",
        "Office of the Public Defender, Alder County",
        "Records of the encounter.",
        "released",
        reason="Police-side facts only; counsel agrees.",
    ),
    Asked(
        61,
        "subpoena",
        "Harmon & Tisdale, attorneys",
        "The whole file.",
        "refused",
        reason="A subpoena alone; no Part 2 order was sought.",
    ),
    Asked(
        33,
        "public_records",
        "The Alder Sentinel",
        "Referrals of the past year.",
        "refused",
        False,
        "The public table was sent.",
    ),
    Asked(
        12,
        "court_order",
        "Clerk of Superior Court, Alder County",
        "Dates of set-aside charges.",
        "approved",
        reason="As ordered.",
    ),
    Asked(
        6,
        "subpoena",
        "Office of the District Attorney",
        "Who was present.",
        "proposed",
        reason="Identity is within the subpoena.",
    ),
    Asked(1, "search_warrant", "Magistrate of Alder County", "Everything about one participant.", "received"),
)


def asked_by_law(world: World) -> None:
    """Play the registers; a county without a second person has none."""
    if not world.cast.of(RoleName.DATA_MANAGER):
        return
    ends = world.days.ends
    manager = world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), ends)
    keeper = world.actor(world.cast.first(RoleName.DATA_MANAGER), ends)
    held = SetAsideCharge.objects.filter(encounter__program=world.program, state=SetAsideCharge.State.HELD)
    free = Person.objects.filter(program=world.program, enrollments__isnull=False)
    people = list(
        free.exclude(pk__in=held.values("encounter__person_id")).order_by("pk")[: len(REQUESTS) + 1]
    )
    for number, asked in enumerate(REQUESTS):
        person = people[number] if asked.about_somebody and number < len(people) - 1 else None
        answer(world, asked, person, manager, keeper)
    tell_of_breach(world, manager)
    if people:
        moment = ends - timedelta(hours=20)
        erasure.request_erasure(
            actor=manager, person=people[-1], reason="wish", words="Has moved away for good.", at=moment
        )


def answer(world: World, asked: Asked, person: Person | None, manager: Actor, keeper: Actor) -> None:
    """Register one request and lead it to its state."""
    moment = world.days.ends - timedelta(days=asked.days_ago, hours=-10)
    given = legal.LegalRequestInput(
        kind=asked.kind,
        from_whom=asked.from_whom,
        received_on=moment.date(),
        received_how="mail",
        scope_asked=asked.scope,
        due_on=moment.date() + timedelta(days=14),
    )
    paper = legal.LegalPaperInput(kind=asked.kind, issued_by=asked.from_whom, issued_on=moment.date())
    request = legal.register_request(
        actor=manager,
        program=world.program,
        person=person,
        request_input=given,
        paper=paper,
        key=world.key(f"legal-{asked.days_ago}"),
        at=moment,
    )
    if asked.state == "received":
        return
    counsel_on = moment.date()
    legal.record_counsel(
        actor=manager, legal_request=request, name="County Attorney", consulted_on=counsel_on, at=moment
    )
    gives = person is not None and asked.state != "refused"
    request = legal.propose_answer(
        actor=manager,
        legal_request=request,
        answer=LegalRequest.Answer.RELEASE if gives else LegalRequest.Answer.REFUSE,
        kinds=["justice"] if gives else [],
        reason=asked.reason,
        at=moment + timedelta(hours=3),
    )
    if asked.state == "proposed":
        return
    request = legal.approve_answer(actor=keeper, legal_request=request, at=moment + timedelta(hours=5))
    if asked.state == "released" and gives:
        legal.release_records(actor=manager, legal_request=request, at=moment + timedelta(hours=6))


def tell_of_breach(world: World, manager: Actor) -> None:
    """A list left on a printer, assessed, the agency told, the people still to be told."""
    moment = world.days.ends - timedelta(days=9, hours=-9)
    given = breaches.BreachInput(
        discovered_at=moment,
        what_happened="A printed outreach list lay on a shared printer overnight.",
        kinds=("identity", "justice"),
        people_affected=7,
        happened_on=moment.date() - timedelta(days=1),
    )
    breach = breaches.record_breach(
        actor=manager, program=world.program, breach_input=given, key=world.key("breach"), at=moment
    )
    assessment = breaches.BreachAssessmentInput(
        nature="Names and phone numbers, no health facts.",
        recipient="Staff of another county office.",
        acquired="Two people say they saw the first page.",
        mitigated="The list was taken back and shredded.",
        conclusion="notify",
    )
    breaches.assess_breach(actor=manager, breach=breach, assessment=assessment, at=moment + timedelta(days=1))
    duty = breach.duties.get(whom="cjis_agency")
    told = "By phone, then in writing."
    breaches.settle_duty(
        actor=manager, duty=duty, outcome="told", reason=told, at=moment + timedelta(minutes=40)
    )
