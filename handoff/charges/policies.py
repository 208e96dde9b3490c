"""Who may do what to a charge, and when. A diverted charge is set aside, never filed (G1)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import stood_in_for
from handoff.charges.models import Encounter, Offense, SetAsideCharge
from handoff.charges.states import HoldState, hold_state
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

LONGEST_EXTENSION = timedelta(days=30)


def check_program(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id:
        raise Refused(_("This charge isn't in your program."))


def check_can_set_aside(
    actor: Actor, program: Program, person: Person, agency: Agency | None, occurred_at: datetime, at: datetime
) -> None:
    """An officer sets a charge aside, for a person and agency of the program, after the encounter."""
    check_program(actor, program.pk)
    if not actor.can(Permission.CHARGES_DECIDE_OWN):
        raise Refused(_("Only an officer can set a charge aside."))
    if person.program_id != program.pk or (agency is not None and agency.program_id != program.pk):
        raise Refused(_("This person or agency isn't in your program."))
    if occurred_at > at:
        raise Refused(_("The encounter can't be in the future."))


def hold_states(encounter: Encounter, at: datetime) -> set[HoldState]:
    """The states of an encounter's charges now."""
    today = local_date(encounter.program, at)
    return {
        hold_state(charge.state, charge.lapses_on, today, needs_more_time=charge.needs_more_time)
        for charge in encounter.set_aside_charges.all()
    }


def check_can_confirm_diversion(actor: Actor, encounter: Encounter, at: datetime) -> None:
    """The intake diverts a held charge, even after the deadline, as long as the officer has not chosen.

    The care team confirms it, or the person's own yes to telling the officer (ADR 0045).
    """
    check_program(actor, encounter.program_id)
    if not (actor.can(Permission.INTAKE_DO) or actor.is_person):
        raise Refused(_("Only the care team can confirm that intake is complete."))
    if hold_states(encounter, at) & {HoldState.REFERRED_TO_DA, HoldState.DROPPED}:
        raise Refused(_("The officer already decided about this charge."))


def check_can_extend_hold(
    actor: Actor, encounter: Encounter, lapses_on: date, reason: str, at: datetime
) -> None:
    """A running hold is extended with a reason, to at most 30 days after its first end.

    The handbook (3c) has deadlines of one to four weeks, and the program uses one of them. Thirty more days allow one
    further month for a person who is hard to reach; after that the charge would hang over the person
    without end. The limit counts from the first date so that extensions do not add up. Once the deadline has passed the
    choice is the officer's, and an extension would remove it; a late intake still diverts the charge until the
    officer has chosen.
    """
    check_program(actor, encounter.program_id)
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only the care team can extend an intake deadline."))
    if not reason.strip():
        raise Refused(_("Enter why more time is needed."))
    found = hold_states(encounter, at)
    if HoldState.WINDOW_PASSED in found:
        raise Refused(
            _(
                "The intake deadline has passed. An intake done now still counts if the officer "
                "hasn't decided yet."
            )
        )
    if HoldState.HELD not in found:
        raise Refused(_("No charge is set aside anymore, so there's no deadline to extend."))
    for charge in encounter.set_aside_charges.all():
        if charge.state == SetAsideCharge.State.HELD:
            if lapses_on <= charge.lapses_on:
                raise Refused(_("The new date must be later than the current one."))
            if lapses_on > charge.first_lapses_on + LONGEST_EXTENSION:
                raise Refused(_("You can extend a deadline to at most 30 days after the original date."))


def takes_over(actor: Actor, encounter: Encounter, at: datetime) -> bool:
    """True if the officer of the encounter left, and named the actor of the same agency to take over (P9)."""
    if encounter.agency_id not in actor.agencies_with(Permission.CHARGES_DECIDE_OWN):
        return False
    return stood_in_for(actor, at).filter(user_id=encounter.officer_id or 0).exists()


def check_can_choose_outcome(actor: Actor, encounter: Encounter, at: datetime) -> None:
    """Only the referring officer chooses, after the deadline passed without a confirmed intake (handbook 3c)."""
    check_program(actor, encounter.program_id)
    if (
        not actor.can(Permission.CHARGES_DECIDE_OWN)
        or actor.user_id is None
        or not (encounter.officer_id == actor.user_id or takes_over(actor, encounter, at))
    ):
        raise Refused(_("Only the officer who set the charge aside can decide what happens to it."))
    found = hold_states(encounter, at)
    if HoldState.HELD in found:
        raise Refused(
            _("The charge is set aside until the intake deadline passes. There's nothing to decide yet.")
        )
    if HoldState.DIVERTED in found:
        raise Refused(_("The charge stays diverted. You're done."))
    if HoldState.WINDOW_PASSED not in found:
        raise Refused(_("You already decided about this charge."))


def check_can_record_new_charge(
    actor: Actor, program: Program, person: Person, agency: Agency | None, *, compared: bool = False
) -> None:
    """Officers and the crime analyst record new charges, whether or not the person is in the program (G7).

    `compared` is set where one of them reported the charge and the care team says which person it is about (J1).
    """
    check_program(actor, program.pk)
    care_compares = compared and actor.can(Permission.CHARGES_REVIEW) and actor.on_care_side
    if not (actor.can(Permission.CHARGES_RECORD_NEW) or care_compares):
        raise Refused(_("Your role doesn't include recording new charges."))
    if person.program_id != program.pk or (agency is not None and agency.program_id != program.pk):
        raise Refused(_("This person or agency isn't in your program."))


def check_new_charge(title: str, how: str, hows: Iterable[str], occurred_on: date, today: date) -> None:
    """A new charge has a name, a kind, and a date that is not in the future."""
    if not title.strip():
        raise Refused(_("Enter the charge."))
    if how not in hows:
        raise Refused(_("Choose how the person was charged."))
    if occurred_on > today:
        raise Refused(_("The date can't be in the future."))


def check_can_edit_offenses(actor: Actor, program_id: int) -> None:
    """The offense list is edited by those who edit the criteria."""
    check_program(actor, program_id)
    if not actor.can(Permission.CRITERIA_EDIT):
        raise Refused(_("Only a program manager can change the list of offenses."))


def check_can_review_offense(actor: Actor, offense: Offense, reviewed_by: str) -> None:
    check_can_edit_offenses(actor, offense.program_id)
    if not reviewed_by.strip():
        raise Refused(_("Enter who reviewed this entry."))
