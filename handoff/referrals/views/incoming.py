"""Messages from the public page, answered by program staff."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_all, requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.forms.phones import parse_phone
from handoff.participants.models import ContactPoint
from handoff.participants.services import PersonInput, record_matches_shown
from handoff.referrals import queries, services
from handoff.referrals.forms.public import safe_contact_labels
from handoff.referrals.forms.staff import MessageReferralForm
from handoff.referrals.models import CommunityMessage, Referral


def message_or_404(request: ProgramRequest, message_id: uuid.UUID) -> CommunityMessage:
    message = queries.find_message(request.program, message_id)
    if message is None:
        raise Http404
    return message


@requires_any(Permission.REFERRAL_READ_ALL)
def list_messages(request: ProgramRequest, program: str) -> HttpResponse:
    """Messages that wait for an answer, oldest first, and the latest dismissed ones."""
    waiting = list(queries.waiting_messages(request.program))
    dismissed = list(queries.dismissed_messages(request.program))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MESSAGES_LISTED,
        details={"count": len(waiting) + len(dismissed)},
        people=[each.public_id for each in (*waiting, *dismissed)],
    )
    context = {"waiting": waiting, "dismissed": dismissed}
    return render(request, "referrals/messages.html", context)


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
def answer_message(request: ProgramRequest, program: str, message_id: uuid.UUID) -> HttpResponse:
    """Make a referral of a message. Law enforcement checks eligibility next."""
    message = message_or_404(request, message_id)
    form = MessageReferralForm(
        request.POST or None,
        program=request.program,
        actor=request.actor,
        at=request.at,
        initial=MessageReferralForm.initial_from(message),
    )
    response = form_action(
        request,
        form,
        lambda: services.turn_message_into_referral(
            actor=request.actor,
            message=message,
            referral_input=social_referral_input(message, form, request),
            key=f"message:{message.public_id}",
            at=request.at,
        ),
        done=_("Referral created. It's waiting for law enforcement to check eligibility."),
        to=lambda referral: ("referrals:show", program, referral.public_id),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.MESSAGE_OPENED, subject=message.public_id
    )
    record_matches_shown(actor=request.actor, matches=form.possible_matches, at=request.at)
    context = {"message": message, "form": form, "safe_ways": safe_contact_labels(message.safe_ways)}
    return render(request, "referrals/message.html", context)


def social_referral_input(
    message: CommunityMessage, form: MessageReferralForm, request: ProgramRequest
) -> services.SocialReferralInput:
    cleaned = form.cleaned_data
    phone = parse_phone(cleaned["reach"])
    number = phone.e164 if phone else ""
    contact = services.ContactInput(
        kind=ContactPoint.Kind.PHONE if number else ContactPoint.Kind.PLACE,
        value=number or cleaned["reach"],
        safe_to_text="text" in message.safe_ways,
        safe_to_leave_word="leave_word" in message.safe_ways,
    )
    person = PersonInput(
        first_name=cleaned["first_name"],
        last_name=cleaned["last_name"],
        date_of_birth=cleaned["date_of_birth"],
        language=cleaned["language"],
        race_ethnicity=list(cleaned["race_ethnicity"]),
        **({"gender": cleaned["gender"]} if cleaned["gender"] else {}),
    )
    kind = Referral.ReferrerKind.SELF if message.for_self else Referral.ReferrerKind.COMMUNITY
    return services.SocialReferralInput(
        person=person,
        occurred_at=message.received_at,
        screening=services.ScreeningInput(contacts=(contact,), reason=cleaned["reason"]),
        referrer_kind=kind,
        checking_agency=cleaned.get("checking_agency"),
        existing=form.same_person.existing,
        different_from=form.same_person.different_from,
    )


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
@require_POST
def dismiss_or_restore_message(request: ProgramRequest, program: str, message_id: uuid.UUID) -> HttpResponse:
    message = message_or_404(request, message_id)
    change = services.restore_message if request.POST.get("go") == "back" else services.dismiss_message
    return post_action(
        request,
        lambda: change(actor=request.actor, message=message, at=request.at),
        to=("referrals:messages", program),
    )
