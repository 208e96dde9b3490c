"""Services, files and exports as pages show them."""

from handoff.directory.presenters.pages import (
    Clock,
    ServiceCard,
    downloads,
    holiday_today,
    make_clock,
    service_cards,
    service_page,
)

__all__ = [
    "Clock",
    "ServiceCard",
    "downloads",
    "holiday_today",
    "make_clock",
    "service_cards",
    "service_page",
]
