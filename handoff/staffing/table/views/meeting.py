"""Pages of a meeting: the agenda, one person at a time, the projector, a partner's own screen and packet (S2, S3)."""

import uuid
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.services import record_read
from handoff.casework.providers.presenters import AskedCard, asked_cards
from handoff.casework.providers.services import open_questions
from handoff.consent.models import DisclosureContext
from handoff.consent.services import ConsentChanged
from handoff.consent.wording.notice import kinds_text
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.submissions import submission_key
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import Person
from handoff.programs.queries import local_date
from handoff.referrals.supervision.queries import waiting_questions
from handoff.staffing.agendas.definitions import News
from handoff.staffing.agendas.presenters import ownerless_lines, taken_off_lines
from handoff.staffing.agendas.queries import (
    discussion_of,
    find_person,
    last_discussed,
    since_of,
    taken_off,
    weights_of,
)
from handoff.staffing.improvements.queries import open_improvements
from handoff.staffing.meetings.presenters import owner_choices, when_text
from handoff.staffing.meetings.queries import possible_attendees
from handoff.staffing.meetings.views import leads, led_meeting_or_404, meeting_or_404
from handoff.staffing.models import Meeting
from handoff.staffing.partners.presenters import offers
from handoff.staffing.partners.queries import agencies_that_add, named_among
from handoff.staffing.presenters import charges_at_table
from handoff.staffing.queries import CHARGE_READERS, charges_for
from handoff.staffing.table import presenters, queries, services
from handoff.staffing.table.forms import ActionForm, DiscussionForm, TopicForm
from handoff.staffing.table.queries import Entry
from handoff.staffing.table.views.context import answers_at_table, neighbors, quiet_rows, room_at_table


def words_for(request: ProgramRequest, entries: list[Entry]) -> presenters.Words:
    names = queries.names_of(presenters.owner_ids(entries))
    return presenters.Words(request.program, request.at, names)


def record_listed(request: ProgramRequest, meeting: Meeting, entries: list[Entry], action: AuditLook) -> None:
    """One audit row that names everyone on the page."""
    record_read(
        actor=request.actor,
        at=request.at,
        action=action,
        subject=meeting.public_id,
        details={"count": len(entries)},
        people=[each.person.public_id for each in entries],
    )


@requires_any(Permission.MEETINGS_ATTEND)
@require_safe
def show_agenda(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """The agenda: for the care team all of it, for a partner what their releases let them see (C10)."""
    meeting = meeting_or_404(request, meeting_id)
    if not request.actor.on_care_side:
        return show_own_screen(request, meeting)
    entries = queries.build_agenda(meeting, request.at)
    record_listed(request, meeting, entries, AuditLook.MEETING_AGENDA_OPENED)
    found = presenters.rows(entries, words_for(request, entries), presenters.Links.of(meeting))
    off = taken_off(meeting)
    context = {
        "meeting": meeting,
        "when": when_text(meeting),
        "news": [each for each in found if each.entry.has_news],
        **quiet_rows(found),
        "left_out": presenters.left_out_rows(queries.left_out(meeting, entries, request.at)),
        "weights": [
            (presenters.NEWS_LABELS[News(news)], number)
            for news, number in weights_of(request.program).items()
        ],
        "off": taken_off_lines(off, queries.names_of({each.changed_by_id for each in off})),
        "since": local_date(request.program, since_of(meeting)),
        "leads": leads(request),
        "may_share": request.actor.can(Permission.OUTREACH_DO),
        "topics": meeting.topics.all(),
        "improvements": open_improvements(request.program),
        "topic_form": TopicForm() if leads(request) and not meeting.is_over else None,
        "closing": presenters.closing_lines(meeting, entries),
        "ownerless": ownerless_lines(meeting, queries.actions_without_owner(meeting, request.at)),
        "first": next(iter(found), None),
    }
    return render(request, "staffing/table/agenda.html", context)


def own_entries(
    request: ProgramRequest, meeting: Meeting, what: DisclosureContext
) -> tuple[list[Entry], queries.Decisions]:
    """What a partner's user may see, after it is logged; asked once more if a release ended meanwhile."""
    everyone = queries.build_agenda(meeting, request.at)
    for last_try in (False, True):
        decisions = queries.decisions_of(request.actor, everyone, request.at)
        entries = queries.as_seen(everyone, queries.kinds_of(decisions))
        try:
            services.log_own_screen(
                actor=request.actor, entries=entries, decisions=decisions, what=what, at=request.at
            )
        except ConsentChanged:
            if last_try:
                raise
        else:
            break
    return entries, decisions


def show_own_screen(request: ProgramRequest, meeting: Meeting) -> HttpResponse:
    """A partner's own screen, which is their packet too."""
    entries, decisions = own_entries(request, meeting, DisclosureContext.MEETING_SCREEN)
    record_listed(request, meeting, entries, AuditLook.MEETING_AGENDA_OPENED)
    asked, supervision = asked_of(request)
    adding = agencies_that_add(request.actor)
    context = {
        "meeting": meeting,
        "when": when_text(meeting),
        "rows": presenters.rows(
            entries, words_for(request, entries), charges=charges_to_open(request, entries)
        ),
        "scope": scopes(request, entries, decisions),
        "topics": [presenters.topic_text(each) for each in meeting.topics.all()],
        "asked": asked,
        "supervision": supervision,
        "adds": {pk for pk, decision in decisions.items() if named_among(adding, decision)},
    }
    return render(request, "staffing/table/own.html", context)


def charges_to_open(request: ProgramRequest, entries: list[Entry]) -> set[int]:
    """The charges on an agenda whose page the reader may open: the DA's office to decide, an officer to recommend."""
    if not any(request.actor.can(each) for each in CHARGE_READERS):
        return set()
    charges = charges_for(request.program, request.actor, request.at)
    return set(charges.filter(pk__in=queries.charge_ids(entries)).values_list("pk", flat=True))


def asked_of(request: ProgramRequest) -> tuple[list[AskedCard], int]:
    """The referrals that the reader's organization is asked about, and how many questions about supervision."""
    return asked_cards(open_questions(actor=request.actor, at=request.at)), asked_about(request)


def asked_about(request: ProgramRequest) -> int:
    """How many people under supervision the reader is asked about, if they answer such questions."""
    may_answer = request.actor.can(Permission.SUPERVISION_ANSWER)
    return waiting_questions(request.actor).count() if may_answer else 0


def scopes(request: ProgramRequest, entries: list[Entry], decisions: queries.Decisions) -> list[str]:
    agencies = queries.agencies_of(request.actor)
    return [
        sentence
        for each in entries
        for sentence in presenters.scope(each.name, decisions[each.person.pk], agencies, request.program)
    ]


@requires_recent_sign_in
@requires_any(Permission.MEETINGS_ATTEND)
@require_safe
def download_packet(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """A partner's packet as PDF. The care team works with the agenda itself."""
    meeting = meeting_or_404(request, meeting_id)
    if request.actor.on_care_side:
        raise Http404
    entries, decisions = own_entries(request, meeting, DisclosureContext.MEETING_PACKET)
    record_listed(request, meeting, entries, AuditLook.MEETING_PACKET_PRINTED)
    day = presenters.day_text(local_date(request.program, request.at))
    content = presenters.packet_pdf(
        meeting,
        presenters.rows(entries, words_for(request, entries)),
        meeting.topics.all(),
        scopes(request, entries, decisions),
        asked=presenters.asked_lines(*asked_of(request)),
        made=_("Printed %(day)s by %(name)s") % {"day": day, "name": request.user.full_name},
        language=request.LANGUAGE_CODE,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="staffing-packet.pdf"'
    return response


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def show_projector(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """One person at a time, and of them only what everyone in the room may see (C-F23)."""
    meeting = led_meeting_or_404(request, meeting_id)
    everyone = queries.build_agenda(meeting, request.at)
    room = queries.room_of(meeting, everyone, request.at)
    entries = queries.on_projector(everyone, room)
    asked = request.GET.get("n", "")
    number = presenters.place_on_projector(asked, entries, meeting.on_now_id)
    shown = entries[number - 1 : number]
    services.log_projector(
        actor=request.actor, program=request.program, room=room, entries=shown, at=request.at
    )
    record_listed(request, meeting, shown, AuditLook.MEETING_PROJECTED)
    context = {
        "meeting": meeting,
        "row": next(iter(presenters.rows(shown, words_for(request, shown))), None),
        "number": number,
        "count": len(entries),
        "follows": not asked,
        "room": sorted({agency.name for _member, agency in room.outside}),
        "unsure": room.unsure,
        "scope": [kinds_text(queries.kinds_used(each)) for each in shown],
    }
    return render(request, "staffing/table/projector.html", context)


def person_at_table(request: ProgramRequest, discussed_id: uuid.UUID) -> Person:
    person = find_person(request.program, discussed_id)
    if person is None:
        raise Http404
    return person


def table_page(meeting: Meeting, person: Person) -> Destination:
    return ("table:discuss", meeting.program.slug, meeting.public_id, person.public_id)


@requires_any(Permission.PARTICIPANT_READ)
def discuss(
    request: ProgramRequest, program: str, meeting_id: uuid.UUID, discussed_id: uuid.UUID
) -> HttpResponse:
    """One person: what is new, what was discussed, the plan, the status after the meeting, and actions.

    It is one form: whichever button is pressed, everything typed is saved, or shown again.
    """
    meeting, person = led_meeting_or_404(request, meeting_id), person_at_table(request, discussed_id)
    if "now" in request.POST:
        return put_on_now(request, meeting, person)
    form = discussion_form(request, meeting, person)
    actions = action_form(request, meeting)
    if actions.is_bound and not actions.is_valid():
        return render_table(request, meeting, person, form, actions)
    response = form_action(
        request,
        form,
        lambda: services.save_discussion(
            actor=request.actor,
            meeting=meeting,
            person=person,
            discussion_input=form.discussion_input(),
            action_input=actions.action_input() if actions.is_bound else None,
            key=submission_key(request) if actions.is_bound else "",
            at=request.at,
        ),
        done=_("Saved. The action starts when you close the meeting.") if actions.is_bound else _("Saved."),
        to=table_page(meeting, person),
        beside=actions,
    )
    return response or render_table(request, meeting, person, form, actions)


def put_on_now(request: ProgramRequest, meeting: Meeting, person: Person) -> HttpResponse:
    """Show someone on the projector, or no one, and open their page. Only a button does: looking moves nothing."""
    shown = person if request.POST["now"] == "on" else None
    return post_action(
        request,
        lambda: services.put_on_now(actor=request.actor, meeting=meeting, person=shown, at=request.at),
        to=table_page(meeting, person),
    )


def discussion_form(request: ProgramRequest, meeting: Meeting, person: Person) -> DiscussionForm:
    """The form of one person, which knows who else wrote about them since the page was opened."""
    form = DiscussionForm(
        request.POST or None,
        discussion=discussion_of(meeting, person),
        today=local_date(request.program, request.at),
    )
    form.who_changed = partial(
        who_changed_last,
        request.actor,
        person.public_id,
        AuditAction.MEETING_DISCUSSED,
        meeting=str(meeting.public_id),
    )
    return form


def action_form(request: ProgramRequest, meeting: Meeting) -> ActionForm:
    """The form of an action. It counts as sent once its button was pressed, or anything was typed into it."""
    members = owner_choices(meeting, possible_attendees(request.program, request.at))
    names = ("add", "words", "owner", "due_on_month", "due_on_day", "due_on_year")
    is_sent = any(request.POST.get(name, "").strip() for name in names)
    return ActionForm(request.POST if is_sent else None, members=members)


def render_table(
    request: ProgramRequest, meeting: Meeting, person: Person, form: DiscussionForm, actions: ActionForm
) -> HttpResponse:
    """Show the table with both forms, and the way to the next and the previous person."""
    entries = queries.build_agenda(meeting, request.at)
    place = next((number for number, each in enumerate(entries) if each.person == person), None)
    if place is None:
        raise Http404
    record_read(actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=person.public_id)
    decided = list(queries.actions_decided(meeting, person))
    shown = [entries[place]]
    names = queries.names_of(presenters.owner_ids(shown) | {each.owner_id for each in decided})
    words = presenters.Words(request.program, request.at, names)
    context = {
        "meeting": meeting,
        "row": presenters.rows(shown, words)[0],
        **neighbors(entries, place),
        "is_on_now": meeting.on_now_id == person.pk,
        "form": form,
        "action_form": actions,
        "last": last_discussed(person, meeting),
        "actions": [(each, words.action(each)) for each in decided],
        "status": presenters.status_text(enrollment_of(person.pk, request.program), words),
        **room_at_table(request, meeting, shown),
        "charges": charges_at_table(queries.charges_of(shown), request.actor),
        "offers": offers(person, request.actor, request.program, local_date(request.program, request.at)),
        "answers": answers_at_table(meeting, person),
    }
    return render(request, "staffing/table/table.html", context)


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def remove_action(
    request: ProgramRequest, program: str, meeting_id: uuid.UUID, discussed_id: uuid.UUID
) -> HttpResponse:
    """Take an action back before the meeting is closed."""
    meeting, person = led_meeting_or_404(request, meeting_id), person_at_table(request, discussed_id)
    sent = request.POST.get("remove", "")
    action = next((each for each in meeting.actions.all() if str(each.public_id) == sent), None)
    if action is None:
        raise Http404
    return post_action(
        request,
        lambda: services.remove_action(actor=request.actor, meeting=meeting, action=action, at=request.at),
        done=_("Action removed."),
        to=table_page(meeting, person),
    )


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def close_meeting(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Close the meeting: what was decided takes effect."""
    meeting = led_meeting_or_404(request, meeting_id)
    return post_action(
        request,
        lambda: services.close_meeting(actor=request.actor, meeting=meeting, at=request.at),
        done=_("Meeting closed. What was decided took effect; the minutes are below."),
        to=("table:minutes", program, meeting.public_id),
        refused_to=None if meeting.is_over else ("table:agenda", program, meeting.public_id),
    )
