"""Planted bugs in what an actor may do, and in what the consent gate reads of them."""

from tests.matrix.mutants import mutants_found_by

ACTOR = "handoff/access/tests/test_actor.py"
RULES = "handoff/access/tests/test_decorators.py"
FITTING = "handoff/accounts/tests/test_roles_fit_partners.py"
GATE = "handoff/consent/tests/test_gate.py"

ACCESS = (
    *mutants_found_by(
        f"{FITTING}::test_a_row_that_does_not_fit_adds_nothing_to_one_that_does",
        (
            "a role that doesn't fit its partner adds the partner",
            "handoff.accounts.queries.make_actor",
            "agency for _, agency in held if",
            "agency for _, agency, *_more in MEMBERSHIP_ROWS.rows(user.pk, program.pk) if",
        ),
        (
            "a role that doesn't fit its partner is held for it",
            "handoff.accounts.queries.make_actor",
            "(role, agency) for role, agency in held if",
            "(RoleName(role), agency) for role, agency, *_more in MEMBERSHIP_ROWS.rows(user.pk, program.pk) if",
        ),
    ),
    *mutants_found_by(
        f"{ACTOR}::test_without_the_signed_agreement_no_role_opens_participant_data",
        (
            "the care side is entered without the agreement",
            "handoff.access.actor.Actor.on_care_side",
            " and self.agreement_signed",
            "",
        ),
        (
            "partners are counted without the agreement",
            "handoff.access.actor.Actor.agencies_with",
            "if not self.can(permission):",
            "if permission not in self.permissions:",
        ),
        (
            "an access rule is met without the agreement",
            "handoff.access.decorators.AccessRule.allows",
            "if actor.can(each)",
            "if each in actor.permissions",
        ),
    ),
    *mutants_found_by(
        f"{ACTOR}::test_a_permission_counts_only_at_the_partner_its_role_is_held_for",
        (
            "a permission counts at every partner of its user",
            "handoff.access.actor.Actor.agencies_with",
            " if permission in ROLES[role].permissions",
            "",
        ),
    ),
    *mutants_found_by(
        f"{RULES}::test_without_a_permission_or_an_actor_there_is_no_page",
        (
            "any permission meets an access rule",
            "handoff.access.decorators.AccessRule.is_met_by",
            "self.permissions & held",
            "self.permissions | held",
        ),
    ),
    *mutants_found_by(
        f"{RULES}::test_all_of_the_permissions_are_needed",
        (
            "one of all permissions meets an access rule",
            "handoff.access.decorators.AccessRule.is_met_by",
            "self.permissions <= held if self.needs_all else ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{GATE}::test_the_gate_counts_only_what_the_actor_had_when_the_request_began",
        (
            "the gate counts a partner that the actor had or has",
            "handoff.consent.gate._status_of",
            "requester.agencies_with(each) & current.agencies_with(each)",
            "requester.agencies_with(each) | current.agencies_with(each)",
        ),
    ),
    *mutants_found_by(
        f"{GATE}::test_the_agreement_counts_if_it_did_when_the_request_began_and_still_does",
        (
            "the gate takes an agreement signed since for signed",
            "handoff.consent.gate._status_of",
            "has_signed=requester.agreement_signed and current",
            "has_signed=current",
        ),
        (
            "the gate takes an agreement that counts no longer for signed",
            "handoff.consent.gate._status_of",
            " and current is not None and current.agreement_signed",
            "",
        ),
    ),
)
