"""Responses to a full disk and to a database that is busy or unreachable.

These outages are not errors of the program: the response is a 503 with a sentence, so that people wait and try again,
and proxies know that it will pass.
"""

import errno
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from handoff.audit.queries import events
from handoff.core.tenancy import SITE, tenant_context
from handoff.programs.queries import program_ids

SECONDS_TO_WAIT = 30
SQLITE_OUTAGES = ("disk is full", "is locked", "disk i/o error", "readonly database", "unable to open")
FILE_OUTAGES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
CLOCK_TOLERANCE = timedelta(seconds=60)
MEGABYTE = 1024 * 1024


def is_outage(error: BaseException | None) -> bool:
    """True when an error, or one that caused it, comes from the disk or the database server."""
    while error is not None:
        if isinstance(error, InterfaceError):
            return True
        if isinstance(error, OperationalError):
            words = str(error).lower()
            return connection.vendor != "sqlite" or any(each in words for each in SQLITE_OUTAGES)
        if isinstance(error, OSError) and error.errno in FILE_OUTAGES:
            return True
        error = error.__cause__
    return False


def unavailable_response() -> HttpResponse:
    """The 503 response: it will pass, nothing was lost, and what to do in the meantime."""
    response = HttpResponse(render_to_string("503_trouble.html"), status=503)
    response["Retry-After"] = str(SECONDS_TO_WAIT)
    return response


class LowDiskMiddleware:
    """Refuse changes while the disk is nearly full, so that records can still be read.

    No page with people on it is shown without its audit row: a completely full disk would end reading too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        writes = request.method not in {"GET", "HEAD", "OPTIONS"}
        if writes and request.path.startswith("/p/") and is_disk_low():
            return unavailable_response()
        return self.get_response(request)


def is_disk_low() -> bool:
    """True when less of the disk is free than HANDOFF_RESERVE_MEGABYTES keeps for audit rows."""
    return shutil.disk_usage(settings.DATA_FOLDER).free < settings.RESERVE_MEGABYTES * MEGABYTE


def is_clock_behind_any_trail(now: datetime) -> bool:
    """True when the clock is more than a minute behind the newest audit row of any program."""
    for program_id in [SITE, *program_ids()]:
        with tenant_context(program_id):
            newest = events(program_id).values_list("at", flat=True).first()
        if newest is not None and newest > now + CLOCK_TOLERANCE:
            return True
    return False


def can_write_to_database() -> bool:
    """True when a row can be written; it is rolled back."""
    try:
        with transaction.atomic():
            far = datetime(2000, 1, 1, tzinfo=UTC)
            Session.objects.create(session_key="is-it-ready", session_data="", expire_date=far)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True
