"""Typed values for a new program and the first account."""

from dataclasses import dataclass

from handoff.accounts.inputs import UserInput
from handoff.accounts.models import User
from handoff.programs.inputs import ProgramInput
from handoff.programs.models import Program


@dataclass(frozen=True)
class NewProgramInput:
    """A program, and its program manager if one is named."""

    slug: str
    program: ProgramInput
    manager: UserInput | None = None


@dataclass(frozen=True, kw_only=True)
class SetupInput(NewProgramInput):
    """The first program, with the site administrator."""

    administrator: UserInput


@dataclass(frozen=True)
class NewProgram:
    """What was created; the link is '' without a manager."""

    program: Program
    manager: User | None
    manager_link: str = ""


@dataclass(frozen=True, kw_only=True)
class Installation(NewProgram):
    """The same with the site administrator, whose link is '' where a password was chosen."""

    administrator: User
    administrator_link: str = ""
