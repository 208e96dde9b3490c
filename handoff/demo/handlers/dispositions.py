"""How courts closed some new charges of the fictional county, in the codes of North Carolina's courts."""

from datetime import timedelta
from itertools import islice

from handoff.access.roles import RoleName
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.dispositions.services import record_disposition
from handoff.charges.models import NewCharge
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram

ENDINGS = (("VD", "", ""), ("JU", "GU", "service"), ("JU", "NG", ""))
"""Dismissed without leave; guilty, with community service; not guilty."""
WAITED = timedelta(days=7)


def close_charges(demo: DemoProgram) -> None:
    """The oldest charges on which the DA decided, as the DA's office recorded their end."""
    at = demo.days.ends - timedelta(days=1, hours=5)
    office = demo.actor(demo.staff.first_with_role(RoleName.DISTRICT_ATTORNEY), at)
    decided = NewCharge.objects.filter(
        program=demo.program,
        decisions__isnull=False,
        entered_in_error_at__isnull=True,
        occurred_on__lt=local_day(at) - WAITED,
    )
    for charge, (code, verdict, sentence) in zip(
        islice(decided.distinct().order_by("occurred_on", "pk"), len(ENDINGS)), ENDINGS, strict=False
    ):
        wanted = DispositionInput(code, charge.occurred_on + WAITED, verdict, sentence)
        record_disposition(actor=office, charge=charge, decided=True, wanted=wanted, at=at)
