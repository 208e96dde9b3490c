"""Refusals: one exception whose text can be shown, and the same rule asked as a question."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Refused(Exception):
    """The action is not allowed now. The message is a whole sentence for the user."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def refusal_message(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str | None:
    """The sentence with which `check` refuses, or None when it allows the action."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return str(refusal)
    return None
