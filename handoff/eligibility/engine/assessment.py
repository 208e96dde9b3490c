"""The rules of eligibility, in the order in which an officer thinks of them. Reading `RULES` is reading the policy.

Each rule is one small function of the facts and the criteria and knows nothing of the others. `assess` puts their
findings together: protections by law come first (E8), unknown is never met (E3), and the result advises (G8).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from handoff.core.text import mark
from handoff.eligibility.engine.criteria import Criteria, Criterion
from handoff.eligibility.engine.facts import Door, Facts
from handoff.eligibility.engine.findings import Advice, Answer, Assessment, Change, Finding, Reading, Word
from handoff.eligibility.engine.rules.charge import (
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

NO_CHARGE = mark("A social referral has no charge, so this does not apply.")
EXAMPLE = "Handbook 3a, example criteria"


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion: its code, what it is called, what to ask, what it rests on, and the function that reads it.

    A rule about the charge is asked only where a charge can be set aside; a rule about the person at every door.
    """

    code: Criterion
    title: str
    question: str
    source: str
    read: Callable[[Facts, Criteria], Reading]
    about_charge: bool = False

    def find(self, facts: Facts, criteria: Criteria) -> Finding:
        """Return this criterion's finding."""
        if self.about_charge and facts.door is not Door.ARREST_DIVERSION:
            reading = Reading(Answer.NOT_ASKED, NO_CHARGE)
        else:
            reading = self.read(facts, criteria)
        return Finding(
            code=self.code.value,
            title=self.title,
            answer=reading.answer,
            sentence=reading.sentence,
            values=reading.values,
            source=reading.source or self.source,
            exceptionable=self.code is not Criterion.IMMUNITY
            and self.code not in criteria.never_by_exception,
            question=self.question,
            changes_on=reading.changes_on,
        )


RULES: tuple[Rule, ...] = (
    Rule(
        Criterion.IMMUNITY,
        mark("Protection by law"),
        mark(
            "Does a protection apply: syringe program supplies, a declared sharp, test equipment, an overdose call?"
        ),
        "G.S. 90-113.27, 90-113.22(c) and (d), 90-96.2, confirm with counsel",
        is_chargeable,
        about_charge=True,
    ),
    Rule(
        Criterion.OFFENSE,
        mark("Offense"),
        mark("Which offense could be charged?"),
        "Handbook 3a, common charges",
        offense_is_eligible,
        about_charge=True,
    ),
    Rule(
        Criterion.FELONY,
        mark("Grade of the offense"),
        mark("Is the offense a misdemeanor or a felony?"),
        "Handbook 3a, common charges; program's agreement on felonies",
        felony_is_eligible,
        about_charge=True,
    ),
    Rule(
        Criterion.VALUE,
        mark("Value of the goods"),
        mark("What are the goods worth?"),
        "Handbook 3a, common charges: petty theft",
        value_is_within_limit,
        about_charge=True,
    ),
    Rule(
        Criterion.VICTIM,
        mark("Victim"),
        mark("Does the victim agree to a diversion?"),
        "Handbook 3a, example criteria: victimless offense; program's agreement on victims",
        victim_allows,
        about_charge=True,
    ),
    Rule(
        Criterion.TRAFFICKING_WEIGHT,
        mark("Below the trafficking weight"),
        mark("Which drug is it, how much, and in which unit?"),
        "Handbook 3a, example criteria; G.S. 90-95(h), confirm with counsel",
        is_below_trafficking_weight,
        about_charge=True,
    ),
    Rule(
        Criterion.PERSONAL_USE,
        mark("Amount for personal use"),
        mark("Which drug is it, how much, and in which unit?"),
        "Handbook 3a, example criteria; the amount is the partners' choice",
        is_for_personal_use,
        about_charge=True,
    ),
    Rule(Criterion.AGE, mark("Age"), mark("When was the person born?"), EXAMPLE, is_of_age),
    Rule(
        Criterion.RESIDENCE,
        mark("Residence"),
        mark("Does the person live in the jurisdiction? Sleeping outside or staying with others counts."),
        "Handbook 3a, additional considerations",
        is_resident,
    ),
    Rule(
        Criterion.SUBSTANCE_USE,
        mark("Substance use"),
        mark("Does the person use controlled substances, as far as you know or they say?"),
        EXAMPLE,
        uses_substances,
    ),
    Rule(
        Criterion.AMENABLE,
        mark("Amenable on contact"),
        mark("Is it safe to talk now: not violent, not psychotic, no threat to anybody?"),
        EXAMPLE,
        is_amenable,
    ),
    Rule(
        Criterion.EXPLOITS_MINORS,
        mark("Minors"),
        mark("Does the person appear to exploit minors?"),
        EXAMPLE,
        does_not_exploit_minors,
    ),
    Rule(
        Criterion.CONVICTIONS,
        mark("Past convictions"),
        mark("Does the record show a conviction of the classes listed, and from which year?"),
        EXAMPLE,
        convictions_do_not_disqualify,
    ),
    Rule(
        Criterion.SUPERVISION,
        mark("Probation or parole"),
        mark("Is the person on probation or parole, and does the supervising officer agree?"),
        "Handbook 3a, when defining eligibility criteria",
        supervision_allows,
    ),
    Rule(
        Criterion.NO_CONTACT_ORDER,
        mark("No-contact order"),
        mark("Does a no-contact order stand against the person?"),
        "Program's agreement; in use in San Francisco (Perrone and others 2022)",
        no_contact_order_stands,
    ),
)


def assess(facts: Facts, criteria: Criteria) -> Assessment:
    """Return every criterion's finding and the advice that follows from them."""
    findings = tuple(rule.find(facts, criteria) for rule in RULES)
    advice, deciding = _advise(findings)
    return Assessment(findings, advice, deciding)


def _advise(findings: tuple[Finding, ...]) -> tuple[Advice, Finding | None]:
    """Take the first of: protected, beyond an exception, something unknown that could be so, by exception, unknown.

    What is unknown and beyond an exception comes before an exception: a person of unknown age can't be called eligible
    by exception, for they may be a minor.
    """
    steps: tuple[tuple[Advice, Callable[[Finding], bool]], ...] = (
        (Advice.IMMUNITY, lambda each: each.code == Criterion.IMMUNITY and each.answer is Answer.NOT_MET),
        (Advice.NOT_ELIGIBLE, lambda each: each.answer is Answer.NOT_MET and not each.exceptionable),
        (Advice.MORE_INFORMATION, lambda each: each.answer is Answer.UNKNOWN and not each.exceptionable),
        (Advice.ELIGIBLE_BY_EXCEPTION, lambda each: each.answer is Answer.NOT_MET),
        (Advice.MORE_INFORMATION, lambda each: each.answer is Answer.UNKNOWN),
    )
    for advice, decides in steps:
        deciding = next(filter(decides, findings), None)
        if deciding is not None:
            return advice, deciding
    return Advice.ELIGIBLE, None


ONE_ANSWER_MISSING = mark("One answer is missing: %(question)s")
SEVERAL_ANSWERS_MISSING = mark("%(number)s answers are missing. Ask first: %(question)s")
TIME_CHANGES_IT = mark("From %(day)s on this criterion is met: %(title)s.")
ONE_NOT_MET = mark(
    "One criterion is not met: %(title)s. Your agency or the DA's office may recommend an exception."
)
SEVERAL_NOT_MET = mark(
    "%(number)s criteria are not met, first: %(title)s. Your agency or the DA's office may recommend an exception."
)
ASK_BEFORE_EXCEPTION = mark("Ask before you recommend an exception: %(question)s")
NO_EXCEPTION = mark("The partners agreed on no exception for: %(title)s. Other help may still be offered.")
OFFER_SOCIAL = mark("Nothing is chargeable here. A social referral is open to the person, with no deadline.")
ASK_VICTIM_OR_OFFICER = frozenset({Criterion.VICTIM, Criterion.SUPERVISION})


def nearest_change(assessment: Assessment) -> Change | None:
    """Say what would change the advice most within reach: an answer to ask for, a day to wait for, or an exception."""
    deciding = assessment.deciding
    if deciding is None:
        return None
    if assessment.immunity:
        return Change(deciding.code, OFFER_SOCIAL)
    if assessment.advice is Advice.MORE_INFORMATION:
        return _missing_answer(deciding, assessment.answered(Answer.UNKNOWN))
    failing = assessment.answered(Answer.NOT_MET)
    if len(failing) == 1 and failing[0].changes_on:
        return _wait(failing[0], failing[0].changes_on)
    if assessment.advice is Advice.NOT_ELIGIBLE:
        return Change(deciding.code, NO_EXCEPTION, {"title": Word(deciding.title)})
    return _exception(failing)


def _missing_answer(deciding: Finding, unknown: tuple[Finding, ...]) -> Change:
    questions = {each.question for each in unknown}
    sentence = ONE_ANSWER_MISSING if len(questions) == 1 else SEVERAL_ANSWERS_MISSING
    return Change(deciding.code, sentence, {"number": len(questions), "question": Word(deciding.question)})


def _wait(finding: Finding, day: date) -> Change:
    return Change(finding.code, TIME_CHANGES_IT, {"day": day, "title": Word(finding.title)})


def _exception(failing: tuple[Finding, ...]) -> Change:
    first = failing[0]
    if len(failing) > 1:
        return Change(first.code, SEVERAL_NOT_MET, {"number": len(failing), "title": Word(first.title)})
    if first.code in ASK_VICTIM_OR_OFFICER:
        return Change(first.code, ASK_BEFORE_EXCEPTION, {"question": Word(first.question)})
    return Change(first.code, ONE_NOT_MET, {"title": Word(first.title)})


def sentences_of(assessment: Assessment, translate: Callable[[str], str] = str) -> Iterable[str]:
    """Return the whole explanation in words: the advice, each finding, and what would change it."""
    yield translate(assessment.sentence)
    yield from (finding.said(translate) for finding in assessment.findings)
    change = nearest_change(assessment)
    if change:
        yield change.said(translate)
