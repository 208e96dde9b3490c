"""Planted bugs in what keeps programs apart."""

from handoff.core.statements import ListStatement
from handoff.desk.people import queries as people
from tests.matrix.mutants import Edit, Mutant, Put
from tests.matrix.planted.targets import DA, MANAGER

LISTED_ANEW = ListStatement(lambda program_id, *ids: people.roster_in(program_id).filter(pk__in=ids))
"""As the page's own statement, but written after the bug was planted."""

PROGRAMS = (
    Mutant(
        "no program filter: a person's page",
        (
            Edit(
                "handoff.participants.queries.find_person",
                "PERSON.first(program_id, public_id)",
                "Person.objects.filter(public_id=public_id).first()",
            ),
        ),
        "check_records_of_another_program",
        MANAGER,
        ("people:person",),
    ),
    Mutant(
        "no program filter: the list of referrals",
        (Edit("handoff.referrals.queries.referrals_of", "filter(program=program)", "all()"),),
        "check_facts_shown",
        MANAGER,
        ("referrals:index",),
    ),
    Mutant(
        "no program filter: the roster",
        (
            Edit("handoff.enrollment.queries.roster_in", "filter(program_id=program_id).exclude", "exclude"),
            Put("handoff.desk.people.queries", "LISTED", LISTED_ANEW),
        ),
        "check_facts_shown",
        MANAGER,
        ("people:people",),
    ),
    Mutant(
        "no program filter: a survey",
        (Edit("handoff.measures.surveys.queries.surveys_of", "filter(program=program)", "all()"),),
        "check_records_of_another_program",
        MANAGER,
        ("surveys:show",),
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
        "check_records_of_another_program",
        MANAGER,
        ("documents:show",),
    ),
    Mutant(
        "no program filter: an exception before the DA",
        (Edit("handoff.referrals.queries.find_exception", "referral__program=program, ", ""),),
        "check_records_of_another_program",
        DA,
        ("referrals:exception",),
    ),
    Mutant(
        "no program filter: a message of the public page",
        (Edit("handoff.referrals.queries.find_message", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("referrals:message",),
    ),
    Mutant(
        "another program's record through a mixed identifier",
        (Edit("handoff.programs.queries.find_agreement", "agency=agency, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("programs:agreement_paper",),
    ),
    Mutant(
        "no program filter: a goal",
        (Edit("handoff.casework.goals.queries.find_goal", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("goals:reword",),
    ),
    Mutant(
        "no program filter: a step",
        (Edit("handoff.casework.goals.queries.find_step", "goal__program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("goals:change_step",),
    ),
    Mutant(
        "no program filter: a need",
        (Edit("handoff.casework.needs.queries.find_need", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("needs:close",),
    ),
    Mutant(
        "no program filter: a referral to a service",
        (Edit("handoff.casework.needs.queries.find_service_referral", "need__program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("needs:follow_up",),
    ),
    Mutant(
        "no program filter: a milestone",
        (Edit("handoff.casework.needs.queries.find_milestone", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("needs:withdraw_milestone",),
    ),
    Mutant(
        "no program filter: a plan on paper",
        (Edit("handoff.casework.plans.queries.find_plan", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("plans:print",),
    ),
    Mutant(
        "no program filter: a dated fact",
        (Edit("handoff.casework.situation.queries.find_fact", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("situation:end",),
    ),
    Mutant(
        "no program filter: the other record of a pair",
        (Edit("handoff.participants.merging.queries.find_second_person", "program_id=program_id, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("duplicates:compare",),
    ),
    Mutant(
        "no program filter: two merged records",
        (Edit("handoff.participants.merging.queries.find_merge", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("duplicates:separate",),
    ),
    Mutant(
        "no program filter: the list of possible duplicates",
        (Edit("handoff.participants.merging.queries.waiting_duplicates", "program=program,", ""),),
        "check_facts_shown",
        MANAGER,
        ("duplicates:list",),
    ),
    Mutant(
        "no program filter: an organization of the directory",
        (
            Edit(
                "handoff.directory.queries.find_organization",
                "organizations_of(program)",
                "Organization.objects",
            ),
        ),
        "check_records_of_another_program",
        MANAGER,
        ("directory:edit_organization",),
    ),
    Mutant(
        "no program filter: an appointment",
        (Edit("handoff.casework.appointments.queries.find_appointment", "program=program, ", ""),),
        "check_records_of_another_program",
        MANAGER,
        ("appointments:move",),
    ),
)
