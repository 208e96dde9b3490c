"""Pages for intakes: the waiting list, the assessment section by section, its completion and its deadline."""

import uuid
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused, refusal_message
from handoff.core.templatetags.handoff import clock
from handoff.enrollment import policies, presenters, queries, services
from handoff.enrollment.definitions import SECTIONS, IntakeSection, find_section, section_after
from handoff.enrollment.forms import AppointmentForm, DeadlineForm, SectionForm
from handoff.enrollment.models import Intake
from handoff.programs.queries import local_date, policy_at, time_zone_of
from handoff.referrals.models import Referral

PER_PAGE = 50


def intake_or_404(request: ProgramRequest, intake_id: uuid.UUID) -> Intake:
    intake = queries.find_intake(request.program, intake_id)
    if intake is None:
        raise Http404
    return intake


def referral_or_404(request: ProgramRequest, referral_id: uuid.UUID) -> Referral:
    referral = queries.find_referral(request.program, referral_id)
    if referral is None:
        raise Http404
    return referral


def section_or_404(key: str) -> IntakeSection:
    section = find_section(key)
    if section is None:
        raise Http404
    return section


def log_intake_view(request: ProgramRequest, intake: Intake) -> None:
    record_read(actor=request.actor, at=request.at, action=AuditLook.INTAKE_OPENED, subject=intake.public_id)


@requires_any(Permission.INTAKE_DO)
def list_waiting_intakes(request: ProgramRequest, program: str) -> HttpResponse:
    """List people who said yes and have no completed intake; the earliest deadline is on top (I3)."""
    today = local_date(request.program, request.at)
    page = Paginator(queries.awaiting_intake(request.program), PER_PAGE).get_page(request.GET.get("page"))
    remind_days = policy_at(request.program, today).remind_before_days
    listed = list(page.object_list)
    rows = presenters.waiting_rows(listed, request.actor, today, remind_days)
    unreported = queries.unreported_intakes(request.program)
    to_tell, to_ask = queries.split_unreported(unreported, request.at)
    shown = [each.person for each in listed if each.person] + [each.person for each in unreported]
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.INTAKES_LISTED,
        details={"count": len(rows)},
        people=[each.public_id for each in shown],
    )
    context = {"page": page, "rows": rows, "to_ask": to_ask, "to_tell": to_tell}
    return render(request, "enrollment/waiting.html", context)


@requires_any(Permission.INTAKE_DO)
@require_POST
def start_intake(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Start the intake of a referral, or continue it."""
    referral = referral_or_404(request, referral_id)
    try:
        intake = services.start_intake(actor=request.actor, referral=referral, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("enrollment:waiting", program)
    return redirect("enrollment:intake", program, intake.public_id)


@requires_any(Permission.INTAKE_DO)
def show_intake(request: ProgramRequest, program: str, intake_id: uuid.UUID) -> HttpResponse:
    """Show sections, appointment and deadline; once complete, the enrollment and whether the agency was notified."""
    intake = intake_or_404(request, intake_id)
    log_intake_view(request, intake)
    referral = intake.referral
    context = {
        "intake": intake,
        "person": intake.person,
        "approach": queries.approach_of(intake.person),
        "referral": referral,
        "section_rows": rows_of(request, intake),
        "referral_facts": presenters.referral_facts(referral, queries.charges_of(referral)),
        "completion_refusal": refusal_message(policies.check_can_complete_intake, request.actor, intake),
        "change_refusal": refusal_message(policies.check_can_change_intake, request.actor, intake),
        "may_extend": refusal_message(policies.check_has_open_deadline, request.actor, referral, request.at)
        is None,
        "is_deadline_past": presenters.is_deadline_past(referral, local_date(request.program, request.at)),
    }
    if intake.completed_at is not None:
        context["enrollment"] = queries.enrollment_of(intake.person_id, request.program)
        context["report_status"] = presenters.report_status(
            intake, queries.reported_at(referral), request.actor, request.at
        )
    return render(request, "enrollment/intake.html", context)


def rows_of(request: ProgramRequest, intake: Intake) -> list[presenters.SectionRow]:
    questions = queries.program_questions(request.program)
    rows = presenters.section_rows(intake, questions)
    return presenters.updated_rows(rows, intake, queries.updates_of(intake), questions)


@requires_any(Permission.INTAKE_DO)
def answer_section(request: ProgramRequest, program: str, intake_id: uuid.UUID, key: str) -> HttpResponse:
    """Answer one section, skip it, or save it unfinished; add new answers once the intake is complete (I5)."""
    intake, asked = intake_or_404(request, intake_id), section_or_404(key)
    refusal = refusal_message(policies.check_can_open_section, request.actor, intake)
    if refusal is not None and request.method != "POST":
        messages.error(request, refusal)
        return redirect("enrollment:intake", program, intake.public_id)
    questions = queries.program_questions(request.program, asked.key)
    sent = request.POST if request.method == "POST" else None
    form = SectionForm(
        sent,
        section=asked,
        program_questions=questions,
        initial=queries.current_answers(intake).get(asked.key, {}),
    )
    form.who_changed = partial(
        who_changed_last, request.actor, intake.public_id, AuditAction.INTAKE_SAVED, section=asked.key
    )
    if form.is_bound and form.is_valid():
        try:
            return save_section(request, intake, asked, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    log_intake_view(request, intake)
    context = {"intake": intake, "section": asked, "form": form, "title": _(asked.title)}
    context["number"], context["total"] = SECTIONS.index(asked) + 1, len(SECTIONS)
    context["saved"] = bool(intake.answers.get(asked.key))
    context["updates"] = intake.completed_at is not None
    return render(request, "enrollment/section.html", context)


def save_section(
    request: ProgramRequest, intake: Intake, asked: IntakeSection, form: SectionForm
) -> HttpResponse:
    """Save the answers and go where the pressed button leads. Answers are saved even if Skip was pressed."""
    button, answers = request.POST.get("go", "next"), form.answers
    if intake.completed_at is not None:
        return save_update(request, intake, asked, answers)
    check_is_answered(intake, asked, button, answers)
    services.save_section(
        actor=request.actor,
        intake=intake,
        section=asked.key,
        answers=answers,
        skipped=button == "skip" and not answers,
        finished=button != "pause",
        at=request.at,
    )
    say_what_was_saved(request, button, answers)
    following = section_after(asked.key) if button != "pause" else None
    if following is None or following.key in intake.sections_done:
        return redirect("enrollment:intake", request.program.slug, intake.public_id)
    return redirect("enrollment:section", request.program.slug, intake.public_id, following.key)


def check_is_answered(intake: Intake, asked: IntakeSection, button: str, answers: dict[str, object]) -> None:
    """An empty section is neither saved nor skipped by itself: whoever does the intake says which."""
    if not answers and button == "next" and not intake.answers.get(asked.key):
        raise Refused(_("You haven't entered anything. Answer a question, or choose Skip this section."))


def say_what_was_saved(request: ProgramRequest, button: str, answers: dict[str, object]) -> None:
    """One sentence after a section: "saved" only where something was."""
    saved = {"time": clock(request.at, request.program)}
    if button == "skip" and answers:
        messages.success(
            request, _("Saved %(time)s. We didn't skip this section because it has answers.") % saved
        )
    elif button == "skip":
        messages.success(request, _("Section skipped. You can fill it in any time."))
    elif answers:
        messages.success(request, _("Saved %(time)s.") % saved)
    else:
        messages.info(request, _("Nothing entered yet. This section stays open."))


def save_update(
    request: ProgramRequest, intake: Intake, asked: IntakeSection, answers: dict[str, object]
) -> HttpResponse:
    """Add the new answers beside the earlier ones and return to the intake."""
    update = services.update_intake(
        actor=request.actor, intake=intake, section=asked.key, answers=answers, at=request.at
    )
    if update is None:
        messages.info(request, _("Nothing changed: these are the answers on record."))
    else:
        messages.success(request, _("New answers saved. The earlier ones stay in the history."))
    return redirect("enrollment:intake", request.program.slug, intake.public_id)


@requires_any(Permission.INTAKE_DO)
def book_intake(request: ProgramRequest, program: str, intake_id: uuid.UUID) -> HttpResponse:
    intake = intake_or_404(request, intake_id)
    form = AppointmentForm(
        request.POST if request.method == "POST" else None, initial=presenters.appointment_initial(intake)
    )
    response = form_action(
        request,
        form,
        lambda: services.book_intake(
            actor=request.actor,
            intake=intake,
            appointment_at=form.appointment_at(time_zone_of(request.program)),
            place=form.cleaned_data["place"],
            transport=form.cleaned_data["transport"],
            at=request.at,
        ),
        done=_("Appointment saved."),
        to=("enrollment:intake", program, intake.public_id),
    )
    if response is not None:
        return response
    log_intake_view(request, intake)
    context = {"intake": intake, "form": form, "approach": queries.approach_of(intake.person)}
    return render(request, "enrollment/appointment.html", context)


@requires_any(Permission.INTAKE_DO)
def complete_intake(request: ProgramRequest, program: str, intake_id: uuid.UUID) -> HttpResponse:
    """Say what completing does, and do it when confirmed; pressing twice completes it once."""
    intake = intake_or_404(request, intake_id)
    if intake.completed_at is not None:
        return redirect("enrollment:intake", program, intake.public_id)
    refusal = refusal_message(policies.check_can_complete_intake, request.actor, intake)
    if request.method != "POST" and refusal is not None:
        messages.error(request, refusal)
        return redirect("enrollment:intake", program, intake.public_id)
    if request.method != "POST":
        log_intake_view(request, intake)
        context = presenters.completion_context(intake, request.at)
        return render(request, "enrollment/complete.html", context)
    return post_action(
        request,
        lambda: services.complete_intake(actor=request.actor, intake=intake, at=request.at),
        done=_("Intake complete. This person is now a participant."),
        to=("enrollment:intake", program, intake.public_id),
    )


@requires_any(Permission.INTAKE_DO)
@require_POST
def report_intake(request: ProgramRequest, program: str, intake_id: uuid.UUID) -> HttpResponse:
    """Notify the referring agency that the intake is complete, under a live ROI."""
    intake = intake_or_404(request, intake_id)
    if queries.reported_at(intake.referral) is not None:
        return redirect("enrollment:intake", program, intake.public_id)
    return post_action(
        request,
        lambda: services.report_intake(actor=request.actor, referral=intake.referral, at=request.at),
        done=_("The referring agency was notified. The disclosure is in the log."),
        to=("enrollment:intake", program, intake.public_id),
    )


@requires_any(Permission.INTAKE_DO)
def extend_deadline(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Extend the intake deadline, with a reason."""
    referral = referral_or_404(request, referral_id)
    refusal = refusal_message(policies.check_has_open_deadline, request.actor, referral, request.at)
    if refusal is not None:
        messages.error(request, refusal)
        return redirect("enrollment:waiting", program)
    first, last = policies.original_deadline(referral), policies.latest_deadline(referral)
    limits = {"earliest": first + timedelta(days=1), "latest": last}
    form = DeadlineForm(request.POST if request.method == "POST" else None, **limits)
    response = form_action(
        request,
        form,
        lambda: services.extend_intake_deadline(
            actor=request.actor, referral=referral, at=request.at, **form.cleaned_data
        ),
        done=_("Deadline extended. The charge stays on hold until the new date."),
        to=("enrollment:waiting", program),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.REFERRAL_OPENED, subject=referral.public_id
    )
    return render(
        request,
        "enrollment/deadline.html",
        {"referral": referral, "form": form, "first": first, "last": last},
    )
