"""What meetings discussed and decided about someone, as the care team reads it, and who was taken off one (S2, S3)."""

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.ui import TimelineEntry
from handoff.programs.models import Program
from handoff.staffing.models import AgendaChange, Discussion, Meeting, MeetingAction


def meeting_entries(
    discussions: Iterable[Discussion],
    actions: Iterable[MeetingAction],
    names: dict[int, str],
    program: Program,
) -> Iterator[TimelineEntry]:
    """What was said and planned at each closed meeting, and who does what since."""
    for each in discussions:
        plan = _("Plan: %(words)s") % {"words": each.plan} if each.plan else ""
        yield TimelineEntry(
            at=each.meeting.starts_at,
            title=_("Discussed at a staffing meeting"),
            by=names.get(each.saved_by_id or 0, ""),
            text=" · ".join(part for part in (each.said, plan) if part),
            url=reverse("table:minutes", args=[program.slug, each.meeting.public_id]),
        )
    for action in actions:
        due = _("by %(day)s") % {"day": date_format(action.due_on, "DATE_FORMAT")}
        yield TimelineEntry(
            at=action.starts_at or action.added_at,
            title=_("Action from a staffing meeting"),
            by=names.get(action.owner_id, ""),
            text=" · ".join(part for part in (action.words, due, action.get_end_display()) if part),
        )


def taken_off_lines(changes: Iterable[AgendaChange], names: Mapping[int, str]) -> list[str]:
    """Who isn't on this date's agenda, why, and who said so."""
    return [
        f"{each.person.full_name} · {each.get_why_display()} · {names.get(each.changed_by_id or 0, '—')}"
        for each in changes
    ]


def decided_status(discussion: Discussion) -> str:
    """What a meeting decided about someone's status; nothing where it stays."""
    if discussion.status == Discussion.Status.KEEP:
        return ""
    reason = discussion.get_reason_display() if discussion.reason else ""
    day = date_format(discussion.died_on, "DATE_FORMAT") if discussion.died_on else ""
    return ", ".join(part for part in (discussion.get_status_display(), reason, day) if part)


def ownerless_lines(meeting: Meeting, actions: Iterable[MeetingAction]) -> list[tuple[str, str]]:
    """The actions that keep a meeting from being closed, since whoever was to do them left; each with its page."""
    return [
        (
            f"{each.person.full_name}: {each.words}",
            reverse("table:discuss", args=[meeting.program.slug, meeting.public_id, each.person.public_id]),
        )
        for each in actions
    ]
