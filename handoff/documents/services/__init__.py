"""Keeping files, and sealing them anew."""

from handoff.documents.services.scans import (
    MOST_PIXELS,
    check_content,
    file_keys,
    media_type_of,
    read_file,
    reencode_picture,
    store_scan,
    unseal_content,
)

__all__ = [
    "MOST_PIXELS",
    "check_content",
    "file_keys",
    "media_type_of",
    "read_file",
    "reencode_picture",
    "store_scan",
    "unseal_content",
]
