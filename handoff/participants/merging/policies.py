"""Who may merge two records or separate them, and when it must wait."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.participants.models import Person, PersonMerge


def check_is_staff(actor: Actor, person: Person) -> None:
    if (
        not actor.on_care_side
        or not actor.can(Permission.PARTICIPANT_READ)
        or person.program_id != actor.program_id
    ):
        raise Refused(_("Only the program's staff can merge or separate records."))


def check_can_merge(actor: Actor, kept: Person, merged: Person) -> None:
    """Two records of one program, neither of them merged already."""
    check_is_staff(actor, kept)
    check_is_staff(actor, merged)
    if kept.pk == merged.pk:
        raise Refused(_("Choose two different records."))
    if kept.merged_into_id or merged.merged_into_id:
        raise Refused(_("One of these records is already merged. Open the record it's in."))


def check_can_separate(actor: Actor, merge: PersonMerge) -> None:
    """The last merge into a record is separated first: later ones may have moved the same rows again."""
    check_is_staff(actor, merge.kept)
    if merge.separated_at is not None:
        raise Refused(_("These records were separated already."))
    if merge.kept.merged_into_id:
        raise Refused(_("This record is merged into another one. Separate that one first."))
