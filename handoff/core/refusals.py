"""Refusals: one exception whose text can be shown, and the same rule asked as a question."""

from collections.abc import Callable
from typing import ParamSpec

from django.utils.translation import gettext as _

P = ParamSpec("P")


class Refused(Exception):
    """The action is not allowed now. The message is a whole sentence for the user.

    `field` is what the answer that is refused is called in forms, so that the sentence stands beside it.
    """

    def __init__(self, message: object = "", field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def refusal_message(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str | None:
    """The sentence with which `check` refuses, or None when it allows the action."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return str(refusal)
    return None


def check_says_the_same(*answers: tuple[object, object]) -> None:
    """A form that was saved before and now says something else isn't taken silently for the earlier one (C-F03)."""
    if any(saved != sent for saved, sent in answers):
        raise Refused(
            _(
                "You already saved this form with other answers, and those didn't change. To add another entry, "
                "copy what you typed to a new form."
            )
        )
