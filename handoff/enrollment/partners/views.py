"""Pages of a 24-hour partner: what was handed off to it, arrival, contact, and the intake it begins (H5)."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditAction
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.enrollment import presenters
from handoff.enrollment.definitions import SECTIONS, find_section, section_after
from handoff.enrollment.forms import SectionForm
from handoff.enrollment.models import Intake
from handoff.enrollment.partners import policies, services
from handoff.enrollment.queries import program_questions
from handoff.enrollment.services import start_intake
from handoff.referrals.models import HandoffRecord
from handoff.referrals.partners import queries
from handoff.referrals.partners import services as handoffs

LAST_TAKEN_OVER = 10
ACTS: dict[str, Callable[..., object]] = {
    "arrived": handoffs.record_partner_arrival,
    "met": handoffs.record_partner_contact,
    "begin": services.begin_intake,
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
        action=AuditAction.REFERRAL_OPENED,
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
        action=AuditAction.HANDOFFS_LISTED,
        details={"count": len(waiting)},
    )
    taken_over = queries.taken_over_from(request.actor)[:LAST_TAKEN_OVER]
    return render(request, "enrollment/partners/list.html", {"waiting": waiting, "taken_over": taken_over})


@requires_any(Permission.HANDOFF_TAKE)
@require_safe
def show_partner_handoff(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """What the officer typed about one person, and the sections that the partner has saved."""
    handoff = handoff_or_404(request, referral_id)
    intake = Intake.objects.filter(handoff=handoff).first()
    log_view(request, handoff)
    context = {
        "handoff": handoff,
        "referral": handoff.referral,
        "intake": intake,
        "begin_refusal": refusal_message(policies.check_can_begin_intake, request.actor, handoff),
        "section_rows": presenters.section_rows(intake, program_questions(request.program)) if intake else [],
    }
    return render(request, "enrollment/partners/show.html", context)


@requires_any(Permission.HANDOFF_TAKE)
@require_POST
def act_on_partner_handoff(
    request: ProgramRequest, program: str, referral_id: uuid.UUID, act: str
) -> HttpResponse:
    """One tap: arrived, talked with the person, begin the intake, or the person no longer agrees."""
    handoff = handoff_or_404(request, referral_id)
    if act not in ACTS:
        raise Http404
    stays = ("enrollment:partner_handoff", program, referral_id)
    return post_action(
        request,
        lambda: ACTS[act](actor=request.actor, handoff=handoff, at=request.at),
        done=_("Recorded.")
        if act != "stop"
        else _("Closed to your organization. Program staff go on from here."),
        to=stays if act != "stop" else ("enrollment:partner_handoffs", program),
    )


@requires_any(Permission.HANDOFF_TAKE)
def answer_partner_section(
    request: ProgramRequest, program: str, referral_id: uuid.UUID, key: str
) -> HttpResponse:
    """Answer or skip one section of the intake that the partner began."""
    handoff, asked = handoff_or_404(request, referral_id), find_section(key)
    intake = Intake.objects.filter(handoff=handoff).first()
    if asked is None or intake is None:
        raise Http404
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        section=asked,
        program_questions=program_questions(request.program, asked.key),
        initial=intake.answers.get(asked.key, {}),
    )
    following = section_after(asked.key)
    back = ("enrollment:partner_handoff", program, referral_id)
    onward = ("enrollment:partner_section", program, referral_id, following.key) if following else back
    response = form_action(
        request,
        form,
        lambda: services.save_partner_section(
            actor=request.actor,
            intake=intake,
            section=asked.key,
            answers=form.answers,
            skipped=not form.answers,
            at=request.at,
        ),
        done=_("Saved."),
        to=onward if request.POST.get("go") != "pause" else back,
    )
    if response is not None:
        return response
    log_view(request, handoff)
    context = {"referral": handoff.referral, "form": form, "title": _(asked.title)}
    context["number"], context["total"] = SECTIONS.index(asked) + 1, len(SECTIONS)
    return render(request, "enrollment/partners/section.html", context)


@requires_any(Permission.INTAKE_DO)
def take_over(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Program staff take over in one tap, and continue the intake that the partner began."""
    handoff = queries.find_handoff_to_take_over(request.program, referral_id)
    if handoff is None:
        raise Http404
    if request.method == "POST":
        intake = start_intake(actor=request.actor, referral=handoff.referral, at=request.at)
        return redirect("enrollment:intake", program, intake.public_id)
    log_view(request, handoff)
    has_begun = Intake.objects.filter(referral=handoff.referral).exists()
    context = {"handoff": handoff, "referral": handoff.referral, "has_begun": has_begun}
    return render(request, "enrollment/partners/take_over.html", context)
