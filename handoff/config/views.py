"""Pages that belong to no app: errors, health, and the gallery of components."""

import sys

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from handoff.access.doors import public
from handoff.config.readiness import not_ready_words
from handoff.config.trouble import is_trouble, unavailable
from handoff.core.gallery import gallery_context

READY_KEY, READY_SECONDS = "readyz", 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One answer, byte for byte, for what does not exist and for what is not yours."""
    return HttpResponse(render_to_string("404.html"), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side; say so plainly. A full disk or a database that is away passes by itself."""
    if is_trouble(sys.exc_info()[1]):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


@public("a proxy asks whether the process is alive")
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer without touching the database."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@public("a proxy or a watchman asks whether people can be served")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether everything needed is there, in single words; what is wrong exactly is for `handoff check`."""
    wrong = cache.get_or_set(READY_KEY, not_ready_words, READY_SECONDS)
    words = "not ready: " + ", ".join(wrong) if wrong else "ready"
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=503 if wrong else 200)


@public("components without any data, for developers; absent in production")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, so that each can be looked at and tested."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    return render(request, "core/gallery.html", gallery_context(request.POST or None))
