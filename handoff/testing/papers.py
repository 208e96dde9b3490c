"""Papers as they are uploaded, small and whole."""

import io

import pikepdf
from PIL import Image


def make_pdf(
    words: str = "", pages: int = 1, *, password: str = "", owner: str = "", **entries: object
) -> bytes:
    """A PDF of blank pages; `entries` go into its catalog, `owner` locks it against printing, `password` at all."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = value
        if words:
            pdf.docinfo["/Title"] = words
        out = io.BytesIO()
        locked = bool(password or owner)
        # The same words give the same bytes in every process; an encrypted file can't promise that.
        pdf.save(
            out,
            deterministic_id=not locked,
            encryption=pikepdf.Encryption(user=password, owner=owner or password) if locked else False,
        )
    return out.getvalue()


def make_picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A white picture in a format that Pillow writes."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format=form, **options)
    return out.getvalue()
