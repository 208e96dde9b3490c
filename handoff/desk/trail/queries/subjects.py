"""The public ids by which audit rows name a person: in a row's subject, and among the people on a list."""

import uuid
from collections.abc import Iterable

from django.db.models import Q

from handoff.audit.definitions import AuditAction
from handoff.audit.queries import events
from handoff.participants.merging.queries import merged_ids
from handoff.participants.models import Person
from handoff.referrals.models import CommunityMessage, ExceptionRequest, ReferralDraft, SupervisionQuestion

RELATED_RECORDS = (
    "releases",
    "referrals",
    "intakes",
    "new_charges",
    "enrollments",
    "encounters",
    "legal_requests",
    "erasure_requests",
)


def subjects_of(person: Person) -> set[str]:
    """The public ids of the person and of every record about them."""
    before = ids_before_record(person)
    found = {person.public_id, *merged_ids(person), *before, *ids_of_checks(person, before)}
    for related in RELATED_RECORDS:
        found.update(getattr(person, related).values_list("public_id", flat=True))
    found.update(person.releases.filter(scan__isnull=False).values_list("scan__public_id", flat=True))
    return {str(each) for each in found}


def shown_as(person: Person) -> set[str]:
    """The ids by which lists name a person: their own, and those of what was written before they had a record."""
    own = {person.public_id, *merged_ids(person), *ids_before_record(person)}
    return {str(each) for each in own} | ids_of_linked_reports(person)


def ids_before_record(person: Person) -> set[uuid.UUID]:
    """The public ids of the web requests and drafts that became a person's referrals."""
    messages = CommunityMessage.objects.filter(referral__person=person)
    # A sent draft's public id is the key of its referral; one that waits for the DA names the referral itself.
    keys = parse_ids(person.referrals.values_list("key", flat=True))
    drafts = ReferralDraft.objects.filter(
        Q(public_id__in=keys) | Q(referral__person=person), program_id=person.program_id
    )
    return {*messages.values_list("public_id", flat=True), *drafts.values_list("public_id", flat=True)}


def ids_of_checks(person: Person, drafts: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """The public ids of a person's exceptions, and of what a supervising officer was asked about them."""
    exceptions = ExceptionRequest.objects.filter(referral__person=person)
    about = Q(referral__person=person) | Q(draft__public_id__in=drafts)
    questions = SupervisionQuestion.objects.filter(about, program_id=person.program_id)
    return {*exceptions.values_list("public_id", flat=True), *questions.values_list("public_id", flat=True)}


def ids_of_linked_reports(person: Person) -> set[str]:
    """The ids of the charge reports that someone found to be about a person. The reports themselves are deleted."""
    compared = events(person.program_id).filter(
        action=AuditAction.NEW_CHARGE_COMPARED, subject=str(person.public_id)
    )
    return {each["report"] for each in compared.values_list("details", flat=True) if "report" in each}


def parse_ids(keys: Iterable[str]) -> list[uuid.UUID]:
    """Those of some submission keys that are public ids."""
    found = []
    for key in keys:
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found
