"""Legal requests for records in each state, a breach, and an erasure request."""

from dataclasses import dataclass
from datetime import timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.charges.models import SetAsideCharge
from handoff.demo.program import DemoProgram
from handoff.participants.models import Person
from handoff.records.models import LegalRequest
from handoff.records.services import breaches, erasure, legal


@dataclass(frozen=True)
class LegalRequestExample:
    days_ago: int
    kind: str
    from_whom: str
    scope: str
    state: str
    about_person: bool = True
    reason: str = ""


REQUESTS = (
    LegalRequestExample(
        96,
        "subpoena",
        "Office of the Public Defender, Alder County",
        "Records of the encounter.",
        "released",
        reason="Police information only; attorney agrees.",
    ),
    LegalRequestExample(
        61,
        "subpoena",
        "Harmon & Tisdale, attorneys",
        "The whole file.",
        "refused",
        reason="A subpoena alone; no Part 2 order was sought.",
    ),
    LegalRequestExample(
        33,
        "public_records",
        "The Alder Sentinel",
        "Referrals of the past year.",
        "refused",
        False,
        "The public table was sent.",
    ),
    LegalRequestExample(
        12,
        "court_order",
        "Clerk of Superior Court, Alder County",
        "Dates of set-aside charges.",
        "approved",
        reason="As ordered.",
    ),
    LegalRequestExample(
        6,
        "subpoena",
        "Office of the District Attorney",
        "Who was present.",
        "proposed",
        reason="Identity is within the subpoena.",
    ),
    LegalRequestExample(
        1, "search_warrant", "Magistrate of Alder County", "Everything about one participant.", "received"
    ),
)


def record_legal_requests(demo: DemoProgram) -> None:
    """Fill the registers. Answers need two people, so a program without a data manager has none."""
    if not demo.staff.with_roles(RoleName.DATA_MANAGER):
        return
    ends = demo.days.ends
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), ends)
    data_manager = demo.actor(demo.staff.first_with_role(RoleName.DATA_MANAGER), ends)
    held = SetAsideCharge.objects.filter(encounter__program=demo.program, state=SetAsideCharge.State.HELD)
    free = Person.objects.filter(program=demo.program, enrollments__isnull=False)
    people = list(
        free.exclude(pk__in=held.values("encounter__person_id")).order_by("pk")[: len(REQUESTS) + 1]
    )
    for number, example in enumerate(REQUESTS):
        person = people[number] if example.about_person and number < len(people) - 1 else None
        play_request(demo, example, person, manager, data_manager)
    record_breach_example(demo, manager)
    if people:
        moment = ends - timedelta(hours=20)
        erasure.request_erasure(
            actor=manager, person=people[-1], reason="wish", words="Moved away for good.", at=moment
        )


def play_request(
    demo: DemoProgram,
    example: LegalRequestExample,
    person: Person | None,
    manager: Actor,
    data_manager: Actor,
) -> None:
    """Register one request and take it to its state."""
    moment = demo.days.ends - timedelta(days=example.days_ago, hours=-10)
    request_input = legal.LegalRequestInput(
        kind=example.kind,
        from_whom=example.from_whom,
        received_on=moment.date(),
        received_how="mail",
        scope_asked=example.scope,
        due_on=moment.date() + timedelta(days=14),
    )
    paper = legal.LegalPaperInput(kind=example.kind, issued_by=example.from_whom, issued_on=moment.date())
    request = legal.register_request(
        actor=manager,
        program=demo.program,
        person=person,
        request_input=request_input,
        paper=paper,
        key=demo.key(f"legal-{example.days_ago}"),
        at=moment,
    )
    if example.state != "received":
        answer_request(example, request, manager, data_manager)


def answer_request(
    example: LegalRequestExample, request: LegalRequest, manager: Actor, data_manager: Actor
) -> None:
    """Take a registered request to its state; the data manager approves what the manager proposes."""
    moment = request.recorded_at
    counsel_on = moment.date()
    legal.record_counsel(
        actor=manager, legal_request=request, name="County Attorney", consulted_on=counsel_on, at=moment
    )
    gives = request.person_id is not None and example.state != "refused"
    request = legal.propose_answer(
        actor=manager,
        legal_request=request,
        answer=LegalRequest.Answer.RELEASE if gives else LegalRequest.Answer.REFUSE,
        kinds=["justice"] if gives else [],
        reason=example.reason,
        at=moment + timedelta(hours=3),
    )
    if example.state == "proposed":
        return
    request = legal.approve_answer(actor=data_manager, legal_request=request, at=moment + timedelta(hours=5))
    if example.state == "released" and gives:
        legal.release_records(actor=manager, legal_request=request, at=moment + timedelta(hours=6))


def record_breach_example(demo: DemoProgram, manager: Actor) -> None:
    """A list left on a printer: assessed, the agency notified, the people not yet."""
    moment = demo.days.ends - timedelta(days=9, hours=-9)
    breach_input = breaches.BreachInput(
        discovered_at=moment,
        what_happened="A printed outreach list was left on a shared printer overnight.",
        kinds=("identity", "justice"),
        people_affected=7,
        happened_on=moment.date() - timedelta(days=1),
    )
    breach = breaches.record_breach(
        actor=manager, program=demo.program, breach_input=breach_input, key=demo.key("breach"), at=moment
    )
    assessment = breaches.BreachAssessmentInput(
        nature="Names and phone numbers, no health information.",
        recipient="Staff of another county office.",
        acquired="Two people say they saw the first page.",
        mitigated="The list was collected and shredded.",
        conclusion="notify",
    )
    breaches.assess_breach(actor=manager, breach=breach, assessment=assessment, at=moment + timedelta(days=1))
    duty = breach.duties.get(whom="cjis_agency")
    note = "By phone, then in writing."
    breaches.settle_duty(
        actor=manager, duty=duty, outcome="told", reason=note, at=moment + timedelta(minutes=40)
    )
