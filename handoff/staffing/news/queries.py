"""Good news about a person's referrals, and what a referrer may read of it now (T3)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.gate import ConsentDecision, decide, decide_about
from handoff.consent.models import InformationKind
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.referrals.models import Referral
from handoff.referrals.queries import own_or_taken_over
from handoff.staffing.models import GoodNews

Kind = InformationKind
READERS = (Permission.REFERRAL_READ_OWN,)
NEEDED = frozenset({Kind.PARTICIPATION.value, Kind.PROGRESS.value})
"""What an ROI must let the referrer's agency know: that someone is in the program, and how they're doing."""


@dataclass(frozen=True)
class SharedNews:
    """Good news that its reader may be shown now, with the decision that allows it."""

    news: GoodNews
    agency: Agency
    decision: ConsentDecision


def whole_news() -> QuerySet[GoodNews]:
    return GoodNews.objects.select_related("person", "program", "referral__agency", "referral__person")


def news_of(person: Person) -> QuerySet[GoodNews]:
    return whole_news().filter(person=person)


def find_news(program: Program, public_id: uuid.UUID) -> GoodNews | None:
    return whole_news().filter(program=program, public_id=public_id).first()


def person_of_news(program_id: int, public_id: uuid.UUID) -> Person | None:
    return Person.objects.filter(program_id=program_id, good_news__public_id=public_id).first()


def referrals_to_tell(person: Person) -> QuerySet[Referral]:
    """The person's referrals by someone who can read news of them."""
    rows = Referral.objects.filter(person=person, agency__isnull=False, referrer_user_id__isnull=False)
    return rows.select_related("agency", "program").order_by("-submitted_at", "-pk")


def may_hear(referral: Referral, at: datetime) -> bool:
    """Whether an active ROI lets the referrer's agency know how the person is doing."""
    if referral.agency is None or referral.person_id is None:
        return False
    return decide_about(referral.agency, referral.person_id, at).kinds >= NEEDED


def news_for(
    actor: Actor, program: Program, at: datetime, *, only: uuid.UUID | None = None
) -> list[SharedNews]:
    """Good news of the actor's own referrals that a live ROI lets their agency read, the newest first."""
    own = Referral.objects.filter(own_or_taken_over(actor, at), program=program)
    rows = whole_news().filter(referral__in=own, taken_back_at__isnull=True)
    found = list(rows.filter(public_id=only) if only is not None else rows)
    decisions = decide(actor, {each.person_id for each in found}, at, permissions=READERS)
    shown = []
    for each in found:
        decision, agency = decisions.get(each.person_id), each.referral.agency
        if decision is None or agency is None or each.referral.person_id != each.person_id:
            continue
        if decision.kinds_by_agency().get(agency.pk, frozenset()) >= NEEDED:
            shown.append(SharedNews(each, agency, decision))
    return shown
