"""Who may answer legal requests, erase, set how long records are kept, and keep the register of breaches."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.records.definitions import KEPT_FOR, MOST_DAYS
from handoff.records.models import (
    ERASURE_IS_OPEN,
    Breach,
    BreachDuty,
    ErasureRequest,
    FactKind,
    LegalPaper,
    LegalRequest,
)
from handoff.records.queries.held import charge_on_hold, legal_hold
from handoff.records.rules.legal_answers import Paper, why_barred

Request = LegalRequest


def check_in_program(actor: Actor, program_id: int, permission: P) -> None:
    """Only in one's own program, and only with the permission; for everybody else there is no such record."""
    if actor.program_id != program_id:
        raise Refused(_("This is not in your program."))
    if not actor.can(permission):
        raise Refused(_("Your role does not include this."))


def check_can_handle_request(actor: Actor, request: Request) -> None:
    """Only who handles legal requests, and only while the request is open."""
    check_in_program(actor, request.program_id, P.LEGAL_REQUESTS_HANDLE)
    if not request.is_open:
        raise Refused(_("This request has been answered. Nothing in it changes any more."))


def check_can_add_paper(actor: Actor, request: Request) -> None:
    """Papers come before the answer is approved: what was approved was approved on the papers of that day."""
    check_can_handle_request(actor, request)
    if request.state == Request.State.APPROVED:
        raise Refused(_("The answer is approved. Send it back first to add a paper."))


def check_can_propose_answer(actor: Actor, request: Request) -> None:
    """One person proposes; a proposal that waits is sent back before another is made."""
    check_can_handle_request(actor, request)
    if request.state != Request.State.RECEIVED:
        raise Refused(_("An answer is already proposed. Send it back first."))


def check_answer(request: Request, answer: str, kinds: Collection[str], reason: str) -> None:
    """An answer releases at least one kind that the papers allow, or refuses with a reason."""
    if answer not in Request.Answer.values:
        raise Refused(_("Choose to release or to refuse."))
    if not reason.strip():
        raise Refused(_("Please write the reason in a few words."))
    if answer == Request.Answer.REFUSE:
        return
    if request.person_id is None:
        raise Refused(
            _(
                "A request about records in general releases no person's records. Use the public-records table."
            )
        )
    if not kinds or not set(kinds) <= set(FactKind.values):
        raise Refused(_("Choose at least one kind of facts to release."))
    check_papers_allow(request, kinds)


def check_papers_allow(request: Request, kinds: Collection[str]) -> None:
    """What the recorded papers do not reach is not released, whoever approves it (42 CFR 2.61 to 2.67)."""
    papers = [
        Paper(kind=each.kind, scanned=each.scan_id is not None, names_counseling=each.names_counseling)
        for each in LegalPaper.objects.filter(request=request)
    ]
    code = why_barred(kinds, papers)
    if code:
        raise Refused(_sentence(code))


def _sentence(code: str) -> str:
    return {
        "public_records": _("A public-records request releases nothing about a person (N.C.G.S. 122C-52)."),
        "no_part2_order": _(
            "Taking part, substance use services and counseling leave only under a court order of 42 CFR 2.61 to "
            "2.67. A subpoena, a warrant or another order alone does not release them (42 CFR 2.61)."
        ),
        "order_not_scanned": _("Add a scan of the Part 2 court order first (42 CFR 2.61)."),
        "no_subpoena": _(
            "A Part 2 court order alone does not compel a release: record the subpoena or warrant that goes with it "
            "(42 CFR 2.61)."
        ),
        "counseling_not_named": _("Counseling leaves only where the order itself names it (42 CFR 2.63)."),
        "no_court_order": _("Health facts leave only on a court's order (N.C.G.S. 122C-54(a))."),
    }[code]


def check_can_approve_answer(actor: Actor, request: Request) -> None:
    """Another person than who proposed, on the papers as they are now."""
    check_can_handle_request(actor, request)
    if request.state != Request.State.PROPOSED:
        raise Refused(_("There is no proposed answer to approve."))
    if actor.user_id is None or actor.user_id == request.proposed_by_id:
        raise Refused(_("You proposed this answer. Somebody else must approve it."))
    if request.answer == Request.Answer.RELEASE:
        check_papers_allow(request, request.kinds)


def check_can_return_answer(actor: Actor, request: Request) -> None:
    """A proposal or an approved release goes back to be thought over, as long as nothing has left."""
    check_can_handle_request(actor, request)
    if request.state == Request.State.RECEIVED:
        raise Refused(_("There is no proposed answer to send back."))


def check_can_release(actor: Actor, request: Request) -> None:
    """Once, after the approval, and still on papers that allow it."""
    check_can_handle_request(actor, request)
    if request.state != Request.State.APPROVED:
        raise Refused(_("Nothing is released before somebody else has approved the answer."))
    check_papers_allow(request, request.kinds)


def check_can_ask_for_erasure(actor: Actor, person: Person) -> None:
    """One person asks; the same holds stand in the way as at the approval."""
    check_in_program(actor, person.program_id, P.RECORDS_ERASE)
    if ErasureRequest.objects.filter(ERASURE_IS_OPEN, person=person).exists():
        raise Refused(_("Erasing this person is already asked for."))
    check_nothing_holds(person)


def check_nothing_holds(person: Person) -> None:
    """A legal request or a set-aside charge that is still held keeps the records in place."""
    request = legal_hold(person.pk)
    if request is not None:
        raise Refused(
            _("Legal request %(number)s about this person is open. Until it is answered the records stay.")
            % {"number": request.number}
        )
    charge = charge_on_hold(person.pk)
    if charge is not None:
        raise Refused(
            _(
                "A charge is still set aside, until %(day)s or the officer's decision. Erasing now would leave the "
                "officer without an answer."
            )
            % {"day": date_format(charge.lapses_on, "DATE_FORMAT")}
        )


def check_can_approve_erasure(actor: Actor, erasure: ErasureRequest) -> None:
    """Another person than who asked (ASVS 2.3.5), and nothing holds the records."""
    check_in_program(actor, erasure.program_id, P.RECORDS_ERASE)
    if not erasure.is_open:
        raise Refused(_("This has been done or withdrawn."))
    if actor.user_id is None or actor.user_id == erasure.requested_by_id:
        raise Refused(_("You asked for this. Somebody else must approve it."))
    check_nothing_holds(erasure.person)


def check_can_withdraw_erasure(actor: Actor, erasure: ErasureRequest) -> None:
    """Anybody who may erase may also take the wish back, before it is done."""
    check_in_program(actor, erasure.program_id, P.RECORDS_ERASE)
    if not erasure.is_open:
        raise Refused(_("This has been done or withdrawn."))


def check_can_copy_record(actor: Actor, person: Person) -> None:
    """A person's own copy is made by who may export (45 CFR 164.524; 42 CFR 2.23)."""
    check_in_program(actor, person.program_id, P.RECORDS_EXPORT)


def check_retention_rule(
    actor: Actor, kind: str, days: int, source: str, effective_on: date, today: date
) -> None:
    """A rule has a source and a date that is not past; the record of who saw what is kept at least six years."""
    check_in_program(actor, actor.program_id, P.RETENTION_RUN)
    if kind not in KEPT_FOR:
        raise Refused(_("Choose the kind of record."))
    if not source.strip():
        raise Refused(_("Please say on what law, contract or decision this rests."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("Choose between 1 day and 100 years."))
    if days < KEPT_FOR[kind].shorter_refused:
        raise Refused(
            _("This is kept at least %(days)s days (45 CFR 164.316(b)(2)).")
            % {"days": KEPT_FOR[kind].shorter_refused}
        )
    if effective_on < today:
        raise Refused(_("A rule begins today or later; what was done under the old one stays done."))


def check_can_keep_breaches(actor: Actor, breach: Breach) -> None:
    """Only who keeps the register, in their own program."""
    check_in_program(actor, breach.program_id, P.BREACHES_MANAGE)


def check_can_settle_duty(actor: Actor, duty: BreachDuty, outcome: str, reason: str) -> None:
    """A duty is met once; not needed only after the assessment, with a reason."""
    check_can_keep_breaches(actor, duty.breach)
    if duty.outcome != BreachDuty.Outcome.OPEN:
        raise Refused(_("This is settled already."))
    if outcome not in {BreachDuty.Outcome.TOLD, BreachDuty.Outcome.NOT_NEEDED}:
        raise Refused(_("Choose whether they were told, or need not be."))
    if outcome == BreachDuty.Outcome.NOT_NEEDED:
        if duty.breach.conclusion == Breach.Conclusion.UNDECIDED:
            raise Refused(_("Assess the risk first: the four factors of 45 CFR 164.402(2)."))
        if not reason.strip():
            raise Refused(_("Please write the reason in a few words."))
