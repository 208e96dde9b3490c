"""What templates use: dates in words, times in the program's zone, and the shared components."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from handoff.core import submissions
from handoff.core.forms.phones import format_phone, parse_phone
from handoff.core.forms.signatures import HEIGHT, WIDTH, parse_strokes, svg_path
from handoff.core.languages import full_date, language_name
from handoff.core.ui import Cell, Column, Step

register = template.Library()

SECONDS_A_MINUTE, SECONDS_AN_HOUR, SECONDS_A_DAY = 60, 3600, 86400
STATUS_KINDS = ("info", "soon", "overdue", "done")


def time_zone_of(where: object) -> tzinfo:
    """The time zone of a program, or of a zone's name; without either, the current one."""
    name = getattr(where, "time_zone", where)
    return ZoneInfo(str(name)) if name else timezone.get_current_timezone()


def local_day(value: object, where: object) -> date | None:
    """The calendar day of a date, or of an instant in the program's zone."""
    if isinstance(value, datetime):
        return value.astimezone(time_zone_of(where)).date()
    return value if isinstance(value, date) else None


@register.filter
def day(value: object, where: object = None) -> str:
    """A date in words: Mon, Nov 23, 2026."""
    found = local_day(value, where)
    return date_format(found, "DATE_FORMAT") if found else ""


@register.filter
def full_day(value: object, where: object = None) -> str:
    """A date as it is written on paper: November 23, 2026."""
    found = local_day(value, where)
    return full_date(found) if found else ""


@register.filter
def birthday(value: object) -> str:
    """A date of birth, without the weekday: Apr 19, 2005."""
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else ""


@register.filter
def moment(value: object, where: object = None) -> str:
    """An instant in the program's zone, with the machine-readable time in the tag."""
    if not isinstance(value, datetime):
        return day(value, where)
    local = value.astimezone(time_zone_of(where))
    machine = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', machine, date_format(local, "DATETIME_FORMAT"))


@register.filter
def language(code: str) -> str:
    """The name of a language by its code."""
    return language_name(code)


@register.filter
def clock(value: object, where: object = None) -> str:
    """The time alone of an instant in the program's zone: 10:42 AM."""
    return (
        date_format(value.astimezone(time_zone_of(where)), "TIME_FORMAT")
        if isinstance(value, datetime)
        else ""
    )


def time_tag(css_class: str, machine: str, exact: str, words: str) -> SafeString:
    """A time in words, with the exact time on hover and for machines."""
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}</time>', css_class, machine, exact, words
    )


def ago_in_words(at: datetime, now: datetime, days: int) -> str:
    """How long ago a moment was, `days` calendar days before now."""
    seconds = int((now - at).total_seconds())
    if seconds < SECONDS_A_MINUTE:
        return gettext("just now")
    if seconds < SECONDS_AN_HOUR:
        count = seconds // SECONDS_A_MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    if seconds < SECONDS_A_DAY:
        count = seconds // SECONDS_AN_HOUR
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    # Calendar days, as in `due`: else one line says "3 days ago" and "overdue by 4 days" of the same day.
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


@register.simple_tag(takes_context=True)
def ago(context: template.Context, value: object, where: object = None) -> str:
    """'3 days ago', counted from the time of the request, with the exact time on hover and in print."""
    request = context.get("request")
    now = getattr(request, "at", None) or timezone.now()
    program = where or context.get("program")
    if not isinstance(value, datetime):
        return days_from(value, now, program) if isinstance(value, date) else ""
    local = value.astimezone(time_zone_of(program))
    exact = date_format(local, "DATETIME_FORMAT")
    words = ago_in_words(value, now, days_before(value, now, program))
    return time_tag("ago", local.isoformat(timespec="minutes"), exact, words)


def days_before(value: date, now: datetime, program: object) -> int:
    """How many of the program's days a date or a moment lies back."""
    today, then = local_day(now, program), local_day(value, program)
    assert today is not None
    assert then is not None
    return (today - then).days


def days_from(value: date, now: datetime, program: object) -> str:
    """How many days ago a date was."""
    count = days_before(value, now, program)
    if count == 0:
        words = gettext("today")
    elif count < 0:
        words = ngettext("in %(count)d day", "in %(count)d days", -count) % {"count": -count}
    else:
        words = ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}
    return time_tag("ago", value.isoformat(), day(value), words)


def due_in_words(days: int) -> str:
    """When something is due, in whole days from today."""
    if days < 0:
        return ngettext("overdue by %(count)d day", "overdue by %(count)d days", -days) % {"count": -days}
    if days == 0:
        return gettext("due today")
    return ngettext("due in %(count)d day", "due in %(count)d days", days) % {"count": days}


@register.simple_tag(takes_context=True)
def due(context: template.Context, value: object, where: object = None, soon: int = 3) -> str:
    """'due in 2 days' or 'overdue by 3 days', counted in the program's days, with the date on hover."""
    program = where or context.get("program")
    now = getattr(context.get("request"), "at", None) or timezone.now()
    limit = local_day(value, program)
    if limit is None:
        return ""
    days = (limit - now.astimezone(time_zone_of(program)).date()).days
    late = isinstance(value, datetime) and value < now
    kind = "overdue" if days < 0 or late else "soon" if days <= soon else "info"
    words = gettext("overdue since today") if late and days == 0 else due_in_words(days)
    return time_tag(f"status status--{kind}", limit.isoformat(), day(limit), words)


class Rule(Protocol):
    """What a template needs of a view's access rule, which a layer above defines."""

    permissions: Collection[object]

    def allows(self, actor: object) -> bool: ...


RULES: dict[tuple[str, int], Rule | None] = {}
"""The access rule of each view asked for so far, by its name and how many parts its address takes."""


def rule_of(name: str, parts: int, path: str) -> Rule | None:
    """The access rule of the view behind a name. Looked up once: finding the view of a path is most of the cost."""
    if (name, parts) not in RULES:
        RULES[name, parts] = getattr(resolve(path).func, "access_rule", None)
    return RULES[name, parts]


@register.simple_tag(takes_context=True)
def allowed_url(context: template.Context, name: str, *args: object) -> str:
    """The URL if the reader of this page may open it, else an empty string, so that no link leads to a 404."""
    path = reverse(name, args=args)
    actor = getattr(context.get("request"), "actor", None)
    rule = rule_of(name, len(args), path)
    if rule is None or not rule.permissions:
        return path
    return path if actor is not None and rule.allows(actor) else ""


@register.simple_tag(takes_context=True)
def submission_key(context: template.Context) -> SafeString:
    """The hidden key that makes a double submission one; a form shown again keeps its key."""
    request = context.get("request")
    key = submissions.key_to_show(request) if request is not None else str(uuid.uuid4())
    return format_html('<input type="hidden" name="submission_key" value="{}">', key)


@register.inclusion_tag("core/parts/step_indicator.html")
def step_indicator(steps: Iterable[Step | str], current: str | int) -> dict[str, object]:
    """Show which step of several one is at. `current` is the key of a step or its number from 1."""
    named = [step if isinstance(step, Step) else Step(key=str(step), label=step) for step in steps]
    keys = [step.key for step in named]
    index = current - 1 if isinstance(current, int) else keys.index(str(current))
    rows = [
        {"step": step, "current": number == index, "complete": step.done or number < index}
        for number, step in enumerate(named)
    ]
    return {"rows": rows, "current": named[index], "number": index + 1, "total": len(named)}


@register.simple_tag
def status_tag(label: object, kind: str = "info") -> SafeString:
    """Show a status in words; the color only repeats them. Kinds: info, soon, overdue, done."""
    if kind not in STATUS_KINDS:
        raise template.TemplateSyntaxError(
            f"status_tag knows the kinds {', '.join(STATUS_KINDS)}, not {kind!r}"
        )
    return format_html('<span class="status status--{}">{}</span>', kind, label)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon beside words that say the same."""
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/uswds/img/sprite.svg"),
        name,
    )


@register.inclusion_tag("core/parts/action_button.html")
def action_button(
    label: object, refusal: object = None, url: str = "", style: str = "", name: str = "", value: str = ""
) -> dict[str, object]:
    """Show a button (a link with `url`), or the same button disabled with the sentence that says why.

    `refusal` is what `handoff.core.refusals.refusal_message` returned. `style` is '', 'outline' or 'unstyled'.
    """
    return {
        "label": label,
        "refusal": refusal,
        "url": url,
        "style": style,
        "name": name,
        "value": value,
        "id": f"why-{uuid.uuid4().hex[:8]}",
    }


@register.inclusion_tag("core/parts/field_list.html")
def field_list(rows: Iterable[Sequence[object]]) -> dict[str, object]:
    """Show facts as a list of names and values: rows are (name, value) or (name, value, change URL)."""
    return {"rows": [dict(zip(("name", "value", "url"), row, strict=False)) for row in rows]}


@register.inclusion_tag("core/parts/timeline.html", takes_context=True)
def timeline(context: template.Context, entries: Iterable[object], where: object = None) -> dict[str, object]:
    """Show events, newest first: entries are core.ui.TimelineEntry or have the same attributes."""
    return {"entries": entries, "program": where or context.get("program"), "request": context.get("request")}


def to_cell(text: object) -> Cell:
    return text if isinstance(text, Cell) else Cell(text)


def table_row(opening: Sequence[str], cells: Sequence[str]) -> SafeString:
    """One row of a table as shown: its heading cell, then each cell behind its opening tag."""
    head, *others = cells
    return format_html(
        '<tr role="row"><th class="table__head" role="rowheader" scope="row">{}</th>{}</tr>',
        head,
        format_html_join("\n", "{}{}</td>", zip(opening, others, strict=True)),
    )


@register.inclusion_tag("core/parts/table.html")
def data_table(
    caption: object,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    empty: object = "",
    *,
    titled: bool = False,
) -> dict[str, object]:
    """Show rows under headings, as cards on a phone. Columns are ui.Column or text, cells ui.Cell or text.

    `titled`: the page's own heading says the same as the caption, which is then for screen readers alone.
    """
    headings = [column if isinstance(column, Column) else Column(column) for column in columns]
    # A template would take three times as long for the fifty rows of a list.
    opening = [
        format_html(
            '<td class="{}" role="cell" data-label="{}">',
            "table__number" if heading.number else "",
            heading.label,
        )
        for heading in headings[1:]
    ]
    return {
        "caption": caption,
        "columns": headings,
        "rows": [table_row(opening, [to_cell(each).html for each in row]) for row in rows],
        "empty": empty,
        "titled": titled,
    }


@register.inclusion_tag("core/parts/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: object, name: str = "page", anchor: str = ""
) -> dict[str, object]:
    """Show the pages of a list; the filters in the URL stay. `page` is a Django Page, `anchor` the place to go to.

    A list that was searched with POST is turned with POST too, so that no name comes into a URL.
    """
    request = context.get("request")
    filters = request.GET.copy() if request is not None else QueryDict(mutable=True)
    filters.pop(name, None)
    sent = request.POST if request is not None and request.method == "POST" else None
    return {
        "page": page,
        "name": name,
        "anchor": anchor,
        "filters": filters.urlencode(),
        "posted": sent is not None,
        "sent": [
            (key, value) for key, value in (sent or {}).items() if key not in {name, "csrfmiddlewaretoken"}
        ],
    }


@register.simple_tag
def signature(strokes: object, label: object = "") -> SafeString:
    """Draw a stored signature as an inline picture."""
    try:
        path = svg_path(parse_strokes(strokes or "[]"))
    except ValueError:
        path = ""
    return format_html(
        '<svg class="signature-drawn" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        WIDTH,
        HEIGHT,
        label or gettext("Signature"),
        path,
    )


@register.filter
def phone(e164: object) -> str:
    """A stored number as it is written in the U.S.: (919) 555-0142."""
    return format_phone(str(e164 or ""))


@register.simple_tag
def call_link(number: object, label: object = "") -> SafeString:
    """A number that a phone dials at a tap; words that hold no number are shown as they are."""
    text = str(number or "")
    found = parse_phone(text)
    if found is None or not found.e164:
        return format_html("{}", text)
    words = label or format_phone(found.e164)
    return format_html('<a class="usa-link call" href="tel:{}">{}</a>', found.e164, words)
