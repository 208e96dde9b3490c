"""Funds, the list of supplies, costs that funds pay, and free phones of the fictional county."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.casework.funds import services as funds
from handoff.casework.funds.queries import unpaid_help
from handoff.casework.models import Fund
from handoff.casework.phones.services import PhoneInput, record_phone_step
from handoff.casework.supplies.services import ItemInput, charge_help, correct_help, save_item
from handoff.demo.dates import local_day
from handoff.demo.handlers.caseloads import manager_of
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment

FUNDS = (("Opioid settlement funds", 250_000), ("Community donations", 40_000))
"""Each fund's name and what it received, in cents."""
ITEMS = (
    ItemInput("food", "Hot meal or groceries", "Comida caliente o víveres", 1500),
    ItemInput("transport", "Bus pass for a day", "Pase de autobús por un día", 250),
    ItemInput("shelter", "Night at a motel", "Noche en un motel", 6500),
    ItemInput("phone", "Prepaid phone", "Teléfono prepago", 3000),
    ItemInput("naloxone", "Naloxone kit", "Kit de naloxona"),
)
FUNDED_DAYS = 120
"""For how long the county has kept funds."""
LEFT_UNPAID = 3
PAID = 60
PHONES = (("applied", 21, ""), ("received", 12, "+19195550151"), ("replaced", 2, "+19195550152"))


def stock_supplies(demo: DemoProgram) -> None:
    """What the manager set up, and which fund paid for the newest costs; a few still wait for one."""
    at = demo.days.ends - timedelta(days=FUNDED_DAYS)
    manager = manager_of(demo, at)
    for item_input in ITEMS:
        save_item(actor=manager, program=demo.program, item_input=item_input, at=at)
    opened = [
        funds.open_fund(actor=manager, program=demo.program, name=name, at=at) for name, _cents in FUNDS
    ]
    for fund, (_name, cents) in zip(opened, FUNDS, strict=True):
        funds.receive_money(
            actor=manager,
            fund=fund,
            cents=cents,
            received_on=local_day(at),
            words="This quarter",
            key=demo.key(f"fund-{fund.name}"),
            at=at,
        )
    pay_costs(demo, opened)
    follow_phones(demo)


def pay_costs(demo: DemoProgram, opened: list[Fund]) -> None:
    at = demo.days.ends - timedelta(hours=6)
    manager = manager_of(demo, at)
    newest = list(unpaid_help(demo.program).order_by("-occurred_at", "-pk")[: PAID + LEFT_UNPAID])
    for number, help_given in enumerate(reversed(newest[LEFT_UNPAID:])):
        charge_help(
            actor=manager,
            help_given=help_given,
            fund=opened[number % 5 == 0],
            reason="The next payment is announced for Friday.",
            at=at,
        )
        if number == 1:
            correct_help(actor=manager, help_given=help_given, why="twice", at=at)


def follow_phones(demo: DemoProgram) -> None:
    """Three participants with a free phone: applied for, in use, and replaced."""
    worker_of = demo.staff.first_with_role(RoleName.PEER_SUPPORT)
    enrollments = Enrollment.objects.filter(program=demo.program, person__merged_into__isnull=True)
    for number, enrollment in enumerate(enrollments.select_related("person").order_by("-pk")[: len(PHONES)]):
        for what, days, phone in PHONES[: number + 1]:
            at = demo.days.ends - timedelta(days=days) + timedelta(minutes=number)
            record_phone_step(
                actor=demo.actor(worker_of, at),
                person=enrollment.person,
                phone_input=PhoneInput(
                    what=what, occurred_on=local_day(at), number=phone and f"{phone[:-1]}{number + 3}"
                ),
                key=demo.key(f"phone-{number}-{what}"),
                at=at,
            )
