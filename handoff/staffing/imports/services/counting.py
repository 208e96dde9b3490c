"""An import without pages: what a file would do, in counts, and sending it in one call."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, system_actor
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.participants.lookup.services import CandidateIndex
from handoff.programs.models import Program
from handoff.spreadsheets.batches.services import suggested_columns
from handoff.spreadsheets.queries import chosen_columns, proposed_columns
from handoff.spreadsheets.services import check_columns
from handoff.staffing.imports import queries
from handoff.staffing.imports.readers.charges import read_charges
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.rules.planning import preview_of
from handoff.staffing.imports.services.importing import (
    choose_columns,
    import_file,
    plan_charges,
    read_file,
    reading_of,
    table_in,
)
from handoff.staffing.reports.queries import Matcher, people_judged_different

PROGRESS_EVERY = 500


def actor_named(program: Program, username: str, at: datetime) -> Actor:
    """A user as the actor that they are on the pages. Raises `Refused`."""
    user = User.objects.filter(username__iexact=username, is_active=True).first() if username else None
    actor = actor_for(user, program, at) if user is not None else None
    if actor is None:
        raise Refused(_("Name a user of this program with --user, or count only with --dry-run."))
    return actor


def count_matches(
    program: Program, source_name: str, content: bytes, at: datetime, progress: Callable[[int, int], None]
) -> dict[str, int]:
    """What sending a file would do, only in counts. Nothing is stored but the audit row."""
    table = table_in(content)
    columns = proposed_columns(program.pk, SHAPE, source_name, table.headings)
    check_columns(SHAPE, columns, table.headings)
    file = read_charges(table, columns, reading_of(program, at))
    plan = plan_charges(program, file.charges, queries.known_charges(program, source_name))
    matcher, judged = Matcher(program, CandidateIndex(program.pk)), people_judged_different(program)
    buckets: Counter[str] = Counter()
    for number, each in enumerate(plan.values(), start=1):
        person = each.charge.person
        match = matcher.match(person, each.charge.occurred_on, but_not=judged.get(each.prints.person, ()))
        buckets[match.bucket.value] += 1
        if number % PROGRESS_EVERY == 0 or number == len(plan):
            progress(number, len(plan))
    counts = preview_of(file, plan).counts
    result = {
        "rows": file.lines,
        "charges": len(plan),
        "matched": buckets["matched"],
        "to_review": buckets["review"],
        "new": buckets["new"],
        "refused": len(file.refused),
        "added": counts["added"],
        "changed": counts["changed"],
        "unchanged": counts["unchanged"],
    }
    audit.record(
        actor=system_actor(program.pk),
        at=at,
        action=AuditAction.NEW_CHARGES_IMPORT_PREVIEWED,
        details=dict(result),
    )
    return result


@transaction.atomic
def send_content(
    *, actor: Actor, program: Program, source_name: str, content: bytes, at: datetime
) -> dict[str, int]:
    """Read a file by its source's columns, or those its headings suggest, and send it."""
    batch = read_file(actor=actor, program=program, source_name=source_name, content=content, at=at)
    if not chosen_columns(batch):
        choose_columns(actor=actor, batch=batch, columns=suggested_columns(batch, SHAPE), at=at)
    return dict(import_file(actor=actor, batch=batch, at=at).counts)
