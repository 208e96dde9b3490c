"""The offense list as pages show it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.charges.models import Offense
from handoff.core.ui import Cell, Column
from handoff.programs.models import Program


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
        _("%(grade)s, class %(class)s") % {"grade": name, "class": offense.offense_class}
        if offense.offense_class
        else name
    )


def offense_columns() -> list[Column]:
    return [
        Column(_("Offense")),
        Column(_("Statute")),
        Column(_("Level")),
        Column(_("In effect")),
        Column(_("Confirmed by")),
    ]


def offense_rows(offenses: Iterable[Offense], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(offense.shown_title, url=reverse("charges:offense", args=[program.slug, offense.key])),
            Cell(offense.statute),
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
            (_("Statute"), entry.statute),
            (_("Level"), describe_grade(entry)),
            (_("In effect"), describe_dates(entry)),
            (_("Source"), entry.source),
            (_("Confirmed by"), entry.reviewed_by or _("No one yet: confirm with your attorney")),
        ]
        for entry in entries
    ]
