"""The criteria: reading them, writing a version, proposing it, approving it from both sides (E1, E2, E9)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused, why_not
from handoff.eligibility import policies, queries, services
from handoff.eligibility.engine.criteria import Criteria, CriteriaRefused
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.forms import Typed, editor
from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.presenters.criteria import differences, sections
from handoff.eligibility.presenters.versions import shown_approvals, shown_version
from handoff.programs.queries import local_date


def version_or_404(request: ProgramRequest, version_id: uuid.UUID) -> CriteriaVersion:
    """Return a version of this program; a draft is seen only by who writes criteria."""
    version = queries.version_of(request.program, version_id)
    if version is None or (version.proposed_at is None and not request.actor.can(Permission.CRITERIA_EDIT)):
        raise Http404
    return version


@requires(Permission.CRITERIA_READ)
def criteria(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the criteria in force, what waits for approval, and past versions."""
    in_force = queries.criteria_in_force(request.program, request.at)
    may_edit = request.actor.can(Permission.CRITERIA_EDIT)
    versions = [each for each in queries.versions(request.program) if each.proposed_at or may_edit]
    shown = [shown_version(each, in_force, request.at) for each in versions]
    draft = queries.open_draft(request.program) if may_edit else None
    context = {
        "in_force": in_force,
        "shown_in_force": next((each for each in shown if each.version == in_force), None),
        "sections": sections(Criteria.from_plain(in_force.criteria)) if in_force else [],
        "versions": shown,
        "waiting": queries.waiting_version(request.program),
        "draft": draft,
        "may_edit": may_edit,
    }
    return render(request, "eligibility/criteria.html", context)


@requires(Permission.CRITERIA_READ)
def version(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """Show one version: its words, what it changes, who approved it, and what may be done with it."""
    one = version_or_404(request, version_id)
    before = queries.version_before(one)
    now = Criteria.from_plain(one.criteria)
    given = list(queries.approvals_of(one))
    actor = request.actor
    sides = [
        (side, why_not(policies.check_can_approve_criteria, actor, one, given, side))
        for side, permission in policies.PERMISSION_OF_SIDE.items()
        if actor.can(permission) and one.proposed_at and not one.approved_at and not one.withdrawn_at
    ]
    context = {
        "shown": shown_version(one, queries.criteria_in_force(request.program, request.at), request.at),
        "sections": sections(now),
        "before": before,
        "changes": differences(Criteria.from_plain(before.criteria) if before else None, now),
        "approvals": shown_approvals(one, given),
        "sides": sides,
        "may_edit": actor.can(Permission.CRITERIA_EDIT),
        "may_withdraw": why_not(policies.check_can_withdraw_criteria, actor, one) is None,
    }
    return render(request, "eligibility/version.html", context)


@requires(Permission.CRITERIA_EDIT)
def edit_criteria(request: ProgramRequest, program: str) -> HttpResponse:
    """Write the draft: a new one starts from the version in force, the first from the North Carolina example."""
    draft = queries.open_draft(request.program)
    start = draft or queries.criteria_in_force(request.program, request.at)
    before = Criteria.from_plain(start.criteria) if start else NORTH_CAROLINA
    today = local_date(request.program, request.at)
    day, note = (draft.effective_on, draft.note) if draft else (today, "")
    typed = editor(before, day, note, request.POST or None)
    if request.method == "POST" and typed.is_valid():
        saved = save_draft(request, typed, before, draft)
        if saved is not None:
            messages.success(request, _("The draft is saved. Look at what it changes, then propose it."))
            return redirect("eligibility:version", program, saved.public_id)
    context = {"form": typed.form, "limits": typed.limits, "draft": draft, "from_example": start is None}
    return render(request, "eligibility/edit_criteria.html", context)


def save_draft(
    request: ProgramRequest, typed: Typed, before: Criteria, draft: CriteriaVersion | None
) -> CriteriaVersion | None:
    """Save what was typed, or put each reason why it cannot be so at its field."""
    try:
        return services.save_criteria_draft(
            actor=request.actor,
            program=request.program,
            plain=typed.plain(before),
            effective_on=typed.form.cleaned_data["effective_on"],
            note=typed.form.cleaned_data["note"],
            version=draft,
            at=request.at,
        )
    except CriteriaRefused as refused:
        typed.form.show_errors(refused.errors)
    except Refused as refusal:
        typed.form.add_error(None, str(refusal))
    return None


def acted(request: ProgramRequest, version: CriteriaVersion, deed: Any, done: str) -> HttpResponse:
    """Do one thing with a version and return to its page, with what came of it."""
    try:
        deed(actor=request.actor, version=version, at=request.at)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("eligibility:version", request.program.slug, version.public_id)


@requires(Permission.CRITERIA_EDIT)
@require_POST
def propose(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """Put a draft before both sides."""
    one = version_or_404(request, version_id)
    return acted(
        request, one, services.propose_criteria, _("Proposed. Both sides are told that it waits for them.")
    )


@requires(Permission.CRITERIA_EDIT)
@require_POST
def withdraw(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """Take a version back."""
    one = version_or_404(request, version_id)
    return acted(
        request, one, services.withdraw_criteria, _("Withdrawn. It stays on the list of past versions.")
    )


@requires(Permission.CRITERIA_APPROVE_LAW, Permission.CRITERIA_APPROVE_DA)
@require_POST
def approve(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """Give one side's yes."""
    one = version_or_404(request, version_id)
    side = request.POST.get("side", "")

    def deed(**what: Any) -> None:
        services.approve_criteria(side=side, **what)

    return acted(request, one, deed, _("Your approval is recorded."))
