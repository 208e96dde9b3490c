"""K8: help with its cost and fund, balances that nothing overdraws unseen, and corrections that leave a trace."""

import uuid
from datetime import timedelta

import pytest
from django.utils.translation import override

from handoff.audit.models import AuditEvent
from handoff.casework.funds import services
from handoff.casework.funds.queries import (
    balance_of,
    entries_of,
    find_fund,
    find_received,
    spending_for,
    unpaid_help,
)
from handoff.casework.inputs import HelpInput
from handoff.casework.models import ContactAttempt, FundEntry, HelpCorrection, HelpGiven, SupplyItem
from handoff.casework.queries import annotate_last_touch, help_given_to, help_offer
from handoff.casework.services import record_contact
from handoff.casework.supplies.services import ItemInput, charge_help, correct_help, retire_item, save_item
from handoff.core.refusals import Refused
from handoff.core.text import dollars
from handoff.enrollment.models import Enrollment
from handoff.testing.casework import make_contact, make_fund, make_help, make_supply_item
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db

TODAY = AT.date()


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def fund(program):
    return make_fund(program, 5000)


def receive(manager, fund, cents=1000, on=TODAY, key=None):
    key = key or str(uuid.uuid4())
    return services.receive_money(
        actor=manager, fund=fund, cents=cents, received_on=on, words=" Grant ", key=key, at=AT
    )


@pytest.mark.parametrize(
    ("cents", "words"), [(123450, "$1,234.50"), (5, "$0.05"), (-500, "−$5.00"), (0, "$0.00")]
)
def test_money_is_whole_cents_in_words(cents, words):
    assert dollars(cents) == words


def test_help_is_paid_by_the_fund_at_once_and_the_balance_runs(fund, worker, person):
    make_help(person, worker, kind="shelter", cost_cents=3010, fund=fund)
    make_help(person, worker, kind="food", cost_cents=1990, fund=fund)
    assert balance_of(fund) == 0
    running = [(each.kind, each.amount_cents, each.balance) for each in entries_of(fund)]
    assert running == [("spent", -1990, 0), ("spent", -3010, 1990), ("received", 5000, 5000)]
    event = AuditEvent.objects.filter(action="fund.spent").latest("pk")
    assert (event.details["cents"], event.details["overdrawn"]) == (1990, False)


def test_help_from_before_the_first_fund_asks_for_none(program, manager, worker, person):
    make_help(person, worker, AT - timedelta(days=3), cost_cents=100)
    assert not unpaid_help(program).exists()
    make_fund(program)
    later = make_help(person, worker, cost_cents=100)
    assert list(unpaid_help(program)) == [later]


def test_a_worker_learns_of_an_overdraft_before_it_is_saved_and_can_leave_the_fund_out(
    program, fund, worker, person
):
    with pytest.raises(Refused, match=r"has \$50.00 and this costs \$60.00, which is \$10.00 too much"):
        make_help(person, worker, cost_cents=6000, fund=fund, reason="A night at the motel")
    assert not HelpGiven.objects.exists() and balance_of(fund) == 5000
    help_given = make_help(person, worker, cost_cents=6000)
    assert list(unpaid_help(program)) == [help_given]


def test_the_manager_overdraws_with_a_recorded_reason(program, fund, manager, worker, person):
    help_given = make_help(person, worker, cost_cents=6000)
    with pytest.raises(Refused, match="Enter a reason to overdraw it"):
        charge_help(actor=manager, help_given=help_given, fund=fund, reason=" ", at=AT)
    entry = charge_help(actor=manager, help_given=help_given, fund=fund, reason=" Grant comes Friday ", at=AT)
    assert (entry.reason, balance_of(fund)) == ("Grant comes Friday", -1000)
    assert not unpaid_help(program).exists()
    assert AuditEvent.objects.get(action="fund.spent").details["overdrawn"] is True


def test_a_reason_is_kept_only_where_the_fund_was_overdrawn(fund, manager, worker, person):
    help_given = make_help(person, worker, cost_cents=100)
    assert charge_help(actor=manager, help_given=help_given, fund=fund, reason="Why", at=AT).reason == ""


@pytest.mark.parametrize(
    ("spoil", "words"),
    [("paid", "has paid"), ("free", "no cost"), ("undone", "was undone"), ("worker", "program manager")],
)
def test_what_cannot_be_charged_to_a_fund(fund, manager, worker, person, spoil, words):
    help_given = make_help(person, worker, cost_cents=0 if spoil == "free" else 100)
    if spoil == "paid":
        charge_help(actor=manager, help_given=help_given, fund=fund, reason="", at=AT)
    if spoil == "undone":
        correct_help(actor=worker, help_given=help_given, why="twice", at=AT)
    actor = worker if spoil == "worker" else manager
    with pytest.raises(Refused, match=words):
        charge_help(actor=actor, help_given=help_given, fund=fund, reason="", at=AT)


def test_a_fund_pays_nothing_without_a_cost_and_nothing_elsewhere(fund, worker, person):
    with pytest.raises(Refused, match="what it cost"):
        make_help(person, worker, fund=fund)
    with pytest.raises(Refused, match="own program's list"):
        make_help(person, worker, cost_cents=100, fund=make_fund(make_program(), 1000))


def test_help_recorded_by_mistake_stays_on_record_and_its_fund_has_the_money_again(fund, worker, person):
    help_given = make_help(person, worker, cost_cents=2000, fund=fund)
    correction = correct_help(actor=worker, help_given=help_given, why="person", at=AT)
    assert correct_help(actor=worker, help_given=help_given, why="twice", at=AT) == correction
    assert balance_of(fund) == 5000 and spending_for(help_given) is None
    assert [each.kind for each in entries_of(fund)] == ["reversed", "spent", "received"]
    assert list(help_given_to(person.pk)) == [] and HelpGiven.objects.get() == help_given
    assert AuditEvent.objects.get(action="help.corrected").details == {"why": "person"}


def test_help_without_a_fund_is_undone_too(worker, person):
    help_given = make_help(person, worker, cost_cents=2000)
    correct_help(actor=worker, help_given=help_given, why="not_handed_over", at=AT)
    assert HelpCorrection.objects.exists() and not FundEntry.objects.exists()


def test_only_who_recorded_it_or_the_manager_takes_help_back(program, manager, worker, person):
    other = make_actor(program, "case_manager")
    help_given = make_help(person, worker)
    with pytest.raises(Refused, match="Only the person who recorded this"):
        correct_help(actor=other, help_given=help_given, why="twice", at=AT)
    with pytest.raises(Refused, match="what was wrong"):
        correct_help(actor=manager, help_given=help_given, why="because", at=AT)
    assert correct_help(actor=manager, help_given=help_given, why="details", at=AT)


def test_help_undone_is_no_contact(program, worker):
    """K7: silence is counted without help that was never handed over."""
    enrollment = make_participant(program, make_person(program), worker)
    later = AT + timedelta(days=20)
    help_given = make_help(enrollment.person, worker, later)
    assert annotate_last_touch(Enrollment.objects.all()).get().last_touch == later
    correct_help(actor=worker, help_given=help_given, why="twice", at=later)
    assert annotate_last_touch(Enrollment.objects.all()).get().last_touch < later


def test_money_received_is_recorded_once_and_reversed_by_another_entry(fund, manager):
    key = str(uuid.uuid4())
    entry = receive(manager, fund, key=key)
    assert receive(manager, fund, key=key) == entry and balance_of(fund) == 6000
    with pytest.raises(Refused, match="already saved this form with other answers"):
        receive(manager, fund, 2000, key=key)
    with pytest.raises(Refused, match="Enter the reason"):
        services.reverse_received(actor=manager, entry=entry, reason=" ", at=AT)
    reversal = services.reverse_received(actor=manager, entry=entry, reason=" Wrong fund ", at=AT)
    assert (reversal.amount_cents, reversal.words, balance_of(fund)) == (-1000, "Wrong fund", 5000)
    with pytest.raises(Refused, match="reversed already"):
        services.reverse_received(actor=manager, entry=entry, reason="Again", at=AT)


def test_only_money_received_is_reversed_here_and_each_program_has_its_own(
    program, fund, manager, worker, person
):
    """What was spent comes back with the help it paid for; reversed alone, the help would be paid twice."""
    paid = make_help(person, worker, cost_cents=100, fund=fund)
    assert find_received(program, spending_for(paid).public_id) is None
    entry, elsewhere = receive(manager, fund), make_program()
    assert find_received(program, entry.public_id) == entry
    assert find_received(elsewhere, entry.public_id) is None
    unpaid = make_help(person, worker, cost_cents=200)
    theirs = make_fund(elsewhere, 5000)
    assert list(unpaid_help(program)) == [unpaid] and not unpaid_help(elsewhere)
    with pytest.raises(Refused, match="program manager"):
        charge_help(actor=manager, help_given=unpaid, fund=theirs, reason="", at=AT)


def test_another_programs_fund_asks_no_one_here_who_pays(program, worker, person):
    make_fund(make_program())
    make_help(person, worker, cost_cents=100)
    assert not unpaid_help(program)


@pytest.mark.parametrize("cents", [0, -5, 100_000_001])
def test_an_amount_that_cannot_be_is_refused(fund, manager, cents):
    with pytest.raises(Refused, match="between"):
        receive(manager, fund, cents)


def test_money_is_received_when_it_is_there(fund, manager):
    with pytest.raises(Refused, match="in the future"):
        receive(manager, fund, on=TODAY + timedelta(days=1))


def test_a_closed_fund_pays_nothing_until_it_is_opened_again(program, fund, manager, worker, person):
    for _twice in range(2):
        services.set_fund_closed(actor=manager, fund=fund, closed=True, at=AT)
    assert AuditEvent.objects.filter(action="fund.closed").count() == 1
    assert help_offer(program).funds == []
    with pytest.raises(Refused, match="is closed"):
        make_help(person, worker, cost_cents=100, fund=fund)
    services.set_fund_closed(actor=manager, fund=fund, closed=False, at=AT)
    make_help(person, worker, cost_cents=100, fund=fund)
    assert find_fund(program, fund.public_id).balance == 4900


def test_only_the_manager_keeps_funds_and_each_has_its_own_name(program, fund, manager, worker):
    with pytest.raises(Refused, match="program manager"):
        services.open_fund(actor=worker, program=program, name="Mine", at=AT)
    with pytest.raises(Refused, match="already a fund"):
        services.open_fund(actor=manager, program=program, name=" county GRANT ", at=AT)
    with pytest.raises(Refused, match="name of the fund"):
        services.open_fund(actor=manager, program=program, name=" ", at=AT)
    with pytest.raises(Refused, match="program manager"):
        services.open_fund(actor=manager, program=make_program(), name="Elsewhere", at=AT)


def test_the_usual_cost_counts_unless_another_is_entered(program, worker, person):
    item = make_supply_item(program)
    usual = make_help(person, worker, kind="transport", item=item, quantity=4)
    free = make_help(person, worker, kind="transport", item=item, cost_cents=0)
    assert (usual.cost_cents, free.cost_cents) == (1000, 0)
    with override("es"):
        assert usual.called == "Pase de autobús"


def test_a_changed_item_keeps_what_earlier_help_was_called(program, manager, worker, person):
    item = make_supply_item(program)
    earlier = make_help(person, worker, kind="transport", item=item)
    changed = save_item(
        actor=manager, program=program, item_input=ItemInput("transport", "Day pass"), replaces=item, at=AT
    )
    assert help_offer(program).items == [changed]
    assert HelpGiven.objects.get(pk=earlier.pk).called == "Bus pass"
    retire_item(actor=manager, item=changed, at=AT)
    retire_item(actor=manager, item=changed, at=AT)
    assert AuditEvent.objects.filter(action="supply_list.changed").count() == 3


def test_an_item_that_a_colleague_changed_meanwhile_is_not_changed_twice(program, manager):
    """The second manager got "We can't find that page", and what they had typed was gone."""
    item = make_supply_item(program)

    def save(name):
        item_input = ItemInput("transport", name)
        return save_item(actor=manager, program=program, item_input=item_input, replaces=item, at=AT)

    changed = save("Day pass")
    assert save(" Day pass ") == changed, "a second tap"
    with pytest.raises(Refused, match="changed or removed this item meanwhile"):
        save("Week pass")
    assert help_offer(program).items == [changed]


def test_each_kind_of_help_can_be_chosen_whatever_is_on_the_list(program):
    """G1 to G9: no list keeps naloxone from anyone."""
    item = make_supply_item(program)
    offered = dict(help_offer(program).choices)
    assert offered.pop(str(item.public_id)) == "Bus pass"
    assert set(offered) == {*HelpGiven.Kind.values} - {"transport"}
    make_supply_item(program, kind="other", name="Tent")
    assert "other" in dict(help_offer(program).choices)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "cash"}, "what kind"),
        ({"name": " "}, "what it is called"),
        ({"name": "bus PASS"}, "on the list already"),
        ({"name": "Only after a drug test"}, "Words to change"),
    ],
)
def test_what_cannot_stand_on_the_list(program, fields, words):
    make_supply_item(program)
    with pytest.raises(Refused, match=words):
        make_supply_item(program, **{"name": "Another", **fields})
    assert SupplyItem.objects.count() == 1


def test_a_contact_and_the_help_given_with_it_are_one_form(fund, worker, person):
    """K3, K8: sent twice, there is one contact and one entry; the fund refuses both or takes both."""
    key = str(uuid.uuid4())
    form = {"kind": "food", "cost_cents": 900, "fund": fund}
    for minutes in (0, 1):
        at = AT + timedelta(minutes=minutes)
        make_contact(person, actor=worker, at=at, key=key, help_input=HelpInput(**form))
    assert ContactAttempt.objects.count() == 1 and balance_of(fund) == 4100
    with pytest.raises(Refused, match="too much"):
        make_contact(person, actor=worker, help_input=HelpInput(**{**form, "cost_cents": 9000}))
    assert ContactAttempt.objects.count() == 1


def test_help_sent_again_with_another_cost_or_fund_is_not_taken_for_the_first(program, fund, worker, person):
    """C-F03: the first fund kept paying the first cost."""
    sent = {"key": str(uuid.uuid4()), "cost_cents": 900, "fund": fund}
    assert make_help(person, worker, **sent) == make_help(person, worker, **sent)
    for other in ({"cost_cents": 500}, {"fund": None}, {"fund": make_fund(program, 5000, name="Donations")}):
        with pytest.raises(Refused, match="already saved this form with other answers"):
            make_help(person, worker, **{**sent, **other})
    with pytest.raises(Refused, match="already saved this form with other answers"):
        make_help(person, worker, **sent, occurred_at=AT - timedelta(hours=2))
    unpaid = make_help(person, worker, key="k", cost_cents=300)
    later = AT + timedelta(minutes=5)
    charge_help(
        actor=make_actor(program, "program_manager"), help_given=unpaid, fund=fund, reason="", at=later
    )
    assert make_help(person, worker, key="k", cost_cents=300) == unpaid, "charged since, it is the same form"


def test_the_same_form_with_other_answers_corrects_its_contact(worker, person, program):
    """C-F03: Back, another answer, Save is a correction; a colleague's resend and a real second contact are not."""
    key = str(uuid.uuid4())

    def send(result, minutes, actor=worker, **fields):
        at = AT + timedelta(minutes=minutes)
        values = {"how": "visit", "occurred_at": at, "key": key, **fields}
        return record_contact(actor=actor, person=person, referral=None, result=result, at=at, **values)

    first = send("reached", 0)
    assert send("reached", 1) == first
    second = send("left_word", 2)
    assert second.occurred_at == AT and first.correction.corrected_at == AT + timedelta(minutes=2)
    assert send("left_word", 3) == second
    third = send("left_word", 4, occurred_at=AT - timedelta(hours=2))
    assert third.occurred_at == AT - timedelta(hours=2), "another time is a correction as well"
    assert send("left_word", 5) == third
    assert send("not_reached", 5, make_actor(program, "case_manager")) == third
    earlier = AT - timedelta(hours=1)
    assert send("not_reached", 6, occurred_at=earlier).occurred_at == earlier, "the time entered last counts"
    send("left_word", 20, key=str(uuid.uuid4()))
    assert ContactAttempt.objects.filter(correction__isnull=True).count() == 2
