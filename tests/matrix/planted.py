"""The planted bugs themselves. Each names who is asked first, and where; the whole table would find it too."""

from django.core.exceptions import PermissionDenied

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from tests.matrix.mutants import Edit, MorePermissions, Mutant, NoAccessRule, Put, ViewEdit
from tests.matrix.planted_safety import SAFETY

LIVE = "handoff.consent.queries.live_condition"
LIVE_AGAIN = "handoff.consent.rules.is_live"
USABLE = "handoff.consent.rules.usable_grants"
GATE = "handoff.consent.gate.decide"
LISTED = "handoff.staffing.queries.charges_for"
SHARED = "handoff.desk.shared.services.shared_people"
CHARGES = ("staffing:new_charge",)
PAGES_OF_CHARGES = ("staffing:new_charges", "staffing:new_charge")
DA, OFFICER, LEADER, MANAGER = ("district_attorney",), ("officer",), ("law_leader",), ("program_manager",)
ALL_CHARGES = "NewCharge.objects.filter(program=program)"

CONSENT = (
    Mutant(
        "end instant included",
        (
            Edit(LIVE, "ends_at__gt", "ends_at__gte"),
            Edit(LIVE_AGAIN, "at < grant.ends_at", "at <= grant.ends_at"),
        ),
        "facts_shown",
        DA,
        CHARGES,
    ),
    Mutant("start instant excluded", (Edit(LIVE, "starts_at__lte", "starts_at__lt"),), "lookups", OFFICER),
    Mutant(
        "revocation ignored",
        (
            Edit(LIVE, "return started & (", "return started or ("),
            Edit(LIVE_AGAIN, "and not revoked", ""),
        ),
        "facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "revoked only after this instant",
        (
            Edit(LIVE, "revoked_at__gt", "revoked_at__gte"),
            Edit(LIVE_AGAIN, "grant.revoked_at <= at", "grant.revoked_at < at"),
        ),
        "facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "kind ignored",
        (Edit(LISTED, "if each.covers(InformationKind.PARTICIPATION)", ""),),
        "facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "recipient ignored",
        (
            Edit("handoff.consent.gate._read_grants", "agency_id__in=status.agency_ids,", ""),
            Edit(USABLE, "and grant.agency_id in status.agency_ids", ""),
        ),
        "facts_shown",
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
        "lookups",
        OFFICER,
    ),
    Mutant(
        "an agency that left the program is still told",
        (Edit("handoff.consent.gate._live_recipients", ", agency__is_active=True", ""),),
        "lookups",
        OFFICER,
    ),
    Mutant(
        "an agency that left the program still reads new charges",
        (Edit("handoff.consent.gate._live_recipients", ", agency__is_active=True", ""),),
        "facts_shown",
        DA,
        CHARGES,
    ),
    Mutant(
        "label ignored: the team's views under participation alone",
        (Edit("handoff.staffing.queries.can_read_recommendations", "if actor.on_care_side:", "if True:"),),
        "facts_shown",
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
        "facts_shown",
        OFFICER,
        CHARGES,
    ),
    Mutant(
        "label ignored in what is shared: charges under participation",
        (Edit(SHARED, "if decided[each.person_id].covers(Kind.CHARGES)", "if True"),),
        "facts_shown",
        LEADER,
        ("shared:people", "shared:person"),
    ),
    Mutant(
        "a kept answer: the gate answers as of yesterday",
        (
            Edit(
                GATE,
                "_read_grants(status, people, at), at)",
                "_read_grants(status, people, at - timedelta(days=1)), at - timedelta(days=1))",
            ),
        ),
        "facts_shown",
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
        "facts_shown",
        LEADER,
        ("shared:workbook",),
    ),
    Mutant(
        "no charge is disclosed to anyone",
        (Edit(LISTED, "if each.covers(", "if False and each.covers("),),
        "facts_shown",
        DA,
        PAGES_OF_CHARGES,
        "never shown to district_attorney: NewCharge.title",
    ),
)

PROGRAM = (
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

ROLE = (
    Mutant(
        "an officer sees another's referral",
        (Edit("handoff.referrals.queries.find_own_referral", "own_or_taken_over(actor), ", ""),),
        "facts_shown",
        OFFICER,
        ("referrals:sent",),
    ),
    Mutant(
        "an officer lists the program's referrals",
        (Edit("handoff.referrals.queries.own_referrals", "made_by(actor), ", ""),),
        "facts_shown",
        OFFICER,
        ("referrals:own",),
    ),
    Mutant(
        "an officer opens another's draft",
        (Edit("handoff.referrals.queries.find_draft", ", owner_id=actor.user_id or 0", ""),),
        "facts_shown",
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
        "facts_shown",
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
        "facts_shown",
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
        "facts_shown",
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
        "facts_shown",
        ("second_officer",),
        CHARGES,
    ),
    Mutant(
        "the evaluator sees the roster",
        (MorePermissions(RoleName.EVALUATOR, Permission.PARTICIPANT_READ),),
        "facts_shown",
        ("evaluator",),
        ("people:people",),
    ),
    Mutant(
        "the site administrator sees the roster",
        (MorePermissions(RoleName.SITE_ADMINISTRATOR, Permission.PARTICIPANT_READ),),
        "facts_shown",
        ("site_administrator",),
        ("people:people",),
    ),
    Mutant("a door left open", (NoAccessRule("people:people"),), "facts_shown", OFFICER, ("people:people",)),
    Mutant(
        "the law side prints an ROI",
        (
            NoAccessRule("consent:print"),
            Edit("handoff.consent.policies.check_can_see_releases", "or not actor.on_care_side", ""),
        ),
        "facts_shown",
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
        "facts_shown",
        ("peer_support",),
        ("documents:show",),
    ),
)

STANDING = (
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
        "without_the_agreement",
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
        "without_the_agreement",
        (),
        ("consent:print",),
    ),
    Mutant(
        "an older version of the agreement counts",
        (Edit("handoff.accounts.queries.has_signed", "filter(agreement_id=current, ", "filter("),),
        "without_the_agreement",
        (),
        ("people:people",),
    ),
    Mutant(
        "who left today is still in",
        (Edit("handoff.accounts.queries.current_memberships", "ends_on__gt=on", "ends_on__gte=on"),),
        "outsiders",
        (),
        ("people:people", "home:home"),
    ),
    Mutant(
        "who comes tomorrow is in today",
        (
            Edit(
                "handoff.accounts.queries.current_memberships", "starts_on__lte=on", "starts_on__isnull=False"
            ),
        ),
        "outsiders",
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
        "outsiders",
        (),
        ("people:people", "home:home", "staffing:new_charges"),
    ),
    Mutant(
        "a member of another program is let in",
        (Edit("handoff.accounts.queries.actor_for", "user=user, program=program", "user=user"),),
        "outsiders",
        (),
        ("people:people", "home:home"),
    ),
)

ANSWERS = (
    Mutant(
        "403 for 404",
        (Put("handoff.access.decorators", "Http404", PermissionDenied),),
        "facts_shown",
        OFFICER,
        ("people:person",),
    ),
    Mutant(
        "an empty row for a hidden charge",
        (
            Edit(
                "handoff.staffing.presenters.charge_rows",
                "for charge in charges\n    ]",
                f"for charge in charges\n    ] + [[Cell(text='')]] * ({ALL_CHARGES}.count() - len(charges))",
            ),
        ),
        "lists",
        DA,
        ("staffing:new_charges",),
    ),
    Mutant(
        "hidden charges are counted",
        (
            Edit(
                "handoff.desk.home.presenters.worklists.pending_new_charges",
                '_("New charges to discuss")',
                'f"New charges ({NewCharge.objects.filter(program=program).count()})"',
            ),
        ),
        "lists",
        DA,
        ("home:home",),
    ),
    Mutant(
        "a search over hidden fields",
        (
            Edit(
                "handoff.desk.shared.services.filter_and_sort",
                "normalize_for_search(each.name)",
                'normalize_for_search(each.name + " " + each.enrollment.person.preferred_name)',
            ),
        ),
        "lists",
        LEADER,
        ("shared:people",),
    ),
    Mutant(
        "the lookup tells the name",
        (
            Edit(
                "handoff.desk.lookup.services.answer_with_call_details",
                "call_name=program.name",
                "call_name=candidate.first_name",
            ),
        ),
        "lookups",
        OFFICER,
    ),
    Mutant(
        "the lookup distinguishes no ROI from no participant",
        (
            Edit(
                "handoff.desk.lookup.services.answer_lookup",
                "outcome=LookupOutcome.NOTHING)",
                "outcome=LookupOutcome.PERHAPS if find_candidates(program.pk, query) else LookupOutcome.NOTHING)",
            ),
        ),
        "lookups",
        OFFICER,
    ),
    Mutant(
        "a look without an audit row",
        (
            ViewEdit(
                "people:people",
                "handoff.desk.people.views.record.list_people",
                "record_roster_opened(",
                "(lambda *_: None)(",
            ),
            Edit("handoff.audit.middleware.AuditMiddleware.record_page_opened", "record_read(", "dict("),
        ),
        "facts_shown",
        MANAGER,
        ("people:people",),
    ),
    Mutant(
        "a disclosure that is not in the register",
        (
            Edit(
                "handoff.consent.services.disclose",
                "policies.check_can_disclose(actor, person, agency)",
                "return None",
            ),
        ),
        "lookups",
        OFFICER,
    ),
    Mutant(
        "a name in a file name",
        (
            ViewEdit(
                "consent:print",
                "handoff.consent.views.print_release",
                'return render(request, "consent/print.html", context)',
                'response = render(request, "consent/print.html", context)\n        '
                'response["Content-Disposition"] = f"inline; filename={release.person.last_name}.html"\n        '
                "return response",
            ),
        ),
        "facts_shown",
        MANAGER,
        ("consent:print",),
    ),
    Mutant(
        "a name in the address that a page leads to",
        (
            ViewEdit(
                "referrals:resume",
                "handoff.referrals.views.wizard.resume",
                "return redirect(",
                "return redirect(f\"/p/here/?name={wizard.draft.answers['who']['first_name'][0]}\") or (",
            ),
        ),
        "facts_shown",
        OFFICER,
        ("referrals:resume",),
    ),
    Mutant(
        "a name in a notice",
        (
            Edit(
                "handoff.staffing.services.alert_team",
                'reverse("staffing:new_charges", args=[program.slug])',
                'reverse("staffing:new_charges", args=[program.slug]) + "?name=" + charge.person.last_name',
            ),
        ),
        "notices",
        OFFICER,
    ),
    Mutant(
        "a lax header",
        (Put("handoff.core.middleware", "PERMISSIONS_POLICY", "geolocation=*"),),
        "facts_shown",
        OFFICER,
        ("home:home",),
    ),
)

DUTIES = (
    Mutant(
        "what a colleague was shown today counts as shown to everybody",
        (Edit("handoff.consent.queries.disclosed_today", "to_user_id=actor.user_id,", ""),),
        "disclosures_logged",
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
        "legal_holds_kept",
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
        "charged_people_kept",
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
        "workers_named_for_certain",
        OFFICER,
    ),
    Mutant(
        "a manager takes over an account whose role elsewhere has an end date",
        (
            Edit(
                "handoff.accounts.queries.programs_outside_authority",
                "Q(ends_on__isnull=True) | Q(ends_on__gt=on)",
                "Q(ends_on__isnull=True)",
            ),
        ),
        "accounts_left_alone",
        MANAGER,
    ),
    Mutant(
        "a manager takes over an account whose role elsewhere starts tomorrow",
        (
            Edit(
                "handoff.accounts.queries.programs_outside_authority",
                "Membership.objects.filter(user=user)",
                "Membership.objects.filter(user=user, starts_on__lte=on)",
            ),
        ),
        "accounts_left_alone",
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
        "answers_to_forms_logged",
        MANAGER,
    ),
)

MUTANTS = (*CONSENT, *PROGRAM, *ROLE, *STANDING, *ANSWERS, *DUTIES, *SAFETY)
