"""Charge texts as police typed them are recognized correctly or left unmapped."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.charges.definitions import Divertible, north_carolina_offenses, offense_on
from handoff.charges.rules import (
    RecognitionBasis,
    is_north_carolina_section,
    normalize_statute,
    normalize_words,
    recognize_charge,
    text_rules,
)

DATA = Path(__file__).parents[3] / "tests" / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def law_on(key, day=None):
    offense = offense_on(key, day)
    assert offense is not None
    return offense


LABELS = {(row["arr_chrg"], row["chrgdesc"]): row for row in rows_of("chapel_hill_labels.csv")}


def test_the_labels_cover_every_distinct_text_of_the_file():
    texts = {(row["arr_chrg"], row["chrgdesc"]) for row in rows_of("chapel_hill_arrests_2014_2016.csv")}
    assert set(LABELS) == texts


def test_at_least_97_percent_of_the_rows_get_the_right_offense():
    rows = rows_of("chapel_hill_arrests_2014_2016.csv")
    wrong = []
    for row in rows:
        label = LABELS[row["arr_chrg"], row["chrgdesc"]]
        key = recognize_charge(row["arr_chrg"], row["chrgdesc"]).offense_key
        if key != label["offense_key"]:
            wrong.append(f"{row['arr_chrg']} {row['chrgdesc']}: {key}, not {label['offense_key']}")
    assert len(wrong) <= 0.03 * len(rows), "\n".join(wrong)


def test_the_labels_and_the_catalogue_agree_on_what_is_divertible():
    for label in LABELS.values():
        offense = law_on(label["offense_key"])
        assert (offense.divertible is Divertible.YES) == (label["divertible_type"] == "yes"), label


@pytest.mark.parametrize(
    "row", rows_of("other_agencies_labels.csv"), ids=lambda row: f"{row['statute']} {row['description']}"
)
def test_texts_of_other_agencies_are_read(row):
    assert (recognize_charge(row["statute"], row["description"]).offense_key or "") == row["offense_key"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("90-95A3CF", "90-95(a)(3)(c)(f)"),
        ("90-95(A)(1)", "90-95(a)(1)"),
        ("G.S. 90-95 (a)(3)", "90-95(a)(3)"),
        ("90-113.22A", "90-113.22A"),
        ("90-113.22(A)", "90-113.22(a)"),
        ("20-28(A)..", "20-28(a)"),
        ("20-111(2))", "20-111(2)"),
        ("15A-543BC", "15A-543(b)(c)"),
        ("§ 14-72.1", "14-72.1"),
        ("n.c.g.s. 14–72", "14-72"),
        ("14-51/FD", "14-51(f)(d)"),
        ("CO 3-3", "ordinance 3-3"),
        ("KIDNAPPING", ""),
        ("", ""),
    ],
)
def test_a_statute_is_written_in_one_form(typed, written):
    assert normalize_statute(typed) == written


def test_a_warrants_own_statute_does_not_hide_the_charge():
    reading = recognize_charge("15A-304", "COMMUNICATING THREATS")
    assert (reading.offense_key, reading.warrant) == ("communicating-threats", True)


def test_an_order_for_arrest_is_seen_beside_the_offense():
    reading = recognize_charge("20-138.1", "IMPAIRED DRIVING DWI OFA")
    assert (reading.offense_key, reading.warrant) == ("dwi", True)


def test_failing_to_appear_is_never_read_as_the_old_offense():
    reading = recognize_charge("14-72(A)", "FTA - MISDEMEANOR LARCENY")
    assert (reading.offense_key, reading.failure_to_appear) == ("failure-to-appear", True)


def test_an_attempt_is_marked():
    assert recognize_charge("14-54B", "ATTEMPTED BREAKING/ENTER-MISD").attempt


def test_a_stated_felony_is_read_as_one():
    assert recognize_charge("14-72(A)", "LARCENY (F)").offense_key == "larceny-felony"
    assert recognize_charge("14-72(A)", "LARCENY (M)").offense_key == "larceny"


def test_statute_and_words_that_contradict_each_other_stay_unmapped():
    reading = recognize_charge("14-87", "SHOPLIFTING")
    assert reading.basis is RecognitionBasis.UNMAPPED
    assert "armed-robbery" in reading.note


def test_a_warrants_statute_alone_says_that_it_is_a_warrant():
    reading = recognize_charge("15A-304", "")
    assert (reading.offense_key, reading.basis) == ("warrant-for-arrest", RecognitionBasis.STATUTE)


def test_of_two_offenses_that_are_never_diverted_the_words_count():
    reading = recognize_charge("14-87", "ASSAULT INFLICTING SERIOUS INJURY")
    assert reading.basis is RecognitionBasis.DESCRIPTION and not reading.note
    assert law_on(reading.offense_key).kind != law_on("armed-robbery").kind
    assert Divertible.YES not in {law_on(reading.offense_key).divertible, law_on("armed-robbery").divertible}


@pytest.mark.parametrize(
    "text", ["INVESTIGATION", "SEE NARRATIVE", "OTHER", "N/A", "ALL OTHER OFFENSES", "TEST"]
)
def test_words_that_say_nothing_stay_unmapped(text):
    assert recognize_charge("", text).offense_key is None


def test_fentanyl_possession_is_read_under_the_law_of_the_day():
    assert not law_on("possess-fentanyl", date(2021, 11, 30)).felony
    assert law_on("possess-fentanyl", date(2021, 12, 1)).felony
    assert law_on("possess-fentanyl").felony


def test_every_rule_names_an_offense_of_the_catalogue():
    keys = {offense.key for offense in north_carolina_offenses()}
    assert {rule.offense_key for rule in text_rules()} <= keys


def test_every_offense_has_a_source_and_both_languages():
    for offense in north_carolina_offenses():
        assert offense.source, offense.key
        assert offense.spanish_title, offense.key


def test_abbreviations_are_spelled_out():
    assert normalize_words("2) Poss Marij Paraphenalia (M)") == "POSSESS MARIJUANA PARAPHERNALIA MISDEMEANOR"


@given(st.text(max_size=80), st.text(max_size=120))
def test_no_text_breaks_the_reader(statute, description):
    reading = recognize_charge(statute, description)
    assert (reading.offense_key is None) == (reading.basis is RecognitionBasis.UNMAPPED)


@given(st.sampled_from(sorted(LABELS)))
def test_case_and_spaces_change_nothing(text):
    statute, description = text
    same = recognize_charge(f" {statute.lower()} ", f"  {description.lower()} ")
    assert same.offense_key == recognize_charge(statute, description).offense_key


EXPECTED = {
    "pwimsd": "pwimsd",
    "pwimsd/sell near park": "pwimsd",
    "drug-trafficking": "drug-trafficking",
    "methamphetamine precursor": "methamphetamine-precursor",
    "conceal-merchandise on a warrant": "conceal-merchandise",
    "on a warrant": "possess-paraphernalia",
    "misdemeanor crime of domestic violence": "domestic-violence-misdemeanor",
    "identity theft": "identity-theft",
    "dwi-under-21": "dwi-under-21",
    "false identification": "false-identification",
    "advertising": "advertise-paraphernalia",
    "unmapped is honest": None,
}


@pytest.mark.parametrize(
    "row",
    [row for row in rows_of("field_charges.csv") if row["kind"] != "several charges in one cell"],
    ids=lambda row: f"{row['statute']} {row['description']}",
)
def test_texts_of_the_field_are_read_as_what_they_mean(
    row,
):  # finding-O2, finding-F24, finding-F34, finding-F35
    assert recognize_charge(row["statute"], row["description"]).offense_key == EXPECTED[row["expected"]]


@pytest.mark.parametrize(
    ("statute", "words", "key"),
    [
        ("14-32.3", "ABUSE,NEGLECT,AND EXPLOIT DISABLED OR ELDER ADULTS", "elder-mistreatment"),
        ("115C-378", "SCHOOL-FAIL TO ATTEND", "school-attendance"),
        ("14-112", "EXPLOIT DISABLE/ELDER CAPACITY", "exploit-elder"),
        ("90-113.23", "DELIVER DRUG PARAPHERNALIA", "deliver-paraphernalia"),
    ],
)
def test_sections_once_unknown_are_in_the_catalog(statute, words, key):  # finding-F34
    assert recognize_charge(statute, words).offense_key == key


@pytest.mark.parametrize(
    ("statute", "words"),
    [
        ("90-95(A1)P2", "POSSESS WIT M/S/D CONTROL SUBSTANCE SCHEDULE II"),
        ("", "PWISD MARIJUANA"),
        ("", "PWITD COCAINE"),
        ("", "POSS W/I/T SELL/DELIVER MARIJUANA"),
        ("", "POSSESSION OF COCAINE FOR SALE"),
        ("", "POSS COCAINE DEALER"),
        ("", "TRAFFICKING IN HEROIN BY POSSESSION"),
        ("", "MANUFACTURE MARIJUANA"),
        ("90-95(A)(1)", "POSSESS COCAINE"),
        ("90-95(A)(2)", "POSSESS COCAINE"),
        ("90-95(H)(4)", "POSSESS HEROIN"),
        ("90-95(E)(8)", "POSSESS MARIJUANA"),
        ("90-95(d1)(1)", "POSSESS METHAMPHETAMINE"),
    ],
)
def test_no_dealing_is_read_as_possession(statute, words):  # finding-O2, finding-F24
    key = recognize_charge(statute, words).offense_key
    assert key is None or law_on(key).divertible is not Divertible.YES


def test_the_penalty_for_possession_is_not_taken_for_the_section_on_precursors():
    assert recognize_charge("90-95(D)(1)", "POSSESS HEROIN").offense_key == "possess-heroin"


@pytest.mark.parametrize("statute", ["90-99", "18.2-250", "53a-125", "720 ILCS 570/402"])
def test_an_unknown_section_is_not_read_by_its_words_alone(statute):  # finding-O2, finding-O4
    reading = recognize_charge(statute, "POSSESSION OF COCAINE")
    assert (reading.offense_key, reading.basis) == (None, RecognitionBasis.UNMAPPED)
    assert "section" in reading.note


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("14-72(A)", True),
        ("CO 3-3", True),
        ("18.2-95", False),
        ("53a-125", False),
        ("459(a) PC", False),
        ("99-5", False),
        ("2399", None),
        ("LARCENY", None),
        ("", None),
    ],
)
def test_a_section_of_another_state_is_noticed(typed, fits):  # finding-O4, finding-F31
    assert is_north_carolina_section(typed) is fits


def test_a_column_for_the_grade_is_used_and_a_contradiction_leaves_it_open():  # finding-O1
    assert recognize_charge("14-72(A)", "LARCENY", True).offense_key == "larceny-felony"
    assert recognize_charge("14-72(A)", "LARCENY", False).felony_stated is False
    assert recognize_charge("14-72(A)", "FELONY LARCENY", True).felony_stated is True
    assert recognize_charge("14-72(A)", "MISD LARCENY", True).felony_stated is None
