"""Referral records as templates show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.queries import full_names_by_id
from handoff.consent.intake_done.queries import kinds_to_report
from handoff.consent.queries import roi_state
from handoff.core.forms import Phone
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import day
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.participants.services import PersonInput
from handoff.programs.models import Program
from handoff.programs.queries import HandoffOptions, current_script, time_zone_of
from handoff.referrals import policies, queries
from handoff.referrals.forms.base import CleanedAnswers
from handoff.referrals.forms.eligibility_check import EligibilityCheckForms
from handoff.referrals.forms.roi import ONE_QUESTION
from handoff.referrals.forms.wizard import STEP_NAMES, STEP_OF_PAGE, ReferralWizard
from handoff.referrals.models import (
    HandoffRecord,
    Pathway,
    Referral,
    ReferralDraft,
    ReferralEvent,
    ServiceWanted,
)
from handoff.referrals.presenters.assessments import (
    PresentedAssessment,
    present_current_assessment,
)
from handoff.referrals.presenters.card import card_text_link, text_link
from handoff.referrals.presenters.past import past_facts
from handoff.referrals.services.people import recorded_person_input


def referral_columns() -> list[Column]:
    names = (_("Referral"), _("Person"), _("Pathway"), _("Sent"), _("Status"))
    return [Column(label=name) for name in names]


def referral_rows(referrals: Iterable[Referral], program: Program) -> list[list[Cell]]:
    """The program's list of referrals. Where no identity was stored, the name stays blank."""
    return [
        [
            Cell(
                _("Referral %(number)s") % {"number": each.number},
                reverse("referrals:show", args=[program.slug, each.public_id]),
            ),
            Cell(each.person.full_name if each.person else ""),
            Cell(each.get_pathway_display()),
            Cell(day(each.submitted_at, program)),
            Cell(each.get_state_display(), kind="info"),
        ]
        for each in referrals
    ]


@dataclass(frozen=True)
class DraftLine:
    draft: ReferralDraft
    name: str
    step: str | Promise
    page: str
    waits_for_da: bool


def draft_line(draft: ReferralDraft) -> DraftLine:
    """A draft as lists show it: the name entered so far, and the step it stopped at."""
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


def page_context(wizard: ReferralWizard, page: str, query: Mapping[str, str]) -> dict[str, object]:
    """What a wizard page shows beside its form."""
    context: dict[str, object] = {
        "page": page,
        "step": wizard.step_of(page),
        "steps": wizard.steps,
        "heading": STEP_NAMES[wizard.step_of(page)],
        "sends": not wizard.position(page).after,
        "whose": wizard.person_label,
        "switch": switch_button(wizard, page),
    }
    extra = {
        "offer": offer_context,
        "handoff": handoff_context,
        "decide": decide_context,
        "roi": roi_context,
    }
    if page in extra:
        context |= extra[page](wizard, query)
    if page == "immune":
        context["protection"] = protection_sentence(wizard.cleaned_answers("charges").get("immunity", ""))
    return context


@dataclass(frozen=True)
class SwitchButton:
    """A second button that turns the draft into a referral of the other kind."""

    pathway: str
    words: str


def switch_button(wizard: ReferralWizard, page: str) -> SwitchButton | None:
    """How an officer changes the kind of referral, on the first page after the person."""
    if not wizard.may_divert or wizard.is_exception:
        return None
    if page == "charges":
        return SwitchButton(Pathway.OFFICER_SOCIAL, _("No charge: make it a social referral"))
    if page == "facts" and wizard.pathway == Pathway.OFFICER_SOCIAL:
        return SwitchButton(Pathway.ARREST_DIVERSION, _("There is a charge: make it an arrest diversion"))
    return None


def protection_sentence(immunity: str) -> str:
    """The law that protects the person, as the program reads it. Counsel confirms the reading."""
    sentences = {
        "ssp_supplies": _(
            "Supplies from a syringe program, and residue in them, can't be charged (G.S. 90-113.27)."
        ),
        "declared_sharp": _(
            "A needle or sharp declared before the search can't be charged (G.S. 90-113.22(c))."
        ),
        "testing_equipment": _("Drug testing equipment can't be charged (G.S. 90-113.22(d))."),
        "overdose_call": _(
            "Anyone who calls for help in an overdose, or who overdoses, is protected for small "
            "amounts (G.S. 90-96.2)."
        ),
    }
    return sentences.get(immunity, "")


def offer_context(wizard: ReferralWizard, query: Mapping[str, str]) -> dict[str, object]:
    """The script to read aloud, in the chosen language."""
    # Until someone chooses, the language that the officer reads: they are the one who reads it aloud.
    own = (translation.get_language() or "en").split("-")[0]
    language = query.get("language") or wizard.cleaned_answers("offer").get("language") or own
    language = language if language in dict(settings.LANGUAGES) else "en"
    words = current_script(wizard.program, language, wizard.at)
    with translation.override(language):
        fallback = _(
            "There's a program that can help with what you need, like a place to stay, food, a "
            "phone, or health care. Joining is your choice. If you join, the charge is set "
            "aside. You can leave the program any time."
        )
        now = talk_now_sentence(wizard.options, wizard.program)
    shown = wizard.offers_at_once and not wizard.is_exception
    return {
        "talk_now": now,
        "no_one_now": not wizard.options.numbers,
        "script": words.text if words and words.language == language else fallback,
        "language": language,
        "languages": settings.LANGUAGES,
        "assessment": present_current_assessment(wizard) if shown else None,
    }


def talk_now_sentence(options: HandoffOptions, program: Program) -> str:
    """What the officer may truly promise at this hour, for the end of the script (W11). Call inside
    `translation.override`.
    """
    if options.kind == HandoffRecord.Kind.WARM:
        return _("If you'd like, you can talk with someone from the program now.")
    if options.numbers:
        return _("If you'd like, you can talk with someone now. They can help until the program opens.")
    if options.opens_at is None:
        return _("Someone from the program will call you.")
    local = options.opens_at.astimezone(time_zone_of(program))
    when = {"day": date_format(local, "DATE_FORMAT"), "time": date_format(local, "TIME_FORMAT")}
    return _("Someone from the program will call you when it opens: %(day)s, %(time)s.") % when


def decide_context(wizard: ReferralWizard, query: Mapping[str, str]) -> dict[str, object]:
    return {"assessment": present_current_assessment(wizard)}


def roi_context(wizard: ReferralWizard, query: Mapping[str, str]) -> dict[str, object]:
    """Which form a link on the page asked for; without one it's the form that was answered, or the whole one."""
    return {"one_question": query.get("form") == ONE_QUESTION, "whole_form": query.get("form") == "whole"}


def handoff_context(wizard: ReferralWizard, query: Mapping[str, str]) -> dict[str, object]:
    """Who to call now, and the line that says what happens next."""
    return {
        "options": wizard.options,
        "next_line": next_step_sentence(wizard.program, wizard.options.kind, wizard.at),
        "card_text": draft_card_text_link(wizard),
    }


def draft_card_text_link(wizard: ReferralWizard) -> str:
    """An `sms:` link to the number on the contact page, if it is OK to text, with the text of the card."""
    cleaned = wizard.cleaned_answers("screening")
    phone = cleaned.get("phone")
    safe = cleaned.get("safe_to_text") and isinstance(phone, Phone) and phone.e164
    return text_link(wizard.program, phone.e164, wizard.script_language) if safe and phone else ""


def next_step_sentence(program: Program, kind: str, at: datetime) -> str:
    """What happens next and who is responsible, in one line."""
    if kind == HandoffRecord.Kind.WARM:
        return _("Call now. They'll come to you or talk with the person, and take it from there.")
    if kind == HandoffRecord.Kind.ALL_HOURS_PARTNER:
        return _("Call the 24-hour partner now. Our outreach team will follow up when it opens.")
    return _("Give them the card. Our outreach team will call when it opens, and take it from there.")


def referrer_context(referral: Referral) -> dict[str, object]:
    """Who referred the person, and what they said of them."""
    names = full_names_by_id([referral.referrer_user_id])
    wanted = dict(ServiceWanted.choices)
    return {
        "referrer": names.get(referral.referrer_user_id or 0, ""),
        "contacts": referral.person.contact_points.filter(ended_at=None) if referral.person else [],
        "services_wanted": [wanted.get(each, each) for each in referral.services_wanted],
    }


def staff_context(referral: Referral, actor: Actor, at: datetime) -> dict[str, object]:
    """The staff page: facts, which actions are allowed now and why others are not, and the history."""
    events = list(referral.events.order_by("-occurred_at", "-pk"))
    names = full_names_by_id([event.recorded_by_id for event in events])
    checks = {
        "accept": policies.check_can_accept_referral,
        "decline": policies.check_can_decline_referral,
        "screening": policies.check_can_complete_screening,
        "handoff": policies.check_can_record_handoff,
        "withdraw": policies.check_can_withdraw_referral,
    }
    entries = [
        TimelineEntry(at=event.occurred_at, title=event.title, by=names.get(event.recorded_by_id or 0, ""))
        for event in events
    ]
    return {
        "referral": referral,
        "person": referral.person,
        **referrer_context(referral),
        "charges": queries.charges_of(referral),
        "past": past_facts(referral.past) if referral.is_past else [],
        "handoffs": referral.handoffs.order_by("-occurred_at"),
        "why": {name: refusal_message(check, actor, referral) for name, check in checks.items()},
        "entries": entries,
        "card_text": card_text_link(referral),
        "is_arrest": referral.pathway == Pathway.ARREST_DIVERSION,
        "report_step": report_step(referral, at),
        "has_release": referral.person_id is not None and roi_state(referral.person_id, at).is_live,
        "intake": getattr(referral, "intake", None),
        "said_yes": referral.state in {Referral.State.ACCEPTED, Referral.State.HANDED_OFF},
    }


def report_step(referral: Referral, at: datetime) -> str:
    """What is next until the officer's agency knows that intake is done: ask, tell it now, or later; or ''."""
    agency = referral.agency
    if referral.pathway != Pathway.ARREST_DIVERSION or agency is None or referral.person_id is None:
        return ""
    if referral.state not in {Referral.State.ACCEPTED, Referral.State.HANDED_OFF}:
        return ""
    if any(each.what == ReferralEvent.Kind.RESPONSIBILITY_ENDED for each in referral.events.all()):
        return ""
    if not kinds_to_report(agency, referral.person_id, at):
        return "ask"
    intake = getattr(referral, "intake", None)
    return "tell" if intake is not None and intake.completed_at is not None else "later"


def screened_person_input(referral: Referral, cleaned: CleanedAnswers) -> PersonInput:
    """The person as recorded, updated with the screening form."""
    assert referral.person is not None
    recorded = recorded_person_input(referral.person)
    return replace(
        recorded,
        language=cleaned["language"] or recorded.language,
        gender=cleaned["gender"] or recorded.gender,
        race_ethnicity=list(cleaned["race_ethnicity"]),
    )


def assessment_if_answered(check_forms: EligibilityCheckForms) -> PresentedAssessment | None:
    """The advice of the one-page check, or None until its questions are answered."""
    return (
        present_current_assessment(check_forms)
        if check_forms.data is not None and check_forms.facts_form.is_valid()
        else None
    )
