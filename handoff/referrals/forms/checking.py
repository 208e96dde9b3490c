"""Which law enforcement agency checks eligibility of a referral that no officer made."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.core.forms.choices import Tiles
from handoff.programs.models import Program
from handoff.programs.queries import police_agencies


def add_checking_agency(form: Form, program: Program) -> None:
    """Ask which agency checks eligibility, if the program has more than one (N19)."""
    agencies = police_agencies(program)
    if len(agencies) < 2:
        return
    form.fields["checking_agency"] = forms.ModelChoiceField(
        queryset=agencies,
        label=_("Which agency checks eligibility?"),
        help_text=_(
            "Choose the one where they live or stay. Only that agency can see the name and birth date. For example, "
            "someone who stays in town is checked by the town's police."
        ),
        to_field_name="public_id",
        widget=Tiles(),
        empty_label=None,
        error_messages={"required": _("Choose the agency where they live or stay.")},
    )
