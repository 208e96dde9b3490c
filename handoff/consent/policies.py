"""Who may record, revoke and use a release, and what makes a release complete."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.models import InformationKind, Purpose, Release
from handoff.consent.rules import COUNSELING, PROCEEDINGS, SUMMARY, is_same_name, receivable_kinds
from handoff.consent.wording.release_form import LANGUAGES, SUMMARY_FORM, VERSIONS
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, policy_at

if TYPE_CHECKING:
    from handoff.consent.services import ReleaseInput


MAX_RELEASE_DAYS = 365
"""10A NCAC 26B .0202: a consent is valid for at most one year."""


def check_can_record_release(actor: Actor, person: Person) -> None:
    """Staff of the person's program record ROIs; an officer does so only within a referral (R3).

    Someone who was sent a one-time link signs for themself (ADR 0045).
    """
    if person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))
    if not (actor.can(Permission.CONSENT_RECORD) or actor.is_person):
        raise Refused(_("Your role can't record releases."))


def check_can_see_releases(actor: Actor, person: Person) -> None:
    """ROI pages are for the care team and the program's own staff, never for the law side."""
    if person.program_id != actor.program_id or not actor.on_care_side:
        raise Refused(_("Only the care team can open a person's releases."))


def check_can_revoke_release(actor: Actor, release: Release, at: datetime) -> None:
    """Any member of the care team who records ROIs may end one when the person asks."""
    check_can_record_release(actor, release.person)
    check_can_see_releases(actor, release.person)
    if release.revoked_at is None and release.ends_at <= at:
        raise Refused(_("This release is no longer active, so nothing is shared under it."))


def check_can_disclose(actor: Actor, person: Person, agency: Agency) -> None:
    """Only within the program, and only to a partner agency of the program."""
    if person.program_id != actor.program_id or agency.program_id != actor.program_id:
        raise Refused(_("This person or agency isn't in your program."))


def check_release_is_complete(
    person: Person, release_input: "ReleaseInput", at: datetime, *, by_link: bool = False
) -> None:
    """Requires every element of 42 CFR 2.31(a) and 10A NCAC 26B .0202; each missing one is refused with its own
    sentence. `by_link`: the person signs alone, so no one saw them type (ADR 0045).
    """
    if not person.first_name.strip() or not person.last_name.strip():
        raise Refused(_("The release needs the name of the person it's about."))
    if not release_input.discloser.strip():
        raise Refused(_("The release must say who can share the information."))
    if release_input.form_version not in VERSIONS or release_input.language not in LANGUAGES:
        raise Refused(_("Choose the language the person will read the form in."))
    _check_proceedings_stand_apart(release_input)
    _check_recipients(release_input, person.program_id)
    if not release_input.purposes or not set(release_input.purposes) <= set(Purpose.values):
        raise Refused(_("Choose at least one purpose: what the information can be used for."))
    _check_term(person, release_input, at)
    _check_signature(release_input, by_link=by_link)


def _check_proceedings_stand_apart(release_input: "ReleaseInput") -> None:
    """A consent to legal proceedings is a form of its own: one recipient, one summary, nothing else (ADR 0068)."""
    named = release_input.recipients
    if release_input.form_version == SUMMARY_FORM:
        alone = len(named) == 1 and named[0].agency.kind in Agency.CASE_KINDS
        if not alone or named[0].kinds != {SUMMARY} or tuple(release_input.purposes) != (PROCEEDINGS,):
            raise Refused(_("This form is for one summary and one recipient, and nothing else."))
        if not release_input.statement.strip():
            raise Refused(_("Write the summary first, and read it with the person."))
        return
    beside = any(SUMMARY in each.kinds for each in named) or PROCEEDINGS in release_input.purposes
    if beside or release_input.statement or any(each.agency.kind in Agency.COURT_KINDS for each in named):
        raise Refused(_("What's to be read in a case takes a form of its own. Write a summary instead."))


def _check_recipients(release_input: "ReleaseInput", program_id: int) -> None:
    """At least one agency, each named once, each a current partner, each with the kinds it may receive."""
    agencies = [each.agency for each in release_input.recipients]
    if not agencies:
        raise Refused(_("Choose at least one agency that can receive the information."))
    if len({agency.pk for agency in agencies}) < len(agencies):
        raise Refused(_("You can name each agency only once."))
    if any(agency.program_id != program_id or not agency.is_active for agency in agencies):
        raise Refused(_("You can name only the program's partner agencies."))
    for each in release_input.recipients:
        if not each.kinds or not each.kinds <= set(InformationKind.values):
            name = each.agency.name
            raise Refused(_("Choose what %(agency)s can see, or remove it from the form.") % {"agency": name})
        _check_kinds(each.agency, each.kinds)
    if len({COUNSELING in each.kinds for each in release_input.recipients}) > 1:
        raise Refused(str(COUNSELING_ALONE))


SIGNER_MISSING = gettext_lazy("Enter the signer's name.")
NOT_SIGNED = gettext_lazy(
    "The release isn't signed yet. Sign on the screen, type your name, or take a photo of the signed document."
)
OTHER_NAME_TYPED = gettext_lazy("Type your name the same as “Signer's name” above.")
NOT_WITNESSED = gettext_lazy(
    "They signed by typing. Check this box if you saw them do it, or have them sign again."
)
COUNSELING_ALONE = gettext_lazy("Counseling notes about substance use need a separate form (42 CFR 2.31(b)).")
LAW_SIDE_NEVER = gettext_lazy(
    "%(agency)s can't receive this. What people tell us for their care never goes to police, "
    "prosecutors, or probation."
)


def _check_kinds(agency: Agency, kinds: frozenset[str]) -> None:
    """The law side receives nothing shared to get care (C10); counseling notes stand alone (42 CFR 2.31(b))."""
    if receivable_kinds(kinds, law_side=agency.is_law_side) != kinds:
        raise Refused(LAW_SIDE_NEVER % {"agency": agency.name})
    if COUNSELING in kinds and len(kinds) > 1:
        raise Refused(str(COUNSELING_ALONE))


def _check_term(person: Person, release_input: "ReleaseInput", at: datetime) -> None:
    """Starts on the day of signing, not later than today, and ends within a year and within the program's policy."""
    today = local_date(person.program, at)
    most = min(MAX_RELEASE_DAYS, policy_at(person.program, today).roi_days)
    if not 1 <= release_input.days <= most:
        sentence = ngettext(
            "A release lasts at least one day and at most %(days)s day.",
            "A release lasts at least one day and at most %(days)s days.",
            most,
        )
        raise Refused(sentence % {"days": most})
    signed_on = release_input.signed_on or today
    if signed_on > today:
        raise Refused(_("The signature date can't be in the future."))
    on_screen = release_input.signature or release_input.typed_name.strip()
    if on_screen and not (release_input.scan or release_input.scan_id) and signed_on != today:
        raise Refused(_("A signature on the screen must have today's date."))
    if signed_on + timedelta(days=release_input.days) <= today:
        raise Refused(_("This paper release has already expired. Sign a new one."))


def _check_signature(release_input: "ReleaseInput", *, by_link: bool) -> None:
    """Signed on the screen, on paper, or by a typed name that staff saw or a link proves, with the signer's name."""
    if release_input.signer not in Release.Signer.values:
        raise Refused(_("Choose who is signing: the person or a legal guardian."))
    if not release_input.signer_name.strip():
        raise Refused(str(SIGNER_MISSING))
    if release_input.signature or release_input.scan is not None or release_input.scan_id is not None:
        return
    if not release_input.typed_name.strip():
        raise Refused(str(NOT_SIGNED))
    if not is_same_name(release_input.typed_name, release_input.signer_name):
        raise Refused(str(OTHER_NAME_TYPED))
    if not (release_input.witnessed or by_link):
        raise Refused(str(NOT_WITNESSED))
