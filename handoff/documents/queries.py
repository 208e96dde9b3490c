"""Finding a stored file within its program."""

import uuid

from handoff.documents.models import StoredFile


def find_file(program_id: int, public_id: uuid.UUID) -> StoredFile | None:
    """Return one stored file of a program."""
    return StoredFile.objects.filter(program_id=program_id, public_id=public_id).first()
