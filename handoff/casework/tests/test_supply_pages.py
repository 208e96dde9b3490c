"""The pages of funds, supplies, help given and free phones, and help in the form of a contact (K6, K8)."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.casework.funds.queries import balance_of
from handoff.casework.models import ContactAttempt, Fund, FundEntry, HelpGiven, PhoneStep, SupplyItem
from handoff.participants.models import TeamMember
from handoff.testing.casework import make_fund, make_help, make_phone_step, make_supply_item
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db

DAY = {"day_month": AT.month, "day_day": AT.day, "day_year": AT.year}


class Desk:
    """The browser of the manager or of a worker."""

    def __init__(self, client):
        self.client, self.program = client, make_program()
        agency = make_agency(self.program, "case_management")
        self.manager = make_member(self.program, "program_manager", agency)
        self.worker = make_member(self.program, "peer_support", agency)
        self.person = make_person(self.program)
        for user in (self.manager, self.worker):
            put_on_every_team(user, self.program)
        self.sign_in(self.manager)

    def sign_in(self, user):
        self.client.login(username=user.username, password=PASSWORD)

    def path(self, name, /, *args):
        return reverse(name, args=[self.program.slug, *args])

    def get(self, name, /, *args):
        return self.client.get(self.path(name, *args)).content.decode()

    def post(self, name, /, *args, **sent):
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()

    def helped(self, **fields):
        return make_help(self.person, actor_of(self.worker, self.program), **fields)


@pytest.fixture
def desk(client, clock):
    return Desk(client)


def test_the_manager_opens_a_fund_and_records_money(desk):
    assert "No funds yet" in desk.get("supplies:funds")
    assert "Record the money it has received" in desk.post("supplies:open_fund", name="County grant")
    fund = Fund.objects.get()
    assert "Enter the amount" in desk.post("supplies:receive", fund.public_id, words="First quarter", **DAY)
    page = desk.post("supplies:receive", fund.public_id, amount="1.250", **DAY)
    assert "a number" in page
    page = desk.post("supplies:receive", fund.public_id, amount="$1,250.50", words="First quarter", **DAY)
    assert "Balance: $1,250.50" in page and "First quarter" in page
    entry = FundEntry.objects.get()
    page = desk.post("supplies:reverse", entry.public_id, reason="Wrong amount")
    assert "Balance: $0.00" in page and "Wrong amount" in page
    assert "Fund closed" in desk.post("supplies:close_fund", fund.public_id)
    assert "Closed funds" in desk.get("supplies:funds")
    assert "open again" in desk.post("supplies:reopen_fund", fund.public_id)


def test_the_ledger_names_no_participant_and_its_opening_is_recorded(desk):
    fund = make_fund(desk.program, 1000)
    desk.helped(cost_cents=2500)
    help_given = desk.helped(kind="naloxone", quantity=2, cost_cents=300, fund=fund)
    page = desk.get("supplies:fund", fund.public_id)
    assert "Naloxone × 2" in page and "$7.00" in page and desk.person.last_name not in page
    assert "$25.00" in desk.get("supplies:funds")
    events = AuditEvent.objects.filter(action="funds.listed")
    assert events.count() == 2
    page = desk.post("supplies:correct", help_given.public_id, why="details")
    assert "Undone" in page and balance_of(fund) == 1000


def test_a_cost_without_a_fund_is_paid_by_the_manager(desk):
    fund, help_given = make_fund(desk.program, 1000), desk.helped(cost_cents=2500)
    page = desk.post("supplies:charge", help_given.public_id, fund=fund.public_id)
    assert "$15.00 too much" in page
    page = desk.post(
        "supplies:charge", help_given.public_id, fund=fund.public_id, reason="Grant comes Friday"
    )
    assert "Overdrawn" in page and "−$15.00" in page


def test_a_manager_off_the_team_chooses_a_fund_without_a_reason(desk):
    """C8, ADR 0083: the page shows the line of the list and nothing of the record, which still asks."""
    fund, help_given = make_fund(desk.program, 9000), desk.helped(cost_cents=2500)
    TeamMember.objects.filter(user_id=desk.manager.pk).delete()
    page = desk.get("supplies:charge", help_given.public_id)
    assert "$25.00" in page and desk.path("supplies:help", desk.person.public_id) not in page
    seen = AuditEvent.objects.latest("pk")
    assert seen.action == "funds.listed" and seen.details["people"] == [str(desk.person.public_id)]
    for _each in range(2):
        page = desk.post("supplies:charge", help_given.public_id, fund=fund.public_id)
    assert balance_of(fund) == 6500 and "Nothing is left to pay for this help." in page
    assert desk.person.last_name not in desk.get("supplies:charge", help_given.public_id)
    for name, about in (("help", desk.person), ("correct", help_given)):
        assert desk.client.get(desk.path(f"supplies:{name}", about.public_id)).status_code == 302


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_ledger_is_downloaded_without_names(desk, kind):
    fund = make_fund(desk.program, 1000, name="=County")
    desk.helped(kind="food", cost_cents=300, fund=fund)
    response = desk.client.get(desk.path("supplies:download", fund.public_id, kind))
    if kind == "csv":
        rows = [line.split(",") for line in response.content.decode("utf-8-sig").splitlines()]
        assert rows[2][2:5] == ['"Food"', '"-3"', '"7"']
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert [row[2:5] for row in rows[1:]] == [["First quarter", 10, 10], ["Food", -3, 7]]
    assert desk.person.last_name.encode() not in response.content
    assert AuditEvent.objects.get(action="funds.exported").details["rows"] == 2


def test_there_are_files_of_two_kinds_only(desk):
    fund = make_fund(desk.program)
    assert desk.client.get(desk.path("supplies:download", fund.public_id, "pdf")).status_code == 404


def test_the_list_of_supplies_is_the_programs_own(desk):
    assert "Nothing of your own yet" in desk.get("supplies:items")
    page = desk.post("supplies:add_item", kind="transport", name="Bus pass", cost="2.50")
    assert "$2.50" in page
    item = SupplyItem.objects.get()
    page = desk.post("supplies:change_item", item.public_id, kind="transport", name="Day pass")
    assert "Day pass" in page and "Bus pass" not in page
    current = SupplyItem.objects.get(retired_at__isnull=True)
    assert "Removed from the list" in desk.post("supplies:retire_item", current.public_id)
    assert desk.client.get(desk.path("supplies:change_item", current.public_id)).status_code == 404
    page = desk.post("supplies:change_item", current.public_id, kind="transport", name="Week pass")
    assert "changed or removed this item meanwhile" in page and "Week pass" in page


def test_a_worker_records_a_contact_and_what_was_handed_out_in_one_form(desk):
    fund, item = make_fund(desk.program, 1000), make_supply_item(desk.program)
    desk.sign_in(desk.worker)
    page = desk.get("casework:log_contact", desk.person.public_id)
    assert "County grant: $10.00 left" in page and "overdraws" not in page
    sent = {"how": "visit", "result": "reached", "kind": item.public_id, "quantity": "2"}
    wrong = {**sent, "cost": "11", "fund": fund.public_id, "note": "By the bridge"}
    page = desk.post("casework:log_contact", desk.person.public_id, **wrong)
    assert "No fund yet" in page and "By the bridge" in page
    assert not ContactAttempt.objects.exists() and not HelpGiven.objects.exists()
    desk.post("casework:log_contact", desk.person.public_id, **sent, fund=fund.public_id)
    help_given = HelpGiven.objects.get()
    got = (help_given.item, help_given.quantity, help_given.cost_cents, balance_of(fund))
    assert got == (item, 2, 500, 500)
    assert ContactAttempt.objects.get().result == "reached"
    page = desk.get("people:person", desk.person.public_id)
    assert "Help given: Bus pass" in page
    page = desk.get("supplies:help", desk.person.public_id)
    assert "Bus pass × 2" in page and "County grant" in page and "$5.00" in page


def test_a_resend_says_when_it_was_saved(desk, clock):
    """C-F03: the proxy answered 504, and the phone sends the same form again."""
    sent = {"how": "phone", "result": "reached", "submission_key": "b4a7dfb2-8e1e-4f39-8a53-3f1b9a3d0001"}
    desk.sign_in(desk.worker)
    assert "already saved" not in desk.post("casework:log_contact", desk.person.public_id, **sent)
    saved, clock.at = clock.at, clock.at + timedelta(minutes=2)
    page = desk.post("casework:log_contact", desk.person.public_id, **sent)
    assert "This was already saved at" in page
    assert ContactAttempt.objects.get().recorded_at == saved


def test_a_free_phone_shows_on_the_participants_page(desk):
    desk.sign_in(desk.worker)
    assert "Nothing recorded yet" in desk.get("phones:phone", desk.person.public_id)
    make_phone_step(desk.person)
    page = desk.post("phones:record", desk.person.public_id, what="received", number="919-555-0142")
    assert "They have it" in page and "(919) 555-0142" in page
    page = desk.get("people:person", desk.person.public_id)
    assert "They have it" in page and "Free phone: Applied for" in page
    page = desk.post("phones:record", desk.person.public_id, what="applied", number="919-555-0142")
    assert "only for a phone they have now" in page
    step = PhoneStep.objects.get(what="received")
    assert "Removed" in desk.post("phones:withdraw", step.public_id)


def test_no_one_but_the_care_side_and_the_manager_has_these_pages(desk):
    fund, help_given = make_fund(desk.program), desk.helped(cost_cents=5)
    desk.sign_in(desk.worker)
    for name, args in (
        ("funds", []),
        ("fund", [fund.public_id]),
        ("items", []),
        ("charge", [help_given.public_id]),
    ):
        assert desk.client.get(desk.path(f"supplies:{name}", *args)).status_code == 404
    officer = make_member(desk.program, "officer", make_agency(desk.program, "law_enforcement"))
    desk.sign_in(officer)
    for name in ("supplies:help", "phones:phone", "phones:record"):
        assert desk.client.get(desk.path(name, desk.person.public_id)).status_code == 404
