"""Planted bugs in what a release allows."""

from tests.matrix.mutants import Edit, Mutant
from tests.matrix.planted.targets import (
    CHARGES,
    DA,
    GATE,
    LEADER,
    LISTED,
    LIVE,
    LIVE_AGAIN,
    OFFICER,
    PAGES_OF_CHARGES,
    SHARED,
    USABLE,
)

CONSENT = (
    Mutant(
        "end instant included",
        (
            Edit(LIVE, "ends_at__gt", "ends_at__gte"),
            Edit(LIVE_AGAIN, "at < grant.ends_at", "at <= grant.ends_at"),
        ),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "start instant excluded", (Edit(LIVE, "starts_at__lte", "starts_at__lt"),), "check_lookups", OFFICER
    ),
    Mutant(
        "revocation ignored",
        (
            Edit(LIVE, "return started & (", "return started or ("),
            Edit(LIVE_AGAIN, "and not revoked", ""),
        ),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "revoked only after this instant",
        (
            Edit(LIVE, "revoked_at__gt", "revoked_at__gte"),
            Edit(LIVE_AGAIN, "grant.revoked_at <= at", "grant.revoked_at < at"),
        ),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "kind ignored",
        (Edit(LISTED, "if each.covers(InformationKind.PARTICIPATION)", ""),),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "recipient ignored",
        (
            Edit(
                "handoff.consent.gate._read_grants",
                "agency_id__in=frozenset().union(*(each.agency_ids for each in asking)),",
                "",
            ),
            Edit(USABLE, "and grant.agency_id in status.agency_ids", ""),
        ),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "kind ignored in the lookup",
        (
            Edit(
                "handoff.consent.gate.ConsentDecision.covers", "kind.value in self.kinds", "bool(self.kinds)"
            ),
        ),
        "check_lookups",
        OFFICER,
    ),
    Mutant(
        "an agency that left the program is still told",
        (Edit("handoff.consent.gate._live_recipients", ", agency__is_active=True", ""),),
        "check_lookups",
        OFFICER,
    ),
    Mutant(
        "an agency that left the program still reads new charges",
        (Edit("handoff.consent.gate._live_recipients", ", agency__is_active=True", ""),),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "label ignored: the team's views under participation alone",
        (Edit("handoff.staffing.queries.can_read_recommendations", "if actor.on_care_side:", "if True:"),),
        "check_facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "label ignored: the DA's reason under participation alone",
        (
            Edit(
                "handoff.staffing.presenters.charge_timeline",
                'decision.reason if readable or decision.decided_by_id == actor.user_id else ""',
                "decision.reason",
            ),
        ),
        "check_facts_shown",
        OFFICER,
        CHARGES,
    ),
    Mutant(
        "label ignored in what is shared: charges under participation",
        (Edit(SHARED, "if decided[each.person_id].covers(Kind.CHARGES)", "if True"),),
        "check_facts_shown",
        LEADER,
        ("shared:people", "shared:person"),
    ),
    Mutant(
        "a kept answer: the gate answers as of yesterday",
        (
            Edit(
                GATE,
                "_read_grants([status], people, at, summaries=summaries), at)",
                "_read_grants([status], people, at - timedelta(days=1), summaries=summaries), at - timedelta(days=1))",
            ),
        ),
        "check_facts_shown",
        LEADER,
        ("shared:people", "shared:person"),
    ),
    Mutant(
        "an export that asks for the kind of no page",
        (
            Edit(SHARED, "if allowed.covers(Kind.PARTICIPATION)", "if allowed"),
            Edit(
                "handoff.desk.shared.services.SharedPerson.shared_until",
                "if Kind.PARTICIPATION.value in each.kinds",
                "",
            ),
        ),
        "check_facts_shown",
        LEADER,
        ("shared:workbook",),
    ),
    Mutant(
        "no charge is disclosed to anyone",
        (Edit(LISTED, "if each.covers(", "if False and each.covers("),),
        "check_facts_shown",
        DA,
        PAGES_OF_CHARGES,
        "never shown to district_attorney: NewCharge.title",
    ),
)
