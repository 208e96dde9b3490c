"""The confidentiality agreement: reading, signing, publishing (C4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any, requires_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts import queries, services
from handoff.accounts.definitions import STARTING_AGREEMENT, STARTING_AGREEMENT_ES
from handoff.accounts.forms import AgreementForm, PublishForm
from handoff.accounts.models import ConfidentialityAgreement
from handoff.core.actions import form_action
from handoff.core.redirects import safe_next_url
from handoff.core.refusals import Refused
from handoff.programs.models import Program


def agreement_text(agreement: ConfidentialityAgreement | None) -> tuple[str, str]:
    """The text in the reader's language where there is one, and the language it is in."""
    if agreement is None:
        return "", "en"
    spanish = (get_language() or "").startswith("es") and agreement.text_es
    return (agreement.text_es, "es") if spanish else (agreement.text, "en")


@requires_sign_in("every member reads and signs the agreement before anything else")
def sign_agreement(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the current agreement, accept a signature, and continue to the page the reader was going to."""
    agreement = queries.current_agreement(request.program, request.at)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    number = agreement.number if agreement else None
    form = AgreementForm(request.POST or None, initial={"next": wanted, "number": number})
    if request.method == "POST" and form.is_valid():
        if save_signature(request, form):
            messages.success(request, _("Thank you. You signed the agreement."))
            return redirect(safe_next_url(request, wanted))
        form.data = request.POST.copy()
        form.data["number"] = str(number)
    text, language = agreement_text(agreement)
    signature = queries.signature_of(request.user, request.program, request.at)
    context = {
        "form": form,
        "agreement": agreement,
        "text": text,
        "text_language": language,
        "signature": signature,
    }
    return render(request, "accounts/agreement.html", context)


def save_signature(request: ProgramRequest, form: AgreementForm) -> bool:
    """Sign as typed, or show at the field why not."""
    try:
        services.sign_agreement(
            actor=request.actor,
            user=request.user,
            program=request.program,
            typed_name=form.cleaned_data["typed_name"],
            number=form.cleaned_data["number"],
            at=request.at,
        )
    except Refused as refusal:
        form.add_error("typed_name", str(refusal))
        return False
    return True


def starting_texts(program: Program) -> tuple[str, str]:
    """What a program without an agreement starts from, in English and Spanish."""
    name = program.name
    return STARTING_AGREEMENT.format(program=name), STARTING_AGREEMENT_ES.format(program=name)


@requires_any(Permission.ACCOUNTS_MANAGE)
def publish_agreement(request: ProgramRequest, program: str) -> HttpResponse:
    """Show every version, and publish a new one."""
    versions = list(queries.agreement_versions(request.program))
    newest = versions[0] if versions else None
    texts = (newest.text, newest.text_es) if newest else starting_texts(request.program)
    first = dict(zip(("text", "text_es"), texts, strict=True))
    form = PublishForm(request.POST or None, initial=first)
    response = form_action(
        request,
        form,
        lambda: services.publish_agreement(
            actor=request.actor, program=request.program, at=request.at, **form.cleaned_data
        ),
        done=_("The new agreement is active. Everyone will be asked to sign it."),
        to=("accounts:members", program),
    )
    if response is not None:
        return response
    context = {"form": form, "versions": versions, "rows": queries.member_rows(request.program, request.at)}
    return render(request, "accounts/publish.html", context)
