"""The guide as shown: its steps with their links, and the strip on each page that belongs to a step."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from handoff.desk.launch.queries import LaunchStep, is_starting, launch_steps
from handoff.programs.models import Program


@dataclass(frozen=True)
class ShownMissing:
    sentence: str
    url: str


@dataclass(frozen=True)
class ShownStep:
    """One step with its link, and a link for each thing that is missing."""

    number: int
    key: str
    title: Promise
    why: Promise
    url: str
    needed: bool
    missing: tuple[ShownMissing, ...]


@dataclass(frozen=True)
class Guide:
    """All steps, and how far the program has come."""

    steps: tuple[ShownStep, ...]
    next: ShownStep | None
    ready: bool
    done: int


def build_guide(program: Program, at: datetime) -> Guide:
    steps = launch_steps(program, at)
    shown = tuple(show_step(number, step, program) for number, step in enumerate(steps, start=1))
    blocking = [one for one, step in zip(shown, steps, strict=True) if step.blocks]
    return Guide(
        steps=shown,
        next=blocking[0] if blocking else None,
        ready=not blocking,
        done=sum(not each.missing for each in shown),
    )


def show_step(number: int, step: LaunchStep, program: Program) -> ShownStep:
    return ShownStep(
        number=number,
        key=step.definition.key,
        title=step.definition.title,
        why=step.definition.why,
        url=reverse(step.definition.page, args=[program.slug]),
        needed=step.definition.needed,
        missing=tuple(
            ShownMissing(each.sentence, reverse(each.page, args=[program.slug])) for each in step.missing
        ),
    )


def guide_while_starting(program: Program, at: datetime) -> Guide | None:
    """The guide for a program without a referral; None once it has one, when its home is its work."""
    return build_guide(program, at) if is_starting(program) else None
