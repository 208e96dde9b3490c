"""Where a free phone stands, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from handoff.casework.models import PhoneStep
from handoff.core.forms.phones import format_phone
from handoff.core.ui import TimelineEntry

What = PhoneStep.What
KINDS = {What.APPLIED: "soon", What.LOST: "overdue"}


@dataclass(frozen=True)
class PhoneState:
    """Where a free phone stands since a day, and its number."""

    words: str
    kind: str
    since: date
    number: str


def phone_state(steps: Sequence[PhoneStep]) -> PhoneState | None:
    """Where it stands by its newest step; None without any. The number is the one last recorded."""
    if not steps:
        return None
    newest = steps[-1]
    return PhoneState(
        words=str(newest.get_what_display()),
        kind=KINDS.get(What(newest.what), "done"),
        since=newest.occurred_on,
        number=next((number_of(each) for each in reversed(steps) if each.contact_point is not None), ""),
    )


def number_of(step: PhoneStep) -> str:
    return format_phone(step.contact_point.value) if step.contact_point is not None else ""


@dataclass(frozen=True)
class StepRow:
    """One step, who recorded it, and the number it was about."""

    step: PhoneStep
    number: str
    by: str


def step_rows(steps: Sequence[PhoneStep], names: dict[int, str]) -> list[StepRow]:
    """Newest first."""
    return [
        StepRow(each, number_of(each), names.get(each.recorded_by_id or 0, "")) for each in reversed(steps)
    ]


def phone_entries(steps: Sequence[PhoneStep], names: dict[int, str], url: str) -> Iterator[TimelineEntry]:
    """What happened with a free phone, as entries of a timeline."""
    for each in steps:
        yield TimelineEntry(
            at=each.occurred_on,
            title=_("Free phone: %(what)s") % {"what": each.get_what_display()},
            by=names.get(each.recorded_by_id or 0, ""),
            text=" · ".join(part for part in (number_of(each), each.note) if part),
            url=url,
        )
