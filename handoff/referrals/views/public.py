"""Pages open to everyone: the public referral page and the referral card. They look no one up."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from handoff.access.decorators import public
from handoff.access.http import ProgramRequest
from handoff.core.submissions import submission_key
from handoff.referrals import services
from handoff.referrals.forms.public import PublicForm
from handoff.referrals.presenters.card import card_context


@public("anyone may ask for help, for themselves or for someone else")
def refer(request: ProgramRequest, program: str) -> HttpResponse:
    """Take a public message. The response and the work behind it are the same whoever is known."""
    form = PublicForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "referrals/refer.html", {"form": form})
    if form.is_trap_sprung:
        return redirect("referrals:thanks", program)
    if not form.is_valid():
        return render(request, "referrals/refer.html", {"form": form})
    try:
        services.receive_community_message(
            program=request.program,
            message_input=message_input(form),
            address=request.actor.address,
            key=submission_key(request),
            at=request.at,
        )
    except services.TooManyMessages as refusal:
        context = {"form": form, "too_many": str(refusal)}
        return render(request, "referrals/refer.html", context, status=429)
    return redirect("referrals:thanks", program)


def message_input(form: PublicForm) -> services.CommunityMessageInput:
    cleaned = form.cleaned_data
    return services.CommunityMessageInput(
        for_self=cleaned["for_whom"] == "self",
        person_name=cleaned["person_name"],
        how_to_reach=cleaned["how_to_reach"],
        safe_ways=tuple(cleaned["safe_ways"]),
        help_wanted=cleaned["help_wanted"],
        person_knows=cleaned["person_knows"],
        referrer_name=cleaned["referrer_name"],
        referrer_contact=cleaned["referrer_contact"],
        language=get_language() or "en",
    )


@public("thanks the sender and repeats nothing of the message")
def thanks(request: ProgramRequest, program: str) -> HttpResponse:
    return render(request, "referrals/thanks.html")


@public("the referral card carries the program's own phone number and nothing else")
def card(request: ProgramRequest, program: str) -> HttpResponse:
    """The referral card in English and Spanish, to print as a business card or an A6 sheet."""
    return render(request, "referrals/card.html", card_context(request.program, request.GET))
