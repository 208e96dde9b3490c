"""Pages of a 24-hour partner: what was handed off to it, arrival, contact, and the intake it starts (H5)."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import post_action
from handoff.core.refusals import Refused, refusal_message
from handoff.enrollment import presenters
from handoff.enrollment.definitions import SECTIONS, IntakeSection, find_section, section_after
from handoff.enrollment.forms import SectionForm
from handoff.enrollment.models import Intake
from handoff.enrollment.partners import policies, services
from handoff.enrollment.partners import queries as intakes
from handoff.enrollment.queries import program_questions
from handoff.enrollment.services import start_intake
from handoff.enrollment.views.intakes import check_is_answered, say_what_was_saved
from handoff.referrals.models import HandoffRecord
from handoff.referrals.partners import queries
from handoff.referrals.partners import services as handoffs

LAST_TAKEN_OVER = 10
ACTS: dict[str, Callable[..., object]] = {
    "arrived": handoffs.record_partner_arrival,
    "met": handoffs.record_partner_contact,
    "start": services.start_partner_intake,
    "stop": handoffs.stop_sharing,
}


def handoff_or_404(request: ProgramRequest, referral_id: uuid.UUID) -> HandoffRecord:
    handoff = queries.find_handoff(request.actor, referral_id)
    if handoff is None:
        raise Http404
    return handoff


def log_view(request: ProgramRequest, handoff: HandoffRecord) -> None:
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.REFERRAL_OPENED,
        subject=handoff.referral.public_id,
    )


@requires_any(Permission.HANDOFF_TAKE)
@require_safe
def list_partner_handoffs(request: ProgramRequest, program: str) -> HttpResponse:
    """What is handed off to the actor's organization now, and what program staff took over."""
    waiting = list(queries.handoffs_of(request.actor))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.HANDOFFS_LISTED,
        details={"count": len(waiting)},
        people=[each.referral.person.public_id for each in waiting if each.referral.person],
    )
    taken_over = queries.taken_over_from(request.actor)[:LAST_TAKEN_OVER]
    return render(request, "enrollment/partners/list.html", {"waiting": waiting, "taken_over": taken_over})


@requires_any(Permission.HANDOFF_TAKE)
@require_safe
def show_partner_handoff(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """What the officer typed about one person, and the sections that the partner has saved."""
    handoff = handoff_or_404(request, referral_id)
    intake = intakes.intake_of_handoff(request.actor, handoff)
    log_view(request, handoff)
    context = {
        "handoff": handoff,
        "referral": handoff.referral,
        "intake": intake,
        "start_refusal": refusal_message(policies.check_can_start_partner_intake, request.actor, handoff),
        "section_rows": presenters.section_rows(intake, program_questions(request.program)) if intake else [],
    }
    return render(request, "enrollment/partners/show.html", context)


@requires_any(Permission.HANDOFF_TAKE)
@require_POST
def act_on_partner_handoff(
    request: ProgramRequest, program: str, referral_id: uuid.UUID, act: str
) -> HttpResponse:
    """One tap: arrived, talked with the person, start the intake, or the person no longer agrees."""
    handoff = handoff_or_404(request, referral_id)
    if act not in ACTS:
        raise Http404
    stays = ("enrollment:partner_handoff", program, referral_id)
    return post_action(
        request,
        lambda: ACTS[act](actor=request.actor, handoff=handoff, at=request.at),
        done=_("Recorded.")
        if act != "stop"
        else _("Closed to your organization. Program staff continue from here."),
        to=stays if act != "stop" else ("enrollment:partner_handoffs", program),
    )


@requires_any(Permission.HANDOFF_TAKE)
def answer_partner_section(
    request: ProgramRequest, program: str, referral_id: uuid.UUID, key: str
) -> HttpResponse:
    """Answer or skip one section of the intake that the partner started."""
    handoff, asked = handoff_or_404(request, referral_id), find_section(key)
    intake = intakes.intake_of_handoff(request.actor, handoff)
    if asked is None or intake is None:
        raise Http404
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        section=asked,
        program_questions=program_questions(request.program, asked.key),
        initial=intake.answers.get(asked.key, {}),
    )
    form.who_changed = partial(
        who_changed_last, request.actor, intake.public_id, AuditAction.INTAKE_SAVED, section=asked.key
    )
    if form.is_bound and form.is_valid():
        try:
            return save_section(request, referral_id, intake, asked, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    log_view(request, handoff)
    context = {"referral": handoff.referral, "form": form, "title": _(asked.title)}
    context["number"], context["total"] = SECTIONS.index(asked) + 1, len(SECTIONS)
    context["saved"] = bool(intake.answers.get(asked.key))
    return render(request, "enrollment/partners/section.html", context)


def save_section(
    request: ProgramRequest, referral_id: uuid.UUID, intake: Intake, asked: IntakeSection, form: SectionForm
) -> HttpResponse:
    """Save as on the staff's page: an empty section is skipped only if the partner says so."""
    button, answers = request.POST.get("go", "next"), form.answers
    check_is_answered(intake, asked, button, answers)
    services.save_partner_section(
        actor=request.actor,
        intake=intake,
        section=asked.key,
        answers=answers,
        skipped=button == "skip" and not answers,
        finished=button != "pause",
        at=request.at,
    )
    say_what_was_saved(request, button, answers)
    here, following = (request.program.slug, referral_id), section_after(asked.key)
    if following is None or button == "pause":
        return redirect("enrollment:partner_handoff", *here)
    return redirect("enrollment:partner_section", *here, following.key)


def show_taken_over(request: ProgramRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Lead staff to the intake of a referral that a 24-hour partner no longer sees; 404 if none ever saw it."""
    if not queries.was_shared(request.program, referral_id):
        raise Http404
    messages.info(
        request, _("There's nothing to take over: the 24-hour partner no longer sees this referral.")
    )
    intake = intakes.find_intake_of_referral(request.program, referral_id)
    if intake is None:
        return redirect("enrollment:waiting", request.program.slug)
    return redirect("enrollment:intake", request.program.slug, intake.public_id)


@requires_any(Permission.INTAKE_DO)
def take_over(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Program staff take over in one tap, and continue the intake that the partner started.

    A second tap, and a notice opened after a colleague took over, lead to the referral.
    """
    handoff = queries.find_handoff_to_take_over(request.program, referral_id)
    if handoff is None:
        return show_taken_over(request, referral_id)
    if request.method == "POST":
        try:
            intake = start_intake(actor=request.actor, referral=handoff.referral, at=request.at)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("enrollment:waiting", program)
        return redirect("enrollment:intake", program, intake.public_id)
    log_view(request, handoff)
    has_started = intakes.has_intake(handoff.referral)
    context = {"handoff": handoff, "referral": handoff.referral, "has_started": has_started}
    return render(request, "enrollment/partners/take_over.html", context)
