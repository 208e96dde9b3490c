"""The work on an upload, run by `limited_process` in a process of its own: check a PDF, re-encode a picture.

qpdf and the picture decoders read hostile bytes. Here they can cost only what this process may spend, and a crash in
one of them ends this process and no other. It imports nothing of Handoff's and reads no settings.
"""

import io
import sys

MOST_PAGES = 200
MOST_OBJECTS = 50_000
MOST_VALUES = 300_000
"""Objects of a PDF, and values in them; a scanner's 200 pages have about 1,000 objects."""
MOST_OUTPUT = 32 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A phone's 48-megapixel photo has 8,064 × 6,048."""
LONGEST_SIDE = 2_400

MORE_THAN_PAGES = frozenset(
    "/3D /Collection /EF /EmbeddedFile /EmbeddedFiles /FileAttachment /Filespec /GoToE /GoToR /ImportData /JS "
    "/JavaScript /Launch /Movie /RF /Rendition /RichMedia /Sound /SubmitForm /Thread /XFA".split()
)
"""Names that a PDF needs in order to run something, open something, or carry another file."""

CPU_SECONDS = 8
MEMORY_BYTES = 1024 * 1024 * 1024

REFUSED = 3
"""Exit code of this process when the file may not be kept; the reason is one word on standard error."""


class UploadRefused(Exception):
    """The file may not be kept: `unsafe`, `too_large` or `unreadable`."""


def check_pdf(content: bytes) -> bytes:
    """The PDF to keep: as it came if qpdf reads it without repair, else the clean copy that qpdf writes of it.

    Raises `UploadRefused` for a PDF that only a password opens, that does more than show its pages, or is too long.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise UploadRefused("too_large")
            if not len(pdf.pages):
                raise UploadRefused("unreadable")
            _refuse_more_than_pages(pdf)
            if content.startswith(b"%PDF-") and not pdf.is_encrypted and not pdf.get_warnings():
                return content
            out = io.BytesIO()
            # Streams are passed through packed: no bomb in a page or picture is ever unpacked here.
            level = pikepdf.StreamDecodeLevel.none
            pdf.save(out, encryption=False, stream_decode_level=level, compress_streams=False)
    except pikepdf.PasswordError as error:
        raise UploadRefused("unsafe") from error
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, RuntimeError) as error:
        raise UploadRefused("unreadable") from error
    if len(out.getvalue()) > MOST_OUTPUT:
        raise UploadRefused("too_large")
    return out.getvalue()


def _refuse_more_than_pages(pdf: "pikepdf.Pdf") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Walk through every value of every object, reached from a page or not."""
    import pikepdf

    waiting: list[object] = [pdf.trailer, *pdf.objects]
    values = 0
    while waiting:
        inside = _values_in(waiting.pop())
        values += len(inside)
        if values > MOST_VALUES:
            raise UploadRefused("too_large")
        # Indirect values stand in the list of objects themselves; numbers and the like arrive as Python's own.
        waiting.extend(each for each in inside if isinstance(each, pikepdf.Object) and not each.is_indirect)


def _values_in(value: "pikepdf.Object") -> "list[object]":  # type: ignore[name-defined]  # noqa: F821
    """The values in an array, a dictionary or a stream's dictionary."""
    import pikepdf

    kind = getattr(value, "_type_code", None)
    if kind == pikepdf.ObjectType.name_ and str(value) in MORE_THAN_PAGES:
        raise UploadRefused("unsafe")
    if kind == pikepdf.ObjectType.array:
        return list(value)
    if kind in {pikepdf.ObjectType.dictionary, pikepdf.ObjectType.stream}:
        entries = value.stream_dict if kind == pikepdf.ObjectType.stream else value
        keys = set(entries.keys())
        # A stream with /F takes its bytes from another file.
        if keys & MORE_THAN_PAGES or (kind == pikepdf.ObjectType.stream and "/F" in keys):
            raise UploadRefused("unsafe")
        return [entries[key] for key in keys]
    return []


def reencode_picture(content: bytes) -> bytes:
    """Re-encode a picture as JPEG, which drops hidden content and camera data such as the location.

    Raises `UploadRefused` for a picture that can't be read or has more than `MOST_PIXELS` pixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "HEIF")) as picture:
            # Only the header has been read so far: a decompression bomb is refused before any of it is decoded.
            if picture.width * picture.height > MOST_PIXELS:
                raise UploadRefused("too_large")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Made small first: turning and converting need a copy each.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused("too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise UploadRefused("unreadable") from error
    upright.info.clear()
    out = io.BytesIO()
    upright.save(out, format="JPEG", quality=85, optimize=True)
    return out.getvalue()


def set_limits() -> None:
    """Limit this process before it reads a byte of the file; past the CPU time the system ends it."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows has no such limits; the timeout still holds there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ValueError, OSError):  # pragma: no cover - macOS refuses a limit of memory
        return


WORK = {"pdf": check_pdf, "picture": reencode_picture}


def main() -> int:
    """Read the upload from standard input and write what may be kept of it."""
    set_limits()
    try:
        kept = WORK[sys.argv[1]](sys.stdin.buffer.read())
    except UploadRefused as refused:
        sys.stderr.write(str(refused))
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stderr.write("too_large")
        return REFUSED
    sys.stdout.buffer.write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
