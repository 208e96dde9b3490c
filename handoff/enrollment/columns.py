"""What a participant database holds of a person's enrollment, a row a person (handbook 7a)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.accounts.models import User
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.enrollment.queries import annotate_status
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class EnrollmentRow:
    """When someone became a participant, and whether they are active or inactive now and why."""

    enrolled_on: date | None
    status: str
    inactive_reason: str
    status_since: date | None
    worker: str


STATUS = _("Status, on the participant's record")

ENROLLMENT_TABLE = FactTable(
    key="enrollment",
    label=pgettext_lazy("group of columns", "Enrollment"),
    row=EnrollmentRow,
    columns=(
        FactColumn(
            "enrolled_on",
            _("Enrolled"),
            ColumnKind.DATE,
            _("Intake"),
            "7a",
            _("The day the intake was completed."),
        ),
        FactColumn(
            "status",
            _("Status"),
            ColumnKind.CHOICE,
            STATUS,
            "7a",
            _("Active or inactive. No one is ever discharged."),
            choices=choices_of(StatusPeriod.Status.choices),
        ),
        FactColumn(
            "inactive_reason",
            _("Why inactive"),
            ColumnKind.CHOICE,
            STATUS,
            "7a",
            _("Decided at the staffing meeting. Inactive only."),
            choices=choices_of(StatusPeriod.InactiveReason.choices),
        ),
        FactColumn("status_since", _("Status since"), ColumnKind.DATE, STATUS, "7a"),
        FactColumn("worker", _("Worker"), ColumnKind.TEXT, _("Caseloads"), "7a"),
    ),
)


def enrollment_rows(people: Collection[int], program: Program, at: datetime) -> dict[int, EnrollmentRow]:
    """A row for each of some people who are participants, by primary key. Two queries."""
    enrolled = annotate_status(Enrollment.objects.filter(program=program, person_id__in=people))
    found = list(enrolled)
    workers = User.objects.in_bulk([each.primary_worker_id for each in found if each.primary_worker_id])
    names = {pk: user.full_name for pk, user in workers.items()}
    return {each.person_id: _enrollment_row(each, names, program) for each in found}


def _enrollment_row(enrollment: Enrollment, names: Mapping[int, str], program: Program) -> EnrollmentRow:
    since = getattr(enrollment, "status_since", None)
    return EnrollmentRow(
        enrolled_on=enrollment.enrolled_on,
        status=getattr(enrollment, "status", None) or "",
        inactive_reason=getattr(enrollment, "status_reason", None) or "",
        status_since=local_date(program, since) if since else None,
        worker=names.get(enrollment.primary_worker_id or 0, ""),
    )
