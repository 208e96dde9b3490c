"""From records to what a template shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.forms.phones import read_phone
from handoff.core.refusals import why_not
from handoff.core.ui import TimelineEntry
from handoff.eligibility.engine.findings import Advice, Assessment, Finding
from handoff.participants.models import ContactPoint
from handoff.participants.services import PersonGiven
from handoff.programs.models import Program
from handoff.programs.queries import handoff_options, script
from handoff.referrals import policies, queries
from handoff.referrals.forms.check import CheckWay
from handoff.referrals.forms.eligibility import ShownAssessment, assessment_shown, shown
from handoff.referrals.forms.way import STEP_NAMES, STEP_OF_PAGE, Way
from handoff.referrals.models import (
    Door,
    ExceptionRequest,
    HandoffRecord,
    Referral,
    ReferralDraft,
    ServiceWanted,
)
from handoff.referrals.services.people import as_given


@dataclass(frozen=True)
class DraftLine:
    """One draft in a list."""

    draft: ReferralDraft
    name: str
    step: Any
    page: str
    waits_for_da: bool


def event_words(what: str) -> str:
    """Say a step of a referral in words."""
    words = {
        "submitted": _("Referral sent"),
        "accepted": _("The person said yes"),
        "declined": _("The person said not now"),
        "not_offered": _("The program was not offered"),
        "handed_off": _("Handed off"),
        "eligibility_recorded": _("Eligibility checked by law enforcement"),
        "exception_requested": _("Exception asked for"),
        "exception_approved": _("The DA approved the exception"),
        "exception_not_approved": _("The DA did not approve the exception"),
        "responsibility_ended": _("The referring agency was told that the intake is done"),
        "intake_started": _("Intake begun"),
        "window_extended": _("The intake window was extended"),
        "screened": _("Screening form completed"),
        "withdrawn": _("Withdrawn"),
        "time_corrected": _("Officer's time corrected"),
        "charge_sent_to_da": _("The officer sent the charge to the DA"),
        "charge_dropped": _("The officer dropped the charge"),
    }
    return words.get(what, what)


def draft_line(draft: ReferralDraft) -> DraftLine:
    """Return a draft as a list shows it: the name typed, and where it stopped."""
    who = draft.answers.get("who", {})
    parts = [*(who.get("first_name") or [""]), *(who.get("last_name") or [""])]
    step = STEP_OF_PAGE.get(draft.step, draft.step)
    waits = draft.referral is not None and draft.referral.state == Referral.State.EXCEPTION_REQUESTED
    return DraftLine(
        draft=draft,
        name=" ".join(part for part in parts if part),
        step=STEP_NAMES.get(step, step),
        page=draft.step,
        waits_for_da=waits,
    )


def page_context(way: Way, page: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page of the way shows beside its form."""
    context: dict[str, Any] = {
        "page": page,
        "step": way.step_of(page),
        "steps": way.steps,
        "heading": STEP_NAMES[way.step_of(page)],
        "sends": not way.place(page).after,
    }
    extra = {"offer": offer_context, "handoff": handoff_context, "decide": decide_context}
    if page in extra:
        context |= extra[page](way, query)
    if page == "immune":
        context["protection"] = protection_sentence(way.cleaned("what").get("immunity", ""))
    return context


def protection_sentence(immunity: str) -> str:
    """Say which law protects the person. The program's counsel confirms the reading."""
    sentences = {
        "ssp_supplies": _(
            "Supplies from a syringe program, and residue in them, may not be charged (G.S. 90-113.27)."
        ),
        "declared_sharp": _(
            "A sharp that was declared before the search may not be charged (G.S. 90-113.22(c))."
        ),
        "testing_equipment": _("Drug testing equipment may not be charged (G.S. 90-113.22(d))."),
        "overdose_call": _(
            "Who calls for help in an overdose, or has the overdose, is protected for small amounts (G.S. 90-96.2)."
        ),
    }
    return sentences.get(immunity, "")


def offer_context(way: Way, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the script to read aloud, in the language chosen."""
    language = query.get("language") or way.cleaned("offer").get("language") or "en"
    language = language if language in dict(settings.LANGUAGES) else "en"
    words = script(way.program, language, way.at)
    with translation.override(language):
        fallback = _(
            "There is a program that can help with what you need, such as a place to stay, food, a phone or "
            "health care. "
            "Joining is your choice. If you join, the charge is set aside. You can stop at any time."
        )
    return {
        "script": words.text if words and words.language == language else fallback,
        "language": language,
        "languages": settings.LANGUAGES,
    }


def decide_context(way: Way, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the findings, one sentence each, and the advice."""
    return {"assessment": assessment_shown(way)}


def handoff_context(way: Way, query: Mapping[str, str]) -> dict[str, Any]:
    """Return whom to call now, what happens otherwise, and the time so far."""
    return {
        "options": way.options,
        "next_line": next_line(way.program, way.options.kind, way.at),
    }


def next_line(program: Program, kind: str, at: datetime) -> str:
    """Say in one line what happens next and who owns it."""
    if kind == HandoffRecord.Kind.WARM:
        return _(
            "Next: call the outreach team. They come to you or speak with the person, and take over from there."
        )
    if kind == HandoffRecord.Kind.ALL_HOURS_PARTNER:
        return _("Next: the 24-hour partner takes over now. The outreach team follows up when it opens.")
    return _("Next: give the card. The outreach team calls when it opens, and owns it from there.")


def sent_context(referral: Referral, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what the officer sees right after sending."""
    line = queries.own_referral(referral, actor, at)
    return {
        "line": line,
        "referral": referral,
        "is_open": referral.state
        in {Referral.State.ACCEPTED, Referral.State.HANDED_OFF, Referral.State.SUBMITTED},
        "needs_check": referral.eligibility_id is None,
        "has_window": referral.intake_due_on is not None,
        "card_text": card_text_link(referral, given_by=actor),
        "options": handoff_options(referral.program, at),
    }


def card_text_link(referral: Referral, given_by: Actor | None = None) -> str:
    """Return an sms: link with the card's words to the person's number, if texting it is safe; no name is in it.

    The officer texts only a number that they wrote down themselves: what care knows stays with care.
    """
    if referral.person is None:
        return ""
    points = referral.person.contact_points.filter(
        kind=ContactPoint.Kind.PHONE, safe_to_text=True, ended_at__isnull=True
    ).exclude(works=ContactPoint.Works.NO)
    if given_by is not None:
        points = points.filter(from_care=False, added_by_id=given_by.user_id)
    for point in points.order_by("-added_at"):
        found = read_phone(point.value)
        if found and found.e164:
            return f"sms:{found.e164}?&body={quote(card_words(referral.program, referral.person.language))}"
    return ""


def card_words(program: Program, language: str) -> str:
    """Return the words of the card in a language: the program's own message, its number, and nothing of anybody."""
    with translation.override(language):
        own = program.card_message_es if language == "es" else program.card_message
        message = own or _("Call or text us. Asking costs nothing and the choice is yours.")
    return f"{program.name}: {program.phone}. {message}"


def card_context(program: Program, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the card in both languages, as a business card or an A6 sheet, with links that call and text."""
    size = query.get("size", "")
    number = read_phone(program.text_number or program.phone)
    languages = [code for code, _name in settings.LANGUAGES if code in (program.languages or ["en", "es"])]
    cards = []
    for code in languages or ["en"]:
        with translation.override(code):
            own = program.card_message_es if code == "es" else program.card_message
            cards.append(
                {
                    "language": code,
                    "message": own or _("Call or text us. Asking costs nothing and the choice is yours."),
                    "call": _("Call"),
                    "text": _("Text"),
                    "crisis": _("In a crisis, call or text 988 at any hour."),
                }
            )
    return {
        "size": size if size in {"business", "a6"} else "a6",
        "cards": cards,
        "sms": number.e164 if number and number.e164 else "",
        "share": f"sms:?&body={quote(card_words(program, translation.get_language() or 'en'))}",
    }


def staff_context(referral: Referral, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the staff page: facts, what may be done now and why not, and what happened."""
    events = list(referral.events.order_by("-occurred_at", "-pk"))
    names = queries.names_of([*(event.recorded_by_id for event in events), referral.referrer_user_id])
    wanted = dict(ServiceWanted.choices)
    checks = {
        "accept": policies.check_can_accept_referral,
        "decline": policies.check_can_decline_referral,
        "screening": policies.check_can_complete_screening,
        "handoff": policies.check_can_record_handoff,
        "withdraw": policies.check_can_withdraw_referral,
    }
    entries = [
        TimelineEntry(
            at=event.occurred_at, title=event_words(event.what), by=names.get(event.recorded_by_id or 0, "")
        )
        for event in events
    ]
    return {
        "referral": referral,
        "person": referral.person,
        "referrer": names.get(referral.referrer_user_id or 0, ""),
        "charges": queries.charges_of(referral),
        "contacts": referral.person.contact_points.filter(ended_at=None) if referral.person else [],
        "services_wanted": [wanted.get(each, each) for each in referral.services_wanted],
        "handoffs": referral.handoffs.order_by("-occurred_at"),
        "why": {name: why_not(check, actor, referral) for name, check in checks.items()},
        "entries": entries,
        "card_text": card_text_link(referral),
        "is_arrest": referral.door == Door.ARREST_DIVERSION,
    }


def person_screened(referral: Referral, cleaned: Mapping[str, Any]) -> PersonGiven:
    """Return the person with what the screening form now says."""
    assert referral.person is not None
    given = as_given(referral.person)
    return replace(
        given,
        language=cleaned["language"] or given.language,
        gender=cleaned["gender"] or given.gender,
        race_ethnicity=list(cleaned["race_ethnicity"]),
    )


def shown_if_answered(way: CheckWay) -> ShownAssessment | None:
    """Return the advice of the one-page check once its questions are answered."""
    return assessment_shown(way) if way.data is not None and way.facts_form.is_valid() else None


@dataclass(frozen=True)
class ExceptionLine:
    """One waiting exception: what is short of the criteria, in sentences."""

    request: ExceptionRequest
    short: list[str]


def findings_of(request: ExceptionRequest) -> ShownAssessment:
    """Return the stored check in the reader's words: answers to the criteria, nobody's name."""
    check = request.referral.eligibility
    if check is None:
        return ShownAssessment("", "info", [], [])
    found = tuple(Finding.from_plain(row) for row in check.findings)
    return shown(Assessment(findings=found, advice=Advice(check.advice), deciding=None))


def exception_line(request: ExceptionRequest) -> ExceptionLine:
    """Return one line of the DA's list."""
    return ExceptionLine(request, [each.sentence for each in findings_of(request).urgent])


def exception_context(request: ExceptionRequest) -> dict[str, Any]:
    """Return what the DA needs to decide, and nothing of who it is."""
    return {
        "asked": request,
        "referral": request.referral,
        "assessment": findings_of(request),
        "recommended_by": queries.names_of([request.recommended_by_id]).get(request.recommended_by_id, ""),
    }
