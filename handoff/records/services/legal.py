"""The register of legal requests: one person proposes the answer, another approves it, then it leaves once (C7)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.consent.models import LEGAL_PURPOSE, InformationKind, Shown
from handoff.consent.services import register_outside_disclosure
from handoff.consent.wording.notice import notice
from handoff.core.labels import Label
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.records import policies
from handoff.records.models import FactKind, LegalPaper, LegalRequest, LegalRequestEvent
from handoff.records.queries.held import everything_held
from handoff.records.services.papers import Cover, as_pdf, sections_of
from handoff.records.services.registers import lock_program, next_number, user_of

REGISTERED_AS: dict[str, tuple[InformationKind, ...]] = {
    "identity": (InformationKind.CONTACT,),
    "justice": (InformationKind.CHARGES,),
    "health": (InformationKind.HEALTH,),
    "part2": (
        InformationKind.PARTICIPATION,
        InformationKind.PROGRESS,
        InformationKind.NEEDS,
        InformationKind.TREATMENT,
    ),
    "counseling": (InformationKind.TREATMENT,),
}
"""The kinds of an answer in the words of the disclosure register, which are the words of the ROI."""


@dataclass(frozen=True)
class RequestGiven:
    """What is written down of a request when it comes in."""

    kind: str
    from_whom: str
    received_on: date
    received_how: str
    scope_asked: str
    due_on: date | None = None
    notes: str = ""


@dataclass(frozen=True)
class PaperGiven:
    """One paper that a request came with, or that came later."""

    kind: str
    issued_on: date | None = None
    issued_by: str = ""
    names_counseling: bool = False
    scan: "UploadedFile[Any] | None" = None


@transaction.atomic
def register_request(
    *,
    actor: Actor,
    program: Program,
    person: Person | None,
    given: RequestGiven,
    paper: PaperGiven,
    key: str,
    at: datetime,
) -> LegalRequest:
    """Write a request down on the day it comes, with its first paper; from then on it holds the person's records."""
    lock_program(program)
    policies.check_in_program(actor, program.pk, P.LEGAL_REQUESTS_HANDLE)
    used = LegalRequest.objects.filter(key=key, program=program).first()
    if used is not None:
        return used
    _check_given(program, person, given, at)
    request = LegalRequest.objects.create(
        program=program,
        number=next_number(LegalRequest, program),
        person=person,
        kind=given.kind,
        from_whom=given.from_whom.strip(),
        received_on=given.received_on,
        received_how=given.received_how,
        due_on=given.due_on,
        scope_asked=given.scope_asked.strip(),
        notes=given.notes.strip(),
        recorded_at=at,
        recorded_by_id=user_of(actor),
        key=key,
    )
    _write_paper(actor, request, paper, at)
    _step(actor, request, "received", at, kind=request.kind, about_somebody=person is not None)
    return request


def _check_given(program: Program, person: Person | None, given: RequestGiven, at: datetime) -> None:
    if person is not None and person.program_id != program.pk:
        raise Refused(_("This person is not in your program."))
    if not given.from_whom.strip() or not given.scope_asked.strip():
        raise Refused(_("Please say who asks, and for what."))
    if given.received_on > local_date(program, at):
        raise Refused(_("The day it was received cannot be in the future."))
    if given.due_on is not None and given.due_on < given.received_on:
        raise Refused(_("It cannot be due before it was received."))


@transaction.atomic
def add_paper(*, actor: Actor, request: LegalRequest, paper: PaperGiven, at: datetime) -> LegalPaper:
    """Add a subpoena, an order or another paper to a request."""
    request = _locked(request)
    policies.check_can_add_paper(actor, request)
    written = _write_paper(actor, request, paper, at)
    _step(actor, request, "paper_added", at, kind=paper.kind, scanned=written.scan_id is not None)
    return written


def _write_paper(actor: Actor, request: LegalRequest, paper: PaperGiven, at: datetime) -> LegalPaper:
    scan = None
    if paper.scan is not None:
        kind = StoredFile.Kind.LEGAL_ORDER
        scan = store_scan(actor=actor, program_id=request.program_id, upload=paper.scan, kind=kind, at=at)
    return LegalPaper.objects.create(
        request=request,
        kind=paper.kind,
        issued_on=paper.issued_on,
        issued_by=paper.issued_by.strip(),
        names_counseling=paper.names_counseling,
        scan=scan,
        recorded_at=at,
        recorded_by_id=user_of(actor),
    )


@transaction.atomic
def record_counsel(
    *, actor: Actor, request: LegalRequest, name: str, consulted_on: date, at: datetime
) -> LegalRequest:
    """Write down that counsel was asked, whom and when."""
    request = _locked(request)
    policies.check_can_handle_request(actor, request)
    if not name.strip():
        raise Refused(_("Please name the counsel."))
    if consulted_on > local_date(request.program, at):
        raise Refused(_("This date cannot be in the future."))
    request.counsel_name, request.counsel_on = name.strip(), consulted_on
    request.save(update_fields=["counsel_name", "counsel_on"])
    _step(actor, request, "counsel_consulted", at)
    return request


@transaction.atomic
def propose_answer(
    *, actor: Actor, request: LegalRequest, answer: str, kinds: Iterable[str], reason: str, at: datetime
) -> LegalRequest:
    """Propose which kinds of facts to release, or to refuse with a reason; somebody else approves."""
    request = _locked(request)
    policies.check_can_propose_answer(actor, request)
    chosen = sorted(set(kinds)) if answer == LegalRequest.Answer.RELEASE else []
    policies.check_answer(request, answer, chosen, reason)
    request.state, request.answer, request.kinds = LegalRequest.State.PROPOSED, answer, chosen
    request.answer_reason = reason.strip()
    request.proposed_at, request.proposed_by_id = at, user_of(actor)
    request.save(update_fields=["state", "answer", "kinds", "answer_reason", "proposed_at", "proposed_by_id"])
    _step(actor, request, "proposed", at, answer=answer, kinds=chosen)
    return request


@transaction.atomic
def approve_answer(*, actor: Actor, request: LegalRequest, at: datetime) -> LegalRequest:
    """Approve somebody else's proposal. A refusal is then answered; a release still has to leave."""
    request = _locked(request)
    policies.check_can_approve_answer(actor, request)
    request.approved_at, request.approved_by_id = at, user_of(actor)
    request.state = LegalRequest.State.APPROVED
    if request.answer == LegalRequest.Answer.REFUSE:
        request.state = LegalRequest.State.REFUSED
        request.ended_at, request.ended_by_id = at, actor.user_id
    request.save(update_fields=["state", "approved_at", "approved_by_id", "ended_at", "ended_by_id"])
    _step(actor, request, "approved", at, answer=request.answer, kinds=request.kinds)
    return request


@transaction.atomic
def return_answer(*, actor: Actor, request: LegalRequest, at: datetime) -> LegalRequest:
    """Send a proposed or approved answer back; both have to be given anew."""
    request = _locked(request)
    policies.check_can_return_answer(actor, request)
    request.state, request.answer, request.kinds, request.answer_reason = (
        LegalRequest.State.RECEIVED,
        "",
        [],
        "",
    )
    request.proposed_at = request.proposed_by_id = request.approved_at = request.approved_by_id = None
    request.save()
    _step(actor, request, "returned", at)
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, request: LegalRequest, at: datetime) -> LegalRequest:
    """Whoever asked has taken it back: nothing is released, and nothing holds the records any more."""
    request = _locked(request)
    policies.check_can_handle_request(actor, request)
    request.state, request.ended_at, request.ended_by_id = LegalRequest.State.WITHDRAWN, at, user_of(actor)
    request.save(update_fields=["state", "ended_at", "ended_by_id"])
    _step(actor, request, "withdrawn", at)
    return request


def release_records(*, actor: Actor, request: LegalRequest, at: datetime) -> bytes:
    """Hand out exactly the approved kinds, once, as a PDF with the notice of 42 CFR 2.32, and register it.

    The paper is set before anything is written; the request, the accounting and the audit row then stand or fall
    together, and only after them does the paper leave.
    """
    policies.check_can_release(actor, request)
    person = request.person
    if person is None:
        raise Refused(_("This request is about nobody in particular."))
    with override("en"):
        content = _bundle(request, person)
    with transaction.atomic():
        locked = _locked(request)
        policies.check_can_release(actor, locked)
        if locked.kinds != request.kinds:
            raise Refused(_("The answer has changed meanwhile. Please look at it again."))
        locked.state, locked.ended_at, locked.ended_by_id = LegalRequest.State.RELEASED, at, user_of(actor)
        locked.sha256 = hashlib.sha256(content).hexdigest()
        locked.save(update_fields=["state", "ended_at", "ended_by_id", "sha256"])
        register_outside_disclosure(
            actor=actor,
            person=person,
            recipient_name=locked.from_whom,
            kinds={str(each) for kind in locked.kinds for each in REGISTERED_AS[kind]},
            what=Shown.LEGAL_REQUEST.value,
            purpose=f"{LEGAL_PURPOSE}{locked.number}",
            at=at,
        )
        approvers = {"proposed_by": locked.proposed_by_id, "approved_by": locked.approved_by_id}
        _step(actor, locked, "released", at, kinds=locked.kinds, **approvers)
    return content


def _bundle(request: LegalRequest, person: Person) -> bytes:
    """Set the paper: English, for a court, with nothing but the approved kinds."""
    sections = sections_of(everything_held(person, [Label(each) for each in request.kinds]), request.program)
    named = ", ".join(str(FactKind(each).label) for each in request.kinds)
    text = notice("en")
    cover = Cover(
        title=f"Records for legal request {request.number}",
        opening=[f"To: {request.from_whom}", f"Released: {named}. Other kinds of records are not released."],
        notice=[*text.sentences, text.source],
        footer=text.short,
        made=f"Request {request.number}",
    )
    return as_pdf(cover, sections, request.program, "en")


def _locked(request: LegalRequest) -> LegalRequest:
    return LegalRequest.objects.select_for_update(of=("self",)).select_related("program").get(pk=request.pk)


def _step(actor: Actor, request: LegalRequest, what: str, at: datetime, **details: Any) -> None:
    """Write the dated step and its audit row."""
    LegalRequestEvent.objects.create(
        request=request, what=what, details=details, occurred_at=at, recorded_by_id=actor.user_id
    )
    audit.record(
        actor=actor, at=at, action=f"legal_request.{what}", subject=request.public_id, details=details
    )
