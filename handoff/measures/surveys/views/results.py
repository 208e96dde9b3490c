"""The page of one survey: its questions, its link, and its results once it is closed."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import post_action
from handoff.core.refusals import refusal_message
from handoff.documents.engines.qr_codes import qr_svg
from handoff.measures.models import SurveyRound
from handoff.measures.surveys import policies, presenters, queries, services
from handoff.measures.surveys.views.lookups import survey_or_404
from handoff.programs.queries import local_date


def link_of(request: ProgramRequest, survey: SurveyRound) -> str:
    path = reverse("surveys:answer", args=[request.program.slug, survey.token])
    return f"{settings.SITE_ADDRESS}{path}"


@requires_any(Permission.MEASURES_READ)
@require_safe
def show_survey(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    """A draft with its questions, an open survey with its link, or the results of a closed one."""
    survey = survey_or_404(request, survey_id)
    today = local_date(request.program, request.at)
    may_ask = request.actor.can(Permission.MEASURES_CLOSE)
    state = queries.state_of(survey, today)
    closed = state == queries.SurveyState.CLOSED
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.SURVEY_SHOWN, subject=survey.public_id
    )
    context = {
        "survey": survey,
        "state": state,
        "state_words": presenters.state_words(survey, today),
        "may_ask": may_ask,
        "questions": queries.questions_of(survey),
        "link": link_of(request, survey) if state == queries.SurveyState.OPEN else "",
        "may_share": may_ask and closed and survey.shared_at is None,
        "open_refused": refusal_message(policies.check_can_open, survey, today),
        "words": presenters.answered_words(survey) if closed else presenters.progress_words(survey),
        "closing": presenters.closing_words(survey),
        "results": presenters.present_results(survey) if closed else [],
    }
    return render(request, "measures/surveys/show.html", context)


@requires_any(Permission.MEASURES_CLOSE)
@require_safe
def print_survey(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    """The QR code for the wall and the questions for paper, in both languages."""
    survey = survey_or_404(request, survey_id)
    if queries.state_of(survey, local_date(request.program, request.at)) != queries.SurveyState.OPEN:
        return redirect("surveys:show", program, survey.public_id)
    questions, sheets = queries.questions_of(survey), []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            sheets.append((code, presenters.paper_sheet(questions)))
    link = link_of(request, survey)
    context = {
        "survey": survey,
        "link": link,
        "qr": qr_svg(link, _("QR code of the survey")),
        "sheets": sheets,
    }
    return render(request, "measures/surveys/print.html", context)


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def remove_comment(request: ProgramRequest, program: str, comment_id: UUID) -> HttpResponse:
    """Delete words that name someone."""
    comment = queries.find_comment(request.program, comment_id)
    if comment is None:
        raise Http404
    survey = comment.survey
    return post_action(
        request,
        lambda: services.remove_comment(actor=request.actor, comment=comment, at=request.at),
        done=_("The words are deleted. The counts stay."),
        to=("surveys:show", program, survey.public_id),
    )


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def share_survey(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    """Let evaluators, funders and partners read the results."""
    survey = survey_or_404(request, survey_id)
    return post_action(
        request,
        lambda: services.share_survey(actor=request.actor, survey=survey, at=request.at),
        done=_("Shared. Evaluators, funders, and partners can read the results under “Shared figures.”"),
        to=("surveys:shared", program),
    )


@requires_any(Permission.FIGURES_READ)
@require_safe
def list_shared(request: ProgramRequest, program: str) -> HttpResponse:
    """The results that were shared, as everyone outside reads them: small counts hidden, and no one's own words."""
    surveys = queries.shared_surveys(request.program)
    audit.record(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FIGURES_LISTED,
        outcome="seen",
        details={"surveys": len(surveys)},
    )
    context = {"surveys": [presenters.present_shared(each) for each in surveys]}
    return render(request, "measures/surveys/shared.html", context)
