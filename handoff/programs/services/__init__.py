"""Setting a program up: its settings and calendar, its policy versions, its partners."""

from handoff.programs.inputs import AgencyGiven, AgreementGiven, PolicyGiven, ProgramGiven, QuestionGiven
from handoff.programs.services.calendar import add_shift, clear_day, remove_shift, set_day, set_open_hours
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
    "AgencyGiven",
    "AgreementGiven",
    "PolicyGiven",
    "ProgramGiven",
    "QuestionGiven",
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
    "publish_script",
    "remove_contact",
    "remove_service",
    "remove_shift",
    "set_day",
    "set_open_hours",
    "set_question_active",
]
