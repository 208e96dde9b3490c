"""Dated facts that an actor may read, from when to when each holds, and whose an identifier names."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.facts import CODES, INTAKE_QUESTIONS, NOT_FOR_COVERAGE
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.situation.rules import Span, end_of, holds_on, is_same
from handoff.core.statements import Statement
from handoff.enrollment.models import Intake, IntakeUpdate
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date

Completed = tuple[Intake, Sequence[IntakeUpdate]]
"""A completed intake and its updates."""
EVERY_KIND = frozenset(DatedFactVersion.Kind.values)
BEFORE_EVERYTHING_RECORDED = -1_000_000
"""The order of the first answer of an intake: what is recorded for the same day counts before it."""


@dataclass(frozen=True)
class HeldFact:
    """A fact with the days between which it holds. One of the intake has no record of its own."""

    span: Span
    ends: date | None
    fact: DatedFact | None = None
    intake: Intake | None = None

    @property
    def version(self) -> DatedFactVersion | None:
        return self.fact.current if self.fact is not None else None

    def holds_on(self, day: date) -> bool:
        return holds_on(self.span.since, self.ends, day)


def may_read_health(actor: Actor) -> bool:
    """Facts about treatment and health are for those whose work is care, as protected notes are (ADR 0046)."""
    return actor.can(Permission.NOTES_READ_PROTECTED)


def is_readable(kind: str, code: str, actor: Actor) -> bool:
    return may_read_health(actor) or not CODES[kind, code].health


FACTS = Statement(
    lambda person_id: DatedFact.objects.filter(person_id=person_id).prefetch_related("versions")
)


def facts_of(person: Person) -> list[DatedFact]:
    """Everything recorded about a person, without what was removed as a mistake. Two queries."""
    return [each for each in FACTS.rows(person.pk) if not each.current.is_withdrawn]


def facts_by_person(people: Collection[int]) -> dict[int, list[DatedFact]]:
    """`facts_of` for several people, by primary key. Two queries."""
    found: dict[int, list[DatedFact]] = defaultdict(list)
    for each in DatedFact.objects.filter(person_id__in=people).prefetch_related("versions"):
        if not each.current.is_withdrawn:
            found[each.person_id].append(each)
    return found


def held_facts(
    person: Person, program: Program, actor: Actor, intakes: Iterable[Intake] | None = None
) -> list[HeldFact]:
    """What an actor may read of how things stood and stand, newest first.

    Four queries, or two if the page has read the person's intakes with their updates.
    """
    if intakes is None:
        return held_facts_by_person([person.pk], program, actor)[person.pk]
    done = sorted(
        (each for each in intakes if each.completed_at is not None),
        key=lambda each: (each.completed_at, each.pk),
    )
    completed = [(each, list(each.updates.all())) for each in done]
    return _held(facts_of(person), completed, program, actor)


def held_facts_by_person(
    people: Collection[int], program: Program, actor: Actor, kinds: Collection[str] = EVERY_KIND
) -> dict[int, list[HeldFact]]:
    """`held_facts` for several people, by primary key. Four queries.

    When a fact ended is computed from all facts of its kind, also from those that the actor may not read; other kinds
    say nothing about it, so that those of no interest may be left out.
    """
    facts, intakes = facts_by_person(people), completed_intakes(people)
    said = facts.keys() | intakes.keys()
    return {
        pk: _held(facts.get(pk, []), intakes.get(pk, []), program, actor, kinds) if pk in said else []
        for pk in people
    }


def _held(
    facts: Collection[DatedFact],
    intakes: Collection[Completed],
    program: Program,
    actor: Actor,
    kinds: Collection[str] = EVERY_KIND,
) -> list[HeldFact]:
    recorded = {each.pk: each for each in facts if each.current.kind in kinds}
    spans = {pk: span_of(each) for pk, each in recorded.items()}
    answered = [
        (intake, span)
        for intake, span in spans_of_intakes(intakes, program, kinds)
        if not is_covered(span, spans.values())
    ]
    everything = [*spans.values(), *(span for _intake, span in answered)]
    held = [HeldFact(spans[pk], end_of(spans[pk], everything), fact=each) for pk, each in recorded.items()]
    held += [HeldFact(span, end_of(span, everything), intake=intake) for intake, span in answered]
    readable = [each for each in held if is_readable(each.span.kind, each.span.code, actor)]
    return sorted(readable, key=lambda each: (each.span.since, each.span.order), reverse=True)


def span_of(fact: DatedFact) -> Span:
    version = fact.current
    return Span(fact.pk, version.kind, version.value, version.since, version.until)


def is_covered(answer: Span, recorded: Iterable[Span]) -> bool:
    """True if a recorded fact says the same for that day: nothing then stands there twice."""
    return any(is_same(each, answer) and holds_on(each.since, each.until, answer.since) for each in recorded)


QUESTIONS_OF_SECTION = {
    wanted: [
        (question, kinds) for (section, question), kinds in INTAKE_QUESTIONS.items() if section == wanted
    ]
    for wanted in dict.fromkeys(section for section, _question in INTAKE_QUESTIONS)
}


@dataclass(frozen=True)
class Answered:
    """What a section of an intake said from one moment on."""

    at: datetime
    intake: Intake
    section: str
    answers: Mapping[str, object]


def completed_intakes(people: Collection[int]) -> dict[int, list[Completed]]:
    """The completed intakes of some people with their updates, oldest first. Two queries."""
    found: dict[int, list[Completed]] = defaultdict(list)
    done = Intake.objects.filter(person_id__in=people, completed_at__isnull=False).defer("sections_done")
    # Read by hand: a prefetched relation makes a query set for each intake, of which a large program has thousands.
    updates: dict[int, list[IntakeUpdate]] = defaultdict(list)
    for each in IntakeUpdate.objects.filter(intake__in=done):
        updates[each.intake_id].append(each)
    for intake in done.order_by("completed_at", "pk"):
        found[intake.person_id].append((intake, updates.get(intake.pk, ())))
    return found


def answers_over_time(intakes: Iterable[Completed]) -> list[Answered]:
    """What a person answered at completed intakes and in later updates of them, oldest first."""
    found = []
    for intake, updates in intakes:
        at = intake.completed_at or intake.started_at
        found += [Answered(at, intake, section, said) for section, said in intake.answers.items()]
        found += [Answered(each.recorded_at, intake, each.section, each.answers) for each in updates]
    return sorted(found, key=lambda each: each.at)


def spans_of_intakes(
    intakes: Iterable[Completed], program: Program, wanted: Collection[str] = EVERY_KIND
) -> Iterator[tuple[Intake, Span]]:
    """What was answered at a person's intakes, as facts since the first day on which they said so."""
    before: dict[str, set[str]] = {}
    order = BEFORE_EVERYTHING_RECORDED
    for each in answers_over_time(intakes):
        said = _said_of(each, wanted)
        if not said:
            continue
        since = local_date(program, each.at)
        for kind, now in said:
            for code in sorted(now - before.get(kind, set())):
                order += 1
                yield each.intake, Span(order, kind, code, since)
            before[kind] = now


def _said_of(answered: Answered, wanted: Collection[str]) -> list[tuple[str, set[str]]]:
    """What a section said of some kinds of facts."""
    return [
        (kind, codes_said(kind, answered.answers[question]))
        for question, kinds in QUESTIONS_OF_SECTION.get(answered.section, ())
        if question in answered.answers
        for kind in kinds
        if kind in wanted
    ]


def codes_said(kind: str, answer: object) -> set[str]:
    """The answers to a question of the intake that are in a kind's list; "none" only where nothing else was said."""
    said = {str(each) for each in answer} if isinstance(answer, list) else {str(answer)}
    if kind == DatedFactVersion.Kind.COVERAGE:
        said -= {NOT_FOR_COVERAGE}
    known = {each for each in said if (kind, each) in CODES}
    return {each for each in known if not CODES[kind, each].alone} or known


def find_fact(program: Program, actor: Actor, public_id: uuid.UUID) -> DatedFact | None:
    """The fact, if the actor may read it; one that they may not read is the same as none."""
    facts = DatedFact.objects.filter(program=program, public_id=public_id)
    fact = facts.select_related("person", "program").prefetch_related("versions").first()
    if fact is None or not is_readable(fact.current.kind, fact.current.value, actor):
        return None
    return fact


def person_of_fact(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant this fact is about."""
    facts = DatedFact.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=facts.values("person_id")).first()
