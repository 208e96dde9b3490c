"""The rules about the charge that an arrest diversion would set aside (handbook 3a)."""

from collections.abc import Callable

from handoff.core.text import mark
from handoff.eligibility.engine.checks import POSSESSION
from handoff.eligibility.engine.criteria import Criteria, LimitKind, VictimRule
from handoff.eligibility.engine.facts import Facts, Immunity, OffenseFact, Reply
from handoff.eligibility.engine.findings import Answer, Reading
from handoff.eligibility.engine.quantities import hold_against_limits

IMMUNITY_SENTENCES: dict[Immunity, tuple[str, str]] = {
    Immunity.SSP_SUPPLIES: (
        mark("Supplies from a syringe program, and residue in them, are not chargeable."),
        "G.S. 90-113.27, confirm with counsel",
    ),
    Immunity.DECLARED_SHARP: (
        mark("A sharp that was declared before the search, and residue in it, is not chargeable."),
        "G.S. 90-113.22(c), confirm with counsel",
    ),
    Immunity.TESTING_EQUIPMENT: (
        mark("Equipment for testing drugs is not chargeable."),
        "G.S. 90-113.22(d) (S.L. 2019-159), confirm with counsel",
    ),
    Immunity.OVERDOSE_CALL: (
        mark("Who called for help in an overdose, or has the overdose, is protected from the charge."),
        "G.S. 90-96.2, confirm with counsel",
    ),
}
NO_OFFENSE_YET = mark("No offense has been chosen yet.")


def is_chargeable(facts: Facts, criteria: Criteria) -> Reading:
    """No law protects the person from the charge. The question is about the offenses that would be set aside.

    No criteria can switch this off: setting aside a charge that can't be brought would be coercion (law.md 2.4).
    """
    if facts.immunity in IMMUNITY_SENTENCES:
        sentence, source = IMMUNITY_SENTENCES[facts.immunity]
        return Reading(Answer.NOT_MET, sentence, source=source)
    if facts.immunity is Immunity.NONE:
        return Reading(Answer.MET, mark("No protection by law applies."))
    return Reading(Answer.UNKNOWN, mark("Whether a protection by law applies has not been answered."))


def offense_is_eligible(facts: Facts, criteria: Criteria) -> Reading:
    """Every offense of the encounter is one that the partners divert; one that is not excludes the encounter."""
    if not facts.offenses:
        return Reading(Answer.UNKNOWN, NO_OFFENSE_YET)
    if not all(_is_eligible(offense, criteria) for offense in facts.offenses):
        return Reading(Answer.NOT_MET, mark("An offense is not on the list that the partners divert."))
    return Reading(Answer.MET, mark("The offense is on the list that the partners divert."))


def _is_eligible(offense: OffenseFact, criteria: Criteria) -> bool:
    if offense.key in criteria.excluded_offenses:
        return False
    return offense.kind in criteria.eligible_kinds or offense.key in criteria.eligible_offenses


def felony_is_eligible(facts: Facts, criteria: Criteria) -> Reading:
    """A felony is of a kind whose felonies the partners divert, as possession below the trafficking weight is.

    Possession of fentanyl in any amount has been a Class I felony since December 1, 2021 (S.L. 2021-155), so a rule of
    "misdemeanors only" would reject the handbook's own scenarios.
    """
    if not facts.offenses:
        return Reading(Answer.NOT_ASKED, NO_OFFENSE_YET)
    graded = [
        offense
        for offense in facts.offenses
        if offense.kind not in criteria.felony_kinds and offense.key not in criteria.eligible_offenses
    ]
    if any(offense.felony for offense in graded):
        return Reading(
            Answer.NOT_MET, mark("The offense is a felony of a kind that the partners do not divert.")
        )
    if any(offense.felony is None for offense in graded):
        return Reading(Answer.UNKNOWN, mark("Whether the offense is a felony has not been answered."))
    if any(offense.felony and offense.kind == POSSESSION for offense in facts.offenses):
        return Reading(Answer.MET, mark("Felony possession may be diverted below the limits on the amount."))
    return Reading(Answer.MET, mark("The grade of the offense is one that the partners divert."))


def value_is_within_limit(facts: Facts, criteria: Criteria) -> Reading:
    """Stolen goods are worth no more than the partners' limit for that kind of offense; exactly that much is within."""
    limits = {limit.kind: limit for limit in criteria.value_limits}
    valued = [offense for offense in facts.offenses if offense.kind in limits]
    if not valued:
        return Reading(Answer.NOT_ASKED, mark("No goods with a limit on their value are part of this."))
    for offense in sorted(valued, key=lambda each: (each.kind, each.value is None, each.value or 0)):
        limit = limits[offense.kind]
        if offense.value is not None and offense.value > limit.dollars:
            sentence = mark("The goods are worth $%(value)s; the limit is $%(limit)s.")
            return Reading(
                Answer.NOT_MET, sentence, {"value": offense.value, "limit": limit.dollars}, limit.source
            )
    if any(offense.value is None or offense.value < 0 for offense in valued):
        return Reading(Answer.UNKNOWN, mark("The value of the goods has not been given."))
    return Reading(Answer.MET, mark("The value of the goods is within the limit."))


def victim_allows(facts: Facts, criteria: Criteria) -> Reading:
    """Where the partners ask for it: the victim agrees (Robeson County), or no offense has a victim."""
    if criteria.victims is VictimRule.ANY or not facts.offenses:
        return Reading(
            Answer.NOT_ASKED, mark("The partners do not ask about a victim beyond the list of offenses.")
        )
    has_victim = _any_of(facts.offenses, lambda offense: offense.has_victim)
    if has_victim is False:
        return Reading(Answer.MET, mark("The offense has no victim."))
    if criteria.victims is VictimRule.WITH_AGREEMENT and facts.victim_agrees is Reply.YES:
        return Reading(Answer.MET, mark("The victim agrees."))
    if has_victim is None:
        return Reading(Answer.UNKNOWN, mark("Whether the offense has a victim has not been answered."))
    if criteria.victims is VictimRule.NONE:
        return Reading(Answer.NOT_MET, mark("The offense has a victim."))
    if facts.victim_agrees is Reply.NO:
        return Reading(Answer.NOT_MET, mark("The victim does not agree."))
    return Reading(Answer.UNKNOWN, mark("The victim has not been asked."))


def _any_of(offenses: tuple[OffenseFact, ...], ask: Callable[[OffenseFact], bool | None]) -> bool | None:
    """Whether it holds of any offense; unknown if it may."""
    answers = {ask(offense) for offense in offenses}
    if True in answers:
        return True
    return None if None in answers else False


def is_below_trafficking_weight(facts: Facts, criteria: Criteria) -> Reading:
    """What was found stays below the weights of G.S. 90-95(h): 3.99 g of heroin does, 4 g does not."""
    return hold_against_limits(facts, criteria, LimitKind.TRAFFICKING)


def is_for_personal_use(facts: Facts, criteria: Criteria) -> Reading:
    """What was found is within the amounts that the partners take for personal use; the law knows no such amount."""
    return hold_against_limits(facts, criteria, LimitKind.PERSONAL_USE)
