"""Caseloads as pages show them: who has how many, against which limit, and each participant in one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.accounts.models import User
from handoff.casework.caseloads.queries import Case, Caseload
from handoff.casework.caseloads.rules import ONE_PERSON, Standing
from handoff.casework.models import ContactPlan, WorkerChange
from handoff.core.templatetags.handoff import clock
from handoff.core.text import hundredths
from handoff.core.ui import TimelineEntry
from handoff.programs.models import Program

STANDING_KIND = {
    Standing.ROOM: "done",
    Standing.FULL: "info",
    Standing.ABOVE_LIMIT: "soon",
    Standing.ABOVE_CEILING: "overdue",
}


def standing_words(caseload: Caseload) -> str:
    """Where a caseload stands, in words."""
    if caseload.standing == Standing.ROOM:
        free = (caseload.limits.limit - caseload.load) // ONE_PERSON
        return ngettext("Room for %(count)d", "Room for %(count)d", free) % {"count": free}
    if caseload.standing == Standing.FULL:
        return _("Full")
    if caseload.standing == Standing.ABOVE_LIMIT:
        return _("Above the limit")
    return (
        _("Above the limit: reason missing") if caseload.needs_reason else _("Above the limit, with reason")
    )


def load_words(caseload: Caseload) -> str:
    return _("%(load)s of %(limit)s") % {
        "load": hundredths(caseload.load),
        "limit": hundredths(caseload.limits.limit),
    }


def choice_of(caseload: Caseload) -> str:
    """A worker to choose, with what they have: the warning stands before the choice (K4)."""
    return f"{caseload.user.full_name}: {load_words(caseload)} · {standing_words(caseload)}"


@dataclass(frozen=True)
class CaseloadRow:
    """One worker in the balance of the team."""

    caseload: Caseload
    load: str
    standing: str
    kind: str
    highest: int
    """The end of every bar, so that the bars of the team compare."""


def caseload_rows(workers: Iterable[Caseload]) -> list[CaseloadRow]:
    found = list(workers)
    highest = max([ONE_PERSON, *(max(each.load, each.limits.ceiling) for each in found)])
    return [
        CaseloadRow(
            caseload=each,
            load=load_words(each),
            standing=standing_words(each),
            kind=STANDING_KIND[each.standing],
            highest=highest,
        )
        for each in found
    ]


@dataclass(frozen=True)
class CaseRow:
    """One participant in a caseload."""

    case: Case
    name: str
    public_id: str
    support: str
    counts: str
    last_touch: datetime
    worker: str
    checked: bool = False


def case_rows(cases: Iterable[Case], names: dict[int, str], chosen: Iterable[str] = ()) -> list[CaseRow]:
    wanted = set(chosen)
    return [
        CaseRow(
            case=each,
            name=each.person.full_name,
            public_id=str(each.person.public_id),
            support=str(ContactPlan.Intensity(each.intensity).label),
            counts=_("Out of touch: counted apart") if each.is_out_of_touch else counted_words(each),
            last_touch=each.last_touch,
            worker=worker_of(each, names),
            checked=str(each.person.public_id) in wanted,
        )
        for each in cases
    ]


@dataclass(frozen=True)
class MovedRow:
    """A move that its manager can undo: how many, the new worker, when, and the page that does it."""

    text: str
    url: str


def moved_row(
    moved: Sequence[WorkerChange], source: User, team: Iterable[Caseload], program: Program
) -> MovedRow | None:
    target = next((each.user for each in team if moved and each.user.pk == moved[0].to_worker_id), None)
    if target is None:
        return None
    text = ngettext(
        "You moved %(count)d participant from here to %(name)s at %(time)s.",
        "You moved %(count)d participants from here to %(name)s at %(time)s.",
        len(moved),
    )
    values = {"count": len(moved), "name": target.full_name, "time": clock(moved[0].changed_at, program)}
    path = reverse("caseloads:worker", args=[program.slug, target.public_id])
    return MovedRow(text % values, f"{path}?back={source.public_id}")


def counted_words(case: Case) -> str:
    return _("Counts %(weight)s") % {"weight": hundredths(case.weight)}


def worker_of(case: Case, names: dict[int, str]) -> str:
    """The worker of a participant; one who has left is still named."""
    worker_id = case.enrollment.primary_worker_id
    return names.get(worker_id, _("A former worker")) if worker_id is not None else _("No one")


def worker_entries(changes: Iterable[WorkerChange], names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Each change of worker, as entries of a timeline (C-F06)."""
    for change in changes:
        before = names.get(change.from_worker_id or 0, _("no one"))
        after = names.get(change.to_worker_id or 0, _("no one"))
        yield TimelineEntry(
            at=change.changed_at,
            title=_("New worker: %(name)s") % {"name": after},
            by=names.get(change.changed_by_id or 0, ""),
            text=_("Before: %(name)s") % {"name": before},
        )
