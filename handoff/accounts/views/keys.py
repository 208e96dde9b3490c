"""What a manager does about how somebody gets in: invite, release, sign out everywhere, take lost factors away."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import services
from handoff.accounts.forms import SubjectForm
from handoff.accounts.models import User
from handoff.accounts.services import factors
from handoff.accounts.views.members import invited, member_or_404, today
from handoff.core.refusals import Refused


def done_or_refused(
    request: ProgramRequest, user: User, act: Callable[..., Any], said: str | Promise, **how: Any
) -> HttpResponse:
    """Do it and say so, or say why not, and return to the account."""
    try:
        act(actor=request.actor, user=user, at=request.at, **how)
        messages.success(request, str(said))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:member", request.program.slug, user.public_id)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def invite(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Make a link with which somebody chooses a new password, and show it once."""
    return invited(request, member_or_404(request, user_id))


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def release(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Release an account that wrong tries have locked."""
    user = member_or_404(request, user_id)
    return done_or_refused(request, user, services.release_account, _("The account is released."))


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def end_sessions(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """End every session of somebody."""
    user, on = member_or_404(request, user_id), today(request)
    said = _("They are signed out everywhere.")
    return done_or_refused(request, user, services.end_all_sessions, said, on=on)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def reset_factors(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Take the second factors of somebody who lost them away."""
    user, on = member_or_404(request, user_id), today(request)
    said = _("The second factors are taken away. New ones are set up at the next sign-in.")
    return done_or_refused(request, user, factors.reset_factors, said, on=on)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def link_with_agency(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Link an account with its subject at the agency's own provider, or take the link away."""
    user, on = member_or_404(request, user_id), today(request)
    form = SubjectForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(_("This subject is too long.")))
        return redirect("accounts:member", program, user.public_id)
    subject = form.cleaned_data["subject"].strip()
    said = _("The link with the agency's sign-in is saved.")
    return done_or_refused(request, user, services.link_with_agency, said, subject=subject, on=on)
