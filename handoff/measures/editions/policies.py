"""Who may share a program's figures, and which."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.models import FiguresEdition
from handoff.measures.rules.periods import Period, PeriodKind


def check_can_make_edition(
    actor: Actor, program_id: int, period: Period, today: date, began_on: date
) -> None:
    """The program manager and the data manager share the figures of a period once it is over."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can share figures."))
    if period.last >= today:
        raise Refused(_("This period isn't over yet."))
    if period.last < began_on:
        raise Refused(_("The program wasn't running yet."))


def check_is_closed(period: Period, is_closed: bool) -> None:
    """A month leaves with the figures that the staffing meeting saw."""
    if period.kind is PeriodKind.MONTH and not is_closed:
        raise Refused(_("Close this month first: its figures leave as they were presented."))


def check_does_not_overlap(period: Period, shared: Iterable[Period]) -> None:
    """A quarter beside two of its months would give the third away, so a day is in one shared period only."""
    for each in shared:
        if each != period and each.first <= period.last and period.first <= each.last:
            raise Refused(
                _(
                    "Some of these days are in figures that were shared before for another period. Two periods that "
                    "overlap would give hidden counts away by subtraction."
                )
            )


def check_is_protected(exposed: Iterable[str]) -> None:
    """Figures leave only if no count from 1 to 10 can be worked out from them."""
    if list(exposed):
        raise Refused(
            _(
                "A small count could be worked out of these figures, or of them and those shared before, so they "
                "can't be shared. Try a longer period."
            )
        )


def check_has_changed(is_same: bool) -> None:
    if is_same:
        raise Refused(_("Nothing has changed since the last edition of this period."))


def check_can_publish(actor: Actor, edition: FiguresEdition) -> None:
    """Only the program manager decides that anyone may read an edition."""
    _check_is_manager(actor, edition)
    if edition.is_public:
        raise Refused(_("This edition is public already."))


def check_can_withdraw(actor: Actor, edition: FiguresEdition) -> None:
    _check_is_manager(actor, edition)
    if not edition.is_public:
        raise Refused(_("This edition isn't public."))


def _check_is_manager(actor: Actor, edition: FiguresEdition) -> None:
    if actor.program_id != edition.program_id or not actor.can(Permission.PROGRAM_SETUP):
        raise Refused(_("Only the program manager can put figures on the public page."))
