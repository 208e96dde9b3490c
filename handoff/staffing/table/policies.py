"""What may be written at a meeting and until when, whose an action can be, and when it can be closed (S2, S3)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.definitions import SHARED_AS
from handoff.consent.gate import decide
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.rules.health import find_health
from handoff.staffing.agendas.definitions import DEFAULT_WEIGHTS, MOST_WEIGHT
from handoff.staffing.meetings.policies import check_agreed_words, check_can_lead, names_someone
from handoff.staffing.meetings.queries import Member, possible_attendees
from handoff.staffing.models import Discussion, Meeting, MeetingAction, MeetingTopic
from handoff.staffing.table import queries

EVERYDAY_NEEDS = tuple(code for code, kind in SHARED_AS.items() if kind == "needs")
"""Needs that a participant may agree to have named before police and prosecutors: never health or treatment (C10)."""


LAW_MAY_READ = (MeetingAction.About.PARTICIPATION, MeetingAction.About.CHARGES, MeetingAction.About.PROGRESS)
"""What an action is about if a release can let police, prosecutors or probation read it."""


def check_can_write(actor: Actor, meeting: Meeting, at: datetime) -> None:
    """Whoever leads writes, from the first arrival until the meeting is closed."""
    check_can_lead(actor, meeting.program, at)
    if meeting.state == Meeting.State.CLOSED:
        raise Refused(
            _(
                "This meeting is closed, so nothing was saved. Bring it up at the next one, or write it in the record."
            )
        )
    if meeting.state != Meeting.State.OPEN:
        raise Refused(_("The meeting hasn't started. Record who is in the room first."))


def check_discussion(status: str, reason: str, died_on: date | None, today: date) -> None:
    """A status that changes says why, and "deceased" since when: participation and releases end by that day."""
    if status not in Discussion.Status.values:
        raise Refused(_("Choose whether the status stays as it is."), "status")
    if status == Discussion.Status.INACTIVE and not reason:
        raise Refused(_("Choose why they're inactive."), "reason")
    if reason == StatusPeriod.InactiveReason.DECEASED and died_on is None:
        raise Refused(_("Enter the day they died, as well as you know it."), "died_on")
    if died_on is not None and died_on > today:
        raise Refused(_("That day is in the future. Check the date."), "died_on")


def check_has_status(enrollment: Enrollment | None, status: str) -> None:
    if enrollment is None and status != Discussion.Status.KEEP:
        raise Refused(
            _("They haven't done the intake, so there's no status to change. Choose that it stays as it is."),
            "status",
        )


def check_action(
    meeting: Meeting,
    person: Person,
    *,
    words: str,
    about: str,
    owner_id: int,
    due_on: date,
    today: date,
    at: datetime,
) -> None:
    """An action has words, a day, and an owner who is here and may know of it."""
    if not words.strip():
        raise Refused(_("Enter what is to be done."), "words")
    if about not in MeetingAction.About.values:
        raise Refused(_("Choose what it's about."), "about")
    check_action_words(meeting, person, words, about)
    if due_on < today:
        raise Refused(_("The day can't be in the past. Check the date."), "due_on")
    owner = find_member(meeting, owner_id, at)
    if owner is None:
        raise Refused(
            _("The person you chose no longer has a role in the program. Choose someone else."), "owner"
        )
    if not owner.is_care and not owner_may_know(owner, person, about, at):
        raise Refused(
            _(
                "No release lets this person's organization know of it. Choose someone on the care team, or talk with "
                "the participant about a release."
            ),
            "owner",
        )


def check_action_words(meeting: Meeting, person: Person, words: str, about: str) -> None:
    """What partners may read names no one else, and what police and prosecutors may read says nothing about health."""
    # Partners whose release covers one participant read these words: a name of another would tell them of both.
    if about and names_someone(words, meeting.program, but=person):
        raise Refused(
            _(
                "Partners may read this action, and it names another participant. Take that name out, or choose that "
                "it's for the care team only."
            ),
            "words",
        )
    word = find_health(words) if about in LAW_MAY_READ else ""
    if word:
        raise Refused(
            _(
                "Police and prosecutors may read this action. Take “%(word)s” out, or choose that it's about treatment "
                "or health, or for the care team only."
            )
            % {"word": word},
            "words",
        )


def find_member(meeting: Meeting, user_id: int, at: datetime) -> Member | None:
    members = possible_attendees(meeting.program, at)
    return next((each for each in members if each.user.pk == user_id), None)


def owner_may_know(owner: Member, person: Person, about: str, at: datetime) -> bool:
    if not about:
        return False
    for agency in owner.outside_agencies:
        decision = decide(agency, [person.pk], at).get(person.pk)
        if decision is not None and {"participation", about} <= decision.kinds:
            return True
    return False


def check_can_end_action(actor: Actor, action: MeetingAction, at: datetime) -> None:
    """The owner says that it's done, or the care team does. A partner's release is asked again."""
    if action.program_id != actor.program_id:
        raise Refused(_("This action is in another program."))
    known = action.owner_id == actor.user_id and action in queries.own_actions(action.program, actor, at)
    if not known and not actor.on_care_side:
        raise Refused(_("Only the person who does it, or the care team, can say that it's done."))
    if action.starts_at is None:
        raise Refused(_("The meeting isn't closed yet. Remove the action there if it isn't needed."))


def check_owners_are_here(meeting: Meeting, at: datetime) -> None:
    """An action for someone who left since belongs to no one: someone else has to be chosen first."""
    if queries.actions_without_owner(meeting, at):
        raise Refused(
            _(
                "Someone who was to do an action no longer has a role in the program. The action is named above the "
                "button: remove it and add it for someone else, then close the meeting again. Nothing was saved."
            )
        )


def check_can_close(actor: Actor, meeting: Meeting, at: datetime) -> None:
    check_can_lead(actor, meeting.program, at)
    if meeting.state == Meeting.State.CLOSED:
        raise Refused(_("This meeting was closed already. Nothing was saved twice."))
    if meeting.state != Meeting.State.OPEN:
        raise Refused(_("The meeting hasn't started. Record who is in the room first."))


def check_topic(meeting: Meeting, kind: str, words: str, outcome: str) -> None:
    """A topic is read by everyone who was asked, so it names no participant."""
    if kind not in MeetingTopic.Kind.values or not words.strip():
        raise Refused(_("Choose the kind of topic, and enter what it is."))
    if meeting.is_over:
        raise Refused(_("This meeting is closed, so nothing was saved. Bring it up at the next one."))
    for field, text in (("words", words), ("outcome", outcome)):
        if names_someone(text, meeting.program):
            raise Refused(
                _(
                    "Everyone who was asked to the meeting reads its topics. Take the participant's name out, then "
                    "save."
                ),
                field,
            )


def check_weights(weights: Mapping[str, int]) -> None:
    if set(weights) != set(DEFAULT_WEIGHTS) or not all(0 <= each <= MOST_WEIGHT for each in weights.values()):
        raise Refused(_("Enter a number from 0 to %(most)d for each line.") % {"most": MOST_WEIGHT})


def check_shared_words(
    actor: Actor, person: Person, words: str, needs: Collection[str], agreed_on: date, today: date
) -> None:
    """The care team writes down what the participant agreed to; health and treatment can't be among it (C10)."""
    if person.program_id != actor.program_id or not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team can record this."))
    check_agreed_words(person, words)
    if not set(needs) <= set(EVERYDAY_NEEDS):
        raise Refused(_("Health and treatment are never shared this way. Choose other needs."), "needs")
    if agreed_on > today:
        raise Refused(_("That day is in the future. Check the date."), "agreed_on")
