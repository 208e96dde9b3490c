"""Room for the frames of Python's calls, so that no page is slow by chance.

Python up to 3.13 keeps frames in pieces of 16 KB and returns a piece to the system as soon as its last frame ends. Code
whose calls go up and down across that edge, as a template's loops do, asks for memory thousands of times a second: a
fifth to a third of the CPU time, at whatever depth of calls the edge happens to lie.
"""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def run_with_room(call: Callable[[], Answer]) -> Answer:
    """Call with a megabyte of frames reserved, most of it left to the frames below."""
    return call()


# A frame that says it needs much makes Python take one large piece, and there is no edge within reach.
run_with_room.__code__ = run_with_room.__code__.replace(co_stacksize=140_000)
