"""What releases allow, and where they stand. `may_disclose` is the one question behind every word that leaves
care.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.consent.models import Disclosure, InformationKind, Release, ReleaseRecipient, RenewalVisit
from handoff.consent.rules import receivable
from handoff.documents.models import StoredFile
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, zone

EXPIRING_WITHIN_DAYS = 30
EXPIRY_STEPS = (30, 60, 90)


def live_at(at: datetime, prefix: str = "") -> Q:
    """Return the condition of being live: begun, not ended (half-open), not revoked by then."""
    begun = Q(**{f"{prefix}starts_at__lte": at, f"{prefix}ends_at__gt": at})
    return begun & (Q(**{f"{prefix}revoked_at__isnull": True}) | Q(**{f"{prefix}revoked_at__gt": at}))


def live_releases(person: "Person | int", at: datetime) -> QuerySet[Release]:
    """Return a person's live releases, the one that lasts longest first."""
    person_id = person if isinstance(person, int) else person.pk
    return Release.objects.filter(live_at(at), person_id=person_id).order_by("-ends_at", "-pk")


def covering(person_id: int, agency_id: int, at: datetime) -> list[ReleaseRecipient]:
    """Return the rows of live releases that name an agency, the one that lasts longest first."""
    rows = ReleaseRecipient.objects.filter(
        live_at(at, "release__"), release__person_id=person_id, agency_id=agency_id
    ).select_related("release", "agency")
    return list(rows.order_by("-release__ends_at", "-release_id"))


def usable_kinds(row: ReleaseRecipient) -> frozenset[str]:
    """Return what the agency of a line may learn under it: the law side never what is said for care (C10)."""
    return receivable(row.kinds, law_side=row.agency.is_law_side)


def kinds_allowed(person_id: int, agency_id: int, at: datetime) -> frozenset[str]:
    """Return the kinds of information (`InformationKind` values) that an agency may receive at an instant."""
    return frozenset().union(*(usable_kinds(row) for row in covering(person_id, agency_id, at)))


def may_disclose(person_id: int, agency_id: int, kind: InformationKind | str, at: datetime) -> bool:
    """Say whether a live release lets an agency learn this kind of information at this instant."""
    return str(kind) in kinds_allowed(person_id, agency_id, at)


def people_who_allow(agency_ids: Collection[int], kind: InformationKind | str, at: datetime) -> list[int]:
    """Return the people whose live releases let one of the agencies learn this kind of information."""
    rows = ReleaseRecipient.objects.filter(live_at(at, "release__"), agency_id__in=agency_ids)
    named = rows.values_list("release__person_id", "kinds", "agency__kind")
    return sorted(
        {
            person_id
            for person_id, kinds, agency_kind in named
            if str(kind) in receivable(kinds, law_side=Agency(kind=agency_kind).is_law_side)
        }
    )


def live_agencies(person_id: int, at: datetime) -> dict[Agency, frozenset[str]]:
    """Return the agencies that live releases name, with what each may receive, by name."""
    rows = ReleaseRecipient.objects.filter(live_at(at, "release__"), release__person_id=person_id)
    found: dict[Agency, frozenset[str]] = {}
    for row in rows.select_related("agency").order_by("agency__name"):
        found[row.agency] = found.get(row.agency, frozenset()) | usable_kinds(row)
    return found


@dataclass(frozen=True)
class RoiState:
    """Where a person stands with ROIs: none, live, expiring (within 30 days), expired or revoked."""

    kind: str
    ends_at: datetime | None = None
    release_id: uuid.UUID | None = None

    @property
    def is_live(self) -> bool:
        return self.kind in {"live", "expiring"}

    @property
    def last_moment(self) -> datetime | None:
        """Return an instant on the last day; a release ends as the next day begins."""
        return self.ends_at and self.ends_at - timedelta(microseconds=1)

    @property
    def words(self) -> str:
        """Return the state in words."""
        return {
            "none": _("No ROI"),
            "live": _("ROI in force"),
            "expiring": _("ROI ends soon"),
            "expired": _("ROI has ended"),
            "revoked": _("ROI revoked"),
        }[self.kind]

    @property
    def tag(self) -> str:
        """Return the kind of status tag."""
        return {"live": "done", "expiring": "soon"}.get(
            self.kind, "overdue" if self.kind != "none" else "info"
        )


NO_ROI = RoiState("none")


def state_of(releases: Iterable[Release], at: datetime) -> RoiState:
    """Return the state that a person's releases amount to: the longest live one decides, else the newest."""
    known = sorted(
        (each for each in releases if each.starts_at <= at and not each.for_counseling),
        key=lambda each: (each.signed_at, each.pk),
        reverse=True,
    )
    live = [each for each in known if each.is_live(at)]
    if live:
        longest = max(live, key=lambda each: each.ends_at)
        soon = longest.ends_at - at <= timedelta(days=EXPIRING_WITHIN_DAYS)
        return RoiState("expiring" if soon else "live", longest.ends_at, longest.public_id)
    if not known:
        return NO_ROI
    newest = known[0]
    if newest.revoked_at is not None and newest.revoked_at <= at:
        return RoiState("revoked", newest.revoked_at, newest.public_id)
    return RoiState("expired", newest.ends_at, newest.public_id)


def signed_by(person_id: int) -> QuerySet[Release]:
    """Return every release that a person ever signed, oldest first, without the drawn signatures."""
    return Release.objects.filter(person_id=person_id).order_by("signed_at", "pk").defer("signature")


def roi_state(person_id: int, at: datetime) -> RoiState:
    """Return where one person stands with ROIs."""
    return state_of(signed_by(person_id), at)


def roi_states(people_ids: Collection[int], at: datetime) -> dict[int, RoiState]:
    """Return where each of several people stands with ROIs, in one query."""
    found: dict[int, list[Release]] = {person_id: [] for person_id in people_ids}
    for release in Release.objects.filter(person_id__in=people_ids).defer("signature"):
        found[release.person_id].append(release)
    return {person_id: state_of(releases, at) for person_id, releases in found.items()}


def expiring_releases(program: Program, at: datetime, *, days: int) -> QuerySet[Release]:
    """Return the live releases that end within some days and that no longer-lasting one follows, soonest
    first (C3).
    """
    later = Release.objects.filter(
        live_at(at),
        person_id=OuterRef("person_id"),
        for_counseling=OuterRef("for_counseling"),
        ends_at__gt=OuterRef("ends_at"),
    )
    ending = Release.objects.filter(live_at(at), program=program, ends_at__lte=at + timedelta(days=days))
    return ending.filter(~Exists(later)).select_related("person", "program").order_by("ends_at", "pk")


def releases_of(person: Person) -> QuerySet[Release]:
    """Return every release of a person, newest first, with its recipients and its history."""
    rows = Release.objects.filter(person=person).select_related("program", "scan")
    return rows.prefetch_related("recipients__agency", "events").order_by("-signed_at", "-pk")


def find_release(program: Program, public_id: uuid.UUID) -> Release | None:
    """Return one release of the program."""
    rows = Release.objects.filter(program=program, public_id=public_id).select_related(
        "person", "program", "scan"
    )
    return rows.prefetch_related("recipients__agency", "events").first()


def find_person(program: Program, public_id: uuid.UUID) -> Person | None:
    """Return one person of the program."""
    return Person.objects.filter(program=program, public_id=public_id).select_related("program").first()


def disclosures_of(person: Person) -> QuerySet[Disclosure]:
    """Return what was disclosed of a person, newest first: the ground of an accounting (42 CFR 2.25)."""
    return (
        Disclosure.objects.filter(person=person)
        .select_related("agency", "release")
        .order_by("-disclosed_at", "-pk")
    )


def day_around(program: Program, at: datetime) -> tuple[datetime, datetime]:
    """Return the first instant of a day in the program's zone and that of the day after."""
    first = local_date(program, at)
    where = zone(program)
    start, end = (datetime.combine(first + timedelta(days=each), time(), where) for each in (0, 1))
    return start, end


def disclosures_under(release: Release) -> QuerySet[Disclosure]:
    """Return what was shared under one release, newest first: it cannot be called back."""
    rows = Disclosure.objects.filter(release=release).select_related("agency", "release__program")
    return rows.order_by("-disclosed_at", "-pk")


def last_signed(person: Person) -> Release | None:
    """Return what a renewal begins with: the newest ROI that the person did not take back, ended or not."""
    rows = Release.objects.filter(person=person, revoked_at__isnull=True, for_counseling=False)
    return rows.order_by("-signed_at", "-pk").first()


def visits_of(person: Person) -> QuerySet[RenewalVisit]:
    """Return the visits planned to renew a person's ROI, newest first."""
    return RenewalVisit.objects.filter(person=person).order_by("-planned_on", "-pk")


def shown_today(actor: Actor, what: str, at: datetime) -> set[tuple[int, int, tuple[str, ...]]]:
    """Return what the register holds already of what a user was shown today: person, agency, kinds. A row whose ROI
    has since ended does not count, so that what a new ROI opens is registered under that one.
    """
    start, end = day_around(Program.objects.get(pk=actor.program_id), at)
    rows = Disclosure.objects.filter(
        live_at(at, "release__"),
        program_id=actor.program_id,
        to_user_id=actor.user_id,
        what=what,
        disclosed_at__gte=start,
        disclosed_at__lt=end,
    )
    return {
        (each.person_id, each.agency_id, tuple(each.kinds)) for each in rows if each.agency_id is not None
    }


def unused_scan(actor: Actor, public_id: uuid.UUID) -> StoredFile | None:
    """Return a scan that this user stored in this program and that no release carries yet."""
    mine = StoredFile.objects.filter(
        public_id=public_id,
        program_id=actor.program_id,
        kind=StoredFile.Kind.ROI_SCAN,
        stored_by_id=actor.user_id or 0,
    )
    return mine.filter(~Exists(Release.objects.filter(scan_id=OuterRef("pk")))).first()


def discloser_of(program: Program) -> str:
    """Return who may disclose: the program's staff and the agencies that employ them, by name."""
    care = Agency.objects.filter(program=program, kind=Agency.Kind.CASE_MANAGEMENT, is_active=True).order_by(
        "name"
    )
    return ", ".join([program.name, *(agency.name for agency in care)])[:300]


def person_of_release(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return whose ROI it is."""
    return Person.objects.filter(program_id=program_id, releases__public_id=public_id).first()


def person_of_scan(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return whose signed ROI a stored file shows; other files are nobody's."""
    return Person.objects.filter(program_id=program_id, releases__scan__public_id=public_id).first()
