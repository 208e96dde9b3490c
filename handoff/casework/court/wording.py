"""What a court date is called, and the text that reminds of it: no name, charge or program, and how to stop it."""

from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from handoff.casework.models import Court, CourtTextWish, When
from handoff.casework.wording import ask_where, neutral_reminder

Says = CourtTextWish.Says


def when_words(
    when: str, on: date | None, at_time: time | None, opens: time | None, closes: time | None
) -> str:
    """When, no more exactly than the court said it."""
    if when == When.NO_DATE or on is None:
        return _("No new date yet")
    day = date_format(on, "DATE_FORMAT")
    if when == When.WEEK:
        return _("In the week of %(day)s") % {"day": day}
    if when == When.DROP_IN:
        if opens is None or closes is None:
            return _("%(day)s, drop-in: ask the court for its hours") % {"day": day}
        hours = {"opens": time_format(opens, "TIME_FORMAT"), "closes": time_format(closes, "TIME_FORMAT")}
        return _("%(day)s, any time from %(opens)s to %(closes)s") % {"day": day, **hours}
    return _("%(day)s, %(time)s") % {"day": day, "time": time_format(at_time or "", "TIME_FORMAT")}


def court_label(court: str) -> str:
    return str(Court(court).label)


def reminder_text(
    says: str,
    when: str,
    words: str,
    court: str,
    rooms: list[str],
    numbers: list[str],
    phone: str,
) -> str:
    """The text in the language that is active. Blank where they want none."""
    if says == Says.NOTHING:
        return ""
    if says == Says.NEUTRAL:
        return neutral_reminder(phone, words, ask_of(when))
    where = ", ".join([court_label(court), *(_("room %(room)s") % {"room": each} for each in rooms)])
    parts = [
        _("A reminder from %(phone)s.") % {"phone": phone},
        _("%(where)s: %(when)s.") % {"where": where, "when": words},
    ]
    if says == Says.CASES and numbers:
        parts.append(_("Cases: %(numbers)s.") % {"numbers": ", ".join(numbers)})
    if when == When.WEEK:
        parts.append(_("Ask your lawyer which day."))
    parts.append(_("Reply STOP for no more texts."))
    return " ".join(parts)


def ask_of(when: str) -> str:
    """What a text without the word court offers, by how exactly the court said when."""
    if when == When.WEEK:
        return _("The exact day isn't set. Call me and we'll find out together.")
    return _("Call me if you don't know where.") if when == When.DROP_IN else ask_where()
