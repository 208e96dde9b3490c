"""Handover plans as pages show them, and the card that a participant gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.casework.models import HandoverPlan
from handoff.casework.turnover.queries import CoveredRole, HandoverRow
from handoff.core.forms.phones import shown_phone
from handoff.core.templatetags.handoff import day
from handoff.participants.models import Person
from handoff.programs.models import Program


@dataclass(frozen=True)
class ItemRow:
    """One participant of a plan: who takes over, the introduction, and whether it is done."""

    name: str
    public_id: str
    to_worker: str
    introduced_by: str
    introduce_on: date | None
    introduced_on: date | None
    has_words: bool
    state: str
    kind: str
    may_move: bool


def item_rows(plan: HandoverPlan, rows: Iterable[HandoverRow], names: dict[int, str]) -> list[ItemRow]:
    return [item_row(plan, each, names) for each in rows]


def item_row(plan: HandoverPlan, row: HandoverRow, names: dict[int, str]) -> ItemRow:
    state, kind = state_of(plan, row)
    item = row.item
    return ItemRow(
        name=row.person.full_name,
        public_id=str(row.person.public_id),
        to_worker=names.get(row.to_worker_id or 0, _("Not decided yet")),
        introduced_by=names.get(item.introduced_by_id or 0, "") if item else "",
        introduce_on=item.introduce_on if item else None,
        introduced_on=item.introduced_on if item else None,
        has_words=bool(item and item.must_know),
        state=state,
        kind=kind,
        may_move=not plan.is_leave and not row.is_moved and row.to_worker_id is not None,
    )


def state_of(plan: HandoverPlan, row: HandoverRow) -> tuple[str, str]:
    """Where a participant stands in a plan, in words, and the color that repeats them."""
    if plan.is_leave:
        if plan.closed_at is not None:
            return _("Back with their worker"), "done"
        return (_("Covered"), "done") if row.is_assigned else (_("No one covers"), "overdue")
    if row.is_assigned:
        return _("Handed over"), "done"
    return (_("Introduced"), "info") if row.is_introduced else (_("Still to introduce"), "soon")


@dataclass(frozen=True)
class SupervisionRow:
    """A supervisor's role of someone who is away, and who has it in these days."""

    title: str
    said: str
    state: str
    kind: str
    may_cover: bool


def supervision_rows(roles: Iterable[CoveredRole]) -> list[SupervisionRow]:
    return [supervision_row(each) for each in roles]


def supervision_row(role: CoveredRole) -> SupervisionRow:
    state, kind = (_("Covered"), "done") if role.is_covered else (_("No one covers"), "overdue")
    return SupervisionRow(
        title=role_title(role.membership.role),
        said=said_of(role),
        state=state,
        kind=kind,
        may_cover=not role.reaches_last_day and not role.others,
    )


def said_of(role: CoveredRole) -> str:
    """Who has the role in these days, in one line."""
    said = []
    cover = role.cover
    if cover is not None and cover.ends_on is not None:
        words = {
            "name": cover.user.full_name,
            "first": day(cover.starts_on),
            "last": day(cover.ends_on - timedelta(days=1)),
        }
        said.append(
            _("Waits for a second manager to confirm: %(name)s, %(first)s – %(last)s.") % words
            if cover.waits_for_confirmation
            else _("%(name)s has the role, %(first)s – %(last)s.") % words
        )
    if role.others:
        names = ", ".join(each.full_name for each in role.others)
        said.append(_("Others with this role: %(names)s.") % {"names": names})
    return " ".join(said)


def user_ids(plan: HandoverPlan, rows: Iterable[HandoverRow]) -> set[int | None]:
    """Everyone a plan names."""
    found: set[int | None] = {plan.user_id, plan.stand_in_id}
    for row in rows:
        found |= {row.to_worker_id, row.item.introduced_by_id if row.item else None}
    return found


@dataclass(frozen=True)
class ContactCard:
    """What a participant gets in hand: who their worker is from now on, and how to reach them."""

    language: str
    heading: str
    lines: list[str]
    phone: str


def contact_card(
    person: Person, program: Program, worker: User, from_name: str, plan: HandoverPlan
) -> ContactCard:
    """The card in the participant's own language; it names no reason, need or treatment."""
    with translation.override(person.language):
        if plan.is_leave:
            until = day(plan.ends_on)
            lines = [_("While %(name)s is away, until %(day)s") % {"name": from_name, "day": until}]
        else:
            lines = [_("%(name)s is leaving. I'm glad to meet you.") % {"name": from_name}]
        lines.append(
            _("You can still call the program any time: %(phone)s") % {"phone": shown_phone(program.phone)}
        )
        return ContactCard(
            language=person.language,
            heading=_("Your worker: %(name)s") % {"name": worker.full_name},
            lines=lines,
            phone=worker.phone or program.phone,
        )
