"""How much a phone loads for a page that it has never seen: the page as sent, and all that it names, compressed."""

import gzip
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse

NAMED = re.compile(r"""(?:href|src)=["']/static/([^"'#?]+)""")
URL = re.compile(r"""url\(\s*["']?([^"')?#]+)""")
UPRIGHT = ("regular", "bold")
SLANTED = re.compile(r"<(?:em|i|cite|dfn|address)\b")


def cold_weight(answer: HttpResponse) -> int:
    """Bytes of the page as sent and of its style sheets, scripts, images and fonts, as whitenoise serves them."""
    page = b"".join(answer)
    text = (gzip.decompress(page) if answer.get("Content-Encoding") == "gzip" else page).decode(
        "utf-8", "replace"
    )
    faces = {*UPRIGHT, "italic"} if SLANTED.search(text) else {*UPRIGHT}
    return len(page) + sum(
        size_of(name) for name in files_of(frozenset(NAMED.findall(text)), frozenset(faces))
    )


@lru_cache
def files_of(named: frozenset[str], faces: frozenset[str]) -> frozenset[str]:
    """The files that a page names and those that its style sheets do: of the fonts only the faces in use."""
    found = set(named)
    for sheet in (each for each in named if each.endswith(".css")):
        for target in filter(is_a_file, URL.findall(found_at(sheet).read_text(encoding="utf-8"))):
            path = (found_at(sheet).parent / target).resolve()
            if path.suffix != ".woff2" or face_of(path) in faces:
                found.add(str(path))
    return frozenset(found)


def is_a_file(target: str) -> bool:
    return not target.startswith("data:")


def face_of(path: Path) -> str:
    return path.stem.removeprefix("sourcesanspro-").removesuffix("-webfont")


def found_at(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


@lru_cache
def size_of(name: str) -> int:
    path = Path(name) if name.startswith("/") else found_at(name)
    content = path.read_bytes()
    return len(content if path.suffix == ".woff2" else gzip.compress(content))
