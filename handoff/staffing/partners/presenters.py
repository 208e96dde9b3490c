"""Partners' own facts as the care team reads them in a person's history."""

from collections.abc import Iterator

from handoff.access.actor import Actor
from handoff.core.ui import TimelineEntry
from handoff.participants.models import Person
from handoff.staffing.partners.queries import facts_for_care


def partner_entries(person: Person, actor: Actor) -> Iterator[TimelineEntry]:
    """What partners added, each by its organization. One query."""
    for fact in facts_for_care(person, actor):
        yield TimelineEntry(at=fact.on, title=fact.get_kind_display(), by=fact.agency.name)
