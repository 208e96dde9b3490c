"""Runs the work on an upload in a process with limits of CPU time, memory and elapsed time."""

import logging
import subprocess
import sys
from pathlib import Path

from handoff.documents.engines.upload_work import REFUSED, UploadRefused

TIMEOUT_SECONDS = 20
PROGRAM = Path(__file__).with_name("upload_work.py")

logger = logging.getLogger(__name__)


def run_upload_work(kind: str, content: bytes) -> bytes:
    """Do one work of `upload_work.WORK`; raises `UploadRefused`, with `too_large` when a limit ends it."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program under our own interpreter, without a shell
            [sys.executable, "-I", str(PROGRAM), kind],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise UploadRefused("too_large") from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == REFUSED:
        raise UploadRefused(done.stderr.decode())
    # A signal, as the limit of CPU time sends, or a crash: what the file made it do is not repeated in a log.
    logger.warning("the check of an upload ended with %s", done.returncode)
    raise UploadRefused("too_large" if done.returncode < 0 else "unreadable")
