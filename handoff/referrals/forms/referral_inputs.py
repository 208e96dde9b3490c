"""Service inputs built from the answers of the referral wizard."""

from datetime import datetime

from handoff.charges.services import ChargeInput
from handoff.core.forms import Phone
from handoff.participants.models import ContactPoint, Gender
from handoff.participants.services import PersonInput
from handoff.referrals.forms.base import CleanedAnswers
from handoff.referrals.forms.eligibility import facts_of
from handoff.referrals.forms.wizard import ReferralWizard
from handoff.referrals.inputs import (
    ContactInput,
    DraftLink,
    EligibilityCheckInput,
    EncounterInput,
    ExceptionInput,
    HandoffInput,
    NotNowInput,
    ReferralInput,
    ScreeningInput,
    SocialReferralInput,
)
from handoff.referrals.models import HandoffRecord, Pathway, Referral


def person_input(wizard: ReferralWizard) -> PersonInput:
    """The person, with what the screening page adds."""
    who = wizard.cleaned_answers("who")
    more = wizard.cleaned_answers("screening") or wizard.cleaned_answers("reason")
    return PersonInput(
        first_name=who.get("first_name", ""),
        last_name=who.get("last_name", ""),
        preferred_name=who.get("preferred_name", ""),
        date_of_birth=who.get("date_of_birth"),
        approximate_age=None if who.get("date_of_birth") else who.get("approximate_age"),
        gender=more.get("gender") or Gender.NOT_ASKED,
        race_ethnicity=list(more.get("race_ethnicity", [])),
        language=more.get("language") or "en",
    )


def charge_inputs(wizard: ReferralWizard) -> tuple[ChargeInput, ...]:
    """The charges. The drug amount goes to those that ask for a drug, the value to those that ask for a value."""
    details = wizard.cleaned_answers("details")
    quantity = details.get("quantity")
    return tuple(
        ChargeInput(
            offense_key=row.key,
            title=row.title,
            statute=row.statute,
            drug=details.get("drug", "") if row.asks_for_drug else "",
            quantity=quantity if row.asks_for_drug else None,
            unit=details.get("unit", "") if row.asks_for_drug and quantity is not None else "",
            value_dollars=details.get("value_dollars") if row.asks_for_value else None,
        )
        for row in wizard.cleaned_answers("charges").get("chosen", [])
    )


def occurred_at(wizard: ReferralWizard) -> datetime:
    """When the encounter happened; for a social contact, when the draft was started."""
    happened = wizard.cleaned_answers("charges").get("occurred_at")
    return happened if isinstance(happened, datetime) else wizard.draft.started_at


def eligibility_check_input(wizard: ReferralWizard) -> EligibilityCheckInput:
    return EligibilityCheckInput(
        facts=facts_of(wizard),
        decision=wizard.decision,
        reason=wizard.cleaned_answers("decide").get("reason", ""),
    )


def draft_link(wizard: ReferralWizard) -> DraftLink:
    return DraftLink(wizard.draft, wizard.draft.seconds, wizard.cleaned_answers("handoff").get("minutes"))


def screening_input(cleaned: CleanedAnswers) -> ScreeningInput:
    contacts = []
    phone = cleaned.get("phone")
    if isinstance(phone, Phone) and phone:
        contacts.append(
            ContactInput(
                kind=ContactPoint.Kind.PHONE if phone.e164 else ContactPoint.Kind.PLACE,
                value=phone.e164 or phone.text,
                safe_to_text=bool(cleaned.get("safe_to_text")) and bool(phone.e164),
                safe_to_leave_word=bool(cleaned.get("safe_to_leave_word")),
            )
        )
    contacts += [
        ContactInput(kind=ContactPoint.Kind(name), value=cleaned[name])
        for name in ("place", "through", "address")
        if cleaned.get(name)
    ]
    return ScreeningInput(
        contacts=tuple(contacts),
        services_wanted=tuple(cleaned.get("services_wanted", [])),
        reason=cleaned.get("reason", ""),
    )


def handoff_input(wizard: ReferralWizard) -> HandoffInput:
    """How the person was handed off, and who the officer was asked to call."""
    cleaned = wizard.cleaned_answers("handoff")
    kind = cleaned.get("kind") or HandoffRecord.Kind.CARD
    name = phone = ""
    if kind == HandoffRecord.Kind.WARM and wizard.options.people:
        name, phone = wizard.options.people[0].name, wizard.options.people[0].phone
    elif kind == HandoffRecord.Kind.ALL_HOURS_PARTNER and wizard.options.partner is not None:
        name, phone = wizard.options.partner.name, wizard.options.partner.phone
    reached = {"yes": True, "no": False}.get(cleaned.get("reached", ""))
    return HandoffInput(
        kind=kind,
        called_name=name,
        called_phone=phone,
        reached=None if kind == HandoffRecord.Kind.CARD else reached,
    )


def referral_input(wizard: ReferralWizard) -> ReferralInput:
    return ReferralInput(
        person=person_input(wizard),
        encounter=EncounterInput(
            occurred_at=occurred_at(wizard),
            charges=charge_inputs(wizard),
            incident_number=wizard.cleaned_answers("charges").get("incident_number", ""),
            immunity=wizard.cleaned_answers("what").get("immunity") or "none",
        ),
        check=eligibility_check_input(wizard),
        screening=screening_input(wizard.cleaned_answers("screening")),
        release=wizard.cleaned_answers("roi").get("release"),
        handoff=handoff_input(wizard),
        script_language=wizard.script_language,
        source=draft_link(wizard),
    )


def not_now_input(wizard: ReferralWizard) -> NotNowInput:
    """An offer that was declined or not made. It leaves out who the person was (R4)."""
    cleaned = wizard.cleaned_answers("not_now")
    answers = {name: cleaned.get(name) for name in ("age_band", "gender", "race_ethnicity")}
    return NotNowInput(
        occurred_at=occurred_at(wizard),
        check=eligibility_check_input(wizard),
        pathway=wizard.pathway,
        decline_reason=cleaned.get("decline_reason", ""),
        demographics={name: value for name, value in answers.items() if value},
        script_language=wizard.script_language,
        source=draft_link(wizard),
    )


def exception_input(wizard: ReferralWizard) -> ExceptionInput:
    check = eligibility_check_input(wizard)
    return ExceptionInput(
        occurred_at=occurred_at(wizard), check=check, recommendation=check.reason, source=draft_link(wizard)
    )


def social_referral_input(wizard: ReferralWizard) -> SocialReferralInput:
    """A social referral: an officer's includes the eligibility check, program staff's does not."""
    by_officer = wizard.pathway == Pathway.OFFICER_SOCIAL
    return SocialReferralInput(
        person=person_input(wizard),
        occurred_at=occurred_at(wizard),
        screening=screening_input(wizard.cleaned_answers("reason")),
        check=eligibility_check_input(wizard) if by_officer else None,
        source=draft_link(wizard),
        referrer_kind=Referral.ReferrerKind.OFFICER if by_officer else Referral.ReferrerKind.STAFF,
    )
