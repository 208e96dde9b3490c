"""Signing, revoking and using releases of information (handbook 4b; 42 CFR 2.31; 10A NCAC 26B .0202)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.journal.services import Deed, note
from handoff.consent import policies, queries
from handoff.consent.models import (
    SHARED_PURPOSE,
    Disclosure,
    InformationKind,
    Release,
    ReleaseEvent,
    ReleaseRecipient,
    Shown,
)
from handoff.consent.rules import COUNSELING
from handoff.consent.wording.release_form import FORM_VERSION
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, zone


@dataclass(frozen=True)
class RecipientGiven:
    """One partner agency and the kinds of information (`InformationKind`) it may receive."""

    agency: Agency
    kinds: frozenset[str]


@dataclass(frozen=True)
class ReleaseGiven:
    """What a person signs. Lasts `days` calendar days, the day of signing included: at most 365.

    Signed on the screen (`signature`, strokes) or on paper: `scan` is a fresh upload, `scan_id` the public id
    of a scan that the same user stored before. `signed_on` is the date on the paper; on the screen it is
    today.
    """

    recipients: tuple[RecipientGiven, ...]
    purposes: tuple[str, ...]
    days: int
    discloser: str
    language: str = "en"
    signer: str = Release.Signer.SELF
    signer_name: str = ""
    signature: list[Any] | None = None
    scan: "UploadedFile[Any] | None" = None
    scan_id: uuid.UUID | None = None
    signed_on: date | None = None
    copy_given: bool = False
    replaces_earlier: bool = False
    form_version: str = FORM_VERSION


@transaction.atomic
def sign_release(*, actor: Actor, person: Person, given: ReleaseGiven, key: str, at: datetime) -> Release:
    """Record a signed ROI, once per key. It is live from the moment it is recorded, on paper from the day of
    its date.
    """
    policies.check_can_record_release(actor, person)
    if not key:
        raise ValueError("a release needs a key")
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    used = Release.objects.select_related("person").filter(key=key).first()
    if used is not None:
        if used.person_id != person.pk:
            raise Refused(_("This form was already used for somebody else. Please open a new one."))
        return used
    policies.check_release_is_complete(person, given, at)
    release = _write_release(actor, person, given, key, at)
    for each in given.recipients:
        ReleaseRecipient.objects.create(release=release, agency=each.agency, kinds=sorted(each.kinds))
    if given.replaces_earlier:
        _replace_earlier(actor, release, at)
    _write_event(release, "signed", actor, occurred_at=release.signed_at, at=at)
    if given.copy_given:
        _write_event(release, "copy_given", actor, occurred_at=at, at=at)
    details = {"person": str(person.public_id), "recipients": len(given.recipients), "days": given.days}
    audit.record(actor=actor, at=at, action="roi.signed", subject=release.public_id, details=details)
    return release


def _write_release(actor: Actor, person: Person, given: ReleaseGiven, key: str, at: datetime) -> Release:
    """Write the row itself; the term is counted in the program's own days."""
    starts_at = _start(person, given, at)
    first_day = local_date(person.program, starts_at)
    ends_at = datetime.combine(first_day + timedelta(days=given.days), time(), zone(person.program))
    scan = _scan(actor, person, given, at)
    return Release.objects.create(
        program_id=person.program_id,
        person=person,
        form_version=given.form_version,
        language=given.language,
        discloser=given.discloser.strip(),
        purposes=list(given.purposes),
        starts_at=starts_at,
        ends_at=ends_at,
        days=given.days,
        signer=given.signer,
        signer_name=given.signer_name.strip(),
        means=Release.Means.SCANNED if scan else Release.Means.DRAWN,
        signature=None if scan else given.signature,
        scan=scan,
        signed_at=starts_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        copy_given=given.copy_given,
        replaces_earlier=given.replaces_earlier,
        for_counseling=any(COUNSELING in each.kinds for each in given.recipients),
        key=key,
    )


def _start(person: Person, given: ReleaseGiven, at: datetime) -> datetime:
    """Return when it begins: now, or the first instant of the day on which the paper was signed."""
    if given.signed_on is None or given.signed_on == local_date(person.program, at):
        return at
    return datetime.combine(given.signed_on, time(), zone(person.program))


def _scan(actor: Actor, person: Person, given: ReleaseGiven, at: datetime) -> StoredFile | None:
    """Return the stored picture of the signed paper, storing a fresh one; None when it was signed on the
    screen.
    """
    if given.scan is not None:
        kind = StoredFile.Kind.ROI_SCAN
        return store_scan(actor=actor, program_id=person.program_id, upload=given.scan, kind=kind, at=at)
    if given.scan_id is None:
        return None
    stored = queries.unused_scan(actor, given.scan_id)
    if stored is None:
        raise Refused(_("The photo of the signed paper is no longer here. Please take it again."))
    return stored


def _replace_earlier(actor: Actor, release: Release, at: datetime) -> None:
    """End the person's other live releases of the same kind of form, as the form they signed says."""
    live = queries.live_releases(release.person_id, at).filter(for_counseling=release.for_counseling)
    for earlier in live.exclude(pk=release.pk).select_for_update(of=("self",)):
        earlier.revoked_at, earlier.revoked_by_id = at, actor.user_id
        earlier.save(update_fields=["revoked_at", "revoked_by_id"])
        _write_event(earlier, "replaced", actor, occurred_at=at, at=at)
        audit.record(actor=actor, at=at, action="roi.replaced", subject=earlier.public_id)
        note(Deed.RELEASE_REVOKED, program_id=earlier.program_id, subject=earlier.public_id, at=at)


@transaction.atomic
def revoke_release(*, actor: Actor, release: Release, at: datetime) -> Release:
    """End a release because the person says so: at once, with no reason asked. Asked twice, it is done once."""
    release = Release.objects.select_for_update(of=("self",)).select_related("person").get(pk=release.pk)
    policies.check_can_revoke_release(actor, release, at)
    if release.revoked_at is not None:
        return release
    release.revoked_at, release.revoked_by_id = at, actor.user_id
    release.save(update_fields=["revoked_at", "revoked_by_id"])
    _write_event(release, "revoked", actor, occurred_at=at, at=at)
    audit.record(actor=actor, at=at, action="roi.revoked", subject=release.public_id)
    note(Deed.RELEASE_REVOKED, program_id=release.program_id, subject=release.public_id, at=at)
    return release


@transaction.atomic
def record_copy_given(*, actor: Actor, release: Release, at: datetime) -> Release:
    """Write down that the person received a copy."""
    release = Release.objects.select_for_update(of=("self",)).select_related("person").get(pk=release.pk)
    policies.check_can_record_release(actor, release.person)
    if release.copy_given:
        return release
    release.copy_given = True
    release.save(update_fields=["copy_given"])
    _write_event(release, "copy_given", actor, occurred_at=at, at=at)
    audit.record(actor=actor, at=at, action="roi.copy_given", subject=release.public_id)
    return release


@transaction.atomic
def disclose(
    *,
    actor: Actor,
    person: Person,
    agency: Agency,
    kinds: set[InformationKind],
    what: str,
    purpose: str,
    to_user_id: int | None,
    at: datetime,
) -> Disclosure:
    """Register that a partner learns something, before it does; refused unless live ROIs cover every kind at
    this instant.

    The row is what 42 CFR 2.25 asks an accounting to hold: date, recipient, what, purpose, and under which
    release.
    """
    policies.check_can_disclose(actor, person, agency)
    wanted = {str(kind) for kind in kinds}
    covering = queries.covering(person.pk, agency.pk, at)
    if not wanted or not wanted <= frozenset().union(*(queries.usable_kinds(row) for row in covering)):
        raise Refused(_("No live ROI lets this agency learn this. Nothing was shared."))
    row = next((each for each in covering if wanted <= queries.usable_kinds(each)), covering[0])
    disclosure = Disclosure.objects.create(
        program_id=person.program_id,
        person=person,
        agency=agency,
        to_user_id=to_user_id,
        kinds=sorted(wanted),
        what=what,
        purpose=purpose,
        release_id=row.release_id,
        disclosed_at=at,
    )
    details = {
        "agency": str(agency.public_id),
        "kinds": sorted(wanted),
        "disclosure": str(disclosure.public_id),
    }
    audit.record(actor=actor, at=at, action="roi.disclosed", subject=person.public_id, details=details)
    return disclosure


@dataclass(frozen=True)
class Showing:
    """One person about to be shown to a partner's user: on behalf of which agency, and which kinds."""

    person: Person
    agency: Agency
    kinds: frozenset[str]


@transaction.atomic
def register_showings(
    *, actor: Actor, showings: list[Showing], what: Shown, at: datetime, purpose: str = SHARED_PURPOSE
) -> None:
    """Register what a page shows again and again: once for each reader, person, kinds and day in the program's zone.

    Each look is written to the audit trail all the same; the register stays readable.
    """
    known = queries.shown_today(actor, what, at)
    for each in showings:
        if (each.person.pk, each.agency.pk, tuple(sorted(each.kinds))) not in known:
            disclose(
                actor=actor,
                person=each.person,
                agency=each.agency,
                kinds={InformationKind(kind) for kind in each.kinds},
                what=what.value,
                purpose=purpose,
                to_user_id=actor.user_id,
                at=at,
            )


@transaction.atomic
def register_outside_disclosure(
    *,
    actor: Actor,
    person: Person,
    recipient_name: str,
    kinds: set[str],
    what: str,
    purpose: str,
    at: datetime,
) -> Disclosure:
    """Register what somebody outside the table learns without an ROI: the person, or a court by law (45 CFR
    164.528).

    Whether it may be told is decided, and its authority recorded, by the caller.
    """
    if person.program_id != actor.program_id:
        raise Refused(_("This person or this agency is not in your program."))
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
    audit.record(actor=actor, at=at, action="disclosed_outside", subject=person.public_id, details=details)
    return disclosure


def _write_event(release: Release, what: str, actor: Actor, *, occurred_at: datetime, at: datetime) -> None:
    ReleaseEvent.objects.create(
        release=release, what=what, occurred_at=occurred_at, recorded_at=at, recorded_by_id=actor.user_id
    )
