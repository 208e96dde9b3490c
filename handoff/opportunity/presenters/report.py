"""The opportunity analysis as JSON values, and as lines of text for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.opportunity.presenters.sentences import (
    columns_used,
    count_sentence,
    headline,
    notes,
    offense_title,
    unused_columns_sentence,
)
from handoff.opportunity.rules.analysis import Count, Opportunity

LISTED = 20
MOST_LINES = 500
"""The most places and unrecognized texts that a page or a file lists; the figures count all."""


def result_values(result: Opportunity, criteria: str) -> dict[str, object]:
    """The whole result as JSON values, with the criteria's name; long lists name their most common lines."""
    values: dict[str, object] = asdict(shorten(result))
    values["places"], values["unmapped_texts"] = len(result.by_place), len(result.unmapped)
    values["criteria"] = criteria
    values["headline"] = headline(result, criteria)
    values["divertible_range"] = (
        None
        if result.divertible is None
        else {"at_least": 0 if result.unasked else result.divertible, "at_most": result.divertible}
    )
    values["assumptions"] = [_(sentence) for sentence in result.assumptions]
    return values


def shorten(result: Opportunity) -> Opportunity:
    """The result with at most the 500 most common places and unrecognized texts; the figures count all."""
    return replace(result, by_place=result.by_place[:MOST_LINES], unmapped=result.unmapped[:MOST_LINES])


def result_lines(result: Opportunity, criteria: str) -> Iterator[str]:
    yield _("Opportunity analysis using %(criteria)s") % {"criteria": criteria}
    yield ""
    yield headline(result, criteria)
    yield count_sentence(result)
    yield from (f"  {number:>6}  {text}" for text, number in notes(result))
    if not result.withheld:
        yield from _breakdowns(result)
    yield from _unmapped_lines(result)
    yield ""
    yield _("How we counted")
    yield from (f"  {_(sentence)}" for sentence in result.assumptions)
    yield ""
    yield _("Columns we used")
    yield from (f"  {label}: {headings}" for label, headings in columns_used(result))
    yield unused_columns_sentence(result)


def _breakdowns(result: Opportunity) -> Iterator[str]:
    charges = [replace(line, title=offense_title(line)) for line in result.by_charge]
    yield from _section(_("By charge (an encounter counts under each of its charges)"), charges)
    yield from _section(_("By month"), result.by_month, limit=None)
    titles = {
        "arrest_type": _("By type of arrest"),
        "sex": _("By sex"),
        "race": _("By race as recorded"),
        "age": _("By age"),
    }
    for group, title in titles.items():
        if group in result.by_group:
            yield from _section(title, result.by_group[group])
    if result.by_place:
        yield from _section(_("By place"), result.by_place)
    yield from _exclusions(result)
    yield ""
    yield _("Assumed, because an arrest list can't show it (of encounters that could have been diverted)")
    yield from (f"  {line.divertible:>6}  {_(line.title)}" for line in result.unasked if line.divertible)


def _section(title: str, counts: Sequence[Count], limit: int | None = LISTED) -> Iterator[str]:
    yield ""
    yield title
    yield f"  {_('met'):>6}  {_('up to'):>6}"
    shown = counts[:limit]
    yield from (
        f"  {line.encounters:>6}  {line.divertible:>6}  {_format_title(line.title)}" for line in shown
    )
    yield from _more_line(len(counts) - len(shown))


def _format_title(title: str) -> str:
    return _(title) if title else _("(blank)")


def _more_line(hidden: int) -> Iterator[str]:
    if hidden > 0:
        yield "          " + ngettext("and %(number)s more", "and %(number)s more", hidden) % {
            "number": hidden
        }


def _exclusions(result: Opportunity) -> Iterator[str]:
    yield ""
    yield _(
        "Why others weren't eligible (an encounter can have several reasons; 'only' counts "
        "those with just this one)"
    )
    yield f"  {_('all'):>6}  {_('only'):>6}"
    yield from (f"  {line.encounters:>6}  {line.only:>6}  {_(line.title)}" for line in result.excluded_by)


def _unmapped_lines(result: Opportunity) -> Iterator[str]:
    yield ""
    if not result.unmapped:
        yield _("We recognized every charge.")
        return
    yield _("Charges we didn't recognize (we never guess: add them to the rules or map them by hand)")
    shown = result.unmapped[:LISTED]
    yield from (f"  {line.rows:>6}  {_join_texts((line.statute, line.description))}" for line in shown)
    yield from _more_line(len(result.unmapped) - len(shown))


def _join_texts(texts: Iterable[str]) -> str:
    return " | ".join(text for text in texts if text) or _("(blank)")
