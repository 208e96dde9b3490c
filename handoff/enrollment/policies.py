"""What may be done to an intake, its deadline and an enrollment, who may do it and when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.intake_done.queries import kinds_to_report
from handoff.core.refusals import Refused
from handoff.eligibility.models import EligibilityDecision
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.programs.queries import local_date
from handoff.referrals.models import ExceptionRequest, Pathway, Referral, ReferralEvent

MAX_EXTENSION = timedelta(days=30)
"""An intake deadline may be extended to at most 30 days after the original one."""

OPEN_FOR_INTAKE = frozenset({Referral.State.ACCEPTED, Referral.State.HANDED_OFF})


def check_in_program(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id:
        raise Refused(_("This record belongs to another program."))


def check_can_start_intake(actor: Actor, referral: Referral) -> None:
    """An intake starts once the person has said yes. Eligibility may be checked later, but before completion."""
    check_in_program(actor, referral.program_id)
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only the care team can do intakes."))
    if referral.person_id is None or referral.state not in OPEN_FOR_INTAKE:
        raise Refused(_("Intake can start once the person says yes to the program."))


def check_can_change_intake(actor: Actor, intake: Intake) -> None:
    """A completed intake no longer changes; what comes later is an update."""
    check_in_program(actor, intake.program_id)
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only the care team can do intakes."))
    if intake.completed_at is not None:
        raise Refused(_("This intake is complete."))
    if intake.referral.state not in OPEN_FOR_INTAKE:
        raise Refused(_("This referral has ended. You can make a new one any time."))


def check_can_update_intake(actor: Actor, intake: Intake, answers: Mapping[str, object]) -> None:
    """New answers are added to a completed intake by the care team, at any time (I5)."""
    check_in_program(actor, intake.program_id)
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only the care team can do intakes."))
    if intake.completed_at is None:
        raise Refused(_("This intake isn't complete yet. Answer its sections."))
    if not answers:
        raise Refused(_("You haven't entered anything. The earlier answers stay."))


def check_can_open_section(actor: Actor, intake: Intake) -> None:
    """A section is answered while the intake is open, and updated once it is complete."""
    if intake.completed_at is None:
        check_can_change_intake(actor, intake)


def check_is_eligible(referral: Referral) -> None:
    """Law enforcement checks eligibility before enrollment (handbook 3b); an exception needs the DA's approval (E4)."""
    eligibility = referral.eligibility
    if eligibility is None and referral.is_past:
        # Checked before Handoff: the program's own workbook says that they were referred and said yes.
        return
    if eligibility is None:
        raise Refused(
            _("Law enforcement hasn't checked eligibility yet. That has to happen before enrollment.")
        )
    decision = EligibilityDecision.Decision
    if eligibility.decision == decision.ASK_EXCEPTION:
        approved = referral.exception_requests.filter(outcome=ExceptionRequest.Outcome.APPROVED).exists()
        if not approved:
            raise Refused(_("The DA hasn't approved the exception yet."))
    elif eligibility.decision == decision.NO_OFFER:
        raise Refused(_("Law enforcement decided not to offer the program for this referral."))


def check_section_exists(section: str) -> None:
    if section not in SECTION_KEYS:
        raise Refused(_("That section isn't in the intake."))


def check_can_book_intake(appointment_at: datetime, at: datetime) -> None:
    """An appointment must be in the future."""
    if appointment_at <= at:
        raise Refused(_("That appointment is in the past. Check the date and time."))


def check_can_complete_intake(actor: Actor, intake: Intake) -> None:
    """Every section must be answered or skipped, and the person eligible."""
    check_can_change_intake(actor, intake)
    if any(key not in intake.sections_done for key in SECTION_KEYS):
        raise Refused(_("Finish or skip every section. Nothing is required."))
    check_is_eligible(intake.referral)


def check_can_report_intake(actor: Actor, referral: Referral) -> None:
    """The care team notifies the referring agency, or the person's own yes does, once. `disclose` checks the ROI."""
    check_in_program(actor, referral.program_id)
    if not (actor.can(Permission.INTAKE_DO) or actor.is_person):
        raise Refused(_("Only the care team can notify the referring agency."))
    if referral.agency is None or referral.person is None:
        raise Refused(_("No agency referred this person, so there's no one to notify."))
    if not Intake.objects.filter(referral=referral, completed_at__isnull=False).exists():
        raise Refused(_("The intake isn't complete yet."))
    if referral.events.filter(what=ReferralEvent.Kind.RESPONSIBILITY_ENDED).exists():
        raise Refused(_("The referring agency already knows."))


def check_can_ask_to_report(actor: Actor, referral: Referral) -> None:
    """The person may be asked at the referral and again at intake, until the agency knows (ADR 0029)."""
    check_in_program(actor, referral.program_id)
    is_staff = actor.can(Permission.INTAKE_DO) and actor.can(Permission.CONSENT_RECORD)
    if not (is_staff or actor.is_person):
        raise Refused(_("Only the care team can notify the referring agency."))
    if referral.agency is None or referral.person is None:
        raise Refused(_("No agency referred this person, so there's no one to notify."))
    if referral.events.filter(what=ReferralEvent.Kind.RESPONSIBILITY_ENDED).exists():
        raise Refused(_("The referring agency already knows."))


def check_has_to_ask(referral: Referral, at: datetime) -> None:
    """No one is asked again what a live release already allows."""
    assert referral.agency is not None, "check_can_ask_to_report comes first"
    assert referral.person_id is not None
    if kinds_to_report(referral.agency, referral.person_id, at):
        raise Refused(
            _("Their release (ROI) already lets us tell %(agency)s. You don't need to ask again.")
            % {"agency": referral.agency.name}
        )


def check_has_open_deadline(actor: Actor, referral: Referral, at: datetime) -> None:
    """Only an arrest diversion without a completed intake has a deadline to extend, up to and on that day (I3)."""
    check_in_program(actor, referral.program_id)
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only the care team can extend an intake deadline."))
    if referral.pathway != Pathway.ARREST_DIVERSION or referral.intake_due_on is None:
        raise Refused(_("Social referrals don't have an intake deadline."))
    if referral.state not in OPEN_FOR_INTAKE:
        raise Refused(_("This referral has ended. You can make a new one any time."))
    if Intake.objects.filter(referral=referral, completed_at__isnull=False).exists():
        raise Refused(_("The intake is already complete."))
    if local_date(referral.program, at) > referral.intake_due_on:
        raise Refused(
            _(
                "The intake deadline has passed, so the officer decides about the charge. You can "
                "still do the intake."
            )
        )


def check_can_extend_deadline(
    actor: Actor, referral: Referral, until: date, reason: str, at: datetime
) -> None:
    """A deadline may only move later, with a reason, by at most `MAX_EXTENSION` from the original one (I3)."""
    check_has_open_deadline(actor, referral, at)
    assert referral.intake_due_on is not None
    if not reason.strip():
        raise Refused(_("Enter why you're extending the deadline."))
    if until <= referral.intake_due_on:
        raise Refused(_("The new date must be later than the current one."))
    if until > latest_deadline(referral):
        raise Refused(_("You can extend a deadline to at most 30 days after the original date."))


def original_deadline(referral: Referral) -> date:
    """The deadline before any extension. A later policy does not change it."""
    # The first extension says which day it moved; without one, the deadline is still the original one.
    first = referral.events.filter(what=ReferralEvent.Kind.WINDOW_EXTENDED).order_by("pk").first()
    stamped = date.fromisoformat(first.details["from"]) if first else referral.intake_due_on
    assert stamped is not None
    return stamped


def latest_deadline(referral: Referral) -> date:
    """The latest day to which the deadline may be extended."""
    return original_deadline(referral) + MAX_EXTENSION


def check_can_make_inactive(actor: Actor, enrollment: Enrollment, reason: str) -> None:
    """A staff member decides, and gives one of the handbook's reasons (K7). Someone inactive may have died since."""
    check_in_program(actor, enrollment.program_id)
    if not actor.can(Permission.STATUS_CHANGE):
        raise Refused(_("Only the care team can change a participant's status."))
    if reason not in StatusPeriod.InactiveReason.values:
        raise Refused(_("Choose a reason."))
    deceased = StatusPeriod.InactiveReason.DECEASED
    current = enrollment.status_periods.filter(ends_at__isnull=True).first()
    is_active = current is not None and current.status == StatusPeriod.Status.ACTIVE
    if not is_active and (current is None or reason != deceased or current.reason == deceased):
        raise Refused(_("This participant is already inactive."))


def check_can_make_active(actor: Actor, enrollment: Enrollment) -> None:
    """Anyone inactive may become active again in one step and without conditions (G6)."""
    check_in_program(actor, enrollment.program_id)
    if not actor.can(Permission.STATUS_CHANGE):
        raise Refused(_("Only the care team can change a participant's status."))
    if enrollment.status_periods.filter(ends_at__isnull=True, status=StatusPeriod.Status.ACTIVE).exists():
        raise Refused(_("This participant is already active."))
