"""The menu: its pages and the permissions that open them. What a view allows is decided by its own access rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise


class HasPermissions(Protocol):
    """The reader of the menu; in practice an `access.Actor`."""

    def can(self, permission: "object") -> bool: ...


@dataclass(frozen=True)
class Page:
    """One menu entry: the URL name under the program, its label, and the permissions any one of which opens it."""

    name: str
    label: Promise
    permissions: tuple[object, ...]
    position: int


@dataclass(frozen=True)
class NavItem:
    """One menu entry as shown."""

    label: Promise
    url: str
    current: bool


_pages: dict[str, Page] = {}


def register_page(page: Page) -> None:
    """Add a page to the menu; called from each app's urls module."""
    _pages[page.name] = page


def menu_items(asker: HasPermissions, slug: str, path: str) -> list[NavItem]:
    """The menu of one person in one program."""
    return list(_build_menu(asker, slug, path))


def _build_menu(asker: HasPermissions, slug: str, path: str) -> Iterable[NavItem]:
    shown = [
        (page, reverse(page.name, args=[slug]))
        for page in sorted(_pages.values(), key=lambda each: each.position)
        if not page.permissions or any(asker.can(permission) for permission in page.permissions)
    ]
    here = max((url for _page, url in shown if path.startswith(url)), key=len, default="")
    for page, url in shown:
        yield NavItem(label=page.label, url=url, current=url == here)
