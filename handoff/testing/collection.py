"""A source of the data collection plan that someone looks after."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.collection.services import add_source
from handoff.measures.definitions.sources import Entry, Rhythm
from handoff.measures.models import DataSource
from handoff.programs.models import Program


def make_source(program: Program, actor: Actor, at: datetime, key: str = "referral") -> DataSource:
    """The actor looks after a source of the handbook's, which is due at once; no one stands in yet."""
    wanted = SourceInput(
        owner=User.objects.get(pk=actor.user_id),
        backup=None,
        entry=Entry.AT_ONCE,
        rhythm=Rhythm.MONTHLY,
        first_review_on=at.date(),
        stored="In Handoff",
    )
    return add_source(actor=actor, program=program, key=key, wanted=wanted, at=at)
