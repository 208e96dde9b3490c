"""New charges in lists and on their own page."""

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
from handoff.staffing.queries import ConsentDecisions, can_read_recommendations


@dataclass(frozen=True)
class ChargeTimeline:
    """Recommendations and decisions on one charge, newest first.

    `recommendations_hidden` is set when no live ROI lets the reader's agency see them.
    """

    entries: list[TimelineEntry]
    recommendations_hidden: bool


def offense_choices(program: Program, at: datetime) -> list[tuple[str, str]]:
    """Today's offenses as choices, common ones first."""
    return [
        (each.key, f"{each.shown_title} ({each.statute})" if each.statute else each.shown_title)
        for each in offenses_effective_on(program, local_date(program, at))
    ]


def charge_columns() -> list[Column]:
    return [
        Column(label=name)
        for name in (_("Charge"), _("Participant"), _("Date"), _("Recommendations"), _("Decision"))
    ]


def charge_rows(charges: list[NewCharge], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(
                text=charge.shown_title,
                url=reverse("staffing:new_charge", args=[program.slug, charge.public_id]),
            ),
            Cell(text=charge.person.full_name),
            Cell(text=charge.occurred_on),
            Cell(text=getattr(charge, "recommendation_count", 0)),
            decision_cell(getattr(charge, "outcome", None)),
        ]
        for charge in charges
    ]


def decision_cell(outcome: str | None) -> Cell:
    if outcome is None:
        return Cell(text=_("Waiting for the DA"), kind="soon")
    return Cell(text=ChargeDecision.Outcome(outcome).label, kind="done")


def charge_timeline(charge: NewCharge, actor: Actor, consent: ConsentDecisions) -> ChargeTimeline:
    """Build the timeline of one charge as this reader may see it.

    The DA's reason may repeat what the team said, so it needs the ROI for charges just like the recommendations do.
    Authors always see their own text.
    """
    decisions, recommendations = list(charge.decisions.all()), list(charge.recommendations.all())
    names = full_names_by_id(
        [*(each.decided_by_id for each in decisions), *(each.written_by_id for each in recommendations)]
    )
    readable = can_read_recommendations(charge, actor, consent)
    entries = [
        TimelineEntry(
            at=decision.decided_at,
            title=_("Decision: %(outcome)s") % {"outcome": decision.get_outcome_display()},
            by=names.get(decision.decided_by_id, ""),
            text=decision.reason if readable or decision.decided_by_id == actor.user_id else "",
        )
        for decision in decisions
    ]
    for recommendation in recommendations:
        if readable or recommendation.written_by_id == actor.user_id:
            role = ROLES[RoleName(recommendation.role)].title
            title = f"{recommendation.get_advice_display()} · {role}"
            entries.append(
                TimelineEntry(
                    at=recommendation.written_at,
                    title=title,
                    by=names.get(recommendation.written_by_id, ""),
                    text=recommendation.comment,
                )
            )
    return ChargeTimeline(
        entries=sorted(entries, key=lambda entry: entry.at, reverse=True), recommendations_hidden=not readable
    )
