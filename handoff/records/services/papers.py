"""A person's records on paper: the same rows as words for people, and as plain values for machines."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from handoff.casework.models.matching import LivedExperience
from handoff.charges.definitions import title_in
from handoff.consent.models import InformationKind, Purpose
from handoff.core.languages import full_date
from handoff.documents.engines.pdf import render_pdf
from handoff.enrollment.definitions import SECTIONS
from handoff.enrollment.models import Intake
from handoff.enrollment.presenters import answer_rows
from handoff.participants.models import Person, RaceEthnicity
from handoff.programs.models import IntakeQuestion, Program
from handoff.programs.queries import time_zone_of
from handoff.records.queries.held import HeldRecords
from handoff.records.wording import FIELD_NAMES
from handoff.referrals.models import ServiceWanted

CHOICES_OF_LISTS: dict[str, type[models.TextChoices]] = {
    "experiences": LivedExperience,
    "race_ethnicity": RaceEthnicity,
    "services_wanted": ServiceWanted,
    "kinds": InformationKind,
    "purposes": Purpose,
}


@dataclass(frozen=True)
class PaperSection:
    """One kind of record in words: a heading, and each row as pairs of name and value."""

    heading: str
    rows: list[list[tuple[str, str]]]


def paper_sections(held: Iterable[HeldRecords], program: Program) -> list[PaperSection]:
    """What is held, in words of the current language; empty values are left out."""
    own = list(IntakeQuestion.objects.filter(program=program))
    found = []
    for each in held:
        rows = [list(_field_rows(each.holding.model, row, program, own)) for row in each.rows]
        if any(rows):
            found.append(PaperSection(str(each.holding.title), [row for row in rows if row]))
    return found


def _field_rows(
    model: type[models.Model], row: Mapping[str, object], program: Program, own: list[IntakeQuestion]
) -> Iterable[tuple[str, str]]:
    if "offense_key" in row and "title" in row:
        shown = title_in(str(row["offense_key"]), str(row["title"]), get_language() or "en")
        row = {**row, "title": shown}
    for name, value in row.items():
        if model is Intake and name == "answers" and isinstance(value, Mapping):
            for section in SECTIONS:
                asked = [each for each in own if each.section == section.key]
                yield from answer_rows(section, value.get(section.key) or {}, asked)
        elif value not in (None, "", [], {}):
            yield str(FIELD_NAMES[name]), value_text(model, name, value, program)


def value_text(model: type[models.Model], name: str, value: object, program: Program) -> str:
    choices = dict(getattr(model._meta.get_field(name), "flatchoices", ()))
    if value in choices if isinstance(value, str) else False:
        return str(choices[value])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(value.astimezone(time_zone_of(program)), "DATETIME_FORMAT")
    if isinstance(value, date):
        return full_date(value)
    if isinstance(value, list):
        named = dict(CHOICES_OF_LISTS[name].choices) if name in CHOICES_OF_LISTS else {}
        return "; ".join(
            str(named.get(each, each)) if isinstance(each, str) else _flatten(each) for each in value
        )
    return _flatten(value)


def _flatten(value: object) -> str:
    """Put a nested value on one line."""
    if isinstance(value, Mapping):
        if "sentence" in value:
            return f"{value.get('title') or value.get('code')}: {value['sentence']}"
        parts = [(key, part) for key, part in value.items() if part not in (None, "", [], {})]
        return "; ".join(f"{str(key).replace('_', ' ')}: {_flatten(part)}" for key, part in parts)
    if isinstance(value, list | tuple):
        return ", ".join(_flatten(part) for part in value)
    return str(value)


@dataclass(frozen=True)
class CoverPage:
    """The first page of a paper."""

    title: str
    opening: list[str]
    notice: list[str] = field(default_factory=list)
    footer: str = ""
    made: str = ""


def render_paper(cover: CoverPage, sections: list[PaperSection], program: Program, language: str) -> bytes:
    data = {
        "title": cover.title,
        "program": program.name,
        "opening": cover.opening,
        "notice": cover.notice,
        "footer": cover.footer,
        "made": cover.made,
        "sections": [
            {"heading": f"{each.heading} {number}" if len(each.rows) > 1 else each.heading, "fields": row}
            for each in sections
            for number, row in enumerate(each.rows, 1)
        ],
    }
    return render_pdf("document", data, language)


def own_record_cover(person: Person, at: datetime, *, every_note: bool) -> CoverPage:
    """The first page of a person's own copy, in the current language."""
    day = full_date(at.astimezone(time_zone_of(person.program)))
    opening = [
        _("This is what this program's record has about you, as of %(day)s.") % {"day": day},
        _(
            "It leaves out what other people told us about you in confidence, documents made for "
            "a court, and staff names. You can ask for a correction."
        ),
    ]
    if not every_note:
        opening.append(
            _(
                "Case notes about health and about substance use services aren't in this copy either. You have a "
                "right to them: ask the program manager for the whole copy."
            )
        )
    return CoverPage(title=_("Your record"), opening=opening, made=day)


def own_record_pdf(
    person: Person, held: list[HeldRecords], language: str, at: datetime, *, every_note: bool
) -> bytes:
    """A person's own copy as a PDF, in their language."""
    with override(language):
        sections = paper_sections(held, person.program)
        return render_paper(
            own_record_cover(person, at, every_note=every_note), sections, person.program, language
        )


def render_json(person: Person, held: list[HeldRecords], at: datetime, *, every_note: bool) -> bytes:
    """A person's own copy for machines: model and field names as they are, values as stored."""
    plain = {
        "format": "handoff-own-record/1",
        "made_at": at.isoformat(),
        "every_case_note": every_note,
        "program": person.program.name,
        "records": {
            f"{each.holding.model._meta.label_lower}:{number}": each.rows for number, each in enumerate(held)
        },
    }
    return json.dumps(plain, default=str, ensure_ascii=False, indent=1).encode()
