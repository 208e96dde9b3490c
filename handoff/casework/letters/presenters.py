"""A referral letter in words: for the provider, with the notice of 42 CFR 2.32, and the participant's own copy."""

from datetime import datetime
from urllib.parse import quote

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.casework.models import ServiceReferral
from handoff.casework.providers.presenters import fact_rows, reference_of, scope_sentences
from handoff.casework.providers.queries import AskedReferral
from handoff.consent.wording.notice import notice, whole_notice
from handoff.core.forms.phones import shown_phone
from handoff.directory.presenters.pages import address_lines, dial_words
from handoff.documents.engines.pdf import render_pdf
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

Pairs = list[tuple[str, str]]


def letter_facts(asked: AskedReferral, program: Program) -> Pairs:
    """What the provider's own page shows, but for whether it is still open: paper can't know that."""
    return [each for each in fact_rows(asked, program) if each[0] != _("Status")]


def please_answer(program: Program) -> list[str]:
    """What the provider is asked."""
    return [
        _("Please tell us whether you can take them, and when they came to the first appointment."),
        _("If you have no place, tell us until when, so that we can find another."),
        _("Call us: %(phone)s") % {"phone": shown_phone(program.phone)},
    ]


def made_on(program: Program, at: datetime) -> str:
    return _("Printed %(day)s") % {"day": date_format(local_date(program, at), "DATE_FORMAT")}


def letter_pdf(asked: AskedReferral, *, at: datetime, language: str) -> bytes:
    """The letter to the provider. The notice is on its first page, its short form on each."""
    program = asked.referral.need.program
    with translation.override(language):
        data = {
            "title": _("Referral to your service"),
            "program": program.name,
            "footer": notice(language).short,
            "made": made_on(program, at),
            "opening": [part for part in (asked.agency.name, asked.agency.address) if part],
            "notice": whole_notice(scope_sentences(asked), language),
            "sections": [
                {
                    "heading": _("Who and what for"),
                    "fields": [list(row) for row in letter_facts(asked, program)],
                },
                {"heading": _("What we ask of you"), "items": please_answer(program)},
            ],
        }
    return render_pdf("document", data, language)


def own_copy_pdf(
    referral: ServiceReferral, asked: AskedReferral | None, *, at: datetime, language: str
) -> bytes:
    """The participant's copy: where to go, and what a letter to the provider says about them, if one may be sent."""
    program = referral.need.program
    with translation.override(language):
        sections: list[dict[str, object]] = [
            {"heading": _("Where to go"), "fields": [list(row) for row in where_to_go(referral)]}
        ]
        if asked is not None:
            sections.append(
                {
                    "heading": _("What our letter to them says"),
                    "fields": [list(row) for row in letter_facts(asked, program)],
                }
            )
        data = {
            "title": _("Your copy of the referral"),
            "program": program.name,
            "made": made_on(program, at),
            "opening": own_opening(program, asked),
            "sections": sections,
        }
    return render_pdf("document", data, language)


def own_opening(program: Program, asked: AskedReferral | None) -> list[str]:
    """What is sent about the participant, and that they can take their permission back."""
    phone = {"phone": shown_phone(program.phone)}
    if asked is None:
        return [
            _("We don't send anything about you to this provider unless you sign that we may."),
            _("Questions? Call us: %(phone)s") % phone,
        ]
    return [
        _("You agreed that we tell %(agency)s what stands below, and nothing else.")
        % {"agency": asked.agency.name},
        _("You can take back your permission any time. Call %(phone)s.") % phone,
    ]


def where_to_go(referral: ServiceReferral) -> Pairs:
    """The service as the directory lists it now: name, phones, places and how to start."""
    service = referral.service
    rows = [(_("Service"), referral.provider)]
    if service is not None:
        rows += [(_("Phone"), dial_words(phone)) for phone in service.phones.all()]
        rows += [
            (_("Address"), ", ".join(address_lines(place.location)))
            for place in service.places.select_related("location")
        ]
        rows += [
            (label, text)
            for label, text in (
                (_("How to apply"), service.how_to_apply),
                (_("Cost"), service.fees),
                (_("Who it's for"), service.eligibility),
            )
            if text
        ]
    return [*rows, (_("Reference"), reference_of(referral))]


def mail_url(agency: Agency, address: str, program: Program) -> str:
    """The worker's own mail program with the link: neither subject nor text names anyone. Blank without an address."""
    if not agency.email:
        return ""
    subject = _("A letter from %(program)s") % {"program": program.name}
    body = _(
        "%(program)s has a letter for you. Open it here within 7 days: %(link)s\n\nIt asks for a code. We tell "
        "you the code by phone: %(phone)s"
    ) % {"program": program.name, "link": address, "phone": shown_phone(program.phone)}
    return f"mailto:{quote(agency.email, safe='@')}?subject={quote(subject)}&body={quote(body)}"
