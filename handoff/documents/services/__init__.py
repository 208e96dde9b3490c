"""Keeping files, and sealing them anew."""

from handoff.documents.services.scans import (
    MOST_PIXELS,
    checked_content,
    file_keys,
    media_type_of,
    opened,
    read_file,
    rewritten_picture,
    store_scan,
)

__all__ = [
    "MOST_PIXELS",
    "checked_content",
    "file_keys",
    "media_type_of",
    "opened",
    "read_file",
    "rewritten_picture",
    "store_scan",
]
