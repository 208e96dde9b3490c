"""The ROIs that end soon, as the page lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.consent.models import (
    Release,
    RenewalVisit,
)
from handoff.consent.queries import EXPIRY_STEPS
from handoff.core.ui import Cell, Column
from handoff.programs.models import Program


@dataclass(frozen=True)
class ExpiryGroup:
    """The releases that end within a number of days, and not in an earlier group."""

    heading: str
    rows: list[list[Cell]]


def expiry_groups(
    releases: list[Release],
    visits: dict[int, RenewalVisit],
    program: Program,
    at: datetime,
    *,
    renews: bool,
) -> Iterator[ExpiryGroup]:
    """The expiring releases in steps of 30, 60 and 90 days (C3)."""
    before = 0
    for days in EXPIRY_STEPS:
        rows = [
            expiry_row(release, visits.get(release.person_id), program, renews)
            for release in releases
            if before * 86400 < (release.ends_at - at).total_seconds() <= days * 86400
        ]
        yield ExpiryGroup(_("Within %(days)s days") % {"days": days}, rows)
        before = days


def expiry_columns() -> list[Column]:
    return [Column(_("Person")), Column(_("Expires")), Column(_("Visit")), Column(_("Renew"))]


def expiry_row(release: Release, visit: RenewalVisit | None, program: Program, renews: bool) -> list[Cell]:
    person = release.person.public_id
    plan = Cell(_("Not scheduled"))
    if renews:
        plan = Cell(_("Schedule a visit"), url=reverse("consent:plan_visit", args=[program.slug, person]))
    return [
        Cell(release.person.full_name, url=reverse("consent:releases", args=[program.slug, person])),
        Cell(date_format(release.last_on, "DATE_FORMAT")),
        Cell(date_format(visit.planned_on, "DATE_FORMAT")) if visit else plan,
        Cell(_("Sign a new release"), url=reverse("consent:new", args=[program.slug, person]))
        if renews
        else Cell(_("By the outreach team")),
    ]
