"""The DA's list of charges that officers chose to pursue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handoff.accounts.queries import full_names_by_id
from handoff.charges.models import Encounter, SetAsideCharge


@dataclass(frozen=True)
class SentCharges:
    """One encounter on the DA's list: who sent it and when, and what the officer recorded of the charges."""

    encounter: Encounter
    officer: str
    charges: list[str]
    sent_at: datetime
    received_at: datetime | None


def sent_charges(encounters: Iterable[Encounter]) -> list[SentCharges]:
    """Build the rows. They leave out who the person is: the agency's own file names them."""
    listed = list(encounters)
    officers = full_names_by_id([each.officer_id for each in listed])
    return [
        SentCharges(
            encounter=each,
            officer=officers.get(each.officer_id or 0, ""),
            charges=[
                f"{charge.shown_title} ({charge.statute})" if charge.statute else charge.shown_title
                for charge in each.set_aside_charges.all()
                if charge.state == SetAsideCharge.State.REFERRED_TO_DA
            ],
            sent_at=each.sent_at,  # type: ignore[attr-defined]
            received_at=each.received_at,  # type: ignore[attr-defined]
        )
        for each in listed
    ]
