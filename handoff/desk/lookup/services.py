"""An officer's question: is this a participant, and whom do I call? Nothing more is answered (J3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.consent import services as consent
from handoff.consent.models import InformationKind
from handoff.consent.queries import may_disclose
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.scoring import LIKELY
from handoff.participants.lookup.services import Candidate, find_candidates, is_certain
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program


class LookupReason(models.TextChoices):
    """Why the officer asks; kept in the audit row."""

    REFERRAL = "referral", gettext_lazy("Thinking of a referral")
    STOP = "stop", gettext_lazy("Traffic stop or street contact")
    CALL = "call", gettext_lazy("Call for service")
    CHARGE = "charge", gettext_lazy("A new charge")
    WELFARE = "welfare", gettext_lazy("Welfare check")


class Answer(StrEnum):
    """The only three answers."""

    PARTICIPANT = "participant"
    PERHAPS = "perhaps"
    NOTHING = "nothing"


@dataclass(frozen=True)
class LookupAnswer:
    """The answer, and whom to call; never who was found, nor why nothing can be said."""

    answer: Answer
    call_name: str = ""
    call_phone: str = ""


def check_can_ask(actor: Actor, reason: str) -> None:
    """Asking needs a role that may ask, the signed agreement, and a reason."""
    if not actor.can(Permission.LOOKUP_ASK):
        raise Refused(_("Your role does not include the lookup."))
    if reason not in LookupReason.values:
        raise Refused(_("Please say why you ask."))


@transaction.atomic
def ask_lookup(
    *, actor: Actor, program: Program, query: LookupQuery, reason: str, at: datetime
) -> LookupAnswer:
    """Answer an officer's question and write down that it was asked.

    A participant without a live ROI that names the officer's agency is answered exactly like somebody unknown.
    """
    check_can_ask(actor, reason)
    found = answerable(actor, find_candidates(program.pk, query), at)
    if found is None:
        answer = LookupAnswer(answer=Answer.NOTHING)
    else:
        candidate, agency_id = found
        kind = Answer.PARTICIPANT if is_certain(query, candidate) else Answer.PERHAPS
        answer = whom_to_call(program, candidate, kind)
        consent.disclose(
            actor=actor,
            person=Person.objects.get(pk=candidate.person_id),
            agency=Agency.objects.get(pk=agency_id),
            kinds={InformationKind.PARTICIPATION},
            what="lookup answered",
            purpose=f"officer's lookup: {reason}",
            to_user_id=actor.user_id,
            at=at,
        )
    audit.record_read(
        actor=actor,
        at=at,
        action="lookup.asked",
        subject=found[0].public_id if found else "",
        reason=reason,
        details={"answer": answer.answer.value, "asked": asked_of(query)},
    )
    return answer


def answerable(actor: Actor, candidates: list[Candidate], at: datetime) -> tuple[Candidate, int] | None:
    """Return the likeliest participant whom a live ROI lets one of the actor's agencies know of, and that agency."""
    likely = [each for each in candidates if each.score >= LIKELY]
    participants = set(
        Enrollment.objects.filter(person_id__in=[each.person_id for each in likely]).values_list(
            "person_id", flat=True
        )
    )
    for candidate in likely:
        if candidate.person_id not in participants:
            continue
        for agency_id in sorted(actor.agency_ids):
            if may_disclose(candidate.person_id, agency_id, InformationKind.PARTICIPATION, at):
                return candidate, agency_id
    return None


def whom_to_call(program: Program, candidate: Candidate, answer: Answer) -> LookupAnswer:
    """Name the participant's worker where the match is certain and they have a phone; else the program's number."""
    worker = None
    if answer is Answer.PARTICIPANT:
        enrolled = Enrollment.objects.filter(program=program, person_id=candidate.person_id)
        worker = User.objects.filter(pk__in=enrolled.values("primary_worker_id"), is_active=True).first()
    if worker is not None and worker.phone:
        return LookupAnswer(answer=answer, call_name=worker.full_name, call_phone=worker.phone)
    return LookupAnswer(answer=answer, call_name=program.name, call_phone=program.phone)


def asked_of(query: LookupQuery) -> str:
    """Return a keyed digest of what was asked, so that repeated questions show without keeping the name."""
    return audit.fingerprint("|".join(str(part or "") for part in (query.first, query.last, query.dob)))
