"""M13, overdoses, reversals and deaths of participants: counted to learn from, never to judge anyone by."""

from collections.abc import Iterable

from handoff.core.text import mark_for_translation
from handoff.enrollment.safety.facts import SafetyFact
from handoff.measures.definitions.measure import ALL, Grouping, Line, Measure, Result, Table, Unit
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period

DIED = "died"
HOW_IT_ENDED = ("given", "not_given", "unknown", DIED)
CAUSES = ("overdose", "other", "unknown")


def count_safety(facts: Facts, period: Period) -> Result:
    """Overdoses of the period, those that someone died of included, and beside them deaths and reversals."""
    events = [each for each in facts.safety if each.happened_on in period]
    deaths = [each for each in events if each.kind == "death"]
    survived = [each for each in events if each.kind == "overdose"]
    fatal = [each for each in deaths if each.cause == "overdose"]
    reversals = [each for each in events if each.kind == "reversal"]
    overdoses = _ids([*survived, *fatal])
    ended = {code: _ids(each for each in survived if each.naloxone == code) for code in HOW_IT_ENDED}
    ended[DIED] = _ids(fatal)
    return Result(
        period,
        Line(ALL, overdoses),
        (
            Table(
                "overdose", Unit.EVENTS, tuple(Line(code, ended[code], overdoses) for code in HOW_IT_ENDED)
            ),
            Table(
                "death",
                Unit.EVENTS,
                tuple(
                    Line(code, _ids(each for each in deaths if each.cause == code), _ids(deaths))
                    for code in CAUSES
                ),
            ),
            Table("reversal", Unit.EVENTS, (Line("reversal", _ids(reversals)),)),
        ),
        {"deaths": len(deaths), "reversals": len(reversals)},
    )


def _ids(events: Iterable[SafetyFact]) -> tuple[int, ...]:
    return tuple(sorted(each.event for each in events))


SAFETY = Measure(
    code="M13",
    key="overdoses-and-deaths",
    version=1,
    title=mark_for_translation("Overdoses, reversals, and deaths"),
    sentence=mark_for_translation("The overdoses and deaths of participants that the care team knows of."),
    numerator=mark_for_translation(
        "Overdoses of participants in the period, survived or not, by how they ended; deaths by cause; overdoses of "
        "others that a participant reversed"
    ),
    denominator=mark_for_translation("None: how many there were that no one knows of can't be counted"),
    exclusions=(
        mark_for_translation(
            "Participants are people who were enrolled, whether active or not. The day it happened counts."
        ),
        mark_for_translation(
            "Entries removed as mistakes aren't counted; of a corrected one the newest counts."
        ),
        mark_for_translation("One person can have several overdoses."),
    ),
    section="7d",
    unit=Unit.EVENTS,
    count=count_safety,
    grouping=Grouping(safety=True),
    is_health=True,
)
