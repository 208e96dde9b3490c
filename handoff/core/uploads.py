"""Uploads that a page promises never to write to disk."""

from collections.abc import Callable
from typing import IO, Any, TypeVar

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile

View = TypeVar("View", bound=Callable[..., object])


def keep_uploads_in_memory(*, max_bytes: int) -> Callable[[View], View]:
    """Mark a view whose uploads stay in memory whatever their size; files over `max_bytes` are not read at all."""

    def decorate(view: View) -> View:
        view.uploads_in_memory_up_to = max_bytes  # type: ignore[attr-defined]
        return view

    return decorate


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Django's own handler for small files, and for files of any size on marked pages.

    A file from a visitor who isn't signed in, or one larger than the page accepts, is skipped: the page then finds no
    file.
    """

    is_memory_only: bool = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Look up whether the requested view is marked."""
        request = self.request
        view = getattr(getattr(request, "resolver_match", None), "func", None)
        limit = getattr(view, "uploads_in_memory_up_to", None)
        if limit is None:
            super().handle_raw_input(input_data, META, content_length, boundary, encoding)
            return
        self.is_memory_only = True
        self.activated = content_length <= limit and request is not None and request.user.is_authenticated

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Accept a file, or skip one that may not be kept in memory and must not reach the disk."""
        if self.is_memory_only and not self.activated:
            raise SkipFile
        super().new_file(*args, **kwargs)
