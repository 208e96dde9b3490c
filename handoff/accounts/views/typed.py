"""Keeping what is typed, dropping it, and staying signed in (D7, WCAG 2.2.1)."""

from datetime import datetime

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_sign_in
from handoff.access.http import ProgramRequest, SignedInRequest
from handoff.accounts.middleware.typed import note_page
from handoff.accounts.services import typed
from handoff.accounts.services.typed import Author
from handoff.core.redirects import previous_page
from handoff.core.templatetags.handoff import clock
from handoff.core.typed import Typed


@requires_sign_in("users extend their own session")
@require_POST
def stay_signed_in(request: SignedInRequest) -> HttpResponse:
    """Extend the session: by the request itself. Says how many seconds it lasts, or returns to the page."""
    if request.headers.get("Accept", "") != "application/json":
        return redirect(previous_page(request))
    seconds, more = request.assurance.seconds_left(request.at), request.assurance.can_extend(request.at)
    return JsonResponse({"seconds": seconds, "can_extend": more})


@requires_sign_in("members keep what they typed themselves")
@require_POST
def keep_typed(request: ProgramRequest, program: str) -> HttpResponse:
    """Keep what is being typed on a page of this program; nothing is opened or saved."""
    path = request.POST.get("kept_page", "")
    if not typed.is_page_of(path, request.program):
        return HttpResponseBadRequest()
    author = Author(user=request.user, program=request.program, path=path)
    saved = request.saved_before
    # A page still open elsewhere, or a text that was on its way while the form was saved, makes no second entry.
    kept = saved is None and typed.keep_typed(author=author, sent=request.POST, files=[], at=request.at)
    if kept:
        note_page(request, author.page)
    found = typed.find_typed(author=author, at=request.at) if kept else None
    return JsonResponse(
        {
            "kept": kept,
            "state": found.state if found else "",
            "said": say_what_is_kept(request, saved, found),
            "seconds": request.assurance.seconds_left(request.at),
        }
    )


def say_what_is_kept(request: ProgramRequest, saved: datetime | None, found: Typed | None) -> str:
    """One line for the page: when the draft was saved, or that the form itself was, maybe on another device."""
    if saved is not None:
        words = _(
            "You already saved this form at %(time)s. What you type now is kept only when you save again."
        )
        return words % {"time": clock(saved, request.program)}
    if found is None:
        return ""
    said = _("Draft saved %(time)s.") % {"time": clock(found.kept_at, request.program)}
    if found.written_elsewhere:
        said += " " + _("What you typed in this form on another page or device is kept too.")
    return said


@requires_sign_in("members drop what they typed themselves")
@require_POST
def drop_typed(request: ProgramRequest, program: str) -> HttpResponse:
    """Forget what was kept of a page, and show the page as it is saved."""
    path = request.POST.get("kept_page", "")
    if not typed.is_page_of(path, request.program):
        return HttpResponseBadRequest()
    typed.delete_typed(author=Author(user=request.user, program=request.program, path=path))
    return redirect(path)
