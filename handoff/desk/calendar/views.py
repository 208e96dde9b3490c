"""A worker's calendar: the week as a list, and the secret address for their phone (K10, ADR 0055)."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import public, requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import post_action
from handoff.core.refusals import Refused
from handoff.desk.calendar import policies, presenters, queries, services
from handoff.desk.calendar.definitions import COUNTED_FOR, DAYS_AHEAD, DAYS_BACK
from handoff.programs.queries import local_date

TOO_MANY_REQUESTS = 429


@requires_any(Permission.OUTREACH_DO)
@require_safe
def show_week(request: ProgramRequest, program: str) -> HttpResponse:
    """Show one week: appointments and court dates, intakes, visits, introductions, steps and contacts due."""
    today = local_date(request.program, request.at)
    monday = presenters.chosen_week(request.GET.get("week", ""), today)
    last, user_id = monday + timedelta(days=presenters.DAYS - 1), request.actor.user_id or 0
    entries = queries.entries_between(request.program, user_id, monday, last, request.at)
    entries += queries.days_of_contacts(request.program, user_id, monday, last, request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CALENDAR_OPENED,
        details={"count": len(entries)},
        people=sorted({each.person.public_id for each in entries}),
    )
    context = {
        "days": presenters.week_of(entries, monday, today, request.program),
        "monday": monday,
        "sunday": last,
        "earlier": monday - timedelta(days=presenters.DAYS),
        "later": monday + timedelta(days=presenters.DAYS),
        "is_now": monday == presenters.monday_of(today),
    }
    return render(request, "desk/calendar/week.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_safe
def show_feed(request: ProgramRequest, program: str) -> HttpResponse:
    """Explain the feed, and show whether the worker has one and when it was last read."""
    feed = queries.open_feed(request.program, request.actor.user_id or 0)
    return render(request, "desk/calendar/feed.html", {"feed": feed})


@requires_recent_sign_in
@requires_any(Permission.OUTREACH_DO)
@require_POST
@never_cache
def make_feed(request: ProgramRequest, program: str) -> HttpResponse:
    """Make the address and show it this once; only a digest of its secret is stored."""
    address, refusal = "", ""
    try:
        address = services.make_feed(actor=request.actor, program=request.program, at=request.at)
    except Refused as reason:
        refusal = str(reason)
    feed = queries.open_feed(request.program, request.actor.user_id or 0)
    context = {"feed": feed, "address": address, "refusal": refusal}
    return render(request, "desk/calendar/feed.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def stop_feed(request: ProgramRequest, program: str) -> HttpResponse:
    return post_action(
        request,
        lambda: services.stop_feed(actor=request.actor, program=request.program, at=request.at),
        done=_("Stopped. The address shows nothing anymore."),
        to=("calendar:feed", program),
    )


@public("only whoever has the secret address can read it; it names no participant and no place")
@never_cache
@require_safe
def read_feed(request: ProgramRequest, program: str, secret: str) -> HttpResponse:
    """Answer a worker's phone. An address that ended and one that never was are the same 404."""
    feed = queries.find_feed(request.program, secret)
    if feed is None:
        raise Http404
    reader = policies.reader_of(feed, request.at, request.actor.address)
    if reader is None:
        services.end_feed(feed, None, request.at)
        raise Http404
    if not services.count_read(feed, request.at):
        wait = str(int(COUNTED_FOR.total_seconds()))
        return HttpResponse(status=TOO_MANY_REQUESTS, headers={"Retry-After": wait})
    today = local_date(request.program, request.at)
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    entries = queries.entries_between(request.program, feed.user_id, first, last, request.at)
    record_read(
        actor=reader,
        at=request.at,
        action=AuditLook.CALENDAR_FEED_READ,
        subject=feed.public_id,
        details={"count": len(entries)},
        people=sorted({each.person.public_id for each in entries}),
    )
    with translation.override(queries.language_of(feed)):
        content = presenters.feed_content(feed, entries, request.program, request.at)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
