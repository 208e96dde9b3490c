"""Typed values for the first account and program."""

from dataclasses import dataclass

from handoff.accounts.inputs import UserInput
from handoff.accounts.models import User
from handoff.programs.inputs import ProgramInput
from handoff.programs.models import Program


@dataclass(frozen=True)
class SetupInput:
    """The site administrator, the first program, and its first program manager if one is named."""

    administrator: UserInput
    slug: str
    program: ProgramInput
    manager: UserInput | None = None


@dataclass(frozen=True)
class NewProgramInput:
    """A further program, and its program manager if one is named."""

    slug: str
    program: ProgramInput
    manager: UserInput | None = None


@dataclass(frozen=True)
class NewProgram:
    """What was created; the link is '' without a manager."""

    program: Program
    manager: User | None
    manager_link: str = ""


@dataclass(frozen=True)
class Installation:
    """What was created; a link is '' where no invitation was needed."""

    program: Program
    administrator: User
    manager: User | None
    administrator_link: str = ""
    manager_link: str = ""
