"""Forms for goals and steps. Nothing is asked beyond what the participant says."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.goals.services import StepInput
from handoff.casework.models import GoalStepVersion
from handoff.casework.models.goals import MOST_WORDS
from handoff.core.forms import LongTextField, ThreePartDateField, VersionedForm
from handoff.core.instructions import InstructedForm

THE_PARTICIPANT = GoalStepVersion.Owner.PARTICIPANT


class GoalForm(VersionedForm):
    """What the participant wants, as they say it."""

    instructed = InstructedForm("goal", _("Goal"))

    kept_while_typed = True

    words = LongTextField(
        label=_("What they want, in their own words"),
        help_text=_("Write it the way they say it. No one approves or scores it."),
        max_length=MOST_WORDS,
        rows=3,
        error_messages={"required": _("Enter it in the participant's own words.")},
    )


class StepForm(VersionedForm):
    """What is to be done next, who does it, and until when if they want a date."""

    instructed = InstructedForm("goal-step", _("Goal: next step"))

    kept_while_typed = True

    words = LongTextField(
        label=_("What happens next?"),
        help_text=_("One step. For example: call the housing office together."),
        max_length=MOST_WORDS,
        rows=2,
    )
    who = forms.ChoiceField(label=_("Who does it?"), choices=[("", _("Choose"))])
    due_on = ThreePartDateField(label=_("By when (if they want a date)"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        workers: list[tuple[int, str]],
        earliest: date,
        version: GoalStepVersion | None = None,
    ) -> None:
        super().__init__(data, initial=self.initial_of(version) if version else None)
        choices = [("", _("Choose")), (THE_PARTICIPANT.value, THE_PARTICIPANT.label)]
        self.fields["who"].choices = [*choices, *((str(pk), name) for pk, name in workers)]  # type: ignore[attr-defined]
        due_before = version.due_on if version else None
        self.fields["due_on"].earliest = min(earliest, due_before or earliest)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(version: GoalStepVersion) -> dict[str, object]:
        who = str(version.worker_id) if version.worker_id else version.owner
        return {"words": version.words, "who": who, "due_on": version.due_on}

    def step_input(self) -> StepInput:
        words, who, due_on = (self.cleaned_data[name] for name in ("words", "who", "due_on"))
        if who == THE_PARTICIPANT:
            return StepInput(words, due_on=due_on)
        return StepInput(words, GoalStepVersion.Owner.WORKER, int(who), due_on)
