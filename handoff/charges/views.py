"""The program's offense list: each offense with its dates, its source, and who confirmed it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.charges import policies, presenters, queries, services
from handoff.charges.forms import OffenseSearchForm, ReviewForm
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message

OFFENSES_PER_PAGE = 20
"""So that a phone loads at most 80 kB (A8)."""


@requires_any(Permission.CRITERIA_READ)
@require_safe
def offenses(request: ProgramRequest, program: str) -> HttpResponse:
    form = OffenseSearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = presenters.find_offenses(queries.all_offenses(request.program), words)
    page = Paginator(found, OFFENSES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "searched": bool(words),
        "page": page,
        "columns": presenters.offense_columns(),
        "rows": presenters.offense_rows(page.object_list, request.program),
        "install_refusal": refusal_message(
            policies.check_can_edit_offenses, request.actor, request.program.pk
        ),
    }
    return render(request, "charges/offenses.html", context)


@requires_any(Permission.CRITERIA_EDIT)
@require_POST
def install(request: ProgramRequest, program: str) -> HttpResponse:
    """Copy the shipped North Carolina offenses into the program's list."""
    added = services.install_offenses(actor=request.actor, program=request.program, at=request.at)
    sentence = ngettext("%(count)d entry added.", "%(count)d entries added.", added) % {"count": added}
    messages.success(request, sentence if added else _("The list already has every entry."))
    return redirect("charges:offenses", program)


@requires_any(Permission.CRITERIA_READ)
def offense(request: ProgramRequest, program: str, key: str) -> HttpResponse:
    """One offense with its dated entries, and the form to record who confirmed one."""
    entries = queries.entries_of(request.program, key)
    may_edit = refusal_message(policies.check_can_edit_offenses, request.actor, request.program.pk) is None
    if not entries or (request.method == "POST" and not may_edit):
        raise Http404
    choices = presenters.entry_choices(entries)
    form = ReviewForm(request.POST or None, initial={"entry": choices[-1][0]})
    form.fields["entry"].choices = choices  # type: ignore[attr-defined]
    form.fields["entry"].required = len(choices) > 1 or choices[0][0] != ""
    by_date = {str(each.effective_from or ""): each for each in reversed(entries)}
    response = form_action(
        request,
        form,
        lambda: services.review_offense(
            actor=request.actor,
            offense=by_date[form.cleaned_data["entry"]],
            reviewed_by=form.cleaned_data["reviewed_by"],
            at=request.at,
        ),
        done=_("Saved who confirmed this entry."),
        to=("charges:offense", program, key),
    )
    if response is not None:
        return response
    context = {"offense": entries[-1], "entries": entries, "form": form if may_edit else None}
    return render(request, "charges/offense.html", {**context, "rows": presenters.entry_rows(entries)})
