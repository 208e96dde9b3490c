"""What every referral service does: number it, date its steps, tell who waits for it."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.notifications import services as notifications
from handoff.participants.models import Gender, Person
from handoff.participants.services import PersonGiven, add_contact_point, correct_person, find_or_add_person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals import states
from handoff.referrals.models import ExceptionRequest, Referral, ReferralDraft, ReferralEvent
from handoff.referrals.services.given import ContactGiven, DraftLink


def lock_program(program: Program) -> None:
    """Let one submission after the other through, so that numbers and keys are given once."""
    Program.objects.select_for_update().get(pk=program.pk)


def lock_referral(referral: Referral) -> Referral:
    """Read a referral afresh, to be changed by nobody else until this is done."""
    return Referral.objects.select_for_update().get(pk=referral.pk)


def next_number(program: Program) -> int:
    """Return the next referral number of the program; call under the program's lock."""
    highest: int | None = Referral.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def used_key(key: str, program: Program) -> Referral | None:
    """Return the referral that this key has already made."""
    return Referral.objects.filter(key=key, program=program).first()


def own_agency(actor: Actor, program: Program, given: Agency | None) -> Agency | None:
    """Return the agency a referral comes from: the one given if it is the actor's, else the actor's only one."""
    own = Agency.objects.filter(program=program, pk__in=actor.agency_ids).order_by("pk")
    if given is not None and given in own:
        return given
    return own.first()


def move(referral: Referral, verb: str, *changed: str) -> None:
    """Lead a referral along its state table and store it."""
    referral.state = states.target(verb)
    referral.save(update_fields=["state", *changed])


def write_event(
    *, actor: Actor, referral: Referral, what: str, occurred_at: datetime, at: datetime, **details: Any
) -> ReferralEvent:
    """Date one step of a referral and put it in the audit trail; details are codes and counts only."""
    event = ReferralEvent.objects.create(
        referral=referral,
        what=what,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        details=details,
    )
    audit.record(actor=actor, at=at, action=f"referral.{what}", subject=referral.public_id, details=details)
    return event


def path_to(referral: Referral) -> str:
    """Return the staff page of a referral, which asks for sign-in."""
    return f"/p/{referral.program.slug}/referrals/{referral.public_id}/"


def tell(referral: Referral, kind: str, permission: Permission, path: str, at: datetime) -> None:
    """Queue a notice, a link and nothing else, to everybody with a permission (H4)."""
    program = referral.program
    for user in members_who_may(program, permission, local_date(program, at)):
        notifications.queue(
            program_id=program.pk, user=user, kind=kind, path=path, key=str(referral.public_id), at=at
        )


def person_for(
    *, actor: Actor, program: Program, given: PersonGiven, existing: Any, key: str, at: datetime
) -> Person:
    """Return the person a referral is about, and fill in what was not known of them before."""
    person = find_or_add_person(
        actor=actor, program=program, given=given, existing=existing, key=f"referral:{key}", at=at
    )
    fuller = filled_in(person, given)
    return (
        correct_person(actor=actor, person=person, given=fuller, at=at)
        if fuller != as_given(person)
        else person
    )


def as_given(person: Person) -> PersonGiven:
    """Return what is recorded of a person, as a form would give it."""
    return PersonGiven(**{name: getattr(person, name) for name in PersonGiven.__dataclass_fields__})


def filled_in(person: Person, given: PersonGiven) -> PersonGiven:
    """Return what is recorded, with blanks taken from what was given now; nothing known is overwritten."""
    values: dict[str, Any] = {}
    for name in PersonGiven.__dataclass_fields__:
        known = getattr(person, name)
        blank = known in ("", None, []) or (name == "gender" and known == Gender.NOT_ASKED)
        values[name] = getattr(given, name) if blank else known
    if person.approximate_age is None and person.date_of_birth is not None:
        values["approximate_age"] = None
    return PersonGiven(**values)


def add_contacts(*, actor: Actor, person: Person, contacts: tuple[ContactGiven, ...], at: datetime) -> None:
    """Write down the ways to reach the person."""
    for contact in contacts:
        add_contact_point(
            actor=actor,
            person=person,
            kind=contact.kind,
            value=contact.value,
            safe_to_text=contact.safe_to_text,
            safe_to_leave_word=contact.safe_to_leave_word,
            note=contact.note,
            at=at,
        )


def close_draft(source: DraftLink, at: datetime) -> None:
    """Mark the draft as sent and empty it: what it held now stands in the record, or nowhere (R4)."""
    if source.draft is not None:
        source.draft.answers = {}
        source.draft.sent_at = at
        source.draft.save(update_fields=["answers", "sent_at"])


def empty_waiting_draft(referral: Referral, at: datetime) -> None:
    """Erase who it was from the draft of an arrest diversion that ends before the person said yes (R4)."""
    ReferralDraft.objects.filter(referral=referral, sent_at__isnull=True).update(answers={}, sent_at=at)


def ask_da(actor: Actor, referral: Referral, recommendation: str, at: datetime) -> None:
    """Write the recommendation and tell the DA that one waits."""
    if actor.user_id is None:
        raise Refused("An exception is recommended by a person.")
    ExceptionRequest.objects.create(
        referral=referral,
        recommended_by_id=actor.user_id,
        recommended_at=at,
        recommendation=recommendation.strip(),
    )
    write_event(actor=actor, referral=referral, what="exception_requested", occurred_at=at, at=at)
    path = f"/p/{referral.program.slug}/exceptions/"
    tell(referral, "exception_waiting", Permission.EXCEPTION_DECIDE, path, at)
