"""The officer's way: one page at a time, each saved as it is answered."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.eligibility.models import EligibilityDecision
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms import build
from handoff.referrals.forms.base import PageForm
from handoff.referrals.forms.roi import RoiForm
from handoff.referrals.forms.way import FORMS, Way
from handoff.referrals.models import Door, Referral, ReferralDraft

Decision = EligibilityDecision.Decision


@requires(Permission.REFERRAL_MAKE)
def new(request: ProgramRequest, program: str) -> HttpResponse:
    """Begin a referral, or go on with one begun before."""
    officer = request.actor.can(Permission.CHARGES_DECIDE_OWN)
    if request.method == "POST":
        door = Door.ARREST_DIVERSION if officer else Door.COMMUNITY
        key = request.POST.get("submission_key", "")
        try:
            draft = services.begin_draft(
                actor=request.actor,
                program=request.program,
                door=door,
                key=str(uuid.UUID(key)),
                at=request.at,
            )
        except (ValueError, Refused):
            return redirect("referrals:new", program)
        return redirect("referrals:resume", program, draft.public_id)
    drafts = [presenters.draft_line(each) for each in queries.open_drafts(request.program, request.actor)]
    if drafts:
        record_read(
            actor=request.actor, at=request.at, action="drafts.listed", details={"count": len(drafts)}
        )
    return render(request, "referrals/new.html", {"drafts": drafts, "officer": officer})


def find_way(request: ProgramRequest, draft_id: uuid.UUID) -> Way:
    """Return the actor's own draft as a way; anybody else's does not exist."""
    draft = queries.find_draft(request.program, request.actor, draft_id)
    if draft is None:
        raise Http404
    return Way(draft=draft, program=request.program, actor=request.actor, at=request.at)


@requires(Permission.REFERRAL_MAKE)
def resume(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Go on with a draft where it stopped."""
    way = find_way(request, draft_id)
    return redirect("referrals:page", program, draft_id, way.first_open())


@requires(Permission.REFERRAL_MAKE)
def page(request: ProgramRequest, program: str, draft_id: uuid.UUID, page: str) -> HttpResponse:
    """Show one page of the way, or keep what was answered on it and go on."""
    way = find_way(request, draft_id)
    if (elsewhere := elsewhere_for(request, way, page)) is not None:
        return elsewhere
    if request.method == "POST":
        return answer(request, way, page)
    record_read(actor=request.actor, at=request.at, action="draft.opened", subject=way.draft.public_id)
    services.show_step(draft=way.draft, at=request.at)
    form = way.form(page) if page in FORMS else None
    return show(request, way, page, form)


def elsewhere_for(request: ProgramRequest, way: Way, page: str) -> HttpResponse | None:
    """Return where to go instead: a draft that is sent, thrown away or waiting has no open page."""
    slug = request.program.slug
    if way.draft.sent_at is not None:
        sent = queries.find_sent(request.program, way.draft)
        return redirect("referrals:sent", slug, sent.public_id) if sent else redirect("referrals:own", slug)
    if way.draft.discarded_at is not None:
        return redirect("referrals:new", slug)
    if way.waits_for_da:
        messages.info(request, _("This referral waits for the DA to decide on the exception."))
        return redirect("referrals:own", slug)
    if not way.may_open(page):
        return redirect("referrals:page", slug, way.draft.public_id, way.first_open())
    return None


def show(request: ProgramRequest, way: Way, page: str, form: PageForm | None) -> HttpResponse:
    """Render a page with its form."""
    context = {
        "way": way,
        "form": form,
        "place": way.place(page),
        **presenters.page_context(way, page, request.GET),
    }
    templates = [f"referrals/way/{page}.html", "referrals/way/page.html"]
    return render(request, templates, context)


def answer(request: ProgramRequest, way: Way, page: str) -> HttpResponse:
    """Keep the answers of a page, right or wrong; go on, or send the referral where the way ends."""
    if page == "immune":
        return turn_social(request, way)
    form = way.form(page, request.POST, request.FILES)
    valid = form.is_valid()
    try:
        keep(request, way, page, answers_to_keep(request, form))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        valid = False
    if not valid:
        return show(request, way, page, form)
    fresh = find_way(request, way.draft.public_id)
    if page == "decide" and fresh.door == Door.ARREST_DIVERSION and fresh.decision == Decision.SOCIAL:
        return turn_social(request, fresh)
    following = fresh.place(page).after
    if following:
        return redirect("referrals:page", request.program.slug, way.draft.public_id, following)
    try:
        sent = send(request, fresh, page)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, fresh, page, form)
    return redirect("referrals:sent", request.program.slug, sent.public_id)


def answers_to_keep(request: ProgramRequest, form: PageForm) -> dict[str, list[str]]:
    """Return what was given; a photo of a signed paper is stored now, and the draft keeps where it lies."""
    answers = form.raw_answers()
    if isinstance(form, RoiForm) and form.scan is not None:
        kind = StoredFile.Kind.ROI_SCAN
        stored = store_scan(
            actor=request.actor, program_id=request.program.pk, upload=form.scan, kind=kind, at=request.at
        )
        answers |= {"scan_id": [str(stored.public_id)], "signature": [""]}
    return answers


def keep(request: ProgramRequest, way: Way, page: str, answers: dict[str, list[str]]) -> ReferralDraft:
    """Save the draft."""
    return services.save_draft(
        actor=request.actor, draft=way.draft, step=page, answers=answers, following=page, at=request.at
    )


def turn_social(request: ProgramRequest, way: Way) -> HttpResponseRedirect:
    """Make the way a social referral; everything answered so far stays."""
    answers: dict[str, Any] = {**way.draft.answers.get("what", {}), "door": [str(Door.OFFICER_SOCIAL)]}
    services.save_draft(
        actor=request.actor,
        draft=way.draft,
        step="what",
        answers=answers,
        following="facts",
        at=request.at,
        door=Door.OFFICER_SOCIAL,
    )
    fresh = find_way(request, way.draft.public_id)
    return HttpResponseRedirect(fresh.url(fresh.first_open()))


def send(request: ProgramRequest, way: Way, page: str) -> Referral:
    """Send the referral that the way has come to; the draft's own id is the key, so twice is once."""
    here: dict[str, Any] = {"actor": request.actor, "program": request.program, "at": request.at}
    key = str(way.draft.public_id)
    if page == "not_now" or way.decision == Decision.NO_OFFER:
        return services.submit_not_now(given=build.not_now_given(way), key=key, **here)
    if way.door != Door.ARREST_DIVERSION:
        return services.submit_social_referral(given=build.social_given(way), key=key, **here)
    if way.decision == Decision.ASK_EXCEPTION:
        return services.request_exception(given=build.exception_given(way), key=f"{key}:exception", **here)
    return services.submit_referral(given=build.referral_given(way), key=key, **here)


@requires(Permission.REFERRAL_MAKE)
@require_POST
def discard(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away; it can be brought back for a day."""
    way = find_way(request, draft_id)
    try:
        services.discard_draft(actor=request.actor, draft=way.draft, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("referrals:new", program)
    return render(request, "referrals/discarded.html", {"draft": way.draft})


@requires(Permission.REFERRAL_MAKE)
@require_POST
def restore(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Bring a draft back."""
    way = find_way(request, draft_id)
    services.restore_draft(actor=request.actor, draft=way.draft, at=request.at)
    return redirect("referrals:page", program, draft_id, way.first_open())


@requires(Permission.REFERRAL_MAKE)
def sent(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Say in one line what happens next, who owns it, and by when."""
    referral = queries.find_own_referral(request.program, request.actor, referral_id)
    if referral is None:
        raise Http404
    record_read(actor=request.actor, at=request.at, action="referral.opened", subject=referral.public_id)
    context = presenters.sent_context(referral, request.actor, request.at)
    return render(request, "referrals/sent.html", context)
