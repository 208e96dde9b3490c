"""What a PDF of a scanned paper may not carry: scripts, other files, programs to start, locks, too many pages.

A PDF is kept as it came, so it is looked through first: the plain bytes, and its compressed object streams, in which
newer PDFs keep their objects. Names may be written with `#` and two digits for any letter; that is undone first.
"""

import re
import zlib

MOST_PAGES = 200
MOST_UNPACKED = 20 * 1024 * 1024

FORBIDDEN = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|GoToE|Encrypt|XFA)(?=[\s/<>\[\](){}%]|$)"
)
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm")
STREAM = re.compile(rb"<<((?:(?!endobj|>>\s*stream).){0,4000})>>\s*stream\r?\n", re.DOTALL)
SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")


class UnsafePdfError(Exception):
    """The PDF is not kept."""


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that could do anything but show its pages, that is locked, or that has too many pages."""
    plain = _spelled_out(content)
    _refuse_forbidden(plain)
    pages, left = len(PAGE.findall(plain)), MOST_UNPACKED
    for found in STREAM.finditer(content):
        entries = _spelled_out(found.group(1))
        if not OBJECT_STREAM.search(entries):
            continue
        objects = _spelled_out(_unpacked(content[found.end() :], entries, left))
        left -= len(objects)
        _refuse_forbidden(objects)
        pages += len(PAGE.findall(objects))
    if len(OBJECT_STREAM.findall(plain)) > sum(
        1 for found in STREAM.finditer(content) if OBJECT_STREAM.search(_spelled_out(found.group(1)))
    ):
        raise UnsafePdfError
    if pages > MOST_PAGES:
        raise UnsafePdfError


def _spelled_out(content: bytes) -> bytes:
    return SPELLED.sub(lambda found: bytes([int(found.group(1), 16)]), content)


def _refuse_forbidden(content: bytes) -> None:
    if FORBIDDEN.search(content):
        raise UnsafePdfError


def _unpacked(packed: bytes, entries: bytes, most: int) -> bytes:
    """Inflate an object stream; one in any other packing cannot be looked through and is refused."""
    filters = re.findall(rb"/(\w+)Decode", entries)
    if filters != [b"Flate"] or b"/DecodeParms" in entries or most <= 0:
        raise UnsafePdfError
    inflater = zlib.decompressobj()
    try:
        objects = inflater.decompress(packed, most)
    except zlib.error as error:
        raise UnsafePdfError from error
    if inflater.unconsumed_tail and not inflater.eof:
        raise UnsafePdfError
    return objects
