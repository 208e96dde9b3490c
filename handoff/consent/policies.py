"""Who may record, revoke and use a release, and what makes one whole."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.models import InformationKind, Purpose, Release
from handoff.consent.rules import COUNSELING, receivable
from handoff.consent.wording.release_form import LANGUAGES, VERSIONS
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, policy_at

if TYPE_CHECKING:
    from handoff.consent.services import ReleaseGiven


MOST_DAYS = 365
"""10A NCAC 26B .0202: a consent is valid for at most one year."""


def check_can_record_release(actor: Actor, person: Person) -> None:
    """Staff of the person's program record ROIs; an officer does so within a referral (R3)."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person is not in your program."))
    if not actor.can(Permission.CONSENT_RECORD):
        raise Refused(_("Your role does not include recording ROIs."))


def check_can_see_releases(actor: Actor, person: Person) -> None:
    """ROI pages belong to the care team and the program's own staff, never to the law side."""
    if person.program_id != actor.program_id or not actor.on_care_side:
        raise Refused(_("Only the care team opens a person's ROIs."))


def check_can_revoke_release(actor: Actor, release: Release, at: datetime) -> None:
    """Any member of the care team who records ROIs ends one at the person's word."""
    check_can_record_release(actor, release.person)
    check_can_see_releases(actor, release.person)
    if release.revoked_at is None and release.ends_at <= at:
        raise Refused(_("This ROI has already ended, so nothing is shared under it any more."))


def check_can_disclose(actor: Actor, person: Person, agency: Agency) -> None:
    """Only within the program, and only to a partner at its table."""
    if person.program_id != actor.program_id or agency.program_id != actor.program_id:
        raise Refused(_("This person or this agency is not in your program."))


def check_release_is_complete(person: Person, given: "ReleaseGiven", at: datetime) -> None:
    """Every element that 42 CFR 2.31(a) and 10A NCAC 26B .0202 ask for is there, each refused with its own
    sentence.
    """
    if not person.first_name.strip() or not person.last_name.strip():
        raise Refused(_("The ROI needs the name of the person it is about."))
    if not given.discloser.strip():
        raise Refused(_("The ROI must say who may share the information."))
    if given.form_version not in VERSIONS or given.language not in LANGUAGES:
        raise Refused(_("Choose the language in which the person reads the form."))
    _check_recipients(given, person.program_id)
    if not given.purposes or not set(given.purposes) <= set(Purpose.values):
        raise Refused(_("Choose at least one purpose: what the information may be used for."))
    _check_term(person, given, at)
    _check_signature(given)


def _check_recipients(given: "ReleaseGiven", program_id: int) -> None:
    """Somebody is named, each once, each at the program's table, each with what they may receive."""
    agencies = [each.agency for each in given.recipients]
    if not agencies:
        raise Refused(_("Choose at least one agency that may receive the information."))
    if len({agency.pk for agency in agencies}) < len(agencies):
        raise Refused(_("Each agency is named once."))
    if any(agency.program_id != program_id or not agency.is_active for agency in agencies):
        raise Refused(_("Only the program's own partner agencies can be named."))
    for each in given.recipients:
        if not each.kinds or not each.kinds <= set(InformationKind.values):
            name = each.agency.name
            raise Refused(_("Choose what %(agency)s may learn, or take it off the form.") % {"agency": name})
        _check_kinds(each.agency, each.kinds)
    if len({COUNSELING in each.kinds for each in given.recipients}) > 1:
        raise Refused(str(COUNSELING_ALONE))


COUNSELING_ALONE = gettext_lazy(
    "Counseling notes about substance use need a form of their own (42 CFR 2.31(b))."
)
LAW_SIDE_NEVER = gettext_lazy(
    "%(agency)s may not receive this: what is said for care never goes to police, prosecutor or probation."
)


def _check_kinds(agency: Agency, kinds: frozenset[str]) -> None:
    """Nothing said for care goes to the law side (C10), and counseling notes stand alone (42 CFR 2.31(b))."""
    if receivable(kinds, law_side=agency.is_law_side) != kinds:
        raise Refused(LAW_SIDE_NEVER % {"agency": agency.name})
    if COUNSELING in kinds and len(kinds) > 1:
        raise Refused(str(COUNSELING_ALONE))


def _check_term(person: Person, given: "ReleaseGiven", at: datetime) -> None:
    """It begins on the day of signing, not later than today, and ends within the year and within the
    program's policy.
    """
    today = local_date(person.program, at)
    most = min(MOST_DAYS, policy_at(person.program, today).roi_days)
    if not 1 <= given.days <= most:
        sentence = ngettext(
            "An ROI lasts at least one day and at most %(days)s day.",
            "An ROI lasts at least one day and at most %(days)s days.",
            most,
        )
        raise Refused(sentence % {"days": most})
    signed_on = given.signed_on or today
    if signed_on > today:
        raise Refused(_("The date of the signature cannot be in the future."))
    if given.signature and not (given.scan or given.scan_id) and signed_on != today:
        raise Refused(_("A signature on the screen carries today's date."))
    if signed_on + timedelta(days=given.days) <= today:
        raise Refused(_("This paper ROI has already ended. Please sign a new one."))


def _check_signature(given: "ReleaseGiven") -> None:
    """Somebody signed, in one of the two ways, and it is known who and in what role."""
    if given.signer not in Release.Signer.values:
        raise Refused(_("Say who signs: the person, or a legal guardian."))
    if not given.signer_name.strip():
        raise Refused(_("Write the name of who signs."))
    if not given.signature and given.scan is None and given.scan_id is None:
        raise Refused(_("The ROI is not signed yet. Sign on the screen, or photograph the signed paper."))
