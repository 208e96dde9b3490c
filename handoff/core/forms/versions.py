"""Forms that change an existing record: a save from an older page is shown first, and undoes nothing silently (D7).

The page carries a keyed hash of each field as it was opened. When the record was changed meanwhile, the save is
refused once: fields that the user didn't touch take the newer answer, typed ones stay, each says what is saved now,
and the next save decides. Decision: docs/adr/0035.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from handoff.core.forms.base import VERSION, Form

Pairs = list[tuple[str, str]]
SHOWN_CHARACTERS = 300


def sent_pairs(widget: forms.Widget, name: str, value: object) -> Pairs:
    """What a browser sends for a widget that shows this value; what is blank or not chosen is left out."""
    shown = widget.get_context(name, value, {})["widget"]
    if isinstance(widget, forms.CheckboxInput):
        return [(name, "on")] if shown["attrs"].get("checked") else []
    if "parts" in shown:
        pairs = [(part["name"], part["value"]) for part in shown["parts"]]
    elif "optgroups" in shown:
        options = [option for _group, options, _index in shown["optgroups"] for option in options]
        pairs = [(name, option["value"]) for option in options if option["selected"]]
    else:
        pairs = [(name, shown["value"])]
    plain = [(key, "" if each is None else str(each).replace("\r\n", "\n").strip()) for key, each in pairs]
    return [pair for pair in plain if pair[1]]


def fingerprint(content: object) -> str:
    """A short hash that says nothing about the value to who doesn't know our key."""
    return salted_hmac("handoff.versions", json.dumps(content), algorithm="sha256").hexdigest()[:16]


def value_in_words(field: forms.Field, value: object) -> str:
    """A saved answer as a reader sees it."""
    if value in (None, "", [], ()):
        return _("blank")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    choices: list[tuple[object, object]] = list(flatten_choices(getattr(field, "choices", ())))
    labels = {str(code): str(label) for code, label in choices}
    values = value if isinstance(value, list | tuple | set) else [value]
    return Truncator(", ".join(labels.get(str(each), str(each)) for each in values)).chars(SHOWN_CHARACTERS)


class VersionedForm(Form):
    """A form that shows an existing record and changes it.

    `beside` names what the page changes outside this form's fields, such as rows of a table, with its saved value.
    `who_changed` says who changed the record last, as far as the reader may know; it is asked only for a stale save.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[VERSION] = forms.CharField(required=False, widget=forms.HiddenInput, label="")
        self.beside: Mapping[str, str] = {}
        self.who_changed: Callable[[], str] = str

    def saved_value(self, name: str) -> object:
        """The record's own value, whatever was typed."""
        field = self.fields[name]
        return field.prepare_value(forms.Form.get_initial_for_field(self, field, name))

    def saved_pairs(self, name: str) -> Pairs:
        return sent_pairs(self.fields[name].widget, self.add_prefix(name), self.saved_value(name))

    @property
    def version(self) -> dict[str, str]:
        """The hash of each answer as it is saved now."""
        fields = {name: fingerprint(self.saved_pairs(name)) for name in self.fields if name != VERSION}
        return fields | {f"+{label}": fingerprint(value) for label, value in self.beside.items()}

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """The version that the page is opened at; of a page that was typed on before, the version it had then."""
        if field_name == VERSION and self.typed_before is None:
            return json.dumps(self.version)
        return super().get_initial_for_field(field, field_name)

    def full_clean(self) -> None:
        """Check the form, and that the record is still as it was when the page was opened."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop(VERSION, None)
            self.check_version()

    def opened_version(self) -> dict[str, str]:
        """The version sent with the form; {} where none was, which is then not checked."""
        try:
            sent = json.loads(self.data.get(self.add_prefix(VERSION), ""))
        except ValueError:
            return {}
        return sent if isinstance(sent, dict) else {}

    def check_version(self) -> None:
        """Refuse a save from an older page, once, and say at each answer what is saved now."""
        opened, now = self.opened_version(), self.version
        changed = [name for name in now if name in opened and opened[name] != now[name]]
        said = [self.compare(name, opened[name]) for name in changed]
        if not any(said):
            return
        self.replace_sent({self.add_prefix(VERSION)}, [(self.add_prefix(VERSION), json.dumps(now))])
        for name, sentence in zip(changed, said, strict=True):
            if name.startswith("+"):
                self.add_error(None, f"{name[1:]}: {sentence}")
            elif sentence:
                self.add_error(name, sentence)
        who = self.who_changed()
        self.add_error(
            None,
            _("%(who)s changed this after you opened the page. Nothing is saved yet. Check, then save again.")
            % {"who": who}
            if who
            else _(
                "This was changed after you opened the page. Nothing is saved yet. Check, then save again."
            ),
        )

    def compare(self, name: str, opened: str) -> str:
        """The sentence about an answer that was changed meanwhile; '' if the same was typed."""
        if name.startswith("+"):
            values = {"now": Truncator(self.beside[name[1:]]).chars(SHOWN_CHARACTERS).removesuffix(".")}
            return _("Now saved: %(now)s. What you typed is still here. Saving replaces it.") % values
        field, sent_as = self.fields[name], self.add_prefix(name)
        typed = sent_pairs(
            field.widget, sent_as, field.widget.value_from_datadict(self.data, self.files, sent_as)
        )
        saved = self.saved_pairs(name)
        if typed == saved:
            return ""
        words = value_in_words(field, forms.Form.get_initial_for_field(self, field, name))
        # The sentence around it brings its own full stop.
        values = {"now": words.removesuffix(".")}
        if fingerprint(typed) != opened:
            return _("Now saved: %(now)s. What you typed is still here. Saving replaces it.") % values
        self.replace_sent({sent_as, *dict(typed), *dict(saved)}, saved)
        return _("Now saved: %(now)s. You hadn't changed it, so this page has the newer answer.") % values

    def replace_sent(self, keys: set[str], pairs: Pairs) -> None:
        """Put these values where others were sent: the page that comes back shows them."""
        data = QueryDict(mutable=True)
        sent = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict({})
        for key, values in sent.lists():
            if key not in keys:
                data.setlist(key, values)
        for key, value in pairs:
            data.appendlist(key, value)
        self.data = data
