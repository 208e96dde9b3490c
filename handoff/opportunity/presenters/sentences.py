"""What the page, the command and the files say alike about a result: its figure, what was counted, which columns."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handoff.charges.definitions import title_in
from handoff.opportunity.forms import FACTS
from handoff.opportunity.rules.analysis import Count, Opportunity, Withheld

WITHHELD: dict[Withheld, str | Promise] = {
    Withheld.OTHER_STATE: gettext_lazy(
        "We can't give a figure for this list. Most of its sections aren't North Carolina's, and North Carolina's law "
        "is the only one we know."
    ),
    Withheld.UNREAD: gettext_lazy(
        "We can't give a figure for this list. We didn't recognize most of its charges. Check that the right columns "
        "were used."
    ),
}


def format_share(part: int, whole: int) -> str:
    """A share in whole percent, with a non-breaking space; a dash when there is nothing to share."""
    return f"{100 * part / whole:.0f}\u00a0%" if whole else "–"


def headline(result: Opportunity, criteria: str) -> str:
    """The sentence with the one figure that partners ask for, or why there is none."""
    if result.withheld or result.divertible is None:
        return str(WITHHELD[result.withheld or Withheld.UNREAD])
    values = {
        "divertible": f"{result.divertible:,}",
        "encounters": f"{result.encounters:,}",
        "share": format_share(result.divertible, result.encounters),
        "criteria": criteria,
    }
    if not result.divertible:
        return (
            _("None of the %(encounters)s encounters could have been diverted under %(criteria)s.") % values
        )
    return (
        _(
            "Up to %(divertible)s of %(encounters)s encounters (%(share)s) could have been diverted under %(criteria)s."
        )
        % values
    )


def count_sentence(result: Opportunity) -> str:
    return _(
        "The %(rows)s rows hold %(charges)s charges and make up %(encounters)s encounters, each between one person "
        "and police."
    ) % {
        "rows": f"{result.rows:,}",
        "charges": f"{result.charges:,}",
        "encounters": f"{result.encounters:,}",
    }


def notes(result: Opportunity) -> Iterable[tuple[str, int]]:
    """Counts that a reader should know before using the figure."""
    yield _("People under 18"), result.minors
    yield _("Encounters on a warrant or a failure to appear"), result.warrants
    yield _("Encounters with a charge that could be a felony or a misdemeanor"), result.grade_unstated
    yield (
        _(
            "Encounters with the same charge in two rows: one person, or several that the list doesn't tell apart"
        ),
        result.perhaps_several_people,
    )
    yield _("Rows with a charge we didn't recognize"), result.unmapped_rows
    if "date" in result.columns:
        yield _("Rows with an unreadable date"), result.undated_rows
    yield _("Rows without an age we could read"), result.ageless_rows
    if result.carried_rows:
        yield _("Rows read as further charges of the arrest above"), result.carried_rows


def offense_title(line: Count) -> str:
    """The title of an offense's line in the reader's language."""
    return title_in(line.name, line.title, get_language() or "en")


def columns_used(result: Opportunity) -> list[tuple[str | Promise, str]]:
    """Each fact with the headings it was read from, in the order of the facts."""
    return [
        (label, ", ".join(result.columns[fact]))
        for fact, (label, _help) in FACTS.items()
        if fact in result.columns
    ]


def unused_columns_sentence(result: Opportunity) -> str:
    """The sentence that names the headings no fact was read from."""
    if not result.left_over:
        return _("We used every column of the file.")
    return _("Columns we didn't use: %(headings)s.") % {
        "headings": ", ".join(heading[:60] for heading in result.left_over)
    }
