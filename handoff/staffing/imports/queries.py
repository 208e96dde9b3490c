"""What is known of a source's charges from its earlier files."""

from handoff.charges.corrections.services import is_worked_with
from handoff.charges.models import NewCharge, SourceCharge
from handoff.programs.models import Program
from handoff.spreadsheets.models import ImportBatch


def known_charges(program: Program, source_name: str) -> dict[str, SourceCharge]:
    """The charges of a source by the fingerprint of their identity."""
    known = SourceCharge.objects.filter(program=program, source_name=source_name)
    return {each.identity: each for each in known.select_related("charge", "charge__program", "report")}


def worked_with(batch: ImportBatch) -> list[NewCharge]:
    """The charges of a file that someone has worked with since: an undo keeps them."""
    linked = NewCharge.objects.filter(sources__batch=batch, entered_in_error_at__isnull=True)
    charges = linked.select_related("person", "program").order_by("-occurred_on", "pk").distinct()
    return [each for each in charges if is_worked_with(each)]


def count_waiting(batch: ImportBatch) -> int:
    """How many charges of a file still wait to be compared."""
    return SourceCharge.objects.filter(batch=batch, state=SourceCharge.State.WAITING).count()
