"""What the setup command, the first-run page and the page for further programs ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handoff.accounts.first_run.inputs import NewProgramInput, SetupInput
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import User
from handoff.core.forms import Form, PhoneField, TilesField
from handoff.programs.definitions import TIME_ZONES
from handoff.programs.inputs import ProgramInput
from handoff.programs.readers.census import read_counties


class ProgramForm(Form):
    """The details of a new program that can't wait."""

    program_name = forms.CharField(
        label=_("Name of the program"),
        max_length=120,
        error_messages={"required": _("Enter the program's name.")},
    )
    slug = forms.SlugField(
        label=_("Short name for web addresses"),
        max_length=40,
        error_messages={
            "required": _("Enter a short name for web addresses."),
            "invalid": _("Use only letters, digits, and hyphens."),
        },
        help_text=_(
            "Lowercase letters, digits, and hyphens, for example: orange-county. It can't change later."
        ),
    )
    jurisdiction = forms.CharField(
        label=_("Jurisdiction"),
        max_length=120,
        help_text=_("The city or county, as officers call it."),
        error_messages={"required": _("Enter the county or city the program serves.")},
    )
    county_fips = forms.ChoiceField(
        label=_("County"),
        required=False,
        help_text=_(
            "Handoff knows North Carolina's law alone: its offenses, criteria, and release forms. In another state, "
            "have your attorney replace them before anyone is referred."
        ),
    )
    phone = PhoneField(
        label=_("The program's phone"),
        numbers_only=True,
        error_messages={"required": _("Enter the program's phone number.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, _(name)) for zone, name in TIME_ZONES.items()],
        initial=ProgramInput.time_zone,
        error_messages={"required": _("Choose a time zone.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(fips, county.name) for fips, county in read_counties().items()]
        self.fields["county_fips"].choices = [("", _("Not in North Carolina, or not chosen yet")), *named]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def program_input(self) -> ProgramInput:
        data = self.cleaned_data
        return ProgramInput(
            name=data["program_name"],
            jurisdiction=data["jurisdiction"],
            phone=data["phone"].text,
            county_fips=data["county_fips"],
            time_zone=data["time_zone"],
        )

    def manager_input(self) -> UserInput | None:
        """The program manager, where the form asks for one."""
        return None


class ManagerForm(Form):
    """The first program manager, who may also be added later; then every field is blank."""

    manager_full_name = forms.CharField(
        label=_("The program manager's full name"),
        max_length=120,
        required=False,
        help_text=_("Leave this blank to add the program manager later."),
    )
    manager_username = forms.CharField(
        label=_("The program manager's user name"), max_length=80, required=False
    )
    manager_email = forms.EmailField(label=_("The program manager's email"), required=False)
    manager_language = TilesField(
        label=_("The program manager's language"),
        choices=settings.LANGUAGES,
        compact=True,
        initial="en",
        required=False,
        help_text=_("Their invitation is in this language. They can change it later."),
    )

    def clean(self) -> dict[str, object]:
        """A manager has both names, an address for the sign-in link, and an account of their own."""
        values = super().clean() or {}
        name, username = values.get("manager_full_name"), values.get("manager_username")
        if (name or values.get("manager_email")) and not username and "manager_username" not in self.errors:
            self.add_error("manager_username", _("Enter the program manager's user name."))
        if username and not name and "manager_full_name" not in self.errors:
            self.add_error("manager_full_name", _("Enter the program manager's full name."))
        if username and not values.get("manager_email") and "manager_email" not in self.errors:
            self.add_error("manager_email", _("Enter the program manager's email."))
        if username and str(username).casefold() == self.own_username().casefold():
            self.add_error("manager_username", _("Choose a user name that differs from yours."))
        return values

    def own_username(self) -> str:
        return str(self.cleaned_data.get("username", ""))

    def manager_input(self) -> UserInput | None:
        data = self.cleaned_data
        if not data["manager_username"]:
            return None
        return UserInput(
            username=data["manager_username"],
            full_name=data["manager_full_name"],
            email=data["manager_email"],
            language=data["manager_language"] or "en",
        )


class NewProgramForm(ManagerForm, ProgramForm):
    """A further program, added by a site administrator."""

    def __init__(self, *args: Any, username: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._username = username

    def own_username(self) -> str:
        return self._username

    def new_program_input(self) -> NewProgramInput:
        return NewProgramInput(
            slug=self.cleaned_data["slug"], program=self.program_input(), manager=self.manager_input()
        )


class InstallationForm(ProgramForm):
    """The site administrator and the first program."""

    field_order: Sequence[str] = ("full_name", "username", "email", "language")
    full_name = forms.CharField(
        label=_("Your full name"), max_length=120, error_messages={"required": _("Enter your full name.")}
    )
    username = forms.CharField(
        label=_("Your user name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter your user name.")},
    )
    email = forms.EmailField(label=_("Your email"), required=False)
    language = TilesField(
        label=_("Your language"),
        choices=settings.LANGUAGES,
        compact=True,
        initial="en",
        error_messages={"required": _("Choose your language.")},
    )

    def setup_input(self) -> SetupInput:
        data = self.cleaned_data
        return SetupInput(
            administrator=UserInput(
                username=data["username"],
                full_name=data["full_name"],
                email=data["email"],
                language=data["language"],
            ),
            slug=data["slug"],
            program=self.program_input(),
            manager=self.manager_input(),
        )


class SetupForm(ManagerForm, InstallationForm):
    """The same in the setup command, with the first program manager if one is named."""


def password_field(label: Any, *, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        error_messages={"required": missing},
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class FirstRunForm(ManagerForm, InstallationForm):
    """The same on the first-run page, with the administrator's password."""

    field_order: Sequence[str] = ("full_name", "username", "email", "language", "new", "again")
    new = password_field(_("New password"), missing=_("Enter a new password."))
    again = password_field(_("Confirm new password"), missing=_("Enter the new password again."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, object]:
        """Check the password against the names typed beside it."""
        values = super().clean() or {}
        new = str(values.get("new") or "")
        if new:
            user = User(username=str(values.get("username", "")), full_name=str(values.get("full_name", "")))
            try:
                validate_password(new, user)
            except ValidationError as error:
                self.add_error("new", error)
        if new and values.get("again") and values["again"] != new:
            self.add_error("again", _("Passwords don't match. Enter the same password twice."))
        return values
