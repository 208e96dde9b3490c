"""The menu: its pages and the permissions that open them. What a view allows is decided by its own access rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Protocol

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_FLAT = 5
"""A menu of at most this many pages stands in one line; a longer one is grouped by work (W4)."""


class HasPermissions(Protocol):
    """The reader of the menu; in practice an `access.Actor`."""

    def can(self, permission: "object") -> bool: ...


class Group(Enum):
    """The kinds of work that a long menu is grouped by, in the order shown."""

    REFERRALS = _("Referrals")
    PEOPLE = _("People")
    CHARGES = _("Charges")
    RECORDS = _("Records")
    PROGRAM = _("Program")

    @property
    def label(self) -> Promise:
        return self.value


@dataclass(frozen=True)
class Page:
    """One menu entry: the URL name under the program, its label, and the permissions any one of which opens it.

    A page without a group always stands in the first line.
    """

    name: str
    label: Promise
    permissions: tuple[object, ...]
    position: int
    group: Group | None = None


@dataclass(frozen=True)
class NavItem:
    """One menu entry as shown."""

    label: Promise
    url: str
    current: bool
    group: Group | None = None

    @property
    def entries(self) -> "list[NavItem]":
        """The entry alone, so that a page can list groups and single entries alike."""
        return [self]


@dataclass(frozen=True)
class NavGroup:
    """Several entries of one kind of work, which open together."""

    label: Promise
    items: list[NavItem]

    @property
    def entries(self) -> list[NavItem]:
        return self.items

    @property
    def current(self) -> bool:
        return any(item.current for item in self.items)


_pages: dict[str, Page] = {}


def register_page(page: Page) -> None:
    """Add a page to the menu; called from each app's urls module."""
    _pages[page.name] = page


def menu_items(asker: HasPermissions, slug: str, path: str) -> list[NavItem | NavGroup]:
    """The menu of one person in one program: flat if it is short, grouped by work if it is long."""
    items = list(_visible_items(asker, slug, path))
    if len(items) <= MOST_FLAT:
        return [*items]
    first: list[NavItem | NavGroup] = [item for item in items if item.group is None]
    return [*first, *_build_groups(items)]


def _build_groups(items: list[NavItem]) -> Iterable[NavItem | NavGroup]:
    for group in Group:
        inside = [item for item in items if item.group is group]
        if len(inside) == 1:
            yield inside[0]
        elif inside:
            yield NavGroup(group.label, inside)


def _visible_items(asker: HasPermissions, slug: str, path: str) -> Iterable[NavItem]:
    shown = [
        (page, _address_of(page.name, slug, get_script_prefix()))
        for page in sorted(_pages.values(), key=lambda each: each.position)
        if not page.permissions or any(asker.can(permission) for permission in page.permissions)
    ]
    # Every address of a program begins as its home page's does: other pages aren't at home for that.
    above = [url for _page, url in shown if path.startswith(url)]
    here = max((url for url in above if url != f"/p/{slug}/" or url == path), key=len, default="")
    for page, url in shown:
        yield NavItem(label=page.label, url=url, current=url == here, group=page.group)


@lru_cache(maxsize=4096)
def _address_of(name: str, slug: str, _prefix: str) -> str:
    """Where a page is, which depends on nothing else: every page asks for twenty."""
    return reverse(name, args=[slug])
