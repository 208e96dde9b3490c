"""Handing a stored file out through the gate: never by an address of its own, never shown within the application."""

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.core.refusals import Refused, refusal_message
from handoff.documents import policies, queries
from handoff.documents.services import read_file

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@requires_any(Permission.PARTICIPANT_READ, Permission.AGENCIES_MANAGE, Permission.LEGAL_REQUESTS_HANDLE)
@require_safe
def download_file(request: ProgramRequest, program: str, file_id: uuid.UUID) -> HttpResponse:
    """Send a file as a download, sandboxed, with the look written down first; who may not has no such file."""
    stored = queries.find_file(request.program.pk, file_id)
    if stored is None or refusal_message(policies.check_can_see_file, request.actor, stored):
        raise Http404
    record_read(
        actor=request.actor,
        at=request.at,
        action="file.opened",
        subject=stored.public_id,
        details={"kind": stored.kind},
    )
    try:
        content = read_file(stored)
    except (Refused, FileNotFoundError) as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=stored.media_type)
    ending = ENDINGS.get(stored.media_type, "bin")
    response["Content-Disposition"] = (
        f'attachment; filename="{stored.kind}-{str(stored.public_id)[:8]}.{ending}"'
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
