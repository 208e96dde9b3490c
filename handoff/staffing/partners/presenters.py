"""Partners' own facts as the care team reads them in a person's history."""

from collections.abc import Iterator

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.ui import TimelineEntry
from handoff.participants.models import Person
from handoff.staffing.models import PartnerFact


def partner_entries(person: Person, actor: Actor) -> Iterator[TimelineEntry]:
    """What partners added and didn't take back, for whoever's work is care: that an organization sees someone can say
    what they are treated for (42 CFR Part 2). One query.
    """
    if not actor.can(Permission.NOTES_READ_PROTECTED):
        return
    facts = PartnerFact.objects.filter(person=person, withdrawn_at__isnull=True).select_related("agency")
    for fact in facts:
        yield TimelineEntry(at=fact.on, title=fact.get_kind_display(), by=fact.agency.name)
