"""Key rotation: seal stored files under the first key, after a key was changed and for files of older releases."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from handoff.access.actor import system_actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.core.sealing import is_sealed, seal, sealed_key_name
from handoff.core.tenancy import SITE, tenant_context
from handoff.documents.models import StoredFile
from handoff.documents.services import file_keys, unseal_content

UNFINISHED = ".resealing"


@dataclass(frozen=True)
class RotationResult:
    """How many files were sealed, how many already were, and the public ids of those that could not be opened."""

    sealed: int
    in_order: int
    unreadable: tuple[str, ...]


def rotate_files(*, program_ids: Iterable[int], at: datetime) -> RotationResult:
    """Seal every stored file of the programs under the first key.

    It can be stopped and run again at any time: each file is always whole, under its old or its new key.
    """
    done: Counter[str] = Counter()
    unreadable = []
    for stored in stored_files(program_ids):
        try:
            done[reseal_file(stored)] += 1
        except (Refused, FileNotFoundError):
            unreadable.append(str(stored.public_id))
    with tenant_context(SITE), transaction.atomic():
        audit.record(
            actor=system_actor(SITE),
            at=at,
            action=AuditAction.FILE_KEYS_ROTATED,
            subject=file_keys().sealing.name,
            details={"sealed": done["sealed"], "unreadable": len(unreadable)},
        )
    return RotationResult(sealed=done["sealed"], in_order=done["in order"], unreadable=tuple(unreadable))


def stored_files(program_ids: Iterable[int]) -> Iterator[StoredFile]:
    """The stored files of each program, read in that program's tenant context."""
    for program_id in program_ids:
        with tenant_context(program_id):
            files = list(StoredFile.objects.filter(program_id=program_id).order_by("pk"))
        yield from files


def reseal_file(stored: StoredFile) -> str:
    """Seal one file under the first key, unless it is already; returns "sealed" or "in order"."""
    ring, path = file_keys(), Path(default_storage.path(stored.storage_name))
    content = path.read_bytes()
    if is_sealed(content) and sealed_key_name(content) == ring.sealing.name:
        return "in order"
    sealed = seal(unseal_content(stored, content), ring=ring, belongs_to=str(stored.public_id))
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as handle:
        handle.write(sealed)
        handle.flush()
        os.fsync(handle.fileno())
    # A rename is atomic: a crash leaves the old file or the new one, never half of one.
    unfinished.replace(path)
    return "sealed"


def keys_in_use(program_ids: Iterable[int]) -> Counter[str]:
    """Count stored files by the name of their key; '' for unsealed and '?' for missing files."""
    found: Counter[str] = Counter()
    for stored in stored_files(program_ids):
        try:
            with default_storage.open(stored.storage_name) as handle:
                beginning = handle.read(64)
        except FileNotFoundError:
            found["?"] += 1
            continue
        found[sealed_key_name(beginning) if is_sealed(beginning) else ""] += 1
    return found
