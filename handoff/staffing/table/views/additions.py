"""A partner's page of one participant at the table: what its organization adds, and what it added before (P8)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.appointments.forms import Offered
from handoff.casework.appointments.views import answer_new, list_page
from handoff.consent.models import DisclosureContext
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.programs.queries import local_date
from handoff.staffing.meetings.views import meeting_or_404
from handoff.staffing.models import Meeting
from handoff.staffing.partners import services
from handoff.staffing.partners.forms import FactForm
from handoff.staffing.partners.queries import (
    agencies_named,
    booking_of,
    decision_about,
    facts_of,
    find_offered,
)
from handoff.staffing.table import presenters, queries
from handoff.staffing.table.services import log_own_screen
from handoff.staffing.table.views.meeting import person_at_table, scopes


@requires_any(Permission.MEETINGS_ATTEND)
def add_fact(
    request: ProgramRequest, program: str, meeting_id: uuid.UUID, discussed_id: uuid.UUID
) -> HttpResponse:
    """Add a dated fact about someone whose live release names the reader's organization, or take one back."""
    meeting, person = meeting_or_404(request, meeting_id), person_at_table(request, discussed_id)
    named = agencies_named(request.actor, decision_about(request.actor, person, request.at))
    if not named:
        raise Http404
    here = ("table:fact", program, meeting.public_id, person.public_id)
    if withdrawn := request.POST.get("withdraw"):
        return post_action(
            request,
            lambda: services.withdraw_fact(
                actor=request.actor, person=person, public_id=withdrawn, at=request.at
            ),
            done=_("Withdrawn. The care team doesn't read it anymore."),
            to=here,
        )
    today = local_date(request.program, request.at)
    form = FactForm(request.POST or None, agencies=named.values(), today=today)
    response = form_action(
        request,
        form,
        lambda: save_fact(request, person, form),
        done=_("Saved. The care team reads it on the agenda and in the person's history."),
        to=here,
    )
    return response or render_facts(request, meeting, person, form, named)


def save_fact(request: ProgramRequest, person: Person, form: FactForm) -> object:
    return services.add_fact(
        actor=request.actor,
        person=person,
        fact_input=form.fact_input(),
        key=submission_key(request),
        at=request.at,
    )


def render_facts(
    request: ProgramRequest, meeting: Meeting, person: Person, form: FactForm, named: dict[int, Agency]
) -> HttpResponse:
    """Show the name, which the release allows, with the organization's own facts; that look is logged."""
    entry = queries.Entry(person=person, status="active")
    decisions = queries.decisions_of(request.actor, [entry], request.at)
    entries = queries.as_seen([entry], queries.kinds_of(decisions))
    log_own_screen(
        actor=request.actor,
        entries=entries,
        decisions=decisions,
        what=DisclosureContext.MEETING_SCREEN,
        at=request.at,
    )
    record_read(actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=person.public_id)
    context = {
        "meeting": meeting,
        "name": person.recorded_name,
        "form": form,
        "facts": facts_of(person, named),
        "scope": scopes(request, entries, decisions),
    }
    return render(request, "staffing/table/fact.html", context)


@requires_any(Permission.OUTREACH_DO)
def book_offered(request: ProgramRequest, program: str, partner_fact_id: uuid.UUID) -> HttpResponse:
    """Make an appointment that a partner says someone has with it: its name and day are filled in, and nothing is
    made until the worker enters the time and saves. Whoever comes to one that is made already is led to it.
    """
    today = local_date(request.program, request.at)
    fact = find_offered(request.program, request.actor, partner_fact_id, today)
    if fact is None:
        raise Http404
    booking = booking_of(fact, request.program)
    if booking is not None and request.method != "POST":
        messages.info(request, _("This appointment is already on their list."))
        return redirect(*list_page(request, fact.person, booking))
    about = _("%(agency)s says they have an appointment there on %(day)s.") % {
        "agency": fact.agency.name,
        "day": presenters.day_text(fact.on),
    }
    return answer_new(request, fact.person, None, Offered(fact.agency.name, fact.on), about)
