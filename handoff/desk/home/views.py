"""Where everybody starts, each role's work of the day, and the officer's lookup."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access.doors import signed_in
from handoff.access.http import AppRequest, ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import programs_of
from handoff.audit import services as audit
from handoff.desk.home.presenters import worklists
from handoff.desk.home.services import register_work


@signed_in("shows only the programs one has a role in")
def start(request: AppRequest) -> HttpResponse:
    """Go to the one program, or choose between several."""
    programs = list(programs_of(request.user, request.at.date()))
    if len(programs) == 1:
        return redirect("home:home", programs[0].slug)
    return render(request, "desk/home/start.html", {"programs": programs})


@signed_in("shows each member the work that their own role has")
def home(request: ProgramRequest, program: str) -> HttpResponse:
    """Show what needs doing today, by role."""
    lists = worklists(request.actor, request.program, request.at)
    shown = sum(len(each.tasks) for each in lists)
    under_roi = register_work(request.actor, request.program, lists, request.at)
    if shown:
        audit.record_read(actor=request.actor, at=request.at, action="home.opened", details={"tasks": shown})
    urgent = [each for each in lists if each.tasks]
    quiet = [each for each in lists if not each.tasks]
    context = {
        "urgent": urgent,
        "quiet": quiet,
        "under_roi": under_roi,
        "may_refer": request.actor.can(Permission.REFERRAL_MAKE),
        "may_bring": request.actor.can(Permission.CHARGES_RECORD_NEW)
        and not request.actor.can(Permission.REFERRAL_MAKE),
        "may_analyse": request.actor.can(Permission.OPPORTUNITY_RUN),
    }
    return render(request, "desk/home/home.html", context)
