"""Who may record, change and undo contacts and urgent help."""

from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.inputs import HelpInput
from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.casework.queries import UNDO_WITHIN
from handoff.core.refusals import Refused
from handoff.participants.models import Person


def check_is_care_team(actor: Actor, person: Person) -> None:
    """Only the care team of the person's own program writes casework."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))
    if not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team can write in this record."))


def check_can_do_outreach(actor: Actor, person: Person, occurred_at: datetime, at: datetime) -> None:
    """Only the care team of the person's own program may, and only for something that has already happened."""
    check_is_care_team(actor, person)
    if occurred_at > at:
        raise Refused(_("That time is in the future. Check the date and time."))


def check_is_contact_author(actor: Actor, contact: ContactAttempt) -> None:
    """Only the author of a contact may change it."""
    if contact.program_id != actor.program_id:
        raise Refused(_("This contact is in another program."))
    if not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team can log contacts and help."))
    if contact.recorded_by_id != actor.user_id:
        raise Refused(_("Only the person who logged this contact can change it."))


def check_can_undo_contact(actor: Actor, contact: ContactAttempt, at: datetime) -> None:
    """The author may undo a contact within an hour (`UNDO_WITHIN`) of logging it."""
    check_is_contact_author(actor, contact)
    if at - contact.recorded_at >= UNDO_WITHIN:
        raise Refused(
            _(
                "You can undo a contact for one hour after you log it. Log a new contact with what "
                "happened instead."
            )
        )


def check_help(actor: Actor, help_input: HelpInput) -> None:
    """What was handed out is one of a list, and a fund pays only what has a cost. Nothing depends on who it is for."""
    if help_input.kind not in HelpGiven.Kind.values or help_input.quantity < 1:
        raise Refused(_("Enter what you gave and how many."))
    named = (help_input.item, help_input.fund)
    if any(each is not None and each.program_id != actor.program_id for each in named):
        raise Refused(_("Choose from your own program's list."))
    if help_input.fund is not None and not help_input.total_cents:
        raise Refused(_("Enter what it cost, or choose “No fund yet”."))
