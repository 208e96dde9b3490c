"""Ask a supervising officer, answer, and keep the answer with the check that rests on it (E10)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import current_memberships
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.eligibility.engine.facts import Reply
from handoff.eligibility.models import EligibilityDecision
from handoff.notifications import services as notifications
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.inputs import SupervisionAnswerInput
from handoff.referrals.models import ReferralDraft, SupervisionQuestion
from handoff.referrals.supervision import policies, queries
from handoff.referrals.supervision.queries import Answer, AskedOf

How = SupervisionQuestion.How


@transaction.atomic
def ask_supervising_officer(
    *,
    actor: Actor,
    program: Program,
    asked_of: AskedOf,
    agency: Agency | None,
    name: str,
    born: date | None,
    ok_to_ask: bool,
    at: datetime,
) -> SupervisionQuestion:
    """Ask an office once: name and birth date, and nothing of what happened. A waiting question is returned."""
    policies.check_can_ask_supervising_officer(actor, program.pk, ok_to_ask=ok_to_ask, name=name, born=born)
    # The program's row serializes two taps on the button.
    Program.objects.select_for_update().get(pk=program.pk)
    earlier = queries.latest_question(asked_of)
    if earlier is not None and earlier.answer == Answer.WAITING:
        return earlier
    policies.check_agency_can_be_asked(agency, queries.answering_agencies(program, at))
    assert actor.user_id is not None
    question = SupervisionQuestion.objects.create(
        program=program,
        agency=agency,
        draft=asked_of.draft,
        referral=asked_of.referral,
        name=name.strip(),
        date_of_birth=born,
        consent_at=at,
        consent_recorded_by_id=actor.user_id,
        asked_at=at,
        asked_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.SUPERVISION_ASKED, subject=question.public_id)
    _notify_office(question, at)
    return question


def _notify_office(question: SupervisionQuestion, at: datetime) -> None:
    """Notify everyone in the office who can answer: a link, and nothing else (H4)."""
    program = question.program
    held = current_memberships(local_date(program, at)).filter(
        agency=question.agency, role__in=queries.answering_roles()
    )
    for user in User.objects.filter(memberships__in=held).distinct():
        notifications.queue_notice(
            program_id=program.pk,
            user=user,
            kind="supervision_asked",
            path=reverse("referrals:supervision", args=[program.slug]),
            key=str(question.public_id),
            at=at,
        )


@transaction.atomic
def answer_supervision(
    *, actor: Actor, question: SupervisionQuestion, answer: str, at: datetime
) -> SupervisionQuestion:
    """Record the supervising officer's answer, take the name off the question, and notify who asked."""
    question = SupervisionQuestion.objects.select_for_update().get(pk=question.pk)
    policies.check_can_answer_supervision(actor, question, answer)
    _close(question, answer, at)
    question.answered_by_id = actor.user_id
    question.save(update_fields=["answered_by_id"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.SUPERVISION_ANSWERED,
        subject=question.public_id,
        details={"answer": answer},
    )
    _notify_who_asked(question, at)
    return question


def _close(question: SupervisionQuestion, answer: str, at: datetime) -> None:
    question.answer, question.answered_at = answer, at
    question.name, question.date_of_birth = "", None
    question.save(update_fields=["answer", "answered_at", "name", "date_of_birth"])


def _notify_who_asked(question: SupervisionQuestion, at: datetime) -> None:
    program = question.program
    user = User.objects.filter(pk=question.asked_by_id, is_active=True).first()
    if user is None:
        return
    path = (
        reverse("referrals:resume", args=[program.slug, question.draft.public_id])
        if question.draft is not None
        else reverse("referrals:checks", args=[program.slug])
    )
    notifications.queue_notice(
        program_id=program.pk,
        user=user,
        kind="supervision_answered",
        path=path,
        key=str(question.public_id),
        at=at,
    )


def keep_answer(
    *,
    actor: Actor,
    check: EligibilityDecision,
    reply: Reply,
    source: SupervisionAnswerInput | None,
    at: datetime,
) -> None:
    """Keep with a check the answer that it rests on. An answer by phone is recorded now: who
    answered, who wrote it down, and when.
    """
    if reply is Reply.UNKNOWN or source is None:
        return
    if source.question is not None:
        source.question.eligibility = check
        source.question.save(update_fields=["eligibility"])
        return
    assert actor.user_id is not None
    answer = Answer.AGREES if reply is Reply.YES else Answer.DISAGREES
    stored = SupervisionQuestion.objects.create(
        program=check.program,
        eligibility=check,
        how=How.BY_PHONE,
        consent_at=at,
        consent_recorded_by_id=actor.user_id,
        asked_at=at,
        asked_by_id=actor.user_id,
        answer=answer,
        answered_at=at,
        answered_by_name=source.answered_by.strip(),
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.SUPERVISION_ANSWERED,
        subject=stored.public_id,
        details={"answer": answer, "how": How.BY_PHONE},
    )


def withdraw_questions(*, drafts: list[ReferralDraft], at: datetime) -> None:
    """Withdraw what still waits for drafts that are sent, emptied or discarded: no one is to be named any longer."""
    _withdraw(SupervisionQuestion.objects.filter(draft__in=drafts), at)


def withdraw_questions_of_referral(*, referral_id: int, at: datetime) -> None:
    """Withdraw what still waits for a referral whose check was recorded."""
    _withdraw(SupervisionQuestion.objects.filter(referral_id=referral_id), at)


def _withdraw(questions: QuerySet[SupervisionQuestion], at: datetime) -> None:
    questions.filter(answer=Answer.WAITING).update(
        answer=Answer.WITHDRAWN, answered_at=at, name="", date_of_birth=None
    )
