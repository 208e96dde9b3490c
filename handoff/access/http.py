"""The request as views see it once the door middleware has looked at it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from handoff.access.actor import Actor


class AppRequest(HttpRequest):
    """Any request: `at` is the moment it arrived, frozen once.

    `proof` says what the session was opened with; `pending` is who has given a password and no second factor yet;
    `ended` is why a session was found to be over.
    """

    at: datetime
    user: Any
    theme: str
    proof: Any
    pending: Any
    ended: str


class ProgramRequest(AppRequest):
    """A request under `p/<program>/`: the program it names and the standing of who asks."""

    program: Any
    actor: Actor
