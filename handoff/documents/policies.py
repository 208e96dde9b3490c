"""Who may download a stored file: whoever may open the record it belongs to."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile


def check_can_see_file(actor: Actor, stored: StoredFile) -> None:
    """Scanned ROIs are for the care team, agreements for whoever manages partners, legal papers for whoever answers
    legal requests. The law side gets none of them.
    """
    if stored.program_id != actor.program_id:
        raise Refused(_("This file isn't in your program."))
    if stored.kind == StoredFile.Kind.ROI_SCAN and not actor.can(Permission.PARTICIPANT_READ):
        raise Refused(_("Only the care team can open scanned releases (ROI)."))
    if stored.kind == StoredFile.Kind.LEGAL_ORDER and not actor.can(Permission.LEGAL_REQUESTS_HANDLE):
        raise Refused(_("Only people who handle legal requests can open these files."))
    if stored.kind == StoredFile.Kind.AGREEMENT and not actor.can(Permission.AGENCIES_MANAGE):
        raise Refused(_("Only people who manage partners can open their agreements."))
