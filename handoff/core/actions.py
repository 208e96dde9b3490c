"""What every page with a form or a button does with an action: run it, say how it went, and redirect."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from handoff.core.forms import Form
from handoff.core.redirects import page_above
from handoff.core.refusals import Refused

Result = TypeVar("Result")
Destination = tuple[str, *tuple[str | uuid.UUID, ...]]
"""The name of a URL and its arguments, or a URL."""


def form_action(
    request: HttpRequest,
    form: BaseForm,
    action: Callable[[], Result],
    *,
    to: Destination | Callable[[Result], Destination],
    done: str | Callable[[Result], str] = "",
    field: str | None = None,
    beside: BaseForm | None = None,
) -> HttpResponse | None:
    """Run the action of a form that was sent and is valid, and redirect; None where the form is to be shown.

    A refusal is shown at its own field, also if that is one of the form `beside` it, else at `field`, or above the
    form. `to` and `done` may depend on what the action returned. A form that was sent before says when (C-F03); of one
    with the same entries as another that was just saved, the user is asked first.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    if (same := getattr(request, "saved_the_same", "")) and isinstance(form, Form):
        # Shown again, the form keeps its key; the next time it is sent it is taken.
        form.ask_again(same, page_above(request.path) if callable(to) else resolve_url(*to))
        request.asked_again = True  # type: ignore[attr-defined]
        return None
    try:
        result = action()
    except Refused as refusal:
        named = beside if beside is not None and refusal.field in beside.fields else form
        named.add_error(refusal.field if refusal.field in named.fields else field, str(refusal))
        return None
    already_saved: str = getattr(request, "already_saved", "")
    if already_saved:
        messages.info(request, already_saved)
    elif words := done(result) if callable(done) else done:
        messages.success(request, words)
    return redirect(*(to(result) if callable(to) else to))


def post_action(
    request: HttpRequest,
    action: Callable[[], object],
    *,
    to: Destination,
    done: str = "",
    refused_to: Destination | None = None,
) -> HttpResponse:
    """Run the action of a button, show that it was done or why it was refused, and redirect.

    `refused_to` is the page on which what is in the way can be changed, where that is another one.
    """
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(*(refused_to or to))
    else:
        if done:
            messages.success(request, done)
    return redirect(*to)
