"""What the registers share: their own numbering, and one submission at a time."""

from django.db.models import Max

from handoff.access.actor import Actor
from handoff.programs.models import Program
from handoff.records.models import Breach, LegalRequest


def lock_program(program: Program) -> None:
    """Let one submission through at a time, so that each number is used once."""
    Program.objects.select_for_update().get(pk=program.pk)


def next_number(model: type[LegalRequest] | type[Breach], program: Program) -> int:
    """The next number of a register; call while holding the program's lock."""
    highest: int | None = model._default_manager.filter(program=program).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def user_id_of(actor: Actor) -> int:
    """The acting user's id. Scheduled jobs have none, and no permission, so the policies refuse them before."""
    assert actor.user_id is not None
    return actor.user_id
