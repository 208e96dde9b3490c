"""Log lines without what must not be kept in them: one-time links, and the values in a database error."""

import logging
import re

ONE_TIME_LINK = re.compile(r"/(first-run|invitation|answer|feed|letters|survey)/[^/\s]+")
ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)
"""PostgreSQL's DETAIL repeats the row, such as `Key (last_name)=(…) already exists`."""


class PlainFormatter(logging.Formatter):
    """Masks the token of a one-time link, and leaves out the lines of a database error that repeat a row.

    A request for another host is one line: whoever scans the internet sends many.
    """

    def format(self, record: logging.LogRecord) -> str:
        if (record.name or "").startswith("django.security."):
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        text = ONE_TIME_LINK.sub(r"/\1/***", super().format(record))
        return ROW_VALUES.sub(r"\1: (left out)", text) if record.exc_info else text
