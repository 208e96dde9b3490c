"""Services, files and exports as pages show them."""

from handoff.directory.presenters.pages import (
    downloads,
    holiday_today,
    make_clock,
    service_cards,
    service_page,
)

__all__ = ["downloads", "holiday_today", "make_clock", "service_cards", "service_page"]
