"""The county's own virus scanner, asked before a file is stored (ASVS 5.4.3). Handoff comes with none."""

import logging
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused

SECONDS = 60
CLEAN, INFECTED = 0, 1
"""Exit codes of `clamdscan -` and scanners like it."""

logger = logging.getLogger(__name__)


class ScannerError(Exception):
    """The scanner failed, timed out, or ended with an unknown exit code."""


def is_clean(content: bytes) -> bool:
    """Run HANDOFF_SCAN_COMMAND with the file on its standard input; raises `ScannerError` when it gives no answer."""
    try:
        done = subprocess.run(  # noqa: S603 - the words are the operator's own setting, and no shell reads them
            settings.SCAN_COMMAND, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerError(type(error).__name__) from error
    if done.returncode not in {CLEAN, INFECTED}:
        raise ScannerError(f"ended with {done.returncode}")
    return done.returncode == CLEAN


def refuse_infected_file(content: bytes) -> None:
    """Raise `Refused` for an infected file, and for every file while the scanner gives no answer."""
    if not settings.SCAN_COMMAND:
        return
    try:
        clean = is_clean(content)
    except ScannerError as error:
        logger.exception("the virus scanner gives no answer")
        raise Refused(
            _("We can't check files for viruses right now, so nothing was saved. Try again later.")
        ) from error
    if not clean:
        raise Refused(_("The virus scanner found a problem in this file. Nothing was saved."))
