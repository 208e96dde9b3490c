"""Forms for matching: what staff say about themselves, what a participant wishes, and the choice itself."""

from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.accounts.models import User
from handoff.casework.matching.services import ProfileInput, WishInput
from handoff.casework.models import WorkerProfile, WorkerWish
from handoff.casework.models.matching import WISHED_GENDERS, LivedExperience, WorkerGender
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    LongTextField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.directory.wording import LANGUAGE_LABELS


class ProfileForm(VersionedForm):
    """What a worker says about themselves. Everything may stay blank."""

    kept_while_typed = True

    languages = CheckboxTilesField(
        label=_("Which languages do you speak with participants?"),
        choices=list(LANGUAGE_LABELS.items()),
        required=False,
    )
    gender = TilesField(label=_("Your gender"), choices=WorkerGender.choices, required=False, compact=True)
    neighborhoods = forms.CharField(
        label=_("Neighborhoods you know well, with commas between"), max_length=300, required=False
    )
    experiences = CheckboxTilesField(
        label=_("What do you know from your own life?"),
        help_text=_("Only what you want the program manager to know."),
        choices=LivedExperience.choices,
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, profile: WorkerProfile | None) -> None:
        initial: dict[str, object] = {}
        if profile is not None:
            initial = {
                "languages": profile.languages,
                "gender": profile.gender,
                "neighborhoods": profile.neighborhoods,
                "experiences": profile.experiences,
            }
        super().__init__(data, initial=initial)

    def profile_input(self) -> ProfileInput:
        sent = self.cleaned_data
        return ProfileInput(sent["languages"], sent["gender"], sent["neighborhoods"], sent["experiences"])


class WishForm(VersionedForm):
    """Which worker a participant wishes. Nothing is required, and no reason is asked."""

    instructed = InstructedForm("worker-wish", _("Wish for a worker"), fixed=("worker",))

    kept_while_typed = True

    another_worker = CheckboxField(label=_("They ask for another worker"), required=False)
    worker = forms.ChoiceField(label=_("Someone they would like"), required=False)
    gender = TilesField(
        label=_("Would they rather work with…"), choices=WISHED_GENDERS, required=False, compact=True
    )
    experiences = CheckboxTilesField(
        label=_("Should the worker know something from their own life?"),
        choices=LivedExperience.choices,
        required=False,
    )
    words = LongTextField(label=_("In their own words"), max_length=300, rows=2, required=False)

    def __init__(self, data: QueryDict | None, *, team: Iterable[User], wish: WorkerWish | None) -> None:
        initial: dict[str, object] = {}
        if wish is not None:
            initial = {
                "another_worker": wish.another_worker,
                "worker": str(wish.worker_id or ""),
                "gender": wish.gender,
                "experiences": wish.experiences,
                "words": wish.words,
            }
        super().__init__(data, initial=initial)
        choices = [(str(each.pk), each.full_name) for each in team]
        none = pgettext_lazy("which worker they would like", "No one in particular")
        self.fields["worker"].choices = [("", none), *choices]  # type: ignore[attr-defined]

    def wish_input(self) -> WishInput:
        sent = self.cleaned_data
        return WishInput(
            another_worker=sent["another_worker"],
            worker_id=int(sent["worker"]) if sent["worker"] else None,
            gender=sent["gender"],
            experiences=sent["experiences"],
            words=sent["words"],
        )


class ChooseWorkerForm(Form):
    """The manager's choice. No one is chosen beforehand."""

    kept_while_typed = True

    to = TilesField(
        label=_("Who will be their worker?"), error_messages={"required": _("Choose the new worker.")}
    )
    reason = LongTextField(
        label=_("Reason, if this goes above what needs one"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Don't name participants here."),
    )

    def __init__(self, data: QueryDict | None, *, team: Iterable[User], hints: Mapping[str, str]) -> None:
        super().__init__(data)
        self.users = {str(each.public_id): each for each in team}
        choices = [(key, each.full_name) for key, each in self.users.items()]
        label = _("Who will be their worker?")
        self.fields["to"] = TilesField(
            label=label,
            choices=choices,
            hints=hints,
            error_messages={"required": _("Choose the new worker.")},
        )
        self.order_fields(["to", "reason"])

    @property
    def chosen(self) -> User:
        return self.users[self.cleaned_data["to"]]
