"""Reading, writing, proposing and approving criteria (E1, E2, E9)."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit.definitions import AuditAction
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused, refusal_message
from handoff.eligibility import policies, queries, services
from handoff.eligibility.engine.criteria import Criteria, CriteriaRefused
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.forms import ApprovalForm, CriteriaEditor, ReadingForm, criteria_editor
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.eligibility.presenters.criteria import compare_criteria, criteria_sections
from handoff.eligibility.presenters.versions import (
    present_approvals,
    present_program_texts,
    present_readings,
    present_version,
)
from handoff.programs.models import Agency
from handoff.programs.queries import local_date


def version_or_404(request: ProgramRequest, version_id: uuid.UUID) -> CriteriaVersion:
    """A version of this program. Only those who may edit criteria see a draft."""
    version = queries.find_version(request.program, version_id)
    if version is None or (version.proposed_at is None and not request.actor.can(Permission.CRITERIA_EDIT)):
        raise Http404
    return version


@requires_any(Permission.CRITERIA_READ)
def criteria(request: ProgramRequest, program: str) -> HttpResponse:
    """The current criteria, the version that waits for approval, and past versions."""
    current = queries.current_criteria(request.program, request.at)
    may_edit = request.actor.can(Permission.CRITERIA_EDIT)
    versions = [each for each in queries.criteria_versions(request.program) if each.proposed_at or may_edit]
    shown = [present_version(each, current, request.at) for each in versions]
    draft = queries.open_draft(request.program) if may_edit else None
    context = {
        "current": current,
        "current_row": next((each for each in shown if each.version == current), None),
        "sections": criteria_sections(Criteria.from_plain(current.criteria)) if current else [],
        "versions": shown,
        "waiting": queries.waiting_version(request.program),
        "draft": draft,
        "may_edit": may_edit,
    }
    return render(request, "eligibility/criteria.html", context)


def approvals_to_give(
    request: ProgramRequest, one: CriteriaVersion, approvals: list[CriteriaApproval]
) -> list[tuple[Agency, ApprovalForm, str | None]]:
    """The user's partners whose approval is missing, each with its form and why it can't be used, if it can't."""
    if one.approved_at or one.withdrawn_at:
        return []
    mine = queries.approval_permissions_by_agency(request.actor, request.program, request.at)
    # The list of approvals says that these are done; a button would only be one more thing to press.
    done = {approval.agency_id for approval in approvals}
    return [
        (
            each,
            ApprovalForm(auto_id=f"approve-{each.public_id}-%s"),
            refusal_message(policies.check_can_approve_criteria, request.actor, one, approvals, each, mine),
        )
        for each in queries.own_agencies_asked(request.actor, one, request.at)
        if each.pk not in done
    ]


@requires_any(Permission.CRITERIA_READ)
def version(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """One version: its sentences, changes and approvals, and what may be done with it."""
    one = version_or_404(request, version_id)
    before = queries.version_before(one)
    now = Criteria.from_plain(one.criteria)
    approvals = list(queries.approvals_of(one))
    actor = request.actor
    context = {
        "to_read": queries.agencies_to_read_for(actor, one, request.at),
        "readings": present_readings(queries.readings_of(one)),
        "shown": present_version(one, queries.current_criteria(request.program, request.at), request.at),
        "sections": criteria_sections(now),
        "before": before,
        "changes": compare_criteria(Criteria.from_plain(before.criteria) if before else None, now),
        "approvals": present_approvals(one, approvals),
        "agencies": approvals_to_give(request, one, approvals),
        "texts": present_program_texts(request.program, request.at),
        "may_edit": actor.can(Permission.CRITERIA_EDIT),
        "may_withdraw": refusal_message(policies.check_can_withdraw_criteria, actor, one) is None,
    }
    return render(request, "eligibility/version.html", context)


@requires_any(Permission.CRITERIA_EDIT)
def edit_criteria(request: ProgramRequest, program: str) -> HttpResponse:
    """Edit the draft. A new one starts from the current version, the first from the North Carolina example."""
    draft = queries.open_draft(request.program)
    start = draft or queries.current_criteria(request.program, request.at)
    # The name becomes the program's own text, so it starts in the language of whoever writes it.
    example = replace(NORTH_CAROLINA, name=_("North Carolina example"))
    before = Criteria.from_plain(start.criteria) if start else example
    today = local_date(request.program, request.at)
    day, note = (draft.effective_on, draft.note) if draft else (today, "")
    editor = criteria_editor(before, day, note, request.POST or None)
    if draft is not None:
        editor.form.who_changed = partial(
            who_changed_last, request.actor, draft.public_id, AuditAction.CRITERIA_SAVED
        )
    if request.method == "POST" and editor.is_valid():
        saved = save_draft(request, editor, before, draft)
        if saved is not None:
            messages.success(request, _("Draft saved. Review the changes, then propose it."))
            return redirect("eligibility:version", program, saved.public_id)
    context = {"form": editor.form, "limits": editor.limits, "draft": draft, "from_example": start is None}
    return render(request, "eligibility/edit_criteria.html", context)


def save_draft(
    request: ProgramRequest, editor: CriteriaEditor, before: Criteria, draft: CriteriaVersion | None
) -> CriteriaVersion | None:
    """Save the editor's input, or show each reason for refusal at its field and return None."""
    try:
        return services.save_criteria_draft(
            actor=request.actor,
            program=request.program,
            plain=editor.to_plain(before),
            effective_on=editor.form.cleaned_data["effective_on"],
            note=editor.form.cleaned_data["note"],
            version=draft,
            at=request.at,
        )
    except CriteriaRefused as refused:
        editor.form.show_errors(refused.errors)
    except Refused as refusal:
        editor.form.add_error(None, str(refusal))
    return None


def act_on_version(
    request: ProgramRequest, version: CriteriaVersion, action: Callable[[], object], success: str
) -> HttpResponse:
    """Run an action on a version, report the outcome, and return to its page."""
    return post_action(
        request,
        action,
        done=success,
        to=("eligibility:version", request.program.slug, version.public_id),
    )


@requires_any(Permission.CRITERIA_EDIT)
@require_POST
def propose(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    one = version_or_404(request, version_id)

    def propose_version() -> object:
        return services.propose_criteria(actor=request.actor, version=one, at=request.at)

    return act_on_version(
        request,
        one,
        propose_version,
        _("Version proposed. The partners that must approve it see it on their home page."),
    )


@requires_any(Permission.CRITERIA_EDIT)
@require_POST
def withdraw(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    one = version_or_404(request, version_id)

    def withdraw_version() -> object:
        return services.withdraw_criteria(actor=request.actor, version=one, at=request.at)

    return act_on_version(
        request, one, withdraw_version, _("Version withdrawn. It stays on the list of past versions.")
    )


@requires_any(
    Permission.CRITERIA_APPROVE_LAW, Permission.CRITERIA_APPROVE_DA, Permission.CRITERIA_APPROVE_PARTNER
)
@require_POST
def approve(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    one = version_or_404(request, version_id)
    chosen = request.POST.get("agency", "")
    agency = next((each for each in queries.agencies_asked(one) if str(each.public_id) == chosen), None)
    if agency is None:
        raise Http404

    form = ApprovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["read"]))
        return redirect(reverse("eligibility:version", args=[program, one.public_id]) + "#approve")

    def approve_version() -> object:
        return services.approve_criteria(actor=request.actor, version=one, agency=agency, at=request.at)

    return act_on_version(request, one, approve_version, _("Approval recorded."))


@requires_any(
    Permission.CRITERIA_APPROVE_LAW, Permission.CRITERIA_APPROVE_DA, Permission.CRITERIA_APPROVE_PARTNER
)
def read_criteria(request: ProgramRequest, program: str, version_id: uuid.UUID) -> HttpResponse:
    """Read what a predecessor approved: confirm it, or ask for changes (P9)."""
    one = version_or_404(request, version_id)
    to_read = queries.agencies_to_read_for(request.actor, one, request.at)
    to = ("eligibility:version", program, one.public_id)
    if not to_read and request.method != "POST":
        return redirect(*to)
    form = ReadingForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.record_criteria_reading(
            actor=request.actor, version=one, at=request.at, **form.cleaned_data
        ),
        done=_("Answer recorded. The criteria stay active, and the program manager can see your answer."),
        to=to,
    )
    if response is not None:
        return response
    context = {
        "version": one,
        "agencies": to_read,
        "sections": criteria_sections(Criteria.from_plain(one.criteria)),
        "form": form,
    }
    return render(request, "eligibility/read.html", context)
