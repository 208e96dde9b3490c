"""The first-run page, for whoever has the link from the server's console, and the page for further programs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import public, requires_any, requires_recent_sign_in
from handoff.access.http import AppRequest, ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import queries
from handoff.accounts.first_run import services
from handoff.accounts.first_run.forms import FirstRunForm, NewProgramForm
from handoff.accounts.first_run.inputs import Installation
from handoff.accounts.services import invitations, sign_ins
from handoff.accounts.views.steps import ip_address_of
from handoff.core.refusals import Refused


@public("no one has an account yet; the one-time link from the server's console lets them in")
def first_run(request: AppRequest, token: str) -> HttpResponse:
    """Create the site administrator and the first program; a wrong or used link gets a 404."""
    address = ip_address_of(request)
    if services.has_accounts() or queries.is_address_throttled(address, request.at):
        raise Http404
    if not services.is_right_token(token):
        sign_ins.record_failed_try(address=address, at=request.at)
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start_installation(
                setup_input=form.setup_input(),
                password=form.cleaned_data["new"],
                address=address,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/first_run_done.html", created_context(made))
    return render(request, "accounts/first_run.html", {"form": form})


def created_context(made: Installation) -> dict[str, object]:
    """What the first-run page created. A manager's link that no mail server took is shown this once, as the setup
    command prints it: whoever starts an installation hands it over.
    """
    mailed = made.manager is not None and invitations.send_invitation(made.manager, made.manager_link)
    return {"made": made, "mailed": mailed}


@requires_recent_sign_in
@requires_any(Permission.PROGRAMS_ADD)
def add_program(request: ProgramRequest, program: str) -> HttpResponse:
    """Add a further program, and mail its manager the link for the first sign-in."""
    form = NewProgramForm(request.POST or None, username=request.user.username)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_program(
                actor=request.actor,
                administrator=request.user,
                new_input=form.new_program_input(),
                at=request.at,
            )
        except Refused as refusal:
            added = services.find_program_just_added(request.user, form.new_program_input(), request.at)
            if added is not None:
                messages.info(request, _("This program is already added."))
                return redirect("accounts:members", added.slug)
            form.add_error(None, str(refusal))
        else:
            mailed = made.manager is not None and invitations.send_invitation(made.manager, made.manager_link)
            unsent = "" if mailed else invitations.unsent_invitation_message()
            return render(request, "accounts/program_added.html", {"made": made, "unsent": unsent})
    return render(request, "accounts/add_program.html", {"form": form})
