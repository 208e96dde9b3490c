"""The disclosure log in words, and a person's accounting of disclosures (42 CFR 2.25; 45 CFR 164.528(b)(2)).

Each entry says when, to whom and at which address, what, why and under which ROI. The list page asks for a period; the
law requires at least the three years before the request (six under HIPAA), and the log keeps all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.accounts.queries import full_names_by_id
from handoff.consent.models import (
    ARRANGE_PURPOSE,
    LEGAL_PURPOSE,
    OWN_COPY_PURPOSE,
    PROCEEDINGS_PURPOSE,
    SHARED_PURPOSE,
    Disclosure,
    DisclosureContext,
)
from handoff.consent.presenters import context_label, disclosed_at_text, recipient_text
from handoff.consent.wording.notice import kinds_text
from handoff.core.forms.phones import shown_phone
from handoff.core.sorting import sort_key
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
        values = {"first": format_day(self.first), "last": format_day(self.last)}
        return _("%(first)s through %(last)s") % values


def format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def purpose_label(purpose: str) -> str:
    if purpose.startswith(LEGAL_PURPOSE):
        return _("Legal request %(number)s") % {"number": purpose.removeprefix(LEGAL_PURPOSE)}
    if purpose.startswith(LOOKUP_PURPOSE):
        return _("An officer checked if the person is in the program and who to call")
    known = {
        "tell the referring officer that their responsibility has ended": _(
            "To let the referring officer know their part is done"
        ),
        "decide together on a new charge": _("To decide on a new charge together"),
        OWN_COPY_PURPOSE: _("To give the person their own copy"),
        ARRANGE_PURPOSE: _("To arrange the help and services the person wants"),
        PROCEEDINGS_PURPOSE: _("To be read in the person's case, as they asked"),
        SHARED_PURPOSE: _("To work together on the person's support"),
    }
    return known.get(purpose, purpose)


def description_text(row: Disclosure) -> str:
    """What was shown, and which kinds of information, in the form's own words."""
    return f"{context_label(row.what)}. {kinds_text(row.kinds)}"


def release_text(row: Disclosure) -> str:
    """The ROI that allowed it, by the day it was signed and its last day."""
    if row.what == DisclosureContext.OWN_RECORD:
        return _("Requested by the person")
    if row.what == DisclosureContext.LEGAL_REQUEST:
        return _("Required or allowed by law; no release needed")
    if row.release is None:
        return _("No release on record")
    signed = local_date(row.release.program, row.release.signed_at)
    return _("Release signed %(signed)s") % {"signed": format_day(signed)}


def register_columns() -> list[Column]:
    names = (
        _("When"),
        _("Participant"),
        _("Shared with"),
        _("What was shared"),
        _("Why"),
        _("Authorized by"),
    )
    return [Column(name) for name in names]


def register_rows(rows: Iterable[Disclosure], program: Program) -> list[list[Cell]]:
    listed = list(rows)
    names = full_names_by_id(row.to_user_id for row in listed)
    return [
        [
            Cell(disclosed_at_text(row, program)),
            Cell(
                row.person.full_name,
                url=reverse("consent:accounting", args=[program.slug, row.person.public_id]),
            ),
            Cell(recipient_text(row, names)),
            Cell(description_text(row)),
            Cell(purpose_label(row.purpose)),
            Cell(release_text(row), url=_release_url(row, program)),
        ]
        for row in listed
    ]


def _release_url(row: Disclosure, program: Program) -> str:
    return reverse("consent:show", args=[program.slug, row.release.public_id]) if row.release else ""


def accounting_columns() -> list[str]:
    return [_("When"), _("Shared with"), _("What was shared"), _("Why"), _("Authorized by")]


def accounting_rows(rows: Iterable[Disclosure], program: Program, *, each: bool = False) -> list[list[str]]:
    """The lines of an accounting: date, recipient and address, description, purpose, and the ROI.

    Repeated disclosures of one kind to one recipient under one ROI share a line with the first and last date and their
    number (45 CFR 164.528(b)(3)), at the place of the first; with `each`, every disclosure has its own.
    """
    listed = list(rows)
    names = full_names_by_id(row.to_user_id for row in listed)
    groups: dict[object, list[Disclosure]] = {}
    for row in listed:
        groups.setdefault(row.pk if each else repeats_of(row), []).append(row)
    return [accounting_line(group, program, names) for group in groups.values()]


def repeats_of(row: Disclosure) -> tuple[object, ...]:
    """What is the same in disclosures that share a line: recipient, content, purpose and ROI."""
    kinds = tuple(sorted(row.kinds))
    return (row.agency_id, row.recipient_name, row.what, kinds, row.purpose, row.release_id)


def accounting_line(group: list[Disclosure], program: Program, names: dict[int, str]) -> list[str]:
    """One line for disclosures of one kind, oldest first."""
    first = group[0]
    return [
        disclosed_at_words(group, program),
        recipients_text(group, names),
        description_text(first),
        purpose_label(first.purpose),
        release_text(first),
    ]


def disclosed_at_words(group: list[Disclosure], program: Program) -> str:
    first = disclosed_at_text(group[0], program)
    if len(group) == 1:
        return first
    values = {"first": first, "last": disclosed_at_text(group[-1], program), "count": len(group)}
    return _("%(count)s times: first %(first)s, last %(last)s") % values


def recipients_text(group: list[Disclosure], names: dict[int, str]) -> str:
    """The recipient with its address, and everyone there who looked."""
    first = group[0]
    if first.agency is None:
        return recipient_text(first, names)
    who = sorted({names[row.to_user_id] for row in group if row.to_user_id in names}, key=sort_key)
    return ", ".join(part for part in (first.agency.name, *who, first.agency.address) if part)


def accounting_opening(program: Program) -> list[str]:
    """The sentences above the entries, addressed to the person."""
    return [
        _(
            "This is a list of what the program shared about you with other organizations, and "
            "when and why. You can ask for it any time."
        ),
        _("You can take back your permission any time. Call %(phone)s.")
        % {"phone": shown_phone(program.phone) or program.name},
    ]


def accounting_count(count: int) -> str:
    if not count:
        return _("Nothing was shared during this time.")
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


def accounting_lines_count(count: int, lines: int) -> str:
    """How many disclosures, and in how many lines when some are grouped."""
    if lines == count:
        return accounting_count(count)
    grouped = ngettext(
        "Repeated disclosures share a line: %(lines)s line.",
        "Repeated disclosures share a line: %(lines)s lines.",
        lines,
    )
    return f"{accounting_count(count)}. {grouped % {'lines': lines}}"


def legal_source_text() -> str:
    return _("Made under 42 CFR 2.25 and 45 CFR 164.528, as read in November 2026.")


def accounting_pdf(
    person: Person,
    rows: list[Disclosure],
    *,
    name: str,
    period: Period,
    at: datetime,
    language: str,
    each: bool = False,
) -> bytes:
    """The accounting as a PDF in the language that the person reads."""
    program = person.program
    with translation.override(language):
        lines = accounting_rows(rows, program, each=each)
        data = {
            "title": _("List of what was shared (accounting of disclosures)"),
            "program": program.name,
            "wide": True,
            "made": _("Printed %(day)s") % {"day": format_day(local_date(program, at))},
            "opening": accounting_opening(program),
            "sections": [
                {
                    "heading": period.words,
                    "fields": [[_("About"), name]],
                    "paragraphs": [accounting_lines_count(len(rows), len(lines))],
                    "table": {"columns": accounting_columns(), "rows": lines},
                },
                {"paragraphs": [legal_source_text()]},
            ],
        }
    return render_pdf("document", data, language)
