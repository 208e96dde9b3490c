"""Typed values that forms pass to services."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UserInput:
    """What a manager enters about a new user."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    badge_number: str = ""
    language: str = "en"
