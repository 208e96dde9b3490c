"""Pages that belong to no app: errors, health, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from handoff.access.doors import public
from handoff.core.gallery import gallery_context


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One answer, byte for byte, for what does not exist and for what is not yours."""
    return HttpResponse(render_to_string("404.html"), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side; say so plainly."""
    return HttpResponse(render_to_string("500.html"), status=500)


@public("a proxy asks whether the process is alive")
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer without touching the database."""
    return HttpResponse("ok", content_type="text/plain")


@public("components without any data, for developers; absent in production")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, so that each can be looked at and tested."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    return render(request, "core/gallery.html", gallery_context(request.POST or None))
