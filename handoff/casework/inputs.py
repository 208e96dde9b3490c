"""What a form about help says."""

from dataclasses import dataclass

from handoff.casework.models import Fund, SupplyItem


@dataclass(frozen=True)
class HelpInput:
    """What was handed out and what it cost. `fund` pays for it; `reason` says why the fund may be overdrawn."""

    kind: str
    item: SupplyItem | None = None
    quantity: int = 1
    cost_cents: int | None = None
    note: str = ""
    fund: Fund | None = None
    reason: str = ""

    @property
    def total_cents(self) -> int | None:
        """What it cost altogether: as entered, else what so many usually cost, if the program's list says it."""
        if self.cost_cents is None and self.item is not None and self.item.cost_cents is not None:
            return self.item.cost_cents * self.quantity
        return self.cost_cents
