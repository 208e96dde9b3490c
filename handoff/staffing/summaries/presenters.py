"""A summary of participation in words: its state, who may read it until when, and its paper (J5)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handoff.consent.models import Release
from handoff.consent.presenters import release_status
from handoff.consent.wording.notice import notice, whole_notice
from handoff.core.languages import full_date
from handoff.core.ui import Cell
from handoff.documents.engines.pdf import render_pdf
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.queries import local_date
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries.queries import Readable


@dataclass(frozen=True)
class SummaryCard:
    """One summary on the care team's list."""

    summary: ParticipationSummary
    status: Cell
    is_live: bool

    @property
    def release(self) -> Release | None:
        return self.summary.release

    @property
    def is_draft(self) -> bool:
        return self.summary.release is None


def summary_card(summary: ParticipationSummary, at: datetime) -> SummaryCard:
    if summary.release is None:
        return SummaryCard(summary, Cell(pgettext("summary", "Draft"), kind="info"), is_live=False)
    return SummaryCard(summary, release_status(summary.release, at), summary.release.is_live(at))


def first_sentence(person: Person, enrollment: Enrollment | None) -> str:
    """What a new draft starts from: that they're in the program, and since when. They may change or delete it.

    It's in the language of the person who reads and signs it, whatever the worker's pages are in.
    """
    called = person.preferred_name or person.first_name
    program = person.program
    if enrollment is None:
        return ""
    with translation.override(person.language):
        return _("%(name)s has been in %(program)s since %(day)s.") % {
            "name": called,
            "program": program.name,
            "day": full_date(local_date(program, enrollment.enrolled_at)),
        }


def scope(readable: Readable) -> list[str]:
    """Who may read the words, for what, and until when."""
    return [
        _("%(agency)s can read these words in %(name)s's case, and nothing else. Active through %(day)s.")
        % {
            "agency": readable.agency.name,
            "name": readable.person.recorded_name,
            "day": full_date(readable.until),
        }
    ]


def agreed_text(readable: Readable) -> str:
    return _("%(name)s read these words and agreed to them on %(day)s.") % {
        "name": readable.person.recorded_name,
        "day": full_date(readable.signed_on),
    }


def summary_pdf(readable: Readable, *, at: datetime, language: str) -> bytes:
    """The summary on paper, with the notice of 42 CFR 2.32 on its first page."""
    program = readable.summary.program
    with translation.override(language):
        data = {
            "title": _("Summary of participation"),
            "program": program.name,
            "footer": notice(language).short,
            "made": _("Printed %(day)s") % {"day": full_date(local_date(program, at))},
            "opening": [readable.agency.name],
            "notice": whole_notice(scope(readable), language),
            "sections": [
                {
                    "heading": readable.person.recorded_name,
                    "paragraphs": [*readable.words.splitlines(), agreed_text(readable)],
                }
            ],
        }
    return render_pdf("document", data, language)
