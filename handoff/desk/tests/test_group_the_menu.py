"""The menu: flat while it is short, grouped by work once it is long (W4)."""

import pytest
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.core.navigation import MOST_FLAT, Group, NavGroup, NavItem, menu_items


class Reader:
    """Someone with the permissions of a role, or with all of them."""

    def __init__(self, permissions: object) -> None:
        self.permissions = permissions

    def can(self, permission: object) -> bool:
        return permission in self.permissions  # type: ignore[operator]


@pytest.fixture(autouse=True)
def pages():
    """Looking up any URL loads the apps' urls modules, which register their pages."""
    reverse("home:home", args=["here"])


@pytest.fixture
def readers():
    return {name: Reader(role.permissions) for name, role in ROLES.items()}


def flat(entries):
    for entry in entries:
        yield from entry.items if isinstance(entry, NavGroup) else [entry]


def test_no_role_sees_more_than_seven_entries_and_none_loses_a_page(readers):  # W4
    everything = menu_items(Reader(set(Permission)), "here", "/p/here/")
    assert len(everything) <= 2 + len(Group)
    for reader in readers.values():
        shown = menu_items(reader, "here", "/p/here/")
        pages = list(flat(shown))
        assert len(shown) <= 2 + len(Group)
        assert len({page.url for page in pages}) == len(pages)


def test_a_short_menu_stays_flat(readers):  # W4
    short = [menu_items(each, "here", "/p/here/") for each in readers.values()]
    short = [each for each in short if len(list(flat(each))) <= MOST_FLAT]
    assert short
    assert all(isinstance(entry, NavItem) for menu in short for entry in menu)


def test_the_group_of_the_current_page_is_marked():  # W4
    shown = menu_items(Reader(set(Permission)), "here", "/p/here/intakes/")
    groups = {str(each.label): each for each in shown if isinstance(each, NavGroup)}
    assert groups["People"].current
    assert [each.url for each in groups["People"].items if each.current] == ["/p/here/intakes/"]
    assert not groups["Referrals"].current


def test_home_and_outreach_stand_in_the_first_line():  # W4
    shown = menu_items(Reader(set(Permission)), "here", "/p/here/")
    first = [str(each.label) for each in shown if isinstance(each, NavItem)]
    assert first[:2] == ["Home", "Outreach"]
    assert shown[0].current
