"""Who may change a person's team or open a record with a reason."""

from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.core.refusals import Refused
from handoff.participants.models import Person, RecordOpening
from handoff.participants.queries import is_on_team
from handoff.programs.queries import local_date


def check_is_in_care_of_program(actor: Actor, person: Person) -> None:
    """Only care-side users of the person's own program deal with their team."""
    if not actor.on_care_side or person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))


def check_can_open_with_reason(actor: Actor, person: Person, reason: str, note: str) -> None:
    """The reason is one of the list; "something else" needs words (C8)."""
    check_is_in_care_of_program(actor, person)
    if reason not in RecordOpening.Reason.values:
        raise Refused(_("Choose why you need this record."))
    if reason == RecordOpening.Reason.OTHER and not note.strip():
        raise Refused(_("Explain in a few words why you need this record."))


def check_can_change_team(actor: Actor, person: Person, at: datetime) -> None:
    """Team members and the program manager change the team; a reason given for one shift is not enough."""
    check_is_in_care_of_program(actor, person)
    if not actor.can(Permission.ACCOUNTS_MANAGE) and not is_on_team(actor, person, at):
        raise Refused(_("Only a team member or the program manager can change the team."))


def check_can_add_to_team(actor: Actor, person: Person, user_id: int, at: datetime) -> None:
    """A user who may open records is added by someone else, never by themselves."""
    check_can_change_team(actor, person, at)
    if user_id == actor.user_id:
        raise Refused(_("You can't add yourself to a team. Ask a team member or the program manager."))
    may = users_with_permission(person.program, Permission.PARTICIPANT_READ, local_date(person.program, at))
    if not may.filter(pk=user_id).exists():
        raise Refused(_("Choose someone from the care team or the program staff."))
