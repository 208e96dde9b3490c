"""Storing, opening and resealing files."""

from handoff.documents.services.scans import (
    MOST_PIXELS,
    UnreadableFile,
    check_content,
    file_keys,
    media_type_of,
    open_file,
    read_file,
    reencode_picture,
    store_scan,
    unseal_content,
)

__all__ = [
    "MOST_PIXELS",
    "UnreadableFile",
    "check_content",
    "file_keys",
    "media_type_of",
    "open_file",
    "read_file",
    "reencode_picture",
    "store_scan",
    "unseal_content",
]
