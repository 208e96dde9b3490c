"""Where to go next, when the address to go to came with the request."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, wanted: str, otherwise: str = "") -> str:
    """Return the wanted address if it lies within this application, else the other one or the start page."""
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if local and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise or resolve_url(settings.LOGIN_REDIRECT_URL)


def page_before(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or, when a form was sent, the page of this site that it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc == request.get_host():
        return safe_next(request, f"{came_from.path}?{came_from.query}".rstrip("?"))
    return resolve_url(settings.LOGIN_REDIRECT_URL)
