"""What stands on the list of supplies, and who takes back help that was recorded by mistake (K8)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models import HelpCorrection, HelpGiven
from handoff.casework.policies import check_is_care_team
from handoff.casework.supplies.queries import current_items
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.programs.policies import check_texts


def check_item(program: Program, kind: str, name: str, name_es: str, replaced_id: int | None) -> None:
    """A name is on the list once, and says nothing that a program may not ask of anyone (G1 to G9)."""
    if kind not in HelpGiven.Kind.values:
        raise Refused(_("Choose what kind of help this is."))
    if not name.strip():
        raise Refused(_("Enter what it is called."), "name")
    listed = current_items(program).filter(name__iexact=name.strip())
    if any(each.pk != replaced_id for each in listed):
        raise Refused(_("This is on the list already."), "name")
    check_texts(name, name_es)


def check_can_correct(actor: Actor, help_given: HelpGiven, why: str) -> None:
    """Whoever recorded it undoes it, or the program manager, who answers for the funds."""
    check_is_care_team(actor, help_given.person)
    if help_given.recorded_by_id != actor.user_id and not actor.can(Permission.FUNDS_MANAGE):
        raise Refused(_("Only the person who recorded this, or the program manager, can undo it."))
    if why not in HelpCorrection.Why.values:
        raise Refused(_("Choose what was wrong."))


def check_can_charge(help_given: HelpGiven, *, paid: bool) -> None:
    if HelpCorrection.objects.filter(help_given=help_given).exists():
        raise Refused(_("This help was undone."))
    if not help_given.cost_cents:
        raise Refused(_("This help has no cost."))
    if paid:
        raise Refused(_("A fund has paid for this already."))
