"""Reading the source as the guard tests do: files by kind, and what an allow-list may forgive."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "handoff"

LAYERS = (
    ("core",),
    ("access",),
    ("audit",),
    ("documents", "notifications"),
    ("programs",),
    ("accounts",),
    ("spreadsheets",),
    ("directory",),
    ("participants",),
    ("charges", "consent"),
    ("eligibility",),
    ("referrals", "opportunity"),
    ("enrollment",),
    ("casework",),
    ("staffing",),
    ("outreach",),
    ("measures",),
    ("funding",),
    ("workbooks",),
    ("records",),
    ("desk",),
    ("api",),
    ("demo",),
    ("config",),
)
"""From the ground up: an app knows only what stands before it."""
HEIGHT = {app: height for height, apps in enumerate(LAYERS) for app in apps}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(package: Path = PACKAGE) -> tuple[Path, ...]:
    """Return the program's own modules: no migrations, no tests."""
    return tuple(
        path
        for path in sorted(package.rglob("*.py"))
        if not {"migrations", "tests", "testing"} & set(path.relative_to(package).parts)
    )


def modules(*layers: str, package: Path = PACKAGE) -> list[Path]:
    """Return what lies in one of the layers: of an app or of a subject inside it, a module or a package of modules."""
    return [
        path
        for path in python_files(package)
        if set(layers) & set(path.relative_to(package).with_suffix("").parts[1:])
    ]


@cache
def supporting_files() -> tuple[Path, ...]:
    """The tests, what they are built from, and the scripts."""
    roots = (ROOT / "tests", ROOT / "scripts", ROOT / "conftest.py", PACKAGE / "testing")
    apps = (path for path in PACKAGE.glob("*/tests") if path.is_dir())
    files = {
        path for root in (*roots, *apps) for path in ([root] if root.suffix == ".py" else root.rglob("*.py"))
    }
    return tuple(sorted(path for path in files if path.is_file()))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a module's nodes: walking through its tree costs as much as parsing it, and a dozen tests ask."""
    return tuple(ast.walk(tree(path)))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]))


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{relative(path)}::{node.name}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from `def` to its end, without its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for an attribute chain, else what is left of it."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def assert_only_allowed(found: Iterable[str], allowed: Mapping[str, str], rule: str) -> None:
    """Fail on what is found and not allowed, and on an exception that is not needed or gives no reason."""
    found = set(found)
    surplus, stale = sorted(found - set(allowed)), sorted(set(allowed) - found)
    assert not surplus, f"{rule}:\n  " + "\n  ".join(surplus)
    assert not stale, "no longer needed in the allow-list:\n  " + "\n  ".join(stale)
    silent = [name for name, reason in allowed.items() if len(reason.split()) < 4]
    assert not silent, f"these exceptions give no reason: {silent}"
