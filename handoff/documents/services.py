"""Keeping a scan: known by its first bytes, limited in size, pictures decoded and written anew, stored under
a random name.
"""

import hashlib
import io
import secrets
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
from handoff.documents.models import StoredFile

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400
SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def media_type_of(content: bytes) -> str | None:
    """Return what the first bytes say the file is: JPEG, PNG, PDF, or None for anything else."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)


def rewritten_picture(content: bytes) -> bytes:
    """Decode a picture and write it anew as JPEG: hidden content and camera data such as the place are left
    behind.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This picture is too large. Please take it with fewer pixels."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("This picture cannot be read. Please take it again.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, format="JPEG", quality=85, optimize=True)
    return out.getvalue()


@transaction.atomic
def store_scan(
    *, actor: Actor, program_id: int, upload: "UploadedFile[Any]", kind: str, at: datetime
) -> StoredFile:
    """Keep an uploaded JPEG, PNG or PDF; refuse anything else and anything too large."""
    if (upload.size or 0) > settings.MAX_SCAN_BYTES:
        megabytes = settings.MAX_SCAN_BYTES // (1024 * 1024)
        raise Refused(
            _("This file is too large. It may have at most %(megabytes)s MB.") % {"megabytes": megabytes}
        )
    content = upload.read()
    media_type = media_type_of(content)
    if media_type is None:
        raise Refused(_("Please choose a photo (JPEG or PNG) or a PDF."))
    if media_type != "application/pdf":
        content, media_type = rewritten_picture(content), "image/jpeg"
    name = default_storage.save(f"{secrets.token_hex(2)}/{secrets.token_hex(20)}", ContentFile(content))
    stored = StoredFile.objects.create(
        program_id=program_id,
        kind=kind,
        media_type=media_type,
        storage_name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
        stored_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action="file.stored", subject=stored.public_id, details={"kind": kind})
    return stored


def read_file(stored: StoredFile) -> bytes:
    """Return a stored file's bytes, refusing one that is not what was stored."""
    with default_storage.open(stored.storage_name) as handle:
        content: bytes = handle.read()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(_("This file has changed since it was stored and is not shown."))
    return content
