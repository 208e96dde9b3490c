"""The register of legal requests: one person proposes the answer, another approves it, and it is released once (C7)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.consent.models import LEGAL_PURPOSE, DisclosureContext, InformationKind
from handoff.consent.services import record_outside_disclosure
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
from handoff.records.queries.held import records_held_about
from handoff.records.services.papers import CoverPage, paper_sections, render_paper
from handoff.records.services.registers import lock_program, next_number, user_id_of

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
class LegalRequestInput:
    """What is recorded of a request when it comes in."""

    kind: str
    from_whom: str
    received_on: date
    received_how: str
    scope_asked: str
    due_on: date | None = None
    notes: str = ""


@dataclass(frozen=True)
class LegalPaperInput:
    """A paper that came with a request, or later."""

    kind: str
    issued_on: date | None = None
    issued_by: str = ""
    names_counseling: bool = False
    scan: "UploadedFile[bytes] | None" = None


@transaction.atomic
def register_request(
    *,
    actor: Actor,
    program: Program,
    person: Person | None,
    request_input: LegalRequestInput,
    paper: LegalPaperInput,
    key: str,
    at: datetime,
) -> LegalRequest:
    """Record a request with its first paper; from then on it holds the person's records."""
    lock_program(program)
    policies.check_in_program(actor, program.pk, P.LEGAL_REQUESTS_HANDLE)
    # After the lock: of two clicks on the button, the second finds the row of the first.
    used = LegalRequest.objects.filter(key=key, program=program).first()
    if used is not None:
        return used
    _check_request_input(program, person, request_input, at)
    legal_request = LegalRequest.objects.create(
        program=program,
        number=next_number(LegalRequest, program),
        person=person,
        kind=request_input.kind,
        from_whom=request_input.from_whom.strip(),
        received_on=request_input.received_on,
        received_how=request_input.received_how,
        due_on=request_input.due_on,
        scope_asked=request_input.scope_asked.strip(),
        notes=request_input.notes.strip(),
        recorded_at=at,
        recorded_by_id=user_id_of(actor),
        key=key,
    )
    _write_paper(actor, legal_request, paper, at)
    _write_event(
        actor, legal_request, "received", at, kind=legal_request.kind, about_somebody=person is not None
    )
    return legal_request


def _check_request_input(
    program: Program, person: Person | None, request_input: LegalRequestInput, at: datetime
) -> None:
    if person is not None and person.program_id != program.pk:
        raise Refused(_("This person isn't in your program."))
    if not request_input.from_whom.strip() or not request_input.scope_asked.strip():
        raise Refused(_("Enter who is asking and what for."))
    if request_input.received_on > local_date(program, at):
        raise Refused(_("The date received can't be in the future."))
    if request_input.due_on is not None and request_input.due_on < request_input.received_on:
        raise Refused(_("The due date can't be before the date received."))


@transaction.atomic
def add_paper(
    *, actor: Actor, legal_request: LegalRequest, paper: LegalPaperInput, at: datetime
) -> LegalPaper:
    """Add a subpoena, an order or another paper to a request."""
    legal_request = _lock_request(legal_request)
    policies.check_can_add_paper(actor, legal_request)
    written = _write_paper(actor, legal_request, paper, at)
    _write_event(
        actor, legal_request, "paper_added", at, kind=paper.kind, scanned=written.scan_id is not None
    )
    return written


def _write_paper(
    actor: Actor, legal_request: LegalRequest, paper: LegalPaperInput, at: datetime
) -> LegalPaper:
    scan = None
    if paper.scan is not None:
        kind = StoredFile.Kind.LEGAL_ORDER
        scan = store_scan(
            actor=actor, program_id=legal_request.program_id, upload=paper.scan, kind=kind, at=at
        )
    return LegalPaper.objects.create(
        request=legal_request,
        kind=paper.kind,
        issued_on=paper.issued_on,
        issued_by=paper.issued_by.strip(),
        names_counseling=paper.names_counseling,
        scan=scan,
        recorded_at=at,
        recorded_by_id=user_id_of(actor),
    )


@transaction.atomic
def record_counsel(
    *, actor: Actor, legal_request: LegalRequest, name: str, consulted_on: date, at: datetime
) -> LegalRequest:
    """Record which counsel was consulted, and when."""
    legal_request = _lock_request(legal_request)
    policies.check_can_handle_request(actor, legal_request)
    if not name.strip():
        raise Refused(_("Enter the attorney's name."))
    if consulted_on > local_date(legal_request.program, at):
        raise Refused(_("This date can't be in the future."))
    legal_request.counsel_name, legal_request.counsel_on = name.strip(), consulted_on
    legal_request.save(update_fields=["counsel_name", "counsel_on"])
    _write_event(actor, legal_request, "counsel_consulted", at)
    return legal_request


@transaction.atomic
def propose_answer(
    *, actor: Actor, legal_request: LegalRequest, answer: str, kinds: Iterable[str], reason: str, at: datetime
) -> LegalRequest:
    """Propose which kinds of facts to release, or to refuse with a reason; someone else approves."""
    legal_request = _lock_request(legal_request)
    policies.check_can_propose_answer(actor, legal_request)
    chosen = sorted(set(kinds)) if answer == LegalRequest.Answer.RELEASE else []
    policies.check_answer(legal_request, answer, chosen, reason)
    legal_request.state, legal_request.answer, legal_request.kinds = (
        LegalRequest.State.PROPOSED,
        answer,
        chosen,
    )
    legal_request.answer_reason = reason.strip()
    legal_request.proposed_at, legal_request.proposed_by_id = at, user_id_of(actor)
    legal_request.save(
        update_fields=["state", "answer", "kinds", "answer_reason", "proposed_at", "proposed_by_id"]
    )
    _write_event(actor, legal_request, "proposed", at, answer=answer, kinds=chosen)
    return legal_request


@transaction.atomic
def approve_answer(*, actor: Actor, legal_request: LegalRequest, at: datetime) -> LegalRequest:
    """Approve someone else's proposal. A refusal is then answered; a release still has to be handed out."""
    legal_request = _lock_request(legal_request)
    policies.check_can_approve_answer(actor, legal_request)
    legal_request.approved_at, legal_request.approved_by_id = at, user_id_of(actor)
    legal_request.state = LegalRequest.State.APPROVED
    if legal_request.answer == LegalRequest.Answer.REFUSE:
        legal_request.state = LegalRequest.State.REFUSED
        legal_request.ended_at, legal_request.ended_by_id = at, actor.user_id
    legal_request.save(update_fields=["state", "approved_at", "approved_by_id", "ended_at", "ended_by_id"])
    _write_event(actor, legal_request, "approved", at, answer=legal_request.answer, kinds=legal_request.kinds)
    return legal_request


@transaction.atomic
def return_answer(*, actor: Actor, legal_request: LegalRequest, at: datetime) -> LegalRequest:
    """Send a proposed or approved answer back; it then needs a new proposal and a new approval."""
    legal_request = _lock_request(legal_request)
    policies.check_can_return_answer(actor, legal_request)
    legal_request.state, legal_request.answer, legal_request.kinds, legal_request.answer_reason = (
        LegalRequest.State.RECEIVED,
        "",
        [],
        "",
    )
    legal_request.proposed_at = legal_request.proposed_by_id = legal_request.approved_at = (
        legal_request.approved_by_id
    ) = None
    legal_request.save()
    _write_event(actor, legal_request, "returned", at)
    return legal_request


@transaction.atomic
def withdraw_request(*, actor: Actor, legal_request: LegalRequest, at: datetime) -> LegalRequest:
    """The requester has withdrawn it: nothing is released, and nothing holds the records anymore."""
    legal_request = _lock_request(legal_request)
    policies.check_can_handle_request(actor, legal_request)
    legal_request.state, legal_request.ended_at, legal_request.ended_by_id = (
        LegalRequest.State.WITHDRAWN,
        at,
        user_id_of(actor),
    )
    legal_request.save(update_fields=["state", "ended_at", "ended_by_id"])
    _write_event(actor, legal_request, "withdrawn", at)
    return legal_request


def release_records(*, actor: Actor, legal_request: LegalRequest, at: datetime) -> bytes:
    """Hand out exactly the approved kinds, once, as a PDF with the notice of 42 CFR 2.32, and log it.

    The paper is rendered before anything is written; the request, the accounting and the audit row are then saved
    together, and only after them is the paper handed out.
    """
    # Checked before rendering, and again under the lock: the answer may change in between.
    policies.check_can_release(actor, legal_request)
    person = legal_request.person
    assert person is not None, "an answer that releases records is about a person"
    with override("en"):
        content = _render_release(legal_request, person)
    with transaction.atomic():
        locked = _lock_request(legal_request)
        policies.check_can_release(actor, locked)
        # The paper holds the kinds that were approved when it was rendered, and no others may be logged.
        if locked.kinds != legal_request.kinds:
            raise Refused(_("The answer has changed since you opened it. Review it again."))
        locked.state, locked.ended_at, locked.ended_by_id = LegalRequest.State.RELEASED, at, user_id_of(actor)
        locked.sha256 = hashlib.sha256(content).hexdigest()
        locked.save(update_fields=["state", "ended_at", "ended_by_id", "sha256"])
        record_outside_disclosure(
            actor=actor,
            person=person,
            recipient_name=locked.from_whom,
            kinds={str(each) for kind in locked.kinds for each in REGISTERED_AS[kind]},
            what=DisclosureContext.LEGAL_REQUEST.value,
            purpose=f"{LEGAL_PURPOSE}{locked.number}",
            at=at,
        )
        approvers = {"proposed_by": locked.proposed_by_id, "approved_by": locked.approved_by_id}
        _write_event(actor, locked, "released", at, kinds=locked.kinds, **approvers)
    return content


def _render_release(legal_request: LegalRequest, person: Person) -> bytes:
    """Render the paper: English, for a court, with nothing but the approved kinds."""
    sections = paper_sections(
        records_held_about(person, [Label(each) for each in legal_request.kinds]), legal_request.program
    )
    named = ", ".join(str(FactKind(each).label) for each in legal_request.kinds)
    text = notice("en")
    cover = CoverPage(
        title=f"Records for legal request {legal_request.number}",
        opening=[
            f"To: {legal_request.from_whom}",
            f"Released: {named}. Other kinds of records are not released.",
        ],
        notice=[*text.sentences, text.source],
        footer=text.short,
        made=f"Request {legal_request.number}",
    )
    return render_paper(cover, sections, legal_request.program, "en")


def _lock_request(legal_request: LegalRequest) -> LegalRequest:
    return (
        LegalRequest.objects.select_for_update(of=("self",))
        .select_related("program")
        .get(pk=legal_request.pk)
    )


def _write_event(
    actor: Actor, legal_request: LegalRequest, what: str, at: datetime, **details: object
) -> None:
    """Write the dated step and its audit row."""
    LegalRequestEvent.objects.create(
        request=legal_request, what=what, details=details, occurred_at=at, recorded_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction(f"legal_request.{what}"),
        subject=legal_request.public_id,
        details=details,
    )
