"""The figures of one period's measures as a set of counts that add up, and the same measures with some hidden (M9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from handoff.measures.definitions.demographics import UNKNOWN
from handoff.measures.definitions.measure import Line, Measure, Result, Table, Unit
from handoff.measures.rules.suppression import Earlier, FigureSet, Key, Sum

Counted = Sequence[tuple[Measure, Result]]

# The figure that each headline and each table of parts counts: the same figure has the same name wherever it stands.
HEADLINES: dict[str, tuple[Key, Key | None]] = {
    "acceptance-rate": ("answer/accepted", "offers"),
    "decline-reasons": ("answer/declined", None),
    "enrollment-rate": ("intake/enrolled", "screened"),
    "demographics": ("race:referred/known", "people/referred"),
    "officers-who-referred": ("officers", "sworn"),
    "charges-of-active-participants": ("charged", "active"),
    "new-charges-after-referral": ("newly_charged", "active"),
    "before-and-after": ("followed", "cohort"),
    "overdoses-and-deaths": ("overdoses", None),
}
PARTS_OF: dict[str, Key] = {
    "answer": "offers",
    "reason": "answer/declined",
    "later_reason": "later",
    "intake": "screened",
    "offense": "charges",
    "new_offense": "new_charges",
    "new_how": "new_charges",
    "overdose": "overdoses",
    "death": "deaths",
}
ALSO: dict[Key, Key] = {"overdose/died": "death/overdose"}
"""One figure that stands in two tables."""
BY_GROUP = ("agency", "pathway")
SHARED_BY_GROUP = ("acceptance-rate", "enrollment-rate")
"""The measures that leave by agency and kind of referral. Each further table would hide more than it shows."""
NOTES = {"offense": "charges", "new_offense": "new_charges", "death": "deaths"}
"""What the finding says beside its figure, from the whole of one of its tables."""


def shared_part(counted: Counted) -> list[tuple[Measure, Result]]:
    """The measures without the tables that stay with those who read exact figures."""
    return [
        (
            measure,
            result
            if measure.key in SHARED_BY_GROUP
            else replace(result, tables=tuple(each for each in result.tables if each.key not in BY_GROUP)),
        )
        for measure, result in counted
        if not measure.is_own
    ]


def figure_keys(measure: Measure, table: str, line: Line) -> tuple[Key, Key | None]:
    """The names of a line's count and of its whole."""
    key = measure.key
    if not table:
        return HEADLINES[key]
    if table in PARTS_OF:
        name = f"{table}/{line.code}"
        return ALSO.get(name, name), PARTS_OF[table]
    if table == "reversal":
        return table, None
    if table == "before_after":
        return f"{table}/{line.code}", f"followed/{line.code.partition(':')[0]}"
    if table == "left_out":
        return f"{table}/{line.code}", "cohort"
    if table == "officer_agency":
        return f"officers/{line.code}", f"sworn/{line.code}"
    if table in BY_GROUP:
        count, whole = HEADLINES[key]
        return f"{count}/{table}/{line.code}", f"{whole}/{table}/{line.code}"
    stage = table.partition(":")[2]
    return f"{table}/{line.code}", f"people/{stage}" if line.code in UNKNOWN else f"{table}/known"


@dataclass
class _Builder:
    """Collects the figures of a period and how they depend on each other."""

    values: dict[Key, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    implied: set[Key] = field(default_factory=set)
    slack: set[Key] = field(default_factory=set)
    known: set[Key] = field(default_factory=set)

    def add(self, key: Key | None, value: int | None) -> None:
        if key is not None and value is not None:
            self.values.setdefault(key, value)

    def add_sum(self, whole: Key, parts: Iterable[Key]) -> None:
        """Only what is so: a reader who supposes otherwise learns nothing that is."""
        found = tuple(dict.fromkeys(parts))
        if self.values[whole] == sum(self.values[each] for each in found):
            self.sums.append(Sum(whole, found))

    def add_rest(self, count: Key, whole: Key) -> None:
        """Whoever is in the whole and not in the count: no figure of its own, but one that follows."""
        if self.values[count] <= self.values[whole]:
            rest = f"{whole} without {count}"
            self.values[rest] = self.values[whole] - self.values[count]
            self.implied.add(rest)
            self.sums.append(Sum(whole, (count, rest)))

    def add_order(self, less: Key, more: Key) -> None:
        """A reader knows that one figure is at most the other."""
        if less in self.values and more in self.values and self.values[less] <= self.values[more]:
            gap = f"{more} above {less}"
            self.values[gap] = self.values[more] - self.values[less]
            self.slack.add(gap)
            self.sums.append(Sum(more, (less, gap)))


def figure_set(counted: Counted, earlier: Iterable[Earlier] = ()) -> FigureSet:
    """Every figure of a period, with what a reader can conclude from one to another."""
    builder = _Builder()
    for measure, result in counted:
        for table, line in _lines(result):
            count, whole = figure_keys(measure, table, line)
            builder.add(count, line.count)
            builder.add(whole, line.whole)
    for measure, result in counted:
        _relate(builder, measure, result)
    _relate_measures(builder)
    return FigureSet(
        builder.values,
        tuple(builder.sums),
        frozenset(builder.implied),
        frozenset(builder.slack),
        frozenset(builder.known),
        tuple(_insiders(builder)),
        tuple(earlier),
    )


def _lines(result: Result) -> Iterator[tuple[str, Line]]:
    yield "", result.headline
    for table in result.tables:
        for line in table.lines:
            yield table.key, line


def _relate(builder: _Builder, measure: Measure, result: Result) -> None:
    count, whole = HEADLINES[measure.key]
    if whole in builder.values and measure.key != "demographics":
        builder.add_rest(count, whole)
    for table in result.tables:
        keys = [figure_keys(measure, table.key, line) for line in table.lines]
        if table.key in PARTS_OF and keys:
            builder.add_sum(PARTS_OF[table.key], [each for each, _whole in keys])
        elif table.key in BY_GROUP:
            builder.add_sum(count, [each for each, _whole in keys])
            builder.add_sum(str(whole), [str(each) for _count, each in keys])
            for one, all_of_it in keys:
                builder.add_rest(one, str(all_of_it))
        elif table.key == "officer_agency":
            _relate_officers(builder, [each for each in keys if each[1] in builder.values])
        elif table.key in ("before_after", "left_out"):
            _relate_windows(builder, table.key, keys)
        elif table.unit is Unit.PEOPLE and keys:
            _relate_people(builder, table, [each for each, _whole in keys])


def _relate_windows(builder: _Builder, table: str, keys: list[tuple[Key, Key | None]]) -> None:
    """Who is followed for a kind of event, and who is left out of it, are all who were referred and enrolled."""
    for one, whole in keys:
        builder.add_rest(one, str(whole))
    if table == "left_out":
        left = [one for one, _whole in keys]
        fixed = [each for each in left if ":" not in each]
        for each in left:
            if ":" in each:
                builder.add_sum("cohort", [*fixed, each, f"followed/{each.rpartition(':')[2]}"])
        # The participants referred in a period stand in the enrollment rate too.
        if "intake/enrolled" in builder.values:
            builder.add_sum("cohort", ["intake/enrolled"])


def _relate_officers(builder: _Builder, keys: list[tuple[Key, Key | None]]) -> None:
    """How many officers an agency has is no secret; how many of them did or didn't refer may be."""
    if keys:
        builder.known |= {"sworn", *(str(whole) for _count, whole in keys)}
        builder.add_sum("officers", [each for each, _whole in keys])
        for count, whole in keys:
            builder.add_rest(count, str(whole))


def _relate_people(builder: _Builder, table: Table, keys: list[Key]) -> None:
    stage = table.key.partition(":")[2]
    known = [key for key, line in zip(keys, table.lines, strict=True) if line.code not in UNKNOWN]
    unknown = [key for key in keys if key not in known]
    total = f"people/{stage}"
    builder.values.setdefault(f"{table.key}/known", sum(builder.values[each] for each in known))
    builder.values.setdefault(total, sum(builder.values[each] for each in keys))
    builder.add_sum(f"{table.key}/known", known)
    builder.add_sum(total, [f"{table.key}/known", *unknown])
    if stage in {"accepted", "declined"}:
        for key in [*keys, f"{table.key}/known"]:
            builder.add_order(key, key.replace(f":{stage}/", ":referred/"))


def _relate_measures(builder: _Builder) -> None:
    """What one measure says about another: people are at most referrals, and who was screened had said yes."""
    orders = [
        ("people/referred", "offers"),
        ("people/accepted", "answer/accepted"),
        ("people/declined", "answer/declined"),
        ("people/accepted", "people/referred"),
        ("people/declined", "people/referred"),
        ("screened", "answer/accepted"),
        ("charged", "charges"),
        ("people/active", "active"),
        ("newly_charged", "new_charges"),
    ]
    orders += [
        (key, key.replace("screened/", "answer/accepted/", 1))
        for key in list(builder.values)
        if key.startswith("screened/") and " " not in key
    ]
    for less, more in orders:
        builder.add_order(less, more)


def _insiders(builder: _Builder) -> Iterator[frozenset[Key]]:
    """The figures that each agency can count from its own records."""
    codes = {key.rpartition("/")[2] for key in builder.values if key.startswith("offers/agency/")}
    for code in sorted(codes - {"none"}):
        ends = (f"/agency/{code}", f"officers/{code}")
        yield frozenset(key for key in builder.values if key.endswith(ends))


def hide_figures(counted: Counted, hidden: frozenset[Key]) -> list[tuple[Measure, Result]]:
    """The same measures without the hidden numbers: they are nowhere in what is returned."""
    return [(measure, _hide(measure, result, hidden)) for measure, result in counted]


def _hide(measure: Measure, result: Result, hidden: frozenset[Key]) -> Result:
    tables = tuple(
        replace(table, lines=tuple(_hide_line(measure, table.key, line, hidden) for line in table.lines))
        for table in result.tables
    )
    return Result(result.period, _hide_line(measure, "", result.headline, hidden), tables, _notes(tables))


def _notes(tables: Iterable[Table]) -> dict[str, int]:
    """What the finding says beside its figure, as far as it isn't hidden."""
    notes: dict[str, int] = {}
    for table in tables:
        for line in table.lines:
            if table.key == "intake" and line.code == "open" and not line.count_hidden:
                notes["open"] = line.count
            if table.key in NOTES and not line.whole_hidden:
                notes[NOTES[table.key]] = line.whole or 0
    return notes


def _hide_line(measure: Measure, table: str, line: Line, hidden: frozenset[Key]) -> Line:
    count, whole = figure_keys(measure, table, line)
    is_hidden, is_whole_hidden = count in hidden, whole in hidden
    return Line(
        line.code,
        (),
        size=None if is_whole_hidden else line.whole,
        baseline=line.baseline,
        counted=None if is_hidden else line.count,
        count_hidden=is_hidden,
        whole_hidden=is_whole_hidden,
    )
