"""Who defines a program's own measures, and what one has to say (M10)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.own.inputs import OwnInput
from handoff.measures.readers.columns import TABLES, is_condition

MOST_OWN = 20


def check_may_define(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager define measures."))


def check_own(own: OwnInput) -> None:
    """It has a name, says what it shows, and asks only what columns hold."""
    if not own.title.strip() or not own.sentence.strip():
        raise Refused(_("Enter a name, and a sentence that says what it shows."))
    if own.table not in TABLES:
        raise Refused(_("Choose what is counted."))
    if not own.counted:
        raise Refused(_("Choose at least one condition of those that count."))
    if not all(is_condition(own.table, each) for each in (*own.base, *own.counted)):
        raise Refused(_("Choose conditions from the lists."))


def check_is_not_too_many(number: int) -> None:
    if number >= MOST_OWN:
        raise Refused(_("A program can have 20 measures of its own. Retire one first."))


def check_is_current(is_retired: bool) -> None:
    if is_retired:
        raise Refused(_("This measure is retired."))
