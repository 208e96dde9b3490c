"""Pages of staffing meetings: the coming dates, the rhythm, who leads, one meeting, and who is at the table (S1)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import find_member
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.text import uuid_or_none
from handoff.notifications.queries import mail_is_delivered
from handoff.programs.queries import local_date, time_zone_of
from handoff.staffing.meetings import policies, presenters, queries, services
from handoff.staffing.meetings.forms import AttendeesForm, DutyForm, MeetingForm, SeriesForm
from handoff.staffing.models import Meeting

PAST_SHOWN = 10
ATTENDANCE_SAVED = gettext_lazy("Saved. The projector shows only what everyone in the room may see.")


def leads(request: ProgramRequest) -> bool:
    return policies.may_lead(request.actor, request.program, request.at)


def lead_or_404(request: ProgramRequest) -> None:
    """These pages are for whoever leads; for everyone else they don't exist."""
    if not leads(request):
        raise Http404


def meeting_or_404(request: ProgramRequest, meeting_id: uuid.UUID) -> Meeting:
    """A meeting that this reader is asked to, or any for whoever leads and the care team."""
    meeting = queries.find_meeting(request.program, request.actor, meeting_id, leads=leads(request))
    if meeting is None:
        raise Http404
    return meeting


def led_meeting_or_404(request: ProgramRequest, meeting_id: uuid.UUID) -> Meeting:
    lead_or_404(request)
    return meeting_or_404(request, meeting_id)


def meeting_page(meeting: Meeting) -> Destination:
    return ("meetings:show", meeting.program.slug, meeting.public_id)


@requires_any(Permission.MEETINGS_ATTEND)
@require_safe
def list_meetings(request: ProgramRequest, program: str) -> HttpResponse:
    """List the coming meetings and the last ones, and say who leads."""
    meetings = queries.meetings_for(request.program, request.actor, leads=leads(request))
    past = meetings.filter(state=Meeting.State.CLOSED).order_by("-starts_at")[:PAST_SHOWN]
    off = queries.holidays(request.program, request.at)
    facilitators = queries.facilitator_ids(request.program, request.at)
    series = queries.open_series(request.program)
    context = {
        "coming": presenters.meeting_lines(queries.coming_meetings(meetings, request.at), off),
        "not_held": presenters.meeting_lines(queries.meetings_not_held(meetings, request.at), off)
        if leads(request)
        else [],
        "canceled": presenters.meeting_lines(queries.canceled_meetings(meetings, request.at), off)
        if leads(request)
        else [],
        "past": presenters.meeting_lines(past, {}),
        "leads": leads(request),
        "facilitators": presenters.names(queries.users(facilitators)),
        "rhythm": presenters.rhythm_text(series) if series is not None else "",
        "may_choose_facilitator": request.actor.can(Permission.PROGRAM_SETUP),
    }
    return render(request, "staffing/meetings/list.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def set_rhythm(request: ProgramRequest, program: str) -> HttpResponse:
    """Set how often the team meets, and who comes."""
    lead_or_404(request)
    members = queries.possible_attendees(request.program, request.at)
    series = queries.open_series(request.program)
    form = SeriesForm(
        request.POST or None,
        series=series,
        starts_on=queries.next_slot(series, local_date(request.program, request.at)),
        members=presenters.attendee_choices(request.program, members),
    )
    response = form_action(
        request,
        form,
        lambda: services.save_series(
            actor=request.actor,
            program=request.program,
            series_input=form.series_input(),
            at=request.at,
        ),
        done=presenters.rhythm_done,
        to=("meetings:list", program),
    )
    return response or render_form(request, form, _("How often the team meets"))


def render_form(
    request: ProgramRequest, form: object, heading: str, meeting: Meeting | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "meeting": meeting}
    return render(request, "staffing/meetings/form.html", context)


@requires_any(Permission.PROGRAM_SETUP)
def choose_facilitator(request: ProgramRequest, program: str) -> HttpResponse:
    """Choose who leads the meetings."""
    duty = queries.current_duty(request.program, local_date(request.program, request.at))
    members = queries.possible_attendees(request.program, request.at)
    able = presenters.facilitator_choices(members)
    form = DutyForm(request.POST or None, able=able, current=duty.user_id if duty else None)
    response = form_action(
        request,
        form,
        lambda: services.choose_facilitator(
            actor=request.actor, program=request.program, user_id=form.user_id, at=request.at
        ),
        done=_("Saved."),
        to=("meetings:list", program),
    )
    return response or render_form(request, form, _("Who leads the meetings"))


@requires_any(Permission.PARTICIPANT_READ)
def add_meeting(request: ProgramRequest, program: str) -> HttpResponse:
    """Plan one meeting outside the rhythm."""
    lead_or_404(request)
    series = queries.open_series(request.program)
    initial: dict[str, object] = {"place": series.place, "minutes": series.minutes} if series else {}
    form = MeetingForm(request.POST or None, initial=initial, is_new=True)
    response = form_action(
        request,
        form,
        lambda: services.add_meeting(
            actor=request.actor,
            program=request.program,
            meeting_input=form.meeting_input(),
            at=request.at,
        ),
        done=_("Meeting planned."),
        to=meeting_page,
    )
    return response or render_form(request, form, _("Add a meeting"))


@requires_any(Permission.MEETINGS_ATTEND)
@require_safe
def show_meeting(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Show when and where, who comes by agency, and who is at the table."""
    meeting = meeting_or_404(request, meeting_id)
    members = queries.possible_attendees(request.program, request.at)
    rows = list(meeting.attendees.prefetch_related("times"))
    is_leading = leads(request)
    today = local_date(request.program, request.at)
    seats = presenters.organizations(meeting, members, rows) if request.actor.on_care_side else []
    others = presenters.absent_choices(members, rows) if is_leading else []
    context = {
        "meeting": meeting,
        "when": presenters.when_text(meeting),
        "state": presenters.meeting_lines([meeting], queries.holidays(request.program, request.at))[0],
        "organizations": seats,
        "not_asked": presenters.organizations_not_asked(members, rows)
        if is_leading and meeting.is_coming
        else [],
        "others": others,
        "can_record_arrivals": bool(others) or any(each.awaits_someone for each in seats),
        "leads": is_leading,
        "is_care": request.actor.on_care_side,
        "is_day": local_date(request.program, meeting.starts_at) <= today and not meeting.is_over,
        "all_checked": "all" in request.GET,
        "present": len(queries.present_ids(meeting)),
        "sends_mail": mail_is_delivered(),
    }
    return render(request, "staffing/meetings/meeting.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def change_meeting(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Move a meeting, or mend what its invitation says."""
    meeting = led_meeting_or_404(request, meeting_id)
    starts_at = meeting.starts_at.astimezone(time_zone_of(request.program))
    initial: dict[str, object] = {
        "on": local_date(request.program, meeting.starts_at),
        "starts_at": starts_at.strftime("%H:%M"),
        "minutes": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        "place": meeting.place,
        "note": meeting.note,
    }
    form = MeetingForm(request.POST or None, initial=initial)
    response = form_action(
        request,
        form,
        lambda: services.change_meeting(
            actor=request.actor, meeting=meeting, meeting_input=form.meeting_input(), at=request.at
        ),
        done=presenters.with_mail(_("Saved."), _("Whoever was invited gets an update.")),
        to=meeting_page(meeting),
    )
    return response or render_form(request, form, _("Change this meeting"), meeting)


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def confirm_meeting(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Hold a meeting on a holiday all the same."""
    meeting = led_meeting_or_404(request, meeting_id)
    return post_action(
        request,
        lambda: services.confirm_meeting(actor=request.actor, meeting=meeting, at=request.at),
        done=presenters.with_mail(_("Confirmed."), _("Invitations go out by email in the next few minutes.")),
        to=meeting_page(meeting),
    )


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def cancel_meeting(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = led_meeting_or_404(request, meeting_id)
    return post_action(
        request,
        lambda: services.cancel_meeting(actor=request.actor, meeting=meeting, at=request.at),
        done=presenters.with_mail(_("Canceled."), _("Whoever was invited gets a cancellation.")),
        to=meeting_page(meeting),
    )


@requires_any(Permission.PARTICIPANT_READ)
def choose_attendees(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Choose who comes to one meeting."""
    meeting = led_meeting_or_404(request, meeting_id)
    members = presenters.attendee_choices(
        request.program, queries.possible_attendees(request.program, request.at)
    )
    form = AttendeesForm(request.POST or None, members=members, asked=queries.asked_ids(meeting))
    response = form_action(
        request,
        form,
        lambda: services.choose_attendees(
            actor=request.actor, meeting=meeting, user_ids=form.user_ids, at=request.at
        ),
        done=presenters.with_mail(_("Saved."), _("Only those you added or left out get an email.")),
        to=meeting_page(meeting),
    )
    return response or render_form(request, form, _("Who comes to this meeting"), meeting)


def members_or_404(request: ProgramRequest) -> list[User]:
    """The members that the attendance list names: those whose boxes are checked, or the one whose button it was."""
    found = [
        find_member(request.program, number) if (number := uuid_or_none(sent)) else None
        for sent in request.POST.getlist("user")
        if sent
    ]
    members = [each for each in found if each is not None]
    if len(members) < len(found):
        raise Http404
    return members


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def record_attendance(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Record that some people sit down at the table, or that someone leaves it."""
    meeting = led_meeting_or_404(request, meeting_id)
    members = members_or_404(request)
    if not members:
        messages.error(request, _("Choose who arrived."))
        return redirect(*meeting_page(meeting))
    if request.POST.get("act") != "left":
        return record_arrivals(request, meeting, members)
    return post_action(
        request,
        lambda: services.record_departure(
            actor=request.actor, meeting=meeting, user_id=members[0].pk, at=request.at
        ),
        done=str(ATTENDANCE_SAVED),
        to=meeting_page(meeting),
    )


def record_arrivals(request: ProgramRequest, meeting: Meeting, members: list[User]) -> HttpResponse:
    """Record everyone who may sit down, and say of the others why they can't."""
    users = [each.pk for each in members]
    refused = services.record_arrivals(actor=request.actor, meeting=meeting, user_ids=users, at=request.at)
    for sentence in presenters.refused_arrivals(members, refused):
        messages.error(request, sentence)
    if len(refused) < len(members):
        messages.success(request, ATTENDANCE_SAVED)
    return redirect(*meeting_page(meeting))
