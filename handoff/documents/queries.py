"""Queries for stored files."""

import uuid

from handoff.documents.models import StoredFile


def find_file(program_id: int, public_id: uuid.UUID) -> StoredFile | None:
    return StoredFile.objects.filter(program_id=program_id, public_id=public_id).first()
