"""A program's own instructions at each field (X2)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.programs import policies
from handoff.programs.inputs import InstructionInput
from handoff.programs.models import FieldInstruction, Program
from handoff.programs.queries import current_instructions_of


@transaction.atomic
def write_instructions(
    *, actor: Actor, program: Program, form: str, instructions: Iterable[InstructionInput], at: datetime
) -> list[FieldInstruction]:
    """Write a program's texts at a form's fields; they apply at once, and a blank one brings the default back (X2, 4a).

    A text that stays as it was makes no new version. Refused with the first text that a program may not use (G1-G9),
    or that no field would show.
    """
    policies.check_can_set_up(actor, program)
    # The lock lets two saves of the same form follow each other, so that each compares with what applies then.
    Program.objects.select_for_update().get(pk=program.pk)
    current = current_instructions_of(program, at)
    written = []
    for each in instructions:
        text = each.text.strip()
        if text == current.get((form, each.field, each.language), ""):
            continue
        # Not the guard for criteria, which would refuse to explain the fields about race and gender.
        policies.check_texts(text)
        # Blank, it ends a text whose field is gone.
        if text:
            policies.check_instructed_field(form, each.field, each.language)
        written.append(
            FieldInstruction.objects.create(
                program=program,
                form=form,
                field=each.field,
                language=each.language,
                text=text,
                effective_at=at,
                made_by_id=actor.user_id,
            )
        )
        details = {"form": form, "field": each.field, "language": each.language}
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.INSTRUCTION_WRITTEN,
            subject=program.slug,
            details=details,
        )
    return written
