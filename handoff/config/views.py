"""Pages that belong to no app: errors, health checks, and the gallery of components."""

import sys

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from handoff.access.decorators import public
from handoff.config.outages import is_outage, unavailable_response
from handoff.config.readiness import not_ready_words
from handoff.core.gallery import gallery_context

READY_KEY, READY_SECONDS = "readyz", 5


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Forbidden and unknown URLs return the same 404, byte for byte."""
    return HttpResponse(render_to_string("404.html"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; a 503 for a full disk or an unreachable database, which pass by themselves."""
    if is_outage(sys.exc_info()[1]):
        return unavailable_response()
    return HttpResponse(render_to_string("500.html"), status=500)


@public("a proxy checks that the process is alive")
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond without a database query."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@public("a proxy or a monitor checks that people can be served")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all that is needed works, else 503 with the names of what doesn't; `handoff check` has the details."""
    wrong = cache.get_or_set(READY_KEY, not_ready_words, READY_SECONDS)
    words = "not ready: " + ", ".join(wrong) if wrong else "ready"
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=503 if wrong else 200)


@public("components without any data, for developers; absent in production")
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, for developers and tests."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    return render(request, "core/gallery.html", gallery_context(request.POST or None))
