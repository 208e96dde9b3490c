"""Offense titles are read in the reader's language and stored in English."""

import pytest
from django.utils import translation

from handoff.charges.definitions import everyday_title, north_carolina_offenses, offense_on, title_in
from handoff.charges.models import NewCharge, Offense, SetAsideCharge

OFFENSE = north_carolina_offenses()[0]


def test_every_offense_has_a_spanish_title():
    assert not [each.key for each in north_carolina_offenses() if not each.spanish_title]


def test_a_spanish_reader_sees_the_spanish_title():
    assert title_in(OFFENSE.key, OFFENSE.title, "es") == OFFENSE.spanish_title
    assert title_in(OFFENSE.key, OFFENSE.title, "en") == OFFENSE.title


@pytest.mark.parametrize("key", [OFFENSE.key, "", "of-another-state"])
def test_a_title_that_the_program_wrote_stays(key):
    assert title_in(key, "Our own words", "es") == "Our own words"


@pytest.mark.parametrize("kind", [Offense, SetAsideCharge, NewCharge])
def test_the_shown_title_follows_the_language(kind):
    key = "key" if kind is Offense else "offense_key"
    row = kind(title=OFFENSE.title, **{key: OFFENSE.key})
    assert row.shown_title == OFFENSE.title
    with translation.override("es"):
        assert row.shown_title == OFFENSE.spanish_title
    assert row.title == OFFENSE.title


def test_plain_words_have_one_spanish_form():
    offense = offense_on(OFFENSE.key)
    assert everyday_title(offense, "es") == offense.spanish_title
    assert everyday_title(offense, "en") == offense.plain_title
