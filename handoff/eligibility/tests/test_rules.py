"""Each rule on its own, and both sides of every number."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from handoff.eligibility.amounts import UNITS
from handoff.eligibility.criteria import (
    Criterion,
    DisqualifyingConviction,
    DrugLimit,
    LimitKind,
    Permission,
    VictimRule,
)
from handoff.eligibility.dates import age_on, anniversary
from handoff.eligibility.facts import (
    Conviction,
    ConvictionFact,
    Door,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.findings import Advice, Answer, Finding
from handoff.eligibility.north_carolina import NORTH_CAROLINA
from handoff.eligibility.rules import RULES, assess, nearest_change, sentences_of
from handoff.eligibility.table import edges_of
from handoff.testing.facts import ASSAULT, ENCOUNTER, FELONY_LARCENY, LARCENY, convicted, facts_of, found

TRAFFICKING = Criterion.TRAFFICKING_WEIGHT
PERSONAL = Criterion.PERSONAL_USE


def advice(criteria=NORTH_CAROLINA, **changes):
    return assess(facts_of(**changes), criteria).advice


def finding(code, criteria=NORTH_CAROLINA, **changes) -> Finding:
    return assess(facts_of(**changes), criteria).finding(code)


def answer(code, criteria=NORTH_CAROLINA, **changes):
    return finding(code, criteria, **changes).answer


def with_look_back(years, conviction=Conviction.ROBBERY):
    return replace(NORTH_CAROLINA, convictions=(DisqualifyingConviction(conviction, years),))


def with_limit(*limits):
    return replace(NORTH_CAROLINA, drug_limits=(*NORTH_CAROLINA.drug_limits, *limits))


# The scenarios of handbook section 6


@pytest.mark.parametrize(
    "changes",
    [
        {"amounts": (found("cocaine", "1"),)},
        {
            "offenses": (OffenseFact("loitering-for-prostitution", "loitering_for_prostitution"),),
            "amounts": (),
        },
        {"amounts": (found("fentanyl", "0.5"),)},
        {"door": Door.OFFICER_SOCIAL, "offenses": (), "amounts": (), "immunity": Immunity.UNKNOWN},
    ],
)
def test_people_of_the_handbooks_scenarios_are_eligible(changes):
    if changes.get("offenses"):
        changes["offenses"] = tuple(replace(offense, felony=False) for offense in changes["offenses"])
    assert advice(**changes) is Advice.ELIGIBLE


# Amounts


@pytest.mark.parametrize("limit", NORTH_CAROLINA.drug_limits, ids=lambda limit: f"{limit.drug}-{limit.unit}")
def test_both_sides_of_every_drug_limit(limit):
    drug = "heroin" if limit.drug == "opioids" else limit.drug
    most, least = edges_of(limit)
    day = {"on": limit.effective_to or ENCOUNTER}
    assert answer(TRAFFICKING, amounts=(found(drug, str(most), limit.unit),), **day) is Answer.MET
    assert answer(TRAFFICKING, amounts=(found(drug, str(least), limit.unit),), **day) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("drug", "quantity", "unit", "expected"),
    [
        ("heroin", "3.99", "g", Answer.MET),
        ("heroin", "4.00", "g", Answer.NOT_MET),
        ("fentanyl", "3.999", "g", Answer.MET),
        ("fentanyl", "4", "g", Answer.NOT_MET),
        ("fentanyl", "3999", "mg", Answer.MET),
        ("fentanyl", "4000", "mg", Answer.NOT_MET),
        ("heroin", "0.141", "oz", Answer.MET),
        ("heroin", "0.1411", "oz", Answer.NOT_MET),
        ("cocaine", "27.99", "g", Answer.MET),
        ("cocaine", "28", "g", Answer.NOT_MET),
        ("cocaine", "0.028", "kg", Answer.NOT_MET),
        ("cocaine", "1", "oz", Answer.NOT_MET),
        ("marijuana", "10", "lb", Answer.MET),
        ("marijuana", "10.001", "lb", Answer.NOT_MET),
        ("marijuana", "160", "oz", Answer.MET),
        ("marijuana", "160.001", "oz", Answer.NOT_MET),
        ("marijuana", "4535.9237", "g", Answer.MET),
        ("marijuana", "4535.924", "g", Answer.NOT_MET),
        ("lsd", "99", "dosage_unit", Answer.MET),
        ("lsd", "100", "dosage_unit", Answer.NOT_MET),
        ("synthetic_cannabinoid", "50", "dosage_unit", Answer.MET),
        ("synthetic_cannabinoid", "51", "dosage_unit", Answer.NOT_MET),
        ("prescription_opioid", "3", "dosage_unit", Answer.UNKNOWN),
        ("lsd", "1", "g", Answer.UNKNOWN),
        ("mdma", "27.99", "g", Answer.MET),
        ("mdma", "99", "dosage_unit", Answer.MET),
        ("psilocybin", "500", "g", Answer.MET),
        ("unidentified", "3.99", "g", Answer.MET),
        ("unidentified", "4", "g", Answer.NOT_MET),
        ("unidentified", "2", "dosage_unit", Answer.UNKNOWN),
        ("", "0.1", "g", Answer.UNKNOWN),
        ("a powder", "0.1", "g", Answer.UNKNOWN),
        ("heroin", None, "g", Answer.UNKNOWN),
        ("heroin", "1", "", Answer.UNKNOWN),
        ("heroin", "1", "bags", Answer.UNKNOWN),
        ("heroin", "-1", "g", Answer.UNKNOWN),
        ("heroin", "NaN", "g", Answer.UNKNOWN),
        ("heroin", "Infinity", "g", Answer.UNKNOWN),
        ("heroin", "0", "g", Answer.MET),
    ],
)
def test_amounts_are_held_against_the_limit_of_their_drug(drug, quantity, unit, expected):
    assert answer(TRAFFICKING, amounts=(found(drug, quantity, unit),)) is expected


def test_amounts_of_one_group_are_added_up():
    assert answer(TRAFFICKING, amounts=(found("heroin", "2"), found("fentanyl", "1.99"))) is Answer.MET
    assert answer(TRAFFICKING, amounts=(found("heroin", "2"), found("fentanyl", "2"))) is Answer.NOT_MET


def test_amounts_of_different_drugs_are_not():
    assert answer(TRAFFICKING, amounts=(found("cocaine", "20"), found("methamphetamine", "20"))) is Answer.MET


def test_too_much_of_one_drug_decides_whatever_else_is_unknown():
    assert answer(TRAFFICKING, amounts=(found("heroin", None), found("cocaine", "28"))) is Answer.NOT_MET


def test_possession_without_an_amount_is_unknown():
    assert answer(TRAFFICKING, amounts=()) is Answer.UNKNOWN
    assert advice(amounts=()) is Advice.MORE_INFORMATION


def test_no_drugs_no_question():
    assert answer(TRAFFICKING, amounts=(), offenses=(LARCENY,)) is Answer.NOT_ASKED


def test_the_limit_of_the_day_of_the_encounter_counts():
    limit = DrugLimit(
        "ketamine", Decimal(5), "g", effective_from=date(2026, 3, 2), effective_to=date(2026, 3, 3)
    )
    criteria = with_limit(limit)
    answers = {
        day: answer(TRAFFICKING, criteria, amounts=(found("ketamine", "5"),), on=date(2026, 3, day))
        for day in (1, 2, 3, 4)
    }
    assert answers == {1: Answer.UNKNOWN, 2: Answer.NOT_MET, 3: Answer.NOT_MET, 4: Answer.UNKNOWN}


def test_personal_use_is_asked_only_where_the_partners_set_an_amount():
    assert answer(PERSONAL) is Answer.NOT_ASKED
    limit = DrugLimit("opioids", Decimal(1), "g", reached_excludes=False, kind=LimitKind.PERSONAL_USE)
    assert answer(PERSONAL, with_limit(limit), amounts=(found("heroin", "1"),)) is Answer.MET
    assert answer(PERSONAL, with_limit(limit), amounts=(found("heroin", "1.01"),)) is Answer.NOT_MET


def test_every_unit_is_exact():
    assert UNITS["lb"].factor == UNITS["oz"].factor * 16


# Offense, grade, value, victim


def test_one_offense_outside_the_list_excludes_the_encounter():
    assert answer(Criterion.OFFENSE, offenses=(LARCENY, ASSAULT)) is Answer.NOT_MET
    assert answer(Criterion.OFFENSE, offenses=()) is Answer.UNKNOWN


def test_an_offense_can_be_added_or_taken_out_by_its_key():
    added = replace(NORTH_CAROLINA, eligible_offenses=("simple-assault",))
    taken = replace(NORTH_CAROLINA, excluded_offenses=("larceny",))
    assert answer(Criterion.OFFENSE, added, offenses=(ASSAULT,)) is Answer.MET
    assert answer(Criterion.OFFENSE, taken, offenses=(LARCENY,)) is Answer.NOT_MET


def test_felony_possession_may_be_diverted_and_felony_larceny_not():
    assert answer(Criterion.FELONY) is Answer.MET
    assert answer(Criterion.FELONY, offenses=(FELONY_LARCENY,)) is Answer.NOT_MET
    assert answer(Criterion.FELONY, offenses=(replace(LARCENY, felony=None),)) is Answer.UNKNOWN
    assert answer(Criterion.FELONY, offenses=()) is Answer.NOT_ASKED
    agreed = replace(NORTH_CAROLINA, eligible_offenses=("larceny-felony",))
    assert answer(Criterion.FELONY, agreed, offenses=(FELONY_LARCENY,)) is Answer.MET


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [("1000", Answer.MET), ("1000.01", Answer.NOT_MET), (None, Answer.UNKNOWN), ("-1", Answer.UNKNOWN)],
)
def test_both_sides_of_the_value_of_goods(dollars, expected):
    offense = replace(LARCENY, value=None if dollars is None else Decimal(dollars))
    assert answer(Criterion.VALUE, offenses=(offense,), amounts=()) is expected


@pytest.mark.parametrize(
    ("victims", "has_victim", "agrees", "expected"),
    [
        (VictimRule.ANY, True, Reply.NO, Answer.NOT_ASKED),
        (VictimRule.WITH_AGREEMENT, False, Reply.UNKNOWN, Answer.MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.YES, Answer.MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.NO, Answer.NOT_MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.UNKNOWN, Answer.UNKNOWN),
        (VictimRule.WITH_AGREEMENT, None, Reply.NO, Answer.UNKNOWN),
        (VictimRule.NONE, False, Reply.YES, Answer.MET),
        (VictimRule.NONE, True, Reply.YES, Answer.NOT_MET),
        (VictimRule.NONE, None, Reply.YES, Answer.UNKNOWN),
    ],
)
def test_a_victims_agreement_is_asked_where_the_partners_ask_for_it(victims, has_victim, agrees, expected):
    criteria = replace(NORTH_CAROLINA, victims=victims)
    offenses = (replace(LARCENY, has_victim=has_victim),)
    assert answer(Criterion.VICTIM, criteria, offenses=offenses, victim_agrees=agrees) is expected


# Age


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2008, 3, 2), date(2026, 3, 2), Answer.MET),
        (date(2008, 3, 3), date(2026, 3, 2), Answer.NOT_MET),
        (date(2008, 2, 29), date(2026, 2, 28), Answer.NOT_MET),
        (date(2008, 2, 29), date(2026, 3, 1), Answer.MET),
        (date(2008, 2, 29), date(2028, 2, 29), Answer.MET),
        (date(2026, 3, 3), date(2026, 3, 2), Answer.UNKNOWN),
        (None, date(2026, 3, 2), Answer.UNKNOWN),
    ],
)
def test_seventeen_years_and_364_days_is_not_eighteen(born, on, expected):
    assert answer(Criterion.AGE, date_of_birth=born, on=on) is expected


def test_age_in_years_counts_where_the_birth_date_is_not_known():
    assert answer(Criterion.AGE, date_of_birth=None, age=18) is Answer.MET
    assert answer(Criterion.AGE, date_of_birth=None, age=17) is Answer.NOT_MET
    assert answer(Criterion.AGE, date_of_birth=None, age=-1) is Answer.UNKNOWN


def test_a_birth_date_speaks_before_an_age():
    assert answer(Criterion.AGE, date_of_birth=date(2010, 1, 1), age=30) is Answer.NOT_MET


def test_ages_and_anniversaries():
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18
    assert anniversary(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert anniversary(date.max, 5) == date.max


# Past convictions


@pytest.mark.parametrize("row", NORTH_CAROLINA.convictions, ids=lambda row: row.conviction)
def test_each_class_of_the_example_disqualifies_at_any_time(row):
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction, date(1970, 1, 1))) is Answer.NOT_MET
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction)) is Answer.NOT_MET
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction, answer=Reply.UNKNOWN)) is Answer.UNKNOWN


ADDED_BY_SITES = set(Conviction) - {row.conviction for row in NORTH_CAROLINA.convictions}


@pytest.mark.parametrize("class_of", sorted(ADDED_BY_SITES))
def test_classes_that_sites_add_count_only_when_added(class_of):
    years = with_look_back(5, class_of)
    assert answer(Criterion.CONVICTIONS, **convicted(class_of, ENCOUNTER)) is Answer.MET
    assert answer(Criterion.CONVICTIONS, years, **convicted(class_of, ENCOUNTER)) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [(0, Answer.NOT_MET), (364, Answer.NOT_MET), (365, Answer.MET), (366, Answer.MET)],
)
def test_a_look_back_of_one_year_covers_365_days(days_ago, expected):
    changes = convicted(Conviction.ROBBERY, date(2026, 3, 2) - timedelta(days=days_ago))
    assert answer(Criterion.CONVICTIONS, with_look_back(1), **changes) is expected


@pytest.mark.parametrize(("days_ago", "expected"), [(365, Answer.NOT_MET), (366, Answer.MET)])
def test_a_look_back_over_a_leap_day_covers_366_days(days_ago, expected):
    on = date(2028, 3, 2)
    changes = convicted(Conviction.ROBBERY, on - timedelta(days=days_ago))
    assert answer(Criterion.CONVICTIONS, with_look_back(1), on=on, **changes) is expected


@pytest.mark.parametrize("years", [1, 5, 8, 10])
def test_both_sides_of_a_look_back(years):
    convicted_on = date(2016, 5, 1)
    ends = anniversary(convicted_on, years)
    changes = convicted(Conviction.ROBBERY, convicted_on)
    before = finding(Criterion.CONVICTIONS, with_look_back(years), on=ends - timedelta(days=1), **changes)
    assert (before.answer, before.changes_on) == (Answer.NOT_MET, ends)
    assert answer(Criterion.CONVICTIONS, with_look_back(years), on=ends, **changes) is Answer.MET


def test_a_conviction_without_a_date_is_unknown_where_the_date_matters():
    assert answer(Criterion.CONVICTIONS, with_look_back(5), **convicted(Conviction.ROBBERY)) is Answer.UNKNOWN


def test_a_class_without_an_answer_is_unknown():
    assert answer(Criterion.CONVICTIONS, convictions={}) is Answer.UNKNOWN


def test_without_classes_nobody_is_asked():
    assert answer(Criterion.CONVICTIONS, replace(NORTH_CAROLINA, convictions=())) is Answer.NOT_ASKED


def test_the_conviction_that_lasts_longest_decides():
    classes = (Conviction.ROBBERY, Conviction.ARSON)
    criteria = replace(
        NORTH_CAROLINA, convictions=tuple(DisqualifyingConviction(each, 5) for each in classes)
    )
    past = {
        Conviction.ROBBERY: ConvictionFact(Reply.YES, date(2025, 1, 1)),
        Conviction.ARSON: ConvictionFact(Reply.YES, date(2022, 1, 1)),
    }
    assert finding(Criterion.CONVICTIONS, criteria, convictions=past).changes_on == date(2030, 1, 1)


# Supervision and the remaining answers about the person


@pytest.mark.parametrize(
    ("permission", "agrees", "expected"),
    [
        (Permission.NOT_ALLOWED, Reply.YES, Answer.NOT_MET),
        (Permission.NEEDS_APPROVAL, Reply.YES, Answer.MET),
        (Permission.NEEDS_APPROVAL, Reply.NO, Answer.NOT_MET),
        (Permission.NEEDS_APPROVAL, Reply.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_supervision_is_what_the_partners_made_of_it(permission, agrees, expected):
    criteria = replace(NORTH_CAROLINA, supervision={Supervision.PAROLE: permission})
    changes = {"supervision": Supervision.PAROLE, "supervising_officer_agrees": agrees}
    assert answer(Criterion.SUPERVISION, criteria, **changes) is expected


def test_unsupervised_probation_is_accepted_in_the_example():
    assert answer(Criterion.SUPERVISION, supervision=Supervision.UNSUPERVISED_PROBATION) is Answer.MET
    assert answer(Criterion.SUPERVISION, supervision=Supervision.UNKNOWN) is Answer.UNKNOWN


def test_supervision_is_not_asked_where_every_kind_is_accepted():
    criteria = replace(NORTH_CAROLINA, supervision={})
    assert answer(Criterion.SUPERVISION, criteria, supervision=Supervision.UNKNOWN) is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("code", "name", "meets"),
    [
        (Criterion.RESIDENCE, "resident", Reply.YES),
        (Criterion.SUBSTANCE_USE, "substance_use", Reply.YES),
        (Criterion.AMENABLE, "amenable", Reply.YES),
        (Criterion.EXPLOITS_MINORS, "exploits_minors", Reply.NO),
        (Criterion.NO_CONTACT_ORDER, "no_contact_order", Reply.NO),
    ],
)
def test_yes_and_no_questions(code, name, meets):
    criteria = replace(NORTH_CAROLINA, no_contact_order_excluded=True)
    fails = Reply.NO if meets is Reply.YES else Reply.YES
    assert answer(code, criteria, **{name: meets}) is Answer.MET
    assert answer(code, criteria, **{name: fails}) is Answer.NOT_MET
    assert answer(code, criteria, **{name: Reply.UNKNOWN}) is Answer.UNKNOWN


def test_what_the_partners_do_not_ask_is_not_asked():
    criteria = replace(
        NORTH_CAROLINA,
        residence_required=False,
        substance_use_required=False,
        amenability_required=False,
        exploitation_of_minors_excluded=False,
    )
    codes = (Criterion.RESIDENCE, Criterion.SUBSTANCE_USE, Criterion.AMENABLE, Criterion.EXPLOITS_MINORS)
    assert {answer(code, criteria) for code in (*codes, Criterion.NO_CONTACT_ORDER)} == {Answer.NOT_ASKED}


# Advice


@pytest.mark.parametrize(
    "immunity", [each for each in Immunity if each not in {Immunity.NONE, Immunity.UNKNOWN}], ids=str
)
def test_a_protection_comes_first_whatever_else_is_true(immunity):
    assert advice(immunity=immunity) is Advice.IMMUNITY
    assert advice(immunity=immunity, date_of_birth=date(2015, 1, 1), offenses=(ASSAULT,)) is Advice.IMMUNITY
    assert assess(facts_of(immunity=immunity), NORTH_CAROLINA).immunity


@pytest.mark.parametrize("door", [Door.OFFICER_SOCIAL, Door.COMMUNITY])
def test_a_protection_changes_nothing_at_the_social_doors(door):
    social = {"door": door, "offenses": (), "amounts": ()}
    assert {advice(immunity=immunity, **social) for immunity in Immunity} == {Advice.ELIGIBLE}


@pytest.mark.parametrize("door", [Door.OFFICER_SOCIAL, Door.COMMUNITY])
def test_the_social_doors_ask_about_the_person_and_never_about_a_charge(door):
    assessment = assess(facts_of(door=door, offenses=(ASSAULT,)), NORTH_CAROLINA)
    about_charge = {rule.code for rule in RULES if rule.about_charge}
    assert {assessment.finding(code).answer for code in about_charge} == {Answer.NOT_ASKED}
    assert advice(door=door, resident=Reply.NO) is Advice.ELIGIBLE_BY_EXCEPTION


def test_nothing_known_is_more_information():
    facts = Facts(door=Door.ARREST_DIVERSION, on=ENCOUNTER)
    assessment = assess(facts, NORTH_CAROLINA)
    assert assessment.advice is Advice.MORE_INFORMATION
    assert not assessment.answered(Answer.MET)


def test_what_is_short_of_the_criteria_may_go_by_exception():
    assert advice(resident=Reply.NO) is Advice.ELIGIBLE_BY_EXCEPTION
    assert advice(**convicted(Conviction.ROBBERY)) is Advice.ELIGIBLE_BY_EXCEPTION
    assert advice(resident=Reply.NO, substance_use=Reply.UNKNOWN) is Advice.ELIGIBLE_BY_EXCEPTION


def test_minors_and_who_exploits_them_do_not_go_by_exception_unless_the_partners_say_so():
    young = {"date_of_birth": None, "age": 17}
    assert advice(**young) is Advice.NOT_ELIGIBLE
    assert advice(exploits_minors=Reply.YES) is Advice.NOT_ELIGIBLE
    assert advice(replace(NORTH_CAROLINA, never_by_exception=()), **young) is Advice.ELIGIBLE_BY_EXCEPTION


def test_an_unknown_age_is_not_called_an_exception():
    assert advice(date_of_birth=None, resident=Reply.NO) is Advice.MORE_INFORMATION
    assert advice(immunity=Immunity.UNKNOWN, resident=Reply.NO) is Advice.MORE_INFORMATION


def test_every_rule_has_a_title_a_question_and_a_source():
    assert [rule.code for rule in RULES] == list(Criterion)
    assert all(rule.title and rule.question.endswith((".", "?")) and rule.source for rule in RULES)
    assert all(each.sentence and each.source for each in assess(facts_of(), NORTH_CAROLINA).findings)


def test_every_legal_number_has_a_source_to_confirm():
    assert all("counsel" in limit.source for limit in NORTH_CAROLINA.drug_limits)
    assert all("counsel" in limit.source for limit in NORTH_CAROLINA.value_limits)
    assert all(row.source for row in NORTH_CAROLINA.convictions)


def test_sentences_are_written_out_and_translated():
    over = finding(TRAFFICKING, amounts=(found("heroin", "4500", "mg"),))
    assert over.said() == "4.5 g of opioids: the trafficking weight is 4 g or more."
    assert over.said(lambda text: text.replace("opioids", "opioides")).startswith("4.5 g of opioides")
    window = finding(
        Criterion.CONVICTIONS, with_look_back(5), **convicted(Conviction.ROBBERY, date(2024, 5, 1))
    )
    assert window.said() == "A conviction for robbery in the last 5 years, until 05/01/2029."


def test_findings_come_back_as_they_were_stored():
    changes = convicted(Conviction.ROBBERY, date(2024, 5, 1)) | {"amounts": (found("heroin", "9"),)}
    for each in assess(facts_of(**changes), with_look_back(5)).findings:
        again = Finding.from_plain(each.to_plain())
        assert (again, again.said()) == (each, each.said())


def test_facts_come_back_as_they_were_stored():
    facts = facts_of(**convicted(Conviction.ROBBERY, date(2024, 5, 1)), offenses=(LARCENY,))
    assert Facts.from_plain(facts.to_plain()) == facts


# What would change the advice


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"resident": Reply.UNKNOWN}, "One answer is missing: Does the person live in the jurisdiction?"),
        (
            {"resident": Reply.UNKNOWN, "amenable": Reply.UNKNOWN},
            "2 answers are missing. Ask first: Does the person",
        ),
        ({"resident": Reply.NO}, "One criterion is not met: Residence."),
        ({"resident": Reply.NO, "amenable": Reply.NO}, "2 criteria are not met, first: Residence."),
        ({"date_of_birth": date(2008, 3, 9)}, "From 03/09/2026 on this criterion is met: Age."),
        ({"exploits_minors": Reply.YES}, "The partners agreed on no exception for: Minors."),
        ({"immunity": Immunity.OVERDOSE_CALL}, "Nothing is chargeable here. A social referral is open"),
        (
            {"supervision": Supervision.PAROLE, "supervising_officer_agrees": Reply.NO},
            "Ask before you recommend an exception: Is the person on probation or parole",
        ),
    ],
)
def test_the_nearest_change_is_one_sentence(changes, expected):
    assessment = assess(facts_of(**changes), NORTH_CAROLINA)
    change = nearest_change(assessment)
    assert change is not None
    assert change.said().startswith(expected)
    assert change.said() in list(sentences_of(assessment))


def test_who_is_eligible_needs_no_change():
    assert nearest_change(assess(facts_of(), NORTH_CAROLINA)) is None
