"""What looking at one thing gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is as it should be, and what was found."""

    name: str
    good: bool
    found: str
