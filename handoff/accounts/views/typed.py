"""Keeping what is typed, dropping it, and staying signed in (D7, WCAG 2.2.1)."""

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_sign_in
from handoff.access.http import ProgramRequest, SignedInRequest
from handoff.accounts.middleware.typed import note_page
from handoff.accounts.services import typed
from handoff.accounts.services.typed import Author
from handoff.core.redirects import previous_page


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
    kept = typed.keep_typed(author=author, sent=request.POST, files=[], at=request.at)
    if kept:
        note_page(request, author.page)
    return JsonResponse({"kept": kept, "seconds": request.assurance.seconds_left(request.at)})


@requires_sign_in("members drop what they typed themselves")
@require_POST
def drop_typed(request: ProgramRequest, program: str) -> HttpResponse:
    """Forget what was kept of a page, and show the page as it is saved."""
    path = request.POST.get("kept_page", "")
    if not typed.is_page_of(path, request.program):
        return HttpResponseBadRequest()
    typed.delete_typed(author=Author(user=request.user, program=request.program, path=path))
    return redirect(path)
