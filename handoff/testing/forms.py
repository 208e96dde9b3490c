"""Filling in a page's form as a browser would: what stands in it is sent back, with what is changed."""

from datetime import date, time
from typing import Any

from django.forms import BaseForm


def filled_in(form: BaseForm, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a form as shown, with some answers changed."""
    sent: dict[str, Any] = {}
    for name in form.fields:
        key, value = form[name].html_name, form[name].value()
        if isinstance(value, date):
            sent |= {f"{key}_month": value.month, f"{key}_day": value.day, f"{key}_year": value.year}
            sent[key] = value.isoformat()
        elif isinstance(value, time):
            sent[key] = value.strftime("%H:%M")
        elif isinstance(value, list | tuple):
            sent[key] = list(value)
        elif value is True:
            sent[key] = "on"
        elif value not in (None, False, ""):
            sent[key] = str(value)
    return {key: value for key, value in {**sent, **changes}.items() if value is not None}


def as_browser(form: BaseForm, **changes: Any) -> dict[str, Any]:
    """What a browser sends, boxes that stay empty included."""
    boxes = {"text", "number", "longtext", "time", "tel", "phone"}
    blank = {form[name].html_name: "" for name in form.fields if form[name].widget_type in boxes}
    return {**blank, **filled_in(form, **changes)}
