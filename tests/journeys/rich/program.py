"""What those who run the program do: meetings, figures, surveys, criteria, directory, records, accounts."""

import uuid
from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from handoff.access.roles import RoleName
from handoff.accounts.services.allauth_internals import create_recovery_codes
from handoff.accounts.services.invitations import create_invitation
from handoff.directory.models import DirectoryImport
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.eligibility.services import save_criteria_draft
from handoff.enrollment.links.services import make_link
from handoff.measures.rules.periods import period_of
from handoff.measures.surveys.services import share_survey
from handoff.records.services.breaches import record_breach
from handoff.records.services.erasure import request_erasure
from handoff.records.services.legal import propose_answer
from handoff.staffing.meetings.services import record_arrival
from handoff.testing.collection import make_source
from handoff.testing.criteria import make_criteria
from handoff.testing.directory import (
    WEEKDAYS,
    make_cost,
    make_hours,
    make_phone,
    make_place,
    make_service,
)
from handoff.testing.improvements import make_improvement
from handoff.testing.measures import make_closing, make_edition, make_own_measure
from handoff.testing.meetings import make_meeting
from handoff.testing.outside import make_outside_file
from handoff.testing.programs import AT, make_member, put_on_every_team
from handoff.testing.records import make_breach_input, make_legal_request
from handoff.testing.sign_in import SECRET
from handoff.testing.surveys import make_closed_survey, make_open_survey
from handoff.testing.workbooks import import_workbook, make_people_workbook, read_workbook_file
from tests.journeys.rich.county import Rich, reachable
from tests.journeys.scenario import CARE, Table


def meeting(rich: Rich, table: Table) -> None:
    """A staffing meeting today, with everyone asked and two at the table."""
    today = make_meeting(table.program, *table.users.values())
    for name in ("officer", "case_manager"):
        record_arrival(
            actor=table.actor("program_manager"), meeting=today, user_id=table.users[name].pk, at=AT
        )
    rich.things["meeting"] = today
    rich.things["coming_meeting"] = make_meeting(
        table.program, *table.users.values(), starts_at=AT + timedelta(days=14)
    )


def figures(rich: Rich, table: Table) -> None:
    """This month's figures, shared with everyone, and the month before, closed."""
    make_closing(table.program, period_of(AT.date()).previous, AT)
    rich.things["own_measure"] = make_own_measure(table.program)
    rich.things["edition"] = make_edition(table.program, period_of(AT.date()), AT)


def surveys(rich: Rich, table: Table) -> None:
    """A closed survey, one that is open, a decision in the improvement log, and a source of the collection plan."""
    keeper = table.actor("data_manager")
    rich.things["improvement"] = make_improvement(table.program, keeper, AT)
    rich.things["closed_survey"] = make_closed_survey(table.program, actor=keeper)
    share_survey(actor=keeper, survey=rich.things["closed_survey"], at=AT)
    rich.things["survey"] = make_open_survey(table.program, actor=keeper)
    rich.things["outside_file"] = make_outside_file(table.program, keeper, AT)
    rich.things["source"] = make_source(table.program, keeper, AT)


def criteria(rich: Rich, table: Table) -> None:
    rich.things["version"] = save_criteria_draft(
        actor=table.actor("program_manager"),
        program=table.program,
        plain={**NORTH_CAROLINA.to_plain(), "minimum_age": 21},
        effective_on=AT.date(),
        note="Agreed in February",
        version=None,
        at=AT,
    )


def predecessor_approved(rich: Rich, table: Table) -> None:
    """The leader who approved these criteria has left: whoever leads now is asked to read them."""
    version = make_criteria(table.program)
    CriteriaVersion.objects.filter(pk=version.pk).update(approvers=[table.police.pk])
    left = {"approved_by_id": table.users["peer_support"].pk, "approved_at": AT - timedelta(days=30)}
    CriteriaApproval.objects.update_or_create(version=version, agency=table.police, defaults=left)
    rich.things["to_read"] = version


def provider(rich: Rich, table: Table) -> None:
    """A service in the directory, with one of each part."""
    service = make_service(table.program, name="Juniper food pantry")
    rich.things |= {
        "service": service,
        "service_phone": make_phone(service),
        "service_place": make_place(service),
        "service_hours": make_hours(service, WEEKDAYS, "09:00", "17:00"),
        "service_cost": make_cost(service, "Each visit"),
        "import": DirectoryImport.objects.create(
            program=table.program,
            source_name="County list",
            read_at=AT,
            table=[["Name", "Town"], ["Juniper food pantry", "Alder"]],
        ),
    }


def records(rich: Rich, table: Table) -> None:
    """A legal request with a proposed answer, a breach, an erasure that waits."""
    manager, keeper = table.actor("program_manager"), table.actor("data_manager")
    asked = make_legal_request(table.program, rich["person"], manager)
    rich.things["request"] = propose_answer(
        actor=keeper, legal_request=asked, answer="release", kinds=["justice"], reason="As ordered.", at=AT
    )
    rich.things["breach"] = record_breach(
        actor=manager, program=table.program, breach_input=make_breach_input(), key=str(uuid.uuid4()), at=AT
    )
    rich.things["erasure"] = request_erasure(
        actor=manager, person=reachable(table), reason="wish", words="Moved far away.", at=AT
    )


def accounts(rich: Rich, table: Table) -> None:
    """A user invited, a user who has not seen their recovery codes, and all of care's but the data manager on
    every team.
    """
    invited = make_member(table.program, RoleName.EVALUATOR, full_name="Ines Vail")
    link = create_invitation(actor=table.actor("site_administrator"), user=invited, on=AT.date(), at=AT)
    rich.things["invitation"] = link.rstrip("/").rsplit("/", 1)[-1]
    asked = make_link(actor=table.actor("case_manager"), referral=rich.things["referral"], at=AT)
    rich.things["question"] = asked.rstrip("/").rsplit("/", 1)[-1]
    Authenticator.objects.create(
        user=table.users["evaluator"],
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(SECRET)},
    )
    create_recovery_codes(table.users["evaluator"])
    for name in CARE - {"data_manager"}:
        put_on_every_team(table.users[name], table.program)


def workbooks(rich: Rich, table: Table) -> None:
    """A workbook that is read, with a row that may be the participant's, and one that was imported."""
    keeper, content = table.actor("data_manager"), make_people_workbook(rich.things["person"], AT.date())
    rich.things["imported_workbook"] = import_workbook(keeper, table.program, content, AT)
    rich.things["workbook"] = read_workbook_file(keeper, table.program, content + b"\n", AT)
