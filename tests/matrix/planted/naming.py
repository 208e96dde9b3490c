"""Planted bugs in who is named by the audit row of a page, and in whose record the gate asks about."""

from tests.matrix.mutants import Edit, Mutant, ViewEdit
from tests.matrix.planted.targets import MANAGER

LISTED = "handoff.desk.duplicates.views.list_duplicates"
COMPARED = "handoff.desk.duplicates.views.compare"
IDENTIFIERS = "check_identifiers_name_their_person"

NAMING = (
    Mutant(
        "the list of possible duplicates names no one",
        (ViewEdit("duplicates:list", LISTED, "people=shown,", ""),),
        "check_facts_shown",
        MANAGER,
        ("duplicates:list",),
    ),
    Mutant(
        "the list of possible duplicates names one of each pair",
        (ViewEdit("duplicates:list", LISTED, "(pair.one, pair.other)", "(pair.one,)"),),
        "check_facts_shown",
        MANAGER,
        ("duplicates:list",),
    ),
    Mutant(
        "of two records side by side one is named",
        (
            ViewEdit(
                "duplicates:compare", COMPARED, "for shown in (person, other):", "for shown in (person,):"
            ),
        ),
        "check_facts_shown",
        MANAGER,
        ("duplicates:compare",),
    ),
    Mutant(
        "a 24-hour partner's list names no one",
        (
            ViewEdit(
                "enrollment:partner_handoffs",
                "handoff.enrollment.partners.views.list_partner_handoffs",
                "people=[each.referral.person.public_id for each in waiting if each.referral.person],",
                "",
            ),
        ),
        "check_facts_shown",
        ("mobile_crisis",),
        ("enrollment:partner_handoffs",),
    ),
    Mutant(
        "a goal leads the gate to anyone",
        (
            Edit(
                "handoff.casework.goals.queries.person_of_goal",
                'pk__in=goals.values("person_id")',
                "program_id=program_id",
            ),
        ),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "a need of another program leads to its person",
        (Edit("handoff.casework.needs.queries.person_of_need", "program_id=program_id, ", ""),),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "a referral to a service leads the gate by the need's number",
        (Edit("handoff.casework.needs.queries.person_of_service_referral", "need__person_id", "need_id"),),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "a note leads the gate to anyone",
        (
            Edit(
                "handoff.casework.notes.queries.person_of_note",
                'pk__in=notes.values("person_id")',
                "program_id=program_id",
            ),
        ),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "a merge leads the gate to the merged record",
        (
            Edit(
                "handoff.participants.merging.queries.person_of_merge",
                "merges__public_id=public_id",
                "merged_into__merges__public_id=public_id",
            ),
        ),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "a scan of another program leads to its person",
        (Edit("handoff.consent.queries.person_of_scan", "program_id=program_id, ", ""),),
        IDENTIFIERS,
        (),
    ),
    Mutant(
        "an appointment leads the gate to anyone",
        (
            Edit(
                "handoff.casework.appointments.queries.person_of_appointment",
                'pk__in=found.values("person_id")',
                "program_id=program_id",
            ),
        ),
        IDENTIFIERS,
        (),
    ),
)
