"""Pages of the care team."""

from tests.journeys.rich import Rich
from tests.journeys.samples.types import Samples


def samples_of_matching(rich: Rich, person: dict[str, object]) -> Samples:
    yield "peer_support", "matching:profile", {}
    yield "program_manager", "matching:choose", person


def samples_of_safety(rich: Rich, person: dict[str, object]) -> Samples:
    for name in ("list", "overdose", "reversal", "death"):
        yield "peer_support", f"safety:{name}", person
    yield "program_manager", "safety:reviews", {}
    yield "data_manager", "own:list", {}
    for name in ("race", "gender", "age"):
        yield "data_manager", f"baselines:{name}", {}
    yield "data_manager", "own:add", {"table": "referral"}
    yield "data_manager", "own:change", {"own_measure_id": rich["own_measure"].public_id}
    yield "peer_support", "look_back:list", person
    yield "case_manager", "look_back_files:start", {}
    for name in ("file", "columns"):
        yield (
            "case_manager",
            f"look_back_files:{name}",
            {"look_back_file_id": rich["look_back_file"].public_id},
        )
    for name in ("correct", "review", "action"):
        yield "case_manager", f"safety:{name}", {"safety_event_id": rich["overdose"].public_id}


def samples_of_casework(rich: Rich, person: dict[str, object]) -> Samples:
    for name in ("goals:reword", "goals:add_step"):
        yield "peer_support", name, {"goal_id": rich["goal"].public_id}
    yield "peer_support", "goals:change_step", {"step_id": rich["step"].public_id}
    for name in ("needs:close", "needs:refer"):
        yield "peer_support", name, {"need_id": rich["need"].public_id}
    sent = {"service_referral_id": rich["service_referral"].public_id}
    yield "case_manager", "needs:follow_up", sent
    yield "case_manager", "appointments:make_for_referral", sent
    for name in ("appointments:move", "appointments:outcome"):
        yield "peer_support", name, {"appointment_id": rich["appointment"].public_id}
    for name in ("words", "sign"):
        yield "case_manager", f"summaries:{name}", {"summary_id": rich["summary_draft"].public_id}
    yield "case_manager", "news:list", person
    for name in ("summaries:list", "summaries:write"):
        yield "case_manager", name, person
    for name in ("court:list", "court:add", "court:record_order"):
        yield "peer_support", name, person
    yield "peer_support", "court:change", {"case_id": rich["case"].public_id}
    yield "peer_support", "court:end_order", {"court_order_id": rich["court_order"].public_id}
    yield "program_manager", "court:rooms", {}
    yield from samples_of_safety(rich, person)
    for name in ("plans:review", "plans:print"):
        yield "peer_support", name, {"agreed_plan_id": rich["paper"].public_id}
    for name in ("situation:correct", "situation:end"):
        yield "peer_support", name, {"fact_id": rich["fact"].public_id}
    for kind in ("housing", "treatment"):
        yield "peer_support", "situation:add", {**person, "kind": kind}
    yield "peer_support", "notes:show", {"note_id": rich["note"].public_id}
    yield "case_manager", "notes:correct", {"note_id": rich["note"].public_id}


def samples_of_care(rich: Rich) -> Samples:
    person = {"person_id": rich["person"].public_id}
    referral = {"referral_id": rich["referral"].public_id}
    intake, ready = ({"intake_id": rich[name].public_id} for name in ("intake", "ready"))
    for name in ("people:person", "people:correct", "people:add_way_to_reach", "people:write_approach"):
        yield "peer_support", name, person
    for name in (
        "casework:log_contact",
        "casework:give_help",
        "enrollment:status",
        "consent:releases",
        "consent:new",
        "consent:plan_visit",
        "consent:accounting",
        "people:team",
        "goals:list",
        "goals:add",
        "notes:add",
        "needs:list",
        "needs:add",
        "needs:add_milestone",
        "situation:list",
        "plans:show",
        "plans:agree",
        "matching:wish",
        "appointments:list",
        "appointments:make",
        "caseloads:contact_plan",
        "supplies:help",
        "phones:phone",
        "phones:record",
    ):
        yield "peer_support", name, person
    yield from samples_of_casework(rich, person)
    yield from samples_of_matching(rich, person)
    yield "data_manager", "people:open", person
    yield "case_manager", "enrollment:status", {"person_id": rich["inactive"].public_id}
    for name in (
        "calendar:week",
        "calendar:feed",
        "shift:show",
        "casework:outreach",
        "casework:silent",
        "enrollment:waiting",
        "people:people",
        "referrals:index",
    ):
        yield "case_manager", name, {}
    for name in ("consent:expiring", "consent:blank", "consent:register", "referrals:messages"):
        yield "case_manager", name, {}
    yield "case_manager", "duplicates:list", {}
    pair = {"person_id": rich["person"].public_id, "other_id": rich["twin"].public_id}
    yield "case_manager", "duplicates:compare", pair
    yield "case_manager", "duplicates:separate", {"merge_id": rich["merge"].public_id}
    yield "peer_support", "casework:write_note", {"contact_id": rich["contact"].public_id}
    for name in ("consent:show", "consent:print", "consent:revoke"):
        yield "peer_support", name, {"release_id": rich["release"].public_id}
    yield "case_manager", "referrals:message", {"message_id": rich["message"].public_id}
    for action in ("show", "decline", "screening", "handoff", "withdraw"):
        yield "peer_support", f"referrals:{action}", referral
    yield "case_manager", "enrollment:extend", referral
    yield "case_manager", "enrollment:intake", intake
    yield "case_manager", "enrollment:intake", ready
    yield "case_manager", "enrollment:complete", ready
    yield "case_manager", "enrollment:ask", referral
    yield "case_manager", "enrollment:book", intake
    yield "case_manager", "enrollment:section", {**intake, "key": "housing"}
    handed = {"referral_id": rich["handoff"].referral.public_id}
    yield "mobile_crisis", "enrollment:partner_handoffs", {}
    yield "mobile_crisis", "enrollment:partner_handoff", handed
    yield "mobile_crisis", "enrollment:partner_section", {**handed, "key": "housing"}
    yield "case_manager", "enrollment:take_over", handed
