"""Two records as cells of a table, side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.casework.presenters import contact_options
from handoff.core.templatetags.handoff import day, local_day
from handoff.core.ui import Cell, Column
from handoff.enrollment.queries import enrollment_of
from handoff.participants.lookup.rules.scoring import SENTENCES, Reason
from handoff.participants.models import Person, PossibleDuplicate
from handoff.participants.presenters import birth_date_or_age
from handoff.programs.models import Program


def duplicate_columns() -> list[Column]:
    names = (_("One record"), _("Another record"), _("How alike"), _("Noticed"))
    return [Column(label=name) for name in names]


def duplicate_rows(program: Program, pairs: list[PossibleDuplicate]) -> list[list[Cell]]:
    return [
        [
            Cell(
                text=f"{pair.one.full_name}, {birth_date_or_age(pair.one)}",
                url=reverse(
                    "duplicates:compare", args=[program.slug, pair.one.public_id, pair.other.public_id]
                ),
            ),
            Cell(text=f"{pair.other.full_name}, {birth_date_or_age(pair.other)}"),
            Cell(text=_("%(score)s of 100") % {"score": pair.score}),
            Cell(text=day(local_day(pair.noticed_at, program))),
        ]
        for pair in pairs
    ]


def reasons_of(pair: PossibleDuplicate | None) -> list[str]:
    """Why the two aren't simply the same, in sentences."""
    return [_(SENTENCES[Reason(each)]) for each in pair.reasons] if pair else []


def comparison_columns(person: Person, other: Person) -> list[Column]:
    return [Column(label=each) for each in (_("Fact"), person.full_name, other.full_name)]


def comparison_rows(person: Person, other: Person, program: Program) -> list[list[Cell]]:
    facts = zip(record_facts(person, program), record_facts(other, program), strict=True)
    return [[Cell(text=name), Cell(text=one), Cell(text=another)] for (name, one), (_name, another) in facts]


def record_facts(person: Person, program: Program) -> list[tuple[str, str]]:
    """What tells two people apart, and how much each record holds."""
    enrollment = enrollment_of(person.pk, program)
    return [
        (_("Recorded name"), person.recorded_name),
        (_("Middle name"), person.middle_name),
        (_("Name they go by"), person.preferred_name),
        (_("Born"), birth_date_or_age(person)),
        (_("Gender"), str(person.get_gender_display())),
        (_("How to reach them"), "; ".join(each.text for each in contact_options(person))),
        (_("Added"), str(day(local_day(person.added_at, program)))),
        (_("Referrals"), str(person.referrals.count())),
        (_("Enrolled"), str(day(enrollment.enrolled_on)) if enrollment else _("No")),
    ]
