"""Rules about the charge that an arrest diversion would set aside (handbook 3a)."""

from collections.abc import Callable

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.checks import POSSESSION
from handoff.eligibility.engine.criteria import ChargeClass, Criteria, LimitKind, VictimRule
from handoff.eligibility.engine.facts import Facts, Immunity, OffenseFact, Reply
from handoff.eligibility.engine.findings import CriterionAnswer, RuleReading
from handoff.eligibility.engine.quantities import check_limits

IMMUNITY_SENTENCES: dict[Immunity, tuple[str, str]] = {
    Immunity.SSP_SUPPLIES: (
        mark_for_translation("Supplies from a syringe program, and residue in them, can't be charged."),
        mark_for_translation("G.S. 90-113.27, confirm with your attorney"),
    ),
    Immunity.DECLARED_SHARP: (
        mark_for_translation(
            "A needle or sharp declared before the search, and residue in it, can't be charged."
        ),
        mark_for_translation("G.S. 90-113.22(c), confirm with your attorney"),
    ),
    Immunity.TESTING_EQUIPMENT: (
        mark_for_translation("Drug testing equipment can't be charged."),
        mark_for_translation("G.S. 90-113.22(d) (S.L. 2019-159), confirm with your attorney"),
    ),
    Immunity.OVERDOSE_CALL: (
        mark_for_translation(
            "Anyone who called for help in an overdose, or who overdosed, is protected from the charge."
        ),
        mark_for_translation("G.S. 90-96.2, confirm with your attorney"),
    ),
}
SOCIAL_ONLY = mark_for_translation(
    "This program takes social referrals only for now, so no charge can be diverted."
)
FELONY_UNKNOWN = mark_for_translation("We don't know if the offense is a felony.")
MISDEMEANORS_FOR_NOW = mark_for_translation("This program diverts misdemeanors only for now.")
NO_OFFENSE_YET = mark_for_translation("No offense has been chosen yet.")


def is_chargeable(facts: Facts, criteria: Criteria) -> RuleReading:
    """No law protects the person from the charge.

    No criteria can switch this off: to set aside a charge that cannot be brought would be coercion.
    """
    if facts.immunity in IMMUNITY_SENTENCES:
        sentence, source = IMMUNITY_SENTENCES[facts.immunity]
        return RuleReading(CriterionAnswer.NOT_MET, sentence, source=source)
    if facts.immunity is Immunity.NONE:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("No legal protection applies."))
    return RuleReading(
        CriterionAnswer.UNKNOWN,
        mark_for_translation("We don't know if a legal protection applies."),
    )


def offense_is_eligible(facts: Facts, criteria: Criteria) -> RuleReading:
    """Every offense of the encounter is one that the partners divert. A single other offense excludes the encounter."""
    if criteria.charges is ChargeClass.NONE:
        return RuleReading(CriterionAnswer.NOT_MET, SOCIAL_ONLY)
    if not facts.offenses:
        return RuleReading(CriterionAnswer.UNKNOWN, NO_OFFENSE_YET)
    if not all(_is_eligible(offense, criteria) for offense in facts.offenses):
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("At least one offense can't be diverted."),
        )
    return RuleReading(CriterionAnswer.MET, mark_for_translation("This offense can be diverted."))


def _is_eligible(offense: OffenseFact, criteria: Criteria) -> bool:
    if offense.key in criteria.excluded_offenses:
        return False
    return offense.kind in criteria.eligible_kinds or offense.key in criteria.eligible_offenses


def felony_is_eligible(facts: Facts, criteria: Criteria) -> RuleReading:
    """A felony is of a kind whose felonies the partners divert, such as possession below the trafficking weight.

    Possession of fentanyl in any amount has been a Class I felony since December 1, 2021 (S.L. 2021-155), so
    "misdemeanors only" would reject the handbook's own scenarios.
    """
    if not facts.offenses:
        return RuleReading(CriterionAnswer.NOT_ASKED, NO_OFFENSE_YET)
    if criteria.charges is ChargeClass.MISDEMEANORS and any(each.felony for each in facts.offenses):
        return RuleReading(CriterionAnswer.NOT_MET, MISDEMEANORS_FOR_NOW)
    if criteria.charges is ChargeClass.MISDEMEANORS and any(each.felony is None for each in facts.offenses):
        return RuleReading(CriterionAnswer.UNKNOWN, FELONY_UNKNOWN)
    graded = [
        offense
        for offense in facts.offenses
        if offense.kind not in criteria.felony_kinds and offense.key not in criteria.eligible_offenses
    ]
    if any(offense.felony for offense in graded):
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("This kind of felony can't be diverted."),
        )
    if any(offense.felony is None for offense in graded):
        return RuleReading(CriterionAnswer.UNKNOWN, FELONY_UNKNOWN)
    if any(offense.felony and offense.kind == POSSESSION for offense in facts.offenses):
        return RuleReading(
            CriterionAnswer.MET,
            mark_for_translation("Felony possession can be diverted if the amount is below the limits."),
        )
    return RuleReading(CriterionAnswer.MET, mark_for_translation("Offenses at this level can be diverted."))


def value_is_within_limit(facts: Facts, criteria: Criteria) -> RuleReading:
    """The goods are worth no more than the partners' limit for that kind of offense, the limit included."""
    limits = {limit.kind: limit for limit in criteria.value_limits}
    valued = [offense for offense in facts.offenses if offense.kind in limits]
    if not valued:
        return RuleReading(
            CriterionAnswer.NOT_ASKED,
            mark_for_translation("No value limit applies here."),
        )
    for offense in sorted(valued, key=lambda each: (each.kind, each.value is None, each.value or 0)):
        limit = limits[offense.kind]
        if offense.value is not None and offense.value > limit.dollars:
            sentence = mark_for_translation("The goods are worth $%(value)s; the limit is $%(limit)s.")
            return RuleReading(
                CriterionAnswer.NOT_MET,
                sentence,
                {"value": offense.value, "limit": limit.dollars},
                limit.source,
            )
    if any(offense.value is None or offense.value < 0 for offense in valued):
        return RuleReading(
            CriterionAnswer.UNKNOWN, mark_for_translation("We don't know what the goods are worth.")
        )
    return RuleReading(
        CriterionAnswer.MET, mark_for_translation("The value of the goods is within the limit.")
    )


def victim_allows(facts: Facts, criteria: Criteria) -> RuleReading:
    """If the partners ask for it: the victim agrees (Robeson County), or no offense has a victim."""
    if criteria.victims is VictimRule.ANY or not facts.offenses:
        return RuleReading(
            CriterionAnswer.NOT_ASKED,
            mark_for_translation("These criteria don't ask about a victim."),
        )
    has_victim = _any_of(facts.offenses, lambda offense: offense.has_victim)
    if has_victim is False:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("The offense has no victim."))
    if criteria.victims is VictimRule.WITH_AGREEMENT and facts.victim_agrees is Reply.YES:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("The victim agrees."))
    if has_victim is None:
        return RuleReading(
            CriterionAnswer.UNKNOWN,
            mark_for_translation("We don't know if the offense has a victim."),
        )
    if criteria.victims is VictimRule.NONE:
        return RuleReading(CriterionAnswer.NOT_MET, mark_for_translation("The offense has a victim."))
    if facts.victim_agrees is Reply.NO:
        return RuleReading(CriterionAnswer.NOT_MET, mark_for_translation("The victim doesn't agree."))
    return RuleReading(CriterionAnswer.UNKNOWN, mark_for_translation("We don't know if the victim agrees."))


def _any_of(offenses: tuple[OffenseFact, ...], ask: Callable[[OffenseFact], bool | None]) -> bool | None:
    """True if it holds for any offense, None if that is unknown."""
    answers = {ask(offense) for offense in offenses}
    if True in answers:
        return True
    return None if None in answers else False


def is_below_trafficking_weight(facts: Facts, criteria: Criteria) -> RuleReading:
    """The amounts are below the weights of G.S. 90-95(h): 3.99 g of heroin is, 4 g is not."""
    return check_limits(facts, criteria, LimitKind.TRAFFICKING)


def is_for_personal_use(facts: Facts, criteria: Criteria) -> RuleReading:
    """The amounts are what the partners consider personal use. The statutes define no such amount."""
    return check_limits(facts, criteria, LimitKind.PERSONAL_USE)
