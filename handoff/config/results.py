"""The result of a readiness check, as a message of Django's check framework."""

from django.core.checks import INFO, CheckMessage, Error, Info
from django.utils.text import slugify


def result(name: str, good: bool, found: str) -> CheckMessage:
    """`found` is the sentence shown, whether the check passes or fails."""
    return (Info if good else Error)(found, obj=name, id=f"handoff.{slugify(name)}")


def is_good(message: CheckMessage) -> bool:
    return bool(message.level <= INFO)
