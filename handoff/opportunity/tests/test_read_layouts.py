"""Every usual layout of U.S. police records systems: all charges of an arrest are read, or the list gets no figure."""

import csv
import io
from pathlib import Path

import pytest

from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.opportunity.presenters.sentences import headline, notes, unused_columns_sentence
from handoff.opportunity.readers.arrest_list import read_bytes
from handoff.opportunity.readers.headings import (
    columns_from_names,
    detect_columns,
    find_columns,
    parse_heading,
)
from handoff.opportunity.rules.analysis import Withheld, analyze
from handoff.opportunity.rules.charge_cells import ArrestBasis, read_arrest_basis, read_grade, split_charges
from handoff.spreadsheets.readers.tables import UnusableFile

FIELD = Path(__file__).parents[3] / "tests" / "data" / "field_charges.csv"


def analysis_of(text, **options):
    table = read_bytes(text.encode())
    return analyze(table, find_columns(table), NORTH_CAROLINA, **options)


def figures_of(text):
    result = analysis_of(text)
    return result.rows, result.charges, result.encounters, result.divertible


def reasons(result):
    return {line.reason for line in result.excluded_by}


def field_rows():
    with FIELD.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def list_of(*rows):
    """A list in the layout of the field rows, as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Case Number", "Arrest Date", "Statute", "Description", "F/M", "Arrest Type", "Age"])
    writer.writerows(rows)
    return out.getvalue()


CHARGES = {"two charges": 2, "three charges": 3}


@pytest.mark.parametrize("row", field_rows(), ids=lambda row: f"{row['kind']}: {row['description']}")
def test_no_row_of_the_field_is_divertible_any_more(
    row,
):  # finding-O1, finding-O2, finding-I8, finding-F22, finding-F24, finding-F25, finding-F34, finding-F35
    cells = ["1", "10/1/2025", row["statute"], row["description"], row["f_m"], row["arrest_type"], "30"]
    plain = ["2", "10/1/2025", "90-113.22", "DRUG PARAPHERNALIA", "M", "On-View", "30"]
    result = analysis_of(list_of(cells, plain))
    assert (result.encounters, result.divertible) == (2, 1)
    assert result.charges == 1 + CHARGES.get(row["expected"], 1)
    assert result.warrants == (row["arrest_type"] == "Warrant/OFA")


@pytest.mark.parametrize(
    ("statute", "words", "charges"),
    [
        ("", "", ()),
        ("14-72", "", (("14-72", ""),)),
        ("14-72; 14-33(c)(2)", "", (("14-72", ""), ("14-33(c)(2)", ""))),
        ("", "LARCENY; ASSAULT ON A FEMALE;", (("", "LARCENY"), ("", "ASSAULT ON A FEMALE"))),
        ("", "LARCENY | TRESPASS", (("", "LARCENY"), ("", "TRESPASS"))),
        ("", "LARCENY\nSEE NARRATIVE", (("", "LARCENY"), ("", "SEE NARRATIVE"))),
        ("", "1. LARCENY 2. TRESPASS", (("", "LARCENY"), ("", "TRESPASS"))),
        ("", "(1) LARCENY (2) TRESPASS", (("", "LARCENY"), ("", "TRESPASS"))),
        ("", "#1 LARCENY #2 TRESPASS", (("", "LARCENY"), ("", "TRESPASS"))),
        ("", "CT 1: LARCENY, CT 2: TRESPASS", (("", "LARCENY"), ("", "TRESPASS"))),
        ("", "2) Poss Marij (M)", (("", "2) Poss Marij (M)"),)),
        ("", "DRUG PARAPHERNALIA, RESIST OFFICER", (("", "DRUG PARAPHERNALIA"), ("", "RESIST OFFICER"))),
        ("", "POSS COCAINE, POSS HEROIN", (("", "POSS COCAINE"), ("", "POSS HEROIN"))),
        ("", "LARCENY, MISDEMEANOR", (("", "LARCENY, MISDEMEANOR"),)),
        ("", "FTA (DWLR, NO INSURANCE)", (("", "FTA (DWLR, NO INSURANCE)"),)),
        ("", "TRAFFICKING, METH BY POSSESSION", (("", "TRAFFICKING, METH BY POSSESSION"),)),
        ("", "RESIST/OBSTRUCT/DELAY", (("", "RESIST/OBSTRUCT/DELAY"),)),
        ("", "BREAKING AND ENTERING", (("", "BREAKING AND ENTERING"),)),
        ("", "SHOPLIFTING/LARCENY", (("", "SHOPLIFTING/LARCENY"),)),
        ("", "LARCENY/ASSAULT", (("", "LARCENY"), ("", "ASSAULT"))),
        ("", "LARCENY AND ASSAULT ON A FEMALE", (("", "LARCENY"), ("", "ASSAULT ON A FEMALE"))),
        ("", "14-72(A) LARCENY", (("14-72(A)", "LARCENY"),)),
        ("", "G.S. 14-72(A) - LARCENY; ASSAULT", (("G.S. 14-72(A)", "LARCENY"), ("", "ASSAULT"))),
        ("14-72(A); 14-33(A)", "LARCENY; ASSAULT", (("14-72(A)", "LARCENY"), ("14-33(A)", "ASSAULT"))),
        ("14-72(A)", "LARCENY; ASSAULT", (("14-72(A)", "LARCENY"), ("", "ASSAULT"))),
        ("14-72(A), 14-33(A)", "LARCENY", (("14-72(A)", "LARCENY"), ("14-33(A)", ""))),
        (
            "14-72; 14-33; 14-159.13",
            "LARCENY; ASSAULT",
            (("14-72", ""), ("14-33", ""), ("14-159.13", ""), ("", "LARCENY"), ("", "ASSAULT")),
        ),
        ("90-95(A)(3);(D)(2)", "POSS COCAINE", (("90-95(A)(3);(D)(2)", "POSS COCAINE"),)),
        ("", "14-72(A) LARCENY, 14-33 ASSAULT", (("14-72(A)", "LARCENY"), ("14-33", "ASSAULT"))),
        ("", "POSS COCAINE / POSS HEROIN", (("", "POSS COCAINE"), ("", "POSS HEROIN"))),
        ("", "POSS COCAINE / COCAINE", (("", "POSS COCAINE / COCAINE"),)),
    ],
)
def test_a_cell_is_split_into_its_charges(statute, words, charges):  # finding-F25
    assert split_charges(statute, words) == charges


def test_charge_columns_are_read_with_their_own_statutes_and_grades():  # finding-I8
    text = (
        "Case #,Arrest Dt,Charge 1,Statute 1,F/M 1,Charge 2,Statute 2,F/M 2,Charge 3,Statute 3,F/M 3\n"
        "1,1/2/2025,LARCENY,14-72(A),M,SIMPLE ASSAULT,14-33(A),M,,,\n"
        "2,1/2/2025,LARCENY,14-72(A),M,DRUG PARAPHERNALIA,90-113.22,M,TRESPASS,14-159.13,M\n"
        "3,1/2/2025,LARCENY,14-72(A),M,LARCENY,14-72(A),F,,,\n"
    )
    assert figures_of(text) == (3, 7, 3, 1)
    assert "felony" in reasons(analysis_of(text))


@pytest.mark.parametrize(
    "headings",
    [
        "Case,Date,Charge1,Charge2",
        "Case,Date,Charge,Charge",
        "Case,Date,Primary Charge,Secondary Charge",
        "Case,Date,Charge #1,Charge #2",
        "Case,Date,1st Offense Desc,2nd Offense Desc",
    ],
)
def test_a_second_charge_has_many_headings(headings):  # finding-I8
    assert figures_of(f"{headings}\n1,1/2/2025,LARCENY,ASSAULT\n2,1/2/2025,TRESPASS,\n") == (2, 3, 2, 1)


def test_saved_columns_bring_the_further_columns_of_the_same_name():  # finding-I8
    table = read_bytes(b"Rpt,Off Tx 1,Off Tx 2\n1,LARCENY,ASSAULT\n")
    columns = columns_from_names(table, {"description": "Off Tx 1", "case": "Rpt"})
    assert columns.further == ({"description": 2},)
    assert analyze(table, columns, NORTH_CAROLINA).divertible == 0


def test_further_columns_without_a_charge_are_left_over():
    columns = detect_columns(["Charge 1", "Charge 2", "Charge 2", "Severity 3", "Charge 99"])
    assert columns.further == ({"description": 1},)
    assert columns.left_over(["Charge 1", "Charge 2", "Charge 2", "Severity 3", "Charge 99"]) == (
        "Charge 2",
        "Severity 3",
        "Charge 99",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Incident Nbr,Arrest Date,Charge\n1,1/2/2025,LARCENY\n,,ASSAULT\n2,1/3/2025,TRESPASS\n",
        "Incident Nbr,Arrest Date,Charge\n1,1/2/2025,LARCENY\n1,,ASSAULT\n2,1/3/2025,TRESPASS\n",
        "Incident Nbr,Charge\n1,LARCENY\n,ASSAULT\n2,TRESPASS\n",
        "Incident Nbr,Arrest Date,Age,Charge\n1,1/2/2025,30,LARCENY\n,,,ASSAULT\n2,1/3/2025,31,TRESPASS\n",
        "Incident Nbr,Arrest Date,Age,Charge\n1,1/2/2025,30,LARCENY\n,,30,ASSAULT\n2,1/3/2025,31,TRESPASS\n",
        "Arrest Date,Age,Charge\n1/2/2025,30,LARCENY\n,,ASSAULT\n1/3/2025,31,TRESPASS\n",
    ],
)
def test_a_case_only_on_the_first_row_carries_down(text):  # finding-I8
    result = analysis_of(text)
    assert (result.encounters, result.divertible, result.carried_rows) == (2, 1, 1)
    assert any("further charge of the row above" in sentence for sentence in result.assumptions)


def test_a_line_about_the_arrest_above_its_charges_is_no_charge():  # finding-I8
    text = "Case,Date,Age,Charge\n1,1/2/2025,30,\n,,,LARCENY\n,,,TRESPASS\n2,1/2/2025,40,\n"
    result = analysis_of(text)
    assert (result.encounters, result.charges, result.divertible, result.unmapped_rows) == (2, 3, 1, 1)


def test_another_person_below_a_case_is_another_encounter():
    text = "Case,Date,Age,Charge\n1,1/2/2025,30,LARCENY\n,,45,ASSAULT\n"
    assert figures_of(text) == (2, 2, 2, 1)


def test_a_date_over_several_people_without_case_numbers_joins_no_one():
    assert figures_of("Date,Age,Charge\n1/2/2025,30,LARCENY\n,45,ASSAULT\n")[2:] == (2, 1)
    assert figures_of("Date,Charge\n1/2/2025,LARCENY\n,ASSAULT\n")[2:] == (2, 1)


def test_a_bare_row_of_a_case_with_two_people_belongs_to_neither():
    text = "Case,Date,Age,Charge\n1,1/2/2025,30,LARCENY\n1,1/2/2025,40,LARCENY\n1,,,ASSAULT\n"
    assert figures_of(text)[2:] == (3, 2)


@pytest.mark.parametrize(
    ("typed", "basis"),
    [
        ("On-View", ArrestBasis.OFFICER),
        ("ON VIEW ARREST", ArrestBasis.OFFICER),
        ("O", ArrestBasis.OFFICER),
        ("S - Summoned/Cited", ArrestBasis.OFFICER),
        ("Summons/Cited", ArrestBasis.OFFICER),
        ("Citation", ArrestBasis.OFFICER),
        ("Warrantless", ArrestBasis.OFFICER),
        ("Without Warrant", ArrestBasis.OFFICER),
        ("No", ArrestBasis.OFFICER),
        ("Yes", ArrestBasis.COURT),
        ("Warrant/OFA", ArrestBasis.COURT),
        ("W", ArrestBasis.COURT),
        ("Order for Arrest", ArrestBasis.COURT),
        ("Criminal Summons", ArrestBasis.COURT),
        ("Taken into Custody", ArrestBasis.UNCLEAR),
        ("T", ArrestBasis.UNCLEAR),
        ("Summons", ArrestBasis.UNCLEAR),
        (" ", None),
    ],
)
def test_the_type_of_an_arrest_says_who_ordered_it(typed, basis):  # finding-O1, finding-F22
    assert read_arrest_basis(typed) is basis


def test_arrests_are_counted_by_type_and_unclear_ones_are_reported():  # finding-O1, finding-F22
    result = analysis_of(
        "Case,Charge,Arrest Type\n1,LARCENY,On-View\n2,LARCENY,Warrant/OFA\n3,LARCENY,Taken into Custody\n"
    )
    counted = {line.name.split(" ")[0]: line.divertible for line in result.by_group["arrest_type"]}
    assert counted == {"Officer's": 1, "Court's": 0, "The": 1}
    assert any("doesn't say whether a court ordered it" in sentence for sentence in result.assumptions)
    without = analysis_of("Case,Charge\n1,LARCENY\n")
    assert "arrest_type" not in without.by_group
    assert any("no column for the type of arrest" in sentence for sentence in without.assumptions)


def test_the_type_of_arrest_on_the_first_row_holds_for_the_charges_below():
    text = (
        "Case,Date,Arrest Type,Charge\n1,1/2/2025,Warrant,LARCENY\n,,,TRESPASS\n2,1/2/2025,On-View,LARCENY\n"
    )
    result = analysis_of(text)
    assert (result.warrants, result.divertible) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "felony"),
    [
        ("F", True),
        ("Felony", True),
        ("Class H Felony", True),
        ("F1", True),
        ("H", True),
        ("M", False),
        ("MISD", False),
        ("MA", False),
        ("A1", False),
        ("Infraction", False),
        ("F/M", None),
        ("I", None),
        ("", None),
    ],
)
def test_a_column_says_felony_or_misdemeanor(typed, felony):  # finding-O1
    assert read_grade(typed) is felony


def test_a_felony_by_its_column_is_excluded_and_a_misdemeanor_is_no_longer_open():  # finding-O1
    result = analysis_of(
        "Case,Charge,F/M\n1,LARCENY,F\n2,LARCENY,M\n3,DRUG PARAPHERNALIA,F\n"
        "4,LARCENY; TRESPASS,M\n5,LARCENY; TRESPASS,F\n"
        "6,LARCENY; LARCENY,M; F\n"
    )
    assert (result.divertible, result.grade_unstated) == (3, 1)


def test_hispanic_people_are_counted_by_the_ethnicity_column():  # finding-F32
    result = analysis_of(
        "Case,Charge,Race,Ethnicity\n1,LARCENY,W,H\n2,LARCENY,W,N\n3,LARCENY,B,U\n4,LARCENY,W,N\n"
    )
    assert {line.name: line.encounters for line in result.by_group["race"]} == {
        "Hispanic": 1,
        "White": 2,
        "Black": 1,
    }


def test_two_people_distinguished_by_birth_date_alone_are_two():
    text = "Case,Arrest Date,Charge,DOB\n1,10/1/2025,LARCENY,06/15/99\n1,10/1/2025,LARCENY,06/16/99\n"
    assert figures_of(text)[2:] == (2, 2)


def test_minors_by_two_digit_birth_years_are_minors_and_ages_left_out_are_counted():  # finding-O3, finding-F27
    result = analysis_of(
        "Case Number,Arrest Date,Statute,Description,DOB\n1,10/1/2025,14-72,LARCENY,06/15/99\n"
        "2,10/1/2025,14-72,LARCENY,15-Jun-09\n3,10/1/2025,14-72,LARCENY,\n"
    )
    ages = {line.name: line.encounters for line in result.by_group["age"]}
    assert ages == {"25 to 34": 1, "under 18": 1, "Unknown": 1}
    assert (result.minors, result.ageless_rows) == (1, 1)
    assert ("Rows without an age we could read", 1) in list(notes(result))
    assert any("we assume they're an adult" in sentence for sentence in result.assumptions)


def test_the_zone_of_the_program_says_on_which_day_it_was():
    text = "Case,ArrestedDateTime,Charge\n1,2025-10-01T02:30:00Z,LARCENY\n"
    assert analysis_of(text).by_month[0].name == "2025-09"
    assert analysis_of(text, zone="Asia/Tokyo").by_month[0].name == "2025-10"


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("ArrestedDateTime", "date"),
        ("StatuteDescription", "description"),
        ("PRIMARY_CHARGE_OFFENSE_TITLE", "description"),
        ("RECEIVED_DATE", "date"),
        ("CASE_PARTICIPANT_ID", "person"),
        ("Suspect.Race", "race"),
        ("Suspect.Sex", "sex"),
        ("Suspect.DOB", "birth_date"),
        ("Subject's race", "race"),
        ("Incident Nbr", "case"),
        ("Case No.", "case"),
        ("OCA #", "case"),
        ("Arr Dt", "date"),
        ("Chrg Desc", "description"),
        ("Defendant Age", "age"),
        ("Age at Arrest", "age"),
        ("Type of Arrest", "arrest_type"),
        ("F_M", "grade"),
        ("Fel/Misd", "grade"),
        ("Ethnicity", "ethnicity"),
        ("Birth Date", "birth_date"),
        ("Patrol District", "place"),
    ],
)
def test_usual_headings_are_known(heading, fact):  # finding-F29
    assert detect_columns(["Statute", heading]).places.get(fact) == 1


def test_a_heading_of_signs_alone_names_nothing():
    assert parse_heading("--").names == frozenset()


def test_columns_taken_and_left_over_are_named():  # finding-F29
    result = analysis_of("Case,Charge 1,Charge 2,Officer\n1,LARCENY,TRESPASS,Smith\n")
    assert result.columns == {"case": ("Case",), "description": ("Charge 1", "Charge 2")}
    assert result.left_over == ("Officer",)
    assert unused_columns_sentence(result) == "Columns we didn't use: Officer."
    assert (
        unused_columns_sentence(analysis_of("Case,Charge\n1,LARCENY\n"))
        == "We used every column of the file."
    )
    assert any("no date column" in sentence for sentence in result.assumptions)
    assert not [name for name, _ in notes(result) if "date" in name]


def test_a_list_of_another_state_gets_no_figure():  # finding-O4, finding-F31
    virginia = "Case,Statute,Charge\n1,18.2-250,POSSESS COCAINE\n2,18.2-95,LARCENY\n3,18.2-57,ASSAULT\n"
    result = analysis_of(virginia)
    assert (result.withheld, result.divertible, result.by_charge) == (Withheld.OTHER_STATE, None, ())
    assert "aren't North Carolina's" in headline(result, "these criteria")


def test_a_list_that_is_mostly_unread_gets_no_figure():  # finding-O4, finding-F31
    result = analysis_of("Case,Charge\n1,ALPHA\n2,BETA\n3,LARCENY\n")
    assert (result.withheld, result.divertible) == (Withheld.UNREAD, None)
    assert "didn't recognize most" in headline(result, "these criteria")


def test_a_list_whose_charges_are_mostly_blank_is_refused():
    with pytest.raises(UnusableFile, match="More than half of the rows have no charge"):
        analysis_of("Case,Date,Charge\n1,1/2/2025,LARCENY\n2,1/2/2025,\n3,1/2/2025,\n")


def test_repeated_headings_and_totals_of_a_paged_report_are_no_rows():
    text = "Case,Date,Charge\n1,1/2/2025,LARCENY\nCase,Date,Charge\n2,1/2/2025,LARCENY\nTotal,2,\n"
    assert figures_of(text) == (2, 2, 2, 2)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Case,Charge,Age\n1,LARCENY,30\n1,LARCENY,30\n", 1),
        ("Case,Person ID,Charge\n1,7,LARCENY\n1,7,LARCENY\n", 0),
        ("Case,Charge\n1,LARCENY; LARCENY\n", 0),
        ("Case,Charge 1,Charge 2\n1,LARCENY,LARCENY\n", 0),
    ],
)
def test_may_be_several_people_is_claimed_only_where_it_is_true(text, several):  # finding-O4
    assert analysis_of(text).perhaps_several_people == several


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Case,Person ID,Charge", "same case, day, and person"),
        ("Case,Age,Charge", "same case, day, sex, race, and age"),
        ("Case,Officer,Charge", "doesn't tell people apart"),
        ("Officer,Age,Charge", "no case number"),
    ],
)
def test_the_report_says_how_people_are_distinguished(headings, sentence):
    assert sentence in " ".join(analysis_of(f"{headings}\n1,30,LARCENY\n").assumptions)
