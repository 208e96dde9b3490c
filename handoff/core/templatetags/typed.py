"""The note above a form that shows again what was typed and never saved."""

from collections.abc import Iterator
from typing import cast

from django import template

from handoff.core.forms import Form
from handoff.core.typed import current_page

register = template.Library()


def forms_in(value: object) -> Iterator[Form]:
    """The forms of a page: in its context, or in a list there."""
    # type(), not isinstance(): a lazy value of the context (the user, the counts) must stay unread.
    if issubclass(type(value), Form):
        yield cast("Form", value)
    elif type(value) in (list, tuple):
        for each in cast("list[object] | tuple[object, ...]", value):
            yield from forms_in(each)


@register.inclusion_tag("core/parts/typed.html", takes_context=True)
def typed_before(context: template.Context) -> dict[str, object]:
    """Say that what was typed is back, or show it as text where no form of the page fits it any more."""
    page = current_page()
    if page is None:
        return {}
    # Fields are read when they are drawn, below this note: ask the forms now.
    forms = [form for value in context.flatten().values() for form in forms_in(value)]
    back = any(form.typed_before is not None for form in forms)
    typed = page.find() if back or page.expected else None
    return {"typed": typed, "back": back, "program": context.get("program"), "path": context["request"].path}
