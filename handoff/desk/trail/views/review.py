"""The weekly review of access: what to look at, and the manager's signature (C8)."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import names_of
from handoff.audit import services as audit
from handoff.audit.policies import check_can_sign_review
from handoff.audit.queries import review_of, reviews
from handoff.audit.review.rules import Finding
from handoff.core.refusals import Refused, why_not
from handoff.desk.trail.forms import ReviewForm
from handoff.desk.trail.presenters.review import groups
from handoff.desk.trail.queries.review import bounds, findings_of, week_of, weeks_until
from handoff.programs.queries import local_date


def monday_or_404(request: ProgramRequest, week: str) -> date:
    """Return the Monday that an address names; a week to come, or another day, does not exist."""
    try:
        monday = date.fromisoformat(week)
    except ValueError as error:
        raise Http404 from error
    if monday != week_of(monday) or monday > local_date(request.program, request.at):
        raise Http404
    return monday


@requires(Permission.AUDIT_READ)
@require_safe
def review_weeks(request: ProgramRequest, program: str) -> HttpResponse:
    """List the last weeks, and who signed which."""
    signed = {each.week_starts_on: each for each in reviews(request.program.pk)}
    names = names_of(each.reviewed_by_id for each in signed.values())
    today = local_date(request.program, request.at)
    weeks = [
        (monday, monday + timedelta(days=6), signed.get(monday), names.get(signed[monday].reviewed_by_id, ""))
        if monday in signed
        else (monday, monday + timedelta(days=6), None, "")
        for monday in weeks_until(today)
    ]
    return render(request, "desk/trail/reviews.html", {"weeks": weeks})


@requires(Permission.AUDIT_READ)
def review_week(request: ProgramRequest, program: str, week: str) -> HttpResponse:
    """Show what in a week of access to look at, and let a manager sign that they did."""
    monday = monday_or_404(request, week)
    ends_at = bounds(request.program, monday)[1]
    findings = findings_of(request.program, monday)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            audit.sign_review(
                actor=request.actor,
                week_starts_on=monday,
                findings=len(findings),
                note=form.cleaned_data["note"],
                week_ends_at=ends_at,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed: this week's access is reviewed."))
            return redirect("access:review", program, week)
    return shown_week(request, monday, findings, form)


def shown_week(
    request: ProgramRequest, monday: date, findings: list[Finding], form: ReviewForm
) -> HttpResponse:
    """Render a week, with the look written down first."""
    audit.record_read(
        actor=request.actor, at=request.at, action="review.opened", details={"week": monday.isoformat()}
    )
    may_read = request.actor.can(Permission.PARTICIPANT_READ)
    signed = review_of(request.program.pk, monday)
    ends_at = bounds(request.program, monday)[1]
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "groups": list(groups(request.program, findings, may_read_people=may_read)),
        "signed": signed,
        "signed_by": names_of([signed.reviewed_by_id]).get(signed.reviewed_by_id) if signed else "",
        "may_read_note": may_read,
        "about_me": any(each.user_id == request.actor.user_id for each in findings),
        "form": form,
        "why_not": why_not(check_can_sign_review, request.actor, monday, ends_at, request.at),
    }
    return render(request, "desk/trail/review.html", context)
