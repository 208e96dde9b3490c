"""The search of the directory, the page of a service, and the list of entries to check again."""

import uuid

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.directory import presenters, queries
from handoff.directory.forms import SearchForm
from handoff.directory.models import Service
from handoff.programs.queries import policy_at

PER_PAGE = 20


def service_or_404(request: ProgramRequest, service_id: uuid.UUID) -> Service:
    service = queries.find_service(request.program, service_id)
    if service is None:
        raise Http404
    return service


def may_edit(request: ProgramRequest) -> bool:
    return request.actor.can(Permission.DIRECTORY_EDIT)


def cards_of(page: Page[int], clock: presenters.Clock) -> list[presenters.ServiceCard]:
    return presenters.service_cards(queries.services_on_cards(clock.program, page.object_list), clock)


@requires_any(Permission.DIRECTORY_READ)
def list_services(request: ProgramRequest, program: str) -> HttpResponse:
    """Search services by need, language, place and whether they are open now."""
    form = SearchForm(request.GET, languages=queries.languages_in_use(request.program))
    search = form.search()
    found = queries.ids_of(queries.search_services(request.program, search, request.at))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    clock = presenters.make_clock(request.program, request.at)
    context = {
        "form": form,
        "searched": search != queries.Search(),
        "page": page,
        "cards": cards_of(page, clock),
        "holiday": presenters.holiday_today(clock),
        "to_check": queries.services_to_check(request.program, clock.check_due).count(),
        "downloads": presenters.downloads(),
        "may_edit": may_edit(request),
    }
    return render(request, "directory/services.html", context)


@requires_any(Permission.DIRECTORY_READ)
def show_service(request: ProgramRequest, program: str, service_id: uuid.UUID) -> HttpResponse:
    """Show one service: how to reach it, when it is open, who it is for and what it costs."""
    service = service_or_404(request, service_id)
    clock = presenters.make_clock(request.program, request.at)
    context = {"shown": presenters.service_page(service, clock), "may_edit": may_edit(request)}
    return render(request, "directory/service.html", context)


@requires_any(Permission.DIRECTORY_READ)
def list_services_to_check(request: ProgramRequest, program: str) -> HttpResponse:
    """List the entries that were checked too long ago, and those that can't be found until they are mended."""
    clock = presenters.make_clock(request.program, request.at)
    late = queries.ids_of(queries.services_to_check(request.program, clock.check_due))
    page = Paginator(late, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": cards_of(page, clock),
        "days": policy_at(request.program, clock.now.date()).directory_check_days,
        "to_mend": queries.services_to_mend(request.program),
        "without_need": queries.services_without_need(request.program),
        "doubles": queries.possible_doubles(request.program),
        "may_edit": may_edit(request),
    }
    return render(request, "directory/check.html", context)
