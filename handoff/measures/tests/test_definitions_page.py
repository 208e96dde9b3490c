"""The reference page is made of the definitions."""

from pathlib import Path

from django.core.management import call_command

from handoff.measures.management.commands.measure_definitions import render_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "measures.md"


def test_the_reference_page_is_current(tmp_path):
    assert PAGE.read_text(encoding="utf-8") == render_page(), "run: handoff measure_definitions"
    call_command("measure_definitions", "--page", str(tmp_path / "page.md"))
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == render_page()
