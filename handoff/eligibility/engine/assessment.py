"""The eligibility rules, in the order an officer thinks of them. To read `RULES` is to read the policy.

Each rule is a small function of facts and criteria and knows nothing of the other rules. `assess` combines their
findings: protections by law come first (E8), unknown never counts as met (E3), and the result is advice (G8).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.criteria import Criteria, Criterion
from handoff.eligibility.engine.facts import EligibilityPathway, Facts
from handoff.eligibility.engine.findings import (
    Advice,
    AdviceChange,
    Assessment,
    CriterionAnswer,
    CriterionFinding,
    RuleReading,
    TranslatableWord,
)
from handoff.eligibility.engine.rules.charge import (
    MISDEMEANORS_FOR_NOW,
    SOCIAL_ONLY,
    felony_is_eligible,
    is_below_trafficking_weight,
    is_chargeable,
    is_for_personal_use,
    offense_is_eligible,
    value_is_within_limit,
    victim_allows,
)
from handoff.eligibility.engine.rules.person import (
    convictions_do_not_disqualify,
    does_not_exploit_minors,
    is_amenable,
    is_of_age,
    is_resident,
    no_contact_order_stands,
    supervision_allows,
    uses_substances,
)

NO_CHARGE = mark_for_translation("A social referral has no charge, so this doesn't apply.")
BEYOND_EXCEPTION = frozenset({SOCIAL_ONLY, MISDEMEANORS_FOR_NOW})
"""Which charges are diverted at all is changed by a new version that the partners approve, not by an exception (P7)."""
EXAMPLE = mark_for_translation("Handbook 3a, example criteria")


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion: code, title, question, source, and the function that evaluates it.

    Rules about the charge apply only to arrest diversions; rules about the person apply on every pathway.
    """

    code: Criterion
    title: str
    question: str
    source: str
    evaluate: Callable[[Facts, Criteria], RuleReading]
    about_charge: bool = False

    def finding(self, facts: Facts, criteria: Criteria) -> CriterionFinding:
        if self.about_charge and facts.pathway is not EligibilityPathway.ARREST_DIVERSION:
            reading = RuleReading(CriterionAnswer.NOT_ASKED, NO_CHARGE)
        else:
            reading = self.evaluate(facts, criteria)
        return CriterionFinding(
            code=self.code.value,
            title=self.title,
            answer=reading.answer,
            sentence=reading.sentence,
            values=reading.values,
            source=reading.source or self.source,
            exceptionable=self.code is not Criterion.IMMUNITY
            and self.code not in criteria.never_by_exception
            and reading.sentence not in BEYOND_EXCEPTION,
            question=self.question,
            changes_on=reading.changes_on,
        )


RULES: tuple[Rule, ...] = (
    Rule(
        Criterion.IMMUNITY,
        mark_for_translation("No legal protection applies"),
        mark_for_translation(
            "Does a legal protection apply: syringe program supplies, a declared needle or "
            "sharp, drug testing equipment, or an overdose call?"
        ),
        mark_for_translation("G.S. 90-113.27, 90-113.22(c) and (d), 90-96.2, confirm with your attorney"),
        is_chargeable,
        about_charge=True,
    ),
    Rule(
        Criterion.OFFENSE,
        mark_for_translation("Offense"),
        mark_for_translation("What offense could be charged?"),
        mark_for_translation("Handbook 3a, common charges"),
        offense_is_eligible,
        about_charge=True,
    ),
    Rule(
        Criterion.FELONY,
        mark_for_translation("Misdemeanor, or a felony that can be diverted"),
        mark_for_translation("Is the offense a misdemeanor or a felony?"),
        mark_for_translation("Handbook 3a, common charges; program's agreement on felonies"),
        felony_is_eligible,
        about_charge=True,
    ),
    Rule(
        Criterion.VALUE,
        mark_for_translation("Value of the goods"),
        mark_for_translation("What are the goods worth?"),
        mark_for_translation("Handbook 3a, common charges: petty theft"),
        value_is_within_limit,
        about_charge=True,
    ),
    Rule(
        Criterion.VICTIM,
        mark_for_translation("No victim, or the victim agrees"),
        mark_for_translation("Does the victim agree to diversion?"),
        mark_for_translation(
            "Handbook 3a, example criteria: victimless offense; program's agreement on victims"
        ),
        victim_allows,
        about_charge=True,
    ),
    Rule(
        Criterion.TRAFFICKING_WEIGHT,
        mark_for_translation("Below the trafficking weight"),
        mark_for_translation("Which drug is it, how much, and in what unit?"),
        mark_for_translation("Handbook 3a, example criteria; G.S. 90-95(h), confirm with your attorney"),
        is_below_trafficking_weight,
        about_charge=True,
    ),
    Rule(
        Criterion.PERSONAL_USE,
        mark_for_translation("Amount is for personal use"),
        mark_for_translation("Which drug is it, how much, and in what unit?"),
        mark_for_translation("Handbook 3a, example criteria; the amount is the partners' choice"),
        is_for_personal_use,
        about_charge=True,
    ),
    Rule(
        Criterion.AGE,
        mark_for_translation("Age"),
        mark_for_translation("When was the person born?"),
        EXAMPLE,
        is_of_age,
    ),
    Rule(
        Criterion.RESIDENCE,
        mark_for_translation("Lives or stays in the program's area"),
        mark_for_translation(
            "Does the person live or stay in the program's area? Sleeping outside or staying "
            "with others counts."
        ),
        mark_for_translation("Handbook 3a, additional considerations"),
        is_resident,
    ),
    Rule(
        Criterion.SUBSTANCE_USE,
        mark_for_translation("Known to use controlled substances"),
        mark_for_translation(
            "As far as you know, or from what they say, does the person use controlled substances?"
        ),
        EXAMPLE,
        uses_substances,
    ),
    Rule(
        Criterion.AMENABLE,
        mark_for_translation("Calm enough to talk"),
        mark_for_translation(
            "Can you talk with them safely now? Answer No if they're violent or "
            "a danger to themselves or others."
        ),
        EXAMPLE,
        is_amenable,
    ),
    Rule(
        Criterion.EXPLOITS_MINORS,
        mark_for_translation("Doesn't appear to exploit minors"),
        mark_for_translation("Does the person appear to exploit minors?"),
        EXAMPLE,
        does_not_exploit_minors,
    ),
    Rule(
        Criterion.CONVICTIONS,
        mark_for_translation("No disqualifying convictions"),
        mark_for_translation("Does their record show any of the listed convictions, and from what year?"),
        EXAMPLE,
        convictions_do_not_disqualify,
    ),
    Rule(
        Criterion.SUPERVISION,
        mark_for_translation("Probation or parole isn't a barrier"),
        mark_for_translation(
            "Is the person on probation or parole, and does their supervising officer agree?"
        ),
        mark_for_translation("Handbook 3a, when defining eligibility criteria"),
        supervision_allows,
    ),
    Rule(
        Criterion.NO_CONTACT_ORDER,
        mark_for_translation("No no-contact order"),
        mark_for_translation("Is there a no-contact order against the person?"),
        mark_for_translation("Program's agreement; in use in San Francisco (Perrone and others 2022)"),
        no_contact_order_stands,
    ),
)


def assess(facts: Facts, criteria: Criteria) -> Assessment:
    """Every criterion's finding, and the advice that follows."""
    findings = tuple(rule.finding(facts, criteria) for rule in RULES)
    advice, deciding = _advise(findings)
    return Assessment(findings, advice, deciding)


def _advise(findings: tuple[CriterionFinding, ...]) -> tuple[Advice, CriterionFinding | None]:
    """The first of: protected by law, beyond an exception, unknown and beyond an exception, by exception, unknown.

    Unknown and beyond an exception comes before an exception: a person of unknown age may be a minor, so they cannot be
    called eligible by exception.
    """
    steps: tuple[tuple[Advice, Callable[[CriterionFinding], bool]], ...] = (
        (
            Advice.IMMUNITY,
            lambda each: each.code == Criterion.IMMUNITY and each.answer is CriterionAnswer.NOT_MET,
        ),
        (Advice.NOT_ELIGIBLE, lambda each: each.answer is CriterionAnswer.NOT_MET and not each.exceptionable),
        (
            Advice.MORE_INFORMATION,
            lambda each: each.answer is CriterionAnswer.UNKNOWN and not each.exceptionable,
        ),
        (Advice.ELIGIBLE_BY_EXCEPTION, lambda each: each.answer is CriterionAnswer.NOT_MET),
        (Advice.MORE_INFORMATION, lambda each: each.answer is CriterionAnswer.UNKNOWN),
    )
    for advice, decides in steps:
        deciding = next(filter(decides, findings), None)
        if deciding is not None:
            return advice, deciding
    return Advice.ELIGIBLE, None


ONE_ANSWER_MISSING = mark_for_translation("One answer is missing: %(question)s")
SEVERAL_ANSWERS_MISSING = mark_for_translation("%(number)s answers are missing. Ask first: %(question)s")
TIME_CHANGES_IT = mark_for_translation("This criterion will be met starting %(day)s: %(title)s.")
ONE_NOT_MET = mark_for_translation(
    "One criterion isn't met: %(title)s. Your agency can recommend an exception. The DA's office decides."
)
SEVERAL_NOT_MET = mark_for_translation(
    "%(number)s criteria aren't met. The first is: %(title)s. Your agency can recommend an "
    "exception. The DA's office decides."
)
ASK_BEFORE_EXCEPTION = mark_for_translation("Before you recommend an exception, ask: %(question)s")
NO_EXCEPTION = mark_for_translation(
    "No exceptions are allowed for: %(title)s. You can still offer other help."
)
OFFER_SOCIAL = mark_for_translation(
    "There's no charge here. You can offer a social referral, which has no deadline."
)
ASK_VICTIM_OR_OFFICER = frozenset({Criterion.VICTIM, Criterion.SUPERVISION})


def nearest_change(assessment: Assessment) -> AdviceChange | None:
    """The nearest change of the advice: an answer to ask for, a date to wait for, or an exception."""
    deciding = assessment.deciding
    if deciding is None:
        return None
    if assessment.immunity:
        return AdviceChange(deciding.code, OFFER_SOCIAL)
    if assessment.advice is Advice.MORE_INFORMATION:
        return _missing_answer(deciding, assessment.findings_with(CriterionAnswer.UNKNOWN))
    failing = assessment.findings_with(CriterionAnswer.NOT_MET)
    if len(failing) == 1 and failing[0].changes_on:
        return _wait(failing[0], failing[0].changes_on)
    if assessment.advice is Advice.NOT_ELIGIBLE:
        return AdviceChange(deciding.code, NO_EXCEPTION, {"title": TranslatableWord(deciding.title)})
    return _exception(failing)


def _missing_answer(deciding: CriterionFinding, unknown: tuple[CriterionFinding, ...]) -> AdviceChange:
    questions = {each.question for each in unknown}
    sentence = ONE_ANSWER_MISSING if len(questions) == 1 else SEVERAL_ANSWERS_MISSING
    return AdviceChange(
        deciding.code, sentence, {"number": len(questions), "question": TranslatableWord(deciding.question)}
    )


def _wait(finding: CriterionFinding, day: date) -> AdviceChange:
    return AdviceChange(finding.code, TIME_CHANGES_IT, {"day": day, "title": TranslatableWord(finding.title)})


def _exception(failing: tuple[CriterionFinding, ...]) -> AdviceChange:
    first = failing[0]
    if len(failing) > 1:
        return AdviceChange(
            first.code, SEVERAL_NOT_MET, {"number": len(failing), "title": TranslatableWord(first.title)}
        )
    if first.code in ASK_VICTIM_OR_OFFICER:
        return AdviceChange(first.code, ASK_BEFORE_EXCEPTION, {"question": TranslatableWord(first.question)})
    return AdviceChange(first.code, ONE_NOT_MET, {"title": TranslatableWord(first.title)})


def sentences_of(assessment: Assessment, translate: Callable[[str], str] = str) -> Iterable[str]:
    """The whole explanation: the advice, each finding, and what would change it."""
    yield translate(assessment.sentence)
    yield from (finding.text(translate) for finding in assessment.findings)
    change = nearest_change(assessment)
    if change:
        yield change.text(translate)
