"""New charges in lists and on their own page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.queries import full_names_by_id
from handoff.charges.dispositions.presenters import disposition_entries, disposition_words
from handoff.charges.models import Disposition, NewCharge
from handoff.charges.queries import offenses_effective_on
from handoff.consent.gate import decide_about
from handoff.consent.models import InformationKind
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.models import ChargeDecision
from handoff.staffing.queries import ConsentDecisions, can_read_recommendations, people_known_to_da


@dataclass(frozen=True)
class ChargeTimeline:
    """Recommendations and decisions on one charge, newest first.

    `recommendations_hidden` is set when no live ROI lets the reader's agency see them. `disposition` is the newest that
    this reader may see, in words.
    """

    entries: list[TimelineEntry]
    recommendations_hidden: bool
    disposition: str


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


def shown_name(person: Person, actor: Actor) -> str:
    """The name for this reader: the name a person goes by stays on the care side (finding-S6)."""
    return person.full_name if actor.on_care_side else person.recorded_name


def charge_rows(charges: list[NewCharge], program: Program, actor: Actor, at: datetime) -> list[list[Cell]]:
    known = people_known_to_da(program, [each.person_id for each in charges], at)
    return [
        [
            Cell(
                text=charge.shown_title,
                url=reverse("staffing:new_charge", args=[program.slug, charge.public_id]),
            ),
            Cell(text=shown_name(charge.person, actor)),
            Cell(text=charge.occurred_on),
            Cell(text=getattr(charge, "recommendation_count", 0)),
            decision_cell(getattr(charge, "outcome", None), charge, known, actor),
        ]
        for charge in charges
    ]


def decision_cell(outcome: str | None, charge: NewCharge, known: set[int] | None, actor: Actor) -> Cell:
    """The decision; "waiting for the DA" only where the DA's office can open the charge (N3)."""
    if charge.entered_in_error_at is not None:
        return Cell(text=_("Entered in error"), kind="info")
    if outcome is not None:
        return Cell(text=ChargeDecision.Outcome(outcome).label, kind="done")
    if not charge.asks_for_decision:
        return Cell(text=_("Warrant: help to clear it"), kind="soon")
    if known is None:
        return Cell(text=_("Not decided: no DA's office in the program"), kind="info")
    if charge.person_id not in known:
        # What else a release names is only for the care team.
        shown = _("The DA can't see it: no release") if actor.on_care_side else _("Not decided")
        return Cell(text=shown, kind="soon")
    return Cell(text=_("Waiting for the DA"), kind="soon")


def hidden_from(charge: NewCharge, actor: Actor, at: datetime) -> list[str]:
    """Who can't see this charge because no live ROI allows it. Only for the care team, who may ask for one (N3)."""
    if not actor.on_care_side:
        return []
    people = [charge.person_id]
    hidden = []
    known = people_known_to_da(charge.program, people, at)
    if known is not None and not known:
        hidden.append(_("the DA's office"))
    agency = charge.agency if charge.officer_id is not None else None
    if agency is not None and not decide_about(agency, charge.person_id, at).covers(
        InformationKind.PARTICIPATION
    ):
        hidden.append(_("the arresting officer (%(agency)s)") % {"agency": agency.name})
    return hidden


def dispositions_for(charge: NewCharge, actor: Actor, consent: ConsentDecisions) -> list[Disposition]:
    """The dispositions that this reader may see: under a release that covers charges, and their own."""
    readable = can_read_recommendations(charge, actor, consent)
    return [each for each in charge.dispositions.all() if readable or each.recorded_by_id == actor.user_id]


def charge_timeline(charge: NewCharge, actor: Actor, consent: ConsentDecisions) -> ChargeTimeline:
    """Build the timeline of one charge as this reader may see it.

    The DA's reason may repeat what the team said, so it needs the ROI for charges just like the recommendations do. So
    do dispositions: a sentence is more than that someone is in the program.
    Authors always see their own text.
    """
    decisions, recommendations = list(charge.decisions.all()), list(charge.recommendations.all())
    names = full_names_by_id(
        [
            *(each.decided_by_id for each in decisions),
            *(each.written_by_id for each in recommendations),
            *(each.recorded_by_id or 0 for each in charge.dispositions.all()),
        ]
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
    entries += [
        TimelineEntry(
            at=each.written_at,
            title=f"{each.get_advice_display()} · {ROLES[RoleName(each.role)].title}",
            by=names.get(each.written_by_id, ""),
            text=each.comment,
        )
        for each in recommendations
        if readable or each.written_by_id == actor.user_id
    ]
    dispositions = dispositions_for(charge, actor, consent)
    entries += disposition_entries(dispositions, names)
    changes = charge.changes.all()
    entries += [TimelineEntry(at=each.changed_at, title=each.get_what_display()) for each in changes]
    return ChargeTimeline(
        entries=sorted(entries, key=lambda entry: entry.at, reverse=True),
        recommendations_hidden=not readable,
        disposition=disposition_words(dispositions[-1]) if dispositions else "",
    )


@dataclass(frozen=True)
class ChargeAtTable:
    """A new charge as the facilitator reads it: what the team recommends, what was decided, and its page."""

    title: str
    day: date
    entries: list[TimelineEntry]
    url: str


def charges_at_table(charges: list[NewCharge], actor: Actor) -> list[ChargeAtTable]:
    """The new charges of one person at the table, for the care team, which needs no release."""
    prefetch_related_objects(charges, "recommendations", "changes", "person__program")
    return [
        ChargeAtTable(
            each.shown_title,
            each.occurred_on,
            charge_timeline(each, actor, {}).entries,
            reverse("staffing:new_charge", args=[each.person.program.slug, each.public_id]),
        )
        for each in charges
    ]
