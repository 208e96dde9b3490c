"""Signing, revoking and using releases of information (handbook 4b; 42 CFR 2.31; 10A NCAC 26B .0202)."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal.services import JournalEvent, append_event
from handoff.consent import gate, policies, queries
from handoff.consent.gate import ConsentDecision
from handoff.consent.models import (
    SHARED_PURPOSE,
    Disclosure,
    DisclosureContext,
    InformationKind,
    Release,
    ReleaseEvent,
    ReleaseRecipient,
)
from handoff.consent.rules import COUNSELING, Grant
from handoff.consent.wording.release_form import FORM_VERSION, SUMMARY_FORM
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, time_zone_of

P = ParamSpec("P")
R = TypeVar("R")

Strokes = list[list[list[int]]]
"""A drawn signature: strokes, each a list of points `[x, y]`."""


@dataclass(frozen=True)
class RecipientInput:
    """One partner agency and the kinds of information (`InformationKind`) it may receive."""

    agency: Agency
    kinds: frozenset[str]


@dataclass(frozen=True)
class ReleaseInput:
    """What a person signs. Lasts `days` calendar days, the day of signing included: at most 365.

    Signed on the screen (`signature`, strokes), by typing the name while the actor watched (`typed_name`, `witnessed`),
    or on paper: `scan` is a new upload, `scan_id` the public id of a scan that the same user stored before. `signed_on`
    is the date on the paper; on the screen it is today. A scan counts before a drawing, a drawing before a typed name.
    By a one-time link the person types their name alone.
    """

    recipients: tuple[RecipientInput, ...]
    purposes: tuple[str, ...]
    days: int
    discloser: str
    language: str = "en"
    signer: str = Release.Signer.SELF
    signer_name: str = ""
    signature: Strokes | None = None
    typed_name: str = ""
    witnessed: bool = False
    scan: "UploadedFile[bytes] | None" = None
    scan_id: uuid.UUID | None = None
    signed_on: date | None = None
    copy_given: bool = False
    replaces_earlier: bool = False
    form_version: str = FORM_VERSION
    statement: str = ""


@transaction.atomic
def sign_release(
    *, actor: Actor, person: Person, release_input: ReleaseInput, key: str, at: datetime
) -> Release:
    """Record a signed ROI, once per key. Live from the moment it is recorded, or on paper from the day of its date."""
    policies.check_can_record_release(actor, person)
    if not key:
        raise ValueError("a release needs a key")
    # One signature at a time: a form sent twice finds the first row, and a new ROI replaces the one before it.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    used = Release.objects.select_related("person").filter(key=key).first()
    if used is not None:
        if used.person_id != person.pk:
            raise Refused(_("This form was already used for someone else. Open a new one."))
        return used
    policies.check_release_is_complete(person, release_input, at, by_link=actor.is_person)
    release = _write_release(actor, person, release_input, key, at)
    for each in release_input.recipients:
        ReleaseRecipient.objects.create(release=release, agency=each.agency, kinds=sorted(each.kinds))
    if release_input.replaces_earlier:
        _replace_earlier(actor, release, at)
    _write_event(release, "signed", actor, occurred_at=release.signed_at, at=at)
    if release_input.copy_given:
        _write_event(release, "copy_given", actor, occurred_at=at, at=at)
    details = {
        "person": str(person.public_id),
        "recipients": len(release_input.recipients),
        "days": release_input.days,
    }
    audit.record(
        actor=actor, at=at, action=AuditAction.ROI_SIGNED, subject=release.public_id, details=details
    )
    return release


def _write_release(
    actor: Actor, person: Person, release_input: ReleaseInput, key: str, at: datetime
) -> Release:
    """The term is counted in the program's own days."""
    starts_at = _starts_at(person, release_input, at)
    first_day = local_date(person.program, starts_at)
    ends_at = datetime.combine(
        first_day + timedelta(days=release_input.days), time(), time_zone_of(person.program)
    )
    scan = _store_scan(actor, person, release_input, at)
    means = _means_of(actor, release_input, scan)
    is_typed = means in {Release.Means.TYPED, Release.Means.LINKED}
    return Release.objects.create(
        program_id=person.program_id,
        person=person,
        form_version=release_input.form_version,
        language=release_input.language,
        discloser=release_input.discloser.strip(),
        purposes=list(release_input.purposes),
        starts_at=starts_at,
        ends_at=ends_at,
        days=release_input.days,
        signer=release_input.signer,
        signer_name=release_input.signer_name.strip(),
        means=means,
        signature=release_input.signature if means == Release.Means.DRAWN else None,
        typed_name=release_input.typed_name.strip() if is_typed else "",
        witnessed_by_id=actor.user_id if is_typed else None,
        scan=scan,
        signed_at=starts_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        copy_given=release_input.copy_given,
        replaces_earlier=release_input.replaces_earlier,
        for_counseling=any(COUNSELING in each.kinds for each in release_input.recipients),
        statement=release_input.statement.strip(),
        key=key,
    )


def _means_of(actor: Actor, release_input: ReleaseInput, scan: StoredFile | None) -> Release.Means:
    if actor.is_person:
        return Release.Means.LINKED
    if scan is not None:
        return Release.Means.SCANNED
    return Release.Means.DRAWN if release_input.signature else Release.Means.TYPED


def _starts_at(person: Person, release_input: ReleaseInput, at: datetime) -> datetime:
    """Now, or the first instant of the day on which the paper was signed."""
    if release_input.signed_on is None or release_input.signed_on == local_date(person.program, at):
        return at
    return datetime.combine(release_input.signed_on, time(), time_zone_of(person.program))


def _store_scan(actor: Actor, person: Person, release_input: ReleaseInput, at: datetime) -> StoredFile | None:
    """The stored scan of the signed paper, storing a new upload; None if it was signed on the screen."""
    if release_input.scan is not None:
        kind = StoredFile.Kind.ROI_SCAN
        return store_scan(
            actor=actor, program_id=person.program_id, upload=release_input.scan, kind=kind, at=at
        )
    if release_input.scan_id is None:
        return None
    stored = queries.unused_scan(actor, release_input.scan_id)
    if stored is None:
        raise Refused(_("The photo of the signed document is no longer here. Take it again."))
    return stored


def _replace_earlier(actor: Actor, release: Release, at: datetime) -> None:
    """End the person's other live releases of the same kind of form, as the form they signed says."""
    live = queries.live_releases(release.person_id, at).filter(for_counseling=release.for_counseling)
    # What someone agreed to say in a case stands apart: the general form neither names it nor ends it.
    live = live.exclude(form_version=SUMMARY_FORM)
    _end_releases(actor, live.exclude(pk=release.pk), "replaced", AuditAction.ROI_REPLACED, at)


@transaction.atomic
def end_at_death(*, actor: Actor, person: Person, at: datetime) -> None:
    """End every release of someone whose death is recorded: nothing more is shared under their own consent (M13)."""
    policies.check_can_record_release(actor, person)
    _end_releases(actor, queries.live_releases(person.pk, at), "died", AuditAction.ROI_ENDED, at)


def _end_releases(
    actor: Actor, releases: QuerySet[Release], what: str, action: AuditAction, at: datetime
) -> None:
    for each in releases.select_for_update(of=("self",)):
        each.revoked_at, each.revoked_by_id = at, actor.user_id
        each.save(update_fields=["revoked_at", "revoked_by_id"])
        _write_event(each, what, actor, occurred_at=at, at=at)
        audit.record(actor=actor, at=at, action=action, subject=each.public_id)
        append_event(JournalEvent.RELEASE_REVOKED, program_id=each.program_id, subject=each.public_id, at=at)


@transaction.atomic
def revoke_release(*, actor: Actor, release: Release, at: datetime) -> Release:
    """End a release because the person says so: at once, without asking for a reason. A second call does nothing."""
    release = Release.objects.select_for_update(of=("self",)).select_related("person").get(pk=release.pk)
    policies.check_can_revoke_release(actor, release, at)
    # A second click must not move the instant of revocation: what was shared before it was lawful.
    if release.revoked_at is not None:
        return release
    release.revoked_at, release.revoked_by_id = at, actor.user_id
    release.save(update_fields=["revoked_at", "revoked_by_id"])
    _write_event(release, "revoked", actor, occurred_at=at, at=at)
    audit.record(actor=actor, at=at, action=AuditAction.ROI_REVOKED, subject=release.public_id)
    append_event(
        JournalEvent.RELEASE_REVOKED, program_id=release.program_id, subject=release.public_id, at=at
    )
    return release


@transaction.atomic
def record_copy_given(*, actor: Actor, release: Release, at: datetime) -> Release:
    """Record that the person received a copy."""
    release = Release.objects.select_for_update(of=("self",)).select_related("person").get(pk=release.pk)
    policies.check_can_record_release(actor, release.person)
    if release.copy_given:
        return release
    release.copy_given = True
    release.save(update_fields=["copy_given"])
    _write_event(release, "copy_given", actor, occurred_at=at, at=at)
    audit.record(actor=actor, at=at, action=AuditAction.ROI_COPY_PROVIDED, subject=release.public_id)
    return release


class ConsentChanged(Refused):
    """The ROI that a decision relied on ended before the disclosure was logged. Deciding again gives the new answer."""


def retry_once_if_consent_changed(function: Callable[P, R]) -> Callable[P, R]:
    """Read once more if an ROI ended between the gate's decision and its entry in the disclosure log.

    The first result is dropped together with its transaction, so none of it is shown.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ConsentChanged:
            return function(*args, **kwargs)

    return wrapper


@transaction.atomic
def disclose(
    *,
    actor: Actor,
    person: Person,
    agency: Agency,
    decision: ConsentDecision,
    kinds: Collection[InformationKind],
    what: str,
    purpose: str,
    to_user_id: int | None,
    at: datetime,
) -> Disclosure:
    """Log that a partner learns something, before it does; refused unless the gate's decision covers every kind.

    The row holds what an accounting must list (42 CFR 2.25): date, recipient, what, purpose, and under which ROI.
    """
    policies.check_can_disclose(actor, person, agency)
    wanted = frozenset(str(kind) for kind in kinds)
    grant = _grant_to_log(person, agency, decision, wanted, at)
    disclosure = Disclosure.objects.create(
        program_id=person.program_id,
        person=person,
        agency=agency,
        to_user_id=to_user_id,
        kinds=sorted(wanted),
        what=what,
        purpose=purpose,
        release_id=grant.release_id,
        disclosed_at=at,
    )
    details = {
        "agency": str(agency.public_id),
        "kinds": sorted(wanted),
        "disclosure": str(disclosure.public_id),
    }
    audit.record(
        actor=actor, at=at, action=AuditAction.ROI_DISCLOSED, subject=person.public_id, details=details
    )
    return disclosure


def _grant_to_log(
    person: Person, agency: Agency, decision: ConsentDecision, wanted: frozenset[str], at: datetime
) -> Grant:
    """The ROI line that covers what is about to be disclosed. Raises `Refused`, or `ConsentChanged` if it has ended."""
    allowed = decision.kinds_by_agency().get(agency.pk, frozenset())
    refusal = _("No active release lets us share this with the agency. Nothing was shared.")
    if decision.person_id != person.pk or not wanted or not wanted <= allowed:
        raise Refused(refusal)
    # Read again: another transaction may have revoked the ROI since the page asked the gate.
    grants = gate.grants_still_live(decision, agency.pk, at)
    if not wanted <= frozenset().union(*(grant.receivable_kinds for grant in grants)):
        raise ConsentChanged(refusal)
    # An accounting names one ROI for each row: one that covers all the kinds, if there is one.
    return next((each for each in grants if wanted <= each.receivable_kinds), grants[0])


@dataclass(frozen=True)
class DisclosureItem:
    """One person about to be shown to a partner's user: for which agency, which kinds, and what the gate decided."""

    person: Person
    agency: Agency
    kinds: frozenset[str]
    decision: ConsentDecision


@transaction.atomic
def record_daily_disclosures(
    *,
    actor: Actor,
    items: list[DisclosureItem],
    what: DisclosureContext,
    at: datetime,
    purpose: str = SHARED_PURPOSE,
) -> None:
    """Log what a page shows again and again: once for each reader, person, kinds and day in the program's time zone.

    Each view is in the audit log all the same; the disclosure log stays readable.
    """
    # Compared with what this reader was shown, not with what a colleague was: each recipient has a row of their own.
    known = queries.disclosed_today(actor, what, at)
    for each in items:
        if (each.person.pk, each.agency.pk, tuple(sorted(each.kinds))) not in known:
            disclose(
                actor=actor,
                person=each.person,
                agency=each.agency,
                decision=each.decision,
                kinds={InformationKind(kind) for kind in each.kinds},
                what=what.value,
                purpose=purpose,
                to_user_id=actor.user_id,
                at=at,
            )


@transaction.atomic
def record_outside_disclosure(
    *,
    actor: Actor,
    person: Person,
    recipient_name: str,
    kinds: set[str],
    what: str,
    purpose: str,
    at: datetime,
) -> Disclosure:
    """Log what a recipient outside the program learns without an ROI: the person, or a court by law (45 CFR 164.528).

    The caller decides whether it may be disclosed, and records the authority.
    """
    if person.program_id != actor.program_id:
        raise Refused(_("This person or agency isn't in your program."))
    disclosure = Disclosure.objects.create(
        program_id=person.program_id,
        person=person,
        recipient_name=recipient_name,
        kinds=sorted(kinds),
        what=what,
        purpose=purpose,
        disclosed_at=at,
    )
    details = {"kinds": sorted(kinds), "disclosure": str(disclosure.public_id), "what": what}
    audit.record(
        actor=actor, at=at, action=AuditAction.DISCLOSED_OUTSIDE, subject=person.public_id, details=details
    )
    return disclosure


def _write_event(release: Release, what: str, actor: Actor, *, occurred_at: datetime, at: datetime) -> None:
    ReleaseEvent.objects.create(
        release=release, what=what, occurred_at=occurred_at, recorded_at=at, recorded_by_id=actor.user_id
    )
