"""Pages of summaries of participation: the care team writes and has them signed, the DA's office reads them (J5)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_all, requires_any, requires_sign_in_within
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.consent.presenters import name_on_form
from handoff.consent.views import SIGN_IN_FOR_CONSENT
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.refusals import Refused
from handoff.core.submissions import submission_key
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries import presenters, queries, services
from handoff.staffing.summaries.forms import SummaryConsentForm, WordsForm
from handoff.staffing.summaries.queries import READERS, Readable

FILE_NAME = "summary-of-participation.pdf"


def summary_or_404(request: ProgramRequest, public_id: uuid.UUID) -> ParticipationSummary:
    summary = queries.find_summary(request.program, public_id)
    if summary is None:
        raise Http404
    return summary


def list_page(request: ProgramRequest, person: Person) -> Destination:
    return ("summaries:list", request.program.slug, person.public_id)


@requires_any(Permission.OUTREACH_DO)
@require_safe
def list_summaries(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """A participant's summaries: drafts, what may be read now, and what has ended."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    cards = [presenters.summary_card(each, request.at) for each in queries.summaries_of(person)]
    partners = queries.case_partners(request.program).exists()
    return render(
        request, "staffing/summaries/list.html", {"person": person, "cards": cards, "has_partners": partners}
    )


def render_words(request: ProgramRequest, person: Person, form: WordsForm) -> HttpResponse:
    record_opened(request, person)
    return render(request, "staffing/summaries/words.html", {"person": person, "form": form})


@requires_any(Permission.OUTREACH_DO)
def write_summary(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Write a draft with the person. Next they read it and sign, or change it."""
    person = person_or_404(request, person_id)
    form = WordsForm(
        request.POST or None,
        agencies=list(queries.case_partners(request.program)),
        start=presenters.first_sentence(person, enrollment_of(person.pk, request.program)),
    )
    response = form_action(
        request,
        form,
        lambda: services.write_summary(
            actor=request.actor,
            person=person,
            agency=form.recipient,
            words=form.cleaned_data["words"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Draft saved. Read it with them now."),
        to=lambda summary: ("summaries:sign", program, summary.public_id),
        field="words",
    )
    return response or render_words(request, person, form)


@requires_any(Permission.OUTREACH_DO)
def change_words(request: ProgramRequest, program: str, summary_id: uuid.UUID) -> HttpResponse:
    """Change a draft as the person wants it."""
    summary = summary_or_404(request, summary_id)
    agencies = list(queries.case_partners(request.program))
    form = WordsForm(request.POST or None, agencies=agencies, summary=summary)
    response = form_action(
        request,
        form,
        lambda: services.change_words(
            actor=request.actor,
            summary=summary,
            agency=form.recipient,
            words=form.cleaned_data["words"],
            at=request.at,
        ),
        done=_("Draft saved. Read it with them now."),
        to=("summaries:sign", program, summary.public_id),
        field="words",
    )
    return response or render_words(request, summary.person, form)


def bind_consent_form(request: ProgramRequest, summary: ParticipationSummary) -> SummaryConsentForm:
    return SummaryConsentForm(
        request.POST or None,
        request.FILES or None,
        summary=summary,
        person_name=name_on_form(summary.person),
        language=request.GET.get("language", summary.person.language),
        at=request.at,
    )


@requires_sign_in_within(SIGN_IN_FOR_CONSENT)
@requires_all(Permission.OUTREACH_DO, Permission.CONSENT_RECORD)
def sign_summary(request: ProgramRequest, program: str, summary_id: uuid.UUID) -> HttpResponse:
    """The person reads the words and the form in their language, and signs. A no needs no record and no reason."""
    summary = summary_or_404(request, summary_id)
    person = summary.person
    if summary.release is not None:
        return redirect(*list_page(request, person))
    form = bind_consent_form(request, summary)
    response = form_action(
        request,
        form,
        lambda: services.sign_summary(
            actor=request.actor,
            summary=summary,
            version=form.version,
            release_input=form.release_input,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Signed. These words, and nothing else, can be read by the one they named."),
        to=list_page(request, person),
    )
    if response is not None:
        return response
    form.show_current_version(request.POST)
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.ROI_FORM_OPENED, subject=person.public_id
    )
    context = {"form": form, "person": person, "summary": summary}
    return render(request, "staffing/summaries/sign.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def drop_draft(request: ProgramRequest, program: str, summary_id: uuid.UUID) -> HttpResponse:
    """Delete a draft that the person doesn't want."""
    summary = summary_or_404(request, summary_id)
    return post_action(
        request,
        lambda: services.drop_draft(actor=request.actor, summary=summary, at=request.at),
        done=_("Draft deleted. No one else read it."),
        to=list_page(request, summary.person),
    )


@requires_any(Permission.OUTREACH_DO)
@require_POST
def download_paper(request: ProgramRequest, program: str, summary_id: uuid.UUID) -> HttpResponse:
    """The summary on paper for the one it is for. This is the disclosure."""
    summary = summary_or_404(request, summary_id)
    try:
        readable = services.print_summary(actor=request.actor, summary=summary, at=request.at)
    except Refused:
        # The list says that its consent has ended, and what is left to do.
        return redirect(*list_page(request, summary.person))
    return pdf(request, readable)


def pdf(request: ProgramRequest, readable: Readable) -> HttpResponse:
    """The file, under a name that names no one, in English: the language of the courts."""
    with override("en"):
        content = presenters.summary_pdf(readable, at=request.at, language="en")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@requires_any(*READERS)
@require_safe
def list_received(request: ProgramRequest, program: str) -> HttpResponse:
    """The summaries that the reader's office may read now."""
    found = services.open_received(actor=request.actor, program=request.program, at=request.at)
    return render(request, "staffing/summaries/received.html", {"found": found})


@requires_any(*READERS)
@require_safe
def read_summary(request: ProgramRequest, program: str, received_id: uuid.UUID) -> HttpResponse:
    """One summary. Without a live consent of its own there is no such page."""
    readable = services.open_one(
        actor=request.actor, program=request.program, public_id=received_id, at=request.at
    )
    if readable is None:
        raise Http404
    context = {
        "readable": readable,
        "scope": presenters.scope(readable),
        "agreed": presenters.agreed_text(readable),
    }
    return render(request, "staffing/summaries/read.html", context)


@requires_any(*READERS)
@require_safe
def download_received(request: ProgramRequest, program: str, received_id: uuid.UUID) -> HttpResponse:
    """The same as PDF."""
    readable = services.open_one(
        actor=request.actor, program=request.program, public_id=received_id, at=request.at, printed=True
    )
    if readable is None:
        raise Http404
    return pdf(request, readable)
