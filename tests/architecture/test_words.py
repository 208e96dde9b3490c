"""The field's words, in both languages: people are participants, and nobody fails."""

import ast
import re

from scripts.messages import catalogs, read, translations
from tests.architecture import allowed
from tests.architecture.source import assert_only_allowed, dotted, python_files, relative, templates, tree

FORBIDDEN = re.compile(
    r"\b(clients?|offenders?|perpetrators?|addicts?|abus(?:e[rs]?|ed|ing)|relaps\w*|case closed|"
    r"(?:non-?)?complian\w*|compl(?:y|ies|ied)|graduat\w*|clean|dirty|refus\w+ services?|"
    r"unsuccessful\w*|terminat\w*|"
    r"delincuentes?|adict[oa]s?|abus(?:o|os|ar)|reca[ií]das?|caso cerrado|incumplimiento|"
    r"graduad[oa]s?|limpi[oa]s?|suci[oa]s?)\b",
    re.IGNORECASE,
)
IDENTIFIERS = re.compile(r"client|offender|graduat|relapse|complian", re.IGNORECASE)
TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "mark",
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
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in TRANSLATORS
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def names(path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
    return found


def hits(place: str, texts: list[str]) -> set[str]:
    return {f"{place}: {word.lower()}" for text in texts for word in FORBIDDEN.findall(text)}


def test_what_is_shown_uses_the_fields_words():
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
        for name in names(path)
        if IDENTIFIERS.search(name)
    }
    assert not found
