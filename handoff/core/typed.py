"""What the user typed on this page before and that was never saved: a form that isn't sent shows it again (D7).

The access middleware says what was kept; a form takes what fits its fields. Decision: docs/adr/0035.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

NEVER_KEPT = frozenset(
    {
        "csrfmiddlewaretoken",
        "submission_key",
        "go",
        "next",
        "kept",
        "kept_page",
        "kept_by",
        "kept_after",
        "credential",
        "box",
        "age",
    }
)
"""What a browser sends beside what was typed."""


@dataclass(frozen=True)
class Typed:
    """What was typed in one form: when it was kept, and the names of fields whose files were left out.

    `key` is the form's submission key: shown again, the form keeps it, so that saving it twice records it once.
    `by` names the open page that it was typed on, `elsewhere` is what was typed on other pages or devices.
    """

    entries: QueryDict
    kept_at: datetime
    files: tuple[str, ...] = ()
    key: str = ""
    by: str = ""
    elsewhere: tuple["Typed", ...] = ()

    @property
    def written(self) -> list[str]:
        """The entries as text, for a page that has no form to show them in."""
        return [value for name in self.entries for value in self.entries.getlist(name) if value.strip()]

    @property
    def written_elsewhere(self) -> list[str]:
        """What was typed on other pages or devices and isn't in this form."""
        here = set(self.written)
        return list(
            dict.fromkeys(text for each in self.elsewhere for text in each.written if text not in here)
        )

    @property
    def state(self) -> str:
        """Names what was kept at this moment, so that a page that goes on from it can say so."""
        return f"{self.by}@{self.kept_at.isoformat()}"


@dataclass
class KeptPage:
    """What was kept of the page that is being shown.

    `expected`: something is known to be kept. Otherwise only forms that are kept while they are typed look it up.
    `refused`: a long form was sent and can't be taken as it is.
    """

    look_up: Callable[[], Typed | None]
    expected: bool
    _found: list[Typed | None] = field(default_factory=list)
    shown: bool = False
    refused: bool = False

    def find(self) -> Typed | None:
        """What was kept, looked up once."""
        if not self._found:
            self._found.append(self.look_up())
        return self._found[0]


_page: ContextVar[KeptPage | None] = ContextVar("handoff_kept_page", default=None)


def current_page() -> KeptPage | None:
    return _page.get()


def enter_page(page: KeptPage) -> None:
    """Offer what was kept to the forms of this request; `page_context` around the request ends it."""
    _page.set(page)


@contextmanager
def page_context() -> Iterator[None]:
    """Nothing is kept until the request has found its program and its user."""
    token = _page.set(None)
    try:
        yield
    finally:
        _page.reset(token)
