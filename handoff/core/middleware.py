"""What holds for every request and every response, whatever the page."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from handoff.core.frames import run_with_room
from handoff.core.tenancy import tenant_context
from handoff.core.turns import Turns

PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class TenantMiddleware:
    """Starts each request without a tenant; the access middleware sets the program, and the end resets it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with tenant_context(None):
            return self.get_response(request)


class FramesMiddleware:
    """Answers each request with room for its frames: without it, one more call on the way cost a list a third more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return run_with_room(lambda: self.get_response(request))


class TurnsMiddleware:
    """Makes one page at a time in each process: many at once are all late (`core/turns.py`)."""

    turns = Turns()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self.turns.taken():
            return self.get_response(request)


class SecurityHeadersMiddleware:
    """Keeps pages out of the caches of browsers and proxies, and turns off browser features that no page needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Compresses a page in which nothing stands that whoever sent someone its link could have chosen (finding-A8).

    What is compressed together with a guess says by its length whether the guess was right (BREACH). So only the answer
    to a GET without a query is compressed, and of those only pages: what was searched for or typed is sent as it is,
    and so is every refusal. Django adds random bytes, which hide small differences in length besides.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return (
            super().process_response(request, response) if self.may_compress(request, response) else response
        )

    def may_compress(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        return (
            request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and response.status_code == HTTPStatus.OK
            and not response.streaming
            and response.get("Content-Type", "").startswith("text/html")
        )


ALLOWED_METHODS = ("GET", "HEAD", "POST")


class AllowedMethodsMiddleware:
    """Answers 405 to every method but the three that pages use, before anything is read: the same at every URL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ALLOWED_METHODS:
            return HttpResponseNotAllowed(ALLOWED_METHODS)
        return self.get_response(request)


class NulMiddleware:
    """Answers 400 to an address with a NUL in it, which PostgreSQL stores in no text; forms refuse it by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponse(status=400)
        return self.get_response(request)


class ProxyAddressMiddleware:
    """Behind a proxy, takes the visitor's IP address from what the proxy itself added to X-Forwarded-For.

    Only the last entry is the proxy's own; visitors can make up the ones before it. Without this, the whole county
    would be one visitor to the rate limit of the public page and to the audit log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(last))
        return self.get_response(request)


class AnonymousBodyLimitMiddleware:
    """Answers 413 to a large body from a visitor who isn't signed in: they may send a form without files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        large = length.isdecimal() and int(length) > settings.MAX_ANONYMOUS_BYTES
        if large and not request.user.is_authenticated:
            return HttpResponse(status=413)
        return self.get_response(request)
