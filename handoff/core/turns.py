"""The requests of one process take turns, as long as each is short (docs/adr/0090)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.25
"""Seconds after which a request is slow. Nine of ten pages are done in a fifth of that."""


class Turn:
    """One request's place, and since when it has it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.since = time.monotonic()


class Turns:
    """One at a time; who takes longer than `patience` seconds is overtaken, and keeps no one else waiting.

    Threads of one Python process share one processor, and each statement to the database hands it on: of four pages
    that are made at once, all are done last.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = Turn()
        self._overtaking = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Do something in one's turn."""
        turn = self._take()
        try:
            yield
        finally:
            turn.lock.release()

    def _take(self) -> Turn:
        while True:
            turn = self._turn
            if not turn.lock.acquire(timeout=self._patience):
                if (fresh := self._overtake(turn)) is not None:
                    return fresh
            elif turn is self._turn:
                turn.since = time.monotonic()
                return turn
            else:
                # The slow one has ended, and the others wait for another one by now.
                turn.lock.release()

    def _overtake(self, slow: Turn) -> Turn | None:
        """Take a turn of one's own if it is one request that has been slow all along, not several short ones."""
        with self._overtaking:
            if slow is not self._turn or time.monotonic() - slow.since < self._patience:
                return None
            fresh = Turn()
            fresh.lock.acquire()
            self._turn = fresh
            return fresh
