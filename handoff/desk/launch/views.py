"""The first-run guide on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.desk.launch.presenters import build_guide


@requires_any(Permission.PROGRAM_SETUP)
def show_guide(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each step until the program can take a referral, and what is missing."""
    return render(request, "desk/launch/guide.html", {"guide": build_guide(request.program, request.at)})
