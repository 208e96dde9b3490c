"""Program setup: settings and calendar, policy versions, partners."""

from handoff.programs.inputs import (
    AgencyInput,
    AgreementInput,
    InstructionInput,
    PolicyInput,
    ProgramInput,
    QuestionInput,
)
from handoff.programs.services.calendar import add_shift, clear_day, remove_shift, set_day, set_open_hours
from handoff.programs.services.head_counts import record_head_count
from handoff.programs.services.instructions import write_instructions
from handoff.programs.services.launch import mark_preparation
from handoff.programs.services.partners import (
    add_agency,
    add_agreement,
    add_contact,
    add_service,
    change_agency,
    remove_contact,
    remove_service,
)
from handoff.programs.services.setup import (
    add_policy_version,
    add_question,
    change_program,
    create_program,
    publish_script,
    set_question_active,
)

__all__ = [
    "AgencyInput",
    "AgreementInput",
    "InstructionInput",
    "PolicyInput",
    "ProgramInput",
    "QuestionInput",
    "add_agency",
    "add_agreement",
    "add_contact",
    "add_policy_version",
    "add_question",
    "add_service",
    "add_shift",
    "change_agency",
    "change_program",
    "clear_day",
    "create_program",
    "mark_preparation",
    "publish_script",
    "record_head_count",
    "remove_contact",
    "remove_service",
    "remove_shift",
    "set_day",
    "set_open_hours",
    "set_question_active",
    "write_instructions",
]
