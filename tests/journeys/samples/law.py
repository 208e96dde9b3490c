"""Pages of everyone, of the law side, of staffing meetings and of partner agencies."""

from handoff.access.roles import RoleName
from tests.journeys.rich import Rich
from tests.journeys.samples.types import ANONYMOUS, Samples


def samples_for_everyone(rich: Rich) -> Samples:
    for name in ("accounts:sign_in", "gallery"):
        yield ANONYMOUS, name, {}
    for name in ("referrals:refer", "referrals:thanks", "referrals:card"):
        yield ANONYMOUS, name, {"program": rich.table.slug}
    yield ANONYMOUS, "accounts:invitation", {"token": rich["invitation"]}
    yield ANONYMOUS, "enrollment:answer", {"program": rich.table.slug, "token": rich["question"]}
    for name in (
        "settings",
        "change_password",
        "set_up",
        "prove",
        "add_code",
        "add_passkey",
        "recovery_codes",
    ):
        yield "evaluator", f"accounts:{name}", {}
    yield "two_programs", "desk:start", {}
    yield "unsigned", "accounts:sign_agreement", {}
    yield "officer", "accounts:roles", {}
    for role in RoleName:
        yield role.value, "home:home", {}


def samples_of_law(rich: Rich) -> Samples:
    passed = {"referral_id": rich["passed"].public_id}
    waiting = {"referral_id": rich["community"].public_id}
    for name in ("lookup:ask", "referrals:new", "referrals:own", "referrals:checks", "staffing:bring"):
        yield "officer", name, {}
    for draft, page in (("immune", "immune"), ("social_draft", "facts"), ("social_draft", "who")):
        yield "officer", "referrals:page", {"draft_id": rich[draft].public_id, "page": page}
    yield "officer", "lookup:referral", {"draft_id": rich["participant_draft"].public_id}
    yield "officer", "referrals:time", {"referral_id": rich["referral"].public_id}
    yield "officer", "referrals:take_back", {"referral_id": rich["social"].public_id}
    for choice in ("send", "drop"):
        yield "officer", "referrals:choose", {**passed, "choice": choice}
    yield "law_leader", "referrals:check_eligibility", waiting
    yield "district_attorney", "referrals:exceptions", {}
    yield "officer", "news:read", {"heard_id": rich["news"].public_id}
    yield "district_attorney", "charges:sent", {}
    yield "district_attorney", "summaries:received", {}
    yield "district_attorney", "summaries:read", {"received_id": rich["summary"].public_id}
    yield "district_attorney", "referrals:exception", {"exception_id": rich["exception"].public_id}
    yield "probation_officer", "referrals:supervision", {}
    yield "probation_officer", "referrals:answer_supervision", {"asked_id": rich["asked"].public_id}
    not_offered = {"referral_id": rich["not_offered"].public_id}
    yield "district_attorney", "referrals:recommend_exception", not_offered
    charge = {"charge_id": rich["charge"].public_id}
    yield "crime_analyst", "staffing:new_charges", {}
    yield "peer_support", "staffing:new_charge", charge
    yield "case_manager", "staffing:give_view", charge
    yield "district_attorney", "staffing:decide", charge
    decided = {"charge_id": rich["decided_charge"].public_id}
    yield "district_attorney", "staffing:change_decision", decided
    yield "district_attorney", "staffing:disposition", decided
    yield "case_manager", "staffing:reports", {}
    yield "case_manager", "staffing:likely_matches", {}
    yield "crime_analyst", "staffing:import_charges", {}
    for name in ("charge_file", "charge_columns"):
        yield "crime_analyst", f"staffing:{name}", {"charge_file_id": rich["charge_file"].public_id}
    yield "case_manager", "court_files:start", {}
    for name in ("file", "columns"):
        yield "case_manager", f"court_files:{name}", {"court_file_id": rich["court_file"].public_id}
    yield "case_manager", "staffing:compare", {"report_id": rich["report"].public_id}
    yield "crime_analyst", "opportunity:opportunity", {}
    yield "law_leader", "shared:people", {}
    yield "law_leader", "shared:person", {"person_id": rich["person"].public_id}


def samples_of_providers(rich: Rich) -> Samples:
    yield "treatment_provider", "providers:list", {}
    asked = {"service_referral_id": rich["asked_of_us"].public_id}
    yield "treatment_provider", "providers:show", asked
    for each in ("asked_of_us", "service_referral"):
        sent = {"service_referral_id": rich[each].public_id}
        yield "case_manager", "letters:show", sent
    yield ANONYMOUS, "letters:open", {"program": rich.table.slug, "letter_token": rich["letter_token"]}


def samples_of_meetings(rich: Rich) -> Samples:
    for name in ("meetings:list", "meetings:rhythm", "meetings:duty", "meetings:add"):
        yield "program_manager", name, {}
    yield "officer", "meetings:show", {"meeting_id": rich["meeting"].public_id}
    today = {"meeting_id": rich["meeting"].public_id}
    for name in ("agenda", "projector", "minutes", "topics", "put_on"):
        yield "program_manager", f"table:{name}", today
    yield "officer", "table:agenda", today
    person = rich["person"].public_id
    for name in ("discuss", "take_off"):
        yield "program_manager", f"table:{name}", {**today, "discussed_id": person}
    of_partner = {"meeting_id": rich["provider_meeting"].public_id, "discussed_id": person}
    yield "treatment_provider", "table:fact", of_partner
    yield "case_manager", "table:book", {"partner_fact_id": rich["partner_fact"].public_id}
    yield "program_manager", "table:weights", {}
    yield "case_manager", "table:actions", {}
    yield "peer_support", "table:share_words", {"person_id": person}
    coming = {"meeting_id": rich["coming_meeting"].public_id}
    for name in ("meetings:show", "meetings:change", "meetings:attendees"):
        yield "program_manager", name, coming
