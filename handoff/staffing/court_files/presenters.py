"""A court's calendar before and after it was imported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.casework.court.wording import court_label, when_words
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import birthday
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.presenters import refused_sentences
from handoff.spreadsheets.queries import rows_left_out
from handoff.staffing.court_files import policies, queries
from handoff.staffing.court_files.facts import CourtFile, ListedCase
from handoff.staffing.court_files.queries import Question
from handoff.staffing.reports.presenters import ComparedPerson, compared_person
from handoff.staffing.reports.rules.matching import Bucket

Asked = tuple[str, str, Sequence[tuple[str, str]], str]


@dataclass(frozen=True)
class CalendarPage:
    """A calendar before it's imported, with the people to recognize; or what became of it."""

    batch: ImportBatch
    sentences: list[str]
    asked: list[Asked] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    import_refusal: str | None = None
    undo_refusal: str | None = None


def calendar_page(batch: ImportBatch, actor: Actor, at: datetime) -> CalendarPage:
    if batch.imported_at is not None:
        refusal = refusal_message(policies.check_can_undo_calendar, actor, batch)
        left_out = refused_sentences(rows_left_out(batch))
        return CalendarPage(batch, [outcome_sentence(batch.counts)], refused=left_out, undo_refusal=refusal)
    file = queries.calendar_in(batch, at)
    questions = queries.questions_of(batch.program, file.cases, at)
    refusal = refusal_message(check_can_import, batch)
    if not refusal and not file.cases:
        refusal = _("No court date in this file can be read. Change the columns, or export the file again.")
    today = local_date(batch.program, at)
    return CalendarPage(
        batch,
        file_sentences(file, questions),
        asked=[asked_of(each, today) for each in questions],
        people=[found.public_id for each in questions for found in each.match.candidates],
        refused=refused_sentences(file.refused),
        import_refusal=refusal,
    )


def file_sentences(file: CourtFile, questions: Sequence[Question]) -> list[str]:
    found = len(questions)
    return [
        _("Rows read: %(lines)s. Cases with a date: %(cases)s. Rows not taken: %(refused)s.")
        % {"lines": file.lines, "cases": len(file.cases), "refused": len(file.refused)},
        ngettext(
            "%(count)d person may be a participant. Nothing is kept of anyone else.",
            "%(count)d people may be participants. Nothing is kept of anyone else.",
            found,
        )
        % {"count": found},
    ]


def outcome_sentence(counts: dict[str, int]) -> str:
    return (
        _(
            "New: %(added)s. Moved: %(changed)s. As before: %(unchanged)s. Not participants: %(dropped)s. "
            "Rows not taken: %(refused)s."
        )
        % counts
    )


def asked_of(question: Question, today: date) -> Asked:
    """One person as the form asks: the name, birth date and cases in the file, and the participants they may be."""
    found = [compared_person(each, question.person, today) for each in question.match.candidates]
    choices = [(str(each.public_id), choice_line(each)) for each in found]
    is_likely = question.match.bucket is Bucket.MATCHED
    return (question.key, question_words(question), choices, choices[0][0] if is_likely else "")


def choice_line(person: ComparedPerson) -> str:
    born = birthday(person.date_of_birth) if person.date_of_birth else _("no birth date")
    parts = (person.name, born, person.likelihood, " ".join(person.differences))
    return ", ".join(part for part in parts if part)


def question_words(question: Question) -> str:
    person = question.person
    name = " ".join(part for part in (person.first, person.middle, person.last, person.suffix) if part)
    born = birthday(person.born_on) if person.born_on else _("no birth date")
    words = {"name": name, "born": born, "cases": "; ".join(case_lines(question.cases))}
    return _("%(name)s, %(born)s: who is this? %(cases)s") % words


def case_lines(cases: Iterable[ListedCase]) -> list[str]:
    return [
        f"{each.number}, {court_label(each.court)}, {when_words(each.when, each.on, each.starts, None, None)}"
        for each in cases
    ]
