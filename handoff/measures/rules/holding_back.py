"""When a figure rests on too few people to be shown."""

LEAST = 11
"""Fewer than this many can name someone: the smallest cell that the federal health agencies publish (CMS)."""


def is_enough(count: int, least: int = LEAST) -> bool:
    """True if a figure that rests on this many may be shown. A program's own threshold can only be higher."""
    return count >= max(least, LEAST)
