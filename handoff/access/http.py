"""The request as views see it once the door middleware has looked at it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from handoff.access.actor import Actor


class AppRequest(HttpRequest):
    """Any request: `at` is the moment it arrived, frozen once."""

    at: datetime
    user: Any
    theme: str


class ProgramRequest(AppRequest):
    """A request under `p/<program>/`: the program it names and the standing of who asks."""

    program: Any
    actor: Actor
