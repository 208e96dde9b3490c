"""The catalogs are compiled without GNU gettext, and translations keep their placeholders."""

import gettext
import io

import pytest

from scripts.messages import catalogs, compile_catalog, keeps_placeholders, read
from scripts.messages import translations as translations_of
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
    compile_catalog(path)
    return gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))


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
        entry.msgid for entry in read(path) if any(translations_of(entry)) and not keeps_placeholders(entry)
    ]
    assert not wrong
