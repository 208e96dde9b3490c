"""The catalogs and the documents use the glossary's words: terms to avoid, required pairs, U.S. spelling."""

import re

import pytest

from scripts.messages import catalogs, read, translations
from tests.architecture.glossary import TERMS, english_faults, pair_faults, spanish_faults
from tests.architecture.source import ROOT, relative

NAMES_AVOIDED_WORDS = {
    "docs/reference/glossary.md": "lists the words to avoid beside the better ones",
    "docs/reference/mutants.md": "written by a test from the names of planted bugs",
    "docs/reference/audit-events.md": "written from the catalog, which is checked itself",
    "docs/reference/eligibility-table.md": "written from the rules, with each source as it is cited",
    "docs/reference/law.md": "quotes statutes word for word",
}
"""Documents that the avoid-list does not hold, each with its reason."""

ENTRIES = [entry for path in catalogs() for entry in read(path)]


def english_of(entry) -> list[str]:
    return [text for text in (entry.msgid, entry.msgid_plural) if text]


def test_english_sentences_avoid_what_the_glossary_avoids():
    found = {
        f"{text!r}: {fault}"
        for entry in ENTRIES
        for text in english_of(entry)
        for fault in english_faults(text)
    }
    assert not found, "\n".join(sorted(found))


def test_spanish_sentences_avoid_what_the_glossary_avoids():  # finding-A3
    found = {
        f"{text!r}: {fault}"
        for entry in ENTRIES
        for text in translations(entry)
        for fault in spanish_faults(text)
    }
    assert not found, "\n".join(sorted(found))


def test_each_term_is_one_word_in_spanish():  # finding-A3
    found = {fault for entry in ENTRIES for fault in pair_faults(entry.msgid, translations(entry))}
    assert not found, "\n".join(sorted(found))


MEANS_SOMETHING_ELSE_IN_DOCUMENTS = {
    "participant": "an HTTP client",
    "recommendation": "a Django view",
    "start, in progress, not started": "SQL's BEGIN",
    "is saved, is added": "a sentence about what a service does",
}
"""Terms that documents for developers are not held to, and what the word means there."""


def prose(text: str) -> str:
    """Return a document's own words: without code, addresses and link targets."""
    text = re.sub(r"```.*?```|`[^`]*`", " ", text, flags=re.DOTALL)
    return re.sub(r"\]\([^)]*\)|https?://\S+", " ", text)


def document_faults(text: str) -> list[str]:
    lines = prose(text).splitlines()
    return [
        f"{number}: {fault}"
        for number, line in enumerate(lines, 1)
        for fault in english_faults(line, but=MEANS_SOMETHING_ELSE_IN_DOCUMENTS)
    ]


def test_documents_avoid_what_the_glossary_avoids():
    paths = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    found = [
        f"{relative(path)}:{fault}"
        for path in paths
        if relative(path) not in NAMES_AVOIDED_WORDS
        for fault in document_faults(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_documents_left_out_are_there():
    assert not [name for name in NAMES_AVOIDED_WORDS if not (ROOT / name).exists()]


@pytest.mark.parametrize(
    "planted",
    [
        "Nobody has looked at it.",
        "Enter your second factor.",
        "The roster was put away.",
        "The window has passed.",
        "The organisation agreed.",
        "Send this e-mail.",
        "This field is required.",
    ],
)
def test_a_planted_english_sentence_is_found(planted):
    assert list(english_faults(planted))
    assert document_faults(f"# Heading\n\n{planted}\n")


@pytest.mark.parametrize(
    "planted",
    ["La remisión está lista.", "El desvío", "Plazo de ingreso", "Segundo factor", "Su equipo de atención"],
)
def test_a_planted_spanish_sentence_is_found(planted):
    assert list(spanish_faults(planted))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("New referral", "Nuevo envío"),
        ("Audit log", "Bitácora"),
        ("Add a passkey", "Agregar una clave"),
        ("Arrest diversion", "Desviación"),
    ],
)
def test_a_planted_pair_that_does_not_match_is_found(english, spanish):
    assert list(pair_faults(english, [spanish]))


def test_a_placeholder_is_not_read_as_a_word():
    assert not list(english_faults("%(somebody)s added {nobody}"))
    assert document_faults("`nobody` [x](https://example.org/nobody)") == []


def test_every_pattern_is_read():
    assert len([term for term in TERMS if term.avoid_en]) > 60
    assert len([term for term in TERMS if term.pair_en]) > 30
