"""Service inputs built from the answers of the referral wizard."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.charges.services import ChargeInput
from handoff.core.forms import Phone
from handoff.participants.forms import SAME_PERSON, same_person_answer
from handoff.participants.models import ContactPoint, Gender
from handoff.participants.services import PersonInput
from handoff.referrals.forms.answers import facts_of, supervision_answer
from handoff.referrals.forms.base import CleanedAnswers
from handoff.referrals.forms.charges import details_of
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
from handoff.referrals.policies import is_staff


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
        gender=more.get("gender")
        or (Gender.SELF_DESCRIBED if more.get("gender_words") else Gender.NOT_ASKED),
        gender_words=more.get("gender_words", ""),
        race_ethnicity=list(more.get("race_ethnicity", [])),
        language=more.get("language") or "en",
    )


def charge_inputs(wizard: ReferralWizard) -> tuple[ChargeInput, ...]:
    """The charges, each with its own drug and amount or value."""
    answers = wizard.cleaned_answers("details")
    inputs = []
    for row in wizard.cleaned_answers("charges").get("chosen", []):
        found = details_of(answers, row)
        inputs.append(
            ChargeInput(
                offense_key=row.key,
                title=row.title,
                statute=row.statute,
                drug=found.drug,
                quantity=found.quantity,
                unit=found.unit,
                value_dollars=found.value_dollars,
            )
        )
    return tuple(inputs)


def occurred_at(wizard: ReferralWizard) -> datetime:
    """When the encounter happened; for a social contact, when the draft was started."""
    happened = wizard.cleaned_answers("charges").get("occurred_at")
    return happened if isinstance(happened, datetime) else wizard.draft.started_at


def eligibility_check_input(wizard: ReferralWizard) -> EligibilityCheckInput:
    return EligibilityCheckInput(
        facts=facts_of(wizard),
        decision=wizard.decision,
        reason=wizard.cleaned_answers("no_offer" if wizard.is_exception else "decide").get("reason", ""),
        supervision=supervision_answer(wizard),
    )


def draft_link(wizard: ReferralWizard) -> DraftLink:
    return DraftLink(wizard.draft, wizard.draft.seconds, wizard.cleaned_answers("handoff").get("minutes"))


def phone_contacts(cleaned: CleanedAnswers) -> list[ContactInput]:
    """Every number in the phone box as its own contact, with the words beside it; words alone are a place."""
    phone = cleaned.get("phone")
    if not isinstance(phone, Phone) or not phone:
        return []
    texts, messages = bool(cleaned.get("safe_to_text")), bool(cleaned.get("safe_to_leave_word"))
    if not phone.e164:
        place = ContactPoint.Kind.PLACE
        return [ContactInput(kind=place, value=phone.text, safe_to_leave_word=messages)]
    words = phone.words
    return [
        ContactInput(
            kind=ContactPoint.Kind.PHONE,
            value=number,
            # What is safe was said of the number written first.
            safe_to_text=texts and number == phone.e164,
            safe_to_leave_word=messages and number == phone.e164,
            note=words,
        )
        for number in (phone.e164, *phone.others)
    ]


def screening_input(cleaned: CleanedAnswers) -> ScreeningInput:
    contacts = [
        *phone_contacts(cleaned),
        *(
            ContactInput(kind=ContactPoint.Kind(name), value=cleaned[name])
            for name in ("place", "through", "address")
            if cleaned.get(name)
        ),
    ]
    return ScreeningInput(
        contacts=tuple(contacts),
        services_wanted=tuple(cleaned.get("services_wanted", [])),
        reason=cleaned.get("reason", ""),
    )


def handoff_input(wizard: ReferralWizard) -> HandoffInput:
    """The number the officer chose and whether someone answered it; without a call, the card."""
    cleaned = wizard.cleaned_answers("handoff")
    called = str(cleaned.get("called") or "")
    number = wizard.options.find_number(called)
    if number is None:
        return HandoffInput(kind=HandoffRecord.Kind.CARD)
    return HandoffInput(
        kind=number.kind,
        called_name=number.name,
        called_phone=number.phone,
        reached=cleaned.get("reached") == "yes",
        scene=cleaned.get("scene", ""),
        partner=number.partner if cleaned.get("partner_agrees") else None,
    )


def referral_input(wizard: ReferralWizard) -> ReferralInput:
    return ReferralInput(
        person=person_input(wizard),
        encounter=EncounterInput(
            occurred_at=occurred_at(wizard),
            charges=charge_inputs(wizard),
            incident_number=wizard.cleaned_answers("charges").get("incident_number", ""),
            immunity=wizard.cleaned_answers("charges").get("immunity") or "none",
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
    known = same_person_answer(str(wizard.cleaned_answers("who").get(SAME_PERSON, "")))
    return SocialReferralInput(
        person=person_input(wizard),
        occurred_at=occurred_at(wizard),
        screening=screening_input(wizard.cleaned_answers("reason")),
        check=eligibility_check_input(wizard) if by_officer else None,
        checking_agency=wizard.cleaned_answers("reason").get("checking_agency"),
        existing=known.existing,
        different_from=known.different_from,
        source=draft_link(wizard),
        referrer_kind=referrer_kind(wizard.actor, by_officer=by_officer),
    )


def referrer_kind(actor: Actor, *, by_officer: bool) -> str:
    """Who refers: an officer, program staff, or a user of another partner, who works on no one else's referrals."""
    if by_officer:
        return Referral.ReferrerKind.OFFICER
    return Referral.ReferrerKind.STAFF if is_staff(actor) else Referral.ReferrerKind.PARTNER
