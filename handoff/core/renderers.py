"""Writes the common fields of a form in Python; every other template of a form is rendered as ever.

A page with a form has up to three hundred fields, and a template costs far more than the line it writes: Django renders
four for one text field (text, input, attrs), and three for each choice of a list. What is written stays the same to the
letter (`test_write_fields.py`), so a template that a program changes for its own look must be left out of `PLAIN`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
AS_SHOWN = Context()


def text_of(value: Any) -> str:
    """As `{{ value }}`: a number or a date in the page's language."""
    return conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, AS_SHOWN)


def plain(value: Any) -> str:
    """As `{{ value|stringformat:'s' }}`: the same in every language."""
    return value if isinstance(value, SafeData) else escape(str(value))  # type: ignore[return-value]


def attributes(widget: Widget) -> str:
    """As `attrs.html`: True stands without a value, False not at all."""
    return "".join(
        f" {text_of(name)}" if value is True else f' {text_of(name)}="{plain(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def write_input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{plain(widget["value"])}"'
    kind, name = text_of(widget["type"]), text_of(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget)}>'


def write_textarea(widget: Widget) -> str:
    value = text_of(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{text_of(widget["name"])}"{attributes(widget)}>\n{value}</textarea>'


def write_select(widget: Widget) -> str:
    parts = [f'<select name="{text_of(widget["name"])}"{attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n<optgroup label="{text_of(group)}">')
        parts += [f"\n{write_option(each)}" for each in options]
        if group:
            parts.append("\n</optgroup>")
    return "".join([*parts, "\n</select>"])


def write_option(option: Widget) -> str:
    value, label = plain(option["value"]), text_of(option["label"])
    return f'<option value="{value}"{attributes(option)}>{label}</option>\n'


KINDS_OF_INPUT = "input text number email url tel search password hidden date datetime time checkbox"
PLAIN: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}{kind}.html": write_input for kind in KINDS_OF_INPUT.split()},
    f"{FOLDER}textarea.html": write_textarea,
    f"{FOLDER}select.html": write_select,
}


class FieldRenderer(TemplatesSetting):
    """The renderer of every form (`FORM_RENDERER`)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        write = PLAIN.get(template_name)
        if write is None:
            return super().render(template_name, context, request)  # type: ignore[return-value]
        return mark_safe(write(context["widget"]))  # noqa: S308 - each part is escaped above
