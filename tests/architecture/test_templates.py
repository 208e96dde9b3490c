"""Pages keep the strict Content-Security-Policy: nothing inline, unescaped or from elsewhere."""

import re

import pytest

from tests.architecture import allowed
from tests.architecture.source import PACKAGE, assert_only_allowed, relative, templates

MOST_LINES = 120
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "text let through unescaped": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off",
    "a file of another host": r"(?:\b(?:src|action)|<link[^>]*href)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [
        relative(path)
        for path in templates()
        if re.search(FORBIDDEN[what], path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert_only_allowed(found, {}, f"a template holds {what}")


def test_templates_are_short():
    found = [
        relative(path)
        for path in templates()
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert_only_allowed(found, allowed.LONG_TEMPLATES, "a template is at most 120 lines")


def test_every_form_that_posts_is_protected():
    found = [
        relative(path)
        for path in templates()
        if path.suffix == ".html"
        for form in re.findall(
            r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL | re.IGNORECASE
        )
        if re.search(r"method=[\"']post", form, re.IGNORECASE) and "csrf_token" not in form
    ]
    assert not found


def test_a_page_with_the_light_style_sheet_uses_the_buttons_that_it_knows():
    sheet = (PACKAGE / "core/static/core/css/public.css").read_text(encoding="utf-8")
    pages = [path for path in templates() if "core/public.html" in path.read_text(encoding="utf-8")]
    found = {
        f"{relative(path)}: {look}"
        for path in pages
        for look in re.findall(r"usa-button--[\w-]+", path.read_text(encoding="utf-8"))
        if f".{look}" not in sheet
    }
    assert pages and not found
