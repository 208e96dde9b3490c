"""Planted bugs in what an answer, a file, a notice or an address tells."""

from django.core.exceptions import PermissionDenied

from tests.matrix.mutants import Edit, Mutant, Put, ViewEdit
from tests.matrix.planted.targets import ALL_CHARGES, DA, LEADER, MANAGER, OFFICER

ANSWERS = (
    Mutant(
        "403 for 404",
        (Put("handoff.access.decorators", "Http404", PermissionDenied),),
        "check_facts_shown",
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
        "check_list_searches",
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
        "check_list_searches",
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
        "check_list_searches",
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
        "check_lookups",
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
        "check_lookups",
        OFFICER,
    ),
    Mutant(
        "a look without an audit row",
        (
            Edit(
                "handoff.desk.people.views.record.read_roster", "record_roster_opened(", "(lambda *_: None)("
            ),
            Edit("handoff.audit.middleware.AuditMiddleware.record_page_opened", "record_read(", "dict("),
        ),
        "check_facts_shown",
        MANAGER,
        ("people:people",),
    ),
    Mutant(
        "a page of participant data without a word of anyone has no audit row",
        (Edit("handoff.audit.middleware.AuditMiddleware.record_page_opened", "record_read(", "dict("),),
        "check_facts_shown",
        MANAGER,
        ("calendar:feed",),
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
        "check_lookups",
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
        "check_facts_shown",
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
        "check_facts_shown",
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
        "check_notices",
        OFFICER,
    ),
    Mutant(
        "a lax header",
        (Put("handoff.core.middleware", "PERMISSIONS_POLICY", "geolocation=*"),),
        "check_facts_shown",
        OFFICER,
        ("home:home",),
    ),
)
