"""Rules about the person. They apply on all three pathways (handbook 3a, 3b)."""

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.criteria import Criteria, DisqualifyingConviction, SupervisionRule
from handoff.eligibility.engine.dates import age_on, anniversary
from handoff.eligibility.engine.facts import ConvictionFact, Facts, Reply, Supervision
from handoff.eligibility.engine.findings import CriterionAnswer, RuleReading, TranslatableWord, Value
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS

NOT_ASKED_FOR = mark_for_translation("The partners do not ask about this.")


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
        return RuleReading(CriterionAnswer.UNKNOWN, mark_for_translation("The age is not known."))
    if age < criteria.minimum_age:
        reaches_on = anniversary(born, criteria.minimum_age) if born else None
        return RuleReading(
            CriterionAnswer.NOT_MET, mark_for_translation("Under %(years)s."), values, changes_on=reaches_on
        )
    return RuleReading(CriterionAnswer.MET, mark_for_translation("%(years)s or older."), values)


def is_resident(facts: Facts, criteria: Criteria) -> RuleReading:
    """The person lives in the jurisdiction. A person without a home lives where they stay."""
    return _required(
        criteria.residence_required,
        facts.resident,
        met=mark_for_translation("Lives in the jurisdiction."),
        not_met=mark_for_translation("Does not live in the jurisdiction."),
        unknown=mark_for_translation("Whether the person lives in the jurisdiction is not known."),
    )


def uses_substances(facts: Facts, criteria: Criteria) -> RuleReading:
    """The person is known to use controlled substances: what the officer knows or hears, never a test (G4)."""
    return _required(
        criteria.substance_use_required,
        facts.substance_use,
        met=mark_for_translation("Known to use controlled substances."),
        not_met=mark_for_translation("Not known to use controlled substances."),
        unknown=mark_for_translation("Whether the person uses controlled substances is not known."),
    )


def is_amenable(facts: Facts, criteria: Criteria) -> RuleReading:
    """On contact the person is not violent, not psychotic and no threat. This is about now; ask again later."""
    return _required(
        criteria.amenability_required,
        facts.amenable,
        met=mark_for_translation("Safe to talk with now."),
        not_met=mark_for_translation(
            "Not amenable now: violent on contact, psychotic, or a threat to self or others."
        ),
        unknown=mark_for_translation("Whether it is safe to talk now has not been answered."),
    )


def does_not_exploit_minors(facts: Facts, criteria: Criteria) -> RuleReading:
    return _required(
        criteria.exploitation_of_minors_excluded,
        _reverse(facts.exploits_minors),
        met=mark_for_translation("Does not appear to exploit minors."),
        not_met=mark_for_translation("Appears to exploit minors."),
        unknown=mark_for_translation("Whether the person appears to exploit minors has not been answered."),
    )


def no_contact_order_stands(facts: Facts, criteria: Criteria) -> RuleReading:
    """If the partners ask for it: there is no no-contact order against the person."""
    return _required(
        criteria.no_contact_order_excluded,
        _reverse(facts.no_contact_order),
        met=mark_for_translation("No no-contact order stands."),
        not_met=mark_for_translation("A no-contact order stands."),
        unknown=mark_for_translation("Whether a no-contact order stands has not been answered."),
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
        else RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying conviction."))
    )


def _look_back(fact: ConvictionFact, row: DisqualifyingConviction, facts: Facts) -> RuleReading:
    named: dict[str, Value] = {"conviction": TranslatableWord(CONVICTION_WORDS[row.conviction])}
    if fact.answer is Reply.NO:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying conviction."))
    if fact.answer is Reply.UNKNOWN:
        return RuleReading(
            CriterionAnswer.UNKNOWN,
            mark_for_translation("Not answered: a conviction for %(conviction)s."),
            named,
            row.source,
        )
    if row.years is None:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("A conviction for %(conviction)s."),
            named,
            row.source,
        )
    named["years"] = row.years
    if fact.most_recent_on is None:
        sentence = mark_for_translation(
            "A conviction for %(conviction)s; whether it is in the last %(years)s years is not known."
        )
        return RuleReading(CriterionAnswer.UNKNOWN, sentence, named, row.source)
    ends_on = anniversary(fact.most_recent_on, row.years)
    if facts.on >= ends_on:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("No disqualifying conviction."))
    sentence = mark_for_translation(
        "A conviction for %(conviction)s in the last %(years)s years, until %(until)s."
    )
    return RuleReading(CriterionAnswer.NOT_MET, sentence, {**named, "until": ends_on}, row.source, ends_on)


def supervision_allows(facts: Facts, criteria: Criteria) -> RuleReading:
    """The partners accept this kind of supervision, or the supervising officer agrees."""
    if all(criteria.supervision_rule(kind) is SupervisionRule.ALLOWED for kind in SUPERVISION_WORDS):
        return RuleReading(
            CriterionAnswer.NOT_ASKED,
            mark_for_translation("The partners accept people under any supervision."),
        )
    if facts.supervision is Supervision.UNKNOWN:
        return RuleReading(
            CriterionAnswer.UNKNOWN,
            mark_for_translation("Whether the person is under supervision is not known."),
        )
    if facts.supervision is Supervision.NONE:
        return RuleReading(CriterionAnswer.MET, mark_for_translation("Not on probation or parole."))
    named: dict[str, Value] = {"supervision": TranslatableWord(SUPERVISION_WORDS[facts.supervision])}
    permission = criteria.supervision_rule(facts.supervision)
    if permission is SupervisionRule.ALLOWED:
        return RuleReading(
            CriterionAnswer.MET, mark_for_translation("On %(supervision)s, which the partners accept."), named
        )
    if permission is SupervisionRule.NOT_ALLOWED:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("On %(supervision)s, which the partners do not accept."),
            named,
        )
    return _supervising_officer_agrees(facts.supervising_officer_agrees, named)


def _supervising_officer_agrees(agrees: Reply, named: dict[str, Value]) -> RuleReading:
    if agrees is Reply.YES:
        return RuleReading(
            CriterionAnswer.MET,
            mark_for_translation("On %(supervision)s; the supervising officer agrees."),
            named,
        )
    if agrees is Reply.NO:
        return RuleReading(
            CriterionAnswer.NOT_MET,
            mark_for_translation("On %(supervision)s; the supervising officer does not agree."),
            named,
        )
    return RuleReading(
        CriterionAnswer.UNKNOWN,
        mark_for_translation("On %(supervision)s; the supervising officer has not been asked."),
        named,
    )
