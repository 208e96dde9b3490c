"""Partners' own facts as the care team reads them in a person's history."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.ui import TimelineEntry
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.models import PartnerFact
from handoff.staffing.partners.queries import facts_for_care, offered_appointments


def partner_entries(person: Person, actor: Actor, program: Program, today: date) -> Iterator[TimelineEntry]:
    """What partners added, each by its organization; a coming appointment leads to making it one's own. One query."""
    may_book = actor.can(Permission.OUTREACH_DO)
    for fact in facts_for_care(person, actor):
        offered = may_book and fact.kind == PartnerFact.Kind.APPOINTMENT and fact.on >= today
        yield TimelineEntry(
            at=fact.on,
            title=fact.get_kind_display(),
            by=fact.agency.name,
            url=booking_url(program, fact) if offered else "",
            text=_("Open it to make it an appointment.") if offered else "",
        )


def booking_url(program: Program, fact: PartnerFact) -> str:
    return reverse("table:book", args=[program.slug, fact.public_id])


def offers(person: Person, actor: Actor, program: Program, today: date) -> list[tuple[PartnerFact, str]]:
    """The coming appointments with partners, each with the page that makes it the care team's own."""
    found = offered_appointments(person, actor, today)
    return [(fact, booking_url(program, fact)) for fact in found]
