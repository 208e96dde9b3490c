"""Papers as tagged PDF, set by typst from our own templates.

Data is passed as JSON through typst's inputs and never in the source, so that a name can't be markup. Each paper is
compiled as PDF/UA-1 (tagged, titled, with its language); typst refuses a paper that breaks the standard.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import typst
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parents[1] / "typst"
TEMPLATE_NAME = re.compile(r"[a-z][a-z_]*")
FONTS = typst.Fonts(font_paths=[Path(__file__).parents[1] / "fonts"], include_system_fonts=False)
"""Noto and Droid for the names that typst's own font can't draw; the same on every server (W14)."""
# What the font inside typst can draw for certain: Latin with all its accents, Greek, Cyrillic and common signs.
DRAWABLE = re.compile(
    "[\n\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]"
)
# Two joiners (200C, 200D) stay: Hindi and Persian names are written with them.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


def render_pdf(template_name: str, data: Mapping[str, object], language: str) -> bytes:
    """Set one paper with a template of `documents/typst` and return the PDF's bytes.

    `data` is plain JSON with at least `title` and `program` (the header). The template `document` also knows `opening`
    and `notice` (sentences), `footer` (the short notice on each page), `made` (when and by whom), `wide` and `sections`
    (`heading`, `paragraphs`, `fields` as pairs, `plot` with `svg` and `words`, `items`, `table` with `columns` and
    `rows`). All cells are text.
    """
    if not TEMPLATE_NAME.fullmatch(template_name):
        raise ValueError("A template name is lower-case letters and underscores.")
    with translation.override(language):
        words = {"page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{pages}"}}
    full = {**_strip_invisible(data), "_words": words, "_language": language[:2]}
    try:
        return _compile(template_name, full)
    except typst.TypstError as error:
        if "could not be displayed with" not in str(error):
            raise
    # A name must not stop a paper: characters that no font can draw are printed as their code, "[U+738B]".
    logger.warning("A paper holds characters that no font can draw; they are printed as their codes.")
    return _compile(template_name, _replace_undrawable(full))


def _compile(template_name: str, data: Mapping[str, object]) -> bytes:
    content = typst.compile(
        TEMPLATES / f"{template_name}.typ",
        root=TEMPLATES,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=True)},
        pdf_standards=["ua-1"],
        font_paths=FONTS,
    )
    assert isinstance(content, bytes)
    return content


def _strip_invisible(data: Mapping[str, object]) -> dict[str, object]:
    """Remove control characters and characters that turn the writing direction, which could hide text."""
    return {key: _map_texts(part, lambda text: INVISIBLE.sub("", text)) for key, part in data.items()}


def _replace_undrawable(data: Mapping[str, object]) -> dict[str, object]:
    return {
        key: _map_texts(part, lambda text: "".join(map(_replace_character, text)))
        for key, part in data.items()
    }


@cache
def _replace_character(character: str) -> str:
    return character if DRAWABLE.fullmatch(character) else f"[U+{ord(character):04X}]"


def _map_texts(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_texts(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(part, change) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else change(str(value))
