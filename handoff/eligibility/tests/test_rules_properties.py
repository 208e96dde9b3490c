"""Properties of every encounter under all criteria; hypothesis searches for a counterexample."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.eligibility.engine.amounts import DRUGS, UNITS
from handoff.eligibility.engine.assessment import assess, nearest_change, sentences_of
from handoff.eligibility.engine.criteria import (
    Criterion,
    DisqualifyingConviction,
    DrugLimit,
    LimitKind,
    SupervisionRule,
    VictimRule,
)
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    DrugAmount,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Advice, CriterionAnswer
from handoff.eligibility.engine.limits import SUPERVISION_WORDS
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.testing.facts import ASSAULT, FELONY_LARCENY, LARCENY, POSSESSION

UNHURRIED = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
"""A property is about the rules, never about how busy the machine is."""
REPLIES = st.sampled_from(Reply)
DAYS = st.dates(date(2012, 1, 1), date(2032, 12, 31))
RANK = {
    Advice.ELIGIBLE: 0,
    Advice.MORE_INFORMATION: 1,
    Advice.ELIGIBLE_BY_EXCEPTION: 2,
    Advice.NOT_ELIGIBLE: 3,
    Advice.IMMUNITY: 4,
}
AMOUNTS = st.builds(
    DrugAmount,
    st.sampled_from(["", *DRUGS]),
    st.none() | st.decimals(0, 40, places=2),
    st.sampled_from(["", *UNITS]),
)
OFFENSES = st.builds(
    OffenseFact,
    st.sampled_from(["larceny", "possess-cocaine", "simple-assault", "trespass"]),
    st.sampled_from(["larceny", "possession", "assault", "trespass", "stolen_goods"]),
    felony=st.sampled_from([True, False, None]),
    has_victim=st.sampled_from([True, False, None]),
    value=st.none() | st.decimals(0, 2000, places=2),
)
PAST = st.builds(ConvictionFact, REPLIES, st.none() | DAYS)
FACTS = st.builds(
    Facts,
    pathway=st.sampled_from(EligibilityPathway),
    on=DAYS,
    date_of_birth=st.none() | st.dates(date(1950, 1, 1), date(2032, 12, 31)),
    age=st.none() | st.integers(10, 80),
    resident=REPLIES,
    substance_use=REPLIES,
    amenable=REPLIES,
    exploits_minors=REPLIES,
    offenses=st.lists(OFFENSES | st.sampled_from([POSSESSION, LARCENY]), max_size=3).map(tuple),
    amounts=st.lists(AMOUNTS, max_size=3).map(tuple),
    convictions=st.dictionaries(st.sampled_from(Conviction), PAST),
    supervision=st.sampled_from(Supervision),
    supervising_officer_agrees=REPLIES,
    victim_agrees=REPLIES,
    no_contact_order=REPLIES,
    immunity=st.sampled_from(Immunity),
)
NEARLY_ELIGIBLE = st.builds(
    Facts,
    pathway=st.sampled_from(EligibilityPathway),
    on=DAYS,
    age=st.sampled_from([18, 30, None]),
    resident=st.sampled_from([Reply.YES, Reply.YES, Reply.UNKNOWN]),
    substance_use=st.just(Reply.YES),
    amenable=st.just(Reply.YES),
    exploits_minors=st.just(Reply.NO),
    offenses=st.lists(st.sampled_from([POSSESSION, LARCENY]), min_size=1, max_size=2).map(tuple),
    amounts=st.lists(
        st.builds(DrugAmount, st.sampled_from(["cocaine", "other"]), st.just(Decimal(1)), st.just("g")),
        min_size=1,
        max_size=3,
    ).map(tuple),
    convictions=st.just({each: ConvictionFact(Reply.NO) for each in Conviction}),
    supervision=st.sampled_from([Supervision.NONE, Supervision.PAROLE]),
    supervising_officer_agrees=st.just(Reply.YES),
    victim_agrees=st.just(Reply.YES),
    no_contact_order=st.just(Reply.NO),
    immunity=st.just(Immunity.NONE),
)
ANY_FACTS = FACTS | NEARLY_ELIGIBLE


@st.composite
def criteria_of_partners(draw):
    """Criteria such as partners may agree on."""
    classes = draw(st.lists(st.sampled_from(Conviction), unique=True))
    years = st.none() | st.integers(1, 20)
    limits = NORTH_CAROLINA.drug_limits
    if draw(st.booleans()):
        limits = (*limits, DrugLimit("opioids", Decimal(2), "g", kind=LimitKind.PERSONAL_USE))
    return replace(
        NORTH_CAROLINA,
        minimum_age=draw(st.integers(16, 25)),
        drug_limits=limits,
        convictions=tuple(DisqualifyingConviction(each, draw(years)) for each in classes),
        supervision={kind: draw(st.sampled_from(SupervisionRule)) for kind in SUPERVISION_WORDS},
        victims=draw(st.sampled_from(VictimRule)),
        residence_required=draw(st.booleans()),
        substance_use_required=draw(st.booleans()),
        amenability_required=draw(st.booleans()),
        exploitation_of_minors_excluded=draw(st.booleans()),
        no_contact_order_excluded=draw(st.booleans()),
        never_by_exception=tuple(draw(st.lists(st.sampled_from(Criterion), unique=True, max_size=4))),
    )


CRITERIA = st.just(NORTH_CAROLINA) | criteria_of_partners()


def worse(facts: Facts) -> list[Facts]:
    """Every variant of the facts with one more disqualifying fact."""
    today = ConvictionFact(Reply.YES, facts.on)
    change: Any = partial(replace, facts)
    return [
        replace(facts, date_of_birth=facts.on - timedelta(days=5000)),
        *(change(**{name: Reply.NO}) for name in ("resident", "substance_use", "amenable")),
        *(change(**{name: Reply.YES}) for name in ("exploits_minors", "no_contact_order")),
        *(replace(facts, offenses=(*facts.offenses, more)) for more in (ASSAULT, FELONY_LARCENY)),
        replace(facts, amounts=(*facts.amounts, DrugAmount("cocaine", Decimal(28), "g"))),
        *(replace(facts, convictions={**facts.convictions, each: today}) for each in Conviction),
    ]


def less_known(facts: Facts) -> list[Facts]:
    """Return the facts with one of them unknown, for every one of them."""
    unknown = Reply.UNKNOWN
    change: Any = partial(replace, facts)
    replies = [each.name for each in fields(Facts) if isinstance(getattr(facts, each.name), Reply)]
    return [
        replace(facts, date_of_birth=None, age=None),
        *(change(**{name: unknown}) for name in replies),
        replace(facts, supervision=Supervision.UNKNOWN),
        replace(facts, immunity=Immunity.UNKNOWN),
        *(_without(facts, "offenses", name) for name in ("felony", "has_victim", "value")),
        *(
            _without(facts, "amounts", name, blank)
            for name, blank in (("drug", ""), ("quantity", None), ("unit", ""))
        ),
        *(replace(facts, convictions={**facts.convictions, each: ConvictionFact()}) for each in Conviction),
    ]


def _without(facts, group, name, blank=None):
    first, *others = getattr(facts, group) or (None,)
    return replace(facts, **{group: (replace(first, **{name: blank}), *others)}) if first else facts


@UNHURRIED
@given(ANY_FACTS, CRITERIA, st.randoms(use_true_random=False))
def test_the_order_of_offenses_amounts_and_convictions_never_matters(facts, criteria, dice):
    shuffled = {}
    for name in ("offenses", "amounts"):
        rows = list(getattr(facts, name))
        dice.shuffle(rows)
        shuffled[name] = tuple(rows)
    past = list(facts.convictions.items())
    dice.shuffle(past)
    assert assess(replace(facts, convictions=dict(past), **shuffled), criteria) == assess(facts, criteria)


@UNHURRIED
@given(ANY_FACTS, CRITERIA)
def test_one_more_disqualifying_fact_never_makes_a_person_eligible(facts, criteria):
    before = assess(facts, criteria).advice
    for changed in worse(facts):
        assert RANK[assess(changed, criteria).advice] >= RANK[before]


@UNHURRIED
@given(ANY_FACTS, CRITERIA)
def test_unknown_is_never_met(facts, criteria):
    before = assess(facts, criteria)
    for changed in less_known(facts):
        after = assess(changed, criteria)
        if after.advice is Advice.ELIGIBLE:
            assert before.advice is Advice.ELIGIBLE
        for old, new in zip(before.findings, after.findings, strict=True):
            assert new.answer is not CriterionAnswer.MET or old.answer is CriterionAnswer.MET


@UNHURRIED
@given(ANY_FACTS, CRITERIA)
def test_the_advice_follows_from_the_findings(facts, criteria):
    assessment = assess(facts, criteria)
    answers = {each.answer for each in assessment.findings}
    assert (assessment.advice is Advice.ELIGIBLE) == (
        answers <= {CriterionAnswer.MET, CriterionAnswer.NOT_ASKED}
    )
    assert (assessment.deciding is None) == (assessment.advice is Advice.ELIGIBLE)
    assert (nearest_change(assessment) is None) == (assessment.deciding is None)
    assert len(assessment.findings) == len(Criterion)


@UNHURRIED
@given(ANY_FACTS, CRITERIA)
def test_every_sentence_can_be_said_and_none_commands(facts, criteria):
    for sentence in sentences_of(assess(facts, criteria)):
        assert sentence[0] != "%"
        assert "%(" not in sentence
        assert "must" not in sentence.lower()


@UNHURRIED
@given(ANY_FACTS, CRITERIA, st.sampled_from(sorted(set(Immunity) - {Immunity.NONE, Immunity.UNKNOWN})))
def test_a_protection_decides_only_where_a_charge_could_be_set_aside(facts, criteria, protection):
    facts = replace(facts, immunity=protection)
    advice = assess(facts, criteria).advice
    assert (advice is Advice.IMMUNITY) == (facts.pathway is EligibilityPathway.ARREST_DIVERSION)


@UNHURRIED
@given(ANY_FACTS)
def test_facts_come_back_as_they_were_stored(facts):
    assert Facts.from_plain(facts.to_plain()) == facts


@UNHURRIED
@given(criteria_of_partners())
def test_criteria_come_back_as_they_were_stored(criteria):
    assert type(criteria).from_plain(criteria.to_plain()) == criteria
