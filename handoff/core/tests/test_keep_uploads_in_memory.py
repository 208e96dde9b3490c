"""A page that keeps uploads off the disk reads none of a visitor, and none that is too large (finding-S4)."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadhandler import SkipFile, StopFutureHandlers

from handoff.core.uploads import MemoryOnlyUploadHandler, keep_uploads_in_memory

MOST = 1_000


@keep_uploads_in_memory(max_bytes=MOST)
def marked(request):
    """A page that takes a list."""


def handler(view, *, signed_in: bool, size: int) -> MemoryOnlyUploadHandler:
    """The handler as Django asks it, before it reads a file."""
    request = SimpleNamespace(
        resolver_match=SimpleNamespace(func=view), user=SimpleNamespace(is_authenticated=signed_in)
    )
    made = MemoryOnlyUploadHandler(request)
    made.handle_raw_input(None, {}, size, "")
    return made


def new_file(made):
    made.new_file("file", "arrests.csv", "text/csv", MOST, None)


@pytest.mark.parametrize(("signed_in", "size"), [(False, MOST), (True, MOST + 1)])
def test_a_file_of_a_visitor_or_one_that_is_too_large_is_not_read(signed_in, size):
    with pytest.raises(SkipFile):
        new_file(handler(marked, signed_in=signed_in, size=size))


def test_a_file_of_a_user_stays_in_memory_on_a_marked_page():
    made = handler(marked, signed_in=True, size=MOST)
    with pytest.raises(StopFutureHandlers):
        new_file(made)
    assert made.file.getvalue() == b""
