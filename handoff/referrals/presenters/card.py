"""The referral card: on screen, in print, and as a text message."""

from collections.abc import Mapping
from itertools import groupby
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from handoff.core.forms.phones import parse_phone, shown_phone
from handoff.participants.models import ContactPoint
from handoff.programs.models import Program
from handoff.programs.queries import weekly_hours
from handoff.referrals.models import Referral

LONGEST_USUAL_MESSAGE = 130
"""Characters of a program's own message above which the card is set smaller, so that both languages fit on one card."""


def own_card_text_link(referral: Referral) -> str:
    """An `sms:` link to the number that the officer typed; blank if they typed none that is OK to text.

    It doesn't matter whether the record already knew that number: the link would tell.
    """
    if not referral.entered_phone:
        return ""
    return text_link(referral.program, referral.entered_phone, referral.script_language or "en")


def text_link(program: Program, number: str, language: str) -> str:
    """An `sms:` link to a number with the text of the card."""
    return f"sms:{number}?&body={quote(card_message(program, language))}"


def card_text_link(referral: Referral) -> str:
    """An `sms:` link to the person's number with the text of the card, without a name; blank if texting is not safe."""
    if referral.person is None:
        return ""
    points = referral.person.contact_points.filter(
        kind=ContactPoint.Kind.PHONE, safe_to_text=True, ended_at__isnull=True
    ).exclude(works=ContactPoint.Works.NO)
    for point in points.order_by("-added_at"):
        found = parse_phone(point.value)
        if found and found.e164:
            return text_link(referral.program, found.e164, referral.person.language)
    return ""


def own_words(program: Program, language: str) -> str:
    """The program's own message for the card, or the usual one. Call inside `translation.override(language)`."""
    own = program.card_message_es if language == "es" else program.card_message
    if own:
        return own
    if program.text_number:
        return _("Call or text us. It costs nothing to ask, and the choice is yours.")
    return _("Call us. It costs nothing to ask, and the choice is yours.")


def numbers_in_words(program: Program) -> str:
    """The number to call, and the one to text where it is another."""
    call, text = shown_phone(program.phone), shown_phone(program.text_number)
    if not text or text == call:
        return call
    return _("%(call)s, text %(text)s") % {"call": call, "text": text}


def card_message(program: Program, language: str) -> str:
    """The text of the card: the program's own message and its numbers, and nothing about a person."""
    with translation.override(language):
        return f"{program.name}: {numbers_in_words(program)}. {own_words(program, language)}"


def hours_in_words(program: Program) -> list[str]:
    """The program's open hours in the reader's language, days with the same hours together."""
    hours = weekly_hours(program)
    lines = []
    # Days in a row with the same hours keep the same distance to their place in the list.
    for (_distance, (opens, closes)), days in groupby(
        enumerate(sorted(hours)), key=lambda pair: (pair[1] - pair[0], hours[pair[1]])
    ):
        named = [str(WEEKDAYS_ABBR[day]) for _place, day in days]
        words = named[0] if len(named) == 1 else f"{named[0]}–{named[-1]}"
        lines.append(f"{words} {time_format(opens, 'TIME_FORMAT')}–{time_format(closes, 'TIME_FORMAT')}")
    return lines


def card_context(program: Program, query: Mapping[str, str]) -> dict[str, object]:
    """The card in both languages with the open hours, as a business card or an A6 sheet, with call and text links."""
    size = query.get("size", "")
    number = parse_phone(program.text_number or program.phone)
    languages = [code for code, _name in settings.LANGUAGES if code in (program.languages or ["en", "es"])]
    cards = []
    for code in languages or ["en"]:
        with translation.override(code):
            cards.append(
                {
                    "language": code,
                    "message": own_words(program, code),
                    "hours": "; ".join(hours_in_words(program)),
                    "crisis": _("In a crisis, call or text 988 any time."),
                }
            )
    return {
        "size": size if size in {"business", "a6"} else "a6",
        "cards": cards,
        "small": any(len(each["message"]) > LONGEST_USUAL_MESSAGE for each in cards),
        "sms": number.e164 if number and number.e164 else "",
        "share": f"sms:?&body={quote(card_message(program, translation.get_language() or 'en'))}",
    }
