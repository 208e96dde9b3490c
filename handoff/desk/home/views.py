"""The site's first page, which sends a user to their program, and each user's home page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access.decorators import requires_sign_in
from handoff.access.http import ProgramRequest, SignedInRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import programs_with_role
from handoff.accounts.services.second_person import roles_to_be_confirmed
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.desk.home.presenters.worklists import build_worklists
from handoff.desk.home.services import record_worklist_disclosures
from handoff.desk.launch.presenters import guide_while_starting
from handoff.eligibility.queries import diverts_charges


@requires_sign_in("shows only the programs one has a role in")
def choose_program(request: SignedInRequest) -> HttpResponse:
    """Go to the user's only program, or let them choose between several."""
    programs = programs_with_role(request.user, request.at)
    if len(programs) == 1:
        return redirect("home:home", programs[0].slug)
    waiting = roles_to_be_confirmed(request.user) if not programs else []
    return render(request, "desk/home/start.html", {"programs": programs, "waiting": waiting})


@requires_sign_in("shows each member the work that their own role has")
def show_home(request: ProgramRequest, program: str) -> HttpResponse:
    """Show today's work according to the user's permissions."""
    lists = build_worklists(request.actor, request.program, request.at)
    shown = [task for each in lists for task in each.tasks]
    under_roi = record_worklist_disclosures(request.actor, request.program, lists, request.at)
    if shown:
        audit.record_read(
            actor=request.actor,
            at=request.at,
            action=AuditLook.HOME_OPENED,
            details={"tasks": len(shown)},
            people=[task.about for task in shown if task.about],
        )
    urgent = [each for each in lists if each.tasks]
    quiet = [each for each in lists if not each.tasks]
    context = {
        "guide": guide_while_starting(request.program, request.at)
        if request.actor.can(Permission.PROGRAM_SETUP)
        else None,
        "urgent": urgent,
        "quiet": quiet,
        "under_roi": under_roi,
        "may_refer": request.actor.can(Permission.REFERRAL_MAKE),
        "may_divert": request.actor.can(Permission.CHARGES_DECIDE_OWN)
        and diverts_charges(request.program, request.at),
        "may_report_charge": request.actor.can(Permission.CHARGES_RECORD_NEW)
        and not request.actor.can(Permission.REFERRAL_MAKE),
        "has_calendar": request.actor.can(Permission.OUTREACH_DO),
        "may_analyze": request.actor.can(Permission.OPPORTUNITY_RUN),
    }
    return render(request, "desk/home/home.html", context)
