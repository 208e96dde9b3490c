"""Sealing stored files anew under the first key: after a key was changed, and for files of older releases."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from handoff.access.actor import clock_actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.core.sealing import is_sealed, key_of, seal
from handoff.core.wall import behind_wall
from handoff.documents.models import StoredFile
from handoff.documents.services import file_keys, opened

UNFINISHED = ".resealing"
SITE = 0


@dataclass(frozen=True)
class Rotated:
    """How many files were sealed anew, were in order already, and could not be opened (by their public ids)."""

    sealed: int
    in_order: int
    unreadable: tuple[str, ...]


def rotate_files(*, program_ids: Iterable[int], at: datetime) -> Rotated:
    """Seal every stored file of the programs under the first key. It may be stopped at any moment and run again: each
    file is, at every moment, whole under its old or its new key.
    """
    done: Counter[str] = Counter()
    unreadable = []
    for stored in stored_files(program_ids):
        try:
            done[reseal(stored)] += 1
        except (Refused, FileNotFoundError):
            unreadable.append(str(stored.public_id))
    with behind_wall(SITE), transaction.atomic():
        audit.record(
            actor=clock_actor(SITE),
            at=at,
            action="file.keys_rotated",
            subject=file_keys().sealing.name,
            details={"sealed": done["sealed"], "unreadable": len(unreadable)},
        )
    return Rotated(sealed=done["sealed"], in_order=done["in order"], unreadable=tuple(unreadable))


def stored_files(program_ids: Iterable[int]) -> Iterator[StoredFile]:
    """Return the stored files of each program, read behind its own wall."""
    for program_id in program_ids:
        with behind_wall(program_id):
            files = list(StoredFile.objects.filter(program_id=program_id).order_by("pk"))
        yield from files


def reseal(stored: StoredFile) -> str:
    """Seal one file under the first key, unless it is; the new one takes the old one's place in one step."""
    ring, path = file_keys(), Path(default_storage.path(stored.storage_name))
    content = path.read_bytes()
    if is_sealed(content) and key_of(content) == ring.sealing.name:
        return "in order"
    sealed = seal(opened(stored, content), ring=ring, belongs_to=str(stored.public_id))
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as handle:
        handle.write(sealed)
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(path)
    return "sealed"


def keys_in_use(program_ids: Iterable[int]) -> Counter[str]:
    """Count the stored files by the name of the key they are sealed under; '' for the unsealed, '?' for the missing."""
    found: Counter[str] = Counter()
    for stored in stored_files(program_ids):
        try:
            with default_storage.open(stored.storage_name) as handle:
                beginning = handle.read(64)
        except FileNotFoundError:
            found["?"] += 1
            continue
        found[key_of(beginning) if is_sealed(beginning) else ""] += 1
    return found
