"""A program that can take its first referral."""

from datetime import timedelta

from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.services import install_offenses
from handoff.programs.models import OnCallShift, Program, Script
from handoff.testing.criteria import make_criteria
from handoff.testing.programs import AT, actor_of, make_agency, make_member


def make_program_ready(program: Program) -> None:
    """Add what the first-run guide asks for: saved details, signed accounts, partners, a shift, scripts, criteria."""
    manager = make_member(program, "program_manager")
    audit.record(
        actor=actor_of(manager, program, AT), at=AT, action=AuditAction.PROGRAM_CHANGED, subject=program.slug
    )
    make_agency(program)
    make_member(program, "officer")
    worker = make_member(program, "peer_support", make_agency(program, "case_management"))
    for language in program.languages:
        Script.objects.create(program=program, language=language, text="Hello", effective_at=AT)
    OnCallShift.objects.create(
        program=program,
        user_id=worker.pk,
        name=worker.full_name,
        phone="910-555-0101",
        starts_at=AT,
        ends_at=AT + timedelta(hours=8),
    )
    install_offenses(actor=actor_of(manager, program, AT), program=program, at=AT)
    make_criteria(program)
