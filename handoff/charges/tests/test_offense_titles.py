"""Offense titles are read in the reader's language and stored in English."""

import re

import pytest
from django.utils import translation

from handoff.charges.definitions import everyday_title, north_carolina_offenses, offense_on, title_in
from handoff.charges.models import NewCharge, Offense, SetAsideCharge
from handoff.charges.presenters import catalog_words

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


@pytest.mark.parametrize("column", ["statute", "offense_class", "source"])
def test_what_the_shipped_list_says_of_the_law_is_spanish_for_a_spanish_reader(column):
    """finding-A2: an entry's section, class and source, each in the shipped list."""
    english = re.compile(r"\b(to|or|before|chapter|statutes|section|text|of|the)\b", re.IGNORECASE)
    with translation.override("es"):
        shown = {catalog_words(getattr(each, column)) for each in north_carolina_offenses()}
    assert not [each for each in shown if english.search(re.sub(r"https?:\S+", "", each))]
    assert catalog_words("G.S. 14-72, our attorney's memo") == "G.S. 14-72, our attorney's memo"
