"""Pages where a survey is answered: by link without signing in, or typed from paper by staff."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handoff.access.decorators import public, requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.models import SurveyRound
from handoff.measures.surveys import queries, services
from handoff.measures.surveys.forms import AnswerForm
from handoff.measures.surveys.views.lookups import survey_or_404
from handoff.programs.queries import local_date

NO_SIGN_IN = (
    "participants answer without saying who they are; the page shows only the program's own questions"
)


@public(NO_SIGN_IN)
@never_cache
def answer(request: ProgramRequest, program: str, survey_token: str) -> HttpResponse:
    """Show the questions and take the answers. Neither the user nor the session nor the address is looked at."""
    survey = queries.find_open_survey(request.program, survey_token, local_date(request.program, request.at))
    if survey is None:
        return render(request, "measures/surveys/ended.html", status=404)
    form = AnswerForm(request.POST or None, questions=queries.questions_of(survey))
    if request.method == "POST" and take_answers(request, survey, form, on_paper=False):
        return redirect("surveys:thanks", program, survey_token)
    return render(request, "measures/surveys/answer.html", {"form": form, "survey": survey})


def take_answers(request: ProgramRequest, survey: SurveyRound, form: AnswerForm, *, on_paper: bool) -> bool:
    """Count the answers; False where the form is to be shown again. What was chosen isn't kept anywhere else."""
    if not form.is_valid():
        return False
    try:
        services.record_answers(
            survey=survey,
            answers=form.answers(),
            today=local_date(request.program, request.at),
            on_paper=on_paper,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@public(NO_SIGN_IN)
@never_cache
@require_safe
def thank(request: ProgramRequest, program: str, survey_token: str) -> HttpResponse:
    """Thank for the answers; on a shared tablet the next person starts from here."""
    survey = queries.find_open_survey(request.program, survey_token, local_date(request.program, request.at))
    context = {"survey": survey}
    return render(request, "measures/surveys/thanks.html", context, status=200 if survey else 404)


@requires_any(Permission.MEASURES_CLOSE)
def enter_paper(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    """Type in one paper form after another. What is typed is kept nowhere but in the counts."""
    survey = survey_or_404(request, survey_id)
    state = queries.state_of(survey, local_date(request.program, request.at))
    if state not in {queries.SurveyState.OPEN, queries.SurveyState.PAPER_ONLY}:
        return redirect("surveys:show", program, survey.public_id)
    form = AnswerForm(request.POST or None, questions=queries.questions_of(survey))
    if request.method == "POST" and take_answers(request, survey, form, on_paper=True):
        messages.success(request, _("Paper form counted. Shred it, or keep it without a name."))
        return redirect("surveys:paper", program, survey.public_id)
    return render(request, "measures/surveys/paper.html", {"form": form, "survey": survey})
