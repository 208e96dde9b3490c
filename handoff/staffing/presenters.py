"""New charges as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.queries import full_names_by_id
from handoff.charges.models import NewCharge
from handoff.charges.queries import offenses_effective_on
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.models import ChargeDecision
from handoff.staffing.queries import Decisions, may_read_views


@dataclass(frozen=True)
class Said:
    """What the team says of a charge and what was decided; `hidden` when the ROI does not cover the reader."""

    entries: list[TimelineEntry]
    hidden: bool


def offense_choices(program: Program, at: datetime) -> list[tuple[str, str]]:
    """Return the offences in force, common ones first."""
    return [
        (each.key, f"{each.title} ({each.statute})")
        for each in offenses_effective_on(program, local_date(program, at))
    ]


def charge_columns() -> list[Column]:
    """Return the headings of the list of new charges."""
    return [
        Column(label=name) for name in (_("Charge"), _("Participant"), _("Date"), _("Views"), _("Decision"))
    ]


def charge_rows(charges: list[NewCharge], program: Program) -> list[list[Cell]]:
    """Return the list of new charges as cells."""
    return [
        [
            Cell(
                text=charge.title, url=reverse("staffing:new_charge", args=[program.slug, charge.public_id])
            ),
            Cell(text=charge.person.full_name),
            Cell(text=charge.occurred_on),
            Cell(text=getattr(charge, "views_given", 0)),
            decision_cell(getattr(charge, "outcome", None)),
        ]
        for charge in charges
    ]


def decision_cell(outcome: str | None) -> Cell:
    """Return the decision in words."""
    if outcome is None:
        return Cell(text=_("Waiting for the DA"), kind="soon")
    return Cell(text=ChargeDecision.Outcome(outcome).label, kind="done")


def said_of(charge: NewCharge, actor: Actor, shared: Decisions) -> Said:
    """Return the decisions, and why and the team's views where the reader may have them, newest first.

    A reason written after hearing the team may repeat it: like the views it needs the ROI for charges, but for who
    wrote it.
    """
    decisions, views = list(charge.decisions.all()), list(charge.views.all())
    names = full_names_by_id(
        [*(each.decided_by_id for each in decisions), *(each.written_by_id for each in views)]
    )
    readable = may_read_views(charge, actor, shared)
    entries = [
        TimelineEntry(
            at=decision.decided_at,
            title=_("Decision: %(outcome)s") % {"outcome": decision.get_outcome_display()},
            by=names.get(decision.decided_by_id, ""),
            text=decision.reason if readable or decision.decided_by_id == actor.user_id else "",
        )
        for decision in decisions
    ]
    for view in views:
        if readable or view.written_by_id == actor.user_id:
            role = ROLES[RoleName(view.role)].title
            title = f"{view.get_advice_display()} · {role}"
            entries.append(
                TimelineEntry(
                    at=view.written_at, title=title, by=names.get(view.written_by_id, ""), text=view.words
                )
            )
    return Said(entries=sorted(entries, key=lambda entry: entry.at, reverse=True), hidden=not readable)
