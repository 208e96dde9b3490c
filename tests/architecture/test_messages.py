"""Translations are compiled by a script of ours, so that running the program needs no gettext."""

import gettext
import io

import pytest

from scripts.messages import catalogs, compiled, read
from tests.architecture.source import ROOT

CATALOG = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#, python-format
msgid "Good morning, %(name)s"
msgstr ""
"Buenos días, "
"%(name)s"

msgctxt "people"
msgid "one"
msgid_plural "several"
msgstr[0] "una"
msgstr[1] "varias"

#, fuzzy
msgid "Unsure"
msgstr "Quizás"

#~ msgid "Gone"
#~ msgstr "Ido"
"""


@pytest.fixture
def translations(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(CATALOG, encoding="utf-8")
    return gettext.GNUTranslations(io.BytesIO(compiled(read(path))))


def test_a_sentence_over_several_lines_is_translated(translations):
    assert translations.gettext("Good morning, %(name)s") == "Buenos días, %(name)s"


def test_plurals_and_contexts_are_translated(translations):
    assert translations.npgettext("people", "one", "several", 1) == "una"
    assert translations.npgettext("people", "one", "several", 5) == "varias"


def test_a_fuzzy_translation_is_not_used(translations):
    assert translations.gettext("Unsure") == "Unsure"


@pytest.mark.parametrize("path", catalogs(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_placeholders_survive_translation(path):
    wrong = [
        entry.sentence
        for entry in read(path)
        if entry.key and entry.translations and not entry.same_placeholders()
    ]
    assert not wrong
