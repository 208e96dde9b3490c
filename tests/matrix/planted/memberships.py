"""Planted bugs in who is a member today and has signed the agreement."""

from tests.matrix.mutants import Edit, Mutant

MEMBERSHIPS = (
    Mutant(
        "the agreement is not asked for on pages",
        (
            Edit(
                "handoff.accounts.middleware.access.ProgramAccessMiddleware.require_agreement",
                "if actor.agreement_signed or",
                "if True or",
            ),
            Edit("handoff.access.actor.Actor.can", "and not self.agreement_signed", "and False"),
        ),
        "check_unsigned_agreement",
        (),
        ("people:people",),
    ),
    Mutant(
        "the agreement is not asked for in print",
        (
            Edit(
                "handoff.accounts.middleware.access.ProgramAccessMiddleware.require_agreement",
                "if actor.agreement_signed or",
                'if request.resolver_match.view_name == "consent:print" or actor.agreement_signed or',
            ),
            Edit("handoff.access.actor.Actor.can", "and not self.agreement_signed", "and False"),
            Edit("handoff.consent.policies.check_can_see_releases", "or not actor.on_care_side", ""),
        ),
        "check_unsigned_agreement",
        (),
        ("consent:print",),
    ),
    Mutant(
        "an older version of the agreement counts",
        (
            Edit(
                "handoff.accounts.queries.has_signed",
                "next((signed for effective_at, signed in versions if effective_at <= at), False)",
                "any(signed for effective_at, signed in versions if effective_at <= at)",
            ),
        ),
        "check_unsigned_agreement",
        (),
        ("people:people",),
    ),
    Mutant(
        "who left today is still in",
        (
            Edit("handoff.accounts.queries.memberships_on", "ends_on__gt=on", "ends_on__gte=on"),
            Edit("handoff.accounts.queries.held_roles", "on < ends_on", "on <= ends_on"),
        ),
        "check_outsiders",
        (),
        ("people:people", "home:home"),
    ),
    Mutant(
        "who comes tomorrow is in today",
        (
            Edit("handoff.accounts.queries.memberships_on", "starts_on__lte=on", "starts_on__isnull=False"),
            Edit("handoff.accounts.queries.held_roles", "starts_on <= on and ", ""),
        ),
        "check_outsiders",
        (),
        ("people:people", "home:home"),
    ),
    Mutant(
        "a disabled account is still in",
        (
            Edit(
                "django.contrib.auth.backends.ModelBackend.user_can_authenticate",
                'getattr(user, "is_active", True)',
                "True",
            ),
            Edit("handoff.accounts.queries.current_memberships", ", user__is_active=True", ""),
            Edit("handoff.accounts.queries.actor_for", "if not user.is_active:", "if False:"),
        ),
        "check_outsiders",
        (),
        ("people:people", "home:home", "staffing:new_charges"),
    ),
    Mutant(
        "a member of another program is let in",
        (
            Edit(
                "handoff.accounts.queries.actor_for",
                "MEMBERSHIP_ROWS.rows(user.pk, program.pk)",
                "[row for each in Program.objects.all() for row in MEMBERSHIP_ROWS.rows(user.pk, each.pk)]",
            ),
        ),
        "check_outsiders",
        (),
        ("people:people", "home:home"),
    ),
)
