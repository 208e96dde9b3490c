"""Planted bugs in what was found when the program was used (findings C7)."""

from tests.matrix.mutants import Edit, Mutant
from tests.matrix.planted.targets import MANAGER, OFFICER

DUTIES = (
    Mutant(
        "what a colleague was shown today counts as shown to everyone",
        (Edit("handoff.consent.queries.disclosed_today", "to_user_id=actor.user_id,", ""),),
        "check_disclosures_logged",
        (),
    ),
    Mutant(
        "a legal hold holds back only declined referrals",
        (
            Edit(
                "handoff.records.services.retention.run_retention",
                "if kind in STATES:",
                "if kind == RecordKind.DECLINED:",
            ),
        ),
        "check_legal_holds",
        (),
    ),
    Mutant(
        "someone with a new charge counts as not needed",
        (
            Edit(
                "handoff.records.queries.retention.is_needed",
                "or person.new_charges.exists()",
                "",
            ),
        ),
        "check_charged_people_kept",
        (),
    ),
    Mutant(
        "an uncertain lookup names the worker",
        (
            Edit(
                "handoff.desk.lookup.services.answer_with_call_details",
                "if outcome is LookupOutcome.PARTICIPANT:",
                "if True:",
            ),
        ),
        "check_workers_named_by_lookup",
        OFFICER,
    ),
    Mutant(
        "a manager takes over an account whose role elsewhere has an end date",
        (
            Edit(
                "handoff.accounts.queries.two_people.programs_outside_authority",
                "Q(ends_on__isnull=True) | Q(ends_on__gt=on)",
                "Q(ends_on__isnull=True)",
            ),
        ),
        "check_accounts_of_other_programs",
        MANAGER,
    ),
    Mutant(
        "a manager takes over an account whose role elsewhere starts tomorrow",
        (
            Edit(
                "handoff.accounts.queries.two_people.programs_outside_authority",
                "Membership.objects.filter(user=user)",
                "Membership.objects.filter(user=user, starts_on__lte=on)",
            ),
        ),
        "check_accounts_of_other_programs",
        MANAGER,
    ),
    Mutant(
        "a page shown in answer to a form has no audit row",
        (
            Edit(
                "handoff.audit.middleware.AuditMiddleware.__call__",
                "elif response.status_code == 200",
                'elif request.method == "GET" and response.status_code == 200',
            ),
        ),
        "check_answers_to_forms_logged",
        MANAGER,
    ),
)
