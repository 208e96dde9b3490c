"""May this be changed in a program's settings."""

import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs.definitions import CASELOAD_MOST, ROI_MOST_DAYS, WINDOW_DAYS
from handoff.programs.inputs import PolicyGiven, ProgramGiven
from handoff.programs.models import Agency, PolicyVersion, Program
from handoff.programs.queries import local_date
from handoff.programs.rules import forbidden_question


def check_can_set_up(actor: Actor, program: Program) -> None:
    """Only the program's own manager changes its settings."""
    if not actor.can(Permission.PROGRAM_SETUP) or actor.program_id != program.pk:
        raise Refused(_("Only this program's manager can change its settings."))


def check_can_manage_agencies(actor: Actor, program_id: int) -> None:
    """Only the program's own manager keeps its partners."""
    if not actor.can(Permission.AGENCIES_MANAGE) or actor.program_id != program_id:
        raise Refused(_("Only this program's manager can change its partners."))


def check_program(given: ProgramGiven) -> None:
    """A program has a name, a jurisdiction, a number to call, and a time zone that exists."""
    if not given.name.strip() or not given.jurisdiction.strip() or not given.phone.strip():
        raise Refused(_("A program needs a name, a jurisdiction and a phone number."))
    if given.time_zone not in zoneinfo.available_timezones():
        raise Refused(_("There is no time zone of that name."))
    if "en" not in given.languages:
        raise Refused(_("English stays among the languages: the forms are written in it first."))


def check_policy(given: PolicyGiven) -> None:
    """The policy keeps to the handbook's limits, each refused with its reason."""
    least, most = WINDOW_DAYS
    if not least <= given.intake_window_days <= most:
        raise Refused(_("The intake window is one to four weeks: 7 to 28 days."))
    if not 1 <= given.caseload_full_time <= CASELOAD_MOST:
        raise Refused(_("A caseload is at most 25 people: beyond that nobody gets the time they need."))
    if not 1 <= given.caseload_part_time <= given.caseload_full_time:
        raise Refused(_("A part-time caseload is at least 1 and not more than the full-time one."))
    if not 1 <= given.roi_days <= ROI_MOST_DAYS:
        raise Refused(_("A release of information lasts at most 365 days."))
    if not 1 <= given.contact_due_hours <= 14 * 24:
        raise Refused(_("First contact is due within 1 hour to 14 days."))
    if not 1 <= given.remind_before_days < given.intake_window_days:
        raise Refused(
            _("The reminder comes at least 1 day before the intake window ends, and after it began.")
        )
    if not 1 <= given.staffing_every_days <= 90:
        raise Refused(_("The team meets at least every 90 days."))
    if not 1 <= given.declined_kept_days <= 10 * 365:
        raise Refused(_("Records of people who were not enrolled are kept for 1 day to 10 years."))


def check_policy_starts(program: Program, effective_on: date, at: datetime) -> None:
    """A new policy begins today or later and not before one that is there (P4)."""
    if effective_on < local_date(program, at):
        raise Refused(_("A policy cannot begin in the past: what was done then keeps the policy of its day."))
    newest = PolicyVersion.objects.filter(program=program).order_by("-effective_on").first()
    if newest is not None and effective_on < newest.effective_on:
        day = date_format(newest.effective_on)
        raise Refused(
            _("Another version begins on %(day)s. A newer one begins then or later.") % {"day": day}
        )


def check_shift(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A shift ends after it begins, within a day and a half, and is not over yet."""
    hours = (ends_at - starts_at).total_seconds() / 3600
    if not 0 < hours <= 36:
        raise Refused(_("A shift lasts at most 36 hours."))
    if ends_at <= at:
        raise Refused(_("This shift is over already."))
    if (starts_at - at).days > 366:
        raise Refused(_("A shift can be planned at most a year ahead."))


def check_hours(hours: Mapping[int, tuple[time, time]]) -> None:
    """There is an open day, or nobody could ever be told when the program opens next."""
    if not hours:
        raise Refused(
            _("Choose open hours for at least one day, so that officers can be told when you open next.")
        )
    if any(closes <= opens for opens, closes in hours.values()):
        raise Refused(_("Every day closes later than it opens. For the night there is the on-call roster."))


def check_question(text: str, text_es: str) -> None:
    """A question asks for no drug test, no abstinence and no Social Security number, in either language (G4)."""
    if not text.strip():
        raise Refused(_("Write the question."))
    for words in (text, text_es):
        sentence = forbidden_question(words)
        if sentence is not None:
            raise Refused(_(sentence))


def check_agency(agency: Agency | None, program: Program, name: str) -> None:
    """A partner's name is given once in a program."""
    if not name.strip():
        raise Refused(_("A partner needs a name."))
    same = Agency.objects.filter(program=program, name__iexact=name.strip())
    if (same.exclude(pk=agency.pk) if agency else same).exists():
        raise Refused(_("There is a partner of this name already."))


def check_agreement_dates(signed_on: date, expires_on: date | None, today: date) -> None:
    """An agreement is signed before it ends, and not in the future."""
    if signed_on > today:
        raise Refused(_("An agreement cannot be signed in the future."))
    if expires_on is not None and expires_on <= signed_on:
        raise Refused(_("An agreement ends after it was signed."))
