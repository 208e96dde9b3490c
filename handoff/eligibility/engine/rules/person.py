"""Rules about the person. They apply on all three pathways (handbook 3a, 3b)."""

from handoff.core.dates import age_on, anniversary
from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.criteria import Criteria, DisqualifyingConviction, SupervisionRule
from handoff.eligibility.engine.facts import ConvictionFact, Facts, Reply, Supervision
from handoff.eligibility.engine.findings import CriterionAnswer, RuleReading, TranslatableWord, Value
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS

NOT_ASKED_FOR = mark_for_translation("These criteria don't ask about this.")


def is_of_age(facts: Facts, criteria: Criteria) -> RuleReading:
    """The person has reached the minimum age on the day of the encounter.

    A person born on February 29 reaches it on March 1 of a common year.
    """
    values: dict[str, Value] = {"years": criteria.minimum_age}
    born = facts.date_of_birth
    if born is not None and born > facts.on:
        return RuleReading(
            CriterionAnswer.UNKNOWN, mark_for_translation("The date of birth is after the encounter.")
        )
    age = facts.age if born is None else age_on(born, facts.on)
    if age is None or age < 0:
        return RuleReading(CriterionAnswer.UNKNOWN, mark_for_translation("We don't know the person's age."))
    if age < criteria.minimum_age:
        reaches_on = anniversary(born, criteria.minimum_age) if born else None
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("Under age %(years)s."),
            values,
            changes_on=reaches_on,
        )
    return RuleReading(CriterionAnswer.MET, mark_for_translation("Age %(years)s or older."), values)


def is_resident(facts: Facts, criteria: Criteria) -> RuleReading:
    """The person lives in the jurisdiction. A person without a home lives where they stay."""
    return _required(
        criteria.residence_required,
        facts.resident,
        met=mark_for_translation("Lives or stays in the program's area."),
        not_met=mark_for_translation("Doesn't live or stay in the program's area."),
        unknown=mark_for_translation("We don't know if they live or stay in the program's area."),
    )


def uses_substances(facts: Facts, criteria: Criteria) -> RuleReading:
    """The person is known to use controlled substances: what the officer knows or hears, never a test (G4)."""
    return _required(
        criteria.substance_use_required,
        facts.substance_use,
        met=mark_for_translation("Known to use controlled substances."),
        not_met=mark_for_translation("Not known to use controlled substances."),
        unknown=mark_for_translation("We don't know if they use controlled substances."),
    )


def is_amenable(facts: Facts, criteria: Criteria) -> RuleReading:
    """On contact the person is not violent, not psychotic and no threat. This is about now; ask again later."""
    return _required(
        criteria.amenability_required,
        facts.amenable,
        met=mark_for_translation("Safe to talk with now."),
        not_met=mark_for_translation("Not safe to talk with now."),
        unknown=mark_for_translation("We don't know if it's safe to talk with them now."),
    )


def does_not_exploit_minors(facts: Facts, criteria: Criteria) -> RuleReading:
    return _required(
        criteria.exploitation_of_minors_excluded,
        _reverse(facts.exploits_minors),
        met=mark_for_translation("Doesn't appear to exploit minors."),
        not_met=mark_for_translation("Appears to exploit minors."),
        unknown=mark_for_translation("We don't know if they appear to exploit minors."),
    )


def no_contact_order_stands(facts: Facts, criteria: Criteria) -> RuleReading:
    """If the partners ask for it: there is no no-contact order against the person."""
    return _required(
        criteria.no_contact_order_excluded,
        _reverse(facts.no_contact_order),
        met=mark_for_translation("No no-contact order."),
        not_met=mark_for_translation("There's a no-contact order."),
        unknown=mark_for_translation("We don't know if there's a no-contact order."),
    )


def _required(required: bool, reply: Reply, *, met: str, not_met: str, unknown: str) -> RuleReading:
    if not required:
        return RuleReading(CriterionAnswer.NOT_ASKED, NOT_ASKED_FOR)
    if reply is Reply.YES:
        return RuleReading(CriterionAnswer.MET, met)
    return (
        RuleReading(CriterionAnswer.NOT_MET, not_met)
        if reply is Reply.NO
        else RuleReading(CriterionAnswer.UNKNOWN, unknown)
    )


def _reverse(reply: Reply) -> Reply:
    return {Reply.YES: Reply.NO, Reply.NO: Reply.YES}.get(reply, Reply.UNKNOWN)


def convictions_do_not_disqualify(facts: Facts, criteria: Criteria) -> RuleReading:
    """No past conviction of the listed classes falls within its look-back.

    A five-year look-back on a conviction of May 1, 2020 covers May 1, 2020 to April 30, 2025. Without a number of years
    a conviction always counts.
    """
    if not criteria.convictions:
        return RuleReading(CriterionAnswer.NOT_ASKED, NOT_ASKED_FOR)
    readings = [
        _look_back(facts.convictions.get(row.conviction, ConvictionFact()), row, facts)
        for row in criteria.convictions
    ]
    disqualifying = [each for each in readings if each.answer is CriterionAnswer.NOT_MET]
    if disqualifying:
        # The one that lasts longest decides, so that waiting for its end is waiting for all of them.
        return max(disqualifying, key=lambda each: (each.changes_on is None, each.changes_on or facts.on))
    unknown = [each for each in readings if each.answer is CriterionAnswer.UNKNOWN]
    return (
        unknown[0]
        if unknown
        else RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying convictions."))
    )


def _look_back(fact: ConvictionFact, row: DisqualifyingConviction, facts: Facts) -> RuleReading:
    named: dict[str, Value] = {"conviction": TranslatableWord(CONVICTION_WORDS[row.conviction])}
    if fact.answer is Reply.NO:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying convictions."))
    if fact.answer is Reply.UNKNOWN:
        return RuleReading(
            CriterionAnswer.UNKNOWN,
            mark_for_translation("We don't know if there's a conviction for %(conviction)s."),
            named,
            row.source,
        )
    if row.years is None:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("Conviction for %(conviction)s: not eligible."),
            named,
            row.source,
        )
    named["years"] = row.years
    if fact.most_recent_on is None:
        sentence = mark_for_translation(
            "Conviction for %(conviction)s. We don't know if it was in the last %(years)s years."
        )
        return RuleReading(CriterionAnswer.UNKNOWN, sentence, named, row.source)
    ends_on = anniversary(fact.most_recent_on, row.years)
    if facts.on >= ends_on:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying convictions."))
    sentence = mark_for_translation(
        "Conviction for %(conviction)s in the last %(years)s years: not eligible until %(until)s."
    )
    return RuleReading(CriterionAnswer.NOT_MET, sentence, {**named, "until": ends_on}, row.source, ends_on)


def supervision_allows(facts: Facts, criteria: Criteria) -> RuleReading:
    """The partners accept this kind of supervision, or the supervising officer agrees."""
    if all(criteria.supervision_rule(kind) is SupervisionRule.ALLOWED for kind in SUPERVISION_WORDS):
        return RuleReading(
            CriterionAnswer.NOT_ASKED,
            mark_for_translation("The partners accept people on any kind of supervision."),
        )
    if facts.supervision is Supervision.UNKNOWN:
        return RuleReading(
            CriterionAnswer.UNKNOWN,
            mark_for_translation("We don't know if they're on probation, parole, or release."),
        )
    if facts.supervision is Supervision.NONE:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("Not on probation or parole."))
    named: dict[str, Value] = {"supervision": TranslatableWord(SUPERVISION_WORDS[facts.supervision])}
    permission = criteria.supervision_rule(facts.supervision)
    if permission is SupervisionRule.ALLOWED:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("On %(supervision)s: allowed."), named)
    if permission is SupervisionRule.NOT_ALLOWED:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("On %(supervision)s: not allowed."),
            named,
        )
    return _supervising_officer_agrees(facts.supervising_officer_agrees, named)


def _supervising_officer_agrees(agrees: Reply, named: dict[str, Value]) -> RuleReading:
    if agrees is Reply.YES:
        return RuleReading(
            CriterionAnswer.MET,
            mark_for_translation("On %(supervision)s. The supervising officer agrees."),
            named,
        )
    if agrees is Reply.NO:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("On %(supervision)s. The supervising officer doesn't agree."),
            named,
        )
    return RuleReading(
        CriterionAnswer.UNKNOWN,
        mark_for_translation("On %(supervision)s. We don't know if the supervising officer agrees."),
        named,
    )
