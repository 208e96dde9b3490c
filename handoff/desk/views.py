"""Where everybody starts, and each role's work of the day."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access.doors import signed_in
from handoff.access.http import AppRequest, ProgramRequest
from handoff.accounts.queries import programs_of


@signed_in("shows only the programs one has a role in")
def start(request: AppRequest) -> HttpResponse:
    """Go to the one program, or choose between several."""
    programs = list(programs_of(request.user, request.at.date()))
    if len(programs) == 1:
        return redirect("home:home", programs[0].slug)
    return render(request, "desk/start.html", {"programs": programs})


@signed_in("shows each member the work that their own role has")
def home(request: ProgramRequest, program: str) -> HttpResponse:
    """Show what needs doing today."""
    return render(request, "desk/home.html", {})
