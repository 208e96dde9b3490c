"""The officer's lookup: is this person a participant, and whom should I call? Nothing more is answered (J3)."""

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
from handoff.audit.definitions import AuditLook
from handoff.consent import services as consent
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.services import (
    MOST_PEOPLE_SCORED,
    Candidate,
    find_candidates,
    is_certain,
    weigh_among,
)
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program


class LookupReason(models.TextChoices):
    """Why the officer asks; recorded in the audit log."""

    REFERRAL = "referral", gettext_lazy("Considering a referral")
    STOP = "stop", gettext_lazy("Traffic stop or street contact")
    CALL = "call", gettext_lazy("Call for service")
    CHARGE = "charge", gettext_lazy("A new charge")
    WELFARE = "welfare", gettext_lazy("Welfare check")


class LookupOutcome(StrEnum):
    PARTICIPANT = "participant"
    PERHAPS = "perhaps"
    NOTHING = "nothing"


@dataclass(frozen=True)
class LookupAnswer:
    """The answer and whom to call; never who was found, nor why nothing can be said."""

    outcome: LookupOutcome
    call_name: str = ""
    call_phone: str = ""


def check_can_look_up(actor: Actor, reason: str) -> None:
    """A lookup needs the permission (which implies a signed agreement) and a reason."""
    if not actor.can(Permission.LOOKUP_ASK):
        raise Refused(_("Your role can't look up participants."))
    if reason not in LookupReason.values:
        raise Refused(_("Choose a reason."))


@transaction.atomic
def answer_lookup(
    *, actor: Actor, program: Program, query: LookupQuery, reason: str, at: datetime
) -> LookupAnswer:
    """Answer an officer's lookup, and record it in the audit log and, if something is disclosed, the disclosure log.

    A participant without a live ROI that names the officer's agency gets the same answer as an unknown person.
    """
    check_can_look_up(actor, reason)
    found = find_disclosable_participant(
        actor, find_candidates(program.pk, query, limit=MOST_PEOPLE_SCORED), at
    )
    if found is None:
        answer = LookupAnswer(outcome=LookupOutcome.NOTHING)
    else:
        candidate, decision = found
        kind = LookupOutcome.PARTICIPANT if is_certain(query, candidate) else LookupOutcome.PERHAPS
        answer = answer_with_call_details(program, candidate, kind)
        consent.disclose(
            actor=actor,
            person=Person.objects.get(pk=candidate.person_id),
            agency=Agency.objects.get(pk=decision.agencies_covering(InformationKind.PARTICIPATION)[0]),
            decision=decision,
            kinds={InformationKind.PARTICIPATION},
            what="lookup answered",
            purpose=f"officer's lookup: {reason}",
            to_user_id=actor.user_id,
            at=at,
        )
    # In the same transaction: without its audit row, nothing is answered.
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.LOOKUP_ASKED,
        subject=found[0].public_id if found else "",
        reason=reason,
        details={"answer": answer.outcome.value, "asked": query_digest(query)},
    )
    return answer


def find_disclosable_participant(
    actor: Actor, candidates: list[Candidate], at: datetime
) -> tuple[Candidate, ConsentDecision] | None:
    """The best match whose participation a live ROI discloses to one of the actor's agencies."""
    ids = [each.person_id for each in candidates]
    participants = set(Enrollment.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    decisions = decide(actor, participants, at, permissions={Permission.LOOKUP_ASK})
    shared = [
        each
        for each in candidates
        if each.person_id in decisions and decisions[each.person_id].covers(InformationKind.PARTICIPATION)
    ]
    # Weighed among themselves: a twin who shares nothing must not show by making this answer less certain.
    for candidate in weigh_among(shared):
        if candidate.level is not MatchLevel.NOTHING:
            return candidate, decisions[candidate.person_id]
    return None


def answer_with_call_details(program: Program, candidate: Candidate, outcome: LookupOutcome) -> LookupAnswer:
    """Name the worker only if the match is certain and the worker has a phone; otherwise give the program's number."""
    worker = None
    if outcome is LookupOutcome.PARTICIPANT:
        enrolled = Enrollment.objects.filter(program=program, person_id=candidate.person_id)
        worker = User.objects.filter(pk__in=enrolled.values("primary_worker_id"), is_active=True).first()
    if worker is not None and worker.phone:
        return LookupAnswer(outcome=outcome, call_name=worker.full_name, call_phone=worker.phone)
    return LookupAnswer(outcome=outcome, call_name=program.name, call_phone=program.phone)


def query_digest(query: LookupQuery) -> str:
    """A keyed digest of the query: repeated lookups can be recognized without storing the name."""
    return audit.search_digest("|".join(str(part or "") for part in (query.first, query.last, query.dob)))
