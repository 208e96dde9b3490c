"""What is shared with an agency, in words: the list, one person, the Excel file and the paper."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.consent.wording.notice import kinds_in_words, notice, whole_notice
from handoff.core.ui import Cell, Column
from handoff.desk.shared.services import SHOWN_KINDS, SORTS, SharedPerson
from handoff.documents.engines.pdf import render_pdf
from handoff.documents.engines.workbooks import Sheet, write_workbook
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def written(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def general_scope() -> list[str]:
    """Return the scope of the list: each person's own page says theirs."""
    return [
        _("Each person chose what your agency may learn. What they did not choose is marked “Not shared”."),
        _("Never shown here: care notes, treatment, where somebody stays or how to reach them."),
    ]


def scope(shared: SharedPerson) -> list[str]:
    """Return, for each ROI, which agency may learn what and until when."""
    sentences = []
    for grant in shared.allowed.grants:
        values = {
            "agency": shared.agencies[grant.agency_id].name,
            "kinds": kinds_in_words(shared.allowed.by_agency()[grant.agency_id] & grant.kinds),
            "day": written(local_date(shared.enrollment.program, grant.last_moment)),
        }
        sentences.append(_("%(agency)s may learn: %(kinds)s. Last day: %(day)s.") % values)
    return sentences


def columns(program: Program, sort: str) -> list[Column]:
    """Return the headings of the list; only what is shown can be sorted by."""
    here = reverse("shared:people", args=[program.slug])
    current = sort if sort in SORTS else SORTS[0]
    marks = {key: "ascending" if key == current else "" for key in SORTS}
    return [
        Column(_("Name"), sort_url=f"{here}?sort=name", sorted=marks["name"]),
        Column(_("Date of birth")),
        Column(_("Whom to call")),
        Column(_("Charges set aside"), number=True),
        Column(_("New charges"), number=True),
        Column(_("Shared through"), sort_url=f"{here}?sort=until", sorted=marks["until"]),
    ]


def row(shared: SharedPerson) -> list[Cell]:
    """Return one person's line."""
    program = shared.enrollment.program
    return [
        Cell(shared.name, url=reverse("shared:person", args=[program.slug, shared.public_id])),
        Cell(born(shared)),
        Cell(f"{shared.call_name} {shared.call_phone}"),
        Cell(_("Not shared") if shared.set_aside is None else len(shared.set_aside)),
        Cell(_("Not shared") if shared.new_charges is None else len(shared.new_charges)),
        Cell(written(shared.last_on)),
    ]


def born(shared: SharedPerson) -> str:
    return written(shared.born_on) if shared.born_on else _("Not shared")


def facts(shared: SharedPerson) -> list[tuple[str, str]]:
    """Return what may be known of one person beside charges."""
    return [
        (_("Name"), shared.name),
        (_("Date of birth"), born(shared)),
        (_("Takes part"), _("Yes, and the intake is done")),
        (_("Whom to call"), f"{shared.call_name} {shared.call_phone}"),
    ]


def set_aside_columns() -> list[Column]:
    return [Column(_("Charge")), Column(_("Statute")), Column(_("Set aside on")), Column(_("State"))]


def set_aside_rows(shared: SharedPerson) -> list[list[Cell]] | None:
    """Return the charges set aside, or None where they are not shared."""
    if shared.set_aside is None:
        return None
    program = shared.enrollment.program
    return [
        [
            Cell(each.title),
            Cell(each.statute),
            Cell(written(local_date(program, each.set_aside_at))),
            Cell(each.get_state_display()),
        ]
        for each in shared.set_aside
    ]


def new_charge_columns() -> list[Column]:
    return [Column(_("Charge")), Column(_("Statute")), Column(_("Date")), Column(_("How"))]


def new_charge_rows(shared: SharedPerson) -> list[list[Cell]] | None:
    """Return the new charges, or None where they are not shared."""
    if shared.new_charges is None:
        return None
    return [
        [Cell(each.title), Cell(each.statute), Cell(written(each.occurred_on)), Cell(each.get_how_display())]
        for each in shared.new_charges
    ]


def export_columns() -> list[str]:
    return [
        _("Name"),
        _("Date of birth"),
        _("Whom to call"),
        _("Charges set aside"),
        _("New charges"),
        _("What may be learnt"),
        _("Shared through"),
    ]


def export_row(shared: SharedPerson) -> list[str]:
    """Return one person's line for a file, in words throughout."""
    program, hidden = shared.enrollment.program, _("Not shared")
    set_aside, new = hidden, hidden
    if shared.set_aside is not None:
        days = [(each.title, written(local_date(program, each.set_aside_at))) for each in shared.set_aside]
        set_aside = "; ".join(f"{title}, {day}" for title, day in days) or _("None")
    if shared.new_charges is not None:
        new = "; ".join(f"{each.title}, {written(each.occurred_on)}" for each in shared.new_charges) or _(
            "None"
        )
    return [
        shared.name,
        born(shared),
        f"{shared.call_name} {shared.call_phone}",
        set_aside,
        new,
        kinds_in_words(shared.kinds & SHOWN_KINDS),
        written(shared.last_on),
    ]


def all_scopes(people: list[SharedPerson]) -> list[str]:
    """Return the scope of every ROI behind a list, person by person, after the general sentences."""
    return [*general_scope(), *(f"{each.name}: {' '.join(scope(each))}" for each in people)]


def workbook(people: list[SharedPerson]) -> bytes:
    """Return the list as an Excel file with the notice and the scopes as its first sheet."""
    sheet = Sheet(_("Shared with us"), export_columns(), [export_row(each) for each in people])
    return write_workbook([sheet], notice_name=_("Read this first"), notice=whole_notice(all_scopes(people)))


def paper(
    people: list[SharedPerson], *, program: Program, printed_by: str, at: datetime, language: str
) -> bytes:
    """Return the list as a PDF with the notice and the scopes on its first page."""
    count = ngettext("%(count)s participant", "%(count)s participants", len(people)) % {"count": len(people)}
    made = _("Printed %(day)s by %(name)s") % {"day": written(local_date(program, at)), "name": printed_by}
    data = {
        "title": _("Shared with us"),
        "program": program.name,
        "wide": True,
        "footer": notice(language).short,
        "made": made,
        "notice": whole_notice(general_scope(), language),
        "sections": [
            {
                "heading": count,
                "table": {"columns": export_columns(), "rows": [export_row(each) for each in people]},
            },
            {"heading": notice(language).scope_heading, "items": all_scopes(people)[2:]},
        ],
    }
    return render_pdf("document", data, language)
