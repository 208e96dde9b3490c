"""From a finished way to what the services take."""

from datetime import datetime
from typing import Any

from handoff.charges.services import ChargeGiven
from handoff.core.forms import Phone
from handoff.participants.models import ContactPoint, Gender
from handoff.participants.services import PersonGiven
from handoff.referrals.forms.eligibility import facts_of
from handoff.referrals.forms.way import Way
from handoff.referrals.inputs import (
    CheckGiven,
    ContactGiven,
    DraftLink,
    EncounterGiven,
    ExceptionGiven,
    HandoffGiven,
    NotNowGiven,
    ReferralGiven,
    ScreeningGiven,
    SocialGiven,
)
from handoff.referrals.models import Door, HandoffRecord, Referral


def person_of(way: Way) -> PersonGiven:
    """Return the person, with what the screening form adds."""
    who = way.cleaned("who")
    more = way.cleaned("screening") or way.cleaned("reason")
    return PersonGiven(
        first_name=who.get("first_name", ""),
        last_name=who.get("last_name", ""),
        preferred_name=who.get("preferred_name", ""),
        date_of_birth=who.get("date_of_birth"),
        approximate_age=None if who.get("date_of_birth") else who.get("approximate_age"),
        gender=more.get("gender") or Gender.NOT_ASKED,
        race_ethnicity=list(more.get("race_ethnicity", [])),
        language=more.get("language") or "en",
    )


def charges_of(way: Way) -> tuple[ChargeGiven, ...]:
    """Return the charges; the amount belongs to those that ask for a drug, the value to those that ask for one."""
    details = way.cleaned("details")
    quantity = details.get("quantity")
    return tuple(
        ChargeGiven(
            offense_key=row.key,
            title=row.title,
            statute=row.statute,
            drug=details.get("drug", "") if row.asks_for_drug else "",
            quantity=quantity if row.asks_for_drug else None,
            unit=details.get("unit", "") if row.asks_for_drug and quantity is not None else "",
            value_dollars=details.get("value_dollars") if row.asks_for_value else None,
        )
        for row in way.cleaned("charges").get("chosen", [])
    )


def occurred_at(way: Way) -> datetime:
    """Return when it happened; for a social contact, when the draft was begun."""
    happened = way.cleaned("charges").get("occurred_at")
    return happened if isinstance(happened, datetime) else way.draft.started_at


def check_of(way: Way) -> CheckGiven:
    """Return the check with what the officer decided."""
    return CheckGiven(
        facts=facts_of(way), decision=way.decision, reason=way.cleaned("decide").get("reason", "")
    )


def source_of(way: Way) -> DraftLink:
    return DraftLink(way.draft, way.draft.seconds, way.cleaned("handoff").get("minutes"))


def screening_of(cleaned: dict[str, Any]) -> ScreeningGiven:
    """Return the screening form: the ways to reach the person, what they want, why they were referred."""
    contacts = []
    phone = cleaned.get("phone")
    if isinstance(phone, Phone) and phone:
        contacts.append(
            ContactGiven(
                kind=ContactPoint.Kind.PHONE if phone.e164 else ContactPoint.Kind.PLACE,
                value=phone.e164 or phone.text,
                safe_to_text=bool(cleaned.get("safe_to_text")) and bool(phone.e164),
                safe_to_leave_word=bool(cleaned.get("safe_to_leave_word")),
            )
        )
    contacts += [
        ContactGiven(kind=ContactPoint.Kind(name), value=cleaned[name])
        for name in ("place", "through", "address")
        if cleaned.get(name)
    ]
    return ScreeningGiven(
        contacts=tuple(contacts),
        services_wanted=tuple(cleaned.get("services_wanted", [])),
        reason=cleaned.get("reason", ""),
    )


def handoff_of(way: Way) -> HandoffGiven:
    """Return how the person was passed on, with whom the officer was offered to call."""
    cleaned = way.cleaned("handoff")
    kind = cleaned.get("kind") or HandoffRecord.Kind.CARD
    name = phone = ""
    if kind == HandoffRecord.Kind.WARM and way.options.people:
        name, phone = way.options.people[0].name, way.options.people[0].phone
    elif kind == HandoffRecord.Kind.ALL_HOURS_PARTNER and way.options.partner is not None:
        name, phone = way.options.partner.name, way.options.partner.phone
    reached = {"yes": True, "no": False}.get(cleaned.get("reached", ""))
    return HandoffGiven(
        kind=kind,
        called_name=name,
        called_phone=phone,
        reached=None if kind == HandoffRecord.Kind.CARD else reached,
    )


def referral_given(way: Way) -> ReferralGiven:
    """Return an accepted arrest diversion."""
    return ReferralGiven(
        person=person_of(way),
        encounter=EncounterGiven(
            occurred_at=occurred_at(way),
            charges=charges_of(way),
            incident_number=way.cleaned("charges").get("incident_number", ""),
            immunity=way.cleaned("what").get("immunity") or "none",
        ),
        check=check_of(way),
        screening=screening_of(way.cleaned("screening")),
        release=way.cleaned("roi").get("release"),
        handoff=handoff_of(way),
        script_language=way.script_language,
        source=source_of(way),
    )


def not_now_given(way: Way) -> NotNowGiven:
    """Return a declined offer, or one that was not made; who it was stays behind."""
    cleaned = way.cleaned("not_now")
    told = {name: cleaned.get(name) for name in ("age_band", "gender", "race_ethnicity")}
    return NotNowGiven(
        occurred_at=occurred_at(way),
        check=check_of(way),
        door=way.door,
        decline_reason=cleaned.get("decline_reason", ""),
        demographics={name: value for name, value in told.items() if value},
        script_language=way.script_language,
        source=source_of(way),
    )


def exception_given(way: Way) -> ExceptionGiven:
    """Return a recommendation to the DA."""
    check = check_of(way)
    return ExceptionGiven(
        occurred_at=occurred_at(way), check=check, recommendation=check.reason, source=source_of(way)
    )


def social_given(way: Way) -> SocialGiven:
    """Return a social referral: an officer's with the check, staff's without."""
    by_officer = way.door == Door.OFFICER_SOCIAL
    return SocialGiven(
        person=person_of(way),
        occurred_at=occurred_at(way),
        screening=screening_of(way.cleaned("reason")),
        check=check_of(way) if by_officer else None,
        source=source_of(way),
        referrer_kind=Referral.ReferrerKind.OFFICER if by_officer else Referral.ReferrerKind.STAFF,
    )
