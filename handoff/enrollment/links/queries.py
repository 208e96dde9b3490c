"""Finding the question that a one-time link asks, and whether it may still be answered."""

from datetime import datetime

from django.db.models import QuerySet

from handoff.accounts.queries import hash_token
from handoff.consent.presenters import name_on_form
from handoff.consent.rules import is_same_name
from handoff.enrollment.models import QuestionLink
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral

MOST_WRONG_TRIES = 5


def open_links(program_id: int, at: datetime) -> QuerySet[QuestionLink]:
    """The links that still work: not answered, not ended, and not tried wrongly too often."""
    found = QuestionLink.objects.filter(
        program_id=program_id, answered_at__isnull=True, ends_at__gt=at, wrong_tries__lt=MOST_WRONG_TRIES
    )
    return found.select_related("program", "referral__person", "referral__agency")


def find_open_link(program: Program, token: str, at: datetime) -> QuestionLink | None:
    """The link with this token, if it still works and there is someone to ask about someone to notify."""
    link = open_links(program.pk, at).filter(token_digest=hash_token(token)).first()
    if link is None or link.referral.person is None or link.referral.state == Referral.State.WITHDRAWN:
        return None
    # An agency that left the program can't be notified any more, so there is nothing to ask.
    return link if link.referral.agency is not None and link.referral.agency.is_active else None


def is_the_person(person: Person, typed_name: str, born: object) -> bool:
    """Whether a name, as the person may write their own, and the birth date are those on record."""
    names = {name_on_form(person), person.recorded_name, f"{person.first_name} {person.last_name}"}
    if person.preferred_name:
        names.add(f"{person.preferred_name} {person.last_name}")
    same_day = person.date_of_birth is not None and person.date_of_birth == born
    return same_day and any(is_same_name(each, typed_name) for each in names)
