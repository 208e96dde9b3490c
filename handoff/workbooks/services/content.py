"""Import a workbook in one call, as the command does: what is asked on the page stays open and out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.spreadsheets.queries import chosen_columns
from handoff.workbooks import services


def actor_named(program: Program, username: str, at: datetime) -> Actor:
    """A user as the actor that they are on the pages. Raises `Refused`."""
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    actor = actor_for(user, program, at) if user is not None else None
    if actor is None:
        raise Refused(_("There's no such user in this program."))
    return actor


@transaction.atomic
def import_content(
    *,
    username: str,
    program: Program,
    source_name: str,
    content: bytes,
    sheet: str = "",
    only_count: bool = False,
    at: datetime,
) -> dict[str, int]:
    """Read a workbook by the source's columns, or by those that its headings suggest, and import or only count.

    Returns the rows by outcome, and how many questions are open.
    """
    actor = actor_named(program, username, at)
    with transaction.atomic():
        batch = services.read_file(
            actor=actor, program=program, source_name=source_name, content=content, sheet=sheet, at=at
        )
        if not chosen_columns(batch):
            columns = services.columns_suggested(batch)
            services.choose_columns(actor=actor, batch=batch, columns=columns, at=at)
        plan = services.plan_batch(batch, at)
        result = {**services.outcome_counts(plan), "questions": len(services.questions_in(plan))}
        if not only_count:
            services.import_file(actor=actor, batch=batch, at=at)
        # A count leaves nothing behind but its row in the audit log.
        transaction.set_rollback(only_count)
    if only_count:
        audit.record(actor=actor, at=at, action=AuditLook.WORKBOOK_SHOWN, outcome="seen", details=result)
    return result
