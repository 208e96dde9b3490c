"""What the registers share: a number of their own each, and one submission after the other."""

from typing import Any

from django.db.models import Max

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.programs.models import Program


def lock_program(program: Program) -> None:
    """Let one submission after the other through, so that numbers are given once."""
    Program.objects.select_for_update().get(pk=program.pk)


def next_number(model: Any, program: Program) -> int:
    """Return the next number of a register; call under the program's lock."""
    highest: int | None = model.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def user_of(actor: Actor) -> int:
    """Return who acts; what needs a person is not done by the clock."""
    if actor.user_id is None:
        raise Refused("Only a person does this.")
    return actor.user_id
