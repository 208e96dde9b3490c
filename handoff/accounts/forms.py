"""Forms for signing in, a user's own settings, and the accounts of a program."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from handoff.access.roles import ROLES, Side
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import KINDS_OF_ROLE, User
from handoff.core.forms import (
    Form,
    LongTextField,
    Phone,
    PhoneField,
    StepperField,
    ThreePartDateField,
    TilesField,
)
from handoff.programs.forms.setup import TimeInput
from handoff.programs.models import Agency

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SignInForm(Form):
    """User name and password; password managers may fill them in, and paste works."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter your user name.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )
    mobile = forms.BooleanField(
        label=_("This is a phone, in-car computer, or shared device"),
        help_text=_("You'll be signed out after 15 minutes of inactivity."),
        required=False,
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


def code_field(help_text: "StrOrPromise") -> forms.CharField:
    """A field for a one-time code, which phones and password managers can fill in."""
    return forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=help_text,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class CodeForm(Form):
    """The second factor: six digits of an authenticator app, or a recovery code."""

    code = code_field(_("Six digits from your authenticator app, or one of your recovery codes."))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewCodeForm(Form):
    """The first code of a new authenticator app."""

    code = code_field(_("The six digits the app shows now."))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ReauthenticateForm(CodeForm):
    """Password and code once more."""

    field_order = ["password", "code"]
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class PasskeyForm(Form):
    """A passkey that the browser just made, and its name."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        required=False,
        help_text=_("A name you'll recognize, such as: work phone."),
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PreferencesForm(Form):
    """Language and colors."""

    language = TilesField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        compact=True,
        error_messages={"required": _("Choose a language.")},
    )
    theme = TilesField(
        label=_("Colors"),
        choices=User.Theme.choices,
        compact=True,
        error_messages={"required": _("Choose day or night colors.")},
    )


class NewPasswordForm(Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a new password.")},
    )
    again = forms.CharField(
        label=_("Confirm new password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the new password again.")},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        user: User,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        validate_password(new, self.user)
        return new

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new", again) != again:
            raise ValidationError(_("Passwords don't match. Enter the same password twice."))
        return again


class PasswordForm(NewPasswordForm):
    """The old password, and the new one twice."""

    field_order = ["old", "new", "again"]
    old = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your current password.")},
    )


class AgencySubjectForm(Form):
    """The user's subject at the agency's own provider."""

    subject = forms.CharField(
        label=_("Agency sign-in ID"),
        max_length=255,
        required=False,
        help_text=_(
            "The ID (sub) that the agency's sign-in provider uses for this person. Leave blank to unlink."
        ),
    )


class AgreementForm(Form):
    """A signature by typed name, under the version that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label=_("Type your full name to sign"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your full name to sign.")},
    )


class PublishForm(Form):
    """The text of a new version, in both languages."""

    text = LongTextField(
        label=_("Text in English"),
        lang="en",
        rows=14,
        max_length=20_000,
        error_messages={"required": _("Enter the text in English.")},
    )
    text_es = LongTextField(label=_("Text in Spanish"), lang="es", rows=14, max_length=20_000, required=False)


Choices = list[tuple[object, list[tuple[str, object]]]]
"""The options of a list under the names of their groups."""


def agency_groups(agencies: Mapping[str, Agency]) -> Choices:
    """Partners under their type."""
    groups: dict[object, list[tuple[str, object]]] = {}
    for kind in Agency.Kind:
        here: list[tuple[str, object]] = [
            (key, agency.name) for key, agency in agencies.items() if agency.kind == kind
        ]
        if here:
            groups[kind.label] = here
    return list(groups.items())


def role_groups(kinds: Collection[str]) -> Choices:
    """Roles under the types of partner they are for; those for which there is no partner yet stand last."""
    groups: dict[object, list[tuple[str, object]]] = {}
    later: list[tuple[str, object]] = []
    for name, role in ROLES.items():
        bound = KINDS_OF_ROLE.get(name)
        if role.side == Side.PROGRAM:
            groups.setdefault(_("Program staff"), []).append((name.value, role.title))
        elif bound is not None and not bound & set(kinds):
            later.append((name.value, role.title))
        else:
            title = ", ".join(str(Agency.Kind(each).label) for each in sorted(bound or ()))
            groups.setdefault(title, []).append((name.value, role.title))
    missing = [(_("No partner of their type yet: add it under Partners"), later)] if later else []
    return [*groups.items(), *missing]


class RoleForm(Form):
    """One role, for one partner organization."""

    agency = forms.ChoiceField(
        label=_("Partner organization"),
        required=False,
        help_text=_("Program staff may belong to none."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("Listed by the type of partner each role is for."),
        error_messages={"required": _("Choose a role.")},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        agencies: Iterable[Agency],
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.agencies = {str(agency.public_id): agency for agency in agencies}
        none = ("", pgettext("an organization", "None"))
        self.fields["agency"].choices = [none, *agency_groups(self.agencies)]  # type: ignore[attr-defined]
        kinds = {agency.kind for agency in self.agencies.values()}
        self.fields["role"].choices = [("", _("Choose a role")), *role_groups(kinds)]  # type: ignore[attr-defined]

    def clean_agency(self) -> Agency | None:
        """The chosen partner."""
        return self.agencies.get(self.cleaned_data["agency"])


class MemberForm(RoleForm):
    """A new user with their first role."""

    field_order = [
        "full_name",
        "username",
        "email",
        "phone",
        "badge_number",
        "language",
        "agency",
        "role",
    ]

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, error_messages={"required": _("Enter their full name.")}
    )
    username = forms.RegexField(
        label=_("User name"),
        regex=r"^[\w.@+-]+$",
        max_length=80,
        help_text=_("Letters, numbers, and . @ + - _ only. They'll use it to sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Enter a user name.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_(
            "Their own work address. The link for their first sign-in goes there and nowhere else, and so do "
            "notices, which never contain a name or a charge."
        ),
        error_messages={"required": _("Enter an email address.")},
    )
    phone = PhoneField(label=_("Phone"), required=False, numbers_only=True)
    badge_number = forms.CharField(label=_("Badge number"), max_length=20, required=False)
    language = TilesField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        compact=True,
        initial="en",
        error_messages={"required": _("Choose a language.")},
    )

    def user_input(self) -> UserInput:
        data = self.cleaned_data
        return UserInput(
            username=data["username"],
            full_name=data["full_name"],
            email=data["email"],
            phone=data["phone"].e164,
            badge_number=data["badge_number"],
            language=data["language"],
        )


class ShiftForm(Form):
    """Who is on call, from when to when."""

    person = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who is on call.")})
    phone = PhoneField(
        label=_("Phone"),
        numbers_only=True,
        help_text=_("The number officers call. They can see it."),
        required=False,
    )
    day = ThreePartDateField(
        label=_("Start date"),
        error_messages={"required": _("Enter the month, day, and year the shift starts.")},
    )
    starts = forms.TimeField(
        label=_("Start time"), widget=TimeInput(), error_messages={"required": _("Enter a start time.")}
    )
    ends = forms.TimeField(
        label=_("End time"),
        widget=TimeInput(),
        help_text=_("If it ends earlier than it starts, it runs overnight."),
        error_messages={"required": _("Enter an end time.")},
    )
    days = StepperField(
        label=_("Repeat for how many days?"),
        unit=_("days"),
        min_value=1,
        max_value=31,
        initial=1,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: Iterable[User],
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.people = {str(user.public_id): user for user in people}
        self.fields["person"].choices = [(key, user.full_name) for key, user in self.people.items()]  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]

    def clean_days(self) -> int:
        """A blank is one day."""
        return int(self.cleaned_data["days"] or 1)

    def clean(self) -> dict[str, object]:
        """Use the phone number of the account when none is typed."""
        values = super().clean() or {}
        person = values.get("person")
        if person is not None and "phone" in values and not values["phone"]:
            if not person.phone:
                self.add_error(
                    "phone", _("This account has no phone number. Enter the number officers should call.")
                )
            values["phone"] = Phone(person.phone, person.phone)
        return values
