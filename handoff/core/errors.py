"""Error pages that say what happened, what to do, and that nothing was lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long, or that another site sent."""
    return render(request, "403_csrf.html", status=403)
