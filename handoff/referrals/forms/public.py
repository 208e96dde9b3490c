"""The form of the public page. It asks only what is needed to reach a person."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import CheckboxTilesField, Form, LongTextField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.referrals.forms.base import FormData

SAFE_WAYS = [
    ("call", _("Call")),
    ("text", _("Text")),
    ("leave_word", _("Leave a message")),
    ("visit", _("Visit in person")),
]


def safe_contact_labels(codes: Iterable[str]) -> list[str]:
    """How it is safe to reach someone, in words."""
    return [str(label) for code, label in SAFE_WAYS if code in set(codes)]


class PublicForm(Form):
    """Help for oneself or for someone else. `website` is a hidden honeypot field that only bots fill in."""

    instructed = InstructedForm("web-request", _("Web request (public page)"))

    for_whom = TilesField(
        label=_("Who is this for?"),
        choices=[("self", _("Me")), ("other", _("Someone else"))],
        compact=True,
    )
    person_name = forms.CharField(
        label=_("Name or nickname"),
        max_length=160,
        error_messages={"required": _("Enter a name or nickname.")},
        help_text=_("Any name is fine."),
    )
    how_to_reach = forms.CharField(
        label=_("How can we get in touch?"),
        max_length=300,
        help_text=_("A phone number, a place, or someone who can pass on a message."),
    )
    safe_ways = CheckboxTilesField(
        label=_("How is it safe for us to get in touch?"),
        required=False,
        choices=SAFE_WAYS,
        compact=True,
    )
    help_wanted = LongTextField(
        label=_("What would help? (optional)"),
        required=False,
        max_length=500,
        rows=3,
        help_text=_("For example: food, a place to sleep, or someone to talk to."),
    )
    person_knows = TilesField(
        label=_("If it's for someone else: do they know you're writing?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Unknown"))],
        compact=True,
    )
    referrer_name = forms.CharField(label=_("Your name (optional)"), max_length=160, required=False)
    referrer_contact = forms.CharField(
        label=_("How can we reach you? (optional)"),
        max_length=160,
        required=False,
        help_text=_("A phone number or an email address."),
    )
    website = forms.CharField(label=_("Leave this blank"), required=False)
    main_fields = ("for_whom", "person_name", "how_to_reach", "safe_ways", "help_wanted")
    other_fields = ("person_knows", "referrer_name", "referrer_contact")

    def __init__(self, data: FormData | None = None) -> None:
        super().__init__(data)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def is_trap_sprung(self) -> bool:
        """True if the honeypot field was filled in, so the sender is a bot."""
        return bool(self.data.get("website"))

    @property
    def shown_main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.main_fields]

    @property
    def shown_other(self) -> list[forms.BoundField]:
        return [self[name] for name in self.other_fields]
