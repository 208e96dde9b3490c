"""What the planted bugs change, the roles that notice it, and the pages where they do."""

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
