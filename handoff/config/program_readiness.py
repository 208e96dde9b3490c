"""What each program still needs before people can use it (P6)."""

from collections.abc import Iterator
from datetime import datetime

from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError
from django.utils import timezone

from handoff.accounts.models import User
from handoff.core.tenancy import tenant_context
from handoff.desk.launch.queries import launch_steps
from handoff.programs.models import Program
from handoff.programs.presenters import left_over_instructions
from handoff.programs.queries import current_instructions_of


def check_programs() -> list[CheckMessage]:
    """One warning for each thing that's missing; a training program needs nothing."""
    try:
        return list(missing_things(timezone.now()))
    except DatabaseError as error:
        return [warning("programs", f"They can't be read ({type(error).__name__}).")]


def missing_things(at: datetime) -> Iterator[CheckMessage]:
    if not User.objects.exists():
        yield warning(
            "accounts",
            "No one has an account: run handoff setup, or open the link that handoff serve prints.",
        )
    for program in Program.objects.filter(is_demo=False).order_by("slug"):
        with tenant_context(program.pk):
            found = list(missing_in_program(program, at))
        for sentence in found:
            yield warning(f"program {program.slug}", sentence)


def missing_in_program(program: Program, at: datetime) -> Iterator[str]:
    """What the first-run guide shows the program manager, step by step; what is only recommended is left out."""
    for step in launch_steps(program, at):
        if step.blocks:
            yield from (f"{step.definition.title}: {each.sentence}" for each in step.missing)
    for each in left_over_instructions(current_instructions_of(program, at)):
        yield (
            f"Instructions: the text at {each.where} has no field in this release. Write it again at another field, "
            "then delete it under “Instructions at each field.”"
        )


def warning(name: str, sentence: str) -> CheckMessage:
    return checks.Warning(sentence, obj=name, id="handoff.program")
