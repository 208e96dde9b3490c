"""People shared with an agency: the list, a person's page, the Excel file and the PDF."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.consent.wording.notice import kinds_text, notice, whole_notice
from handoff.core.forms.phones import format_phone
from handoff.core.ui import Cell, Column
from handoff.desk.shared.services import SHOWN_KINDS, SORTS, SharedPerson
from handoff.documents.engines.pdf import render_pdf
from handoff.documents.engines.workbooks import Sheet, write_workbook
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def general_scope_sentences() -> list[str]:
    """What the list as a whole may contain; each person's own page states what that person shares."""
    return [
        _("Each person chose what your agency can see. Anything they didn't choose says “Not shared.”"),
        _("Never shown here: care notes, treatment, where someone stays, or how to reach them."),
    ]


def scope_sentences(shared: SharedPerson) -> list[str]:
    """One sentence for each ROI: which agency may learn what, and until when."""
    sentences = []
    for grant in shared.decision.grants:
        values = {
            "agency": shared.agencies[grant.agency_id].name,
            "kinds": kinds_text(shared.decision.kinds_by_agency()[grant.agency_id] & grant.kinds),
            "day": format_day(local_date(shared.enrollment.program, grant.last_moment)),
        }
        sentences.append(_("%(agency)s can see: %(kinds)s. Active through %(day)s.") % values)
    return sentences


def list_columns(program: Program, sort: str) -> list[Column]:
    """Headings of the list. Sorting is offered for visible columns only."""
    here = reverse("shared:people", args=[program.slug])
    current = sort if sort in SORTS else SORTS[0]
    marks = {key: "ascending" if key == current else "" for key in SORTS}
    return [
        Column(_("Name"), sort_url=f"{here}?sort=name", sorted=marks["name"]),
        Column(_("Date of birth")),
        Column(_("Who to call")),
        Column(_("Charges set aside"), number=True),
        Column(_("New charges"), number=True),
        Column(_("Shared through"), sort_url=f"{here}?sort=until", sorted=marks["until"]),
    ]


def list_row(shared: SharedPerson) -> list[Cell]:
    program = shared.enrollment.program
    return [
        Cell(shared.name, url=reverse("shared:person", args=[program.slug, shared.public_id])),
        Cell(birth_date_text(shared)),
        Cell(f"{shared.call_name} {format_phone(shared.call_phone)}"),
        Cell(_("Not shared") if shared.set_aside is None else len(shared.set_aside)),
        Cell(_("Not shared") if shared.new_charges is None else len(shared.new_charges)),
        Cell(format_day(shared.shared_until)),
    ]


def birth_date_text(shared: SharedPerson) -> str:
    """The date of birth, without the weekday."""
    born = shared.date_of_birth
    return date_format(born, "SHORT_DATE_FORMAT") if born else _("Not shared")


def fact_rows(shared: SharedPerson) -> list[tuple[str, str]]:
    """What one person shares besides charges."""
    return [
        (_("Name"), shared.name),
        (_("Date of birth"), birth_date_text(shared)),
        (_("In the program"), _("Yes, intake complete")),
        (_("Who to call"), f"{shared.call_name} {format_phone(shared.call_phone)}"),
    ]


def set_aside_columns() -> list[Column]:
    return [Column(_("Charge")), Column(_("Statute")), Column(_("Set aside on")), Column(_("Status"))]


def set_aside_rows(shared: SharedPerson) -> list[list[Cell]] | None:
    """Charges set aside, or None if the person does not share them."""
    if shared.set_aside is None:
        return None
    program = shared.enrollment.program
    return [
        [
            Cell(each.shown_title),
            Cell(each.statute),
            Cell(format_day(local_date(program, each.set_aside_at))),
            Cell(each.get_state_display()),
        ]
        for each in shared.set_aside
    ]


def new_charge_columns() -> list[Column]:
    return [Column(_("Charge")), Column(_("Statute")), Column(_("Date")), Column(_("How"))]


def new_charge_rows(shared: SharedPerson) -> list[list[Cell]] | None:
    """New charges, or None if the person does not share them."""
    if shared.new_charges is None:
        return None
    return [
        [
            Cell(each.shown_title),
            Cell(each.statute),
            Cell(format_day(each.occurred_on)),
            Cell(each.get_how_display()),
        ]
        for each in shared.new_charges
    ]


def export_columns() -> list[str]:
    return [
        _("Name"),
        _("Date of birth"),
        _("Who to call"),
        _("Charges set aside"),
        _("New charges"),
        _("What they agreed to share"),
        _("Shared through"),
    ]


def workbook_row(shared: SharedPerson) -> list[str | date]:
    """One person's row in the Excel file: dates are real dates, so that they sort and filter (finding-F18)."""
    name, born, *middle, _until = export_row(shared)
    return [name, shared.date_of_birth or born, *middle, shared.shared_until]


def export_row(shared: SharedPerson) -> list[str]:
    """One person's row in the PDF, as text."""
    program, hidden = shared.enrollment.program, _("Not shared")
    set_aside, new = hidden, hidden
    if shared.set_aside is not None:
        days = [
            (each.shown_title, format_day(local_date(program, each.set_aside_at)))
            for each in shared.set_aside
        ]
        set_aside = "; ".join(f"{title}, {day}" for title, day in days) or _("None")
    if shared.new_charges is not None:
        new = "; ".join(
            f"{each.shown_title}, {format_day(each.occurred_on)}" for each in shared.new_charges
        ) or _("None")
    return [
        shared.name,
        birth_date_text(shared),
        f"{shared.call_name} {format_phone(shared.call_phone)}",
        set_aside,
        new,
        kinds_text(shared.kinds & SHOWN_KINDS),
        format_day(shared.shared_until),
    ]


def all_scope_sentences(people: list[SharedPerson]) -> list[str]:
    """The general sentences, then the scope of every ROI behind the list, person by person."""
    return [*general_scope_sentences(), *person_scope_sentences(people)]


def person_scope_sentences(people: list[SharedPerson]) -> list[str]:
    """The scope of every ROI behind the list, one line for each person."""
    return [f"{each.name}: {' '.join(scope_sentences(each))}" for each in people]


def list_workbook(people: list[SharedPerson]) -> bytes:
    """The list as an Excel file; the notice and the scopes are its first sheet."""
    sheet = Sheet(_("Shared with us"), export_columns(), [workbook_row(each) for each in people])
    return write_workbook(
        [sheet], notice_name=_("Read this first"), notice=whole_notice(all_scope_sentences(people))
    )


def list_pdf(
    people: list[SharedPerson], *, program: Program, printed_by: str, at: datetime, language: str
) -> bytes:
    """The list as a PDF; the notice and the scope are on its first page."""
    count = ngettext("%(count)s participant", "%(count)s participants", len(people)) % {"count": len(people)}
    made = _("Printed %(day)s by %(name)s") % {"day": format_day(local_date(program, at)), "name": printed_by}
    data = {
        "title": _("Shared with us"),
        "program": program.name,
        "wide": True,
        "footer": notice(language).short,
        "made": made,
        "notice": whole_notice(general_scope_sentences(), language),
        "sections": [
            {
                "heading": count,
                "table": {"columns": export_columns(), "rows": [export_row(each) for each in people]},
            },
            {"heading": notice(language).scope_heading, "items": person_scope_sentences(people)},
        ],
    }
    return render_pdf("document", data, language)
