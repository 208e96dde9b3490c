"""What an agency is asked, as its pages show it, and its answers as the care team reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.accounts.presenters import who_to_call
from handoff.casework.models import ProviderAnswer, ServiceReferral
from handoff.casework.needs.presenters import describe_answer
from handoff.casework.providers.queries import AskedReferral
from handoff.consent.wording.notice import kinds_text
from handoff.core.forms.phones import format_phone
from handoff.participants.models import ContactPoint
from handoff.programs.models import Program
from handoff.programs.queries import local_date

REFERENCE_LENGTH = 8


def reference_of(referral: ServiceReferral) -> str:
    """The number by which the agency and the worker speak of a referral; it says nothing about anyone."""
    return str(referral.public_id)[:REFERENCE_LENGTH].upper()


@dataclass(frozen=True)
class AskedCard:
    """One referral in the agency's list."""

    asked: AskedReferral
    need: str
    answer: str


def asked_cards(asked: Iterable[AskedReferral]) -> list[AskedCard]:
    return [
        AskedCard(
            asked=each,
            need=str(each.referral.need.get_kind_display()),
            answer=str(each.answers[-1].get_what_display()) if each.answers else "",
        )
        for each in asked
    ]


@dataclass(frozen=True)
class OwnAnswer:
    """An answer in the agency's own record: which referral, what it said and when. It names no one."""

    reference: str
    answer: str
    said: str
    answered: ProviderAnswer


def own_answers(answers: Iterable[ProviderAnswer], program: Program) -> list[OwnAnswer]:
    return [
        OwnAnswer(
            reference=reference_of(each.referral),
            answer=str(each.get_what_display()),
            said=describe_answer(each, program),
            answered=each,
        )
        for each in answers
    ]


def fact_rows(asked: AskedReferral, program: Program) -> list[tuple[str, str]]:
    """What the agency may know: who, for what, since when, and who to call."""
    name, phone = who_to_call(program, asked.worker)
    added_on = local_date(program, asked.referral.added_at)
    rows = [
        (_("Name"), asked.name),
        (_("Date of birth"), birth_date_text(asked)),
        *((_("Phone"), phone_text(each)) for each in asked.phones),
        (_("What they need"), str(asked.referral.need.get_kind_display())),
        (_("Service"), asked.referral.provider),
        (_("Referred on"), date_format(added_on, "DATE_FORMAT")),
        (_("Status"), _("Open") if asked.is_open else _("Ended")),
        (_("Who to call"), f"{name} {format_phone(phone)}"),
        (_("Reference"), reference_of(asked.referral)),
    ]
    return rows if asked.shows_contact else [each for each in rows if each[0] != _("Date of birth")]


def birth_date_text(asked: AskedReferral) -> str:
    born = asked.date_of_birth
    return date_format(born, "SHORT_DATE_FORMAT") if born else _("Not on record")


def phone_text(point: ContactPoint) -> str:
    """A number with what is safe there: someone else may answer or read along."""
    words = [format_phone(point.value)]
    words.append(_("OK to text") if point.safe_to_text else _("Don't text"))
    words.append(_("OK to leave a message") if point.safe_to_leave_word else _("Don't leave a message"))
    return " · ".join(words)


def scope_sentences(asked: AskedReferral) -> list[str]:
    """What the participant lets this agency know, and until when, one sentence for each ROI."""
    program = asked.referral.need.program
    return [
        _("%(agency)s can see: %(kinds)s. Active through %(day)s.")
        % {
            "agency": asked.agency.name,
            "kinds": kinds_text(asked.allowed & grant.receivable_kinds),
            "day": date_format(local_date(program, grant.last_moment), "DATE_FORMAT"),
        }
        for grant in asked.decision.grants
        if grant.agency_id == asked.agency.pk
    ]


def general_scope_sentences() -> list[str]:
    """What the list as a whole may contain."""
    return [
        _(
            "Each person chose what your agency can see. A referral leaves this list when they take that back."
        ),
        _("Never shown here: care notes, where someone stays, or what they told their worker."),
    ]
