"""What was copied from other projects is exactly what the manifest says, and complete."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "handoff" / "core" / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
OWN_PAGES_LIMIT = 100_000
USWDS_LIMIT = 30_000
WITHOUT_RULES: set[str] = set()
"""Class names that USWDS itself gives no rules in the forms in which pages use them."""


def test_every_vendored_file_has_the_hash_written_down():
    for name, written in MANIFEST["sha256"].items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == written, name


def test_nothing_was_added_by_hand():
    found = {
        str(path.relative_to(ROOT))
        for folder in (STATIC / "vendor", ROOT / "tests" / "vendor")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == set(MANIFEST["sha256"])


def test_every_address_in_a_style_sheet_exists():
    for sheet in STATIC.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        for target in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            if target and not target.startswith("data:"):
                assert (sheet.parent / target.split("?")[0].split("#")[0]).is_file(), (
                    f"{sheet.name}: {target}"
                )


def test_the_trimmed_style_sheet_has_the_rules_of_every_class_that_pages_use():
    """finding-A8: USWDS without what no page uses. After a new class, run scripts/vendor_frontend."""
    uswds = (STATIC / "vendor" / "uswds" / "css" / "uswds.min.css").read_text(encoding="utf-8")
    kept = set(re.findall(r"\.(usa-[\w-]+)", uswds))
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "handoff").rglob("templates/**/*.html")]
    used = {name for page in pages for name in re.findall(r"usa-[\w-]*\w", page)}
    assert used - kept <= WITHOUT_RULES
    assert len(uswds) <= USWDS_LIMIT


def test_the_sprite_holds_the_icons_that_templates_name_and_no_others():
    """finding-A8: the whole sprite was 22 kB of a page with one icon. After a new one, run scripts/vendor_frontend."""
    sprite = (STATIC / "vendor" / "uswds" / "img" / "sprite.svg").read_text(encoding="utf-8")
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "handoff").rglob("templates/**/*.html")]
    named = {name for page in pages for name in re.findall(r"{% icon [\"'](\w+)[\"']", page)}
    assert set(re.findall(r' id="(\w+)"', sprite)) == named


def test_a_public_page_weighs_less_than_a_hundred_kilobytes():
    files = [
        "css/public.css",
        "css/handoff.css",
        "css/fields.css",
        "css/parts.css",
        "css/night.css",
        "css/print.css",
    ]
    weight = sum(
        (STATIC / "core" / name).stat().st_size for name in [*files, "js/handoff.js", "img/mark.svg"]
    )
    assert weight < OWN_PAGES_LIMIT / 2


@pytest.mark.parametrize(
    "template", sorted(ROOT.glob("handoff/*/templates/**/*.html")), ids=lambda template: template.name
)
def test_no_page_carries_script_or_style_of_its_own(template):
    text = re.sub(r"{%.*?%}", "", template.read_text(encoding="utf-8"))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text)
