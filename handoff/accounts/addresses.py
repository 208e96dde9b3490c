"""Where to go next, when the address to go to came with the request."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, wanted: str, otherwise: str = "") -> str:
    """Return the wanted address if it lies within this application, else the other one or the start page."""
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if local and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise or reverse("desk:start")
