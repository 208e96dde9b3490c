"""Forms to report a new charge, to recommend what to do with it, and to decide."""

from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, LongTextField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.staffing.models import ChargeDecision, TeamRecommendation

NO_HISTORY = _("Don't write criminal history here.")


class RecommendationForm(Form):
    """What one member of the team would do with the charge."""

    instructed = InstructedForm("team-recommendation", _("New charge: the team's recommendation"))

    advice = TilesField(
        label=_("What do you recommend?"), choices=TeamRecommendation.Advice.choices, compact=True
    )
    comment = LongTextField(
        label=_("Briefly. The DA can read this if a release allows it."),
        required=False,
        max_length=500,
        note=_("Only what the participant agreed to share. Don't write criminal history here."),
        help_text=_("For example: meets with their worker every week and asks for more time."),
    )


class DecisionForm(Form):
    """The DA's decision."""

    instructed = InstructedForm("charge-decision", _("New charge: the DA's decision"))

    outcome = TilesField(
        label=_("Decision"),
        choices=ChargeDecision.Outcome.choices,
        compact=True,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = LongTextField(label=_("Reason"), required=False, max_length=500, note=NO_HISTORY)


class ChangeDecisionForm(DecisionForm):
    """Another decision, with the reason for the change."""

    outcome = TilesField(
        label=_("New decision"),
        choices=ChargeDecision.Outcome.choices,
        compact=True,
        error_messages={"required": _("Choose the new decision.")},
    )
    reason = LongTextField(
        label=_("Why are you changing it?"),
        max_length=500,
        note=NO_HISTORY,
        help_text=_("For example: the store no longer wants to press charges."),
    )
