"""Criteria versions: their status, and who approved them when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.accounts.queries import current_agreement, full_names_by_id
from handoff.eligibility.models import CriteriaApproval, CriteriaReading, CriteriaVersion
from handoff.eligibility.queries import agencies_asked, takes_effect_at
from handoff.programs.models import Program
from handoff.programs.queries import current_script, time_zone_of


@dataclass(frozen=True)
class PresentedVersion:
    """A version and its status. `kind` only colors the words."""

    version: CriteriaVersion
    words: str
    kind: str
    is_dated: bool = False
    """The words already name its first day."""


@dataclass(frozen=True)
class PresentedApproval:
    """One partner's approval, or a blank name while it is awaited."""

    agency: str
    name: str = ""
    at: datetime | None = None


def present_version(
    version: CriteriaVersion, current: CriteriaVersion | None, at: datetime
) -> PresentedVersion:
    begins = takes_effect_at(version)
    day = date_format(begins.astimezone(time_zone_of(version.program))) if begins else ""
    if version.withdrawn_at is not None:
        words, kind = _("Withdrawn"), "info"
    elif version.proposed_at is None:
        words, kind = _("Draft"), "soon"
    elif begins is None:
        words, kind = _("Waiting for approval"), "soon"
    elif begins > at:
        words, kind = _("Approved, active from %(day)s") % {"day": day}, "done"
    elif version == current:
        words, kind = _("Active since %(day)s") % {"day": day}, "done"
    else:
        words, kind = _("Past version, started %(day)s") % {"day": day}, "info"
    return PresentedVersion(version, words, kind, is_dated=begins is not None)


def present_approvals(
    version: CriteriaVersion, approvals: Iterable[CriteriaApproval]
) -> list[PresentedApproval]:
    """Each approval, then the partners that were asked and haven't answered."""
    rows = list(approvals)
    names = full_names_by_id([approval.approved_by_id for approval in rows])
    approved = {approval.agency_id for approval in rows}
    return [
        *(
            PresentedApproval(
                approval.agency.name if approval.agency else "",
                names.get(approval.approved_by_id, ""),
                approval.approved_at,
            )
            for approval in rows
        ),
        *(PresentedApproval(each.name) for each in agencies_asked(version) if each.pk not in approved),
    ]


@dataclass(frozen=True)
class PresentedReading:
    """What someone new at a partner answered after reading."""

    agency: str
    name: str
    at: datetime
    answer: str
    changes: str


def present_readings(readings: Iterable[CriteriaReading]) -> list[PresentedReading]:
    rows = list(readings)
    names = full_names_by_id([each.read_by_id for each in rows])
    return [
        PresentedReading(
            each.agency.name,
            names.get(each.read_by_id, ""),
            each.read_at,
            each.get_answer_display(),
            each.changes,
        )
        for each in rows
    ]


@dataclass(frozen=True)
class PresentedText:
    """A text that the program writes itself, and its language."""

    title: str
    text: str
    language: str


def present_program_texts(program: Program, at: datetime) -> list[PresentedText]:
    """What the program says about who it helps and how: its approvers read that with the criteria (N20)."""
    scripts = {
        script.language: script for code in ("en", "es") if (script := current_script(program, code, at))
    }
    agreement = current_agreement(program, at)
    texts = [
        PresentedText(_("Residence rule"), program.residence_rule, "en"),
        *(
            PresentedText(_("Officer script"), script.text, language)
            for language, script in sorted(scripts.items())
        ),
        PresentedText(_("Message on the card"), program.card_message, "en"),
        PresentedText(_("Message on the card"), program.card_message_es, "es"),
        PresentedText(_("Confidentiality agreement"), agreement.text if agreement else "", "en"),
        PresentedText(_("Confidentiality agreement"), agreement.text_es if agreement else "", "es"),
        *(
            PresentedText(_("Intake question"), words, language)
            for question in program.intake_questions.filter(is_active=True).order_by("position")
            for words, language in ((question.text, "en"), (question.text_es, "es"))
        ),
    ]
    return [each for each in texts if each.text]
