"""Planted bugs in what a role may see."""

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from tests.matrix.mutants import Edit, MorePermissions, Mutant, NoAccessRule
from tests.matrix.planted.targets import CHARGES, DA, OFFICER, PAGES_OF_CHARGES

ROLES = (
    Mutant(
        "an officer sees another's referral",
        (Edit("handoff.referrals.queries.find_own_referral", "own_or_taken_over(actor, at), ", ""),),
        "check_facts_shown",
        OFFICER,
        ("referrals:sent",),
    ),
    Mutant(
        "an officer of another agency takes over",
        (
            Edit(
                "handoff.referrals.queries.own_or_taken_over",
                "agency_id__in=actor.agencies_with(Permission.REFERRAL_READ_OWN),",
                "",
            ),
        ),
        "check_facts_shown",
        ("other_officer",),
        ("referrals:own",),
    ),
    Mutant(
        "an officer lists the program's referrals",
        (Edit("handoff.referrals.queries.own_referrals", "made_by(actor, at), ", ""),),
        "check_facts_shown",
        OFFICER,
        ("referrals:own",),
    ),
    Mutant(
        "an officer opens another's draft",
        (Edit("handoff.referrals.queries.find_draft", ", owner_id=actor.user_id or 0", ""),),
        "check_facts_shown",
        OFFICER,
        ("referrals:page",),
    ),
    Mutant(
        "an officer sees how care reaches the person",
        (
            Edit(
                "handoff.referrals.queries.own_referral",
                "person_name=referral.entered_name",
                'person_name=" ".join('
                "each.value for each in (referral.person.contact_points.all() if referral.person else ()))",
            ),
        ),
        "check_facts_shown",
        OFFICER,
        ("referrals:own",),
    ),
    Mutant(
        "the DA sees care's note",
        (
            Edit(
                "handoff.staffing.presenters.charge_rows",
                "text=shown_name(charge.person, actor)",
                'text=" ".join(each.text for each in charge.person.approach_notes.all())',
            ),
        ),
        "check_facts_shown",
        DA,
        ("staffing:new_charges",),
    ),
    Mutant(
        "the DA sees the name a person goes by",
        (
            Edit(
                "handoff.staffing.presenters.shown_name",
                "person.full_name if actor.on_care_side else person.recorded_name",
                "person.full_name",
            ),
        ),
        "check_facts_shown",
        DA,
        PAGES_OF_CHARGES,
    ),
    Mutant(
        "every officer sees every shared charge",
        (
            Edit(
                "handoff.staffing.queries.charges_for",
                "return allowed.filter(Q(officer_id=own_id) | Q(recorded_by_id=own_id))",
                "return allowed",
            ),
        ),
        "check_facts_shown",
        ("second_officer",),
        CHARGES,
    ),
    Mutant(
        "the evaluator sees the roster",
        (MorePermissions(RoleName.EVALUATOR, Permission.PARTICIPANT_READ),),
        "check_facts_shown",
        ("evaluator",),
        ("people:people",),
    ),
    Mutant(
        "the site administrator sees the roster",
        (MorePermissions(RoleName.SITE_ADMINISTRATOR, Permission.PARTICIPANT_READ),),
        "check_facts_shown",
        ("site_administrator",),
        ("people:people",),
    ),
    Mutant(
        "a door left open", (NoAccessRule("people:people"),), "check_facts_shown", OFFICER, ("people:people",)
    ),
    Mutant(
        "the law side prints an ROI",
        (
            NoAccessRule("consent:print"),
            Edit("handoff.consent.policies.check_can_see_releases", "or not actor.on_care_side", ""),
        ),
        "check_facts_shown",
        OFFICER,
        ("consent:print",),
    ),
    Mutant(
        "a file handed out without asking the policy",
        (
            Edit(
                "handoff.documents.policies.check_can_see_file",
                "stored.kind == StoredFile.Kind.AGREEMENT",
                "False",
            ),
        ),
        "check_facts_shown",
        ("peer_support",),
        ("documents:show",),
    ),
)
