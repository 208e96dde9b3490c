"""The register of disclosures in words, and a person's accounting of them (42 CFR 2.25; 45 CFR 164.528(b)(2)).

Each entry says when, to whom and at which address, what, why and under which ROI. The list page asks for a period;
the law gives at least the three years before the request (six under HIPAA), the register keeps all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.accounts.queries import names_of
from handoff.consent.models import (
    LEGAL_PURPOSE,
    OWN_COPY_PURPOSE,
    SHARED_PURPOSE,
    Disclosure,
    Shown,
)
from handoff.consent.presenters import recipient, what_in_words, when
from handoff.consent.wording.notice import kinds_in_words
from handoff.core.ui import Cell, Column
from handoff.documents.engines.pdf import render_pdf
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date

LOOKUP_PURPOSE = "officer's lookup: "


@dataclass(frozen=True)
class Period:
    """The days of an accounting, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        values = {"first": written(self.first), "last": written(self.last)}
        return _("From %(first)s through %(last)s") % values


def written(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def purpose_in_words(purpose: str) -> str:
    """Return why something was disclosed, in the reader's language."""
    if purpose.startswith(LEGAL_PURPOSE):
        return _("Legal request %(number)s") % {"number": purpose.removeprefix(LEGAL_PURPOSE)}
    if purpose.startswith(LOOKUP_PURPOSE):
        return _("An officer asked whether the person takes part and whom to call")
    known = {
        "tell the referring officer that their responsibility has ended": _(
            "To tell the referring officer that their responsibility has ended"
        ),
        "decide together on a new charge": _("To decide together on a new charge"),
        OWN_COPY_PURPOSE: _("To give the person their own copy"),
        SHARED_PURPOSE: _("To work together on the person's support"),
    }
    return known.get(purpose, purpose)


def described(row: Disclosure) -> str:
    """Return what was disclosed: what was shown, and which kinds of information in the form's own words."""
    return f"{what_in_words(row.what)}. {kinds_in_words(row.kinds)}"


def under(row: Disclosure) -> str:
    """Return the ROI that allowed it, by the day it was signed and its last day."""
    if row.what == Shown.OWN_RECORD:
        return _("Asked by the person")
    if row.what == Shown.LEGAL_REQUEST:
        return _("By law, no ROI needed")
    if row.release is None:
        return _("No ROI on record")
    signed = local_date(row.release.program, row.release.signed_at)
    return _("ROI signed %(signed)s") % {"signed": written(signed)}


def register_columns() -> list[Column]:
    names = (_("When"), _("Participant"), _("To whom"), _("What"), _("Why"), _("Under"))
    return [Column(name) for name in names]


def register_rows(rows: Iterable[Disclosure], program: Program) -> list[list[Cell]]:
    """Return the register as cells."""
    listed = list(rows)
    names = names_of(row.to_user_id for row in listed)
    return [
        [
            Cell(when(row, program)),
            Cell(
                row.person.full_name,
                url=reverse("consent:accounting", args=[program.slug, row.person.public_id]),
            ),
            Cell(recipient(row, names)),
            Cell(described(row)),
            Cell(purpose_in_words(row.purpose)),
            Cell(under(row), url=_release_url(row, program)),
        ]
        for row in listed
    ]


def _release_url(row: Disclosure, program: Program) -> str:
    return reverse("consent:show", args=[program.slug, row.release.public_id]) if row.release else ""


def accounting_columns() -> list[str]:
    return [_("When"), _("To whom"), _("What"), _("Why"), _("Under")]


def accounting_rows(rows: Iterable[Disclosure], program: Program) -> list[list[str]]:
    """Return the entries of an accounting: date, recipient and address, description, purpose, and the ROI."""
    listed = list(rows)
    names = names_of(row.to_user_id for row in listed)
    return [
        [
            when(row, program),
            recipient(row, names),
            described(row),
            purpose_in_words(row.purpose),
            under(row),
        ]
        for row in listed
    ]


def accounting_opening(program: Program) -> list[str]:
    """Return the sentences that stand above the entries, addressed to the person."""
    return [
        _(
            "This is a list of what the program shared about you with other organizations, with whom, when, and why. "
            "You may ask for it at any time."
        ),
        _("You may take back your permission on any day. Call %(phone)s.")
        % {"phone": program.phone or program.name},
    ]


def accounting_count(count: int) -> str:
    if not count:
        return _("Nothing was shared in this time.")
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


def source() -> str:
    return _("Made under 42 CFR 2.25 and 45 CFR 164.528, as read in November 2026. Confirm with counsel.")


def accounting_pdf(
    person: Person, rows: list[Disclosure], *, name: str, period: Period, at: datetime, language: str
) -> bytes:
    """Return the accounting as a PDF in the language that the person reads."""
    program = person.program
    with translation.override(language):
        data = {
            "title": _("Accounting of disclosures"),
            "program": program.name,
            "wide": True,
            "made": _("Printed %(day)s") % {"day": written(local_date(program, at))},
            "opening": accounting_opening(program),
            "sections": [
                {
                    "heading": period.words,
                    "fields": [[_("About"), name]],
                    "paragraphs": [accounting_count(len(rows))],
                    "table": {"columns": accounting_columns(), "rows": accounting_rows(rows, program)},
                },
                {"paragraphs": [source()]},
            ],
        }
    return render_pdf("document", data, language)
