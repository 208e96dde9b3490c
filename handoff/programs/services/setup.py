"""A program itself: made, described, its policy in versions, its script, its own intake questions."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, clock_actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.core.wall import behind_wall
from handoff.programs import policies
from handoff.programs.inputs import PolicyGiven, ProgramGiven, QuestionGiven
from handoff.programs.models import IntakeQuestion, PolicyVersion, Program, Script
from handoff.programs.queries import local_date
from handoff.programs.readers.census import counties


def fields_of(given: ProgramGiven) -> dict[str, Any]:
    """Return a program's columns, with the census shares of its county."""
    county = counties().get(given.county_fips)
    if given.county_fips and county is None:
        raise Refused(_("There is no county of that code in North Carolina."))
    return {
        **asdict(given),
        "languages": list(given.languages),
        "demographics": county.as_json() if county else {},
    }


@transaction.atomic
def create_program(
    *,
    slug: str,
    given: ProgramGiven,
    at: datetime,
    actor: Actor | None = None,
    policy: PolicyGiven | None = None,
    effective_on: date | None = None,
    is_demo: bool = False,
) -> Program:
    """Make a program with its first policy version; the people who run it come after."""
    policies.check_program(given)
    policies.check_policy(policy or PolicyGiven())
    if Program.objects.filter(slug=slug).exists():
        raise Refused(_("There is a program at this address already."))
    program = Program.objects.create(slug=slug, is_demo=is_demo, created_at=at, **fields_of(given))
    by = replace(actor, program_id=program.pk) if actor else clock_actor(program.pk)
    with behind_wall(program.pk):
        PolicyVersion.objects.create(
            program=program,
            number=1,
            effective_on=effective_on or local_date(program, at),
            made_at=at,
            made_by_id=by.user_id,
            **asdict(policy or PolicyGiven()),
        )
        audit.record(actor=by, at=at, action="program.created", subject=slug)
    return program


@transaction.atomic
def change_program(*, actor: Actor, program: Program, given: ProgramGiven, at: datetime) -> Program:
    """Change what the program says of itself."""
    policies.check_can_set_up(actor, program)
    policies.check_program(given)
    program = Program.objects.select_for_update().get(pk=program.pk)
    new = fields_of(given)
    changed = [name for name, value in new.items() if getattr(program, name) != value]
    for name in changed:
        setattr(program, name, new[name])
    program.save(update_fields=changed or None)
    audit.record(
        actor=actor, at=at, action="program.changed", subject=program.slug, details={"fields": changed}
    )
    return program


@transaction.atomic
def add_policy_version(
    *, actor: Actor, program: Program, given: PolicyGiven, effective_on: date, at: datetime
) -> PolicyVersion:
    """Put a new version of the policy settings in force from a day on; older ones stay as they are (P4)."""
    policies.check_can_set_up(actor, program)
    policies.check_policy(given)
    Program.objects.select_for_update().get(pk=program.pk)
    policies.check_policy_starts(program, effective_on, at)
    latest: int | None = PolicyVersion.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    version = PolicyVersion.objects.create(
        program=program,
        number=(latest or 0) + 1,
        effective_on=effective_on,
        made_at=at,
        made_by_id=actor.user_id,
        **asdict(given),
    )
    audit.record(
        actor=actor, at=at, action="policy.added", subject=program.slug, details={"number": version.number}
    )
    return version


@transaction.atomic
def publish_script(*, actor: Actor, program: Program, language: str, text: str, at: datetime) -> Script:
    """Put a new text to read aloud in force, in one language."""
    policies.check_can_set_up(actor, program)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("The script is kept in English and Spanish."))
    if not text.strip():
        raise Refused(_("Write the words to read aloud."))
    script = Script.objects.create(
        program=program, language=language, text=text.strip(), effective_at=at, made_by_id=actor.user_id
    )
    audit.record(
        actor=actor, at=at, action="script.published", subject=program.slug, details={"language": language}
    )
    return script


@transaction.atomic
def add_question(*, actor: Actor, program: Program, given: QuestionGiven, at: datetime) -> IntakeQuestion:
    """Add a question to the intake, unless it is one that no program may ask (G4)."""
    policies.check_can_set_up(actor, program)
    policies.check_question(given.text, given.text_es)
    choices = [choice.strip() for choice in given.choices if choice.strip()]
    if given.answer_kind == IntakeQuestion.AnswerKind.CHOICE:
        if len(choices) < 2:
            raise Refused(_("Write at least two answers to choose from, one a line."))
        policies.check_question(" / ".join(choices), "")
    last: int | None = program.intake_questions.aggregate(most=Max("position"))["most"]
    question = IntakeQuestion.objects.create(
        program=program,
        section=given.section,
        text=given.text.strip(),
        text_es=given.text_es.strip(),
        answer_kind=given.answer_kind,
        choices=choices if given.answer_kind == IntakeQuestion.AnswerKind.CHOICE else [],
        position=(last or 0) + 1,
    )
    audit.record(actor=actor, at=at, action="question.added", subject=question.public_id)
    return question


@transaction.atomic
def set_question_active(
    *, actor: Actor, question: IntakeQuestion, active: bool, at: datetime
) -> IntakeQuestion:
    """Ask a question from now on, or no longer; answers given stay."""
    policies.check_can_set_up(actor, question.program)
    question.is_active = active
    question.save(update_fields=["is_active"])
    action = "question.resumed" if active else "question.stopped"
    audit.record(actor=actor, at=at, action=action, subject=question.public_id)
    return question
