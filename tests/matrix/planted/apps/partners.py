"""Planted bugs in what a partner adds at the table: whose release, which facts, and who takes them back (P8)."""

from tests.matrix.mutants import mutants_found_by

TESTS = "handoff/staffing/tests/test_add_partner_facts.py"

PARTNERS = (
    *mutants_found_by(
        f"{TESTS}::test_without_a_release_that_names_the_organization_there_is_no_such_page",
        (
            "a partner whose release was revoked adds a fact",
            "handoff.staffing.partners.policies.check_fact",
            "agency is None",
            "False",
        ),
        (
            "police and prosecutor open the page of a partner's facts",
            "handoff.staffing.partners.queries.agencies_that_add",
            "kind__in=KINDS_OF",
            "is_active=True",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_each_kind_of_partner_adds_its_own_facts_on_a_day_that_fits",
        (
            "a jail says when supervision ends",
            "handoff.staffing.partners.policies.check_fact",
            "if kind not in KINDS_OF.get(agency.kind, ()):",
            "if False:",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_only_the_organization_itself_takes_a_fact_back",
        (
            "a partner takes back what another added",
            "handoff.staffing.partners.policies.check_can_withdraw",
            "or fact.agency_id not in named",
            "",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_a_jail_adds_a_fact_from_its_packet_and_the_care_team_alone_reads_it",
        (
            "a partner reads what another added",
            "handoff.staffing.partners.queries.facts_of",
            "agency__in=agencies, ",
            "",
        ),
        (
            "a partner's facts are on every screen at the table",
            "handoff.staffing.table.queries.collect_facts",
            "News.PARTNER_FACT, CARE_ONLY",
            "News.PARTNER_FACT, Kind.PARTICIPATION",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_a_partners_appointment_becomes_the_teams_own_by_one_act_of_a_worker",
        (
            "a withdrawn appointment of a partner is offered",
            "handoff.staffing.partners.queries.find_offered",
            "next((each for each in facts_for_care(fact.person, actor) if each == fact), None)",
            "fact",
        ),
    ),
    *mutants_found_by(
        f"{TESTS}::test_whoevers_work_is_care_reads_a_partners_fact_in_the_persons_history",
        (
            "whoever reads the record reads what partners added",
            "handoff.staffing.partners.queries.care_questions",
            "actor.can(Permission.NOTES_READ_PROTECTED)",
            "True",
        ),
        (
            "a withdrawn fact stays in the history",
            "handoff.staffing.partners.queries.facts_for_care",
            "each.rows(*keys)",
            "PartnerFact.objects.filter(person=person)",
        ),
    ),
)
