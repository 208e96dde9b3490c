"""Keeping a scan: known by its first bytes, limited in size, pictures decoded and written anew, sealed, and stored
under a random name.
"""

import hashlib
import io
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.core.sealing import KeyRing, SealError, UnknownKeyError, is_sealed, key_ring, local_key_ring
from handoff.core.sealing import seal as seal_bytes
from handoff.core.sealing import unseal as unseal_bytes
from handoff.documents.engines.pdf_check import UnsafePdfError, check_pdf
from handoff.documents.engines.virus_scan import refuse_what_is_infected
from handoff.documents.models import StoredFile

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400
SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
FORMATS = ("JPEG", "PNG")


def file_keys() -> KeyRing:
    """Return the keys that stored files are sealed under: from the settings, or a laptop's own."""
    return key_ring(settings.FILE_KEYS) if settings.FILE_KEYS else local_key_ring(settings.FILE_KEYS_FILE)


def media_type_of(content: bytes) -> str | None:
    """Return what the first bytes say the file is: JPEG, PNG, PDF, or None for anything else."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)


def rewritten_picture(content: bytes) -> bytes:
    """Decode a picture and write it anew as JPEG: hidden content and camera data such as the place are left
    behind. A picture of too many pixels is refused by its header, before any of it is decoded.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This picture is too large. Please take it with fewer pixels."))
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_("This picture is too large. Please take it with fewer pixels.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(_("This picture cannot be read. Please take it again.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()
    out = io.BytesIO()
    upright.save(out, format="JPEG", quality=85, optimize=True)
    return out.getvalue()


def checked_content(upload: "UploadedFile[Any]") -> tuple[bytes, str]:
    """Return what is kept of an upload, and its media type; refuse what is too large, of another kind or unsafe."""
    if (upload.size or 0) > settings.MAX_SCAN_BYTES:
        megabytes = settings.MAX_SCAN_BYTES // (1024 * 1024)
        raise Refused(
            _("This file is too large. It may have at most %(megabytes)s MB.") % {"megabytes": megabytes}
        )
    content = upload.read()
    media_type = media_type_of(content)
    if media_type is None:
        raise Refused(_("Please choose a photo (JPEG or PNG) or a PDF."))
    refuse_what_is_infected(content)
    if media_type != "application/pdf":
        return rewritten_picture(content), "image/jpeg"
    try:
        check_pdf(content)
    except UnsafePdfError as error:
        raise Refused(
            _(
                "This PDF is locked, very long, or carries more than pages, such as a form, a script or another "
                "file. Please scan the paper again, or take a photo of it."
            )
        ) from error
    return content, media_type


@transaction.atomic
def store_scan(
    *, actor: Actor, program_id: int, upload: "UploadedFile[Any]", kind: str, at: datetime
) -> StoredFile:
    """Keep an uploaded JPEG, PNG or PDF, sealed; refuse anything else and anything too large."""
    content, media_type = checked_content(upload)
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
                actor=actor, at=at, action="file.stored", subject=stored.public_id, details={"kind": kind}
            )
    except BaseException:
        default_storage.delete(name)
        raise
    return stored


def read_file(stored: StoredFile) -> bytes:
    """Return a stored file's bytes, refusing one that is not what was stored or whose key is not at hand."""
    with default_storage.open(stored.storage_name) as handle:
        return opened(stored, handle.read())


def opened(stored: StoredFile, content: bytes) -> bytes:
    """Unseal what lies on the disk; what an older release stored unsealed is still read."""
    if is_sealed(content):
        try:
            content = unseal_bytes(content, ring=file_keys(), belongs_to=str(stored.public_id))
        except UnknownKeyError as error:
            raise Refused(
                _("This file is locked with a key that this server does not have. Tell your administrator.")
            ) from error
        except SealError as error:
            raise Refused(_("This file has changed since it was stored and is not shown.")) from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(_("This file has changed since it was stored and is not shown."))
    return content
