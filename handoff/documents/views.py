"""Downloads of stored files, behind an access check: files have no URL of their own and are never shown inline."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import refusal_message
from handoff.documents import policies, queries
from handoff.documents.models import StoredFile
from handoff.documents.services import UnreadableFile, open_file

FILE_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@requires_any(Permission.PARTICIPANT_READ, Permission.AGENCIES_MANAGE, Permission.LEGAL_REQUESTS_HANDLE)
@require_safe
def download_file(request: ProgramRequest, program: str, file_id: uuid.UUID) -> HttpResponse:
    """Send a stored file; the same 404 for a file the user may not open and one that doesn't exist."""
    stored = queries.find_file(request.program.pk, file_id)
    if stored is None or refusal_message(policies.check_can_see_file, request.actor, stored):
        raise Http404
    return send_file(request, stored, name=f"{stored.kind}-{str(stored.public_id)[:8]}")


def send_file(request: ProgramRequest, stored: StoredFile, *, name: str) -> HttpResponse:
    """Send a file that the user may open as a sandboxed download; `name` has no extension and names no person.

    A file that was changed on the disk, or whose key is missing, is answered with the sentence that says so.
    """
    try:
        content = open_file(actor=request.actor, stored=stored, at=request.at)
    except UnreadableFile as refusal:
        return render(request, "documents/unreadable.html", {"sentence": str(refusal)}, status=409)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=stored.media_type)
    extension = FILE_EXTENSIONS.get(stored.media_type, "bin")
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
