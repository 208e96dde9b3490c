"""Who may ask a supervising officer, who may answer, and which answer counts. Each check raises `Refused`."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import Reply
from handoff.programs.models import Agency
from handoff.referrals.inputs import SupervisionAnswerInput
from handoff.referrals.models import SupervisionQuestion
from handoff.referrals.supervision.queries import Answer

REPLY_OF = {Answer.AGREES: Reply.YES, Answer.DISAGREES: Reply.NO}


def check_can_ask_supervising_officer(
    actor: Actor, program_id: int, *, ok_to_ask: bool, name: str, born: date | None
) -> None:
    """Law enforcement asks about a person it can name for certain, and only with the person's OK (ADR 0039)."""
    if actor.program_id != program_id or not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can ask a supervising officer."))
    if not ok_to_ask:
        raise Refused(
            _(
                "Ask the person first. Asking tells their officer that the program is being considered, so we ask "
                "only if they say it's OK."
            )
        )
    if not name.strip() or born is None:
        raise Refused(_("Enter their name and date of birth first, so that the officer knows who you mean."))


def check_agency_can_be_asked(agency: Agency | None, can_answer: list[Agency]) -> None:
    if agency is None or agency not in can_answer:
        raise Refused(
            _("No one in that office can answer in Handoff. Call them, and record what they say here.")
        )


def check_can_answer_supervision(actor: Actor, question: SupervisionQuestion, answer: str) -> None:
    """A supervising officer answers a question to their own office, once."""
    if actor.program_id != question.program_id or question.agency_id not in actor.agencies_with(
        Permission.SUPERVISION_ANSWER
    ):
        raise Refused(_("Only the office that was asked can answer."))
    if question.answer != Answer.WAITING:
        raise Refused(_("This question was already answered, or it isn't asked anymore."))
    if answer not in {Answer.AGREES, Answer.DISAGREES, Answer.NOT_OURS}:
        raise Refused(_("Choose your answer."))


def check_answer_counts(reply: Reply, source: SupervisionAnswerInput | None) -> None:
    """Only a supervising officer's own answer meets the criterion or fails it: in Handoff, or by phone (E10)."""
    if reply is Reply.UNKNOWN:
        return
    question = source.question if source is not None else None
    by_phone = source is not None and question is None and source.answered_by.strip() and source.ok_to_ask
    answered = question is not None and REPLY_OF.get(Answer(question.answer)) is reply
    if not (by_phone or answered):
        raise Refused(
            _(
                "Only the supervising officer's own answer counts. Record who answered by phone, ask them in "
                "Handoff, or leave it as no answer yet."
            )
        )
