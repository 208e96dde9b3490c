"""The advice that follows from the findings, and what would change it."""

from dataclasses import replace
from datetime import date

import pytest

from handoff.eligibility.engine.assessment import RULES, assess, nearest_change, sentences_of
from handoff.eligibility.engine.criteria import (
    Criterion,
)
from handoff.eligibility.engine.facts import (
    Conviction,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Advice, CriterionAnswer, CriterionFinding
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.testing.facts import (
    ASSAULT,
    ENCOUNTER,
    LARCENY,
    advice,
    convicted,
    facts_of,
    finding,
    found,
    with_look_back,
)

TRAFFICKING = Criterion.TRAFFICKING_WEIGHT


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
        {
            "pathway": EligibilityPathway.OFFICER_SOCIAL,
            "offenses": (),
            "amounts": (),
            "immunity": Immunity.UNKNOWN,
        },
    ],
)
def test_people_of_the_handbooks_scenarios_are_eligible(changes):
    if changes.get("offenses"):
        changes["offenses"] = tuple(replace(offense, felony=False) for offense in changes["offenses"])
    assert advice(**changes) is Advice.ELIGIBLE


# Advice


@pytest.mark.parametrize(
    "immunity", [each for each in Immunity if each not in {Immunity.NONE, Immunity.UNKNOWN}], ids=str
)
def test_a_protection_comes_first_whatever_else_is_true(immunity):
    assert advice(immunity=immunity) is Advice.IMMUNITY
    assert advice(immunity=immunity, date_of_birth=date(2015, 1, 1), offenses=(ASSAULT,)) is Advice.IMMUNITY
    assert assess(facts_of(immunity=immunity), NORTH_CAROLINA).immunity


@pytest.mark.parametrize("pathway", [EligibilityPathway.OFFICER_SOCIAL, EligibilityPathway.COMMUNITY])
def test_a_protection_changes_nothing_on_the_social_pathways(pathway):
    social = {"pathway": pathway, "offenses": (), "amounts": ()}
    assert {advice(immunity=immunity, **social) for immunity in Immunity} == {Advice.ELIGIBLE}


@pytest.mark.parametrize("pathway", [EligibilityPathway.OFFICER_SOCIAL, EligibilityPathway.COMMUNITY])
def test_the_social_pathways_ask_about_the_person_and_never_about_a_charge(pathway):
    assessment = assess(facts_of(pathway=pathway, offenses=(ASSAULT,)), NORTH_CAROLINA)
    about_charge = {rule.code for rule in RULES if rule.about_charge}
    assert {assessment.finding(code).answer for code in about_charge} == {CriterionAnswer.NOT_ASKED}
    assert advice(pathway=pathway, resident=Reply.NO) is Advice.ELIGIBLE_BY_EXCEPTION


def test_nothing_known_is_more_information():
    facts = Facts(pathway=EligibilityPathway.ARREST_DIVERSION, on=ENCOUNTER)
    assessment = assess(facts, NORTH_CAROLINA)
    assert assessment.advice is Advice.MORE_INFORMATION
    assert not assessment.findings_with(CriterionAnswer.MET)


def test_a_person_who_misses_a_criterion_may_be_referred_by_exception():
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
    assert all(limit.source and not limit.reviewed_by for limit in NORTH_CAROLINA.drug_limits)
    assert all(limit.source for limit in NORTH_CAROLINA.value_limits)
    assert all(row.source for row in NORTH_CAROLINA.convictions)


def test_sentences_are_written_out_and_translated():
    over = finding(TRAFFICKING, amounts=(found("heroin", "4500", "mg"),))
    assert over.text() == "4.5 grams of opioids: the trafficking weight is 4 grams or more."
    assert over.text(lambda text: text.replace("opioids", "opioides")).startswith("4.5 grams of opioides")
    window = finding(
        Criterion.CONVICTIONS, with_look_back(5), **convicted(Conviction.ROBBERY, date(2024, 5, 1))
    )
    assert window.text() == ("Conviction for robbery in the last 5 years: not eligible until 05/01/2029.")


def test_findings_come_back_as_they_were_stored():
    changes = convicted(Conviction.ROBBERY, date(2024, 5, 1)) | {"amounts": (found("heroin", "9"),)}
    for each in assess(facts_of(**changes), with_look_back(5)).findings:
        again = CriterionFinding.from_plain(each.to_plain())
        assert (again, again.text()) == (each, each.text())


def test_facts_come_back_as_they_were_stored():
    facts = facts_of(**convicted(Conviction.ROBBERY, date(2024, 5, 1)), offenses=(LARCENY,))
    assert Facts.from_plain(facts.to_plain()) == facts


# What would change the advice


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"resident": Reply.UNKNOWN},
            "One answer is missing: Does the person live or stay in the program's area?",
        ),
        (
            {"resident": Reply.UNKNOWN, "amenable": Reply.UNKNOWN},
            "2 answers are missing. Ask first: Does the person",
        ),
        ({"resident": Reply.NO}, "One criterion isn't met: Lives or stays in the program's area."),
        (
            {"resident": Reply.NO, "amenable": Reply.NO},
            "2 criteria aren't met. The first is: Lives or stays in the program's area.",
        ),
        ({"date_of_birth": date(2008, 3, 9)}, "This criterion will be met starting 03/09/2026: Age."),
        ({"exploits_minors": Reply.YES}, "No exceptions are allowed for: Doesn't appear to exploit minors."),
        ({"immunity": Immunity.OVERDOSE_CALL}, "There's no charge here. You can offer a social referral"),
        (
            {"supervision": Supervision.PAROLE, "supervising_officer_agrees": Reply.NO},
            "Before you recommend an exception, ask: Is the person on probation or parole",
        ),
    ],
)
def test_the_nearest_change_is_one_sentence(changes, expected):
    assessment = assess(facts_of(**changes), NORTH_CAROLINA)
    change = nearest_change(assessment)
    assert change is not None
    assert change.text().startswith(expected)
    assert change.text() in list(sentences_of(assessment))


def test_an_eligible_person_needs_no_change():
    assert nearest_change(assess(facts_of(), NORTH_CAROLINA)) is None
