"""The opportunity analysis: encounters, what could have been diverted, and what excluded the rest."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.charges.rules import recognize_charge
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.opportunity.facts import Table
from handoff.opportunity.readers.arrest_list import read_table
from handoff.opportunity.readers.headings import COLUMN_NAMES, detect_columns, find_columns
from handoff.opportunity.rules.analysis import analyze
from handoff.opportunity.rules.encounters import gather_encounters
from handoff.opportunity.rules.judgment import Judge, change_dates
from handoff.spreadsheets.readers.tables import UnusableFile

CHAPEL_HILL = Path(__file__).parents[3] / "tests" / "data" / "chapel_hill_arrests_2014_2016.csv"
HEADINGS = ("case_id", "arr_chrg", "chrgdesc", "date_arr", "sex", "race", "age")


def row(
    *,
    case="1",
    statute="90-113.22",
    words="DRUG PARAPHERNALIA",
    day="2016-01-02",
    sex="F",
    race="B",
    age="30",
):
    return (case, statute, words, day, sex, race, age)


def result_of(*rows, headings=HEADINGS):
    table = Table(headings, tuple(rows))
    return analyze(table, find_columns(table), NORTH_CAROLINA)


def reasons(result):
    return {line.reason for line in result.excluded_by}


@pytest.fixture(scope="module")
def chapel_hill():
    table = read_table(CHAPEL_HILL)
    return analyze(table, find_columns(table), NORTH_CAROLINA)


def test_paraphernalia_alone_could_have_been_diverted():
    result = result_of(row())
    assert (result.encounters, result.divertible, result.excluded_by) == (1, 1, ())


def test_what_the_file_cannot_tell_is_listed_and_not_hidden():
    assert {line.encounters for line in result_of(row()).unasked} == {1}


def test_several_charges_of_one_person_are_one_encounter():
    result = result_of(row(), row(statute="90-95A", words="POSSESSION MARIJUANA"))
    assert (result.rows, result.encounters, result.divertible) == (2, 1, 1)


def test_two_people_of_one_case_are_two_encounters():
    assert result_of(row(age="29"), row(age="47")).encounters == 2


def test_one_case_on_two_days_is_two_encounters():
    assert result_of(row(day="2016-01-02"), row(day="2016-01-03")).encounters == 2


def test_rows_without_a_case_number_are_encounters_of_their_own():
    assert result_of(row(case=""), row(case="")).encounters == 2


def test_the_same_charge_twice_is_reported_as_possibly_two_people():
    result = result_of(row(), row())
    assert (result.encounters, result.perhaps_several_people) == (1, 1)


def test_a_minor_is_excluded_at_17_and_not_at_18():
    assert result_of(row(age="17")).divertible == 0
    assert result_of(row(age="17")).minors == 1
    assert result_of(row(age="18")).divertible == 1


def test_a_charge_of_another_kind_excludes_the_whole_encounter():
    result = result_of(row(), row(statute="14-33A", words="SIMPLE ASSAULT"))
    assert result.divertible == 0
    assert [line.only for line in result.excluded_by] == [1]


def test_another_charge_beside_a_divertible_one_is_distinguished_from_a_charge_alone():
    assert reasons(result_of(row(), row(statute="14-33A", words="SIMPLE ASSAULT"))) == {"accompanying"}
    assert reasons(result_of(row(statute="14-33A", words="SIMPLE ASSAULT"))) == {"offense"}


def test_a_felony_theft_is_excluded_and_felony_possession_is_not():
    assert reasons(result_of(row(statute="14-72B2", words="LARCENY"))) == {"felony"}
    assert result_of(row(statute="90-95A3CF", words="POSS COCAINE FEL")).divertible == 1


def test_a_grade_that_the_words_leave_open_is_unasked_and_not_assumed():
    result = result_of(row(statute="14-72A", words="LARCENY"))
    assert (result.divertible, result.grade_unstated) == (1, 1)
    assert "felony" in {line.name for line in result.unasked}
    assert result_of(row(statute="14-72A", words="FELONY LARCENY")).divertible == 0


def test_failing_to_appear_is_one_reason_and_not_two():
    assert reasons(result_of(row(statute="15A-543", words="FTA"))) == {"warrant"}


def test_a_warrant_excludes_and_is_counted():
    result = result_of(row(words="OFA DRUG PARAPHERNALIA"))
    assert (result.divertible, result.warrants) == (0, 1)
    assert "warrant" in reasons(result)


def test_an_unread_charge_is_listed_and_never_counted_as_divertible():
    result = result_of(row(), row(statute="", words="SEE NARRATIVE"))
    assert (result.divertible, result.unmapped_rows) == (0, 1)
    assert [(line.description, line.rows) for line in result.unmapped] == [("SEE NARRATIVE", 1)]


def test_every_encounter_is_in_every_breakdown_once(chapel_hill):
    for counts in (chapel_hill.by_month, *chapel_hill.by_group.values()):
        assert sum(line.encounters for line in counts) == chapel_hill.encounters
        assert sum(line.divertible for line in counts) == chapel_hill.divertible


def test_only_and_all_reasons_fit_together(chapel_hill):
    excluded = chapel_hill.encounters - chapel_hill.divertible
    assert sum(line.only for line in chapel_hill.excluded_by) <= excluded
    assert sum(line.encounters for line in chapel_hill.excluded_by) >= excluded


def test_the_real_file_gives_its_known_figures(chapel_hill):
    assert chapel_hill.rows == 333
    assert chapel_hill.encounters == 318
    assert chapel_hill.divertible == 50
    assert (chapel_hill.minors, chapel_hill.unmapped_rows, chapel_hill.undated_rows) == (3, 1, 0)


def test_sex_and_race_never_change_what_is_divertible():
    table = read_table(CHAPEL_HILL)
    own = [(str(place), *cells[1:]) for place, cells in enumerate(table.rows)]
    swapped = tuple((*cells[:4], "X", "U", cells[6]) for cells in own)
    first = analyze(Table(table.headings, tuple(own)), find_columns(table), NORTH_CAROLINA)
    second = analyze(Table(table.headings, swapped), find_columns(table), NORTH_CAROLINA)
    assert (first.divertible, first.excluded_by) == (second.divertible, second.excluded_by)


def test_the_order_of_the_rows_changes_nothing(chapel_hill):
    table = read_table(CHAPEL_HILL)
    for rows in (table.rows[::-1], table.rows[100:] + table.rows[:100], table.rows[::2] + table.rows[1::2]):
        assert analyze(Table(table.headings, rows), find_columns(table), NORTH_CAROLINA) == chapel_hill


CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "90-95A",
        "14-72A",
        "LARCENY",
        "FTA",
        "17",
        "18",
        "2016-01-02",
        "1/2/2016",
        "M",
        "F",
        "",
        "#REF!",
        "14-33",
    ]
)


@settings(max_examples=150)
@given(st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_no_text_breaks_the_analysis_and_no_order_changes_it(rows, dice):
    table, columns = Table(HEADINGS, tuple(rows)), detect_columns(HEADINGS)
    result = analyze(table, columns, NORTH_CAROLINA)
    assert result.divertible is None or 0 <= result.divertible <= result.encounters
    assert result.encounters <= result.rows == len(rows)
    dice.shuffle(rows)
    if all(cells[0].strip() for cells in rows):
        again = Table(HEADINGS, tuple(rows))
        assert analyze(again, columns, NORTH_CAROLINA) == result


@given(st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=8))
def test_no_charge_is_lost_between_rows_and_encounters(rows):
    table = Table(HEADINGS, tuple(rows))
    assert sum(len(met.rows) for met in gather_encounters(table, detect_columns(HEADINGS))) == len(rows)


def test_a_program_without_criteria_in_force_is_refused(db, capsys):
    with pytest.raises(SystemExit) as leaving:
        call_command("opportunity", str(CHAPEL_HILL), "--program", "nowhere")
    assert leaving.value.code == 2
    assert "nowhere" in capsys.readouterr().err


def test_the_command_writes_json_without_a_database(capsys):
    call_command("opportunity", str(CHAPEL_HILL), "--json")
    values = json.loads(capsys.readouterr().out)
    assert values["rows"] == 333
    assert {"encounters", "divertible", "unmapped_rows", "by_charge", "by_month", "by_group"} <= set(values)
    assert {"excluded_by", "unmapped", "criteria", "assumptions"} <= set(values)


def test_the_command_writes_for_people(capsys):
    call_command("opportunity", str(CHAPEL_HILL))
    assert "The 333 rows hold 333 charges and make up 318 encounters" in capsys.readouterr().out


def test_the_command_takes_a_mapping(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("Nr;Was;Wann\n1;DRUG PARAPHERNALIA;1/2/2016\n", encoding="utf-8")
    mapping = ["--map", "Was=description", "Wann=date", "--mapping", "Nr=case"]
    for arguments in ([str(path), *mapping], [*mapping, str(path)]):
        call_command("opportunity", "--json", *arguments)
        assert json.loads(capsys.readouterr().out)["divertible"] == 1


@pytest.mark.parametrize(
    ("content", "options"),
    [("", []), ("a,b\n1,2\n", []), ("charge,age\nLARCENY,30\n", ["--map", "nonsense"])],
)
def test_an_unusable_file_ends_with_code_2_and_one_sentence(tmp_path, capsys, content, options):
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        call_command("opportunity", str(path), *options)
    said = capsys.readouterr()
    assert leaving.value.code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_every_fact_of_the_mapping_is_known():
    assert set(COLUMN_NAMES) >= {"statute", "description", "date", "case", "sex", "race", "age"}
    assert issubclass(UnusableFile, Exception)


DATED = replace(
    NORTH_CAROLINA,
    drug_limits=tuple(
        limit for limit in NORTH_CAROLINA.drug_limits if limit.effective_from or limit.effective_to
    ),
)
CHANGES = change_dates(DATED)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["POSS COCAINE FEL", "SIMPLE ASSAULT", "FAIL TO APPEAR", "DRUG PARAPHERNALIA"]),
            st.sampled_from(CHANGES),
            st.integers(-1, 1),
            st.sampled_from([17, 18, None]),
        ),
        max_size=12,
    )
)
@settings(max_examples=40)
def test_reading_like_encounters_once_changes_no_answer(encounters):
    together = Judge(DATED)
    for words, day, off, age in encounters:
        asked = ((recognize_charge("", words),), age, day + timedelta(days=off))
        assert together.judge(*asked) == Judge(DATED).judge(*asked)


def test_the_law_of_the_day_is_kept_apart():
    assert date(2018, 12, 1) in CHANGES
    judge = Judge(DATED)
    reading = (recognize_charge("", "POSS COCAINE FEL"),)
    for day in (date(2018, 11, 30), date(2018, 12, 1), None):
        assert judge.judge(reading, 30, day) == Judge(DATED).judge(reading, 30, day)
