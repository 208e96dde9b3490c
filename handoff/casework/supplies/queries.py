"""The program's list of supplies, and help handed out to a person."""

import uuid

from django.db.models import Prefetch, QuerySet

from handoff.casework.funds.queries import unreversed_spending
from handoff.casework.models import FundEntry, HelpGiven, SupplyItem
from handoff.participants.models import Person
from handoff.programs.models import Program


def current_items(program: Program) -> QuerySet[SupplyItem]:
    return SupplyItem.objects.filter(program=program, retired_at__isnull=True)


def find_item(program: Program, public_id: uuid.UUID) -> SupplyItem | None:
    """An item of the program's list, also one that was changed or removed since."""
    return SupplyItem.objects.filter(program=program, public_id=public_id).first()


def all_help_to(person: Person) -> QuerySet[HelpGiven]:
    """Help to a person, newest first, with the fund that pays, and why it was undone if it was."""
    spending = unreversed_spending().select_related("fund")
    return (
        HelpGiven.objects.filter(person=person)
        .select_related("program", "item", "correction")
        .prefetch_related(Prefetch("fund_entries", queryset=spending, to_attr="spending"))
        .order_by("-occurred_at", "-pk")
    )


def find_help(program: Program, public_id: uuid.UUID) -> HelpGiven | None:
    found = HelpGiven.objects.filter(program=program, public_id=public_id)
    return found.select_related("person", "item", "program").first()


def person_of_help(program_id: int, public_id: uuid.UUID) -> Person | None:
    found = HelpGiven.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()


def fund_of(help_given: HelpGiven) -> str:
    """The name of the fund that pays for some help, if one does. Needs help as `all_help_to` gives it."""
    spending: list[FundEntry] = help_given.spending  # type: ignore[attr-defined]
    return spending[0].fund.name if spending else ""
