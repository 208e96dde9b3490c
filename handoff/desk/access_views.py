"""Pages about access: who looked at this person, what a user did, the audit trail and its weekly review (C5, C8)."""

import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import names_of
from handoff.audit import services as audit
from handoff.audit.policies import check_can_sign_review
from handoff.audit.queries import chain_of, review_of, reviews
from handoff.audit.review_rules import Finding
from handoff.audit.rules import in_groups
from handoff.core.refusals import Refused, why_not
from handoff.desk import access, review, trail_files
from handoff.desk.access_forms import ReviewForm, TrailForm
from handoff.participants.models import Person
from handoff.participants.queries import find_person, openings_of
from handoff.programs.queries import local_date

PER_PAGE = 100


def person_or_404(request: ProgramRequest, person_id: uuid.UUID) -> Person:
    """Return a person of the request's program, or answer as for an address that does not exist."""
    person = find_person(request.program.pk, person_id)
    if person is None:
        raise Http404
    return person


def monday_or_404(request: ProgramRequest, week: str) -> date:
    """Return the Monday that an address names; a week to come, or another day, does not exist."""
    try:
        monday = date.fromisoformat(week)
    except ValueError as error:
        raise Http404 from error
    if monday != review.week_of(monday) or monday > local_date(request.program, request.at):
        raise Http404
    return monday


@requires(Permission.AUDIT_READ)
@requires(Permission.PARTICIPANT_READ)
@require_safe
def person_access(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show who opened or changed a person's record: when, what, and why it was allowed."""
    person = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="access.listed", subject=person.public_id)
    page = Paginator(access.rows_about(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": person,
        "page": page,
        "columns": access.person_columns(),
        "rows": access.person_rows(page.object_list, person, request.program),
        "openings": access.opening_lines(openings_of(person)),
    }
    return render(request, "desk/person_access.html", context)


@requires(Permission.AUDIT_READ)
@require_safe
def user_access(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Show what one user did and saw in the program."""
    user = access.user_of(request.program, user_id)
    if user is None:
        raise Http404
    audit.record_read(actor=request.actor, at=request.at, action="activity.listed", subject=user.public_id)
    page = Paginator(access.rows_by(request.program, user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "member": user,
        "page": page,
        "columns": access.trail_columns(),
        "rows": access.trail_rows(page.object_list, request.program),
    }
    return render(request, "desk/user_access.html", context)


def trail_form(request: ProgramRequest) -> TrailForm:
    """Return the filter that the address carries."""
    return TrailForm(request.GET, people=access.people_of_table(request.program))


@requires(Permission.AUDIT_READ)
@require_safe
def trail(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the audit trail, narrowed as the address says, and the head of its chain to be printed."""
    form = trail_form(request)
    found = access.trail(request.program, form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = access.trail_rows(page.object_list, request.program)
    audit.record_read(actor=request.actor, at=request.at, action="audit.listed", details={"rows": len(rows)})
    chain = chain_of(request.program.pk)
    context = {
        "form": form,
        "page": page,
        "columns": access.trail_columns(),
        "rows": rows,
        "chain": chain,
        "head": in_groups(chain.head) if chain else "",
        "at": request.at,
        "asked": request.GET.urlencode(),
    }
    return render(request, "desk/trail.html", context)


@fresh
@requires(Permission.AUDIT_READ)
@require_safe
def trail_file(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """Download exactly the rows that the page's filter shows."""
    if kind not in trail_files.KINDS:
        raise Http404
    form = trail_form(request)
    found = access.trail(request.program, form.cleaned_data if form.is_valid() else {})
    count = found.count()
    if count > trail_files.MOST_ROWS:
        messages.error(request, _("This is too much for one file. Choose fewer days."))
        return redirect("access:trail", program)
    columns = [str(column.label) for column in access.trail_columns()]
    rows = access.trail_rows(found, request.program)
    audit.record(
        actor=request.actor, at=request.at, action="audit.exported", details={"rows": count, "kind": kind}
    )
    return trail_files.response(kind, columns, rows, request.program, request.at)


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
        for monday in review.weeks_until(today)
    ]
    return render(request, "desk/review_weeks.html", {"weeks": weeks})


@requires(Permission.AUDIT_READ)
def review_week(request: ProgramRequest, program: str, week: str) -> HttpResponse:
    """Show what in a week of access to look at, and let a manager sign that they did."""
    monday = monday_or_404(request, week)
    ends_at = review.bounds(request.program, monday)[1]
    findings = review.findings_of(request.program, monday)
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
    ends_at = review.bounds(request.program, monday)[1]
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "groups": list(review.groups(request.program, findings, may_read_people=may_read)),
        "signed": signed,
        "signed_by": names_of([signed.reviewed_by_id]).get(signed.reviewed_by_id) if signed else "",
        "may_read_note": may_read,
        "about_me": any(each.user_id == request.actor.user_id for each in findings),
        "form": form,
        "why_not": why_not(check_can_sign_review, request.actor, monday, ends_at, request.at),
    }
    return render(request, "desk/review_week.html", context)
