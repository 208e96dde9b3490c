"""Requests as views see them after `ProgramAccessMiddleware`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from handoff.access.actor import Actor

if TYPE_CHECKING:
    # For the type checker alone: at run time access knows nothing of the apps above it.
    from handoff.accounts.models import User
    from handoff.accounts.services.sessions import SessionAssurance
    from handoff.programs.models import Program


class AppRequest(HttpRequest):
    """Any request. `at` is when it arrived: views and services use it instead of reading the clock again.

    `assurance` says how the session was opened; `pending` is the user who has given a password but no second factor
    yet; `ended` is why the session was found to have expired, or ''. `form_refused` is true where the middleware sent a
    redirect in place of the view. `saved_before` is when the form that is sent was saved already,
    `already_saved` the sentence that says so. `saved_the_same` asks whether a form is another one, where the same was
    saved minutes ago under another key; `asked_again` says that it was asked. `typed_at` is when the form that is
    sent was filled in: earlier than `at` for one that a phone kept while it had no network.
    """

    at: datetime
    theme: str
    assurance: SessionAssurance | None
    pending: User | None
    ended: str
    form_refused: bool
    saved_before: datetime | None
    already_saved: str
    saved_the_same: str
    asked_again: bool
    typed_at: datetime


class SignedInRequest(AppRequest):
    """A request to a view whose access rule asks for a sign-in: the middleware lets no one else reach it."""

    user: User
    assurance: SessionAssurance


class ProgramRequest(SignedInRequest):
    """A request under `p/<program>/`: the program and the actor. On a public page, `user` may be anonymous."""

    program: Program
    actor: Actor
