"""The offense list as pages show it."""

import re
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.charges.models import Offense
from handoff.core.ui import Cell, Column
from handoff.programs.models import Program
from handoff.programs.rules.folding import strip_accents

UNCHECKED_CLASS = (
    "North Carolina General Statutes, cited section. Class not checked in the statute; "
    "confirm with your attorney."
)


def describe_dates(offense: Offense) -> str:
    """The dates between which an entry is effective, both included."""
    if offense.effective_from and offense.effective_to:
        return _("%(from)s to %(to)s") % {
            "from": format_day(offense.effective_from),
            "to": format_day(offense.effective_to),
        }
    if offense.effective_from:
        return _("since %(from)s") % {"from": format_day(offense.effective_from)}
    if offense.effective_to:
        return _("until %(to)s") % {"to": format_day(offense.effective_to)}
    return _("on any date")


def format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def describe_grade(offense: Offense) -> str:
    name = _("Felony") if offense.felony else _("Misdemeanor or infraction")
    return (
        _("%(grade)s, class %(class)s") % {"grade": name, "class": catalog_words(offense.offense_class)}
        if offense.offense_class
        else name
    )


def catalog_words(text: str) -> str:
    """What the shipped list says of sections, classes and sources, in the reader's language (finding-A2).

    A program's own words, and addresses, stay as they were written.
    """
    known = {
        "local ordinance": _("local ordinance"),
        UNCHECKED_CLASS: _(
            "North Carolina General Statutes, cited section. Class not checked in the statute; confirm with your "
            "attorney."
        ),
    }
    if text in known:
        return known[text]
    for pattern, words in (
        (r"Chapter (?P<number>\S+)", _("Chapter %(number)s")),
        (r"(?P<from>\S+) to (?P<to>\S+)", _("%(from)s to %(to)s")),
        (r"(?P<one>\S+) or (?P<other>\S+)", _("%(one)s or %(other)s")),
        (
            r"(?P<now>\S+) \((?P<before>\S+) before December 2015\)",
            _("%(now)s (%(before)s before December 2015)"),
        ),
        (r"(?P<address>\S+) \(statute text\)", _("%(address)s (statute text)")),
    ):
        found = re.fullmatch(pattern, text)
        if found:
            return words % found.groupdict()
    return text


def offense_columns() -> list[Column]:
    return [
        Column(_("Offense")),
        Column(_("Statute")),
        Column(_("Level")),
        Column(_("In effect")),
        Column(_("Confirmed by")),
    ]


def find_offenses(offenses: Iterable[Offense], words: str) -> list[Offense]:
    """The entries whose title, as the reader sees it, or statute holds every word, whatever accents and capitals."""
    asked = strip_accents(words.casefold()).split()
    return [
        each
        for each in offenses
        if all(word in strip_accents(f"{each.shown_title} {each.statute}".casefold()) for word in asked)
    ]


def offense_rows(offenses: Iterable[Offense], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(offense.shown_title, url=reverse("charges:offense", args=[program.slug, offense.key])),
            Cell(catalog_words(offense.statute)),
            Cell(describe_grade(offense)),
            Cell(describe_dates(offense)),
            Cell(offense.reviewed_by)
            if offense.reviewed_by
            else Cell(_("Confirm with your attorney"), kind="soon"),
        ]
        for offense in offenses
    ]


def entry_choices(entries: Iterable[Offense]) -> list[tuple[str, str]]:
    return [
        (str(entry.effective_from or ""), f"{describe_grade(entry)}; {describe_dates(entry)}")
        for entry in entries
    ]


def entry_rows(entries: Iterable[Offense]) -> list[list[tuple[str, str]]]:
    return [
        [
            (_("Statute"), catalog_words(entry.statute)),
            (_("Level"), describe_grade(entry)),
            (_("In effect"), describe_dates(entry)),
            (_("Source"), catalog_words(entry.source)),
            (_("Confirmed by"), entry.reviewed_by or _("No one yet: confirm with your attorney")),
        ]
        for entry in entries
    ]
