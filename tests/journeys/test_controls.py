"""Controls that need a script, for those who don't see them."""

import pytest

from tests.journeys.browser_user import browse_as

pytestmark = pytest.mark.once


def test_a_stepper_says_its_new_value(window, table):
    """finding-A5: the button that was pressed says nothing by itself."""
    user = browse_as(window, table.officer, "phone", axe=False)
    user.go("/gallery/")
    stepper = user.page.locator("[data-stepper]").last
    stepper.locator("[data-more]").click()
    value = stepper.locator("input").input_value()
    said = stepper.locator("[role=status]")
    assert value and said.text_content().startswith(value)


def test_escape_closes_the_menu_and_keeps_the_focus(window, table):
    """finding-A5."""
    user = browse_as(window, table.officer, "phone", axe=False)
    user.go(table.path())
    menu = user.page.locator("details.top__you")
    menu.locator("summary").click()
    menu.locator("a, button").first.focus()
    user.page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert menu.locator("summary").evaluate("each => each === document.activeElement")
