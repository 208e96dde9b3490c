"""What runs by itself for meetings: dates are planned ahead, and calendars are sent what is true (S1)."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.accounts.models import User
from handoff.notifications.services import is_about_one_mail
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.staffing.meetings.engines import CANCEL, REQUEST, Invitation, invitation_mail
from handoff.staffing.meetings.queries import attendees_due, open_series
from handoff.staffing.meetings.services import plan_dates
from handoff.staffing.models import Attendee, Meeting

log = logging.getLogger(__name__)


def plan_coming_meetings(*, program: Program, at: datetime) -> int:
    """Plan the dates of the program's rhythm that have come into sight."""
    series = open_series(program)
    return plan_dates(series=series, at=at) if series is not None else 0


def send_meeting_mails(*, program: Program, at: datetime, limit: int = 100) -> int:
    """Send each calendar that isn't right what is true now; a mail that fails is tried again at the next run."""
    sent = 0
    for pk in list(attendees_due(program, at).values_list("pk", flat=True)[:limit]):
        attendee = claim(program, pk, at)
        if attendee is None:
            continue
        before = attendee.attempts
        if send_to(attendee, program, at):
            sent += 1
        elif attendee.attempts < before:
            # The server is away: each further try would wait for it too, and hold up the other jobs.
            break
    return sent


@transaction.atomic
def claim(program: Program, pk: int, at: datetime) -> Attendee | None:
    """Claim a mail with a committed row, so that two runs don't send it twice; read the state it is to say."""
    due = attendees_due(program, at).select_for_update(of=("self",), skip_locked=True).filter(pk=pk)
    attendee = due.select_related("meeting__program").first()
    if attendee is not None:
        attendee.claimed_at = at
        attendee.attempts += 1
        attendee.save(update_fields=["claimed_at", "attempts"])
    return attendee


def send_to(attendee: Attendee, program: Program, at: datetime) -> bool:
    """Send one mail and keep what the calendar was sent; False if it wasn't sent."""
    meeting = attendee.meeting
    method = REQUEST if attendee.asked and meeting.state == Meeting.State.PLANNED else CANCEL
    user = User.objects.filter(pk=attendee.user_id, is_active=True).exclude(email="").first()
    sequence = next_sequence(attendee, meeting, method)
    attendee.claimed_at = None
    if user is None or user.email.casefold() == settings.DEFAULT_FROM_EMAIL.casefold():
        attendee.last_error = "no address"
        attendee.save(update_fields=["claimed_at", "last_error"])
        return False
    try:
        build_mail(attendee, user, program, method, sequence, at).send()
    except OSError as error:
        attendee.last_error = type(error).__name__
        attendee.attempts -= not is_about_one_mail(error)
        log.warning("mail %s of a meeting was not sent: %s", attendee.pk, attendee.last_error)
        attendee.save(update_fields=["claimed_at", "last_error", "attempts"])
        return False
    attendee.sent_as, attendee.sent_sequence, attendee.sent_at = method, sequence, at
    attendee.seen_sequence, attendee.sent_content_of = meeting.sequence, meeting.changed_at
    attendee.attempts, attendee.last_error = 0, ""
    attendee.save()
    return True


def next_sequence(attendee: Attendee, meeting: Meeting, method: str) -> int:
    """The number of the next mail: higher than the last one wherever the recipient has something new to answer."""
    if attendee.sent_sequence is None or attendee.seen_sequence is None:
        return meeting.sequence
    asks_again = meeting.sequence > attendee.seen_sequence
    if method == CANCEL or attendee.sent_as == CANCEL or asks_again:
        return attendee.sent_sequence + 1
    return attendee.sent_sequence


def build_mail(
    attendee: Attendee, user: User, program: Program, method: str, sequence: int, at: datetime
) -> EmailMultiAlternatives:
    """The mail in the recipient's language: when, where, and a link that asks for sign-in (H4)."""
    meeting = attendee.meeting
    with translation.override(user.language):
        link = f"{settings.SITE_ADDRESS}{reverse('meetings:show', args=[program.slug, meeting.public_id])}"
        starts_at = meeting.starts_at.astimezone(time_zone_of(program))
        when = date_format(starts_at, "DATETIME_FORMAT")
        summary = _("Staffing meeting")
        invitation = Invitation(
            method=method,
            uid=f"staffing-{meeting.calendar_id}@handoff",
            sequence=sequence,
            stamp=at,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            zone=program.time_zone,
            summary=summary,
            place=meeting.place,
            description="\n".join(part for part in (meeting.note, about_link(link)) if part),
            organizer=settings.DEFAULT_FROM_EMAIL,
            organizer_name=_("%(program)s: staffing meeting") % {"program": program.name},
            recipient=user.email,
            recipient_name=user.full_name,
            answers_again=sequence != attendee.sent_sequence,
        )
        subject = f"{summary}, {when}"
        if method == CANCEL:
            subject = _("Canceled: %(meeting)s") % {"meeting": subject}
            body = _("The meeting is canceled, or you're no longer asked to come.") + f"\n\n{when}"
        else:
            body = "\n\n".join([f"{when}\n{meeting.place}", invitation.description])
        return invitation_mail(invitation, subject=subject, body=body)


def about_link(link: str) -> str:
    return _("Sign in to see the agenda: %(link)s") % {"link": link} + "\n" + _("No names are sent by email.")
