"""What the title of a page tells before its name: that the page shows errors, or which step it is."""

from collections.abc import Iterable
from typing import cast

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext

from handoff.core.templatetags.handoff import step_indicator
from handoff.core.ui import Step

register = template.Library()


def has_errors(value: object) -> bool:
    """Return whether a value is a form that was sent and has errors."""
    # type(), not isinstance(): a lazy value of the context (the user, the counts) must stay unread.
    if issubclass(type(value), BaseFormSet):
        formset = cast("BaseFormSet[BaseForm]", value)
        return formset.is_bound and (
            any(form.errors for form in formset.forms) or bool(formset.non_form_errors())
        )
    return issubclass(type(value), BaseForm) and bool(cast("BaseForm", value).errors)


def asks_again(value: object) -> bool:
    """Return whether a value is a form that asks whether the same entries are another record."""
    return issubclass(type(value), BaseForm) and getattr(value, "asked_again", None) is not None


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context, *forms: object) -> str:
    """Return "Error: " when a form of the page, or one of those named, shows errors, or the question that it asks.

    WCAG 2.4.2: the title is the first thing that a screen reader says.
    """
    shown = [*forms, *context.flatten().values()]
    if any(has_errors(each) for each in shown):
        return gettext("Error: ")
    return f"{gettext('Save this again?')} · " if any(asks_again(each) for each in shown) else ""


@register.simple_tag
def step_title(steps: Iterable[Step | str], current: str | int) -> str:
    """Return 'Step 2 of 8: What happened', as the step indicator shows it."""
    shown = step_indicator(steps, current)
    values = {
        "number": shown["number"],
        "total": shown["total"],
        "name": getattr(shown["current"], "label", ""),
    }
    return gettext("Step %(number)s of %(total)s: %(name)s") % values
