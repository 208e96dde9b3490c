"""Partners' own facts as the care team reads them in a person's history."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.ui import TimelineEntry
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.models import PartnerFact
from handoff.staffing.partners.queries import facts_for_care, offered_among


def partner_entries(person: Person, actor: Actor, program: Program, today: date) -> Iterator[TimelineEntry]:
    """What partners added, each by its organization. A coming appointment that isn't on the person's list yet leads to
    making it. Two queries.
    """
    facts = facts_for_care(person, actor)
    offered = offered_among(facts, actor, program, today)
    for fact in facts:
        yield TimelineEntry(
            at=fact.on,
            title=fact.get_kind_display(),
            by=fact.agency.name,
            url=booking_url(program, fact) if fact in offered else "",
            text=_("Open it to make it an appointment.") if fact in offered else "",
        )


def booking_url(program: Program, fact: PartnerFact) -> str:
    return reverse("table:book", args=[program.slug, fact.public_id])


def offers(person: Person, actor: Actor, program: Program, today: date) -> list[tuple[PartnerFact, str]]:
    """The coming appointments with partners that aren't made yet, each with the page that makes it."""
    found = offered_among(facts_for_care(person, actor), actor, program, today)
    return [(fact, booking_url(program, fact)) for fact in found]
