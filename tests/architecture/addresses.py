"""Every address of the program, read from Django's resolver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its route, its full name and its view."""

    route: str
    name: str
    view: Callable[..., Any]
    converters: dict[str, str]

    def __str__(self) -> str:
        return f"{self.route} ({self.name})"

    @property
    def in_program(self) -> bool:
        return self.route.startswith("p/<slug:program>/")


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", (), {}))


def _walk(
    resolver: URLResolver, route: str, spaces: tuple[str, ...], converters: dict[str, str]
) -> Iterator[Address]:
    """Walk the tree. Patterns with equal routes share one dict of converters in Django, and filling the resolver writes
    those of the level above into it: only what the route itself names counts.
    """
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        known = {
            **converters,
            **{key: type(value).__name__ for key, value in entry.pattern.converters.items()},
        }
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, here, inner, known)
        elif isinstance(entry, URLPattern):
            own = {key: kind for key, kind in known.items() if f":{key}>" in here}
            yield Address(here, ":".join((*spaces, entry.name or "")), entry.callback, own)
