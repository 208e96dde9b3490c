"""A workbook made to unpack without end is refused at once and in little memory (threat T6)."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

from handoff.opportunity.readers.arrest_list import read_bytes
from handoff.spreadsheets.readers import zip_bombs
from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.spreadsheets.readers.zip_bombs import BombError, refuse_bombs

GIGABYTE = 1024**3


def one_part_bomb(unpacked: int, *, says: int | None = None) -> bytes:
    """An archive with one part that unpacks to so many zeros, and says so, or says something else."""
    packer, packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), bytearray()
    block = packer.compress(b"\0" * 65536) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\0" * 65536) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += block + again * (unpacked // 65536 - 1) + packer.flush()
    size = (unpacked if says is None else says) & 0xFFFFFFFF
    name = b"xl/worksheets/sheet1.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0) + name
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0, 0, 0, 0, 0, 0
    )
    directory = central + name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(local) + len(packed), 0)
    return local + bytes(packed) + directory + end


def many_parts(parts: int, each: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"part{number}", b"\0" * each)
    return out.getvalue()


def test_a_bomb_of_many_gigabytes_that_is_honest_is_refused_before_anything_is_unpacked(monkeypatch):
    bomb = one_part_bomb(3 * GIGABYTE)
    monkeypatch.setattr(zip_bombs.zlib, "decompressobj", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(UnusableFile):
        read_bytes(bomb)


def test_ten_gigabytes_that_say_they_are_small_are_refused_after_one_piece_and_in_fifty_megabytes(tmp_path):
    path = tmp_path / "arrests.xlsx"
    path.write_bytes(one_part_bomb(10 * GIGABYTE, says=4096))
    watch = """
import pathlib, resource, sys, zlib
from unittest import mock
from handoff.spreadsheets.readers import zip_bombs
from handoff.opportunity.readers.arrest_list import read_bytes
from handoff.spreadsheets.readers.tables import UnusableFile

unpacked, plain = [], zlib.decompressobj

class Counting:
    def __init__(self, *given):
        self.inner = plain(*given)
    def decompress(self, *given):
        unpacked.append(len(out := self.inner.decompress(*given)))
        return out
    def __getattr__(self, name):
        return getattr(self.inner, name)

content = pathlib.Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with mock.patch.object(zip_bombs.zlib, "decompressobj", Counting):
    try:
        read_bytes(content)
        sys.exit("it was read")
    except UnusableFile:
        pass
print(sum(unpacked), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(  # noqa: S603 - the interpreter and words of ours
        [sys.executable, "-c", watch, str(path)], capture_output=True, text=True, check=True
    )
    unpacked, kilobytes = map(int, done.stdout.split())
    assert 0 < unpacked <= zip_bombs.PIECE
    assert kilobytes < 50 * 1024


@pytest.mark.parametrize("says", [0, 1, 1024 * 1024])
def test_a_part_that_unpacks_to_more_than_it_says_is_refused(says):
    with pytest.raises(BombError):
        refuse_bombs(one_part_bomb(5 * 1024 * 1024, says=says))


def test_an_honest_archive_passes_and_one_of_too_many_parts_does_not():
    refuse_bombs(many_parts(20, 100_000))
    with pytest.raises(BombError):
        refuse_bombs(many_parts(2_001, 1))


def test_an_archive_that_unpacks_too_large_is_refused():
    with pytest.raises(BombError):
        refuse_bombs(one_part_bomb(100 * 1024 * 1024))


def test_a_locked_or_broken_archive_is_refused():
    whole = bytearray(many_parts(1, 1000))
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    for wrong in (bytes(whole), many_parts(1, 1000)[:-10]):
        with pytest.raises(BombError):
            refuse_bombs(wrong)
