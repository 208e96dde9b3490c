"""Forms for the plan as a document. The participant decides what stands on it."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import Goal
from handoff.casework.models.plans import MOST_WORDS
from handoff.casework.plans.services import PlanInput
from handoff.core.forms import CheckboxTilesField, Form, LongTextField, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm


class DaysForm(Form):
    """A day that has come, and the day of the next look at the plan."""

    kept_while_typed = True

    day_label = _("When did you agree on it? (if not today)")

    review_on = ThreePartDateField(label=_("When do you want to look at it together again?"), required=False)

    def __init__(
        self, data: QueryDict | None, *, today: date, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        day = ThreePartDateField(label=self.day_label, required=False)
        day.latest = today
        self.fields["day"] = day
        self.order_fields(["day", "review_on"])

    @property
    def day(self) -> date:
        return self.cleaned_data["day"] or self.today

    def clean(self) -> None:
        super().clean()
        review_on, day = self.cleaned_data.get("review_on"), self.cleaned_data.get("day") or self.today
        if review_on is not None and review_on < day:
            self.add_error(
                "review_on", _("The next look at the plan can't be before that day. Check the dates.")
            )


class PlanForm(DaysForm):
    """Which goals stand on the paper, in which language, and when it was agreed on."""

    instructed = InstructedForm("agreed-plan", _("Plan"), fixed=("goals",))

    goals = CheckboxTilesField(
        label=_("Which goals do they want on the paper?"),
        help_text=_("Other people may see a paper. They decide what it says."),
    )
    language = TilesField(
        label=_("Which language is the paper in?"), choices=settings.LANGUAGES, compact=True
    )
    words = LongTextField(
        label=_("What else did you agree on?"), max_length=MOST_WORDS, rows=3, required=False
    )

    def __init__(self, data: QueryDict | None, *, today: date, goals: Sequence[Goal], language: str) -> None:
        initial: dict[str, object] = {"goals": [str(each.public_id) for each in goals], "language": language}
        super().__init__(data, today=today, initial=initial)
        choices = [(str(each.public_id), each.current.words) for each in goals]
        self.fields["goals"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(["goals", "words", "day", "review_on", "language"])

    def plan_input(self) -> PlanInput:
        sent = self.cleaned_data
        return PlanInput(
            goals=[uuid.UUID(each) for each in sent["goals"]],
            agreed_on=self.day,
            review_on=sent["review_on"],
            language=sent["language"],
            words=sent["words"],
        )


class ReviewForm(DaysForm):
    """They looked at the plan together, and it stays as it is."""

    instructed = InstructedForm("agreed-plan-review", _("Plan: looked at together"))

    day_label = _("When did you look at it together? (if not today)")
