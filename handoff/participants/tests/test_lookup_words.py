"""Normalized names, nicknames, sounds and keys: the pure parts of the lookup."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.participants.lookup.rules.dates import DateMatch, match_dates
from handoff.participants.lookup.rules.keys import FullName, LookupQuery, keys_for, query_keys, sound_key
from handoff.participants.lookup.rules.levels import MatchLevel, level_alone, levels_of
from handoff.participants.lookup.rules.names import name_forms, name_tokens, normalize_name
from handoff.participants.lookup.rules.nicknames import (
    is_full_name,
    known_words,
    nicknames_of,
    possible_given_names,
)
from handoff.participants.lookup.rules.scoring import (
    SENTENCES,
    Reason,
    RecordedPerson,
    score_person,
)
from handoff.participants.models import LookupKey

NOTHING, POSSIBLE, CERTAIN = MatchLevel
BORN = date(1985, 4, 12)
ANYTHING = st.text(max_size=60)
DATES = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzñáé'", min_size=2, max_size=10), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("José", "jose"),
        ("NÚÑEZ", "nunez"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("  García   López ", "garcia lopez"),
        ("Smith-Jones", "smith jones"),
        ("Đặng", "dang"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("مُحَمَّد", "mhmd"),
        ("", ""),
        ("--'", ""),
    ],
)
def test_names_are_folded_to_one_plain_form(written: str, folded: str) -> None:
    assert normalize_name(written) == folded


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("de la Cruz", ("delacruz",)),
        ("María José", ("maria", "jose")),
        ("O Brien", ("obrien",)),
        ("St. John", ("stjohn",)),
        ("Van, Jr.", ("van",)),
        ("Saint John", ("stjohn",)),
        ("Smith, Jr.", ("smith",)),
        ("King III", ("king",)),
        ("Le", ("le",)),
        ("Van", ("van",)),
    ],
)
def test_particles_are_joined_and_suffixes_left_out(written: str, tokens: tuple[str, ...]) -> None:
    assert name_tokens(written) == tokens


def test_a_double_surname_is_found_by_either_half_and_a_particle_may_be_missing() -> None:
    assert {"garcia", "lopez"} <= set(name_forms("García López"))
    assert {"delacruz", "cruz"} <= set(name_forms("de la Cruz"))


@given(ANYTHING)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = normalize_name(text)
    assert normalize_name(once) == once


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("paco", "francisco"),
        ("pancho", "francisco"),
        ("pepe", "jose"),
        ("lupe", "guadalupe"),
        ("chuy", "jesus"),
        ("beto", "roberto"),
        ("beto", "alberto"),
        ("memo", "guillermo"),
        ("nacho", "ignacio"),
        ("kike", "enrique"),
        ("bill", "william"),
        ("peggy", "margaret"),
        ("jack", "john"),
        ("chava", "salvador"),
        ("concha", "concepcion"),
    ],
)
def test_nicknames_of_both_languages_are_known(nickname: str, name: str) -> None:
    assert name in possible_given_names(nickname)
    assert nickname in nicknames_of(name)


def test_the_tables_are_in_normalized_spelling_and_large_enough() -> None:
    assert len(known_words()) > 1_000
    assert all(normalize_name(word) == word and " " not in word for word in known_words())


def test_an_unknown_word_stands_for_itself() -> None:
    assert possible_given_names("xyzzy") == {"xyzzy"}
    assert not is_full_name("xyzzy")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hernandez", "ernandes"),
        ("vazquez", "basquez"),
        ("katherine", "cathryn"),
        ("smith", "smyth"),
        ("philip", "filip"),
        ("jimenez", "gimenez"),
        ("stephen", "stefan"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@given(ANYTHING, ANYTHING, DATES)
def test_any_name_has_keys_that_fit_their_column(first: str, last: str, dob: date | None) -> None:
    longest = LookupKey._meta.get_field("key").max_length or 0
    assert all(0 < len(key) <= longest for key in keys_for([FullName(first, last)], dob))


@given(WORDS, WORDS, DATES)
def test_the_name_as_recorded_shares_a_key(first: list[str], last: list[str], dob: date | None) -> None:
    query = LookupQuery(" ".join(first), " ".join(last), dob)
    if normalize_name(query.first) or normalize_name(query.last):
        assert set(query_keys(query)) & keys_for([FullName(query.first, query.last)], dob)


@given(WORDS, WORDS, DATES)
def test_the_order_of_first_and_last_name_does_not_matter(
    first: list[str], last: list[str], dob: date | None
) -> None:
    query = LookupQuery(" ".join(last), " ".join(first), dob)
    if normalize_name(query.first) and normalize_name(query.last):
        assert set(query_keys(query)) & keys_for([FullName(query.last, query.first)], dob)


@given(ANYTHING, ANYTHING, DATES, ANYTHING, ANYTHING, DATES)
def test_a_score_is_always_between_0_and_1(
    first: str, last: str, dob: date | None, other_first: str, other_last: str, other_dob: date | None
) -> None:
    result = score_person(
        LookupQuery(first, last, dob), RecordedPerson((FullName(other_first, other_last),), other_dob)
    )
    assert 0.0 <= result.value <= 1.0
    assert all(reason in SENTENCES for reason in result.reasons)


def recorded(
    first: str, last: str, dob: date | None = BORN, *others: FullName, middle: str = ""
) -> RecordedPerson:
    return RecordedPerson((FullName(first, last), *others), dob, middle)


@given(ANYTHING, ANYTHING, DATES)
def test_every_name_that_may_be_looked_up_has_a_key_to_look_under(
    first: str, last: str, dob: date | None
) -> None:
    assert bool(query_keys(LookupQuery(first, last, dob))) == bool(
        normalize_name(first) or normalize_name(last)
    )


def test_the_same_name_and_date_is_certain_and_needs_no_reason() -> None:
    result = score_person(LookupQuery("jose", "NUNEZ", BORN), recorded("José", "Núñez"))
    assert result.value == 1.0
    assert result.reasons == ()


def test_a_middle_name_beside_the_first_one_is_no_other_spelling() -> None:
    kept = recorded("José", "Núñez", middle="Luís")
    assert score_person(LookupQuery("JOSE LUIS", "NUNEZ", BORN), kept).reasons == ()
    assert score_person(LookupQuery("JOSE MIGUEL", "NUNEZ", BORN), kept).reasons == (Reason.SPELLING,)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (LookupQuery("Smith", "William", BORN), Reason.SWAPPED_NAMES),
        (LookupQuery("Bill", "Smith", BORN), Reason.NICKNAME),
        (LookupQuery("William", "Smiht", BORN), Reason.SPELLING),
        (LookupQuery("William", "Smith", date(1985, 12, 4)), Reason.DAY_MONTH),
        (LookupQuery("William", "Smith", date(1986, 4, 12)), Reason.CLOSE_YEAR),
        (LookupQuery("William", "Smith", date(1985, 4, 13)), Reason.ONE_DIGIT),
        (LookupQuery("William", "Smith", None, 1985), Reason.PART_OF_DATE),
        (LookupQuery("Red", "Smith", BORN), Reason.OTHER_NAME),
    ],
)
def test_a_likely_match_says_what_differs(query: LookupQuery, reason: Reason) -> None:
    result = score_person(query, recorded("William", "Smith", BORN, FullName("Red", "Smith")))
    assert level_alone(result) is not MatchLevel.NOTHING
    assert reason in result.reasons


def test_the_middle_name_counts_for_those_who_go_by_it() -> None:
    with_middle = score_person(
        LookupQuery("Robert", "Smith", BORN), recorded("James", "Smith", middle="Robert")
    )
    without = score_person(LookupQuery("Robert", "Smith", BORN), recorded("James", "Smith"))
    assert with_middle.value > without.value
    assert level_alone(with_middle) is MatchLevel.POSSIBLE


def test_another_year_of_birth_is_never_possible() -> None:
    result = score_person(LookupQuery("James", "Smith", None, 1961), recorded("James", "Smith"))
    assert level_alone(result) is NOTHING and result.reasons == (Reason.OTHER_DATE,)


def test_another_date_of_birth_is_never_possible() -> None:
    result = score_person(LookupQuery("James", "Smith", BORN), recorded("James", "Smith", date(1961, 9, 30)))
    assert level_alone(result) is NOTHING


def test_a_name_alone_is_possible_without_a_date() -> None:
    """finding-F01: an officer who leaves the date blank, as the page offers, is asked to call."""
    assert level_alone(score_person(LookupQuery("James", "Smith"), recorded("James", "Smith"))) is POSSIBLE


def levels_for(query: LookupQuery, *people: RecordedPerson) -> list[MatchLevel]:
    return levels_of([score_person(query, person) for person in people])


def test_a_twin_with_a_name_alike_makes_no_one_certain() -> None:
    """finding-W13: never certain when a sibling fits as well."""
    query = LookupQuery("José", "López", BORN)
    assert levels_for(query, recorded("José", "López")) == [CERTAIN]
    assert levels_for(query, recorded("José", "López"), recorded("Josué", "López")) == [POSSIBLE, POSSIBLE]
    assert levels_for(query, recorded("José", "López"), recorded("María", "López")) == [CERTAIN, POSSIBLE]


def test_a_namesake_without_a_date_of_birth_makes_no_one_certain() -> None:
    query = LookupQuery("José", "López", BORN)
    assert levels_for(query, recorded("José", "López"), recorded("José", "López", None)) == [
        POSSIBLE,
        NOTHING,
    ]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("Bartholomev", "Quesenberry"), ("Bartholomew", "Quesenberry")),
        (("Alex", "Petrov"), ("Alexander", "Petrov")),
        (("José", "López"), ("José Miguel", "López")),
        (("Siobhan", "Ray"), ("Shivon", "Ray")),
        (("B", "Quesenberry"), ("Bartholomew", "Quesenberry")),
    ],
)
def test_less_than_the_whole_name_is_never_certain(asked: tuple[str, str], kept: tuple[str, str]) -> None:
    """finding-W13: a wrong letter, a nickname of two names, one of two given names, a name that sounds alike."""
    assert levels_for(LookupQuery(*asked, BORN), recorded(*kept)) == [POSSIBLE]


def test_a_nickname_that_leaves_no_doubt_is_certain() -> None:
    assert levels_for(LookupQuery("Chuy", "Tecuapetla", BORN), recorded("Jesús", "Tecuapetla")) == [CERTAIN]


def test_a_suffix_distinguishes_father_and_son() -> None:
    query, kept = LookupQuery("Cornelius", "Featherston V", BORN), FullName("Cornelius", "Featherston Jr.")
    assert levels_for(query, RecordedPerson((kept,), BORN, suffix="jr")) == [POSSIBLE]
    assert levels_for(query, RecordedPerson((kept,), BORN, suffix="v")) == [CERTAIN]
    assert Reason.SUFFIX in score_person(query, RecordedPerson((kept,), BORN, suffix="jr")).reasons


@pytest.mark.parametrize("nickname", ["Trey", "Tripp"])
def test_a_nickname_may_stand_for_the_suffix(nickname: str) -> None:
    person = RecordedPerson((FullName("Robert", "Ashcombe"),), BORN, suffix="iii")
    assert levels_for(LookupQuery(nickname, "Ashcombe"), person) == [POSSIBLE]


def test_placeholders_are_never_certain() -> None:
    """finding-N14: John Doe, January 1, and Unknown fit many people."""
    new_year = date(1990, 1, 1)
    assert levels_for(LookupQuery("John", "Doe", new_year), recorded("John", "Doe", new_year)) == [POSSIBLE]
    assert levels_for(LookupQuery("John", "Doe", BORN), recorded("John", "Doe")) == [POSSIBLE]
    assert levels_for(LookupQuery("Ana", "Paz", new_year), recorded("Ana", "Paz", new_year)) == [POSSIBLE]
    assert levels_for(LookupQuery("Suharti", "Unknown", BORN), recorded("Suharti", "LNU")) == [POSSIBLE]


def test_one_word_without_a_date_is_possible_only_while_few_people_have_it() -> None:
    query = LookupQuery("", "Sukarno")
    assert levels_for(query, recorded("Sukarno", "Sukarno")) == [POSSIBLE]
    assert set(levels_for(query, *[recorded("A", "Sukarno")] * 4)) == {NOTHING}


@pytest.mark.parametrize(
    ("asked", "kept", "match"),
    [
        (date(1985, 12, 4), date(1985, 4, 12), DateMatch.NEAR),
        (date(1996, 3, 1), date(1996, 2, 29), DateMatch.NEAR),
        (date(1987, 3, 14), date(1978, 3, 14), DateMatch.NEAR),
        (date(1990, 1, 22), date(1991, 1, 22), DateMatch.NEAR),
        (date(1990, 3, 14), date(1962, 3, 14), DateMatch.PART),
        (date(1990, 2, 23), date(1990, 1, 22), DateMatch.YEAR),
        (date(1985, 7, 19), date(1985, 1, 1), DateMatch.YEAR),
        (date(1985, 7, 19), date(1986, 1, 1), DateMatch.YEAR),
        (date(1985, 7, 19), date(1988, 1, 1), DateMatch.DIFFERENT),
        (date(1985, 7, 19), date(1962, 3, 4), DateMatch.DIFFERENT),
        (date(1985, 1, 1), date(1985, 1, 1), DateMatch.PLACEHOLDER),
        (date(1899, 12, 30), date(1899, 12, 30), DateMatch.PLACEHOLDER),
        (date(1985, 1, 2), date(1985, 1, 2), DateMatch.SAME),
    ],
)
def test_dates_of_birth_agree(asked: date, kept: date, match: DateMatch) -> None:
    """finding-F03."""
    assert match_dates(asked, kept) is match
