"""The records behind a figure, the state of a closed month, its files, and the head counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.charges.models import NewCharge, SetAsideCharge
from handoff.core.languages import full_date
from handoff.core.ui import Cell, Column
from handoff.enrollment.models import SafetyEvent
from handoff.measures import queries
from handoff.measures.definitions.closing import referrals_named
from handoff.measures.definitions.measure import Line, Table, Unit
from handoff.measures.models import MonthClosing, SurveyRound
from handoff.measures.presenters.files import Counted, summary_notice, summary_pdf, summary_workbook
from handoff.measures.presenters.pages import ShownMeasure
from handoff.measures.presenters.words import Names, line_label, table_title
from handoff.measures.services import Change
from handoff.measures.surveys.presenters import present_findings, result_rows
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral


@dataclass(frozen=True)
class Listed:
    """The rows of a list, and the public ids under which its audit row names everyone it showed."""

    caption: str
    columns: Sequence[Column | str]
    rows: Sequence[Sequence[object]]
    people: Sequence[UUID]
    without_name: int = 0


def line_title(table: Table, line: Line, names: Names) -> str:
    label = line_label(table.key, line.code, names)
    return f"{table_title(table.key)}: {label}" if table.key else label


def list_records(program: Program, table: Table, line: Line) -> Listed:
    """One row for each referral, or for each person: as many as the figure counts."""
    if table.unit is Unit.REFERRALS:
        return _list_referrals(program, queries.listed_referrals(program, line.records))
    if table.unit is Unit.OFFICERS:
        names = [[each.full_name] for each in queries.listed_officers(program, line.records)]
        return Listed(_("Officers"), [_("Name")], names, [])
    if table.unit is Unit.CHARGES:
        return _list_charges(program, queries.listed_charges(program, line.records))
    if table.unit is Unit.NEW_CHARGES:
        return _list_new_charges(program, queries.listed_new_charges(program, line.records))
    if table.unit is Unit.EVENTS:
        return _list_events(program, queries.listed_events(program, line.records))
    return _list_people(program, queries.listed_people(program, line.records), line)


def _list_new_charges(program: Program, charges: Sequence[NewCharge]) -> Listed:
    return Listed(
        _("New charges"),
        [_("Name"), _("Charge"), _("Day of the offense")],
        [
            (person_cell(program, each.person), each.shown_title, full_date(each.occurred_on))
            for each in charges
        ],
        [each.person.public_id for each in charges],
    )


def _list_events(program: Program, events: Sequence[SafetyEvent]) -> Listed:
    return Listed(
        _("Overdoses, reversals, and deaths"),
        [_("Name"), _("What happened"), _("Day")],
        [
            (
                Cell(
                    each.person.full_name, reverse("safety:list", args=[program.slug, each.person.public_id])
                ),
                each.get_kind_display(),
                full_date(each.happened_on),
            )
            for each in events
        ],
        [each.person.public_id for each in events],
    )


def _list_charges(program: Program, charges: Sequence[SetAsideCharge]) -> Listed:
    return Listed(
        _("Charges"),
        [_("Name"), _("Charge"), _("Day it was set aside")],
        [
            (
                person_cell(program, each.encounter.person),
                each.shown_title,
                full_date(local_date(program, each.set_aside_at)),
            )
            for each in charges
        ],
        [each.encounter.person.public_id for each in charges],
    )


def person_cell(program: Program, person: Person) -> Cell:
    return Cell(person.full_name, reverse("people:person", args=[program.slug, person.public_id]))


def _list_referrals(program: Program, referrals: Sequence[Referral]) -> Listed:
    columns = [_("Referral"), _("Day"), _("Person"), _("Kind of referral"), _("Agency"), _("Status")]
    return Listed(
        _("Referrals"),
        columns,
        [
            (
                Cell(f"{each.number}", reverse("referrals:show", args=[program.slug, each.public_id])),
                full_date(local_date(program, each.occurred_at)),
                each.person.full_name if each.person else _("Name not kept"),
                each.get_pathway_display(),
                each.agency.name if each.agency else "",
                each.get_state_display(),
            )
            for each in referrals
        ],
        [each.audited_as for each in referrals],
    )


def _list_people(program: Program, people: Sequence[Person], line: Line) -> Listed:
    return Listed(
        _("People"),
        [_("Name")],
        [[person_cell(program, each)] for each in people],
        [each.public_id for each in people],
        without_name=line.count - len(people),
    )


def closing_words(closing: MonthClosing | None, closers: Mapping[int, str], program: Program) -> str:
    if closing is None:
        return _("Not closed: counted from the records as they are now.")
    return _("Revision %(number)s, closed on %(day)s by %(name)s.") % {
        "number": closing.number,
        "day": full_date(local_date(program, closing.closed_at)),
        "name": closers.get(closing.closed_by_id or 0, _("someone who has left")),
    }


def referral_numbers(program: Program, changes: Iterable[Change]) -> dict[int, str]:
    """What differences name: the number of each referral, with the day on which it was entered."""
    named = {each for change in changes for each in referrals_named([*change.records, *change.definition])}
    return {
        each.pk: _("referral %(number)s, entered %(day)s")
        % {"number": each.number, "day": full_date(local_date(program, each.submitted_at))}
        for each in queries.listed_referrals(program, named)
    }


class MonthContext(TypedDict):
    """What a file needs of the page's context."""

    title: str
    state: str
    counted: Counted
    shown: Sequence[ShownMeasure]
    names: Names
    notes: Sequence[str]
    rounds: Sequence[SurveyRound]


def month_file(program: Program, context: MonthContext, kind: str) -> bytes:
    title, state = context["title"], context["state"]
    if kind == "xlsx":
        notice = [*summary_notice(program, title, state), *context["notes"]]
        return summary_workbook(
            context["counted"], context["names"], notice, survey_answers(context["rounds"])
        )
    opening, more = [state, *context["notes"]], survey_sections(context["rounds"])
    return summary_pdf(program, title, context["shown"], opening, state, more=more)


def survey_answers(rounds: Sequence[SurveyRound]) -> list[list[str | int]]:
    """The answers to the surveys of a month as numbers; nothing of a round or a question that too few answered."""
    return [[each.name, *row] for each in rounds for row in result_rows(each)]


def survey_sections(rounds: Sequence[SurveyRound]) -> list[Mapping[str, object]]:
    """What the surveys of a month found, on paper."""
    found = [present_findings(each) for each in rounds]
    return [
        {
            "heading": _("What participants say: %(name)s") % {"name": each.name},
            "paragraphs": [each.words],
            "fields": [list(row) for row in each.findings],
        }
        for each in found
    ]


def head_count_columns() -> list[Column | str]:
    return [_("Agency"), _("Since"), Column(_("Sworn officers"), number=True)]


def head_count_rows(agencies: Iterable[Agency]) -> list[tuple[str, str, int]]:
    """All counts, each agency's newest first."""
    return [
        (agency.name, full_date(each.counted_on), each.officers)
        for agency in agencies
        for each in sorted(
            agency.head_counts.all(), key=lambda count: (count.counted_on, count.recorded_at), reverse=True
        )
    ]
