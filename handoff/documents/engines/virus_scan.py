"""Asking the county's own virus scanner before a file is kept (ASVS 5.4.3). Handoff brings none of its own."""

import logging
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused

SECONDS = 60
CLEAN, INFECTED = 0, 1
"""How `clamdscan -`, and scanners that do as it does, end."""

logger = logging.getLogger(__name__)


class ScannerError(Exception):
    """The scanner did not say whether the file is clean."""


def is_clean(content: bytes) -> bool:
    """Give a file to HANDOFF_SCAN_COMMAND on its standard input and return its verdict."""
    try:
        done = subprocess.run(  # noqa: S603 - the words are the operator's own setting, and no shell reads them
            settings.SCAN_COMMAND, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerError(type(error).__name__) from error
    if done.returncode not in {CLEAN, INFECTED}:
        raise ScannerError(f"ended with {done.returncode}")
    return done.returncode == CLEAN


def refuse_what_is_infected(content: bytes) -> None:
    """Refuse a file in which the scanner finds something, and every file while it cannot say."""
    if not settings.SCAN_COMMAND:
        return
    try:
        clean = is_clean(content)
    except ScannerError as error:
        logger.exception("the virus scanner gives no answer")
        raise Refused(
            _(
                "Files cannot be checked for viruses at the moment, so nothing was kept. Please try again later."
            )
        ) from error
    if not clean:
        raise Refused(_("The virus scanner found something in this file. Nothing was kept."))
