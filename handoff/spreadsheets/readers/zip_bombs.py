"""Refuse zip bombs: workbooks are zip archives, and one that unpacks without end is refused unread (threat T6)."""

import io
import struct
import zipfile
import zlib

MOST_UNPACKED = 500 * 1024 * 1024
MOST_PARTS = 2_000
MOST_TIMES = 200
"""The most that a large archive may unpack to, in times its packed size; lists of arrests unpack to 10 to 30 times."""
SMALL = 20 * 1024 * 1024
PIECE = 256 * 1024
LOCAL_HEADER = struct.Struct("<4s5H3I2H")


class BombError(Exception):
    """The archive is broken, or unpacks to more than any list of arrests."""


def refuse_bombs(content: bytes) -> None:
    """Raise `BombError` by the sizes that the archive declares, or when a part unpacks to more than it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise BombError from problem
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise BombError
    if unpacked > SMALL and unpacked > MOST_TIMES * len(content):
        raise BombError
    for part in parts:
        _check_declared_size(content, part)


def _check_declared_size(content: bytes, part: zipfile.ZipInfo) -> None:
    """Unpack a part in pieces, keeping nothing, and stop at the first byte beyond its declared size."""
    if part.flag_bits & 1 or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BombError
    header = content[part.header_offset : part.header_offset + LOCAL_HEADER.size]
    if len(header) < LOCAL_HEADER.size:
        raise BombError
    *_, name, extra = LOCAL_HEADER.unpack(header)
    start = part.header_offset + LOCAL_HEADER.size + name + extra
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size != part.file_size:
            raise BombError
        return
    inflater, left, waiting = zlib.decompressobj(-zlib.MAX_WBITS), part.file_size, b""
    try:
        while not inflater.eof and (waiting or packed):
            if not waiting:
                waiting, packed = bytes(packed[:PIECE]), packed[PIECE:]
            left -= len(inflater.decompress(waiting, PIECE))
            waiting = inflater.unconsumed_tail
            if left < 0:
                raise BombError
    except zlib.error as problem:
        raise BombError from problem
