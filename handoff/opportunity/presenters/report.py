"""The opportunity analysis as JSON values, and as lines of text for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.opportunity.rules.analysis import Count, Opportunity

LISTED = 20


def result_values(result: Opportunity, criteria: str) -> dict[str, object]:
    """The whole result as JSON values, with the criteria's name."""
    values: dict[str, object] = asdict(result)
    values["criteria"] = criteria
    values["divertible_range"] = {
        "at_least": 0 if result.unasked else result.divertible,
        "at_most": result.divertible,
    }
    values["assumptions"] = [_(sentence) for sentence in result.assumptions]
    return values


def result_lines(result: Opportunity, criteria: str) -> Iterator[str]:
    yield from _headline(result, criteria)
    yield from _section(_("By charge (an encounter counts under each of its charges)"), result.by_charge)
    yield from _section(_("By month"), result.by_month, limit=None)
    for group, title in (("sex", _("By sex")), ("race", _("By race as recorded")), ("age", _("By age"))):
        yield from _section(title, result.by_group[group])
    if result.by_place:
        yield from _section(_("By place"), result.by_place)
    yield from _exclusions(result)
    yield from _unmapped(result)
    yield ""
    yield _("Assumed, because an arrest list can't show it (of encounters that could have been diverted)")
    yield from (f"  {line.divertible:>6}  {_(line.title)}" for line in result.unasked if line.divertible)
    yield ""
    yield _("How we counted")
    yield from (f"  {_(sentence)}" for sentence in result.assumptions)


def _headline(result: Opportunity, criteria: str) -> Iterator[str]:
    share = 100 * result.divertible / result.encounters if result.encounters else 0
    yield _("Opportunity analysis using %(criteria)s") % {"criteria": criteria}
    yield ""
    yield _(
        "The %(rows)s rows of charges make up %(encounters)s encounters, each between one person and police."
    ) % {
        "rows": f"{result.rows:,}",
        "encounters": f"{result.encounters:,}",
    }
    yield _(
        "If the assumptions hold, officers could have diverted up to %(divertible)s of them (%(share)s %%)."
    ) % {
        "divertible": f"{result.divertible:,}",
        "share": f"{share:.1f}",
    }
    notes = (
        (_("People under 18"), result.minors),
        (_("Encounters on a warrant or a failure to appear"), result.warrants),
        (_("Rows with a charge we didn't recognize"), result.unmapped_rows),
        (_("Rows with an unreadable date"), result.undated_rows),
        (_("Encounters with a charge that could be a felony or a misdemeanor"), result.grade_unstated),
        (
            _("Encounters that may be several people with the same age, sex, and race"),
            result.perhaps_several_people,
        ),
    )
    yield from (f"  {number:>6}  {text}" for text, number in notes)


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


def _unmapped(result: Opportunity) -> Iterator[str]:
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
