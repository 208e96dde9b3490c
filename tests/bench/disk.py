"""What the disk does while something else is measured: a few kilobytes written and flushed, again and again."""

import os
import threading
import time
from pathlib import Path

KILOBYTES, PAUSE_SECONDS, LONG_MS = 8, 0.02, 50
"""As much as PostgreSQL writes for a row of the audit log; a flush of `LONG_MS` is felt by whoever waits for it."""


class Flushes:
    """Times flushes of a file in a folder until the block ends."""

    def __init__(self, folder: str) -> None:
        self._file = Path(folder) / "flushed"
        self._taken: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Flushes":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()
        self._file.unlink()

    def summary(self) -> dict[str, float]:
        """Milliseconds of the middle flush and of the longest, and the seconds spent in long ones."""
        taken = sorted(self._taken)
        return {
            "flushes": len(taken),
            "p50_ms": round(taken[len(taken) // 2], 1),
            "most_ms": round(taken[-1]),
            "long": sum(each > LONG_MS for each in taken),
            "long_seconds": round(sum(each for each in taken if each > LONG_MS) / 1000, 1),
        }

    def _run(self) -> None:
        with self._file.open("wb", buffering=0) as file:
            while not self._ended.wait(PAUSE_SECONDS):
                file.write(bytes(KILOBYTES * 1024))
                began = time.perf_counter()
                os.fdatasync(file.fileno())
                self._taken.append((time.perf_counter() - began) * 1000)
