"""The letter about a referral: looked at and sent by the care team, opened by the provider with a one-time code."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import public, requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.letters import presenters, services
from handoff.casework.letters.forms import CodeForm
from handoff.casework.letters.policies import check_can_send_letter
from handoff.casework.letters.queries import find_open_link
from handoff.casework.models import LetterLink, ServiceReferral
from handoff.casework.needs.queries import find_service_referral
from handoff.casework.providers.presenters import scope_sentences
from handoff.casework.providers.queries import AskedReferral, as_asked
from handoff.core.refusals import Refused, refusal_message
from handoff.participants.views import record_opened

LETTER_FILE = "referral-letter.pdf"
COPY_FILE = "your-referral.pdf"


def referral_or_404(request: ProgramRequest, public_id: uuid.UUID) -> ServiceReferral:
    referral = find_service_referral(request.program, public_id)
    if referral is None:
        raise Http404
    return referral


def chosen_language(request: ProgramRequest) -> str:
    """The language of the button that was pressed; English for anything else."""
    sent = request.POST.get("language", "")
    return sent if sent in dict(settings.LANGUAGES) else "en"


def pdf(content: bytes, name: str) -> HttpResponse:
    """A file whose name says nothing about anyone."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires_any(Permission.OUTREACH_DO)
@require_safe
def show_letter(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """Show what a letter would say, and the buttons that print or send it. Looking discloses nothing."""
    referral = referral_or_404(request, service_referral_id)
    person = referral.need.person
    record_opened(request, person)
    asked = as_asked(referral, request.at)
    context = {
        "referral": referral,
        "person": person,
        "asked": asked,
        "refusal": refusal_message(check_can_send_letter, request.actor, referral, asked),
        "facts": presenters.letter_facts(asked, request.program) if asked else [],
        "languages": settings.LANGUAGES,
    }
    return render(request, "casework/letters/letter.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def download_letter(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """Make the letter to the provider as a PDF. This is the disclosure."""
    referral = referral_or_404(request, service_referral_id)
    try:
        asked = services.print_letter(actor=request.actor, referral=referral, at=request.at)
    except Refused:
        # The page says why, and what is left to do.
        return redirect("letters:show", program, service_referral_id)
    content = presenters.letter_pdf(asked, at=request.at, language=chosen_language(request))
    return pdf(content, LETTER_FILE)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def download_own_copy(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """Make the participant's own copy as a PDF, with or without an ROI."""
    referral = referral_or_404(request, service_referral_id)
    asked = services.print_own_copy(actor=request.actor, referral=referral, at=request.at)
    content = presenters.own_copy_pdf(referral, asked, at=request.at, language=chosen_language(request))
    return pdf(content, COPY_FILE)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def make_link(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """Make a link and a code, and show them this once; only their digests are stored."""
    referral = referral_or_404(request, service_referral_id)
    try:
        made = services.make_link(actor=request.actor, referral=referral, at=request.at)
    except Refused:
        return redirect("letters:show", program, service_referral_id)
    asked = as_asked(referral, request.at)
    agency = asked.agency if asked is not None else None
    context = {
        "referral": referral,
        "person": referral.need.person,
        "made": made,
        "agency": agency,
        "mail_url": presenters.mail_url(agency, made.address, request.program) if agency else "",
        "list_url": reverse("needs:list", args=[program, referral.need.person.public_id]),
    }
    return render(request, "casework/letters/link.html", context)


@public("only whoever was sent the link can open it; it asks for the code and shows nothing before")
@never_cache
def open_letter(request: ProgramRequest, program: str, letter_token: str) -> HttpResponse:
    """Ask for the code, then show the letter once. A link that ended and one that never was answer alike."""
    link = find_open_link(request.program, letter_token, request.at)
    if link is None:
        return ended(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answer_code(request, link, letter_token, form)
    return render(request, "casework/letters/code.html", {"form": form})


def answer_code(request: ProgramRequest, link: LetterLink, token: str, form: CodeForm) -> HttpResponse:
    """Show the letter or give it as a file; a wrong code is counted."""
    try:
        opening = services.open_letter(link=link, token=token, code=form.cleaned_data["code"], at=request.at)
    except Refused:
        return ended(request)
    if opening.asked is None:
        form.add_error("code", _("That isn't the code. Check it, or call us."))
        return render(request, "casework/letters/code.html", {"form": form})
    if request.POST.get("as") == "pdf":
        language = get_language() or "en"
        return pdf(presenters.letter_pdf(opening.asked, at=request.at, language=language), LETTER_FILE)
    return show_opened(request, opening.asked)


def show_opened(request: ProgramRequest, asked: AskedReferral) -> HttpResponse:
    context = {
        "asked": asked,
        "facts": presenters.letter_facts(asked, request.program),
        "asks": presenters.please_answer(request.program),
        "scope": scope_sentences(asked),
    }
    return render(request, "casework/letters/opened.html", context)


def ended(request: ProgramRequest) -> HttpResponse:
    return render(request, "casework/letters/ended.html", status=404)
