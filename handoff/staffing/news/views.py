"""Pages of good news: the care team tells it, whoever referred reads it and can say thanks (T3)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import full_names_by_id
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.staffing.news import queries, services
from handoff.staffing.news.forms import NewsForm, ThanksForm


@requires_any(Permission.OUTREACH_DO)
def list_news(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """What was shown of a participant and what came back, and the form to tell more."""
    person = person_or_404(request, person_id)
    referrals = list(queries.referrals_to_tell(person))
    open_to = [each for each in referrals if queries.may_hear(each, request.at)]
    names = full_names_by_id(each.referrer_user_id for each in referrals)
    today = local_date(request.program, request.at)
    form = NewsForm(request.POST or None, referrals=open_to, names=names, today=today)
    response = form_action(
        request,
        form,
        lambda: services.tell_news(
            actor=request.actor,
            person=person,
            news_input=form.news_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Sent. They get a link without a name, and read it while the release is active."),
        to=("news:list", program, person.public_id),
        field="words",
    )
    return response or render_list(request, person, form if open_to else None, referrals, names)


def render_list(
    request: ProgramRequest,
    person: Person,
    form: NewsForm | None,
    referrals: list[Referral],
    names: dict[int, str],
) -> HttpResponse:
    record_opened(request, person)
    shown = [(each, names.get(each.referral.referrer_user_id or 0, "—")) for each in queries.news_of(person)]
    context = {"person": person, "form": form, "shown": shown, "has_any": bool(referrals)}
    return render(request, "staffing/news/list.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def take_back(request: ProgramRequest, program: str, news_id: uuid.UUID) -> HttpResponse:
    """Take news back: from now on no one reads it."""
    news = queries.find_news(request.program, news_id)
    if news is None:
        raise Http404
    return post_action(
        request,
        lambda: services.take_back(actor=request.actor, news=news, at=request.at),
        done=_("Withdrawn. No one can open it now."),
        to=("news:list", program, news.person.public_id),
    )


@requires_any(*queries.READERS)
def read_news(request: ProgramRequest, program: str, heard_id: uuid.UUID) -> HttpResponse:
    """One piece of good news, and the answer with thanks. Without a live ROI there is no such page."""
    shown = services.open_news(
        actor=request.actor, program=request.program, public_id=heard_id, at=request.at
    )
    if shown is None:
        raise Http404
    form = ThanksForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.thank(
            actor=request.actor, news=shown.news, thanks=form.cleaned_data["thanks"], at=request.at
        ),
        done=_("Sent to the care team."),
        to=("news:read", program, shown.news.public_id),
    )
    return response or render(request, "staffing/news/read.html", {"shown": shown, "form": form})
