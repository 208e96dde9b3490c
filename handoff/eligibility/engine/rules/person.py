"""The rules about the person. They hold at all three doors, a social referral's too (handbook 3a and 3b)."""

from handoff.core.text import mark
from handoff.eligibility.engine.criteria import Criteria, DisqualifyingConviction, Permission
from handoff.eligibility.engine.dates import age_on, anniversary
from handoff.eligibility.engine.facts import ConvictionFact, Facts, Reply, Supervision
from handoff.eligibility.engine.findings import Answer, Reading, Value, Word
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS

NOT_ASKED_FOR = mark("The partners do not ask about this.")


def is_of_age(facts: Facts, criteria: Criteria) -> Reading:
    """The person has reached the minimum age on the day of the encounter: 18 in the example, for adults.

    Somebody born on February 29 reaches it on March 1 of a common year.
    """
    values: dict[str, Value] = {"years": criteria.minimum_age}
    born = facts.date_of_birth
    if born is not None and born > facts.on:
        return Reading(Answer.UNKNOWN, mark("The date of birth is after the encounter."))
    age = facts.age if born is None else age_on(born, facts.on)
    if age is None or age < 0:
        return Reading(Answer.UNKNOWN, mark("The age is not known."))
    if age < criteria.minimum_age:
        reaches_on = anniversary(born, criteria.minimum_age) if born else None
        return Reading(Answer.NOT_MET, mark("Under %(years)s."), values, changes_on=reaches_on)
    return Reading(Answer.MET, mark("%(years)s or older."), values)


def is_resident(facts: Facts, criteria: Criteria) -> Reading:
    """The person lives in the jurisdiction. Somebody without a home lives where they stay."""
    return _required(
        criteria.residence_required,
        facts.resident,
        met=mark("Lives in the jurisdiction."),
        not_met=mark("Does not live in the jurisdiction."),
        unknown=mark("Whether the person lives in the jurisdiction is not known."),
    )


def uses_substances(facts: Facts, criteria: Criteria) -> Reading:
    """The person is known to use controlled substances. It is what the officer knows or hears, never a test (G4)."""
    return _required(
        criteria.substance_use_required,
        facts.substance_use,
        met=mark("Known to use controlled substances."),
        not_met=mark("Not known to use controlled substances."),
        unknown=mark("Whether the person uses controlled substances is not known."),
    )


def is_amenable(facts: Facts, criteria: Criteria) -> Reading:
    """The person is not violent on contact, not psychotic and no threat. It is about now: ask again later."""
    return _required(
        criteria.amenability_required,
        facts.amenable,
        met=mark("Safe to talk with now."),
        not_met=mark("Not amenable now: violent on contact, psychotic, or a threat to self or others."),
        unknown=mark("Whether it is safe to talk now has not been answered."),
    )


def does_not_exploit_minors(facts: Facts, criteria: Criteria) -> Reading:
    """The person does not appear to exploit minors."""
    return _required(
        criteria.exploitation_of_minors_excluded,
        _reverse(facts.exploits_minors),
        met=mark("Does not appear to exploit minors."),
        not_met=mark("Appears to exploit minors."),
        unknown=mark("Whether the person appears to exploit minors has not been answered."),
    )


def no_contact_order_stands(facts: Facts, criteria: Criteria) -> Reading:
    """Where the partners ask for it: no no-contact order stands against the person."""
    return _required(
        criteria.no_contact_order_excluded,
        _reverse(facts.no_contact_order),
        met=mark("No no-contact order stands."),
        not_met=mark("A no-contact order stands."),
        unknown=mark("Whether a no-contact order stands has not been answered."),
    )


def _required(required: bool, reply: Reply, *, met: str, not_met: str, unknown: str) -> Reading:
    if not required:
        return Reading(Answer.NOT_ASKED, NOT_ASKED_FOR)
    if reply is Reply.YES:
        return Reading(Answer.MET, met)
    return Reading(Answer.NOT_MET, not_met) if reply is Reply.NO else Reading(Answer.UNKNOWN, unknown)


def _reverse(reply: Reply) -> Reply:
    return {Reply.YES: Reply.NO, Reply.NO: Reply.YES}.get(reply, Reply.UNKNOWN)


def convictions_do_not_disqualify(facts: Facts, criteria: Criteria) -> Reading:
    """No past conviction of the classes listed falls into its look-back.

    A look-back of five years on a conviction of May 1, 2020 covers May 1, 2020 to April 30, 2025: the day five years
    later is free. Without a number of years a conviction counts at any time.
    """
    if not criteria.convictions:
        return Reading(Answer.NOT_ASKED, NOT_ASKED_FOR)
    readings = [
        _look_back(facts.convictions.get(row.conviction, ConvictionFact()), row, facts)
        for row in criteria.convictions
    ]
    disqualifying = [each for each in readings if each.answer is Answer.NOT_MET]
    if disqualifying:
        # The one that lasts longest decides, so that waiting for its end is waiting for all of them.
        return max(disqualifying, key=lambda each: (each.changes_on is None, each.changes_on or facts.on))
    unknown = [each for each in readings if each.answer is Answer.UNKNOWN]
    return unknown[0] if unknown else Reading(Answer.MET, mark("No disqualifying conviction."))


def _look_back(fact: ConvictionFact, row: DisqualifyingConviction, facts: Facts) -> Reading:
    named: dict[str, Value] = {"conviction": Word(CONVICTION_WORDS[row.conviction])}
    if fact.answer is Reply.NO:
        return Reading(Answer.MET, mark("No disqualifying conviction."))
    if fact.answer is Reply.UNKNOWN:
        return Reading(
            Answer.UNKNOWN, mark("Not answered: a conviction for %(conviction)s."), named, row.source
        )
    if row.years is None:
        return Reading(Answer.NOT_MET, mark("A conviction for %(conviction)s."), named, row.source)
    named["years"] = row.years
    if fact.most_recent_on is None:
        sentence = mark(
            "A conviction for %(conviction)s; whether it is in the last %(years)s years is not known."
        )
        return Reading(Answer.UNKNOWN, sentence, named, row.source)
    ends_on = anniversary(fact.most_recent_on, row.years)
    if facts.on >= ends_on:
        return Reading(Answer.MET, mark("No disqualifying conviction."))
    sentence = mark("A conviction for %(conviction)s in the last %(years)s years, until %(until)s.")
    return Reading(Answer.NOT_MET, sentence, {**named, "until": ends_on}, row.source, ends_on)


def supervision_allows(facts: Facts, criteria: Criteria) -> Reading:
    """Probation, parole or release allows taking part, or the supervising officer agrees, as the partners decided."""
    if all(criteria.permission(kind) is Permission.ALLOWED for kind in SUPERVISION_WORDS):
        return Reading(Answer.NOT_ASKED, mark("The partners accept people under any supervision."))
    if facts.supervision is Supervision.UNKNOWN:
        return Reading(Answer.UNKNOWN, mark("Whether the person is under supervision is not known."))
    if facts.supervision is Supervision.NONE:
        return Reading(Answer.MET, mark("Not on probation or parole."))
    named: dict[str, Value] = {"supervision": Word(SUPERVISION_WORDS[facts.supervision])}
    permission = criteria.permission(facts.supervision)
    if permission is Permission.ALLOWED:
        return Reading(Answer.MET, mark("On %(supervision)s, which the partners accept."), named)
    if permission is Permission.NOT_ALLOWED:
        return Reading(Answer.NOT_MET, mark("On %(supervision)s, which the partners do not accept."), named)
    if facts.supervising_officer_agrees is Reply.YES:
        return Reading(Answer.MET, mark("On %(supervision)s; the supervising officer agrees."), named)
    if facts.supervising_officer_agrees is Reply.NO:
        return Reading(
            Answer.NOT_MET, mark("On %(supervision)s; the supervising officer does not agree."), named
        )
    return Reading(
        Answer.UNKNOWN, mark("On %(supervision)s; the supervising officer has not been asked."), named
    )
