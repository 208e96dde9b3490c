"""Who may plan meetings and lead them, what a date and an invitation may hold, and who may be at the table."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.policies import check_says_no_health, check_texts
from handoff.programs.queries import local_date
from handoff.programs.rules.folding import strip_accents
from handoff.staffing.meetings import queries
from handoff.staffing.meetings.inputs import MeetingInput, SeriesInput
from handoff.staffing.models import Meeting, MeetingSeries

SHORTEST, LONGEST = 10, 480
"""Minutes of a meeting."""


def may_lead(actor: Actor, program: Program, at: datetime) -> bool:
    """Whoever has the duty today, or covers for them; and always the program manager, so that no meeting is stuck."""
    if actor.program_id != program.pk or not actor.on_care_side:
        return False
    return actor.can(Permission.PROGRAM_SETUP) or actor.user_id in queries.facilitator_ids(program, at)


def check_can_lead(actor: Actor, program: Program, at: datetime) -> None:
    if not may_lead(actor, program, at):
        raise Refused(_("Only the facilitator and the program manager can do this."))


def check_can_choose_facilitator(actor: Actor, program: Program, user_id: int | None, at: datetime) -> None:
    """The program manager chooses someone who may open participants' records today."""
    if actor.program_id != program.pk or not actor.can(Permission.PROGRAM_SETUP):
        raise Refused(_("Only the program manager can choose the facilitator."))
    if user_id is not None and user_id not in queries.possible_facilitators(program, at):
        raise Refused(_("Choose someone on the care team who has signed the confidentiality agreement."))


def check_series(series_input: SeriesInput, program: Program, today: date) -> None:
    if series_input.rhythm not in MeetingSeries.Rhythm.values or not 0 <= series_input.weekday <= 6:
        raise Refused(_("Choose how often you meet, and on which day."))
    if series_input.rhythm == MeetingSeries.Rhythm.MONTHLY and not series_input.weeks:
        raise Refused(_("Choose the weeks of the month."), "weeks")
    if series_input.starts_on < today:
        raise Refused(_("The first day can't be in the past."), "starts_on")
    check_length(series_input.minutes)
    check_travels(series_input.place, program, "place")


def check_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(
            _("A meeting lasts from %(least)d to %(most)d minutes.") % {"least": SHORTEST, "most": LONGEST},
            "minutes",
        )


def check_travels(text: str, program: Program, field: str) -> None:
    """What stands in an invitation leaves Handoff by mail: it names no participant (C-F21)."""
    if names_someone(text, program):
        raise Refused(
            _(
                "A participant's name can't be in an invitation: it's sent by email. Take the name out, then save "
                "again."
            ),
            field,
        )


def names_someone(text: str, program: Program, *, but: Person | None = None) -> bool:
    """Whether words hold the name of someone the program has a record of, other than one person's own."""
    words = f" {plain(text)} "
    own = queries.names_of(but.first_name, but.last_name, but.preferred_name) if but is not None else []
    if not words.strip():
        return False
    return any(f" {plain(name)} " in words for name in queries.names_of_people(program) if name not in own)


def check_agreed_words(person: Person, words: str, field: str = "words") -> None:
    """Words that police, prosecutors or a court may read hold no health, promise, finish line, or other name (C10)."""
    try:
        check_texts(words)
        check_says_no_health(words)
    except Refused as refusal:
        raise Refused(str(refusal), field) from refusal
    if names_someone(words, person.program, but=person):
        raise Refused(_("This names another participant. Take that name out."), field)


def plain(text: str) -> str:
    """Text for comparison: no accents, no case, and nothing but words."""
    letters = (each if each.isalnum() else " " for each in strip_accents(text).casefold())
    return " ".join("".join(letters).split())


def check_meeting(meeting_input: MeetingInput, program: Program, today: date) -> None:
    if meeting_input.on < today:
        raise Refused(_("A meeting can't be planned in the past. Check the date."), "on")
    if not meeting_input.place.strip():
        raise Refused(_("Enter where you meet."), "place")
    check_length(meeting_input.minutes)
    check_travels(meeting_input.place, program, "place")
    check_travels(meeting_input.note, program, "note")


def check_is_coming(meeting: Meeting) -> None:
    """Only a meeting that hasn't started can be moved or canceled."""
    if meeting.state == Meeting.State.CANCELED:
        raise Refused(_("This meeting was canceled. Add a new one instead."))
    if not meeting.is_coming:
        raise Refused(_("This meeting has started already, so its date stays."))


def check_is_not_over(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CLOSED:
        raise Refused(_("This meeting is closed."))
    if meeting.state == Meeting.State.CANCELED:
        raise Refused(_("This meeting was canceled."))


def check_attendees(program: Program, user_ids: Collection[int], at: datetime) -> None:
    if not user_ids:
        raise Refused(_("Choose who comes."))
    if not set(user_ids) <= {each.user.pk for each in queries.possible_attendees(program, at)}:
        raise Refused(_("Someone you chose no longer has a role in the program. Check the list."))


def check_can_arrive(meeting: Meeting, user_id: int, at: datetime) -> None:
    """No one sits at the table before they have signed the confidentiality agreement (C4, handbook 7c)."""
    check_is_not_over(meeting)
    if local_date(meeting.program, meeting.starts_at) > local_date(meeting.program, at):
        raise Refused(_("Attendance can be recorded from the day of the meeting on."))
    members = {each.user.pk: each for each in queries.possible_attendees(meeting.program, at)}
    if user_id not in members:
        raise Refused(_("This person no longer has a role in the program, so they can't be in the room."))
    if not members[user_id].signed:
        raise Refused(
            _(
                "They haven't signed the confidentiality agreement. They can sign it on their own phone or computer: "
                "sign in, then open the menu. Until then, they can't be in the room while participants are discussed."
            )
        )
