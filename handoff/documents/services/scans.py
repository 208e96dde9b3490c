"""Uploaded scans: recognized by their first bytes, limited in size, pictures re-encoded, sealed, and stored under a
random name.
"""

import hashlib
import logging
import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.core.forms.files import LONGEST_BEGINNING, PDF, detect_media_type
from handoff.core.refusals import Refused
from handoff.core.sealing import (
    KeyRing,
    SealError,
    UnknownKeyError,
    is_sealed,
    local_key_ring,
    parse_key_ring,
)
from handoff.core.sealing import seal as seal_bytes
from handoff.core.sealing import unseal as unseal_bytes
from handoff.documents.engines.limited_process import run_upload_work
from handoff.documents.engines.upload_work import UploadRefused
from handoff.documents.engines.virus_scan import refuse_infected_file
from handoff.documents.models import StoredFile

logger = logging.getLogger(__name__)


class UnreadableFile(Refused):
    """A stored file whose bytes can't be trusted: `problem` is "changed" or "unknown key"."""

    def __init__(self, sentence: str, *, problem: str) -> None:
        super().__init__(sentence)
        self.problem = problem


def file_keys() -> KeyRing:
    """The keys that stored files are sealed under: from HANDOFF_FILE_KEYS, or a laptop's own key file."""
    return (
        parse_key_ring(settings.FILE_KEYS) if settings.FILE_KEYS else local_key_ring(settings.FILE_KEYS_FILE)
    )


def check_content(upload: "UploadedFile[bytes]") -> tuple[bytes, str]:
    """The bytes to keep of an upload and their media type, by its first bytes; its own name and type are not trusted.

    Raises `Refused` for a file that is too large, infected, unsafe, or neither a picture nor a PDF.
    """
    if (upload.size or 0) > settings.MAX_SCAN_BYTES:
        megabytes = settings.MAX_SCAN_BYTES // (1024 * 1024)
        raise Refused(_("This file is too large. The limit is %(megabytes)s MB.") % {"megabytes": megabytes})
    content = upload.read()
    media_type = detect_media_type(content[:LONGEST_BEGINNING])
    if not media_type:
        raise Refused(_("Choose a photo (JPEG, PNG, or HEIC) or a PDF."))
    refuse_infected_file(content)
    if media_type != PDF:
        return reencode_picture(content), "image/jpeg"
    try:
        return run_upload_work("pdf", content), PDF
    except UploadRefused as error:
        raise Refused(
            _(
                "This PDF is locked, very long, or has more than pages in it, such as a form, a "
                "script, or another file. Scan the document again, or take a photo of it."
            )
        ) from error


def reencode_picture(content: bytes) -> bytes:
    """Re-encode a picture as JPEG, without hidden content and camera data; raises `Refused`."""
    try:
        return run_upload_work("picture", content)
    except UploadRefused as error:
        if str(error) == "too_large":
            raise Refused(_("This picture is too large. Take it again at a lower resolution.")) from error
        raise Refused(_("We can't read this picture. Take it again.")) from error


@transaction.atomic
def store_scan(
    *, actor: Actor, program_id: int, upload: "UploadedFile[bytes]", kind: str, at: datetime
) -> StoredFile:
    """Store an uploaded picture or PDF, sealed; raises `Refused` as `check_content` does."""
    content, media_type = check_content(upload)
    public_id = uuid.uuid4()
    sealed = seal_bytes(content, ring=file_keys(), belongs_to=str(public_id))
    name = default_storage.save(f"{secrets.token_hex(2)}/{secrets.token_hex(20)}", ContentFile(sealed))
    try:
        with transaction.atomic():
            stored = StoredFile.objects.create(
                public_id=public_id,
                program_id=program_id,
                kind=kind,
                media_type=media_type,
                storage_name=name,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                stored_at=at,
                stored_by_id=actor.user_id,
            )
            audit.record(
                actor=actor,
                at=at,
                action=AuditAction.FILE_STORED,
                subject=stored.public_id,
                details={"kind": kind},
            )
    except BaseException:
        # The transaction takes the row back, not the file.
        default_storage.delete(name)
        raise
    return stored


def open_file(*, actor: Actor, stored: StoredFile, at: datetime) -> bytes:
    """Read a stored file for a user and record that they opened it; the caller has checked that they may.

    Raises `UnreadableFile` when the bytes are not those that were stored or their key is missing, and
    `FileNotFoundError` when there are none. Both are recorded, and logged under the file's id alone.
    """
    try:
        content = read_file(stored)
    except (UnreadableFile, FileNotFoundError) as error:
        problem = error.problem if isinstance(error, UnreadableFile) else "missing"
        logger.error("stored file %s cannot be opened: %s", stored.public_id, problem)
        details = {"kind": stored.kind, "problem": problem}
        audit.record(
            actor=actor,
            at=at,
            action=AuditLook.FILE_OPENED,
            subject=stored.public_id,
            outcome="refused",
            details=details,
        )
        raise
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.FILE_OPENED,
        subject=stored.public_id,
        details={"kind": stored.kind},
    )
    return content


def read_file(stored: StoredFile) -> bytes:
    """Read and check the bytes of a stored file; raises `UnreadableFile` or `FileNotFoundError`."""
    with default_storage.open(stored.storage_name) as handle:
        return unseal_content(stored, handle.read())


def unseal_content(stored: StoredFile, content: bytes) -> bytes:
    """Unseal the bytes on the disk and compare them with the checksum; files of older releases lie there unsealed."""
    if is_sealed(content):
        try:
            content = unseal_bytes(content, ring=file_keys(), belongs_to=str(stored.public_id))
        except UnknownKeyError as error:
            sentence = _(
                "This file is encrypted with a key this server doesn't have. Tell your administrator."
            )
            raise UnreadableFile(sentence, problem="unknown key") from error
        except SealError as error:
            raise UnreadableFile(
                _("This file changed after it was stored, so we can't show it."), problem="changed"
            ) from error
    # The checksum is in the database: it also finds an unsealed file put in the place of a sealed one.
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise UnreadableFile(
            _("This file changed after it was stored, so we can't show it."), problem="changed"
        )
    return content
