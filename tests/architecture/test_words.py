"""The words of the field, in both languages, and plain American English in names and docstrings."""

import ast
import re
from collections.abc import Iterable, Iterator

from scripts.messages import catalogs, read, translations
from tests.architecture import allowed
from tests.architecture.source import (
    assert_only_allowed,
    dotted,
    nodes,
    python_files,
    relative,
    supporting_files,
    templates,
)

FORBIDDEN = re.compile(
    r"\b(clients?|offenders?|perpetrators?|addicts?|abus(?:e[rs]?|ed|ing)|relaps\w*|case closed|"
    r"(?:non-?)?complian\w*|compl(?:y|ies|ied)|graduat\w*|clean|dirty|refus\w+ services?|"
    r"unsuccessful\w*|terminat\w*|"
    r"delincuentes?|adict[oa]s?|abus(?:o|os|ar)|reca[ií]das?|caso cerrado|incumplimiento|"
    r"graduad[oa]s?|limpi[oa]s?|suci[oa]s?)\b",
    re.IGNORECASE,
)
IDENTIFIERS = re.compile(r"client|offender|graduat|relapse|complian", re.IGNORECASE)
PRIVATE_WORDS = frozenset(
    "anybody everybody nobody somebody begun deed deeds door doors stranger strangers told wall walls way "
    "world worlds".split()
)
"""Words that name nothing to a U.S. engineer; access rule, tenant, wizard, event and notified are the words here."""

INPUT_NAMES = re.compile(r"^given$|Given$")
"""What a form passes to a service is an input: `PersonInput`, `person_input`."""

BRITISH = (
    r"authoris|behaviour|cancelled|colour|dialled|enrolment|favour|judgement|labelled|licence|normalis|offence|"
    r"organis|programme(?!d|r)|recognis"
)
BRITISH_NAMES = re.compile(BRITISH, re.IGNORECASE)
PRIVATE_PROSE = re.compile(
    r"\b(?:some|no|any|every)body\b|\bdoors?\b|\b(?:second|first) wall\b|\bbehind the wall\b|\bof the house\b|"
    r"\btold\b|\bdeeds?\b|\bstrangers?\b|\bbegun\b|\bin force\b|\bthrow\w* away\b|\btak(?:es?|ing|en) \w* ?away\b|"
    rf"\bwritten down\b|\bput back\b|{BRITISH}",
    re.IGNORECASE,
)

TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "mark_for_translation",
}


def shown_by(template: str) -> str:
    """Return what a template can show: its text, its translated strings and its spoken attributes."""
    plain = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", " ", template, flags=re.DOTALL)
    spoken = re.findall(r"(?:alt|title|aria-label|placeholder)=\"([^\"]*)\"", plain)
    marked = re.findall(r"{%\s*(?:translate|trans)\s+([\"'])(.*?)\1", plain, re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", plain, flags=re.DOTALL)
    return " ".join([text, *spoken, *(sentence for _, sentence in marked)])


def sentences(path) -> list[str]:
    return [
        argument.value
        for node in nodes(path)
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in TRANSLATORS
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def words_of(name: str) -> set[str]:
    """The words of an identifier, however it is written: `enterTenant`, `EnterTenant`, `enter_tenant`."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def is_private(name: str) -> bool:
    return bool(words_of(name) & PRIVATE_WORDS or INPUT_NAMES.search(name))


def names_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg


def docstrings_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            yield ast.get_docstring(node) or ""


def hits(place: str, texts: list[str]) -> set[str]:
    return {f"{place}: {word.lower()}" for text in texts for word in FORBIDDEN.findall(text)}


def test_pages_and_messages_use_the_fields_words():
    found: set[str] = set()
    for path in templates():
        found |= hits(relative(path), [shown_by(path.read_text(encoding="utf-8"))])
    for path in python_files():
        found |= hits(relative(path), sentences(path))
    for path in catalogs():
        found |= hits(relative(path), [text for entry in read(path) for text in translations(entry)])
    assert_only_allowed(found, allowed.FORBIDDEN_WORDS, "the glossary has another word for it")


def test_the_code_is_named_in_the_fields_words():
    found = {
        f"{relative(path)}: {name}"
        for path in python_files()
        for name in names_in(nodes(path))
        if IDENTIFIERS.search(name)
    }
    assert_only_allowed(found, allowed.OTHER_FIELDS_NAMES, "the glossary has another word for it")


def test_names_are_plain_american_english():
    found = {
        f"{relative(path)}: {name}"
        for path in (*python_files(), *supporting_files())
        for name in names_in(nodes(path))
        if is_private(name) or BRITISH_NAMES.search(name)
    }
    assert_only_allowed(found, allowed.PRIVATE_NAMES, "call it what a U.S. engineer calls it")


def test_docstrings_are_plain_american_english():
    found = {
        f"{relative(path)}: {hit.group().lower()}"
        for path in (*python_files(), *supporting_files())
        for text in docstrings_in(nodes(path))
        for hit in PRIVATE_PROSE.finditer(text)
    }
    assert_only_allowed(found, allowed.PRIVATE_PROSE, "say it in plain American English")


def test_a_private_word_is_found_in_every_place():
    source = 'class AccessDoor:\n    """Opens to nobody."""\n\n    def show(self, given): ...\n'
    module = list(ast.walk(ast.parse(source)))
    names = [name for name in names_in(module) if is_private(name)]
    assert names == ["AccessDoor", "given"]
    assert [text for text in docstrings_in(module) if PRIVATE_PROSE.search(text)] == ["Opens to nobody."]


def test_words_that_only_contain_a_private_word_pass():
    assert not any(is_private(name) for name in ("gateway", "always_on", "OutdoorShift", "given_name"))
    assert not PRIVATE_PROSE.search("A body of text, indoors; enforced by PostgreSQL.")
