"""Who may change a program's settings, and within which limits."""

import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime, time

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.forms.base import instructed_forms
from handoff.core.refusals import Refused
from handoff.programs.definitions import (
    CASELOAD_MOST,
    LOOK_BACK_DAYS,
    MOST_CHECK_DAYS,
    ROI_MOST_DAYS,
    WINDOW_DAYS,
)
from handoff.programs.inputs import PolicyInput, ProgramInput
from handoff.programs.models import Agency, PolicyVersion, Program
from handoff.programs.queries import local_date
from handoff.programs.rules.health import find_health
from handoff.programs.rules.texts import Objection, object_to_criteria, object_to_question, object_to_text


def check_can_set_up(actor: Actor, program: Program) -> None:
    """Only the program's own manager changes its settings."""
    if not actor.can(Permission.PROGRAM_SETUP) or actor.program_id != program.pk:
        raise Refused(_("Only the program manager can change these settings."))


def check_can_manage_agencies(actor: Actor, program_id: int) -> None:
    """Only the program's own manager changes its partners."""
    if not actor.can(Permission.AGENCIES_MANAGE) or actor.program_id != program_id:
        raise Refused(_("Only the program manager can change partners."))


MOST_OFFICERS = 100_000


def check_can_keep_head_count(
    actor: Actor, agency: Agency, counted_on: date, officers: int, today: date
) -> None:
    """An agency's own leadership and the program manager keep its head count; no number dates from the future."""
    own = agency.pk in actor.agencies_with(Permission.HEAD_COUNTS_KEEP)
    manages = actor.can(Permission.AGENCIES_MANAGE)
    if actor.program_id != agency.program_id or not (own or manages):
        raise Refused(_("Only the agency's leadership and the program manager can enter its head count."))
    if agency.kind != Agency.Kind.LAW_ENFORCEMENT:
        raise Refused(_("Only law enforcement agencies have a head count."))
    if counted_on > today:
        raise Refused(_("The day of the count can't be in the future."))
    if not 1 <= officers <= MOST_OFFICERS:
        raise Refused(_("Enter how many sworn officers the agency has."))


def check_program_input(program_input: ProgramInput) -> None:
    """A program has a name, a jurisdiction, a number to call, and a time zone that exists."""
    if (
        not program_input.name.strip()
        or not program_input.jurisdiction.strip()
        or not program_input.phone.strip()
    ):
        raise Refused(_("Enter the program's name, jurisdiction, and phone number."))
    if program_input.time_zone not in zoneinfo.available_timezones():
        raise Refused(_("That time zone doesn't exist."))
    if "en" not in program_input.languages:
        raise Refused(
            _("English must stay one of the languages, because forms are written in English first.")
        )
    check_texts(program_input.name, program_input.card_message, program_input.card_message_es)
    check_words_about_criteria(program_input.residence_rule, program_input.jurisdiction)


def check_policy_input(policy_input: PolicyInput) -> None:
    """The policy keeps to the handbook's limits, each refused with its reason."""
    least, most = WINDOW_DAYS
    if not least <= policy_input.intake_window_days <= most:
        raise Refused(_("The intake deadline must be 7 to 28 days (one to four weeks)."))
    if not 1 <= policy_input.caseload_full_time <= CASELOAD_MOST:
        raise Refused(
            _("The caseload limit can't be more than 25 people. Above that, no one gets the time they need.")
        )
    if not 1 <= policy_input.caseload_part_time <= policy_input.caseload_full_time:
        raise Refused(
            _("The part-time caseload limit must be at least 1 and no more than the full-time limit.")
        )
    check_caseload_input(policy_input)
    check_look_back(policy_input.look_back_days)
    if not 1 <= policy_input.roi_days <= ROI_MOST_DAYS:
        raise Refused(_("A release of information can last at most 365 days."))
    if not 1 <= policy_input.contact_due_hours <= 14 * 24:
        raise Refused(_("First contact must be due within 1 hour to 14 days."))
    if not 1 <= policy_input.remind_before_days < policy_input.intake_window_days:
        raise Refused(
            _("The reminder must come at least 1 day before the intake deadline and after the referral.")
        )
    if not 1 <= policy_input.staffing_every_days <= 90:
        raise Refused(_("The team must meet at least every 90 days."))
    if not 1 <= policy_input.declined_kept_days <= 10 * 365:
        raise Refused(_("Records of people who weren't enrolled can be kept for 1 day to 10 years."))
    if not 1 <= policy_input.directory_check_days <= MOST_CHECK_DAYS:
        raise Refused(_("Services in the directory must be checked again within 1 to 730 days."))


def check_look_back(look_back_days: int) -> None:
    """Fewer days than these hold too few events; more are never over (M12)."""
    least, most = LOOK_BACK_DAYS
    if not least <= look_back_days <= most:
        raise Refused(_("What happened before and after the referral is compared over 30 to 730 days each."))


def check_caseload_input(policy_input: PolicyInput) -> None:
    """The weights and the days by which caseloads are counted (K4)."""
    if not policy_input.caseload_full_time <= policy_input.caseload_ceiling <= CASELOAD_MOST:
        raise Refused(
            _(
                "The number that needs a supervisor's reason must be at least the full-time limit, and at most 25."
            )
        )
    if not 100 <= policy_input.weight_intensive <= 300 or not 0 <= policy_input.weight_light <= 100:
        raise Refused(
            _("Intensive support counts 100 to 300 percent of a person, light support 0 to 100 percent.")
        )
    if not 1 <= policy_input.silent_days <= policy_input.out_of_touch_days <= 365:
        raise Refused(
            _("Someone is out of touch after at most 365 days, and not before the worker is reminded.")
        )


def check_policy_start(program: Program, effective_on: date, at: datetime) -> None:
    """A new policy begins today or later, and not before the newest version (P4)."""
    if effective_on < local_date(program, at):
        raise Refused(_("A policy can't start in the past. What was done then keeps the policy of its day."))
    newest = PolicyVersion.objects.filter(program=program).order_by("-effective_on").first()
    if newest is not None and effective_on < newest.effective_on:
        day = date_format(newest.effective_on)
        raise Refused(
            _("Another version starts on %(day)s. A newer one must start then or later.") % {"day": day}
        )


def check_shift(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A shift is not over yet, and at most a year ahead."""
    if ends_at <= at:
        raise Refused(_("This shift is already over."))
    if (starts_at - at).days > 366:
        raise Refused(_("You can plan a shift up to a year ahead."))


def check_hours(hours: Mapping[int, tuple[time, time]]) -> None:
    """At least one day is open: officers are shown when the program opens next."""
    if not hours:
        raise Refused(
            _("Set business hours for at least one day, so we can tell officers when you open next.")
        )
    if any(closes <= opens for opens, closes in hours.values()):
        raise Refused(_("Closing time must be after opening time. For nights, use the on-call roster."))


def objection_words(objection: Objection) -> str:
    """The reason why a text can't be used, with the words to change."""
    return _("%(reason)s Words to change: “%(words)s”.") % {
        "reason": _(objection.reason),
        "words": objection.words,
    }


def check_question(text: str, text_es: str) -> None:
    """A question asks for nothing that the guiding rules forbid, in either language (G1 to G9)."""
    if not text.strip():
        raise Refused(_("Enter the question."))
    refuse_objections(object_to_question(text), object_to_question(text_es))


def check_texts(*texts: str) -> None:
    """Words that are said to a person, printed, or signed threaten and require nothing (G1 to G9)."""
    refuse_objections(*(object_to_text(text) for text in texts))


def check_says_no_health(*texts: str) -> None:
    """Words that a person agreed to have said to police, prosecutors or a court leave their health out (C10)."""
    for text in texts:
        word = find_health(text)
        if word:
            raise Refused(
                _(
                    "Take “%(word)s” out. Health, treatment, substances, and where someone stays are never said here, "
                    "even if they agree."
                )
                % {"word": word}
            )


def check_instructed_field(form_name: str, field: str, language: str) -> None:
    """An instruction is written for a field that shows it, in a language that pages are shown in (X2)."""
    form_class = next((each for form, each in instructed_forms() if form.name == form_name), None)
    if form_class is None:
        raise Refused(_("There's no form “%(form)s” with instructions of your own.") % {"form": form_name})
    if field not in form_class.instructed_fields():
        raise Refused(
            _("The form “%(form)s” has no field “%(field)s” with an instruction of your own.")
            % {"form": form_name, "field": field}
        )
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Pages aren't shown in the language “%(language)s”.") % {"language": language})


def check_words_about_criteria(*texts: str) -> None:
    """Words about who can be in the program bring in no forbidden criterion (G4, G5, G9)."""
    refuse_objections(*(object_to_criteria(text) for text in texts))


def refuse_objections(*objections: Objection | None) -> None:
    """Refuse with the first objection there is."""
    for objection in objections:
        if objection is not None:
            raise Refused(objection_words(objection))


def check_agency(agency: Agency | None, program: Program, name: str) -> None:
    """A partner's name is unique in its program."""
    if not name.strip():
        raise Refused(_("Enter the partner's name."))
    same = Agency.objects.filter(program=program, name__iexact=name.strip())
    if (same.exclude(pk=agency.pk) if agency else same).exists():
        raise Refused(_("There's already a partner with this name."))


def check_approval(kind: str, approval: str) -> None:
    """The program manager writes the criteria, so the agency they work for is not asked to approve them."""
    if kind == Agency.Kind.CASE_MANAGEMENT and approval == Agency.Approval.YES:
        raise Refused(
            _("The program manager writes the criteria, so this type of partner isn't asked to approve them.")
        )


def check_kind_may_change(agency: Agency, kind: str) -> None:
    """Roles follow the kind of partner, so the kind stays while anyone holds a role for it (P8)."""
    if kind != agency.kind and agency.memberships.filter(ends_on__isnull=True).exists():
        raise Refused(
            _("The type of partner can't change while someone has a role there. Remove those roles first.")
        )


def check_agreement_dates(signed_on: date, expires_on: date | None, today: date) -> None:
    """An agreement is signed before it ends, and not in the future."""
    if signed_on > today:
        raise Refused(_("The signing date can't be in the future."))
    if expires_on is not None and expires_on <= signed_on:
        raise Refused(_("The end date must be after the signing date."))
