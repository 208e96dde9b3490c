"""Where to go next, when that URL came with the request."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next_url(request: HttpRequest, url: str, default: str = "") -> str:
    """The URL if it lies within this application, else the default or the site's first page."""
    local = url.startswith("/") and not url.startswith(("//", "/\\"))
    if local and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return url
    return default or resolve_url(settings.LOGIN_REDIRECT_URL)


def previous_page(request: HttpRequest) -> str:
    """The page to return to: this one, or, after a POST, the page of this site that held the form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc == request.get_host():
        return safe_next_url(request, f"{came_from.path}?{came_from.query}".rstrip("?"))
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def page_above(path: str) -> str:
    """The nearest page that this one lies under: the record of a form that adds to it, or the list."""
    parts = path.rstrip("/").split("/")
    while len(parts) > 1:
        parts.pop()
        above = "/".join([*parts, ""])
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return resolve_url(settings.LOGIN_REDIRECT_URL)
