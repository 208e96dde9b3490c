"""The rows of a file that an import doesn't take, in sentences."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.spreadsheets.facts import RefusedRow

MOST_SPANS = 40
"""So many spans of lines are named for one reason: a list that no one reads to its end helps no one."""


def refused_sentences(rows: Iterable[RefusedRow]) -> list[str]:
    """Each reason once, with the lines that it's about: what is wrong with a column is wrong in every row."""
    by_reason: dict[str, list[int]] = {}
    for row in rows:
        by_reason.setdefault(row.reason, []).append(row.line)
    return [
        ngettext("Line %(lines)s: %(reason)s", "Lines %(lines)s: %(reason)s", len(lines))
        % {"lines": lines_text(lines), "reason": reason}
        for reason, lines in by_reason.items()
    ]


def lines_text(lines: Sequence[int]) -> str:
    """Line numbers in words: 2, 4\u20139, 12."""
    spans = [
        [line for _place, line in span]
        for _start, span in groupby(enumerate(sorted(lines)), key=lambda pair: pair[1] - pair[0])
    ]
    shown = spans[:MOST_SPANS]
    text = ", ".join(f"{span[0]}\u2013{span[-1]}" if len(span) > 1 else str(span[0]) for span in shown)
    rest = len(lines) - sum(map(len, shown))
    return _("%(lines)s and %(count)d more") % {"lines": text, "count": rest} if rest else text
