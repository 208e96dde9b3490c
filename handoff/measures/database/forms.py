"""Which rows and columns of the participant database to show, and the name to save that under."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import CheckboxTilesField, Form, ThreePartDateField, TilesField
from handoff.enrollment.models import StatusPeriod
from handoff.measures.database.inputs import DEFAULT_COLUMNS, DatabaseFilter, Who
from handoff.measures.database.queries import COLUMNS, workers_of
from handoff.programs.models import Program
from handoff.referrals.models import Pathway

WHO = (
    (Who.PARTICIPANTS.value, _("Participants")),
    (Who.REFERRED.value, _("Referred, not enrolled")),
    (Who.EVERYONE.value, _("Everyone")),
)


class DatabaseFilterForm(Form):
    """Rows, columns and order. Sent with GET: the filter is in the URL, which holds codes and never a name."""

    who = TilesField(
        label=_("Show"),
        choices=WHO,
        compact=True,
        error_messages={"required": _("Choose who is shown.")},
    )
    status = TilesField(
        label=_("Status"),
        choices=[("", _("All")), *StatusPeriod.Status.choices],
        required=False,
        compact=True,
    )
    pathway = forms.ChoiceField(
        label=_("Kind of referral"), choices=[("", _("All")), *Pathway.choices], required=False
    )
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    first = ThreePartDateField(label=_("Referred from"), required=False)
    last = ThreePartDateField(label=_("Referred through"), required=False)
    blank = forms.ChoiceField(
        label=_("Only rows where this is blank"),
        required=False,
        help_text=_("To find what still has to be entered."),
    )
    columns = CheckboxTilesField(label=_("Columns"), choices=(), required=False)
    sort = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, program: Program) -> None:
        usual = {"who": Who.PARTICIPANTS.value, "columns": list(DEFAULT_COLUMNS)}
        asked = data.copy()
        # An address leaves out what is as usual; the page shows it as chosen all the same.
        asked.setdefault("who", Who.PARTICIPANTS.value)
        if not asked.getlist("columns"):
            asked.setlist("columns", list(DEFAULT_COLUMNS))
        super().__init__(asked if data else None, initial=usual)
        named = [(key, column.label) for key, column in COLUMNS.items()]
        self.fields["worker"].choices = [("", _("All")), *workers_of(program)]  # type: ignore[attr-defined]
        self.fields["blank"].choices = [("", _("Any row")), *named]  # type: ignore[attr-defined]
        self.fields["columns"].choices = named  # type: ignore[attr-defined]

    @property
    def wanted(self) -> DatabaseFilter:
        """The filter; whatever the address says that isn't on offer is as usual."""
        said = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        sort: str = said.get("sort") or ""
        return DatabaseFilter(
            who=Who(said.get("who") or Who.PARTICIPANTS),
            status=said.get("status") or "",
            pathway=said.get("pathway") or "",
            worker=said.get("worker") or "",
            first=said.get("first"),
            last=said.get("last"),
            blank=said.get("blank") or "",
            sort=sort if sort.removeprefix("-") in COLUMNS else "",
            columns=tuple(said.get("columns") or DEFAULT_COLUMNS),
        )


class ViewNameForm(Form):
    """The name of a view, which everyone who opens the participant database sees."""

    name = forms.CharField(
        label=_("Name of the filter"),
        max_length=60,
        error_messages={"required": _("Enter a name for the filter.")},
        help_text=_("For example “Monthly report”. Don't use a participant's name."),
    )
