"""A photographed or scanned paper."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handoff.core.forms.base import Attrs

PDF = "application/pdf"
FILE_SIGNATURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
HEIC = "image/heic"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
LONGEST_BEGINNING = 1024
"""How far into a file its signature may stand: mail and scanners put bytes before `%PDF-` (PDF 32000-1, annex H.3)."""


def detect_media_type(beginning: bytes) -> str:
    """The media type that the first bytes show, or '' for one that isn't accepted."""
    for kind, mark in FILE_SIGNATURES.items():
        if beginning.startswith(mark):
            return kind
    if beginning[4:8] == b"ftyp" and beginning[8:12] in HEIC_BRANDS:
        return HEIC
    return PDF if b"%PDF-" in beginning[:LONGEST_BEGINNING] else ""


class ScanField(forms.FileField):
    """A photo or PDF of a paper form. `camera` opens the phone's camera first. Returns the uploaded file.

    Only the first bytes are checked here; whoever stores the file decodes and re-encodes it.
    """

    widget = forms.FileInput
    blank_sentence = _("Choose a photo or a PDF for “{field}.”")
    default_error_messages = {
        "required": _("Choose a photo or a PDF."),
        "empty": _("This file is empty. Take the photo again."),
        "kind": _(
            "This file isn't a photo (JPEG, PNG, or HEIC) or a PDF. Take a photo of the document instead."
        ),
        "too_large": _("This file is larger than %(limit)s MB. Take the photo at a lower quality."),
    }

    def __init__(self, *, camera: bool = False, max_bytes: int | None = None, **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        self.camera = camera
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> Attrs:
        attrs = {**super().widget_attrs(widget), "accept": ",".join(sorted([*FILE_SIGNATURES, HEIC, PDF]))}
        if self.camera:
            # Without HEIC in the list, an iPhone sends its camera's photo as JPEG.
            attrs |= {"accept": "image/jpeg,image/png", "capture": "environment"}
        return attrs

    def to_python(self, data: Any) -> "UploadedFile[Any] | None":
        """Refuse a file that is too large or isn't the type it claims to be."""
        upload = super().to_python(data)
        if not isinstance(upload, UploadedFile):
            return None
        limit = self.max_bytes or int(settings.MAX_SCAN_BYTES)
        if (upload.size or 0) > limit:
            params = {"limit": limit // (1024 * 1024)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=params)
        beginning = upload.read(LONGEST_BEGINNING)
        upload.seek(0)
        if not detect_media_type(beginning):
            raise ValidationError(self.error_messages["kind"], code="kind")
        return upload
