"""The improvement log in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from handoff.core.languages import full_date
from handoff.measures.definitions.measure import Line
from handoff.measures.presenters.words import figure_words, period_name
from handoff.measures.rules.periods import Period
from handoff.staffing.models import Improvement


@dataclass(frozen=True)
class ShownImprovement:
    """One line of the log: its steps as label and text, and which step is next."""

    improvement: Improvement
    title: str
    steps: list[tuple[str, str]]
    state: str
    kind: str


def figure_of(month: date, count: int, whole: int | None) -> str:
    """July 2026: 5 of 9 · 55.6% (26.7–81.1)."""
    return f"{period_name(Period(month))}: {figure_words(Line('', (), size=whole, counted=count))}"


def present_improvement(each: Improvement) -> ShownImprovement:
    steps = [
        (_("Measured"), figure_of(each.month, each.count, each.whole)),
        (_("Decided"), f"{each.decision} ({full_date(each.decided_on)})"),
    ]
    if each.changed_on is not None:
        steps.append((_("Changed"), f"{each.change} ({full_date(each.changed_on)})"))
    if each.again_month is not None and each.again_count is not None:
        steps.append((_("Measured again"), figure_of(each.again_month, each.again_count, each.again_whole)))
        steps.append((_("Learned"), each.learned))
    state, kind = next_step(each)
    return ShownImprovement(each, each.get_measure_display(), steps, state, kind)


def next_step(each: Improvement) -> tuple[str, str]:
    if each.again_month is not None:
        return _("Done"), "done"
    if each.changed_on is not None:
        return _("Next: measure again"), "soon"
    return _("Next: record what changed"), "soon"
