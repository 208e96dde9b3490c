"""What must not stay in a log: one-time links, and the values of a row in a database error."""

import logging
import sys

import pytest
from django.test import Client

from handoff.core.logs import PlainFormatter


def test_a_one_time_link_is_masked_in_the_404_line(db, caplog):
    """The link sets up the whole installation, or chooses a colleague's password."""
    with caplog.at_level(logging.WARNING, logger="django.request"):
        for path in ("/first-run/s3cret-token/", "/invitation/s3cret-token/", "/first-run/s3cret-token"):
            Client().get(path)
    lines = [PlainFormatter().format(record) for record in caplog.records]
    assert len(lines) >= 2
    for line in lines:
        assert "s3cret" not in line and "/***" in line


def test_djangos_own_handlers_print_no_second_line(settings):
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert settings.LOGGING["formatters"]["plain"]["()"] == "handoff.core.logs.PlainFormatter"


@pytest.mark.parametrize("label", ["DETAIL", "CONTEXT"])
def test_a_database_error_is_logged_without_the_row(label):
    """finding-S8"""
    # The traceback shows this file's own line, so the name is put together.
    name = "".join(["Tide", "water"])
    try:
        raise ValueError(
            f"duplicate key value violates unique constraint\n{label}:  Key (name)=({name}) exists."
        )
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "failed", (), error)
    line = PlainFormatter("%(message)s").format(record)
    assert "duplicate key" in line and name not in line


@pytest.mark.parametrize("path", ["/p/here/answer/zq1/", "/p/here/feed/zq1/calendar.ics"])
def test_a_secret_in_an_address_is_masked(path):
    record = logging.LogRecord("x", logging.INFO, "x", 1, f"GET {path} 200", None, None)
    assert "zq1" not in PlainFormatter().format(record)
