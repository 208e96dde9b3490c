"""Forms of the table: what was discussed, an action, a topic, the weights, and what someone agreed to share."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    Form,
    LongTextField,
    StepperField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.directory.wording import NEED_LABELS
from handoff.enrollment.forms import check_day_of_death
from handoff.enrollment.models import StatusPeriod
from handoff.staffing.agendas.definitions import MOST_WEIGHT, News
from handoff.staffing.models import Discussion, MeetingAction, MeetingTopic, SharedWords
from handoff.staffing.models.table import MOST_ACTION, MOST_WORDS
from handoff.staffing.table.inputs import ActionInput, DiscussionInput
from handoff.staffing.table.policies import EVERYDAY_NEEDS
from handoff.staffing.table.presenters import NEWS_LABELS


class DiscussionForm(VersionedForm):
    """What the team discussed and plans, and whether the status stays. Two people, or two tabs, may have it open."""

    kept_while_typed = True
    instructed = InstructedForm("meeting-discussion", _("Staffing meeting: one participant"))

    said = LongTextField(
        label=_("What was discussed?"),
        max_length=MOST_WORDS,
        rows=4,
        required=False,
        help_text=_("Only the care team reads this."),
    )
    plan = LongTextField(label=_("What is the plan?"), max_length=MOST_WORDS, rows=3, required=False)
    status = TilesField(
        label=_("Status after the meeting"),
        choices=Discussion.Status.choices,
        compact=True,
        error_messages={"required": _("Choose whether the status stays as it is.")},
    )
    reason = forms.ChoiceField(
        label=_("If inactive: why?"),
        required=False,
        choices=[("", "—"), *StatusPeriod.InactiveReason.choices],
    )
    died_on = ThreePartDateField(
        label=_("If they died: on what day?"),
        required=False,
        help_text=_("As well as you know it. When the meeting is closed, every release (ROI) ends."),
    )

    def __init__(self, data: QueryDict | None, *, discussion: Discussion | None, today: date) -> None:
        initial: dict[str, object] = {"status": Discussion.Status.KEEP}
        if discussion is not None:
            names = ("said", "plan", "status", "reason", "died_on")
            initial = {name: getattr(discussion, name) for name in names}
        super().__init__(data, initial=initial)
        self.fields["died_on"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        inactive = self.cleaned_data.get("status") == Discussion.Status.INACTIVE
        reason = self.cleaned_data.get("reason") if inactive else ""
        if inactive and not reason:
            self.add_error("reason", _("Choose why they're inactive."))
        check_day_of_death(self, reason == StatusPeriod.InactiveReason.DECEASED)

    def discussion_input(self) -> DiscussionInput:
        return DiscussionInput(**self.cleaned_data)


class ActionForm(Form):
    """Who does what by when."""

    instructed = InstructedForm("meeting-action", _("Staffing meeting: action"), fixed=("owner",))

    words = forms.CharField(
        label=_("What is to be done?"),
        max_length=MOST_ACTION,
        error_messages={"required": _("Enter what is to be done.")},
    )
    owner = forms.ChoiceField(label=_("Who does it?"), error_messages={"required": _("Choose who does it.")})
    due_on = ThreePartDateField(label=_("By when?"), error_messages={"required": _("Enter by when.")})
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=MeetingAction.About.choices,
        required=False,
        help_text=_("This decides which organizations may read it, as their releases say."),
    )

    def __init__(
        self, data: QueryDict | None, *, members: Sequence[tuple[str, list[tuple[str, str]]]]
    ) -> None:
        super().__init__(data)
        self.fields["owner"].choices = [("", "—"), *members]  # type: ignore[attr-defined]

    def action_input(self) -> ActionInput:
        sent = self.cleaned_data
        return ActionInput(sent["words"], int(sent["owner"]), sent["due_on"], sent["about"])


class TopicForm(Form):
    """An administrative, funding or policy topic."""

    instructed = InstructedForm("meeting-topic", _("Staffing meeting: topic"))

    kind = TilesField(label=_("What kind of topic?"), choices=MeetingTopic.Kind.choices, compact=True)
    words = forms.CharField(
        label=_("Topic"),
        max_length=MOST_ACTION,
        help_text=_("Everyone who comes reads this. Don't write a participant's name here."),
        error_messages={"required": _("Enter the topic.")},
    )
    outcome = forms.CharField(label=_("What was decided"), max_length=MOST_ACTION, required=False)

    def __init__(self, data: QueryDict | None = None, *, topic: MeetingTopic | None = None) -> None:
        initial = {name: getattr(topic, name) for name in ("kind", "words", "outcome")} if topic else {}
        super().__init__(data, initial=initial)


class WeightsForm(Form):
    """How much each kind of news counts for the order of the agenda."""

    def __init__(self, data: QueryDict | None, *, weights: Mapping[str, int]) -> None:
        super().__init__(data, initial=dict(weights))
        for news in News:
            self.fields[news.value] = StepperField(
                label=NEWS_LABELS[news],
                max_value=MOST_WEIGHT,
                error_messages={"required": _("Enter a number, 0 for not at all.")},
            )

    @property
    def weights(self) -> dict[str, int]:
        return {news.value: self.cleaned_data[news.value] for news in News}


class SharedWordsForm(Form):
    """What a participant agreed may be said of how they're doing."""

    instructed = InstructedForm("shared-words", _("What may be said at staffing meetings"))

    words = LongTextField(
        label=_("How they're doing, in words they agreed to"),
        max_length=MOST_ACTION,
        rows=3,
        required=False,
        note=_("Read it to them first. Don't write about health, treatment, places, or contact."),
    )
    needs = CheckboxTilesField(
        label=_("Which needs may be named?"),
        choices=[(code, NEED_LABELS[code]) for code in EVERYDAY_NEEDS],
        compact=True,
        required=False,
    )
    agreed_on = ThreePartDateField(
        label=_("When did they agree?"), error_messages={"required": _("Enter when they agreed.")}
    )

    def __init__(self, data: QueryDict | None, *, shared: SharedWords | None, today: date) -> None:
        initial: dict[str, object] = {"agreed_on": today}
        if shared is not None:
            initial |= {"words": shared.words, "needs": shared.needs}
        super().__init__(data, initial=initial)
