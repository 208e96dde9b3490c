"""The format of a backup: a tar archive, sealed as one stream (docs/adr/0015).

It holds `manifest.json`, the database in parts (a tar member needs its size in advance, and the whole database would
have to be on the disk unsealed to know it), and the stored files, each already sealed under its own key.
"""

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from handoff.core.sealing import KeyRing, SealingWriter, UnsealingReader

MANIFEST = "manifest.json"
DATABASE = "database/"
FILES = "files/"
PART = 4 * 1024 * 1024


class ArchiveWriter:
    """Writes the members of a backup; `finish` must be the last call."""

    def __init__(self, target: BinaryIO, *, ring: KeyRing) -> None:
        self.sealing = SealingWriter(target, ring=ring)
        self.tar = tarfile.open(fileobj=self.sealing, mode="w|", bufsize=PART)  # noqa: SIM115 - ends in finish

    def add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self.tar.addfile(member, io.BytesIO(content))

    def add_database(self, source: BinaryIO) -> None:
        number = 0
        while part := source.read(PART):
            self.add(f"{DATABASE}{number:06}", part)
            number += 1

    def add_folder(self, folder: Path) -> int:
        """Add every file below a folder and return how many; a file that is deleted meanwhile is left out."""
        count = 0
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            try:
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            except FileNotFoundError:
                continue
            if content is not None:
                self.add(FILES + path.relative_to(folder).as_posix(), content)
                count += 1
        return count

    def add_manifest(self, manifest: Mapping[str, object]) -> None:
        self.add(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())

    def finish(self) -> None:
        """Write the last sealed chunk, without which the archive can't be opened."""
        self.tar.close()
        self.sealing.finish()


@contextmanager
def open_archive(path: Path, *, ring: KeyRing) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Read the members of a backup in order.

    Raises `SealError` at the first changed byte, and at the end of the block when the archive was cut off.
    """
    with path.open("rb") as source:
        reader = io.BufferedReader(UnsealingReader(source, ring=ring), buffer_size=PART)
        with tarfile.open(fileobj=reader, mode="r|", bufsize=PART) as tar:
            yield _members(tar)
        # The seal of the whole is checked in the last chunk, which tar itself never reads.
        while reader.read(PART):
            pass


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is not None:
            yield member.name, content.read()
