"""What the law side is shown of care's passes one gate: its pages have no other way to the people."""

import ast

from tests.architecture.source import dotted, nodes, python_files, relative

LAW_SIDE_PAGES = {
    "handoff/desk/shared/services.py",
    "handoff/desk/shared/presenters.py",
    "handoff/desk/shared/views.py",
}
OF_CARE = (
    "handoff.participants",
    "handoff.casework",
    "handoff.consent.queries",
    "handoff.referrals",
    "handoff.documents.models",
)


def imported(path) -> set[str]:
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def named(wanted: set[str]) -> dict[str, set[str]]:
    return {relative(path): imported(path) for path in python_files() if relative(path) in wanted}


def test_law_side_pages_reach_people_through_the_gate_alone():
    pages = named(LAW_SIDE_PAGES)
    assert set(pages) == LAW_SIDE_PAGES
    for page, names in pages.items():
        assert not [name for name in names if name.startswith(OF_CARE)], page
    assert "handoff.consent.gate.decide" in pages["handoff/desk/shared/services.py"]


def test_views_and_pages_of_what_is_shared_ask_no_database():
    for path in python_files():
        if relative(path) in LAW_SIDE_PAGES - {"handoff/desk/shared/services.py"}:
            asked = [dotted(node) for node in nodes(path) if isinstance(node, ast.Attribute)]
            assert not [name for name in asked if name.endswith(".objects")], path


def test_only_consent_reads_the_lines_of_an_roi():
    readers = {
        relative(path)
        for path in python_files()
        if any(name.endswith("models.ReleaseRecipient") for name in imported(path))
    }
    # A person's own copy lists what is held about them, ROIs too; it decides nothing by them.
    allowed = ("handoff/consent/", "handoff/demo/", "handoff/testing/", "handoff/records/queries/holdings.py")
    assert not [path for path in readers if not path.startswith(allowed) and "/tests/" not in path]
