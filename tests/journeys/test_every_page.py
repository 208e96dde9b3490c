"""axe on every address there is, as a user who may open it: a new page without a sample here fails."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.roles import ROLES, RoleName
from handoff.testing.programs import make_member
from tests.architecture.addresses import addresses
from tests.journeys.browser_user import AXE_EVERY_TIME, BrowserUser
from tests.journeys.rich import Rich, live
from tests.matrix.test_roles_by_address import path_of

pytestmark = pytest.mark.once
ANONYMOUS = "stranger"
DESK, PHONE = (1280, 800), (390, 844)
REASONS = {
    "access:file": "a table for a spreadsheet",
    "accounts:agency_start": "leads to the agency's own provider, if there is one",
    "accounts:passkey_sign_in": "what a browser asks before it uses a passkey",
    "accounts:second_factor": "opens between two steps of signing in: axe reads it in test_sign_in.py",
    "accounts:set_theme": "changes the colors and goes back",
    "consent:accounting_paper": "a PDF",
    "openid_connect_callback": "where the agency's own provider sends the user back to",
    "accounts:first_run": "a 404 once anyone has an account: axe needs an empty installation",
    "readyz": "two words for a proxy, no page",
    "set_language": "changes the language and goes back",
    "healthz": "two words for a proxy, no page",
    "database:download": "a table for a spreadsheet",
    "directory:download": "a table for a spreadsheet",
    "measures:download": "a table or a PDF",
    "collection:download": "a PDF",
    "launch:download": "a PDF",
    "editions:download": "a table or a PDF",
    "people:download": "a table for a spreadsheet",
    "documents:show": "a stored file",
    "programs:agreement_paper": "a stored file",
    "plans:pdf": "a paper as a file",
    "summaries:pdf": "a paper as a file",
    "table:packet": "a PDF",
    "records:public_records_csv": "a table for a spreadsheet",
    "referrals:resume": "leads to the page where the draft stopped",
    "referrals:sent": "seen at the end of every way",
    "shared:paper": "a PDF",
    "shared:workbook": "a workbook",
    "calendar:read_feed": "a calendar for a phone",
    "supplies:download": "a table for a spreadsheet",
    "workbooks:held": "a table for a spreadsheet",
}
"""Addresses that answer a GET and yet show no page of ours."""

KEPT_BY_THE_BROWSER = """async () => localStorage.length + sessionStorage.length
    + (await indexedDB.databases()).length + (await caches.keys()).length"""

Samples = Iterator[tuple[str, str, dict[str, Any]]]


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
    yield "program_manager", "table:weights", {}
    yield "case_manager", "table:actions", {}
    yield "peer_support", "table:share_words", {"person_id": person}
    coming = {"meeting_id": rich["coming_meeting"].public_id}
    for name in ("meetings:show", "meetings:change", "meetings:attendees"):
        yield "program_manager", name, coming


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


def samples_of_program(rich: Rich) -> Samples:
    agency = {"agency_id": rich.table.police.public_id}
    for name in ("setup", "edit_program", "policy", "new_policy", "script", "questions", "hours", "partners"):
        yield "program_manager", f"programs:{name}", {}
    yield "program_manager", "programs:instructions", {}
    yield "program_manager", "programs:edit_instructions", {"form_name": "contact-point"}
    yield "program_manager", "programs:add_partner", {}
    for name in ("partner", "edit_partner", "add_contact", "add_service", "add_agreement"):
        yield "program_manager", f"programs:{name}", agency
    for name in ("accounts:on_call", "eligibility:criteria", "eligibility:edit_criteria", "charges:offenses"):
        yield "program_manager", name, {}
    yield "program_manager", "eligibility:version", {"version_id": rich["version"].public_id}
    yield "law_leader", "eligibility:read", {"version_id": rich["to_read"].public_id}
    yield "program_manager", "charges:offense", {"key": "possess-cocaine"}
    for name in (
        "accounts:members",
        "accounts:add_member",
        "accounts:publish_agreement",
        "accounts:add_program",
    ):
        yield "site_administrator", name, {}
    officer = {"user_id": rich.table.users["officer"].public_id}
    yield "site_administrator", "accounts:member", officer
    for name in ("trail", "reviews"):
        yield "program_manager", f"access:{name}", {}
    for name in ("launch:guide", "launch:checklist", "succession:list"):
        yield "program_manager", name, {}
    yield "program_manager", "succession:plan", officer
    yield "program_manager", "access:user", officer
    yield "program_manager", "access:review", {"week": "2026-02-23"}
    yield "program_manager", "people:access", {"person_id": rich["person"].public_id}


def samples_of_figures(rich: Rich) -> Samples:
    for name in ("list", "months", "head_counts"):
        yield "program_manager", f"measures:{name}", {}
    for name in ("show", "records"):
        yield "data_manager", f"measures:{name}", {"measure": "demographics"}
    yield "data_manager", "measures:month", {"month": "2026-03"}
    yield "data_manager", "measures:late", {"month": "2026-02"}
    edition = {"edition_id": rich["edition"].public_id}
    for name in ("list", "make"):
        yield "program_manager", f"editions:{name}", {}
    yield "program_manager", "editions:show", edition
    yield "evaluator", "editions:measure", {**edition, "measure": "demographics"}
    yield ANONYMOUS, "editions:public", {}
    for name in ("outside:list", "database:database", "quality:quality"):
        yield "program_manager", name, {}
    for name in ("file", "columns"):
        yield "data_manager", f"outside:{name}", {"outside_file_id": rich["outside_file"].public_id}
    yield "data_manager", "workbooks:start", {}
    yield "case_manager", "workbooks:without_roi", {}
    for name in ("show", "columns", "questions"):
        yield "data_manager", f"workbooks:{name}", {"workbook_id": rich["workbook"].public_id}
    yield "data_manager", "workbooks:show", {"workbook_id": rich["imported_workbook"].public_id}
    yield "program_manager", "quality:findings", {"check_key": "birth"}


def samples_of_surveys(rich: Rich) -> Samples:
    for name in ("list", "make"):
        yield "program_manager", f"surveys:{name}", {}
    yield "evaluator", "surveys:shared", {}
    for each in ("survey", "closed_survey"):
        yield "program_manager", "surveys:show", {"survey_id": rich[each].public_id}
    for name in ("add_question", "print", "paper"):
        yield "program_manager", f"surveys:{name}", {"survey_id": rich["survey"].public_id}
    yield "program_manager", "improvements:list", {}
    yield "program_manager", "outcomes:show", {}
    yield "program_manager", "improvements:show", {"improvement_id": rich["improvement"].public_id}
    yield "program_manager", "launch:preparation", {"preparation": "training"}
    for name in ("plan", "add"):
        yield "data_manager", f"collection:{name}", {}
    for name in ("source", "change"):
        yield "data_manager", f"collection:{name}", {"source_id": rich["source"].public_id}
    question = rich["survey"].questions.first().public_id
    yield "program_manager", "surveys:change_question", {"survey_question_id": question}
    token = {"program": rich.table.slug, "survey_token": rich["survey"].token}
    yield ANONYMOUS, "surveys:answer", token
    yield ANONYMOUS, "surveys:thanks", token


def samples_of_caseloads(rich: Rich) -> Samples:
    worker = {"user_id": rich.table.users["case_manager"].public_id}
    plan = {"plan_id": rich["plan"].public_id}
    for name in ("list", "new"):
        yield "program_manager", f"turnover:{name}", {}
    for name in ("plan", "days"):
        yield "program_manager", f"turnover:{name}", plan
    for name in ("item", "card"):
        yield "case_manager", f"turnover:{name}", {**plan, "person_id": rich["person"].public_id}
    for name in ("list", "unassigned"):
        yield "program_manager", f"caseloads:{name}", {}
    for name in ("worker", "reason", "working_time"):
        yield "program_manager", f"caseloads:{name}", worker


def samples_of_supplies(rich: Rich) -> Samples:
    fund, item = ({f"{name}_id": rich[name].public_id} for name in ("fund", "item"))
    for name in ("funds", "open_fund", "items", "add_item"):
        yield "program_manager", f"supplies:{name}", {}
    for name in ("fund", "receive"):
        yield "program_manager", f"supplies:{name}", fund
    yield "program_manager", "supplies:reverse", {"entry_id": rich["entry"].public_id}
    yield "program_manager", "supplies:change_item", item
    yield "program_manager", "supplies:charge", {"help_id": rich["help"].public_id}
    yield "peer_support", "supplies:correct", {"help_id": rich["help"].public_id}


def samples_of_directory(rich: Rich) -> Samples:
    service = {"service_id": rich["service"].public_id}
    for name in ("services", "check", "add_service", "start_import"):
        yield "program_manager", f"directory:{name}", {}
    yield "program_manager", "directory:columns", {"import_id": rich["import"].public_id}
    yield "program_manager", "directory:import", {"import_id": rich["import"].public_id}
    organization = {"organization_id": rich["service"].organization.public_id}
    yield "program_manager", "directory:edit_organization", organization
    yield "peer_support", "directory:service", service
    for name in ("edit_service", "edit_note", "add_phone", "add_place", "add_hours", "add_cost"):
        yield "program_manager", f"directory:{name}", service
    for part in ("phone", "place", "hours", "cost"):
        values = {**service, f"{part}_id": rich[f"service_{part}"].public_id}
        yield "program_manager", f"directory:edit_{part}", values


def samples_of_records(rich: Rich) -> Samples:
    person = {"person_id": rich["person"].public_id}
    asked, erasure = {"request_id": rich["request"].public_id}, {"erasure_id": rich["erasure"].public_id}
    breach = {"breach_id": rich["breach"].public_id}
    duty = {"duty_id": rich["breach"].duties.order_by("pk")[0].public_id}
    for name in (
        "index",
        "find",
        "requests",
        "new_request",
        "public_records",
        "erasures",
        "retention",
        "new_rule",
        "breaches",
        "new_breach",
    ):
        yield "program_manager", f"records:{name}", {}
    for name in ("own_record", "new_request_about", "ask_erasure"):
        yield "program_manager", f"records:{name}", person
    for name in ("request", "add_paper", "counsel", "propose", "release"):
        yield "program_manager", f"records:{name}", asked
    yield "data_manager", "records:request", asked
    yield "program_manager", "records:erasure", erasure
    yield "data_manager", "records:erasure", erasure
    for name in ("breach", "assess"):
        yield "program_manager", f"records:{name}", breach
    yield "program_manager", "records:settle_duty", {**breach, **duty}


SAMPLES = {
    "everybody": samples_for_everyone,
    "law": samples_of_law,
    "meetings": samples_of_meetings,
    "providers": samples_of_providers,
    "care": samples_of_care,
    "program": samples_of_program,
    "figures": samples_of_figures,
    "surveys": samples_of_surveys,
    "caseloads": samples_of_caseloads,
    "supplies": samples_of_supplies,
    "directory": samples_of_directory,
    "records": samples_of_records,
}
"""Every page, with who opens it and the record it shows."""


@pytest.fixture
def rich(table) -> Rich:
    rich = live(table)
    table.users["two_programs"] = make_member(table.program, RoleName.CASE_MANAGER, full_name="Two Programs")
    make_member(
        table.neighbor.memberships.get().program, RoleName.CASE_MANAGER, user=table.users["two_programs"]
    )
    for role in set(RoleName) - set(table.users):
        table.users[role] = make_member(table.program, role, full_name=f"Only {role}")
    table.users["unsigned"] = make_member(
        table.program, RoleName.OFFICER, signed=False, full_name="New Officer"
    )
    return rich


def address_of(rich: Rich, name: str, values: dict[str, Any]) -> str:
    in_program = {each.name for each in addresses() if each.in_program}
    more = {"program": rich.table.slug} if name in in_program else {}
    return reverse(name, kwargs={**values, **more})


def test_every_address_has_a_sample_or_a_reason(rich):
    sampled = {name for side in SAMPLES.values() for _who, name, _values in side(rich)}
    everything = make_member(rich.table.program, RoleName.OFFICER)
    for role in set(ROLES) - {RoleName.OFFICER}:
        make_member(rich.table.program, role, user=everything)
    client = Client()
    client.force_login(everything)
    missing = {}
    for address in addresses():
        if address.name in sampled or address.name in REASONS:
            continue
        values = dict.fromkeys(address.converters, "never-was")
        path = (
            path_of(address, rich.table.slug) if address.in_program else reverse(address.name, kwargs=values)
        )
        status = client.get(path).status_code
        if status != 405:
            missing[str(address)] = status
    assert not missing, f"give each of these a sample in this file, by what it answers: {missing}"


NARROW = {"width": 320, "height": 640}
"""A desk of 1280 px at 400 % zoom (WCAG 1.4.10)."""


def walk(window, rich: Rich, opened: Samples, *sizes: tuple[int, int]) -> None:
    """Open every page at each size, and let axe read it at one of them in turn; all problems are reported at once.

    On a commit the first size is used for every fourth page only: what is too wide or too small there is so on a phone.
    """
    problems, people = [], {}
    for number, (person, name, values) in enumerate(opened):
        if person not in people:
            user = rich.table.users.get(person)
            people[person] = BrowserUser(window("desktop", user=user), who=person)
        browser = people[person]
        address = address_of(rich, name, values)
        browser.go(address)
        assert urlsplit(browser.page.url).path == address, (
            f"{person} was led from {name} to {browser.page.url}"
        )
        sizes_now = sizes if AXE_EVERY_TIME or number % 4 == 0 else sizes[-1:]
        for width, height in sizes_now:
            browser.page.set_viewport_size({"width": width, "height": height})
            try:
                browser.see(f"{name.replace(':', '-')}-{width}", axe=(width, height) == sizes_now[0])
            except AssertionError as problem:
                problems.append(f"{person} at {name}, {width} wide: {problem}")
        browser.page.set_viewport_size(NARROW)
        if browser.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{person} at {name}: doesn't reflow at 400% zoom")
    for person, browser in people.items():
        if kept := browser.page.evaluate(KEPT_BY_THE_BROWSER):
            problems.append(f"the browser of {person} keeps {kept} things beside cookies")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("side", list(SAMPLES))
def test_every_page_is_accessible(window, rich, side):
    walk(window, rich, SAMPLES[side](rich), DESK, PHONE)


def test_every_page_of_the_officer_is_accessible_at_night(window, rich):
    officer = rich.table.users["officer"]
    officer.theme = "night"
    officer.save(update_fields=["theme"])
    pages = [sample for side in SAMPLES.values() for sample in side(rich) if sample[0] == "officer"]
    walk(window, rich, iter(pages), PHONE)
