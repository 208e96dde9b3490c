"""Roles in words, and the accounts that hold them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any, requires_recent_sign_in, requires_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import policies, queries, services
from handoff.accounts.forms import AgencySubjectForm, MemberForm, RoleForm
from handoff.accounts.models import Membership, User
from handoff.accounts.presenters import role_descriptions, role_title
from handoff.accounts.queries import two_people
from handoff.accounts.services import invitations
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused, refusal_message
from handoff.notifications.queries import mail_is_delivered
from handoff.programs.queries import local_date, partner_agencies


def program_today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def member_or_404(request: ProgramRequest, user_id: uuid.UUID) -> User:
    """The account, if it has or had a role in this program."""
    user = queries.find_member(request.program, user_id)
    if user is None:
        raise Http404
    return user


@requires_sign_in("every member may read what each role is for")
def show_roles(request: ProgramRequest, program: str) -> HttpResponse:
    """Print each role with its sentence and permissions."""
    return render(request, "accounts/roles.html", {"roles": role_descriptions()})


@requires_any(Permission.ACCOUNTS_MANAGE)
def list_members(request: ProgramRequest, program: str) -> HttpResponse:
    """List who holds which role, and who has signed the agreement."""
    rows = [
        (role_title(row.membership.role), row) for row in queries.member_rows(request.program, request.at)
    ]
    # A user with several roles signs once; disabled accounts don't have to.
    unsigned = {row.user.pk for _title, row in rows if not row.signed and row.user.is_active}
    agreement = queries.current_agreement(request.program, request.at)
    context = {"rows": rows, "unsigned": len(unsigned), "agreement": agreement}
    return render(request, "accounts/members.html", context)


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
def add_member(request: ProgramRequest, program: str) -> HttpResponse:
    """Add an account with its first role, and mail its owner the link for the first sign-in."""
    form = MemberForm(request.POST or None, agencies=partner_agencies(request.program))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, is_new = services.add_member(
                actor=request.actor,
                program=request.program,
                user_input=form.user_input(),
                agency=data["agency"],
                role=data["role"],
                on=program_today(request),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if is_new:
                return send_link(request, user)
            messages.success(request, _("Role assigned."))
            return redirect("accounts:member", program, user.public_id)
    return render(
        request, "accounts/add_member.html", {"form": form, "mail_is_delivered": mail_is_delivered()}
    )


def send_link(request: ProgramRequest, user: User) -> HttpResponse:
    """Mail a link to the owner's address, and to no one else: it is shown nowhere."""
    try:
        link = invitations.create_invitation(
            actor=request.actor, user=user, on=program_today(request), at=request.at
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if invitations.send_invitation(user, link):
            sent = _("We emailed a sign-in link to %(address)s. It works once, within 7 days.")
            messages.success(request, sent % {"address": user.email})
        else:
            messages.error(request, invitations.unsent_invitation_message())
    return redirect("accounts:member", request.program.slug, user.public_id)


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
def show_member(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Show one account: its roles, and what can be done with it."""
    user = member_or_404(request, user_id)
    form = RoleForm(request.POST or None, agencies=partner_agencies(request.program))
    response = form_action(
        request,
        form,
        lambda: services.grant_role(
            actor=request.actor,
            user=user,
            program=request.program,
            agency=form.cleaned_data["agency"],
            role=form.cleaned_data["role"],
            on=program_today(request),
            at=request.at,
        ),
        done=_("Role assigned."),
        to=("accounts:member", program, user.public_id),
    )
    if response is not None:
        return response
    return render_member(request, user, form)


@dataclass(frozen=True)
class RoleRow:
    """A role of the user, and why it can't be ended or confirmed, if it can't."""

    title: str
    membership: Membership
    starts_later: bool
    can_be_removed: bool
    end_refusal: str | None
    confirm_refusal: str | None


def role_rows(request: ProgramRequest, user: User) -> list[RoleRow]:
    """The user's roles in the program."""
    return [
        RoleRow(
            title=role_title(row.role),
            membership=row,
            starts_later=row.starts_on > program_today(request),
            can_be_removed=row.can_be_removed(program_today(request)),
            end_refusal=refusal_message(
                policies.check_can_end_membership, request.actor, row, program_today(request)
            ),
            confirm_refusal=refusal_message(
                policies.check_can_confirm_role, request.actor, row, program_today(request)
            ),
        )
        for row in queries.memberships_in(request.program, user)
    ]


def subject_form(user: User) -> AgencySubjectForm | None:
    return AgencySubjectForm(initial={"subject": user.oidc_subject}) if settings.OIDC_ISSUER else None


def render_member(request: ProgramRequest, user: User, form: RoleForm | None = None) -> HttpResponse:
    """Render an account's page."""
    context = {
        "member": user,
        "roles": role_rows(request, user),
        "unvouched": two_people.unvouched_issues(user).exists(),
        "vouch_refusal": refusal_message(policies.check_can_vouch, request.actor, user),
        "locked": queries.is_locked(user.username, request.at),
        "unlock_refusal": refusal_message(
            policies.check_can_release_account, request.actor, user, request.at
        ),
        "has_factor": bool(queries.factor_kinds(user)),
        "sessions": queries.sessions_of(user).count(),
        "subject_form": subject_form(user),
        "form": form or RoleForm(agencies=partner_agencies(request.program)),
        "signature": queries.signature_of(user, request.program, request.at),
        "refusal": refusal_message(
            policies.check_can_change_account, request.actor, user, program_today(request)
        ),
    }
    return render(request, "accounts/member.html", context)


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def end_role(request: ProgramRequest, program: str, user_id: uuid.UUID, role: str) -> HttpResponse:
    """End the user's open role of that name."""
    user = member_or_404(request, user_id)
    held, today = queries.memberships_in(request.program, user).filter(role=role), program_today(request)
    membership = next((each for each in held if each.can_be_removed(today)), None)
    if membership is None:
        raise Http404
    return post_action(
        request,
        lambda: services.end_membership(actor=request.actor, membership=membership, on=today, at=request.at),
        done=_("Role removed."),
        to=("accounts:member", program, user.public_id),
    )


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def confirm_role(request: ProgramRequest, program: str, user_id: uuid.UUID, role: str) -> HttpResponse:
    """Confirm, as a second manager, the user's role of that name."""
    user = member_or_404(request, user_id)
    held = queries.memberships_in(request.program, user).filter(role=role)
    # One that waits no longer gets the sentence that says so.
    membership = next((each for each in held if each.waits_for_confirmation), held.first())
    if membership is None:
        raise Http404
    return post_action(
        request,
        lambda: services.confirm_role(
            actor=request.actor, membership=membership, on=program_today(request), at=request.at
        ),
        done=_("Role confirmed."),
        to=("accounts:member", program, user.public_id),
    )


@requires_recent_sign_in
@requires_any(Permission.ACCOUNTS_MANAGE)
@require_POST
def switch_account(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Disable or enable an account."""
    user = member_or_404(request, user_id)
    active = request.POST.get("active") == "yes"
    return post_action(
        request,
        lambda: services.set_account_active(
            actor=request.actor, user=user, active=active, on=program_today(request), at=request.at
        ),
        done=_("Account turned on.") if active else _("Account turned off."),
        to=("accounts:member", program, user.public_id),
    )
