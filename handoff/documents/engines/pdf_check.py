"""A check for what a scanned PDF may not carry: scripts, embedded files, launch actions, encryption, too many pages.

A PDF is kept as it came, so it is searched first: its plain bytes, and the compressed object streams in which newer
PDFs keep their objects. Any letter of a name may be written as `#` and two hex digits; these are decoded first.
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
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class UnsafePdfError(Exception):
    """The PDF may not be stored."""


def check_pdf(content: bytes) -> None:
    """Raise `UnsafePdfError` for a PDF that does more than show its pages, is encrypted, or has too many pages."""
    plain = _decode_names(content)
    _refuse_forbidden(plain)
    pages, left = len(PAGE.findall(plain)), MOST_UNPACKED
    for found in STREAM.finditer(content):
        entries = _decode_names(found.group(1))
        if not OBJECT_STREAM.search(entries):
            continue
        objects = _decode_names(_inflate(content[found.end() :], entries, left))
        left -= len(objects)
        _refuse_forbidden(objects)
        pages += len(PAGE.findall(objects))
    # An object stream that the loop above did not find, such as one with a huge dictionary, was not searched.
    if len(OBJECT_STREAM.findall(plain)) > sum(
        1 for found in STREAM.finditer(content) if OBJECT_STREAM.search(_decode_names(found.group(1)))
    ):
        raise UnsafePdfError
    if pages > MOST_PAGES:
        raise UnsafePdfError


def _decode_names(content: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), content)


def _refuse_forbidden(content: bytes) -> None:
    if FORBIDDEN.search(content):
        raise UnsafePdfError


def _inflate(packed: bytes, entries: bytes, most: int) -> bytes:
    """Inflate an object stream. One with another filter can't be searched, so it raises `UnsafePdfError`."""
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
