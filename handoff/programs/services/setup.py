"""The program itself: its details, policy versions, script, and own intake questions."""

from dataclasses import asdict, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, system_actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context
from handoff.programs import policies
from handoff.programs.inputs import PolicyInput, ProgramInput, QuestionInput
from handoff.programs.models import IntakeQuestion, PolicyVersion, Program, Script
from handoff.programs.queries import local_date
from handoff.programs.readers.census import read_counties


def program_fields(program_input: ProgramInput) -> dict[str, object]:
    """A program's column values, with the census shares of its county."""
    county = read_counties().get(program_input.county_fips)
    if program_input.county_fips and county is None:
        raise Refused(_("There's no North Carolina county with that code."))
    return {
        **asdict(program_input),
        "languages": list(program_input.languages),
        "demographics": county.as_json() if county else {},
    }


@transaction.atomic
def create_program(
    *,
    slug: str,
    program_input: ProgramInput,
    at: datetime,
    actor: Actor | None = None,
    policy: PolicyInput | None = None,
    effective_on: date | None = None,
    is_demo: bool = False,
) -> Program:
    """Create a program with its first policy version; its users are added later."""
    policies.check_program_input(program_input)
    policies.check_policy_input(policy or PolicyInput())
    if Program.objects.filter(slug=slug).exists():
        raise Refused(_("There's already a program with this web address."))
    program = Program.objects.create(
        slug=slug, is_demo=is_demo, created_at=at, **program_fields(program_input)
    )
    by = replace(actor, program_id=program.pk) if actor else system_actor(program.pk)
    with tenant_context(program.pk):
        PolicyVersion.objects.create(
            program=program,
            number=1,
            effective_on=effective_on or local_date(program, at),
            made_at=at,
            made_by_id=by.user_id,
            **asdict(policy or PolicyInput()),
        )
        audit.record(actor=by, at=at, action=AuditAction.PROGRAM_CREATED, subject=slug)
    return program


@transaction.atomic
def change_program(*, actor: Actor, program: Program, program_input: ProgramInput, at: datetime) -> Program:
    """Change the program's own details."""
    policies.check_can_set_up(actor, program)
    policies.check_program_input(program_input)
    program = Program.objects.select_for_update().get(pk=program.pk)
    new = program_fields(program_input)
    changed = [name for name, value in new.items() if getattr(program, name) != value]
    for name in changed:
        setattr(program, name, new[name])
    program.save(update_fields=changed or None)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.PROGRAM_CHANGED,
        subject=program.slug,
        details={"fields": changed},
    )
    return program


@transaction.atomic
def add_policy_version(
    *, actor: Actor, program: Program, policy_input: PolicyInput, effective_on: date, at: datetime
) -> PolicyVersion:
    """Add a version of the policy that applies from a day on; older versions never change (P4)."""
    policies.check_can_set_up(actor, program)
    policies.check_policy_input(policy_input)
    # Two managers who save at once must not both get the next number.
    Program.objects.select_for_update().get(pk=program.pk)
    policies.check_policy_start(program, effective_on, at)
    latest: int | None = PolicyVersion.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    version = PolicyVersion.objects.create(
        program=program,
        number=(latest or 0) + 1,
        effective_on=effective_on,
        made_at=at,
        made_by_id=actor.user_id,
        **asdict(policy_input),
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.POLICY_ADDED,
        subject=program.slug,
        details={"number": version.number},
    )
    return version


@transaction.atomic
def publish_script(*, actor: Actor, program: Program, language: str, text: str, at: datetime) -> Script:
    """Publish a new script to read aloud in one language; it applies at once."""
    policies.check_can_set_up(actor, program)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose English or Spanish for the script."))
    if not text.strip():
        raise Refused(_("Enter the script."))
    policies.check_texts(text)
    script = Script.objects.create(
        program=program, language=language, text=text.strip(), effective_at=at, made_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.SCRIPT_PUBLISHED,
        subject=program.slug,
        details={"language": language},
    )
    return script


@transaction.atomic
def add_question(
    *, actor: Actor, program: Program, question_input: QuestionInput, at: datetime
) -> IntakeQuestion:
    """Add a question to the intake, unless it is one that no program may ask (G4)."""
    policies.check_can_set_up(actor, program)
    policies.check_question(question_input.text, question_input.text_es)
    choices = [choice.strip() for choice in question_input.choices if choice.strip()]
    if question_input.answer_kind == IntakeQuestion.AnswerKind.CHOICE:
        if len(choices) < 2:
            raise Refused(_("Enter at least two answers to choose from, one per line."))
        for choice in choices:
            policies.check_question(choice, "")
    last: int | None = program.intake_questions.aggregate(most=Max("position"))["most"]
    question = IntakeQuestion.objects.create(
        program=program,
        section=question_input.section,
        text=question_input.text.strip(),
        text_es=question_input.text_es.strip(),
        answer_kind=question_input.answer_kind,
        choices=choices if question_input.answer_kind == IntakeQuestion.AnswerKind.CHOICE else [],
        position=(last or 0) + 1,
    )
    audit.record(actor=actor, at=at, action=AuditAction.QUESTION_ADDED, subject=question.public_id)
    return question


@transaction.atomic
def set_question_active(
    *, actor: Actor, question: IntakeQuestion, active: bool, at: datetime
) -> IntakeQuestion:
    """Start or stop asking a question; existing answers are kept."""
    policies.check_can_set_up(actor, question.program)
    question.is_active = active
    question.save(update_fields=["is_active"])
    action = AuditAction.QUESTION_RESUMED if active else AuditAction.QUESTION_STOPPED
    audit.record(actor=actor, at=at, action=action, subject=question.public_id)
    return question
