"""Sending the one question as a link, and the public pages on which the person answers it (N5, ADR 0045)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from handoff.access.actor import person_actor
from handoff.access.decorators import public, requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.consent.intake_done.forms import LinkedIntakeDoneForm
from handoff.core.refusals import Refused
from handoff.enrollment import queries
from handoff.enrollment.links import services
from handoff.enrollment.links.forms import WhoIsThereForm
from handoff.enrollment.links.presenters import send_options
from handoff.enrollment.links.queries import find_open_link
from handoff.enrollment.models import QuestionLink


@requires_all(Permission.INTAKE_DO, Permission.CONSENT_RECORD)
@require_POST
def make_link(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Make a link and show it this once; only its digest is stored."""
    referral = queries.find_referral(request.program, referral_id)
    if referral is None or referral.person is None:
        raise Http404
    try:
        address = services.make_link(actor=request.actor, referral=referral, at=request.at)
    except Refused:
        # The page that asks says why.
        return redirect("enrollment:ask", program, referral.public_id)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.ROI_FORM_OPENED,
        subject=referral.person.public_id,
    )
    options = send_options(referral.person, request.program, address)
    context = {"referral": referral, "person": referral.person, "address": address, "options": options}
    return render(request, "enrollment/link.html", context)


@public(
    "only whoever was sent the one-time link can open it; it asks for name and birth date and shows nothing before"
)
@never_cache
def answer(request: ProgramRequest, program: str, token: str) -> HttpResponse:
    """Ask who is there, then the one question. A link that ended and one that never was answer alike."""
    link = find_open_link(request.program, token, request.at)
    if link is None:
        return render(request, "enrollment/link_ended.html", status=404)
    who = WhoIsThereForm(request.POST or None)
    if not is_right_person(request, link, who):
        return render(request, "enrollment/link_who.html", {"form": who})
    if request.POST.get("go") == "no":
        return close(request, link)
    return ask(request, link, who)


def is_right_person(request: ProgramRequest, link: QuestionLink, who: WhoIsThereForm) -> bool:
    """Whether the person themself is there; a wrong answer is counted."""
    if request.method != "POST" or not who.is_valid():
        return False
    name, born = who.cleaned_data["full_name"], who.cleaned_data["date_of_birth"]
    if services.check_who_answers(link=link, typed_name=name, born=born, at=request.at):
        return True
    who.add_error(None, _("That isn't what we have on record. Check it, or call us."))
    return False


def ask(request: ProgramRequest, link: QuestionLink, who: WhoIsThereForm) -> HttpResponse:
    """Show the question, or take the yes with its signature."""
    agency, person = link.referral.agency, link.referral.person
    assert agency is not None
    assert person is not None
    form = LinkedIntakeDoneForm(
        request.POST if request.POST.get("go") == "yes" else None,
        agency=agency,
        person_name=who.cleaned_data["full_name"],
        language=get_language() or "en",
        at=request.at,
    )
    if form.is_bound and form.is_valid():
        try:
            services.say_yes(link=link, release_input=form.release_input, at=request.at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "enrollment/link_done.html", {"said_yes": True})
    record_read(
        actor=person_actor(request.program.pk),
        at=request.at,
        action=AuditLook.ROI_FORM_OPENED,
        subject=person.public_id,
    )
    return render(request, "enrollment/link_ask.html", {"form": form, "who": who})


def close(request: ProgramRequest, link: QuestionLink) -> HttpResponse:
    try:
        services.say_no(link=link, at=request.at)
    except Refused:
        return render(request, "enrollment/link_ended.html", status=404)
    return render(request, "enrollment/link_done.html", {"said_yes": False})
