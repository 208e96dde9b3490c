"""`handoff check` says what each program still needs before people can use it (N1, P6)."""

import pytest
from django.core.management import call_command

from handoff.config.program_readiness import check_programs
from handoff.core.tenancy import tenant_context
from handoff.programs.inputs import InstructionInput, ProgramInput
from handoff.programs.models import FieldInstruction, Program
from handoff.programs.services import create_program, write_instructions
from handoff.testing.launch import make_program_ready
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db


def said() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in check_programs():
        assert not message.is_serious()
        found.setdefault(str(message.obj), []).append(message.msg.split(":")[0])
    return found


def sentences(slug: str) -> list[str]:
    return [each.msg for each in check_programs() if each.obj == f"program {slug}"]


def test_an_empty_installation_needs_an_account():
    assert said() == {"accounts": ["No one has an account"]}


def test_a_new_program_needs_everything():
    program_input = ProgramInput(name="New", jurisdiction="New County", phone="919 555 0142")
    with tenant_context(None):
        create_program(slug="new", program_input=program_input, at=AT)
    # finding-I6, P6: the same steps, in the same order, as the manager's guide.
    assert said()["program new"] == [
        "Program details and policy",
        "Partners",
        "Partners",
        "Accounts",
        "Accounts",
        "Accounts",
        "Confidentiality agreement",
        "Hours and on-call",
        "Hours and on-call",
        "Officer script",
        "Officer script",
        "Eligibility criteria",
        "Eligibility criteria",
    ]


def test_an_instruction_whose_field_is_gone_is_not_lost_in_silence():
    # X2.
    program = make_program(slug="here")
    FieldInstruction.objects.create(
        program=program, form="contact", field="memo", language="en", text="Say where.", effective_at=AT
    )
    write = [InstructionInput("note", "en", "Say where.")]
    manager = make_actor(program, "program_manager")
    write_instructions(actor=manager, program=program, form="contact", instructions=write, at=AT)
    about = [each for each in sentences("here") if each.startswith("Instructions")]
    assert len(about) == 1
    assert "contact.memo (en)" in about[0]


def test_an_administrator_alone_needs_a_program_manager():
    program = make_program(slug="here")
    make_member(program, "site_administrator")
    assert "Accounts: No program manager yet. A site administrator adds one under Accounts." in sentences(
        "here"
    )


def test_a_program_with_everything_needs_nothing():
    program = make_program(slug="here")
    make_program_ready(program)
    assert said() == {}


def test_a_role_that_its_partner_cannot_hold_is_named():
    """N16: such rows may be older than the rule."""
    program = make_program(slug="here")
    make_member(program, "case_manager", make_agency(program, "treatment"))
    assert any("1 role doesn't match the type of partner" in each for each in sentences("here"))


def test_a_training_program_is_left_out():
    make_program(slug="here", is_demo=True)
    assert set(said()) == {"accounts"}


def test_the_check_command_shows_it_and_does_not_fail(capsys):
    make_program(slug="here")
    call_command("check", "--tag", "operations")
    shown = capsys.readouterr()
    assert "program here" in shown.err and "program here" not in shown.out
    assert Program.objects.count() == 1
