"""Storing, opening and resealing files."""

from handoff.documents.services.scans import (
    UnreadableFile,
    check_content,
    file_keys,
    open_file,
    read_file,
    reencode_picture,
    store_scan,
    unseal_content,
)

__all__ = [
    "UnreadableFile",
    "check_content",
    "file_keys",
    "open_file",
    "read_file",
    "reencode_picture",
    "store_scan",
    "unseal_content",
]
