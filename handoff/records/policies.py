"""Who may answer legal requests, erase records, set retention rules and keep the breach register."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.accounts.policies import check_is_second_person
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.records.definitions import MOST_DAYS, RETENTION_DEFAULTS, SHORTENING_DELAY
from handoff.records.models import (
    ERASURE_IS_OPEN,
    Breach,
    BreachDuty,
    ErasureRequest,
    FactKind,
    LegalPaper,
    LegalRequest,
    RecordKind,
    RetentionRule,
)
from handoff.records.queries.held import charge_on_hold, legal_hold
from handoff.records.queries.retention import EffectiveRule
from handoff.records.rules.legal_answers import Paper, barred_reason

Request = LegalRequest


def check_in_program(actor: Actor, program_id: int, permission: P) -> None:
    """Only in the user's own program, and only with the permission."""
    if actor.program_id != program_id:
        raise Refused(_("This isn't in your program."))
    if not actor.can(permission):
        raise Refused(_("Your role can't do this."))


def check_can_handle_request(actor: Actor, legal_request: Request) -> None:
    """Only users who handle legal requests, and only while the request is open."""
    check_in_program(actor, legal_request.program_id, P.LEGAL_REQUESTS_HANDLE)
    if not legal_request.is_open:
        raise Refused(_("This request has been answered. It can't be changed."))


def check_can_add_paper(actor: Actor, legal_request: Request) -> None:
    """Papers are added before the answer is approved: the approval rests on the papers of that day."""
    check_can_handle_request(actor, legal_request)
    if legal_request.state == Request.State.APPROVED:
        raise Refused(_("The answer is approved. Send it back first if you want to add a document."))


def check_can_propose_answer(actor: Actor, legal_request: Request) -> None:
    """One person proposes; a pending proposal is sent back before another is made."""
    check_can_handle_request(actor, legal_request)
    if legal_request.state != Request.State.RECEIVED:
        raise Refused(_("An answer is already proposed. Send it back first."))


def check_answer(legal_request: Request, answer: str, kinds: Collection[str], reason: str) -> None:
    """An answer releases at least one kind that the papers allow, or refuses with a reason."""
    if answer not in Request.Answer.values:
        raise Refused(_("Choose whether to release records."))
    if not reason.strip():
        raise Refused(_("Enter a brief reason."))
    if answer == Request.Answer.REFUSE:
        return
    if legal_request.person_id is None:
        raise Refused(
            _("A general records request doesn't release anyone's record. Use the public-records table.")
        )
    if not kinds or not set(kinds) <= set(FactKind.values):
        raise Refused(_("Choose at least one kind of information to release."))
    check_papers_allow(legal_request, kinds)


def check_papers_allow(legal_request: Request, kinds: Collection[str]) -> None:
    """Nothing is released that the recorded papers do not cover, whoever approves it (42 CFR 2.61 to 2.67)."""
    papers = [
        Paper(kind=each.kind, scanned=each.scan_id is not None, names_counseling=each.names_counseling)
        for each in LegalPaper.objects.filter(request=legal_request)
    ]
    counsel = legal_request.counsel_on is not None
    code = barred_reason(kinds, papers, asked_as=legal_request.kind, counsel=counsel)
    if code:
        raise Refused(_barred_message(code))


def _barred_message(code: str) -> str:
    return {
        "public_records": _(
            "A public-records request doesn't release anything about a person (N.C.G.S. 122C-52), "
            "whatever else comes with it. Record a subpoena or an order as a request of its own."
        ),
        "no_counsel": _(
            "A document of another kind doesn't release anything by itself. Ask your attorney, and "
            "record who you asked."
        ),
        "no_paper": _(
            "Who the person is can be released only on a subpoena, a search warrant, or a court order. "
            "Add that document first."
        ),
        "no_part2_order": _(
            "Program participation, substance use services, and counseling can be released only "
            "under a court order of 42 CFR 2.61 to 2.67. A subpoena, a warrant, or another order "
            "alone isn't enough (42 CFR 2.61)."
        ),
        "order_not_scanned": _("Add a scan of the Part 2 court order first (42 CFR 2.61)."),
        "no_subpoena": _(
            "A Part 2 court order alone doesn't compel a release. Record the subpoena or warrant "
            "that goes with it (42 CFR 2.61)."
        ),
        "counseling_not_named": _(
            "Counseling can be released only if the order itself names it (42 CFR 2.63)."
        ),
        "no_court_order": _(
            "Health information can be released only on a court order (N.C.G.S. 122C-54(a))."
        ),
    }[code]


def check_can_approve_answer(actor: Actor, legal_request: Request) -> None:
    """Someone other than the proposer approves, on the papers as they are now."""
    check_can_handle_request(actor, legal_request)
    if legal_request.state != Request.State.PROPOSED:
        raise Refused(_("There's no proposed answer to approve."))
    check_is_second_person(
        actor, legal_request.proposed_by_id, _("You proposed this answer. Someone else must approve it.")
    )
    if legal_request.answer == Request.Answer.RELEASE:
        check_papers_allow(legal_request, legal_request.kinds)


def check_can_return_answer(actor: Actor, legal_request: Request) -> None:
    """A proposal or an approved release can be sent back as long as nothing has been released."""
    check_can_handle_request(actor, legal_request)
    if legal_request.state == Request.State.RECEIVED:
        raise Refused(_("There's no proposed answer to send back."))


def check_can_release(actor: Actor, legal_request: Request) -> None:
    """Once, after the approval, and only if the papers still allow it."""
    check_can_handle_request(actor, legal_request)
    if legal_request.state != Request.State.APPROVED:
        raise Refused(_("Nothing can be released until someone else approves the answer."))
    check_papers_allow(legal_request, legal_request.kinds)


def check_can_request_erasure(actor: Actor, person: Person) -> None:
    """The same holds block the request as block the approval."""
    check_in_program(actor, person.program_id, P.RECORDS_ERASE)
    if ErasureRequest.objects.filter(ERASURE_IS_OPEN, person=person).exists():
        raise Refused(_("There's already a request to erase this record."))
    check_no_hold(person)


def check_no_hold(person: Person) -> None:
    """An open legal request, or a set-aside charge that is still held, keeps the records in place."""
    request = legal_hold(person.pk)
    if request is not None:
        raise Refused(
            _("Legal request %(number)s about this person is open. We keep the record until it's answered.")
            % {"number": request.number}
        )
    charge = charge_on_hold(person.pk)
    if charge is not None:
        raise Refused(
            _(
                "A charge is still set aside until %(day)s or until the officer decides. Erasing "
                "the record now would leave the officer without an answer."
            )
            % {"day": date_format(charge.lapses_on, "DATE_FORMAT")}
        )


def check_can_approve_erasure(actor: Actor, erasure: ErasureRequest) -> None:
    """Someone other than the requester (ASVS 2.3.5), and nothing holds the records."""
    check_in_program(actor, erasure.program_id, P.RECORDS_ERASE)
    if not erasure.is_open:
        raise Refused(_("This request was already completed or withdrawn."))
    check_is_second_person(
        actor, erasure.requested_by_id, _("You requested this. Someone else must approve it.")
    )
    check_no_hold(erasure.person)


def check_can_withdraw_erasure(actor: Actor, erasure: ErasureRequest) -> None:
    """Any user who may erase may withdraw the request before it is done."""
    check_in_program(actor, erasure.program_id, P.RECORDS_ERASE)
    if not erasure.is_open:
        raise Refused(_("This request was already completed or withdrawn."))


def check_can_copy_record(actor: Actor, person: Person) -> None:
    """A user who may export makes a person's own copy (45 CFR 164.524; 42 CFR 2.23)."""
    check_in_program(actor, person.program_id, P.RECORDS_EXPORT)


def check_retention_rule(
    actor: Actor, current: EffectiveRule | None, days: int, source: str, effective_on: date, today: date
) -> None:
    """A rule has a source, a length above the floor of its kind, and a date: a shortening one gives notice."""
    check_in_program(actor, actor.program_id, P.RETENTION_RUN)
    if current is None:
        raise Refused(_("Choose the kind of record."))
    if not source.strip():
        raise Refused(_("Enter the law, contract, or decision this is based on."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("Choose between 1 day and 100 years."))
    check_above_floor(current.kind, days)
    if effective_on < today:
        raise Refused(
            _("A rule can start today or later. It doesn't change what was done under the old rule.")
        )
    if days < current.days and effective_on < today + SHORTENING_DELAY:
        raise Refused(
            _("A rule that deletes sooner can start on %(day)s at the earliest.")
            % {"day": date_format(today + SHORTENING_DELAY, "DATE_FORMAT")}
        )


def check_above_floor(kind: str, days: int) -> None:
    floor = RETENTION_DEFAULTS[kind].shorter_refused
    if days >= floor:
        return
    if kind == RecordKind.AUDIT:
        raise Refused(_("This must be kept at least %(days)s days (45 CFR 164.316(b)(2)).") % {"days": floor})
    raise Refused(
        _(
            "This must be kept at least %(days)s days, so that a mistake or a misuse is found before it's gone."
        )
        % {"days": floor}
    )


def check_can_approve_rule(actor: Actor, rule: RetentionRule) -> None:
    """Someone other than who proposed the rule approves it, once."""
    check_in_program(actor, rule.program_id, P.RETENTION_RUN)
    if rule.approved_at is not None:
        raise Refused(_("This rule was already approved."))
    check_is_second_person(actor, rule.made_by_id, _("You proposed this rule. Someone else must approve it."))


def check_can_keep_breaches(actor: Actor, breach: Breach) -> None:
    """Only users who keep the register, in their own program."""
    check_in_program(actor, breach.program_id, P.BREACHES_MANAGE)


def check_can_settle_duty(actor: Actor, duty: BreachDuty, outcome: str, reason: str) -> None:
    """A duty is settled once; as not needed only after the assessment, with a reason."""
    check_can_keep_breaches(actor, duty.breach)
    if duty.outcome != BreachDuty.Outcome.OPEN:
        raise Refused(_("This is already settled."))
    if outcome not in {BreachDuty.Outcome.NOTIFIED, BreachDuty.Outcome.NOT_NEEDED}:
        raise Refused(_("Choose whether they were notified or don't need to be."))
    if outcome == BreachDuty.Outcome.NOT_NEEDED:
        if duty.breach.conclusion == Breach.Conclusion.UNDECIDED:
            raise Refused(_("Assess the risk first: the four factors of 45 CFR 164.402(2)."))
        if not reason.strip():
            raise Refused(_("Enter a brief reason."))
