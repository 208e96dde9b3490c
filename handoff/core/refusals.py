"""Saying no: one exception whose text is fit to show, and the same rule asked as a question."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """The act is not allowed now. The message is a whole sentence for the person at the screen."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def refusal_message(check: Callable[..., None], *args: Any, **kwargs: Any) -> str | None:
    """Return the sentence with which `check` refuses, or None when it does not."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return str(refusal)
    return None
