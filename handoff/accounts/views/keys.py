"""How a manager helps a user get in: invite, unlock, sign out everywhere, reset lost factors."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import services
from handoff.accounts.forms import AgencySubjectForm
from handoff.accounts.models import User
from handoff.accounts.services import factors
from handoff.accounts.views.members import member_or_404, program_today, send_link
from handoff.core.actions import post_action


def post_account_action(
    request: ProgramRequest, user: User, action: Callable[[], object], success: str | Promise
) -> HttpResponse:
    """Run the action, show the result or the refusal, and return to the account."""
    return post_action(
        request,
        action,
        done=str(success),
        to=("accounts:member", request.program.slug, user.public_id),
    )


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def send_invitation(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Mail the user a link with which they choose a new password."""
    return send_link(request, member_or_404(request, user_id))


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def vouch_for_account(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Confirm that an account another manager made or reset is in its owner's hands."""
    user = member_or_404(request, user_id)
    action = partial(services.vouch_for_account, actor=request.actor, user=user, at=request.at)
    return post_account_action(request, user, action, _("Account confirmed."))


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def unlock_account(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Unlock an account that was locked after wrong tries."""
    user = member_or_404(request, user_id)
    action = partial(services.unlock_account, actor=request.actor, user=user, at=request.at)
    return post_account_action(request, user, action, _("Account unlocked."))


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def end_sessions(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    user, on = member_or_404(request, user_id), program_today(request)
    action = partial(services.end_all_sessions, actor=request.actor, user=user, on=on, at=request.at)
    return post_account_action(request, user, action, _("They're signed out everywhere."))


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def reset_factors(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Remove the second factors of a user who lost them."""
    user, on = member_or_404(request, user_id), program_today(request)
    action = partial(factors.reset_factors, actor=request.actor, user=user, on=on, at=request.at)
    success = _("Two-step verification was reset. They'll set it up again the next time they sign in.")
    return post_account_action(request, user, action, success)


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def link_agency_account(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Link an account with its subject at the agency's own provider, or remove the link."""
    user, on = member_or_404(request, user_id), program_today(request)
    form = AgencySubjectForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(_("This ID is too long.")))
        return redirect("accounts:member", program, user.public_id)
    subject = form.cleaned_data["subject"].strip()
    success = _("Agency link saved.")
    action = partial(
        services.link_agency_account,
        actor=request.actor,
        user=user,
        subject=subject,
        on=on,
        at=request.at,
    )
    return post_account_action(request, user, action, success)
