"""The list of participants as a file: the rows and columns of the page, on all of its pages."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.desk.people.forms import PeopleFilterForm
from handoff.desk.people.queries import filter_roster
from handoff.desk.people.views.record import without_name
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.measures.database.queries import Reading, columns_named, read_values
from handoff.programs.queries import local_date, time_zone_of
from handoff.spreadsheets.engines.fact_sheets import FactSheet, write_fact_csv, write_fact_workbook

COLUMNS = (
    "last_name",
    "first_name",
    "date_of_birth",
    "age",
    "status",
    "enrolled_on",
    "last_reached_on",
    "roi",
    "worker",
)
"""What the page shows, each in a column of its own."""


@requires_recent_sign_in
@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def download_people(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """Download the list with the filters of its address; everyone in the file is named in the audit row."""
    if kind not in {"xlsx", "csv"}:
        raise Http404
    form = PeopleFilterForm(without_name(request.GET))
    found = filter_roster(request.program, form.wanted(request.actor))
    shown = list(found.values_list("person_id", "person__public_id"))
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.ROSTER_EXPORTED,
        details={"count": len(shown)},
        people=[public_id for _pk, public_id in shown],
    )
    columns = columns_named(COLUMNS)
    of = Reading(request.program, request.actor, request.at)
    rows = read_values([pk for pk, _public_id in shown], columns, of)
    sheet = FactSheet(_("Participants"), columns, rows, time_zone_of(request.program))
    about = [(_("Participants"), request.program.name)]
    content = write_fact_csv(sheet) if kind == "csv" else write_fact_workbook(sheet, about=about)
    media_type = "text/csv; charset=utf-8" if kind == "csv" else EXCEL_TYPE
    response = HttpResponse(content, content_type=media_type)
    day = local_date(request.program, request.at).isoformat()
    response["Content-Disposition"] = f'attachment; filename="participants-{day}.{kind}"'
    return response
