"""Papers as tagged PDF: house templates set by typst, filled with data that is only ever text.

Data goes in as JSON through typst's inputs and never into the source, so that a name cannot be markup. Each paper is
compiled as PDF/UA-1 (tagged, titled, with its language); typst refuses a paper that breaks the standard.
"""

import json
import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parents[1] / "typst"
TEMPLATE_NAME = re.compile(r"[a-z][a-z_]*")
# What the font inside typst can draw for certain: Latin with all its accents, Greek, Cyrillic and common signs.
DRAWN = re.compile(
    "[\n\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]"
)
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


def render_pdf(template_name: str, data: Mapping[str, Any], language: str) -> bytes:
    """Set one paper with a house template and return the PDF's bytes.

    `data` is plain JSON with at least `title` and `program` (the header). The template `document` also knows `opening`
    and `notice` (sentences), `footer` (the short notice on each page), `made` (when and by whom), `wide` and `sections`
    (`heading`, `paragraphs`, `fields` as pairs, `items`, `table` with `columns` and `rows`). All cells are text.
    """
    if not TEMPLATE_NAME.fullmatch(template_name):
        raise ValueError("A template of the house is one plain word.")
    with translation.override(language):
        words = {"page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{pages}"}}
    full = {**_visible(data), "_words": words, "_language": language[:2]}
    try:
        return _compiled(template_name, full)
    except typst.TypstError as error:
        if "could not be displayed with" not in str(error):
            raise
    # A name may not stop a paper: what no font can draw is written as its code, "[U+738B]".
    logger.warning("A paper holds characters that no font can draw; they are printed as their codes.")
    return _compiled(template_name, _drawable(full))


def _compiled(template_name: str, data: Mapping[str, Any]) -> bytes:
    content = typst.compile(
        TEMPLATES / f"{template_name}.typ",
        root=TEMPLATES,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=True)},
        pdf_standards=["ua-1"],
    )
    assert isinstance(content, bytes)
    return content


def _visible(value: Any) -> Any:
    """Return the data without characters that are never seen: control characters and turners of direction."""
    return _each_text(value, lambda text: INVISIBLE.sub("", text))


def _drawable(value: Any) -> Any:
    return _each_text(value, lambda text: "".join(map(_drawn, text)))


@cache
def _drawn(character: str) -> str:
    return character if DRAWN.fullmatch(character) else f"[U+{ord(character):04X}]"


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(part, change) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else change(str(value))
