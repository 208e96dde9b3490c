"""The weekly access review: findings and the manager's signature (C8)."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import full_names_by_id
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.audit.policies import check_can_sign_review
from handoff.audit.queries import find_review, reviews
from handoff.audit.review.rules import ReviewFinding
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.desk.trail.forms import ReviewForm
from handoff.desk.trail.presenters.review import group_findings
from handoff.desk.trail.queries.review import recent_weeks, week_bounds, week_findings, week_start
from handoff.programs.queries import local_date


def monday_or_404(request: ProgramRequest, week: str) -> date:
    """The Monday named in the URL; a future week or another weekday gets a 404."""
    try:
        monday = date.fromisoformat(week)
    except ValueError as error:
        raise Http404 from error
    if monday != week_start(monday) or monday > local_date(request.program, request.at):
        raise Http404
    return monday


@requires_any(Permission.AUDIT_READ)
@require_safe
def list_review_weeks(request: ProgramRequest, program: str) -> HttpResponse:
    """List the last weeks and who signed each."""
    signed = {each.week_starts_on: each for each in reviews(request.program.pk)}
    names = full_names_by_id(each.reviewed_by_id for each in signed.values())
    today = local_date(request.program, request.at)
    weeks = [
        (monday, monday + timedelta(days=6), signed.get(monday), names.get(signed[monday].reviewed_by_id, ""))
        if monday in signed
        else (monday, monday + timedelta(days=6), None, "")
        for monday in recent_weeks(today)
    ]
    return render(request, "desk/trail/reviews.html", {"weeks": weeks})


@requires_any(Permission.AUDIT_READ)
def review_access_week(request: ProgramRequest, program: str, week: str) -> HttpResponse:
    """Show the findings of a week, and let a manager sign that they reviewed it."""
    monday = monday_or_404(request, week)
    ends_at = week_bounds(request.program, monday)[1]
    findings = week_findings(request.program, monday)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    response = form_action(
        request,
        form,
        lambda: audit.sign_review(
            actor=request.actor,
            week_starts_on=monday,
            findings=len(findings),
            note=form.cleaned_data["note"],
            week_ends_at=ends_at,
            at=request.at,
        ),
        done=_("Signed. You've reviewed this week's access."),
        to=("access:review", program, week),
    )
    if response is not None:
        return response
    return render_week(request, monday, findings, form)


def render_week(
    request: ProgramRequest, monday: date, findings: list[ReviewFinding], form: ReviewForm
) -> HttpResponse:
    """Render a week, after the view was recorded in the audit log."""
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.REVIEW_OPENED,
        details={"week": monday.isoformat()},
    )
    may_read = request.actor.can(Permission.PARTICIPANT_READ)
    signed = find_review(request.program.pk, monday)
    ends_at = week_bounds(request.program, monday)[1]
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "groups": list(group_findings(request.program, findings, may_read_people=may_read)),
        "signed": signed,
        "signed_by": full_names_by_id([signed.reviewed_by_id]).get(signed.reviewed_by_id) if signed else "",
        "may_read_note": may_read,
        "about_me": any(each.user_id == request.actor.user_id for each in findings),
        "form": form,
        "signing_refusal": refusal_message(check_can_sign_review, request.actor, monday, ends_at, request.at),
    }
    return render(request, "desk/trail/review.html", context)
