"""The text message or email that carries a one-time link."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from handoff.core.forms.phones import format_phone, parse_phone
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program


@dataclass(frozen=True)
class SendOption:
    """A number or address of the person with the link that opens the worker's own messages."""

    label: str
    url: str


def link_message(program: Program, address: str, language: str) -> str:
    """The message in the person's language: who writes and that there's a question, nothing more."""
    with translation.override(language):
        words = _("%(program)s has one question for you. This link works once, for 7 days: %(link)s")
        return words % {"program": program.name, "link": address}


def send_options(person: Person, program: Program, address: str) -> list[SendOption]:
    """The phones that are OK to text and the email addresses where a message is OK, newest first."""
    message = quote(link_message(program, address, person.language))
    points = person.contact_points.filter(ended_at__isnull=True).exclude(works=ContactPoint.Works.NO)
    options = []
    for point in points.order_by("-added_at", "-pk"):
        found = parse_phone(point.value)
        if point.kind == ContactPoint.Kind.PHONE and point.safe_to_text and found and found.e164:
            words = _("Text %(number)s") % {"number": format_phone(found.e164)}
            options.append(SendOption(words, f"sms:{found.e164}?&body={message}"))
        elif point.kind == ContactPoint.Kind.EMAIL and (point.safe_to_text or point.safe_to_leave_word):
            # No subject: a list of messages shows it to whoever looks over a shoulder.
            words = _("Email %(address)s") % {"address": point.value}
            options.append(SendOption(words, f"mailto:{quote(point.value, safe='@')}?body={message}"))
    return options
