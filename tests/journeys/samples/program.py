"""Pages of those who run the program: settings, figures, surveys, caseloads, supplies, directory, records."""

from tests.journeys.rich import Rich
from tests.journeys.samples.types import ANONYMOUS, Samples


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
