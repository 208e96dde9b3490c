"""Instructions at each field: the form's own hint, unless the program wrote another one (X2).

The access middleware says which program a request is in; a field asks for its hint when it is drawn.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

InstructionKey = tuple[str, str, str]
"""Form, field and language."""
Instructions = Mapping[InstructionKey, str]


@dataclass(frozen=True)
class InstructedForm:
    """A form whose hints a program may write itself.

    `name` is stored with what programs write, so it stays as it is when the class is renamed. `fixed` are fields whose
    hint is computed, such as the offenses that the criteria name.
    """

    name: str
    title: "StrOrPromise"
    fixed: tuple[str, ...] = ()


@dataclass
class ProgramInstructions:
    """What the request's program wrote, read when the first field asks for it and not before."""

    load: Callable[[], Instructions]
    _loaded: list[Instructions] = field(default_factory=list)

    def find(self, form: InstructedForm, name: str) -> str:
        """The program's own text for a field in the reader's language; blank where it wrote none."""
        if name in form.fixed:
            return ""
        if not self._loaded:
            self._loaded.append(self.load())
        return self._loaded[0].get((form.name, name, get_language() or ""), "")


_instructions: ContextVar[ProgramInstructions | None] = ContextVar("handoff_instructions", default=None)


def current_instructions() -> ProgramInstructions | None:
    return _instructions.get()


def use_instructions(load: Callable[[], Instructions]) -> None:
    """Let fields show what the request's program wrote; `instructions_context` around the request ends it."""
    _instructions.set(ProgramInstructions(load))


@contextmanager
def instructions_context() -> Iterator[None]:
    """No program's instructions apply until the request has found its program."""
    token = _instructions.set(None)
    try:
        yield
    finally:
        _instructions.reset(token)
