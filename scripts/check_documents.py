"""Check the documentation: README length, links, and everything that code and pages cite by ID, number or section."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FINDINGS = DOCS / "reference" / "findings.md"
LONGEST_README = 150
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FENCED = re.compile(r"```.*?```", re.DOTALL)
ROW_ID = re.compile(r"^\| ([A-Z]\d{1,2}) \|", re.MULTILINE)
CITED_ID = re.compile(r"(?<![\w/.-])([CDEFGHIJKMPRSTXY]\d{1,2})(?![\w/-])")
CITED_FINDING = re.compile(r"\bfinding-([A-Z]\d{1,2})\b|(?<![\w/.:-])([NOW]\d{1,2})(?![\w/-])")
CITED_HANDBOOK = re.compile(
    r"[Hh]andbook(?:'s)?(?: section)? (\d{1,2}[a-z]?\b)((?:(?:, | and |, and | or )\d{1,2}[a-z]?\b)*)"
)
CITED_PAGE = re.compile(r"(?<![\w*<>-])((?:docs/)?[\w/-]+\.md)(?: (\d+(?:\.\d+)?)\b)?")
DECISION = (
    r"^# \d+\. ",
    r"^- Status: ",
    r"^- Date: \d{4}-\d\d-\d\d$",
    r"^## Context$",
    r"^## Decision$",
    r"^## Consequences$",
)
CITED_FILE = re.compile(r"`((?:handoff|tests|scripts)/[\w/.-]+\.\w+)(?:::(\w+))?`")
BOLD = re.compile(r"\*\*.+?\*\*", re.DOTALL)
LABEL = re.compile(r"(?<!\*)\*(?![\s*])([^*]+?)\*(?!\*)")
MESSAGE = re.compile(r'^msgid(?:_plural)? ((?:"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)
CITED_ADR = re.compile(r"\b(?:ADR |docs/adr/)(\d{4})\b")


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def python_files() -> list[Path]:
    folders = [ROOT / name for name in ("handoff", "tests", "scripts")]
    return sorted(
        path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts
    )


def headings(path: Path) -> set[str]:
    """Anchors as GitHub and GitLab derive them from a page's headings."""
    found = re.findall(r"^#+\s+(.+?)\s*$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def broken_links(path: Path) -> Iterator[str]:
    for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        file = (path.parent / place).resolve() if place else path
        if not file.exists():
            yield f"no such file: {target}"
        elif anchor and file.suffix == ".md" and anchor not in headings(file):
            yield f"no such heading: {target}"


@cache
def known_ids() -> set[str]:
    """Requirement and threat IDs that have a row of their own."""
    pages = [DOCS / "reference" / name for name in ("requirements.md", "threats.md")]
    return {found for page in pages for found in ROW_ID.findall(page.read_text(encoding="utf-8"))}


@cache
def known_findings() -> set[str]:
    """Findings have a page of their own: some of their letters are also those of requirements."""
    return set(ROW_ID.findall(FINDINGS.read_text(encoding="utf-8")))


@cache
def handbook_sections() -> set[str]:
    text = (DOCS / "reference" / "handbook-sections.md").read_text(encoding="utf-8")
    return set(re.findall(r"## Handbook (\d{1,2})", text)) | set(re.findall(r"\*\*(\d[a-e])\.", text))


@cache
def numbered_sections(page: str) -> set[str]:
    found = re.findall(r"^#+ (\d+(?:\.\d+)?)\.? ", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return set(found)


def page_named(name: str) -> Path | None:
    """The page that a citation means: a path from the root, or a file name that only one page has."""
    if (ROOT / name).is_file():
        return ROOT / name
    same = [path for path in documents() if path.as_posix().endswith(f"/{name}")]
    return same[0] if len(same) == 1 else None


def is_suspect(text: str) -> bool:
    """Say whether a file seems to cite what there isn't; that is wrong in a comment or a docstring only."""
    return any(True for _problem in (*unknown_citations(text), *unknown_pages(text)))


def commentary(text: str) -> str:
    """Comments and docstrings of a Python file, in which citations are looked for."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    parts = [token.string for token in tokens if token.type == tokenize.COMMENT]
    lone = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
    parts += [each.value for each in lone if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return "\n".join(parts)


def unknown_citations(text: str) -> Iterator[str]:
    for cited in CITED_ID.findall(text):
        if cited not in known_ids():
            yield f"no such requirement or threat: {cited}"
    for prefixed, bare in CITED_FINDING.findall(text):
        if (prefixed or bare) not in known_findings():
            yield f"no such finding: {prefixed or bare}"
    for number in CITED_ADR.findall(text):
        if not list((DOCS / "adr").glob(f"{number}-*.md")):
            yield f"no such decision: ADR {number}"


def unknown_sections(text: str) -> Iterator[str]:
    for first, more in CITED_HANDBOOK.findall(text):
        for section in [first, *re.findall(r"\d{1,2}[a-z]?", more)]:
            if section not in handbook_sections():
                yield f"docs/reference/handbook-sections.md has no section {section}"


def unknown_pages(text: str) -> Iterator[str]:
    for name, section in CITED_PAGE.findall(text):
        page = page_named(name)
        if page is None:
            yield f"no such page: {name}"
        elif section and section not in numbered_sections(page.relative_to(ROOT).as_posix()):
            yield f"{name} has no section {section}"


def missing_files(text: str) -> Iterator[str]:
    for name, test in CITED_FILE.findall(text):
        if not (ROOT / name).is_file():
            yield f"no such file: {name}"
        elif test and f"def {test}(" not in (ROOT / name).read_text(encoding="utf-8"):
            yield f"no such test: {name}::{test}"


@cache
def catalog() -> set[str]:
    """Every text of the application, as the code has it, without the period at its end."""
    text = (ROOT / "handoff/locale/es/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    return {
        "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found)).replace('\\"', '"').removesuffix(".")
        for found in MESSAGE.findall(text)
    }


def unknown_labels(text: str) -> Iterator[str]:
    """In how-to pages, *italics* quote what the application shows; *A → B* are two labels."""
    for quoted in LABEL.findall(BOLD.sub("", CODE.sub("", text))):
        for label in " ".join(quoted.split()).split(" → "):
            if label.removesuffix(".") not in catalog():
                yield f"the application has no such label: {label}"


def unformed_decisions() -> Iterator[str]:
    """Every decision record has the one form: title, status, date, context, decision, consequences."""
    for path in sorted((DOCS / "adr").glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        missing = [pattern for pattern in DECISION if not re.search(pattern, text, re.MULTILINE)]
        if missing:
            yield f"{path.relative_to(ROOT)}: not in the form of docs/adr/README.md: {', '.join(missing)}"


def miscounted_states() -> Iterator[str]:
    """The sentence above the requirements says how many rows are in each state."""
    text = (DOCS / "reference" / "requirements.md").read_text(encoding="utf-8")
    states = re.findall(r"^\| [A-Z]+\d+ \|.*\| \*\*(works|part|not yet)\*\*", text, re.MULTILINE)
    works, part, not_yet = (states.count(each) for each in ("works", "part", "not yet"))
    said = f"Of {len(states)} rows, {works} work, {part} work in part, {not_yet} are not built."
    if said not in text:
        yield f"docs/reference/requirements.md: the count of rows is: {said}"


def problems() -> Iterator[str]:
    yield from miscounted_states()
    for path in documents():
        text = LINK.sub("", path.read_text(encoding="utf-8"))
        if path == FINDINGS:
            text = ROW_ID.sub("", text)
        found = (
            *broken_links(path),
            *unknown_citations(CODE.sub("", text)),
            *unknown_sections(text),
            *missing_files(text),
            *(unknown_labels(text) if path.parent.name == "how-to" else ()),
        )
        yield from (
            f"{path.relative_to(ROOT)}: {each}" for each in (*found, *unknown_pages(FENCED.sub("", text)))
        )
    for path in python_files():
        # A rule's source is a plain string: sections of the handbook are looked for in the whole file.
        text = path.read_text(encoding="utf-8")
        wrong = [*unknown_sections(text)]
        # To read a file as Python takes a hundred times as long as to search it: most have nothing to look at closely.
        if is_suspect(text):
            comments = commentary(text)
            wrong += [*unknown_citations(comments), *unknown_pages(comments)]
        yield from (f"{path.relative_to(ROOT)}: {each}" for each in wrong)
    comments = "\n".join(re.findall(r"#.*", (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    found = (*unknown_citations(comments), *unknown_pages(comments))
    yield from (f"pyproject.toml: {each}" for each in found)


def main() -> int:
    wrong = [*problems(), *unformed_decisions()]
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    if lines > LONGEST_README:
        wrong.append(f"README.md has {lines} lines; the limit is {LONGEST_README}.")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
