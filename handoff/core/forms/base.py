"""The form every page uses: labels, hints and errors tied together, and a summary of the errors."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from handoff.core.forms.required import name_the_field
from handoff.core.instructions import InstructedForm, current_instructions
from handoff.core.typed import Typed, current_page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Attrs = dict[str, Any]
"""HTML attributes, or a widget's template context: whatever Django's widgets put in."""

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "usa-textarea"),
    (forms.CheckboxInput, "tile__input"),
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.Select, "usa-select"),
    (forms.FileInput, "file-input"),
    (forms.HiddenInput, ""),
    (forms.widgets.Input, "usa-input"),
)
GROUP_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
NEVER_SHOWN_AGAIN = (forms.PasswordInput, forms.FileInput)
MAY_BE_LEFT_OUT = (*GROUP_WIDGETS, forms.CheckboxInput, forms.SelectMultiple, *NEVER_SHOWN_AGAIN)
"""Widgets that browsers send nothing for when nothing is chosen."""

VERSION = "opened_as"
"""The hidden field with the version of the record that a form was opened at (see `versions`)."""


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary: the field, the message, and the id of the input to go to."""

    label: str
    message: str
    target: str

    @property
    def sentence(self) -> str:
        """Label and message as one line; a label that is a question needs no colon."""
        if not self.label:
            return self.message
        return f"{self.label}{' ' if self.label.endswith(('?', '.', ':')) else ': '}{self.message}"


@dataclass(frozen=True)
class AskedAgain:
    """What is asked in place of saving the same entries a second time: when they were saved, and where they are."""

    same: str
    away: str


class BoundField(forms.BoundField):
    """A field on a form, with what its template needs so that screen readers read it in the right order."""

    @property
    def help_text(self) -> "StrOrPromise":
        """The program's own instruction for this field (X2), else the hint that comes with the form."""
        instructions = current_instructions()
        if instructions is None or not isinstance(self.form, Form) or self.form.instructed is None:
            return self._hint
        return instructions.find(self.form.instructed, self.form.instruction_name(self.name)) or self._hint

    @help_text.setter
    def help_text(self, hint: "StrOrPromise") -> None:
        self._hint = hint

    def build_widget_attrs(self, attrs: Attrs, widget: forms.Widget | None = None) -> Attrs:
        """Add the CSS class of the widget's kind, and tell screen readers that an answer is required."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        look = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        written = str(widget.attrs.get("class", ""))
        words = (written, "" if look in written else look, self.error_class)
        wanted = " ".join(word for word in words if word)
        if wanted:
            built["class"] = wanted
        if isinstance(widget, GROUP_WIDGETS):
            # A form may have changed its mind about the field since the widget was made.
            widget.is_required = self.field.required
            built.pop("aria-invalid", None)
        elif self.field.required and not self.is_hidden:
            built["aria-required"] = "true"
        return built

    @property
    def error_class(self) -> str:
        return "usa-input--error" if self.errors and not self.is_hidden else ""

    @property
    def is_radio(self) -> bool:
        """True for a choice of one tile; the group then carries 'required'."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def is_checkbox(self) -> bool:
        """True for a single checkbox, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_input_id(self) -> str:
        """The id of the input that a link in the error summary focuses."""
        widget = self.field.widget
        own = getattr(widget, "first_input_id", None)
        if own is not None:
            return str(own(self.auto_id))
        return f"{self.auto_id}_0" if isinstance(widget, GROUP_WIDGETS) else self.auto_id


def is_typed_before(form_class: "type[Form]") -> bool:
    """True if something typed and never saved is kept of this page, which such a form may show again."""
    page = current_page()
    if page is None or not (page.expected or form_class.kept_while_typed):
        return False
    return page.find() is not None


class Form(forms.Form):
    """A Django form in the shared templates. It checks what was typed; it never saves.

    `kept_while_typed`: the browser sends what is typed to be kept, sealed and for some hours, until it is saved (D7).
    `instructed`: the name under which a program may write the form's hints itself (X2).
    """

    kept_while_typed = False
    asked_again: AskedAgain | None = None
    instructed: ClassVar[InstructedForm | None] = None
    bound_field_class = BoundField
    required_css_class = "is-required"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @classmethod
    def instructed_fields(cls) -> dict[str, forms.Field]:
        """The fields that a program may write instructions for; a form that makes its fields later lists them here."""
        return {
            name: field
            for name, field in cls.base_fields.items()
            if not isinstance(field.widget, forms.HiddenInput)
            and cls.instructed is not None
            and name not in cls.instructed.fixed
        }

    @classmethod
    def instruction_name(cls, name: str) -> str:
        """The name under which instructions for a field are kept; forms that repeat a field share its instructions."""
        return name

    @cached_property
    def typed_before(self) -> Typed | None:
        """What the user typed on this page and never saved, if it is this form's."""
        page = current_page()
        if self.is_bound or page is None or not is_typed_before(type(self)):
            return None
        typed = page.find()
        if typed is None or not self.fits(typed):
            return None
        page.shown = True
        return typed

    def fits(self, typed: Typed) -> bool:
        """True if the entries were typed into this form: another form of the page has other fields or hidden values."""
        seen = False
        for name, field in self.fields.items():
            sent_as = self.add_prefix(name)
            if type(field.widget) is forms.HiddenInput and name != VERSION:
                own = forms.Form.get_initial_for_field(self, field, name)
                if typed.entries.get(sent_as, "") != ("" if own is None else str(own)):
                    return False
            elif not field.widget.value_omitted_from_data(typed.entries, {}, sent_as):
                seen = seen or not isinstance(field.widget, MAY_BE_LEFT_OUT)
            elif not isinstance(field.widget, MAY_BE_LEFT_OUT):
                return False
        return seen or any(self.add_prefix(name) in typed.entries for name in self.fields)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What a field starts with: what was typed before and never saved, else the record's own value."""
        typed = self.typed_before
        if typed is None or isinstance(field.widget, NEVER_SHOWN_AGAIN):
            return super().get_initial_for_field(field, field_name)
        return field.widget.value_from_datadict(typed.entries, {}, self.add_prefix(field_name))

    def add_error(self, field: str | None, error: Any) -> None:
        """Note an error; of a long form in which something was typed, what was sent is then kept too (D7)."""
        super().add_error(field, error)
        page = current_page()
        if page is not None and self.kept_while_typed and self.has_changed():
            page.refused = True

    def ask_again(self, same: str, away: str) -> None:
        """Ask whether this is another one, in the place of errors: nothing is wrong with what was entered (D7)."""
        self.asked_again = AskedAgain(same, away)

    @property
    def has_files(self) -> bool:
        """True if a file was sent, which a browser can't show again."""
        return bool(self.files)

    @property
    def has_passwords(self) -> bool:
        """True if the form asks for a password, which is never sent back to the browser."""
        return any(isinstance(field.widget, forms.PasswordInput) for field in self.fields.values())

    def full_clean(self) -> None:
        """Check the form; a required field left blank says which field it is."""
        for name, field in self.fields.items():
            name_the_field(field, str(self[name].label))
        super().full_clean()

    @property
    def error_lines(self) -> list[ErrorLine]:
        """Every error in the order of the page, errors of the whole form first."""
        lines = [ErrorLine("", str(message), "") for message in self.non_field_errors()]
        for name in self.fields:
            bound = self[name]
            target, label = "", ""
            if not bound.is_hidden:
                target = bound.first_input_id if isinstance(bound, BoundField) else bound.auto_id
                label = "" if getattr(bound.field, "says_all", False) else str(bound.label)
            for error in bound.errors.as_data():
                # The sentence for a field left blank is about that field, so it needs no label before it.
                said = "" if error.code == "required" else label
                lines += [ErrorLine(said, str(message), target) for message in error.messages]
        return lines

    @property
    def error_summary(self) -> SafeString:
        """The box that lists the errors and says that nothing was lost, or asks; empty without errors or a question."""
        if self.asked_again is not None:
            question = {"asked": self.asked_again}
            return mark_safe(self.renderer.render("core/forms/asked_again.html", question))  # noqa: S308
        if not self.is_bound or not self.errors:
            return SafeString("")
        context = {"form": self, "lines": self.error_lines}
        return mark_safe(self.renderer.render("core/forms/error_summary.html", context))  # noqa: S308


def instructed_forms() -> list[tuple[InstructedForm, type[Form]]]:
    """Every form whose hints a program may write; of forms with one name the longest."""
    # Forms are known once the pages are: a command loads none of them by itself.
    import_module(settings.ROOT_URLCONF)
    found: dict[str, tuple[InstructedForm, type[Form]]] = {}
    for form in _subclasses(Form):
        if form.instructed is None:
            continue
        _same, longest = found.get(form.instructed.name, (None, None))
        if longest is None or len(form.instructed_fields()) > len(longest.instructed_fields()):
            found[form.instructed.name] = (form.instructed, form)
    return list(found.values())


def _subclasses(parent: type[Form]) -> Iterator[type[Form]]:
    for form in parent.__subclasses__():
        yield form
        yield from _subclasses(form)
