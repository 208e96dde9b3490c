"""Planted bugs in what keeps programs apart."""

from tests.matrix.mutants import Edit, Mutant
from tests.matrix.planted.targets import DA, MANAGER

PROGRAMS = (
    Mutant(
        "no program filter: a person's page",
        (Edit("handoff.participants.queries.find_person", "program_id=program_id, ", ""),),
        "records_of_another_program",
        MANAGER,
        ("people:person",),
    ),
    Mutant(
        "no program filter: the list of referrals",
        (Edit("handoff.referrals.queries.referrals_of", "filter(program=program)", "all()"),),
        "facts_shown",
        MANAGER,
        ("referrals:index",),
    ),
    Mutant(
        "no program filter: the roster",
        (Edit("handoff.enrollment.queries.roster", "program=program, ", ""),),
        "facts_shown",
        MANAGER,
        ("people:people",),
    ),
    Mutant(
        "no program filter: a file",
        (
            Edit("handoff.documents.queries.find_file", "program_id=program_id, ", ""),
            Edit(
                "handoff.documents.policies.check_can_see_file",
                "stored.program_id != actor.program_id",
                "False",
            ),
        ),
        "records_of_another_program",
        MANAGER,
        ("documents:show",),
    ),
    Mutant(
        "no program filter: an exception before the DA",
        (Edit("handoff.referrals.queries.find_exception", "referral__program=program, ", ""),),
        "records_of_another_program",
        DA,
        ("referrals:exception",),
    ),
    Mutant(
        "no program filter: a message of the public page",
        (Edit("handoff.referrals.queries.find_message", "program=program, ", ""),),
        "records_of_another_program",
        MANAGER,
        ("referrals:message",),
    ),
    Mutant(
        "another program's record through a mixed identifier",
        (Edit("handoff.programs.queries.find_agreement", "agency=agency, ", ""),),
        "records_of_another_program",
        MANAGER,
        ("programs:agreement_paper",),
    ),
)
