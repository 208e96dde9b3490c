"""Roles in words, and the accounts that hold them."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import fresh, requires, signed_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import policies, queries, services
from handoff.accounts.forms import MemberForm, RoleForm, SubjectForm
from handoff.accounts.models import User
from handoff.accounts.presenters import role_title, roles_in_words
from handoff.accounts.services import invitations
from handoff.core.refusals import Refused, why_not
from handoff.programs.queries import local_date, partner_agencies


def today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def member_or_404(request: ProgramRequest, user_id: uuid.UUID) -> User:
    """Return the account if it has or had a role here."""
    user = queries.member_of(request.program, user_id)
    if user is None:
        raise Http404
    return user


@signed_in("every member may read what each role is for")
def roles(request: ProgramRequest, program: str) -> HttpResponse:
    """Print each role with its sentence and what it may do."""
    return render(request, "accounts/roles.html", {"roles": roles_in_words()})


@requires(Permission.ACCOUNTS_MANAGE)
def members(request: ProgramRequest, program: str) -> HttpResponse:
    """List who holds which role, and who has signed the agreement."""
    rows = [
        (role_title(row.membership.role), row) for row in queries.member_rows(request.program, request.at)
    ]
    unsigned = {row.user.pk for _title, row in rows if not row.signed and row.user.is_active}
    agreement = queries.current_agreement(request.program, request.at)
    context = {"rows": rows, "unsigned": len(unsigned), "agreement": agreement}
    return render(request, "accounts/members.html", context)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
def add_member(request: ProgramRequest, program: str) -> HttpResponse:
    """Add an account with its first role, and show its link or first password once."""
    form = MemberForm(request.POST or None, agencies=partner_agencies(request.program))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, password = services.add_member(
                actor=request.actor,
                program=request.program,
                given=services.UserGiven(
                    username=given["username"],
                    full_name=given["full_name"],
                    email=given["email"],
                    phone=given["phone"].e164,
                    badge_number=given["badge_number"],
                    language=given["language"],
                ),
                agency=given["agency"],
                role=given["role"],
                on=today(request),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if password and given["way"] == "link":
                return invited(request, user)
            return shown_member(request, user, password)
    return render(request, "accounts/add_member.html", {"form": form})


def invited(request: ProgramRequest, user: User) -> HttpResponse:
    """Make a link, mail it where there is an address, and show it once."""
    try:
        link = invitations.invite(actor=request.actor, user=user, on=today(request), at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:member", request.program.slug, user.public_id)
    return shown_member(request, user, link=link, mailed=invitations.send(user, link))


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
def member(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Show one account: its roles, and what can be done with it."""
    user = member_or_404(request, user_id)
    form = RoleForm(request.POST or None, agencies=partner_agencies(request.program))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.grant_role(
                actor=request.actor,
                user=user,
                program=request.program,
                agency=given["agency"],
                role=given["role"],
                on=today(request),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role is given."))
            return redirect("accounts:member", program, user.public_id)
    return shown_member(request, user, "", form)


def shown_member(
    request: ProgramRequest,
    user: User,
    password: str = "",
    form: RoleForm | None = None,
    *,
    link: str = "",
    mailed: bool = False,
) -> HttpResponse:
    """Render one account's page; a password or a link just made is shown once."""
    held = [
        (role_title(row.role), row, why_not(policies.check_can_end_membership, request.actor, row))
        for row in queries.memberships_in(request.program, user)
    ]
    context = {
        "member": user,
        "held": held,
        "password": password,
        "link": link,
        "mailed": mailed,
        "locked": queries.is_locked(user.username, request.at),
        "cannot_release": why_not(policies.check_can_release_account, request.actor, user, request.at),
        "has_factor": bool(queries.factor_kinds(user)),
        "sessions": queries.sessions_of(user).count(),
        "subject_form": SubjectForm(initial={"subject": user.oidc_subject}) if settings.OIDC_ISSUER else None,
        "form": form or RoleForm(agencies=partner_agencies(request.program)),
        "signature": queries.signature_of(user, request.program, request.at),
        "why_not": why_not(policies.check_can_change_account, request.actor, user, today(request)),
    }
    return render(request, "accounts/member.html", context)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def end_role(request: ProgramRequest, program: str, user_id: uuid.UUID, role: str) -> HttpResponse:
    """End the open role of that name."""
    user = member_or_404(request, user_id)
    membership = queries.memberships_in(request.program, user).filter(role=role, ends_on__isnull=True).first()
    if membership is None:
        raise Http404
    try:
        services.end_membership(actor=request.actor, membership=membership, on=today(request), at=request.at)
        messages.success(request, _("The role has ended."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:member", program, user.public_id)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def switch_account(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Switch an account off or on."""
    user = member_or_404(request, user_id)
    active = request.POST.get("active") == "yes"
    try:
        services.set_account_active(
            actor=request.actor, user=user, active=active, on=today(request), at=request.at
        )
        messages.success(
            request, _("The account is switched on.") if active else _("The account is switched off.")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:member", program, user.public_id)


@fresh
@requires(Permission.ACCOUNTS_MANAGE)
@require_POST
def issue_password(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Make a new first password and show it once."""
    user = member_or_404(request, user_id)
    try:
        password = services.issue_password(actor=request.actor, user=user, on=today(request), at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:member", program, user.public_id)
    return shown_member(request, user, password)
